"""The inbox worker: claims stored updates, lets the conversation answer, commits both together."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog

from bot.uploads import Fetcher
from domain.delivery import InboxItem, Received
from domain.errors import InvalidInput
from domain.messages import ChatKind, Inbound, Reply
from domain.ports import Channel, Clock
from domain.units import OPERATOR
from handlers import router
from locales.catalogue import DEFAULT
from locales.speech import speech
from services import answers, history
from services.accounts import Address, actor_at
from services.answers import Place
from services.calendar import Calendars
from services.pacing import Paces
from storage import wakes
from storage.store import Store, UnitOfWork

BATCH = 20
MOST_ATTEMPTS = 5
FIRST_RETRY = timedelta(seconds=2)
NAP = 10.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """One handled update; `inbound` may want to be acknowledged, with a line for whoever pressed."""

    channel: tuple[str, str]
    inbound: Inbound | None
    alert: str = ""


class Worker:
    """One worker of a process; several may run on one store."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[tuple[str, str], Channel],
        *,
        clock: Clock,
        calendars: Calendars,
        paces: Paces,
    ) -> None:
        self._store, self._channels, self._clock, self._calendars = store, channels, clock, calendars
        self._paces = paces
        self._fetcher = Fetcher(store, channels, clock=clock, calendars=calendars)
        self._fetching: asyncio.Task[int] | None = None
        self._errands: set[asyncio.Task[int]] = set()

    async def step(self, *, patience: float | None = None) -> int:
        """Handle one batch in one commit, each update in its own savepoint; returns how many.

        Presses are acknowledged and files fetched beside it, and with `patience` not waited for any longer
        than so many seconds: a platform that is slow to answer must keep nobody else waiting.
        """
        handled = await self._store.transact(self._batch)
        begun = [self._beside(self._acknowledge(item)) for item in handled if _is_press(item)]
        fetched = self._fetched()
        if self._fetching is None:
            self._fetching = self._beside(self._fetcher.step())
            begun.append(self._fetching)
        if begun:
            await asyncio.wait(begun, timeout=patience)
        return len(handled) + fetched + self._fetched()

    async def run(self, beat: Callable[[str], None]) -> None:
        """Work whenever something arrives, until cancelled."""
        listener = self._store.wakes.listen(wakes.INBOX)
        try:
            while True:
                beat("inbox")
                while await self.step(patience=0.0):
                    beat("inbox")
                await listener.wait(NAP)
        finally:
            listener.close()
            await self._call_back()

    async def _call_back(self) -> None:
        """End what runs beside the loop, and wait for it: the store is closed when the loop has ended."""
        errands = set(self._errands)
        for errand in errands:
            errand.cancel()
        if errands:
            await asyncio.wait(errands)

    def _beside(self, work: Coroutine[Any, Any, int]) -> "asyncio.Task[int]":
        task = asyncio.create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._landed)
        return task

    def _landed(self, task: "asyncio.Task[int]") -> None:
        self._errands.discard(task)
        if not task.cancelled() and (task.exception() is not None or task.result()):
            self._store.wakes.fire((wakes.INBOX,))

    def _fetched(self) -> int:
        """How many files the fetching that has ended settled; raises what it ran into."""
        if self._fetching is None or not self._fetching.done():
            return 0
        ended, self._fetching = self._fetching, None
        return ended.result()

    async def _acknowledge(self, item: Handled) -> int:
        assert item.inbound is not None, "only what was read can be a press"
        # The platform counts the answer to a press as a request, but not as a message of the chat.
        press = f"press:{item.inbound.callback_id}"
        if not await self._paces.take(item.channel, press, urgent=True):
            await self._channels[item.channel].acknowledge(item.inbound, alert=item.alert)
        return 0

    async def _batch(self, uow: UnitOfWork) -> list[Handled]:
        # Updates of an account that is off here wait for a process that can read them.
        waiting = await uow.inbox.claim(BATCH, await uow.machine_now(), accounts=self._channels)
        if waiting:
            await self._calendars.refresh(uow)
        return [await self._one(uow, item) for item in waiting]

    async def _one(self, uow: UnitOfWork, item: InboxItem) -> Handled:
        key = (item.channel, item.account)
        reply = None
        try:
            async with uow.savepoint():
                inbound = await self._channels[key].parse(item.raw)
                if inbound is not None:
                    reply = await self._answer(uow, item, inbound)
                await uow.inbox.done(item.id)
        except InvalidInput as error:
            # A malformed update will never be readable: it is kept, and the platform is not asked again.
            await uow.inbox.failed(item, error=error.text, retry_at=None)
            return Handled(key, None)
        except Exception as error:  # noqa: BLE001 - one poisoned update must not stop the others
            await self._poisoned(uow, item, error)
            return Handled(key, None)
        return Handled(key, inbound, reply.alert if reply is not None else "")

    async def _answer(self, uow: UnitOfWork, item: InboxItem, inbound: Inbound) -> Reply | None:
        received = Received(inbound, item.channel, item.account, item.said_at, item.id)
        reply = await router.answer(uow, received, clock=self._clock, calendar=self._calendars.value)
        if reply is not None:
            await self._queue(uow, received, reply)
        return reply

    async def _queue(self, uow: UnitOfWork, received: Received, reply: Reply) -> None:
        """Store the answer to the chat that asked, and what is for the sender's eyes alone."""
        sender = Address(received.channel, received.account, received.inbound.sender)
        now, inbound = self._clock.now(), received.inbound
        # In a group nobody is known: what is said there is nobody's message.
        is_private = inbound.chat_kind is ChatKind.PRIVATE
        actor = await actor_at(uow, sender, privately=is_private)
        place = Place(sender, actor.person.id if actor is not None and actor.person is not None else None)
        key = f"reply:{received.inbox_id}"
        if reply.text:
            chat = replace(sender, address=inbound.chat)
            here = Place(chat, place.person_id if is_private else None, inbound.thread)
            await answers.queue(uow, reply, here, key=key, now=now)
        if reply.private is not None:
            await answers.queue(uow, reply.private, place, key=f"{key}:private", now=now)

    async def _poisoned(self, uow: UnitOfWork, item: InboxItem, error: Exception) -> None:
        """Try again with growing pauses; after the last try the update is dead and the sender is told."""
        attempts = item.attempts + 1
        retry_at = None
        if attempts < MOST_ATTEMPTS:
            retry_at = await uow.machine_now() + FIRST_RETRY * 2 ** (attempts - 1)
        reference = secrets.token_hex(3)
        log.error("update_failed", inbox_id=item.id, attempts=attempts, reference=reference, exc_info=error)
        name = type(error).__name__
        await uow.inbox.failed(item, error=f"{reference} {name}", retry_at=retry_at)
        if retry_at is None:
            data = {"reference": reference, "error": name}
            fact = history.Fact("update_dead", f"inbox:{item.id}", data=data)
            await history.record(uow, OPERATOR, fact, now=self._clock.now())
            # Whom an update is from may be what cannot be read of it.
            with suppress(Exception):
                async with uow.savepoint():
                    await self._apologise(uow, item, reference)

    async def _apologise(self, uow: UnitOfWork, item: InboxItem, reference: str) -> None:
        inbound = await self._channels[item.channel, item.account].parse(item.raw)
        if inbound is not None:
            tr = speech(DEFAULT, self._calendars.value.zone)
            received = Received(inbound, item.channel, item.account, item.said_at, item.id)
            await self._queue(uow, received, Reply(tr("refusal.error", reference=reference)))


def _is_press(item: Handled) -> bool:
    return item.inbound is not None and item.inbound.callback_id is not None
