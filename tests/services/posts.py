"""Messengers that do as they are told, and a town whose people are reached through them."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.delivery import Button, MessageClass, OutboxMessage, OutboxState
from domain.messages import (
    Attachment,
    Capabilities,
    Inbound,
    Outbound,
    SendError,
    SendResult,
    SendState,
)
from domain.ports import Intake
from domain.units import Actor, Role
from files.calendar_overrides import CalendarOverrides
from services.calendar import Calendars
from services.delivery import Delivered, Sender
from services.pacing import Paces
from storage.queues import OutboxRow
from storage.store import UnitOfWork
from storage.tables import table_of
from storage.talk import ButtonRow
from tests.services.town import Town, october

SWIFT = Capabilities(max_text=4096, per_second=100_000.0, per_chat_per_second=100_000.0)
BLOCKED = SendResult(SendState.REFUSED, error=SendError.BLOCKED, disables_contact=True)
TOO_LARGE = SendResult(SendState.REFUSED, error=SendError.TOO_LARGE)
UNAUTHORIZED = SendResult(SendState.REFUSED, error=SendError.UNAUTHORIZED, pauses_account=True)
QUOTA_SPENT = SendResult(SendState.REFUSED, error=SendError.QUOTA_SPENT, pauses_account=True)
NO_ANSWER = SendResult(SendState.UNCERTAIN, error=SendError.NO_ANSWER)
SERVER_ERROR = SendResult(SendState.RETRY, error=SendError.SERVER_ERROR)
PATIENCE = SendResult(SendState.RETRY, error=SendError.RATE_LIMITED, retry_after=60.0)
MORNING = october(17, 8, 30)


@dataclass(slots=True)
class Post:
    """A messenger; it answers as scripted for an address, otherwise it takes everything."""

    kind: str = "telegram"
    account: str = "bot"
    capabilities: Capabilities = SWIFT
    taken: list[Outbound] = field(default_factory=list)
    script: dict[str, deque[SendResult]] = field(default_factory=dict)
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answers(self, address: str, *results: SendResult) -> None:
        """What the next messages to an address meet with."""
        self.script[address] = deque(results)

    def hangs(self, address: str) -> asyncio.Event:
        """The next messages to an address are answered when the event is set."""
        self.slow[address] = asyncio.Event()
        return self.slow[address]

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        return None

    async def send(self, message: Outbound) -> SendResult:
        self.asked.append(message.address)
        if message.address in self.slow:
            await self.slow[message.address].wait()
        waiting = self.script.get(message.address)
        result = waiting.popleft() if waiting else SendResult.sent(str(len(self.taken)))
        if result.state is not SendState.REFUSED and result.state is not SendState.RETRY:
            self.taken.append(message)
        return result

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None: ...

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        raise NotImplementedError

    async def receive(self, intake: Intake) -> None: ...

    async def close(self) -> None: ...


@dataclass(slots=True)
class Office:
    """A town with its sender. People are linked at an address of each channel that bears their name."""

    town: Town
    posts: Sequence[Post]
    sender: Sender
    paces: Paces

    async def joins(self, unit: str, role: Role = Role.FOCAL_POINT, name: str = "", *, on: str = "") -> Actor:
        """Somebody is linked on the first channel, and on further ones (`webchat zalo_bot`) in that order."""
        actor = await self.town.joins(unit, role, name)
        assert actor.person is not None
        person = actor.person

        async def further(uow: UnitOfWork) -> None:
            for kind in on.split():
                account = next(post.account for post in self.posts if post.kind == kind)
                await uow.organisation.add_contact(person.id, (kind, account, person.name), MORNING)

        await self.town.store.transact(further)
        return actor

    async def sends(self, now: datetime = MORNING, *, passes: int = 20) -> Delivered:
        """The sender works until nothing is left to do at this moment."""
        total = Delivered()
        for _ in range(passes):
            step = await self.sender.step(now)
            if not step.total:
                return total
            total = total.plus(
                sent=step.sent, uncertain=step.uncertain, failed=step.failed,
                deferred=step.deferred, cancelled=step.cancelled,
            )  # fmt: skip
        raise AssertionError("the sender does not come to rest")

    async def queues(self, key: str, actor: Actor, body: str = "Kính gửi", **changes: Any) -> int:
        """A message to somebody at the first channel."""
        assert actor.person is not None
        values = {
            "message_class": MessageClass.NOTICE,
            "channel": self.posts[0].kind,
            "account": self.posts[0].account,
            "address": actor.person.name,
            "person_id": actor.person.id,
            "body": body,
            "not_before": MORNING,
            "created_at": MORNING,
        }
        added = await self.town.store.transact(
            lambda uow: uow.outbox.add(idem_key=key, **{**values, **changes})
        )
        assert added is not None
        return added

    async def looks_again(self, now: datetime = MORNING) -> int:
        """What was not seen, or may not have arrived, goes another way."""
        return await self.sender.follow_up(now)

    async def machine_passes(self, passed: timedelta) -> None:
        """Machine time is never simulated: its marks in the outbox grow older by that much."""
        outbox = table_of(OutboxRow)

        async def work(uow: UnitOfWork) -> None:
            for name in ("retry_at", "lease_until", "follow_up_at"):
                rows = await uow._connection.execute(select(outbox.c.id, outbox.c[name]))
                for key, moment in rows.all():
                    if moment is not None:
                        older = outbox.update().where(outbox.c.id == key)
                        await uow._connection.execute(older.values({name: moment - passed}))

        await self.town.store.transact(work)

    async def message(self, key: str) -> OutboxMessage:
        """The message of a key."""
        return next(one for one in await self.town.messages() if one.idem_key == key)

    async def states(self) -> dict[str, str]:
        """Every message's state by its key."""
        return {one.idem_key: one.state.value for one in await self.town.messages()}

    async def digests(self, *states: OutboxState) -> list[OutboxMessage]:
        """Reminders, in these states or all."""
        found = [one for one in await self.town.messages() if one.message_class is MessageClass.DIGEST]
        return [one for one in found if not states or one.state in states]

    async def buttons(self) -> list[Button]:
        """Every button that was hung below a message."""
        button = table_of(ButtonRow)
        async with self.town.store.reading() as uow:
            rows = (await uow._connection.execute(select(button))).all()
        return sorted((Button(**row._mapping) for row in rows), key=lambda one: (one.outbox_id, one.n))


def opened(town: Town, *posts: Post) -> Office:
    """A sender with these messengers."""
    channels = {(post.kind, post.account): post for post in posts}
    calendars = Calendars(CalendarOverrides(), first_year=2023, last_year=2023)
    paces = Paces(channels, persists=0.0)
    sender = Sender(town.store, channels, owner="sender", calendars=calendars, paces=paces)
    return Office(town, posts, sender, paces)
