"""What holds for every deadline, whichever words make it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.due_rules import Counted, CountUnit, DueRule, Relation
from domain.periods import ONCE, Frequency, Period
from tests.oracle.almanac import NUMBER
from tests.oracle.cases import KINDS, PERIODS_OF_YEAR, YEARS_OF_53_WEEKS, Case, calendars, drawn
from tests.oracle.comparison import of_product, working_days

HANOI = timezone(timedelta(hours=7))
ONE_DAY = timedelta(days=1)
RECURRING = ("day", "working day", "weekday", "period's end")
# What names its day without asking which days are worked.
NAMED = ("date", "day", "weekday", "period's end")
COUNTED_FORWARD = ("counted working days", "counted days", "counted months")
# Further away a day off can touch nothing of a deadline of at most three days' grace.
NEARBY = st.integers(-12, 12)


@st.composite
def cases(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> Case:
    """A case of one of those kinds."""
    return drawn(draw(st.sampled_from(kinds)), draw(st.randoms(use_true_random=False)))


def following(period: Period) -> Period:
    """The next period of the same sort."""
    numbers = PERIODS_OF_YEAR[period.frequency]
    if period.frequency is Frequency.WEEKLY and period.year in YEARS_OF_53_WEEKS:
        numbers += 1
    if period.number < numbers:
        return replace(period, number=period.number + 1)
    return replace(period, year=period.year + 1, number=1)


def with_a_day_off(case: Case, near: date, distance: int) -> Deadline:
    """The deadline had one more day near it been off."""
    days, extra = calendars()[case.calendar], near + timedelta(days=distance)
    calendar = Calendar(off=days.off | {extra}, working=days.working - {extra})
    return compute(case.rule, case.period, calendar, grace_days=case.grace_days)


@given(cases(RECURRING))
def test_every_period_ends_before_the_next_one(case: Case) -> None:
    after = of_product(replace(case, period=following(case.period)))
    assert of_product(case).last_moment < after.last_moment


@given(cases())
def test_the_target_is_the_nearest_working_day_not_after_the_last_day(case: Case) -> None:
    found, days = of_product(case), working_days(case.calendar)
    between = range(NUMBER[found.target_day] + 1, NUMBER[found.last_day] + 1)
    assert found.target_day <= found.last_day
    assert days.is_worked(NUMBER[found.target_day])
    assert not any(days.is_worked(number) for number in between)


@given(cases())
def test_without_an_hour_the_last_moment_is_the_midnight_after_the_last_day(case: Case) -> None:
    found = of_product(replace(case, rule=replace(case.rule, at=None)))
    assert found.last_moment.astimezone(HANOI) == datetime.combine(found.last_day + ONE_DAY, time(), HANOI)


@given(cases())
def test_the_last_instant_lies_on_the_last_day(case: Case) -> None:
    found = of_product(case)
    last_instant = found.last_moment - timedelta(microseconds=1)
    assert last_instant.astimezone(HANOI).date() == found.last_day
    assert found.last_moment.utcoffset() == timedelta(0)


@given(cases())
def test_nobody_is_late_before_the_last_moment(case: Case) -> None:
    found = of_product(case)
    assert found.late_from >= found.last_moment
    assert of_product(replace(case, grace_days=0)).late_from == found.last_moment


@given(cases())
def test_a_longer_grace_makes_late_later_and_nothing_else(case: Case) -> None:
    found, longer = of_product(case), of_product(replace(case, grace_days=case.grace_days + 1))
    assert longer.late_from > found.late_from
    assert replace(longer, late_from=found.late_from) == found


@given(cases(NAMED), NEARBY)
def test_a_day_off_never_moves_a_named_day_and_never_the_target_later(case: Case, distance: int) -> None:
    found = of_product(case)
    changed = with_a_day_off(case, found.last_day, distance)
    assert (changed.named_day, changed.last_day) == (found.named_day, found.last_day)
    assert changed.last_moment == found.last_moment
    assert changed.target_day <= found.target_day
    assert changed.late_from >= found.late_from


@given(cases(COUNTED_FORWARD), NEARBY)
def test_a_day_off_never_shortens_a_count(case: Case, distance: int) -> None:
    found = of_product(case)
    assert with_a_day_off(case, found.last_day, distance).last_moment >= found.last_moment


@given(cases(COUNTED_FORWARD))
def test_a_count_ending_on_a_new_day_off_ends_later(case: Case) -> None:
    found = of_product(case)
    assert with_a_day_off(case, found.named_day, 0).last_day > found.last_day


@given(cases(("working days back", "days back", "months back")), NEARBY)
def test_a_day_off_never_moves_a_count_back_later(case: Case, distance: int) -> None:
    found = of_product(case)
    changed = with_a_day_off(case, found.last_day, distance)
    assert changed.last_day <= found.last_day
    assert changed.target_day <= found.target_day


@given(cases(("date", "day", "working day", "weekday")))
def test_before_a_day_is_one_day_shorter_than_by_it(case: Case) -> None:
    rule = replace(case.rule, at=None)
    assume(rule.day is None or rule.day <= 28)
    before = of_product(replace(case, rule=replace(rule, relation=Relation.BEFORE)))
    by = of_product(replace(case, rule=replace(rule, relation=Relation.BY)))
    assert by.last_moment - before.last_moment == ONE_DAY


@given(cases())
def test_by_on_and_within_end_together(case: Case) -> None:
    moments = {
        of_product(replace(case, rule=replace(case.rule, relation=relation))).last_moment
        for relation in (Relation.BY, Relation.ON, Relation.WITHIN)
    }
    assert len(moments) == 1


@given(cases())
def test_computing_twice_gives_the_same(case: Case) -> None:
    assert of_product(case) == of_product(case)


OCTOBER = Period(2026, 10, Frequency.MONTHLY)
THE_FIRST = DueRule(Relation.BY, "đến ngày 01", day=1)


def closed(days: int) -> Calendar:
    """A calendar whose offices are closed for so many days up to 1 October 2026."""
    return Calendar(off=frozenset(date(2026, 10, 1) - timedelta(days=back) for back in range(days)))


def test_a_long_closure_moves_the_target_to_the_day_before_it() -> None:
    found = compute(THE_FIRST, OCTOBER, closed(29))
    assert (found.last_day, found.target_day) == (date(2026, 10, 1), date(2026, 9, 2))


def test_a_calendar_without_a_working_day_for_a_month_is_refused() -> None:
    with pytest.raises(ValueError):
        compute(THE_FIRST, OCTOBER, closed(45))


def test_a_count_over_a_closure_that_never_ends_is_refused() -> None:
    off = frozenset(date(2026, 10, 1) + timedelta(days=on) for on in range(120))
    counted = Counted(5, CountUnit.WORKING_DAYS, "nhận văn bản", date(2026, 10, 5))
    with pytest.raises(ValueError):
        compute(DueRule(Relation.WITHIN, "trong 05 ngày làm việc", counted=counted), ONCE, Calendar(off=off))
