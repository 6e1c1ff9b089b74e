"""The vendor's queue of updates: nothing leaves it before a higher offset has confirmed it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.telegram_standin.rules import Refusal

_TERMINATED = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
_MAX_BATCH = 100


class UpdateQueue:
    """Unconfirmed updates; `copies` is how often each is served within one batch.

    `is_reversed` serves the newest of a batch first, as several connections of a webhook may.
    """

    def __init__(self, first_id: int) -> None:
        self._next_id = first_id
        self._poll = 0
        self._changed = asyncio.Condition()
        self.pending: list[dict[str, Any]] = []
        self.allowed: list[str] = []
        self.confirmed = 0
        self.copies = 1
        self.is_reversed = False

    def put(self, event: dict[str, Any]) -> dict[str, Any]:
        """Give the event the next number; kinds not asked for get a number and are dropped."""
        update = {"update_id": self._next_id, **event}
        self._next_id += 1
        if not self.allowed or any(kind in self.allowed for kind in event):
            self.pending.append(update)
        return update

    @property
    def last_id(self) -> int:
        """The number given last."""
        return self._next_id - 1

    async def announce(self) -> None:
        """Wake whoever waits for updates."""
        async with self._changed:
            self._changed.notify_all()

    async def get(self, *, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """Confirm what is below the offset and wait up to `timeout` seconds for the rest."""
        self._poll += 1
        mine = self._poll
        self._confirm(offset)
        await self.announce()
        if not self.pending:
            await self._wait(timeout, lambda: self.pending or self._poll != mine)
        if self._poll != mine:
            raise Refusal(409, _TERMINATED)
        batch = [update for update in self.pending[: min(limit, _MAX_BATCH)] for _ in range(self.copies)]
        return batch[::-1] if self.is_reversed else batch

    async def _wait(self, seconds: float, condition: Callable[[], Any]) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(condition)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
            return
        self.confirmed = max(self.confirmed, offset)
        self.pending = [update for update in self.pending if update["update_id"] >= offset]
