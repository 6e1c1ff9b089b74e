"""Obligations and assignments."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.due_rules import DueRule, Relation
from domain.obligations import Obligation, ObligationKind, ObligationState, Schedule
from domain.periods import Frequency, Period
from domain.statuses import Status
from domain.units import Group, Selector
from tests.unit.domain.examples import assignment, before_the_21st

REPORT = Obligation(
    id=1,
    province_id=1,
    directive_id=1,
    key="bao-cao-thang",
    clause="1",
    stem="BC",
    title="Báo cáo tháng",
    kind=ObligationKind.PERIODIC_REPORT,
    schedule=Schedule(Frequency.MONTHLY, DueRule(Relation.BEFORE, "trước ngày 21", day=21)),
    selector=Selector(groups=(Group.DEPARTMENTS,)),
    coordinator_unit_id=1,
    state=ObligationState.ACTIVE,
    in_use_from=date(2023, 10, 1),
)


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2023-10", "BC10"),
        ("2023-01", "BC01"),
        ("2023-Q4", "BCQ4"),
        ("2023-H1", "BCH1"),
        ("2023-9M", "BC9M"),
        ("2023-W42", "BCW42"),
        ("2023", "BC2023"),
        ("once", "BC"),
    ],
)
def test_the_short_code_people_type_names_the_period(period: str, code: str) -> None:
    assert REPORT.code_for(Period.parse(period)) == code


def test_a_duty_with_a_due_rule_is_dated_and_one_without_is_not() -> None:
    assert REPORT.is_dated
    assert not replace(REPORT, schedule=Schedule(Frequency.MONTHLY)).is_dated


def test_an_owed_assignment_is_overdue_from_late_from_and_not_a_moment_earlier() -> None:
    late_from = before_the_21st().late_from
    assert assignment(Status.IN_PROGRESS).is_overdue(late_from)
    assert not assignment(Status.IN_PROGRESS).is_overdue(late_from - timedelta(microseconds=1))


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED, Status.WAIVED])
def test_what_is_no_longer_owed_is_never_overdue(status: Status) -> None:
    assert not assignment(status).is_overdue(before_the_21st().late_from + timedelta(days=30))


def test_an_extension_counts_and_the_original_deadline_stays() -> None:
    original = before_the_21st()
    extended = replace(original, late_from=original.late_from + timedelta(days=5))
    granted = assignment(current=extended)
    assert not granted.is_overdue(original.late_from)
    assert granted.is_overdue(extended.late_from)
    assert granted.original == original
