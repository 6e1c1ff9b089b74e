"""Telling units what was decided for them: one notice for each person, and one when it is taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.calendar import Calendar
from domain.decisions import Decision, DecisionKind
from domain.delivery import OutboxState
from locales.speech import Speech
from services import digests, notices
from services.wording import Duty, called, due, short_due, title, units_of
from storage.store import UnitOfWork

# What the outbox says of a notice whose decision was taken back before it left.
DECISION_UNDONE = "decision_undone"

_WAITING = (OutboxState.QUEUED, OutboxState.RETRY_WAIT)


async def tell(
    uow: UnitOfWork,
    decision: Decision,
    changed: Sequence[tuple[Duty, Duty]],
    *,
    now: datetime,
    calendar: Calendar,
) -> int:
    """Tell the people of the changed duties (before, after) what was decided; returns how many."""
    before = {duty.assignment.id: duty for duty, _ in changed}
    people = await _people(uow, [duty for _, duty in changed])

    def write(person_id: int, tr: Speech) -> str:
        return _decided(tr, decision, before, people[person_id])

    key = f"decision:{decision.id}"
    return await notices.tell_people(uow, people, key=key, write=write, moment=(now, calendar))


async def tell_undone(
    uow: UnitOfWork,
    decision: Decision,
    restored: Sequence[Duty],
    left: Sequence[Duty],
    *,
    moment: tuple[datetime, Calendar],
) -> int:
    """Tell the people of the restored duties that the old deadlines hold again; returns how many.

    Who was not told of the decision yet need not hear of it at all; duties that were left still need it.
    """
    people, concerned = await _people(uow, restored), await _people(uow, left)
    unaware = await _withdraw(uow, decision, people.keys() - concerned.keys(), now=moment[0])
    people = {person: duties for person, duties in people.items() if person not in unaware}

    def write(person_id: int, tr: Speech) -> str:
        return _undone(tr, decision, people[person_id])

    key = f"decision_undone:{decision.id}"
    return await notices.tell_people(uow, people, key=key, write=write, moment=moment)


async def _withdraw(uow: UnitOfWork, decision: Decision, person_ids: set[int], *, now: datetime) -> set[int]:
    """Cancel the notices of the decision that still wait; returns whose they were."""
    prefix = f"notice:decision:{decision.id}:"
    waiting = [
        message
        for message in await uow.outbox.messages(states=_WAITING)
        if message.idem_key.startswith(prefix) and message.person_id in person_ids
    ]
    ids = [message.id for message in waiting]
    await uow.outbox.set_state(ids, OutboxState.CANCELLED, detail=DECISION_UNDONE, finished_at=now)
    return {message.person_id for message in waiting if message.person_id is not None}


async def _people(uow: UnitOfWork, duties: Sequence[Duty]) -> dict[int, list[Duty]]:
    """Whom to tell of which duties; duties shown as history concern nobody."""
    shown = [duty for duty in duties if not duty.obligation.history]
    reachable = await digests.reachable(uow, {duty.unit.id for duty in shown})
    people: dict[int, list[Duty]] = {}
    for duty in shown:
        for person_id in reachable[duty.unit.id]:
            people.setdefault(person_id, []).append(duty)
    return people


def _decided(tr: Speech, decision: Decision, before: Mapping[int, Duty], duties: Sequence[Duty]) -> str:
    is_outage = decision.kind is DecisionKind.OUTAGE
    head = tr("decision.outage" if is_outage else "decision.exemption", **_named(tr, decision, duties))
    lines = [head]
    for duty, code in zip(duties, called(duties), strict=True):
        values = {"code": code, "title": title(tr, duty)}
        if is_outage:
            values["until"] = short_due(tr, duty.assignment.current)
            values["was"] = short_due(tr, before[duty.assignment.id].assignment.current)
        lines.append(tr("decision.moved" if is_outage else "decision.released", **values))
    return "\n".join(lines)


def _undone(tr: Speech, decision: Decision, duties: Sequence[Duty]) -> str:
    lines = [tr("decision.undone", **_named(tr, decision, duties))]
    for duty, code in zip(duties, called(duties), strict=True):
        words = due(tr, duty.assignment.current)
        lines.append(tr("decision.holds", code=code, title=title(tr, duty), due=words))
    return "\n".join(lines)


def _named(tr: Speech, decision: Decision, duties: Sequence[Duty]) -> dict[str, str]:
    return {
        "coordinator": duties[0].coordinator.called,
        "unit": tr.listing(units_of(duties)),
        "days": days(tr, decision),
        "basis": decision.basis,
    }


def days(tr: Speech, decision: Decision) -> str:
    """`trong ngày 20/10/2023`, or from the first day to the last."""
    first = tr.day(decision.first_day)
    if decision.first_day == decision.last_day:
        return tr("decision.on_day", day=first)
    return tr("decision.on_days", first=first, last=tr.day(decision.last_day))
