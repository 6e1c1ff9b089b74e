"""The product's answer beside the plain one."""

from functools import cache

from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from tests.oracle.almanac import WorkingDays
from tests.oracle.cases import Case, calendars
from tests.oracle.plain import Answer, answer

FIELDS = ("named_day", "last_day", "last_moment", "target_day", "late_from")


@cache
def calendar(name: str) -> Calendar:
    """The calendar of that name as the product keeps it."""
    days = calendars()[name]
    return Calendar(off=days.off, working=days.working)


@cache
def working_days(name: str) -> WorkingDays:
    """The calendar of that name as the plain reading keeps it."""
    days = calendars()[name]
    return WorkingDays(days.off, days.working)


def of_product(case: Case) -> Deadline:
    """What the product computes."""
    return compute(case.rule, case.period, calendar(case.calendar), grace_days=case.grace_days)


def of_clerk(case: Case) -> Answer:
    """What the plain reading gives."""
    return answer(case.rule, case.period, working_days(case.calendar), case.grace_days)


def differences(product: Deadline, clerk: Answer) -> list[str]:
    """The fields on which the two differ, one line each, side by side."""
    return [
        f"  {name:12} product {ours}   law {theirs}"
        for name in FIELDS
        if (ours := getattr(product, name)) != (theirs := getattr(clerk, name))
    ]


def disagreement(case: Case) -> str | None:
    """The case with both answers where they differ, or None."""
    found = differences(of_product(case), of_clerk(case))
    return "\n".join([str(case), *found]) if found else None
