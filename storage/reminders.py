"""Reminders: which step of which assignment was told to whom, and by which message."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from domain.delivery import OutboxState
from storage import dialects
from storage.claims import UNFINISHED
from storage.queries import Queries, is_one_of, keys_of
from storage.queues import OutboxRow, ReminderRow
from storage.tables import table_of

reminder = table_of(ReminderRow)
outbox = table_of(OutboxRow)

_WAITS = (OutboxState.QUEUED.value, OutboxState.RETRY_WAIT.value)
_WENT_OUT = (OutboxState.SENT.value, OutboxState.UNCERTAIN.value)


class Reminders(Queries):
    """Named queries on emitted reminders."""

    async def emitted(self, assignment_ids: Iterable[int]) -> set[tuple[int, int, str, int]]:
        """Keys (assignment, plan version, step, person) that exist already."""
        columns = select(reminder.c.assignment_id, reminder.c.version, reminder.c.step, reminder.c.person_id)
        found = set()
        for page in keys_of(assignment_ids):
            rows = await self._all(columns.where(reminder.c.assignment_id.in_(page)))
            found |= {(row.assignment_id, row.version, row.step, row.person_id) for row in rows}
        return found

    async def add(self, rows: Sequence[dict[str, Any]]) -> int:
        """Insert reminders; keys that exist are skipped. Returns how many were new."""
        statement = dialects.insert_new(self._dialect, reminder).returning(reminder.c.id)
        return len(await self._pour(statement, rows))

    async def of_message(self, outbox_id: int) -> list[Any]:
        """The reminders a message carries."""
        return list(await self._all(select(reminder).where(reminder.c.outbox_id == outbox_id)))

    async def last_sent_to(self, person_id: int) -> datetime | None:
        """When a reminder last left for a person, as far as is known."""
        spoke = select(reminder.c.id).where(reminder.c.outbox_id == outbox.c.id).exists()
        statement = select(func.max(outbox.c.finished_at).label("at")).where(
            outbox.c.person_id == person_id, is_one_of(outbox.c.state, _WENT_OUT), spoke
        )
        row = await self._one(statement)
        return row.at if row is not None else None

    async def told_later(
        self, person_id: int, assignment_ids: Iterable[int], *, since: datetime, now: datetime
    ) -> set[int]:
        """Which of these assignments a person is told of by later reminders that have gone or may go now."""
        statement = (
            select(reminder.c.assignment_id)
            .join(outbox, outbox.c.id == reminder.c.outbox_id)
            .where(
                reminder.c.assignment_id.in_(sorted(set(assignment_ids))),
                reminder.c.person_id == person_id,
                reminder.c.emitted_at > since,
                outbox.c.state.in_((*UNFINISHED, *_WENT_OUT)),
                outbox.c.not_before <= now,
            )
        )
        return {row.assignment_id for row in await self._all(statement)}

    async def follow(self, outbox_id: int, to: int) -> int:
        """Let reminders be carried by the message that replaces theirs; returns how many."""
        statement = reminder.update().where(reminder.c.outbox_id == outbox_id)
        return await self._changed(statement.values(outbox_id=to))

    async def waiting_messages(self, assignment_ids: Iterable[int]) -> dict[int, set[int]]:
        """Messages that still wait and speak of one of these assignments, with all they speak of."""
        columns = select(reminder.c.outbox_id, reminder.c.assignment_id)
        waiting = columns.join(outbox, outbox.c.id == reminder.c.outbox_id)
        waiting = waiting.where(is_one_of(outbox.c.state, _WAITS))
        found: dict[int, set[int]] = {}
        for page in keys_of(assignment_ids):
            speaking = select(reminder.c.outbox_id).where(reminder.c.assignment_id.in_(page))
            for row in await self._all(waiting.where(reminder.c.outbox_id.in_(speaking))):
                found.setdefault(row.outbox_id, set()).add(row.assignment_id)
        return found

    async def sent_counts(
        self, assignment_ids: Iterable[int], *, until: datetime | None = None
    ) -> dict[int, int]:
        """How many steps went out per assignment, up to a business moment if one is given.

        Several people told at one step count once; what was cancelled or still waits does not count.
        """
        statement = (
            select(reminder.c.assignment_id, reminder.c.version, reminder.c.step)
            .join(outbox, outbox.c.id == reminder.c.outbox_id)
            .where(
                reminder.c.assignment_id.in_(sorted(set(assignment_ids))),
                is_one_of(outbox.c.state, _WENT_OUT),
            )
        )
        if until is not None:
            statement = statement.where(reminder.c.emitted_at <= until)
        steps = statement.distinct().subquery()
        counted = select(steps.c.assignment_id, func.count().label("n")).group_by(steps.c.assignment_id)
        return {row.assignment_id: row.n for row in await self._all(counted)}
