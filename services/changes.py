"""Changing an assignment: compare-and-set and one event with all that an undo or a replay needs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.deadlines import Deadline
from domain.obligations import Assignment, Filing
from domain.statuses import Status
from domain.units import Actor
from services import history
from storage import wakes
from storage.queries import dump, load
from storage.store import UnitOfWork

CHANGED, UNDONE, REPLANNED, DECIDED = "changed", "undone", "replanned", "decided"
# Every verb whose event carries `before` and `after`.
CHANGES = (CHANGED, UNDONE, REPLANNED, DECIDED)
# All other columns never change, or only count changes.
FIELDS = (
    "status",
    "current",
    "told_at",
    "document_number",
    "document_date",
    "sent_on",
    "received_on",
    "nil",
    "percent",
    "reason",
    "promised",
    "filed",
    "disputed",
    "next_step_at",
    "figure",
)
_DAYS = {"document_date", "sent_on", "received_on", "promised"}
_INSTANTS = {"told_at", "next_step_at"}


@dataclass(frozen=True, slots=True)
class Said:
    """When something is said: `now` and `said_at` are business moments, `message` the inbox row if any.

    `mark` stands for the words of a message, so that the same words are known again without being kept.
    """

    now: datetime
    said_at: datetime
    message: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an assignment changes: the event's verb, and what else the event says."""

    verb: str
    now: datetime
    data: Mapping[str, Any]


async def change(
    uow: UnitOfWork, actor: Actor, before: Assignment, values: Mapping[str, Any], *, cause: Cause
) -> Assignment:
    """Change the assignment and record how it was and how it is; Conflict when somebody was faster."""
    after = await uow.duties.change(before, values)
    data = {"before": written(before), "after": written(after), "version": after.version, **cause.data}
    await history.record(uow, actor, history.about(before, cause.verb, data), now=cause.now)
    uow.wake(wakes.PLAN, wakes.LINES)
    return after


def written(assignment: Assignment) -> dict[str, Any]:
    """What an event keeps of an assignment."""
    document: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(assignment, name)
        if name in _DAYS | _INSTANTS:
            value = value.isoformat() if value is not None else None
        document[name] = list(value) if isinstance(value, tuple) else value
    document["current"] = dump(Deadline, assignment.current)
    return document


def read(document: Mapping[str, Any]) -> dict[str, Any]:
    """The values that `written` kept, as columns take them."""
    values = dict(document)
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in _INSTANTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    values["filed"] = tuple(Filing(filing) for filing in values["filed"])
    values["current"] = load(Deadline, values["current"])
    return values


def state_at(assignment: Assignment, document: Mapping[str, Any]) -> Assignment:
    """The assignment as an event's `before` or `after` describes it, for replaying history."""
    values = read(document)
    values["status"] = Status(values["status"])
    return replace(assignment, **values)
