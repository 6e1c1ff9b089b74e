"""Fetching the files handlers asked for: outside any transaction, then back to the handler."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from domain.delivery import Received
from domain.errors import InvalidInput
from domain.messages import Document, Reply
from domain.ports import Channel, Clock
from domain.uploads import Upload, UploadState
from files.tables import MOST_BYTES
from files.typed_rows import Lines
from handlers import router, uploads
from services import answers
from services.accounts import Address
from services.answers import Place
from services.calendar import Calendars
from storage.store import Store, UnitOfWork

BATCH = 5
MOST_ATTEMPTS = 3

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that came, read; or the sentence that says why it cannot be used."""

    document: Document | None = None
    lines: Lines[Any] | None = None
    fault: str | None = None


class Fetcher:
    """Fetches files for one process; a vanished process leaves them wanted, so the next one goes on."""

    def __init__(
        self, store: Store, channels: Mapping[tuple[str, str], Channel], *, clock: Clock, calendars: Calendars
    ) -> None:
        self._store, self._channels, self._clock, self._calendars = store, channels, clock, calendars

    async def step(self) -> int:
        """Fetch what is wanted and answer its sender; returns how many files were settled."""
        async with self._store.reading() as uow:
            wanted = await uow.files.wanted(self._channels, BATCH)
        settled = 0
        for upload, channel, account in wanted:
            fetched = await self._fetch(upload, self._channels[channel, account])
            settled += await self._store.transact(
                lambda uow, upload=upload, fetched=fetched: self._settle(uow, upload, fetched)  # type: ignore[misc]
            )
        return settled

    async def _fetch(self, upload: Upload, channel: Channel) -> Fetched:
        attachment = upload.attachment
        try:
            content = await channel.fetch(attachment, limit=MOST_BYTES)
            document = Document(attachment.name, attachment.mime, content)
            return Fetched(document, await asyncio.to_thread(uploads.read, document))
        except InvalidInput as error:
            return Fetched(fault=error.text)
        except Exception as error:  # noqa: BLE001 - one bad file must not stop the others
            log.warning("file_not_fetched", upload=upload.id, error=type(error).__name__)
            return Fetched()

    async def _settle(self, uow: UnitOfWork, upload: Upload, fetched: Fetched) -> int:
        if fetched.document is None and fetched.fault is None and upload.attempts + 1 < MOST_ATTEMPTS:
            await uow.files.settle(upload.id, UploadState.WANTED, attempts=upload.attempts + 1)
            return 0
        file_id = None
        if fetched.document is not None:
            file_id = await uow.files.keep(fetched.document, self._clock.now())
        state = UploadState.HERE if file_id is not None else UploadState.FAILED
        if not await uow.files.settle(upload.id, state, file_id=file_id):
            return 0
        try:
            async with uow.savepoint():
                await self._answer(uow, upload, fetched, file_id)
        except Exception:
            # The file counts as settled: otherwise every process that starts would fail at it again.
            log.exception("file_not_answered", upload=upload.id)
        return 1

    async def _answer(self, uow: UnitOfWork, upload: Upload, fetched: Fetched, file_id: int | None) -> None:
        item = await uow.inbox.item(upload.inbox_id)
        inbound = await self._channels[item.channel, item.account].parse(item.raw)
        assert inbound is not None, "only messages bring files"
        received = Received(inbound, item.channel, item.account, item.said_at, item.id)
        await self._calendars.refresh(uow)
        turn = await router.turn_of(uow, received, clock=self._clock, calendar=self._calendars.value)
        if fetched.lines is None or file_id is None:
            reply: Reply = turn.say("upload.unreadable", reason=fetched.fault or turn.tr("upload.gone"))
        else:
            reply = await uploads.arrived(turn, fetched.lines, file_id)
        sender = Address(item.channel, item.account, inbound.sender)
        place = Place(sender, turn.actor.person.id if turn.actor.person else None)
        await answers.queue(uow, reply, place, key=f"file:{upload.id}", now=self._clock.now())
