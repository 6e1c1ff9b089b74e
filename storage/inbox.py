"""Received updates: stored before they are acknowledged, handled once, in order per chat."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, tuple_

from domain.delivery import InboxItem, InboxState
from domain.messages import RawUpdate
from storage import dialects
from storage.queries import Queries, is_one_of
from storage.queues import CursorRow, InboxRow
from storage.tables import table_of

inbox = table_of(InboxRow)
cursor = table_of(CursorRow)

_NEW = InboxState.NEW.value


class Inbox(Queries):
    """Named queries on the inbox and the polling cursors."""

    async def store(
        self, channel: str, account: str, updates: Sequence[RawUpdate], *, received_at: datetime
    ) -> int:
        """Store updates; known dedupe keys are skipped. Returns how many were new."""
        # Updates of one chat become visible in the order of their keys, so that none overtakes another.
        chats = [f"{channel}/{account}/{update.chat_key}" for update in updates]
        await dialects.in_turn(self._dialect, self._connection, chats)
        stored = 0
        for update in updates:
            said_at = min(update.said_at or received_at, received_at)
            statement = dialects.insert_new(self._dialect, inbox).values(
                channel=channel,
                account=account,
                dedupe_key=update.dedupe_key,
                chat_key=update.chat_key,
                raw=dict(update.raw),
                said_at=said_at,
                received_at=received_at,
                state=_NEW,
                attempts=0,
            )
            stored += await self._changed(statement)
        return stored

    async def claim(
        self, limit: int, machine_now: datetime, *, accounts: Iterable[tuple[str, str]] | None = None
    ) -> list[InboxItem]:
        """Lock the oldest waiting update of each chat, at most `limit` of them, of some accounts or of all.

        An update waits while an older one of its chat is unfinished: one chat is never handled twice at once.
        """
        older = inbox.alias("older")
        earlier_waits = exists().where(
            older.c.channel == inbox.c.channel,
            older.c.account == inbox.c.account,
            older.c.chat_key == inbox.c.chat_key,
            is_one_of(older.c.state, [_NEW]),
            older.c.id < inbox.c.id,
        )
        ready = or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= machine_now)
        statement = (
            select(inbox)
            .where(and_(is_one_of(inbox.c.state, [_NEW]), ready, ~earlier_waits))
            .order_by(inbox.c.id)
            .limit(limit)
        )
        if accounts is not None:
            statement = statement.where(tuple_(inbox.c.channel, inbox.c.account).in_(sorted(accounts)))
        rows = await self._all(dialects.claim(self._dialect, statement))
        return [_item(row) for row in rows]

    async def item(self, item_id: int) -> InboxItem:
        """A received update by key, handled or not."""
        row = await self._one(select(inbox).where(inbox.c.id == item_id))
        assert row is not None, "received updates are kept"
        return _item(row)

    async def done(self, item_id: int) -> None:
        """The update has been handled."""
        await self._set(item_id, state=InboxState.DONE.value, error=None)

    async def failed(self, item: InboxItem, *, error: str, retry_at: datetime | None) -> None:
        """Try again later, or give the update up for dead when `retry_at` is None."""
        state = _NEW if retry_at is not None else InboxState.DEAD.value
        await self._set(item.id, state=state, attempts=item.attempts + 1, error=error, retry_at=retry_at)

    async def count(self, state: InboxState) -> int:
        """How many updates are in a state."""
        counted = select(func.count()).select_from(inbox).where(inbox.c.state == state.value)
        number: int = (await self._connection.execute(counted)).scalar_one()
        return number

    async def oldest_waiting(self) -> datetime | None:
        """When the oldest unhandled update was received."""
        received = select(func.min(inbox.c.received_at).label("at"))
        row = await self._one(received.where(is_one_of(inbox.c.state, [_NEW])))
        return row.at if row is not None else None

    async def cursor(self, channel: str, account: str) -> int | None:
        """Where a polling channel goes on reading."""
        found = select(cursor.c.value).where(cursor.c.channel == channel, cursor.c.account == account)
        row = await self._one(found)
        return row.value if row is not None else None

    async def set_cursor(self, channel: str, account: str, value: int) -> None:
        """Move the polling position, together with the updates stored in the same transaction."""
        values = {"channel": channel, "account": account, "value": value}
        keys = ("channel", "account")
        await self._connection.execute(dialects.upsert(self._dialect, cursor, values, keys=keys))

    async def _set(self, item_id: int, **values: Any) -> None:
        await self._connection.execute(inbox.update().where(inbox.c.id == item_id).values(**values))


def _item(row: Any) -> InboxItem:
    return InboxItem(
        id=row.id,
        channel=row.channel,
        account=row.account,
        chat_key=row.chat_key,
        raw=row.raw,
        said_at=row.said_at,
        received_at=row.received_at,
        attempts=row.attempts,
    )
