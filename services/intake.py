"""Taking updates from a channel: committed before anybody acknowledges them."""

from collections.abc import Sequence

from domain.messages import RawUpdate
from domain.ports import Clock
from storage import wakes
from storage.store import Store, UnitOfWork


class StoreIntake:
    """The intake of one channel account."""

    def __init__(self, store: Store, clock: Clock, *, channel: str, account: str) -> None:
        self._store, self._clock, self._channel, self._account = store, clock, channel, account

    async def accept(self, updates: Sequence[RawUpdate], *, cursor: int | None = None) -> int:
        """Store the updates and the cursor in one commit; returns how many were new.

        In simulation the platform's real time means nothing, so a message is said when it is received.
        """
        received_at = self._clock.now()
        if self._clock.is_simulated:
            updates = [RawUpdate(item.dedupe_key, item.chat_key, item.raw) for item in updates]

        async def work(uow: UnitOfWork) -> int:
            stored = await uow.inbox.store(self._channel, self._account, updates, received_at=received_at)
            if cursor is not None:
                await uow.inbox.set_cursor(self._channel, self._account, cursor)
            uow.wake(wakes.INBOX)
            return stored

        return await self._store.transact(work)

    async def cursor(self) -> int | None:
        """The cursor stored last."""
        async with self._store.reading() as uow:
            return await uow.inbox.cursor(self._channel, self._account)
