"""Reminders: which step of which assignment was told to whom, and by which message."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from domain.delivery import OutboxState
from storage import dialects
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
