"""Re-planning: what a new version of a duty, a new calendar or a decision changes, and nothing besides.

Open assignments get the deadline that holds now; the original one stays beside it. Reminders of the old plan
that still wait are cancelled in the same transaction, and the next step is the first one not told yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain import ladder
from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.ladder import Rung
from domain.obligations import Assignment, Obligation
from domain.periods import Period
from domain.permissions import Scope
from domain.statuses import Verb, move
from domain.units import Actor
from services import changes, obligations
from services.changes import Cause
from services.wording import Duty
from storage import wakes
from storage.store import UnitOfWork

_EVERYTHING = Scope(everything=True)
# What the outbox says of a reminder whose plan is no longer the present one.
REPLANNED = "replanned"


@dataclass(frozen=True, slots=True)
class Moved:
    """An assignment whose deadline or ladder changes; `told` are the steps whose moment had come before."""

    duty: Duty
    before: Deadline
    after: Deadline
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Applied:
    """What re-planning did: assignments changed, waiting reminders cancelled."""

    changed: int
    cancelled: int


async def foreseen(
    uow: UnitOfWork,
    *,
    calendar: Calendar,
    now: datetime,
    was: Calendar | None = None,
    revised: Mapping[int, Obligation] | None = None,
) -> list[Moved]:
    """Open assignments whose deadline, computed anew, differs from the present one.

    `was` is the calendar that held until now, when that is what changes. `revised` are duties as they will
    be, by key; without it every duty is looked at as it is stored. What has fallen due stays as it was, and
    so does what a person moved: an extension, an outage.
    """
    open_ones = await uow.duties.assignments(_EVERYTHING, obligation_ids=revised, owed=True)
    open_ones = [item for item in open_ones if item.current.last_moment > now]
    grace = {item.id: item.grace_days for item in await uow.organisation.provinces()}
    found = []
    known: dict[tuple[int, str], tuple[Deadline | None, Deadline | None]] = {}
    for duty in await obligations.duties(uow, open_ones):
        becomes = (revised or {}).get(duty.obligation.id, duty.obligation)
        key = (duty.obligation.id, duty.assignment.period.key)
        if key not in known:
            period, days = duty.assignment.period, grace[duty.assignment.province_id]
            held = _deadline(duty.obligation, period, was or calendar, days)
            known[key] = (held, _deadline(becomes, period, calendar, days))
        held, after = known[key]
        unmoved = held is None or held == duty.assignment.current
        changes_steps = becomes.steps != duty.obligation.steps
        recurs_otherwise = becomes.schedule.frequency is not duty.obligation.schedule.frequency
        unmoved = unmoved and not recurs_otherwise
        if after is not None and unmoved and (after != duty.assignment.current or changes_steps):
            past = [rung for rung in _rungs(duty, duty.assignment.current, was or calendar) if rung.at <= now]
            told = frozenset(rung.step.key for rung in past)
            found.append(Moved(replace(duty, obligation=becomes), duty.assignment.current, after, told))
    return found


def _deadline(obligation: Obligation, period: Period, calendar: Calendar, grace_days: int) -> Deadline | None:
    due = obligation.schedule.due
    if due is None or due.awaits_event:
        return None
    return compute(due, period, calendar, grace_days=grace_days)


async def apply(
    uow: UnitOfWork, actor: Actor, moved: Sequence[Moved], *, calendar: Calendar, cause: Cause
) -> Applied:
    """Give the assignments their new deadlines; `duty.assignment` must be as it is stored (else Conflict)."""
    # Another ladder alone leaves a reminder that waits as it is: what it says still holds.
    redated = [item.duty.assignment.id for item in moved if item.after != item.before]
    waiting = (await uow.reminders.waiting_messages(redated)).values()
    unsent = {key for about in waiting for key in about}
    for item in moved:
        before = item.duty.assignment
        heard = replace(item, told=frozenset()) if before.id in unsent else item
        values: dict[str, Any] = {"current": item.after}
        if item.after != item.before:
            values["plan_version"] = before.plan_version + 1
        values["next_step_at"] = next_look(heard, calendar=calendar, now=cause.now)
        await changes.change(uow, actor, before, values, cause=cause)
    cancelled = await cancel_waiting(uow, redated, now=cause.now)
    uow.wake(wakes.PLAN)
    return Applied(len(moved), cancelled)


def next_look(moved: Moved, *, calendar: Calendar, now: datetime) -> datetime | None:
    """When the planner looks again: at once when the units must hear of it, otherwise at the next step.

    They must when the last moment itself has moved after they were told of the old one, or when a step that
    was still to come lies in the past now.
    """
    assignment = moved.duty.assignment
    if not assignment.status.is_owed or assignment.disputed or moved.duty.obligation.history:
        return None
    after = _rungs(moved.duty, moved.after, calendar)
    passed, following = ladder.latest(after, now), ladder.following(after, now)
    must_hear = bool(moved.told) and moved.after.last_moment != moved.before.last_moment
    if passed is not None and (must_hear or passed.step.key not in moved.told):
        return now
    return following.at if following is not None else None


def _rungs(duty: Duty, deadline: Deadline, calendar: Calendar) -> tuple[Rung, ...]:
    steps, period = duty.obligation.steps, duty.assignment.period
    return ladder.rungs(steps, deadline=deadline, period=period, calendar=calendar)


async def cancel_waiting(uow: UnitOfWork, assignment_ids: Sequence[int], *, now: datetime) -> int:
    """Cancel queued reminders that speak of nothing but these assignments; returns how many.

    A digest that speaks of others too stays queued: it is worded as it leaves and leaves these lines out.
    """
    affected = set(assignment_ids)
    waiting = await uow.reminders.waiting_messages(affected)
    dead = [message for message, about in waiting.items() if about <= affected]
    return await uow.outbox.cancel(dead, detail=REPLANNED, finished_at=now)


async def withdraw(uow: UnitOfWork, actor: Actor, owed: Sequence[Assignment], *, cause: Cause) -> Applied:
    """Release units from assignments that their duty does not ask for any more; the cause gives the reason.

    What has been sent stays as it is.
    """
    released = [item for item in owed if item.status.is_owed]
    for item in released:
        values = {
            "status": move(item.status, Verb.WAIVE).value,
            "reason": cause.data["reason"],
            "next_step_at": None,
        }
        await changes.change(uow, actor, item, values, cause=cause)
    cancelled = await cancel_waiting(uow, [item.id for item in released], now=cause.now)
    return Applied(len(released), cancelled)
