"""Values the properties are tried on: calendars, days, moments, periods, due rules, deadlines."""

from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.due_rules import DueRule, MonthOfPeriod, Relation
from domain.periods import ONCE, Frequency, Period

RECURRING = tuple(frequency for frequency in Frequency if frequency not in (Frequency.ONCE, Frequency.NONE))
# Together with weekends so few days off never make a break of thirty days, which means a broken calendar.
MOST_DAYS_OFF = 12

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy wants naive ends
hours = st.builds(time, st.integers(0, 23), st.integers(0, 59)).filter(lambda hour: hour != time())


@st.composite
def calendars(draw: st.DrawFn, near: date) -> Calendar:
    """Weekends, some days off around a day, and some weekend days worked in exchange."""
    around = st.dates(
        near.fromordinal(near.toordinal() - MOST_DAYS_OFF), near.fromordinal(near.toordinal() + MOST_DAYS_OFF)
    )
    chosen = draw(st.sets(around, max_size=MOST_DAYS_OFF))
    return Calendar(
        off=frozenset(day for day in chosen if day.weekday() < 5),
        working=frozenset(day for day in chosen if day.weekday() >= 5),
    )


@st.composite
def days_and_calendars(draw: st.DrawFn) -> tuple[date, Calendar]:
    """A day, and a calendar that is busy around it."""
    day = draw(days)
    return day, draw(calendars(day))


@st.composite
def periods(draw: st.DrawFn, frequencies: tuple[Frequency, ...] = RECURRING) -> Period:
    """A period that recurs."""
    return Period.containing(draw(days), draw(st.sampled_from(frequencies)))


@st.composite
def due_rules(draw: st.DrawFn, *, at: st.SearchStrategy[time | None] | None = None) -> DueRule:
    """A rule for a recurring duty: a day of some month of the period, or the period's end."""
    return DueRule(
        relation=draw(st.sampled_from(Relation)),
        phrase="theo văn bản",
        day=draw(st.none() | st.integers(1, 31)),
        month_of_period=draw(st.sampled_from(MonthOfPeriod)),
        at=draw(st.none() | hours if at is None else at),
    )


@st.composite
def duties(draw: st.DrawFn) -> tuple[DueRule, Period, Calendar]:
    """All that a deadline is computed from, recurring or fixed to one day."""
    if draw(st.booleans()):
        period, rule = (
            ONCE,
            DueRule(
                draw(st.sampled_from(Relation)), "theo văn bản", on=draw(days), at=draw(st.none() | hours)
            ),
        )
    else:
        period, rule = draw(periods()), draw(due_rules())
    return rule, period, draw(calendars(rule.named_day(period)))
