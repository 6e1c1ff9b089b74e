"""The desk behind the web chat: sessions, the transcript, and waiting for new lines."""

import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from domain.messages import Document, Outbound, RawUpdate
from domain.ports import Clock
from storage import wakes
from storage.store import Store, UnitOfWork
from storage.wakes import Listener
from storage.webchat import OURS, Line

KIND, ACCOUNT = "webchat", "default"
SESSION_LIFE = timedelta(days=30)
ME = "me"


class Desk:
    """What the channel's routes and its sender need; every method is one unit of work."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def open_session(self) -> tuple[str, str]:
        """A new browser: its secret token (256 bits, stored as a hash) and its chat address."""
        token, address = secrets.token_urlsafe(32), secrets.token_hex(8)

        async def work(uow: UnitOfWork) -> None:
            await uow.webchat.add_session(_hash(token), address, await uow.machine_now())

        await self._store.transact(work)
        return token, address

    async def address_of(self, token: str) -> str | None:
        """The chat address of a live session."""
        async with self._store.reading() as uow:
            since = await uow.machine_now() - SESSION_LIFE
            return await uow.webchat.address_of(_hash(token), since=since)

    async def say(self, address: str, text: str, *, client_id: str, choice: str | None = None) -> None:
        """Take one message of a browser: inbox row and transcript line in one commit, once per client id."""
        reference = f"{address}:{client_id}"
        raw = {"text": text, "sender": address, "choice": choice}

        async def work(uow: UnitOfWork) -> None:
            now = self._clock.now()
            update = RawUpdate(dedupe_key=reference, chat_key=address, raw=raw)
            if await uow.inbox.store(KIND, ACCOUNT, [update], received_at=now):
                await uow.webchat.add_line(address, ME, text, reference=reference, at=now)
            uow.wake(wakes.INBOX, wakes.LINES)

        await self._store.transact(work)

    async def show(self, message: Outbound) -> bool:
        """Append a message of ours to its chat; the reference makes a second try harmless.

        False when no browser can open the chat any more: what is written there would reach nobody.
        """

        async def work(uow: UnitOfWork) -> bool:
            since, now = await uow.machine_now() - SESSION_LIFE, self._clock.now()
            if not await uow.webchat.is_open(message.address, since=since):
                return False
            reference = message.reference
            if await uow.webchat.add_line(message.address, OURS, message.text, reference=reference, at=now):
                document = message.document
                file_id = await uow.files.keep(document, now) if document is not None else None
                await uow.webchat.complete(
                    reference, options=message.options, late_lines=message.late_lines, file_id=file_id
                )
            uow.wake(wakes.LINES)
            return True

        return await self._store.transact(work)

    async def seen(self, address: str, line: int) -> bool:
        """A visible page has shown its chat up to a line; False when the chat has no such line."""
        now = self._clock.now()
        return await self._store.transact(lambda uow: uow.webchat.displayed(address, line, now))

    async def document(self, address: str, file_id: int) -> Document | None:
        """A file that a line of this chat carries."""
        async with self._store.reading() as uow:
            return await uow.webchat.file_of(address, file_id)

    async def lines(self, address: str, after: int) -> list[Line]:
        """The next lines of a chat after a line id; its newest ones after 0."""
        async with self._store.reading() as uow:
            return await uow.webchat.lines(address, after=after)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Listener]:
        """An ear for new lines, of any chat."""
        listener = self._store.wakes.listen(wakes.LINES)
        try:
            yield listener
        finally:
            listener.close()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
