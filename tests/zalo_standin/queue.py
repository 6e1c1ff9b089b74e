"""The vendor's queue of updates: one a call, gone once handed out, and shared between all who poll."""

import asyncio
from contextlib import suppress
from typing import Any


class UpdateQueue:
    """Updates to come. `copies` is how often each is delivered; `newest_first` delivers out of order.

    `settled` counts the updates after which the poller came back for more: those it must have stored.
    """

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self.pending: list[dict[str, Any]] = []
        self.copies = 1
        self.newest_first = False
        self.handed_out = 0
        self.settled = 0

    async def put(self, update: dict[str, Any]) -> None:
        self.pending.extend(update for _ in range(self.copies))
        async with self._changed:
            self._changed.notify_all()

    def come_back(self) -> None:
        """A poller asks again."""
        self.settled = self.handed_out

    async def get(self, seconds: float) -> dict[str, Any] | None:
        """Wait up to so many seconds for one update and forget it."""
        if not self.pending:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds), self._changed:
                    await self._changed.wait_for(lambda: self.pending)
        if not self.pending:
            return None
        self.handed_out += 1
        return self.pending.pop(-1 if self.newest_first else 0)
