"""Deciding on an outage or an exemption for many units at once, and taking the decision back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.calendar import Calendar
from domain.decisions import Decision
from domain.errors import NotAllowedNow, NotFound
from domain.obligations import Assignment
from domain.permissions import Action, authorize
from domain.statuses import Status
from domain.units import Actor
from services import changes, consolidation, decision_notices, history, obligations, planning
from services.changes import DECIDED, Cause
from services.decision_drafts import Draft, checked
from services.standing_decisions import Place, due_in_days, next_step, of_province, values_of
from services.wording import Duty
from storage.organisation import Province
from storage.queries import keys_of
from storage.store import UnitOfWork

# A decision is one of the whole province; no unit has this key.
_NO_UNIT = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision changes of one duty; `duty` is as it was before."""

    duty: Duty
    values: Mapping[str, Any]

    @property
    def last_day(self) -> date | None:
        """The new last day; None when nothing is owed any more."""
        return self.values["current"].last_day if "current" in self.values else None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as taken: its effects, waiting reminders cancelled, people told."""

    decision: Decision
    effects: tuple[Effect, ...]
    cancelled: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision as taken back: duties as they are again, and those left because they changed since."""

    decision: Decision
    restored: tuple[Duty, ...]
    left: tuple[Duty, ...]
    cancelled: int
    told: int


async def foreseen(
    uow: UnitOfWork, actor: Actor, draft: Draft, *, calendar: Calendar, now: datetime
) -> Decided:
    """What the decision would change if it were taken now; nothing is stored.

    Forbidden without a coordinator's role, NotFound outside its province, InvalidInput for a draft that
    cannot be decided.
    """
    authorize(actor, Action.DECIDE, province_id=draft.province_id, unit_id=_NO_UNIT)
    place = Place(await _province(uow, draft.province_id), calendar)
    decision = await checked(uow, actor, draft, calendar=calendar, now=now)
    duties = await obligations.duties(uow, await due_in_days(uow, decision, place))
    effects = [
        Effect(duty, values_of(decision, duty.assignment, duty.obligation, place, told_until=now))
        for duty in sorted(duties, key=_told_order)
    ]
    return Decided(decision, tuple(effects))


async def decide(
    uow: UnitOfWork, actor: Actor, draft: Draft, *, calendar: Calendar, now: datetime
) -> Decided:
    """Take the decision, change what it covers, tell the units once; refusals as in `foreseen`."""
    wanted = await foreseen(uow, actor, draft, calendar=calendar, now=now)
    decision = await _stored(uow, wanted)
    waiting = (await uow.reminders.waiting_messages(decision.affected)).values()
    unsent = {key for about in waiting for key in about}
    duties = []
    for effect in wanted.effects:
        # A reminder that is cancelled before it leaves was never heard; an undo must tell it after all.
        data = {"decision": decision.id, "undone": False, "unsent": effect.duty.assignment.id in unsent}
        cause = Cause(DECIDED, now, data)
        duties.append(await _changed(uow, actor, effect.duty, effect.values, cause=cause))
    cancelled = await planning.cancel_waiting(uow, decision.affected, now=now)
    pairs = [(effect.duty, duty) for effect, duty in zip(wanted.effects, duties, strict=True)]
    told = await decision_notices.tell(uow, decision, pairs, now=now, calendar=calendar)
    fact = _fact(decision, "decision_made", {"affected": len(duties)})
    await history.record(uow, actor, fact, now=now)
    return Decided(decision, wanted.effects, cancelled, told)


async def undo(
    uow: UnitOfWork, actor: Actor, decision_id: int, *, calendar: Calendar, now: datetime
) -> Undone:
    """Take a decision back: every duty is as it was, unless somebody changed it since; those are left.

    NotFound for no such decision or one of another province, NotAllowedNow for one taken back already.
    """
    decision = await uow.decisions.get(decision_id)
    if decision is None:
        raise NotFound(f"there is no decision {decision_id}; `dondoc decision list` shows them")
    authorize(actor, Action.DECIDE, province_id=decision.province_id, unit_id=_NO_UNIT)
    if not await uow.decisions.undo(decision.id, now):
        raise NotAllowedNow(f"decision {decision.id} was taken back already")
    restored, left = await _restored(uow, actor, decision, calendar=calendar, now=now)
    cancelled = await planning.cancel_waiting(uow, [duty.assignment.id for duty in restored], now=now)
    told = await decision_notices.tell_undone(uow, decision, restored, left, moment=(now, calendar))
    data = {"restored": len(restored), "left": [duty.assignment.id for duty in left]}
    await history.record(uow, actor, _fact(decision, "decision_undone", data), now=now)
    return Undone(replace(decision, undone_at=now), tuple(restored), tuple(left), cancelled, told)


def _told_order(duty: Duty) -> tuple[datetime, bool, int, str, int]:
    """The nearest deadline first, then the units in protocol order."""
    assignment = duty.assignment
    return assignment.current.last_moment, *consolidation.protocol_order(duty), assignment.id


async def _province(uow: UnitOfWork, province_id: int) -> Province:
    found = [item for item in await uow.organisation.provinces() if item.id == province_id]
    if not found:
        raise NotFound
    return found[0]


async def _stored(uow: UnitOfWork, wanted: Decided) -> Decision:
    decision = wanted.decision
    decision_id = await uow.decisions.add(
        province_id=decision.province_id,
        kind=decision.kind,
        first_day=decision.first_day,
        last_day=decision.last_day,
        basis=decision.basis,
        decided_by=decision.decided_by,
        decided_at=decision.decided_at,
        moved_to=decision.moved_to,
        selector=decision.selector,
        obligation_id=decision.obligation_id,
    )
    affected = [effect.duty.assignment.id for effect in wanted.effects]
    await uow.decisions.set_affected(decision_id, affected)
    return replace(decision, id=decision_id, affected=tuple(sorted(affected)))


async def _restored(
    uow: UnitOfWork, actor: Actor, decision: Decision, *, calendar: Calendar, now: datetime
) -> tuple[list[Duty], list[Duty]]:
    """Duties put back, and duties left because they are not as the decision left them."""
    found = await of_province(uow, decision.province_id, decision.affected)
    events = await _events(uow, decision)
    cause = Cause(DECIDED, now, {"decision": decision.id, "undone": True})
    restored, left = [], []
    for duty in sorted(await obligations.duties(uow, found), key=_told_order):
        event = events[f"assignment:{duty.assignment.id}"]
        if event["version"] != duty.assignment.version:
            left.append(duty)
            continue
        values = _as_before(duty, event, calendar, now)
        restored.append(await _changed(uow, actor, duty, values, cause=cause))
    return restored, left


async def _events(uow: UnitOfWork, decision: Decision) -> dict[str, Mapping[str, Any]]:
    """What the decision did to each of its assignments, by the event's subject."""
    found = {}
    for page in keys_of(decision.affected):
        subjects = [f"assignment:{key}" for key in page]
        for event in await uow.history.of_verbs(subjects, (DECIDED,)):
            if event.data["decision"] == decision.id:
                found[event.subject] = event.data
    return found


def _as_before(duty: Duty, event: Mapping[str, Any], calendar: Calendar, now: datetime) -> dict[str, Any]:
    """The columns before the decision; a deadline that moves back, or a step nobody heard, is a new plan."""
    values, is_unheard = changes.read(event["before"]), event.get("unsent", False)
    before: Assignment = replace(
        duty.assignment, status=Status(values["status"]), disputed=values["disputed"]
    )
    if is_unheard or values["current"] != duty.assignment.current:
        values["plan_version"] = duty.assignment.plan_version + 1
    step = next_step(before, duty.obligation, values["current"], calendar, told_until=now)
    return values | {"next_step_at": now if is_unheard and before.status.is_owed else step}


async def _changed(
    uow: UnitOfWork, actor: Actor, duty: Duty, values: Mapping[str, Any], *, cause: Cause
) -> Duty:
    return replace(duty, assignment=await changes.change(uow, actor, duty.assignment, values, cause=cause))


def _fact(decision: Decision, verb: str, data: Mapping[str, Any]) -> history.Fact:
    """One event for the decision itself, beside one for each duty it changed."""
    told = {
        "kind": decision.kind.value,
        "first_day": decision.first_day.isoformat(),
        "last_day": decision.last_day.isoformat(),
        "moved_to": decision.moved_to.isoformat() if decision.moved_to else None,
        "basis": decision.basis,
    }
    return history.Fact(verb, f"decision:{decision.id}", decision.province_id, data=told | dict(data))
