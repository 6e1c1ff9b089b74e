"""What the words of a directive mean as moments."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.due_rules import DueRule, MonthOfPeriod, Relation
from domain.periods import ONCE, Period
from tests.unit.domain.strategies import calendars, days, duties

ONE_DAY = timedelta(days=1)
WEEKENDS = Calendar()
# The official schedule of 2026, and of 2027 as far as the deadlines below touch it.
OFFICIAL = Calendar(
    off=frozenset(
        {
            *(date(2026, 1, day) for day in (1, 2)),
            *(date(2026, 2, day) for day in range(16, 21)),
            date(2026, 11, 24),
            date(2027, 11, 24),
        }
    ),
    working=frozenset({date(2026, 1, 10), date(2026, 8, 22)}),
)


def before(day: date, at: time | None = None) -> DueRule:
    """A rule that excludes the day it names."""
    return DueRule(Relation.BEFORE, f"trước ngày {day:%d/%m/%Y}", on=day, at=at)


def by(day: date, at: time | None = None) -> DueRule:
    """A rule that includes the day it names."""
    return DueRule(Relation.BY, f"chậm nhất ngày {day:%d/%m/%Y}", on=day, at=at)


def once(rule: DueRule, calendar: Calendar = WEEKENDS, *, grace_days: int = 0) -> Deadline:
    """The deadline of a duty that does not recur."""
    return compute(rule, ONCE, calendar, grace_days=grace_days)


@pytest.mark.parametrize(
    ("named", "last"),
    [
        (date(2023, 10, 21), date(2023, 10, 20)),
        (date(2023, 10, 25), date(2023, 10, 24)),
        (date(2023, 10, 20), date(2023, 10, 19)),
    ],
)
def test_before_a_day_of_october_2023_ends_with_the_day_before(named: date, last: date) -> None:
    deadline = once(before(named))
    assert deadline.last_day == last == deadline.target_day
    assert deadline.named_day == named
    assert WEEKENDS.local(deadline.last_moment) == datetime.combine(named, time(), WEEKENDS.zone)


def test_by_a_day_includes_that_day() -> None:
    assert once(by(date(2023, 10, 20))).last_day == date(2023, 10, 20)


def test_a_document_of_the_last_day_is_on_time_and_one_of_the_next_day_is_not() -> None:
    deadline = once(before(date(2023, 10, 21)))
    assert deadline.is_on_time(date(2023, 10, 20))
    assert not deadline.is_on_time(date(2023, 10, 21))


@pytest.mark.parametrize(
    ("named", "last", "previous", "following"),
    [
        (date(2026, 1, 25), date(2026, 1, 24), date(2026, 1, 23), date(2026, 1, 26)),
        (date(2026, 2, 21), date(2026, 2, 20), date(2026, 2, 13), date(2026, 2, 23)),
        (date(2026, 5, 25), date(2026, 5, 24), date(2026, 5, 22), date(2026, 5, 25)),
        (date(2026, 6, 21), date(2026, 6, 20), date(2026, 6, 19), date(2026, 6, 22)),
        (date(2026, 9, 21), date(2026, 9, 20), date(2026, 9, 18), date(2026, 9, 21)),
        (date(2026, 10, 25), date(2026, 10, 24), date(2026, 10, 23), date(2026, 10, 26)),
        (date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 12, 21), date(2026, 12, 20), date(2026, 12, 18), date(2026, 12, 21)),
        (date(2027, 11, 25), date(2027, 11, 24), date(2027, 11, 23), date(2027, 11, 25)),
    ],
)
def test_a_last_day_without_work_moves_the_target_earlier_and_grace_later(
    named: date, last: date, previous: date, following: date
) -> None:
    deadline = once(before(named), OFFICIAL)
    assert (deadline.last_day, deadline.target_day) == (last, previous)
    graced = once(before(named), OFFICIAL, grace_days=1)
    assert graced.late_from == OFFICIAL.start_of(following + ONE_DAY)
    assert replace(graced, late_from=deadline.late_from) == deadline


def test_teachers_day_is_worked_so_nothing_moves() -> None:
    assert once(before(date(2026, 11, 21)), OFFICIAL).target_day == date(2026, 11, 20)


def test_before_an_hour_ends_at_that_hour() -> None:
    deadline = once(before(date(2023, 10, 20), time(16)))
    assert deadline.last_moment == WEEKENDS.at(date(2023, 10, 20), time(16))
    assert deadline.last_day == date(2023, 10, 20)


def test_before_midnight_of_a_day_ends_with_the_day_before() -> None:
    midnight, whole_day = once(before(date(2023, 10, 21), time())), once(before(date(2023, 10, 21)))
    assert midnight.last_moment == whole_day.last_moment
    assert midnight.last_day == whole_day.last_day


def test_by_an_hour_still_takes_what_comes_in_that_minute() -> None:
    deadline = once(by(date(2023, 10, 20), time(12)))
    assert deadline.last_moment == WEEKENDS.at(date(2023, 10, 20), time(12, 1))


def test_without_grace_late_begins_where_on_time_ends() -> None:
    deadline = once(before(date(2023, 10, 21)))
    assert deadline.late_from == deadline.last_moment


@pytest.mark.parametrize(
    ("text", "month", "day", "named"),
    [
        ("2023-10", MonthOfPeriod.SAME, 21, date(2023, 10, 21)),
        ("2023-10", MonthOfPeriod.NEXT, 5, date(2023, 11, 5)),
        ("2023-12", MonthOfPeriod.NEXT, 5, date(2024, 1, 5)),
        ("2023-Q4", MonthOfPeriod.LAST, 20, date(2023, 12, 20)),
        ("2023-Q4", MonthOfPeriod.FIRST, 20, date(2023, 10, 20)),
        ("2023-02", MonthOfPeriod.SAME, 31, date(2023, 2, 28)),
        ("2023-Q3", MonthOfPeriod.SAME, None, date(2023, 9, 30)),
    ],
)
def test_a_bare_day_is_read_in_the_month_the_rule_means(
    text: str, month: MonthOfPeriod, day: int | None, named: date
) -> None:
    rule = DueRule(Relation.BY, "", day=day, month_of_period=month)
    assert rule.named_day(Period.parse(text)) == named


def test_a_fixed_day_wins_over_the_period() -> None:
    assert replace(by(date(2023, 11, 15)), day=3).named_day(Period.parse("2023-10")) == date(2023, 11, 15)


def test_the_phrase_of_the_directive_is_kept_word_for_word() -> None:
    assert once(before(date(2023, 10, 21))).phrase == "trước ngày 21/10/2023"


@given(duties())
def test_the_target_is_a_working_day_and_never_after_the_last_day(
    duty: tuple[DueRule, Period, Calendar],
) -> None:
    rule, period, calendar = duty
    deadline = compute(rule, period, calendar)
    assert calendar.is_working(deadline.target_day)
    assert deadline.target_day <= deadline.last_day


@given(duties())
def test_the_last_moment_is_the_midnight_after_the_last_day_or_the_given_hour(
    duty: tuple[DueRule, Period, Calendar],
) -> None:
    rule, period, calendar = duty
    deadline = compute(rule, period, calendar)
    local = calendar.local(deadline.last_moment)
    if rule.at is None:
        assert local == datetime.combine(deadline.last_day + ONE_DAY, time(), calendar.zone)
    else:
        grace = timedelta() if rule.relation is Relation.BEFORE else timedelta(minutes=1)
        assert local == datetime.combine(deadline.named_day, rule.at, calendar.zone) + grace


@given(duties())
def test_something_can_still_be_sent_on_the_last_day(duty: tuple[DueRule, Period, Calendar]) -> None:
    rule, period, calendar = duty
    deadline = compute(rule, period, calendar)
    assert calendar.start_of(deadline.last_day) < deadline.last_moment
    assert deadline.last_moment <= calendar.start_of(deadline.last_day + ONE_DAY)


@given(days, st.data())
def test_before_a_day_means_by_the_day_before(day: date, data: st.DataObject) -> None:
    calendar = data.draw(calendars(day))
    exclusive, inclusive = once(before(day), calendar), once(by(day - ONE_DAY), calendar)
    reworded = replace(
        exclusive, phrase=inclusive.phrase, relation=inclusive.relation, named_day=inclusive.named_day
    )
    assert reworded == inclusive


@given(duties())
def test_a_day_off_never_moves_the_last_day(duty: tuple[DueRule, Period, Calendar]) -> None:
    rule, period, calendar = duty
    busy, plain = compute(rule, period, calendar), compute(rule, period, WEEKENDS)
    assert busy.last_day == plain.last_day
    assert busy.last_moment == plain.last_moment == plain.late_from


@given(duties(), st.integers(1, 5))
def test_grace_moves_only_the_moment_from_which_a_report_is_late(
    duty: tuple[DueRule, Period, Calendar], grace_days: int
) -> None:
    rule, period, calendar = duty
    plain = compute(rule, period, calendar)
    graced = compute(rule, period, calendar, grace_days=grace_days)
    assert graced.late_from > plain.late_from
    assert replace(graced, late_from=plain.late_from) == plain
