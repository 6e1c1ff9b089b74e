"""The inbox worker: claims stored updates, lets the conversation answer, commits both together."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from domain.delivery import InboxItem, MessageClass, Received
from domain.errors import DondocError, InvalidInput
from domain.messages import Inbound, Reply
from domain.ports import Channel, Clock
from domain.units import OPERATOR
from handlers import router
from locales.catalogue import DEFAULT
from locales.speech import speech
from services import history
from services.accounts import Address, actor_at
from services.calendar import Calendars
from storage import wakes
from storage.store import Store, UnitOfWork

BATCH = 20
MOST_ATTEMPTS = 5
FIRST_RETRY = timedelta(seconds=2)
PROMPT_LIFE = timedelta(hours=24)
NAP = 10.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """One handled update; `inbound` is what the platform may want acknowledged."""

    channel: tuple[str, str]
    inbound: Inbound | None


class Worker:
    """One worker of a process; several may run on one store."""

    def __init__(
        self, store: Store, channels: Mapping[tuple[str, str], Channel], *, clock: Clock, calendars: Calendars
    ) -> None:
        self._store, self._channels, self._clock, self._calendars = store, channels, clock, calendars

    async def step(self) -> int:
        """Handle one batch in one commit, each update in its own savepoint; returns how many."""
        handled = await self._store.transact(self._batch)
        for item in handled:
            if item.inbound is not None and item.inbound.callback_id is not None:
                await self._channels[item.channel].acknowledge(item.inbound)
        return len(handled)

    async def run(self, beat: Callable[[str], None]) -> None:
        """Work whenever something arrives, until cancelled."""
        listener = self._store.wakes.listen(wakes.INBOX)
        try:
            while True:
                beat("inbox")
                while await self.step():
                    beat("inbox")
                await listener.wait(NAP)
        finally:
            listener.close()

    async def _batch(self, uow: UnitOfWork) -> list[Handled]:
        # Updates of a messenger that is off here wait for a process that can read them.
        ours = {kind for kind, _ in self._channels}
        waiting = await uow.inbox.claim(BATCH, await uow.machine_now(), channels=ours)
        if waiting:
            await self._calendars.refresh(uow)
        return [
            await self._one(uow, item) for item in waiting if (item.channel, item.account) in self._channels
        ]

    async def _one(self, uow: UnitOfWork, item: InboxItem) -> Handled:
        key = (item.channel, item.account)
        try:
            async with uow.savepoint():
                inbound = await self._channels[key].parse(item.raw)
                if inbound is not None:
                    await self._answer(uow, item, inbound)
                await uow.inbox.done(item.id)
        except InvalidInput as error:
            # A malformed update will never be readable: it is kept, and the platform is not asked again.
            await uow.inbox.failed(item, error=error.text, retry_at=None)
            return Handled(key, None)
        except Exception as error:  # noqa: BLE001 - one poisoned update must not stop the others
            await self._poisoned(uow, item, error)
            return Handled(key, None)
        return Handled(key, inbound)

    async def _answer(self, uow: UnitOfWork, item: InboxItem, inbound: Inbound) -> None:
        received = Received(inbound, item.channel, item.account, item.said_at, item.id)
        reply = await router.answer(uow, received, clock=self._clock, calendar=self._calendars.value)
        if reply is not None:
            await self._queue(uow, item, received, reply)

    async def _queue(self, uow: UnitOfWork, item: InboxItem, received: Received, reply: Reply) -> None:
        now = self._clock.now()
        sender = Address(item.channel, item.account, received.inbound.sender)
        actor = await actor_at(uow, sender)
        person_id = actor.person.id if actor is not None and actor.person is not None else None
        prompt_id = None
        if reply.prompt is not None:
            prompt_id = await uow.prompts.ask(
                f"person:{person_id}" if person_id is not None else sender.owner,
                reply.prompt.kind,
                data=reply.prompt.data,
                options=reply.options,
                times=(now, now + PROMPT_LIFE),
            )
        await uow.outbox.add(
            idem_key=f"reply:{item.id}",
            message_class=MessageClass.REPLY,
            options=reply.options,
            channel=item.channel,
            account=item.account,
            address=received.inbound.chat,
            person_id=person_id,
            body=reply.text,
            prompt_id=prompt_id,
            not_before=now,
            created_at=now,
        )
        uow.wake(wakes.OUTBOX)

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
            await self._apologise(uow, item, reference)

    async def _apologise(self, uow: UnitOfWork, item: InboxItem, reference: str) -> None:
        try:
            inbound = await self._channels[item.channel, item.account].parse(item.raw)
        except DondocError:
            return
        if inbound is not None:
            tr = speech(DEFAULT, self._calendars.value.zone)
            received = Received(inbound, item.channel, item.account, item.said_at, item.id)
            await self._queue(uow, item, received, Reply(tr("refusal.error", reference=reference)))
