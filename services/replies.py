"""Recording what a unit says about its duties: status, numbers, dates, with undo."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from domain.errors import Conflict, NotAllowedNow, NotFound
from domain.obligations import Assignment, Filing
from domain.permissions import Action, authorize, scope_of
from domain.statuses import Status, Verb, move
from domain.units import Actor
from language.normalise import fold
from services import changes, history
from services.changes import CHANGED, UNDONE, Cause, Said
from services.wording import Duty
from storage.store import UnitOfWork

UNDO_WINDOW = timedelta(minutes=10)
# Whoever is unsure whether a message went out sends it again within this time.
REPEAT_WINDOW = timedelta(minutes=2)
# One line of receipts can name every unit of a province, and an undo takes all of them back.
_MOST_CHANGES = 2000
# The verb becomes a status, and what was filed is added to what had been filed before.
_NOT_COLUMNS = ("verb", "filed")


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said about one duty. Fields left None say nothing and change nothing."""

    verb: Verb | None = None
    document_number: str | None = None
    document_date: date | None = None
    sent_on: date | None = None
    received_on: date | None = None
    nil: bool | None = None
    percent: int | None = None
    reason: str | None = None
    promised: date | None = None
    filed: tuple[Filing, ...] | None = None
    disputed: bool | None = None


async def record(
    uow: UnitOfWork, actor: Actor, duty: Duty, statement: Statement, *, said: Said
) -> Assignment:
    """Record a statement about one duty.

    NotFound for another unit's duty, NotAllowedNow when the status does not allow it, Conflict when somebody
    was faster. Reminders stop or go on with the same transaction.
    """
    assignment = duty.assignment
    action = Action.CONFIRM if _is_coordinators(statement) else Action.REPORT_STATUS
    authorize(actor, action, province_id=assignment.province_id, unit_id=assignment.unit_id)
    values = _values(assignment, statement, said_at=said.said_at)
    filed = _filed(duty, statement)
    if filed != assignment.filed:
        values["filed"] = filed
    values["next_step_at"] = _next_look(assignment, values, said.now)
    return await _change(uow, actor, assignment, values, fact=(CHANGED, said))


async def ask_extension(
    uow: UnitOfWork, actor: Actor, duty: Duty, *, request: tuple[date, str | None], now: datetime
) -> None:
    """Record a request for more time (until when, and why); the deadline does not move by asking."""
    assignment, (until, reason) = duty.assignment, request
    place = {"province_id": assignment.province_id, "unit_id": assignment.unit_id}
    authorize(actor, Action.REPORT_STATUS, **place)
    data = {"until": until.isoformat(), "reason": reason}
    await history.record(uow, actor, history.about(assignment, "extension_asked", data), now=now)


async def undo(uow: UnitOfWork, actor: Actor, *, said: Said) -> list[Assignment]:
    """Take back the actor's last message with all duties it changed; returns them as they are now.

    NotFound when there is nothing to undo or the actor may not speak of a duty any more, NotAllowedNow when
    it was said too long ago, Conflict when a duty was changed again since.
    """
    recent = await uow.history.recent_of_actor(actor.label, (CHANGED, UNDONE), _MOST_CHANGES)
    if not recent or recent[0].verb == UNDONE:
        raise NotFound
    if said.now - recent[0].at > UNDO_WINDOW:
        raise NotAllowedNow
    message = recent[0].data["message"]
    restored = []
    for event in recent:
        if event.verb == CHANGED and event.data["message"] == message:
            before = await uow.duties.assignment(int(event.subject.partition(":")[2]))
            if before is None or before.version != event.data["version"]:
                raise Conflict
            _require_a_say(actor, before)
            values = changes.read(event.data["before"])
            restored.append(await _change(uow, actor, before, values, fact=(UNDONE, said)))
    return restored


async def said_again(uow: UnitOfWork, actor: Actor, *, said: Said) -> list[int]:
    """The assignments that the same words of the same person changed a moment ago, as they still stand."""
    recent = await uow.history.recent_of_actor(actor.label, (CHANGED, UNDONE))
    if not said.mark or not recent or recent[0].verb == UNDONE or said.now - recent[0].at > REPEAT_WINDOW:
        return []
    same = [event for event in recent if event.data["message"] == recent[0].data["message"]]
    if recent[0].data.get("mark") != said.mark or recent[0].data["message"] == said.message:
        return []
    ids = []
    for event in same:
        now = await uow.duties.assignment(int(event.subject.partition(":")[2]))
        if now is None or now.version != event.data["version"]:
            return []
        ids.append(now.id)
    return ids


def mark_of(text: str) -> str:
    """What stands for the words of a message in the history."""
    return sha256(fold(text).encode()).hexdigest()[:16]


async def told_last(uow: UnitOfWork, actor: Actor, assignment_ids: Collection[int]) -> int | None:
    """Which of these assignments the actor spoke of last."""
    wanted = {f"assignment:{key}": key for key in assignment_ids}
    recent = await uow.history.recent_of_actor(actor.label, (CHANGED,))
    return next((wanted[event.subject] for event in recent if event.subject in wanted), None)


async def last_speaker(uow: UnitOfWork, assignment: Assignment) -> str | None:
    """Who changed the assignment last, as the history labels people."""
    events = await uow.history.of_verbs([f"assignment:{assignment.id}"], (CHANGED, UNDONE))
    return events[0].actor if events else None


def _require_a_say(actor: Actor, assignment: Assignment) -> None:
    """Rights are read anew: a role that was lost takes nothing back."""
    scopes = (scope_of(actor, action) for action in (Action.REPORT_STATUS, Action.CONFIRM))
    if not any(scope.covers(assignment.province_id, assignment.unit_id) for scope in scopes):
        raise NotFound


async def _change(
    uow: UnitOfWork, actor: Actor, before: Assignment, values: Mapping[str, Any], *, fact: tuple[str, Said]
) -> Assignment:
    verb, said = fact
    data = {"message": said.message} | ({"mark": said.mark} if said.mark else {})
    cause = Cause(verb, said.now, data)
    after = await changes.change(uow, actor, before, values, cause=cause)
    if actor.person is not None:
        # Whoever answers has read what was sent, so an unknown outcome is known now.
        await uow.outbox.arrived(actor.person.id)
    return after


def _values(assignment: Assignment, statement: Statement, *, said_at: datetime) -> dict[str, Any]:
    told = {field.name: getattr(statement, field.name) for field in fields(statement)}
    values = {name: value for name, value in told.items() if value is not None and name not in _NOT_COLUMNS}
    if statement.verb is not None:
        values["status"] = move(assignment.status, statement.verb).value
        if not _is_coordinators(statement):
            # What the Office writes down later is no word of the unit and makes no report late.
            values["told_at"] = said_at
        # A new word about the work replaces what was said of it before.
        for name in ("percent", "reason", "promised"):
            values.setdefault(name, None)
    return values


def _filed(duty: Duty, statement: Statement) -> tuple[Filing, ...]:
    """What has been done for the report. Sending is the duty's first filing, denying takes that back."""
    first, done = duty.obligation.filings[:1], {*duty.assignment.filed, *(statement.filed or ())}
    if statement.verb is Verb.SEND:
        done |= set(first)
    if statement.verb is Verb.DENY:
        done -= set(first)
    return tuple(filing for filing in Filing if filing in done)


def _next_look(assignment: Assignment, values: Mapping[str, Any], now: datetime) -> datetime | None:
    """Sent or disputed: the ladder stops. Owed again, or promised: the planner looks at once."""
    status = Status(values.get("status", assignment.status))
    if not status.is_owed or values.get("disputed", assignment.disputed):
        return None
    goes_on = assignment.status.is_owed and not assignment.disputed
    return assignment.next_step_at if goes_on and values.get("promised") is None else now


def _is_coordinators(statement: Statement) -> bool:
    return statement.verb in (Verb.RECEIVE, Verb.RETURN, Verb.WAIVE, Verb.REOPEN)
