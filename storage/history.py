"""The append-only history: what happened, who did it, and the chain that seals it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from storage.queries import Queries
from storage.queues import EventRow
from storage.tables import table_of

event = table_of(EventRow)

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of history: `at` is business, `recorded_at` machine time; a subject is `assignment:7`."""

    id: int
    at: datetime
    recorded_at: datetime
    province_id: int | None
    unit_id: int | None
    actor: str
    verb: str
    subject: str
    data: Mapping[str, Any]
    position: int | None = None
    previous_hash: str | None = None
    hash: str | None = None


class History(Queries):
    """Named queries on the history."""

    async def append(self, **values: Any) -> int:
        """Add one event (columns of the table but id and seal)."""
        return await self._insert(event, values)

    async def append_many(self, rows: list[dict[str, Any]]) -> None:
        """Add events in bulk."""
        if rows:
            await self._insert_many(event, rows)

    async def recent_of_actor(self, actor: str, verbs: Iterable[str], limit: int = 50) -> list[Event]:
        """The newest events of an actor with these verbs, the newest first."""
        statement = (
            select(event)
            .where(event.c.actor == actor, event.c.verb.in_(sorted(set(verbs))))
            .order_by(event.c.id.desc())
            .limit(limit)
        )
        return [Event(**row._mapping) for row in await self._all(statement)]

    async def of_verbs(self, subjects: Iterable[str], verbs: Iterable[str]) -> list[Event]:
        """Events of these subjects and verbs, the newest first."""
        statement = (
            select(event)
            .where(event.c.subject.in_(sorted(set(subjects))), event.c.verb.in_(sorted(set(verbs))))
            .order_by(event.c.id.desc())
        )
        return [Event(**row._mapping) for row in await self._all(statement)]

    async def changes_until(self, moment: datetime, verbs: Iterable[str]) -> list[Event]:
        """Changes of assignments up to a business moment, oldest first, to replay the state of then."""
        statement = (
            select(event)
            .where(event.c.at <= moment, event.c.verb.in_(sorted(set(verbs))))
            .order_by(event.c.at, event.c.id)
        )
        return [Event(**row._mapping) for row in await self._all(statement)]

    async def unsealed(self, limit: int) -> list[Event]:
        """Events not yet chained, in order of insertion."""
        statement = select(event).where(event.c.hash.is_(None)).order_by(event.c.id).limit(limit)
        return [Event(**row._mapping) for row in await self._all(statement)]

    async def sealed_after(self, position: int, limit: int) -> list[Event]:
        """A page of the chain; it ends with a blank event where a value has become unreadable."""
        statement = select(event).where(event.c.position > position).order_by(event.c.position).limit(limit)
        result = await self._connection.execute(statement)
        events: list[Event] = []
        try:
            while (row := result.fetchone()) is not None:
                events.append(Event(**row._mapping))
        except (ValueError, OverflowError):
            # Tampering may leave a text that is no JSON or a number that is no moment; a blank never fits.
            events.append(Event(0, _NEVER, _NEVER, None, None, "", "", "", {}))
        return events

    async def head(self) -> tuple[int, str]:
        """Position and hash of the last sealed event; (0, "") for an empty chain."""
        last = select(event.c.position, event.c.hash).where(event.c.hash.is_not(None))
        row = await self._one(last.order_by(event.c.position.desc()).limit(1))
        return (row.position, row.hash) if row is not None else (0, "")

    async def seal(self, event_id: int, *, position: int, previous_hash: str, digest: str) -> None:
        """Write one link of the chain."""
        statement = event.update().where(event.c.id == event_id)
        await self._connection.execute(
            statement.values(position=position, previous_hash=previous_hash, hash=digest)
        )

    async def count_unsealed(self) -> int:
        """Length of the unsealed tail."""
        counted = select(func.count()).select_from(event).where(event.c.hash.is_(None))
        count: int = (await self._connection.execute(counted)).scalar_one()
        return count
