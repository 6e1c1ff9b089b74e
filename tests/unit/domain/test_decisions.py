"""Which deadlines and units a decision covers, and where an outage puts them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from domain.calendar import Calendar
from domain.deadlines import compute
from domain.decisions import Decision, DecisionKind, chosen, moved
from domain.due_rules import DueRule, Relation
from domain.periods import Period
from domain.units import Group, Selector, Unit, UnitKind
from tests import factories

CALENDAR = Calendar()
MONDAY, TUESDAY = date(2023, 10, 23), date(2023, 10, 24)


def decision(first: date, last: date) -> Decision:
    moment = datetime(2023, 10, 20, tzinfo=UTC)
    return Decision(1, 1, DecisionKind.OUTAGE, first, last, "cv", "operator", moment, ())


def unit(key: int, code: str, *, until: date | None = None, successor: int | None = None) -> Unit:
    return Unit(key, 1, None, UnitKind.DEPARTMENT, code, code, key, valid_to=until, successor_id=successor)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (date(2023, 10, 20), date(2023, 10, 20), True),
        (date(2023, 10, 18), date(2023, 10, 20), True),
        (date(2023, 10, 20), date(2023, 10, 25), True),
        (date(2023, 10, 18), date(2023, 10, 19), False),
        (date(2023, 10, 21), date(2023, 10, 25), False),
    ],
)
def test_a_decision_covers_what_has_its_last_day_in_the_days(first: date, last: date, covered: bool) -> None:
    assert decision(first, last).covers(factories.deadline()) is covered


def test_a_moved_deadline_ends_with_the_new_day_and_keeps_the_directives_words() -> None:
    before = factories.deadline()
    after = moved(before, MONDAY, CALENDAR)
    assert (after.last_day, after.target_day) == (MONDAY, MONDAY)
    assert after.last_moment == after.late_from == CALENDAR.start_of(TUESDAY)
    assert (after.phrase, after.relation, after.named_day) == (
        before.phrase,
        before.relation,
        before.named_day,
    )


def test_the_grace_of_the_province_comes_on_top_of_the_new_day() -> None:
    after = moved(factories.deadline(), MONDAY, CALENDAR, grace_days=2)
    assert after.last_moment == CALENDAR.start_of(TUESDAY)
    assert after.late_from == CALENDAR.start_of(date(2023, 10, 26))


def test_a_deadline_with_an_hour_runs_to_the_end_of_the_new_day() -> None:
    rule = replace(DueRule(Relation.BEFORE, "trước 12 giờ ngày 20", day=20), at=time(12))
    before = compute(rule, Period.parse("2023-10"), CALENDAR)
    after = moved(before, MONDAY, CALENDAR)
    assert after.at is None
    assert after.last_moment == CALENDAR.start_of(TUESDAY)


def test_without_a_selector_every_unit_is_meant() -> None:
    units = [unit(1, "STP"), unit(2, "SNV", until=date(2020, 1, 1))]
    assert chosen(None, units, MONDAY, TUESDAY) == {1, 2}


def test_a_selector_means_its_units_and_no_others() -> None:
    units = [unit(1, "STP"), unit(2, "SNV"), unit(3, "SYT")]
    assert chosen(Selector(units=("STP",)), units, MONDAY, TUESDAY) == {1}
    every = Selector(groups=(Group.DEPARTMENTS,), exceptions=("SNV",))
    assert chosen(every, units, MONDAY, TUESDAY) == {1, 3}


def test_a_unit_that_is_merged_within_the_days_and_its_successor_are_both_meant() -> None:
    units = [unit(1, "STP", until=MONDAY, successor=2), unit(2, "SNV"), unit(3, "SYT")]
    named = Selector(units=("STP",))
    assert chosen(named, units, MONDAY, TUESDAY) == {1, 2}
    assert chosen(named, units, MONDAY, MONDAY) == {1}
