"""An intake in memory, and a channel that receives into it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from domain.messages import RawUpdate
from domain.ports import Channel


class Inbox:
    """An intake in memory that keeps the port's promises; `troubles` are raised first, one a call."""

    def __init__(self, *troubles: Exception, cursor: int | None = None) -> None:
        self.troubles = list(troubles)
        self.offered: list[list[str]] = []
        self.stored: dict[str, RawUpdate] = {}
        self._cursor = cursor
        self._changed = asyncio.Condition()

    async def accept(self, updates: Sequence[RawUpdate], *, cursor: int | None = None) -> int:
        self.offered.append([update.dedupe_key for update in updates])
        if self.troubles:
            raise self.troubles.pop(0)
        known = len(self.stored)
        self.stored |= {
            update.dedupe_key: update for update in updates if update.dedupe_key not in self.stored
        }
        self._cursor = cursor
        async with self._changed:
            self._changed.notify_all()
        return len(self.stored) - known

    async def cursor(self) -> int | None:
        return self._cursor

    async def holds(self, count: int) -> None:
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.stored) >= count)


@asynccontextmanager
async def receiving(channel: Channel, inbox: Inbox) -> AsyncIterator[asyncio.Task[None]]:
    """The channel receives while the block runs."""
    task = asyncio.create_task(channel.receive(inbox))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
