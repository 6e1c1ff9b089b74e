"""What a decision does to an assignment, also to one that was opened after the decision was taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain import ladder
from domain.calendar import Calendar
from domain.deadlines import Deadline
from domain.decisions import Decision, DecisionKind, chosen, moved
from domain.obligations import AnswerKind, Assignment, Obligation
from domain.permissions import Scope
from domain.statuses import Status, Verb, move
from domain.units import OPERATOR
from services import changes
from services.changes import DECIDED, Cause
from storage.organisation import Province
from storage.queries import keys_of
from storage.store import UnitOfWork

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision applies: its province, by which calendar."""

    province: Province
    calendar: Calendar


async def apply_standing(uow: UnitOfWork, *, calendar: Calendar, now: datetime) -> int:
    """Apply what was decided earlier to assignments opened since; returns how many it changed.

    Only assignments nobody has touched yet are looked at, so that what a person changed or reopened stays.
    """
    decided = await uow.decisions.all(standing=True)
    provinces = {item.id: item for item in await uow.organisation.provinces()} if decided else {}
    reached: set[int] = set()
    for decision in decided:
        place = Place(provinces[decision.province_id], calendar)
        found = await _opened_since(uow, decision, place, reached)
        duties = await uow.duties.obligations(ids={item.obligation_id for item in found})
        by_id = {item.id: item for item in duties}
        cause = Cause(DECIDED, now, {"decision": decision.id, "undone": False})
        for item in found:
            values = values_of(decision, item, by_id[item.obligation_id], place)
            await changes.change(uow, OPERATOR, item, values, cause=cause)
        if found:
            reached |= {item.id for item in found}
            await uow.decisions.set_affected(decision.id, [*decision.affected, *(item.id for item in found)])
    return len(reached)


async def due_in_days(uow: UnitOfWork, decision: Decision, place: Place) -> list[Assignment]:
    """What the decision changes: of its units, due in its days, and not waived (an exemption: still owed)."""
    owed = decision.kind is DecisionKind.EXEMPTION
    ids = await uow.decisions.late_within(place.province.id, *_moments(decision, place), owed=owed)
    return await _meant(uow, decision, place, ids)


async def _opened_since(
    uow: UnitOfWork, decision: Decision, place: Place, reached: set[int]
) -> list[Assignment]:
    """What nobody has changed yet; what an earlier decision has just `reached` counts as such."""
    moments = _moments(decision, place)
    fresh = await uow.decisions.late_within(place.province.id, *moments, owed=True, untouched=True)
    return await _meant(uow, decision, place, {*fresh, *reached} - {*decision.affected})


def _moments(decision: Decision, place: Place) -> tuple[datetime, datetime]:
    """Between these lies `late_from` of whatever has its last day in the decision's days."""
    calendar, grace_days = place.calendar, place.province.grace_days
    last = calendar.shift(decision.last_day, grace_days)
    return calendar.start_of(decision.first_day), calendar.start_of(last + _ONE_DAY)


async def _meant(uow: UnitOfWork, decision: Decision, place: Place, ids: Iterable[int]) -> list[Assignment]:
    found = await of_province(uow, place.province.id, ids)
    found = [item for item in found if _is_meant(decision, item)]
    if decision.obligation_id is None:
        found = await _reports_among(uow, found)
    if not found:
        return []
    units = await uow.organisation.units(place.province.id)
    meant = chosen(decision.selector, units, decision.first_day, decision.last_day)
    return [item for item in found if item.unit_id in meant]


async def _reports_among(uow: UnitOfWork, found: list[Assignment]) -> list[Assignment]:
    """Without the figures asked for by an hour: no system stands between them and the answer."""
    asked = await uow.duties.obligations(ids={item.obligation_id for item in found})
    figures = {item.id for item in asked if item.answer is AnswerKind.FIGURE}
    return [item for item in found if item.obligation_id not in figures]


async def of_province(uow: UnitOfWork, province_id: int, ids: Iterable[int]) -> list[Assignment]:
    """Assignments by key, however many there are."""
    scope = Scope(provinces=frozenset({province_id}))
    found: list[Assignment] = []
    for page in keys_of(ids):
        found += await uow.duties.assignments(scope, ids=page)
    return found


def _is_meant(decision: Decision, assignment: Assignment) -> bool:
    if decision.obligation_id is not None and assignment.obligation_id != decision.obligation_id:
        return False
    if decision.kind is DecisionKind.EXEMPTION and not assignment.status.is_owed:
        return False
    return assignment.status is not Status.WAIVED and decision.covers(assignment.current)


def values_of(
    decision: Decision,
    assignment: Assignment,
    obligation: Obligation,
    place: Place,
    *,
    told_until: datetime | None = None,
) -> Mapping[str, Any]:
    """The columns the decision changes; steps up to `told_until` are not told again."""
    if decision.kind is DecisionKind.EXEMPTION:
        status = move(assignment.status, Verb.WAIVE)
        return {"status": status.value, "reason": decision.basis, "next_step_at": None}
    assert decision.moved_to is not None, "an outage always names its new day"
    deadline = moved(
        assignment.current, decision.moved_to, place.calendar, grace_days=place.province.grace_days
    )
    step = next_step(assignment, obligation, deadline, place.calendar, told_until=told_until)
    return {"current": deadline, "plan_version": assignment.plan_version + 1, "next_step_at": step}


def next_step(
    assignment: Assignment,
    obligation: Obligation,
    deadline: Deadline,
    calendar: Calendar,
    *,
    told_until: datetime | None = None,
) -> datetime | None:
    """The first step of a deadline after what was told already; None when nobody is reminded of the duty."""
    if not assignment.status.is_owed or assignment.disputed or obligation.history:
        return None
    found = ladder.rungs(obligation.steps, deadline=deadline, period=assignment.period, calendar=calendar)
    return next((rung.at for rung in found if told_until is None or rung.at > told_until), None)
