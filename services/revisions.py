"""New versions of a duty: another day, ladder, addressees or end; and duties that replace others.

A change reaches forward only: what has fallen due or was sent stays as it was, with both deadlines kept.
"""

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.calendar import Calendar
from domain.deadlines import compute
from domain.documents import is_same_document
from domain.errors import InvalidInput
from domain.obligations import Assignment, Directive, Obligation, ObligationState
from domain.periods import ONCE, Period
from domain.permissions import Action, Scope, authorize
from domain.units import Actor
from services import changes, history, notices, obligations, planning
from services.changes import Cause
from services.planning import Moved
from services.wording import Duty
from storage import wakes
from storage.store import UnitOfWork

REVISED, SUPERSEDED = "revised", "superseded"
# The day to be bound is looked for in the present period and the one after it, of a year at most.
_PERIODS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new version changed: deadlines moved, units added and released, reminders cancelled."""

    before: Obligation
    after: Obligation
    moved: tuple[Moved, ...] = ()
    released: tuple[Duty, ...] = ()
    added: int = 0
    cancelled: int = 0


async def revise(
    uow: UnitOfWork, actor: Actor, change: tuple[Obligation, Obligation], *, calendar: Calendar, now: datetime
) -> Revision:
    """Store the second obligation as the next version of the first and let its units owe what is new.

    Refusals as in `restate`.
    """
    found = await restate(uow, actor, change, calendar=calendar, now=now)
    if found.after == found.before:
        return found
    return replace(found, added=await obligations.ensure_assignments(uow, calendar=calendar, now=now))


async def restate(
    uow: UnitOfWork, actor: Actor, change: tuple[Obligation, Obligation], *, calendar: Calendar, now: datetime
) -> Revision:
    """Store the second obligation as the next version of the first and re-plan exactly what differs.

    Whoever changes many lets `obligations.ensure_assignments` run once, at the end.

    Conflict when somebody revised it first; InvalidInput for a one-off whose day has passed. A duty whose day
    was open is owed from the first period whose deadline is still to come.
    """
    before, wanted = change
    _authorize(actor, before)
    if replace(wanted, version=before.version) == before:
        return Revision(before, before)
    wanted = _in_use_from_now(before, wanted, calendar=calendar, now=now)
    moved = await planning.foreseen(uow, calendar=calendar, now=now, revised={before.id: wanted})
    after = await uow.duties.revise(before, wanted)
    reason = f"{REVISED}:{after.key}:{after.version}"
    cause = Cause(changes.REPLANNED, now, {"message": None, "reason": reason})
    applied = await planning.apply(uow, actor, moved, calendar=calendar, cause=cause)
    released = await _not_addressed(uow, (before, after), now)
    withdrawn = await planning.withdraw(uow, actor, [duty.assignment for duty in released], cause=cause)
    await history.record(uow, actor, _fact(REVISED, before, after), now=now)
    cancelled = applied.cancelled + withdrawn.cancelled
    return Revision(before, after, tuple(moved), tuple(released), cancelled=cancelled)


async def supersede(
    uow: UnitOfWork,
    actor: Actor,
    replaced: tuple[Obligation, Obligation, Period],
    *,
    calendar: Calendar,
    now: datetime,
) -> Revision:
    """End a series because another duty takes its place: (old, new, first period of the new).

    Periods before it stay as they were. Open ones from it on are released, their queued reminders cancelled,
    and the units that owed them are told once. InvalidInput for a period of another frequency.
    """
    old, by, first = replaced
    _authorize(actor, old)
    _require_series(old, by, first)
    last = Period.containing(first.first_day - timedelta(days=1), first.frequency)
    ended = replace(old, state=ObligationState.SUPERSEDED, superseded_by=by.key, last_period=last)
    after = await uow.duties.revise(old, ended)
    open_ones = await uow.duties.assignments(_province(old), obligation_ids=[old.id], owed=True)
    owed = await obligations.duties(uow, [item for item in open_ones if item.period >= first])
    cause = Cause(changes.REPLANNED, now, {"message": None, "reason": f"{SUPERSEDED}:{by.key}"})
    applied = await planning.withdraw(uow, actor, [duty.assignment for duty in owed], cause=cause)
    await history.record(uow, actor, _fact(SUPERSEDED, old, after), now=now)
    await notices.tell_replaced(uow, owed, by, now=now, calendar=calendar)
    uow.wake(wakes.PLAN)
    return Revision(old, after, released=tuple(owed), cancelled=applied.cancelled)


async def replaceable(uow: UnitOfWork, province_id: int) -> list[tuple[Obligation, Obligation]]:
    """Duties in force that another one says it replaces, as (old, new); a person names the first period.

    A document may be cited in two ways (`3995/UBND`, `3995/UBND-NC`). Only the sending rule with the wording
    that is cited is replaced, never the letter's other duties.
    """
    known = await uow.duties.obligations(province_id=province_id)
    directives = await uow.duties.directives({item.directive_id for item in known})
    return [
        (old, new)
        for new in known
        for old in known
        if old.state is ObligationState.ACTIVE
        and old.id != new.id
        and _is_replaced(old, directives[old.directive_id], new)
    ]


def _is_replaced(old: Obligation, directive: Directive, new: Obligation) -> bool:
    phrase = old.schedule.due.phrase if old.schedule.due is not None else old.schedule.phrase
    return any(
        phrase == item.old_phrase
        and directive.document is not None
        and any(
            is_same_document(directive.document, cited) for cited in (item.document, item.document_alt or "")
        )
        for item in new.supersedes
    )


def _require_series(old: Obligation, by: Obligation, first: Period) -> None:
    if first.frequency is not old.schedule.frequency or first.is_once:
        raise InvalidInput(f"{old.key} is owed {old.schedule.frequency}; {first} is no period of it")
    if by.id == old.id or by.province_id != old.province_id:
        raise InvalidInput(f"{old.key} is replaced by another duty of the same province")
    if old.state is not ObligationState.ACTIVE:
        raise InvalidInput(f"{old.key} is {old.state} already")


def _authorize(actor: Actor, obligation: Obligation) -> None:
    place = {"province_id": obligation.province_id, "unit_id": obligation.coordinator_unit_id}
    authorize(actor, Action.CONFIRM, **place)


def _province(obligation: Obligation) -> Scope:
    return Scope(provinces=frozenset({obligation.province_id}))


def _in_use_from_now(
    before: Obligation, wanted: Obligation, *, calendar: Calendar, now: datetime
) -> Obligation:
    """A day bound today asks for nothing that would be late at once."""
    due = wanted.schedule.due
    goes_on = before.is_dated and before.schedule.frequency is wanted.schedule.frequency
    if goes_on or due is None or due.awaits_event:
        return wanted
    today = calendar.day_of(now)
    period = Period.containing(max(today, wanted.in_use_from), wanted.schedule.frequency)
    for _ in range(_PERIODS_AHEAD):
        if compute(due, period, calendar).last_moment > now:
            start = wanted.in_use_from if period is ONCE else max(wanted.in_use_from, period.first_day)
            return replace(wanted, in_use_from=start)
        period = period.next()
    raise InvalidInput(f"{wanted.key}: that day has passed; record what was done as history instead")


async def _not_addressed(uow: UnitOfWork, change: tuple[Obligation, Obligation], now: datetime) -> list[Duty]:
    """Open, undue assignments of units that a new selector does not name, or of another frequency.

    While the selector stays, a unit that owes by a merger and not by a class word goes on owing.
    """
    before, after = change
    found = await uow.duties.assignments(_province(after), obligation_ids=[after.id], owed=True)
    units = await uow.organisation.units(after.province_id)
    asks_others = before.selector != after.selector
    outside: list[Assignment] = []
    for item in found:
        if item.current.last_moment > now:
            addressed = after.selector.expand(units, item.current.last_day) if asks_others else ()
            is_left_out = asks_others and item.unit_id not in {unit.id for unit in addressed}
            is_other = not item.period.is_once and item.period.frequency is not after.schedule.frequency
            outside += [item] if is_left_out or is_other else []
    return await obligations.duties(uow, outside)


def _fact(verb: str, before: Obligation, after: Obligation) -> history.Fact:
    data = {"version": after.version, "fields": differences(before, after)}
    return history.Fact(verb, f"obligation:{after.id}", after.province_id, data=data)


def differences(before: Obligation, after: Obligation) -> dict[str, tuple[str, str]]:
    """What differs between two versions, as old and new text by field."""
    pairs = {
        field.name: (getattr(before, field.name), getattr(after, field.name))
        for field in fields(Obligation)
        if field.name not in ("id", "version")
    }
    return {name: (spelled(old), spelled(new)) for name, (old, new) in pairs.items() if old != new}


def spelled(value: Any) -> str:
    """A value as a person reads it; of a nested one only the parts that were set."""
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return ", ".join(spelled(item) for item in value)
    if isinstance(value, Period) or not is_dataclass(value):
        return str(value)
    parts = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
    return "; ".join(f"{name} {spelled(part)}" for name, (part, unset) in parts.items() if part != unset)
