"""Plain values that several tests of the domain start from."""

from datetime import date
from typing import Any

from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.due_rules import DueRule, Relation
from domain.obligations import Assignment
from domain.periods import Period
from domain.statuses import Status

WEEKENDS = Calendar()
OCTOBER = Period.parse("2023-10")


def before_the_21st(*, grace_days: int = 0) -> Deadline:
    """The deadline of the monthly report for October 2023: the last day is Friday 20/10."""
    rule = DueRule(Relation.BEFORE, "trước ngày 21 hằng tháng", day=21)
    return compute(rule, OCTOBER, WEEKENDS, grace_days=grace_days)


def assignment(status: Status = Status.PENDING, **facts: Any) -> Assignment:
    """What a unit owes for October 2023."""
    deadline = before_the_21st()
    base: dict[str, Any] = {
        "id": 1, "obligation_id": 1, "period": OCTOBER, "unit_id": 10, "province_id": 1, "version": 1,
        "plan_version": 1,
        "original": deadline, "current": deadline,
    }  # fmt: skip
    return Assignment(**{**base, "status": status, **facts})


LAST_DAY = date(2023, 10, 20)
