"""The sender: claim with a lease, check once more, send outside any transaction, record under the lease."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import ladder
from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.messages import Outbound, SendError, SendResult, SendState
from domain.permissions import Scope
from domain.ports import Channel
from domain.units import OPERATOR, ContactState
from locales.speech import speech
from services import digests, history, obligations
from services.calendar import Calendars
from services.pacing import Pacer
from storage import wakes
from storage.store import Store, UnitOfWork

# The lease outlives the longest send (20 s) by far, so a slow send is never taken for a dead one.
LEASE = timedelta(seconds=60)
BATCH = 20
MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)

_AFTER_SEND = {
    SendState.SENT: OutboxState.SENT,
    SendState.RETRY: OutboxState.RETRY_WAIT,
    SendState.UNCERTAIN: OutboxState.UNCERTAIN,
    SendState.REFUSED: OutboxState.FAILED,
}

_COUNTED = {
    OutboxState.SENT: "sent",
    OutboxState.UNCERTAIN: "uncertain",
    OutboxState.FAILED: "failed",
    OutboxState.RETRY_WAIT: "deferred",
    OutboxState.QUEUED: "deferred",
    OutboxState.CANCELLED: "cancelled",
}
# The sender acts for the house; whose message it is was decided when it was queued.
_EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one pass of the sender did."""

    sent: int = 0
    uncertain: int = 0
    failed: int = 0
    deferred: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        """How many messages were touched."""
        return self.sent + self.uncertain + self.failed + self.deferred + self.cancelled

    def plus(self, **more: int) -> "Delivered":
        """Counts added up."""
        return replace(self, **{name: getattr(self, name) + count for name, count in more.items()})


class Sender:
    """One sender of a process. `owner` names it in leases; `channels` are keyed by (kind, account)."""

    def __init__(
        self, store: Store, channels: Mapping[tuple[str, str], Channel], *, owner: str, calendars: Calendars
    ) -> None:
        self._store, self._channels, self._owner, self._calendars = store, channels, owner, calendars
        self._pacers = {key: Pacer(channel.capabilities) for key, channel in channels.items()}

    async def step(self, now: datetime) -> Delivered:
        """Claim one batch as of business time `now`, send it and record the outcomes."""
        ready, total = await self._store.transact(lambda uow: self._claim(uow, now))
        outcomes = await asyncio.gather(*(self._deliver(message, now) for message in ready))
        for state in outcomes:
            total = total.plus(**{_COUNTED[state]: 1})
        return total

    async def repair(self) -> int:
        """Give back leases of vanished holders: unsent ones queue again, half-sent ones become uncertain.

        A chat reply whose outcome is unknown is sent once more; a reminder never is.
        """
        return await self._store.transact(self._repair)

    async def _claim(self, uow: UnitOfWork, now: datetime) -> tuple[list[OutboxMessage], Delivered]:
        machine_now = await uow.machine_now()
        claimed = await uow.outbox.claim(
            owner=self._owner, limit=BATCH, now=now, machine_now=machine_now, lease_until=machine_now + LEASE
        )
        if claimed:
            await self._calendars.refresh(uow)
        ready: list[OutboxMessage] = []
        kept = Delivered()
        for message in claimed:
            held_back = await self._hold_back(uow, message, now)
            if held_back is None:
                body = await self._fresh_body(uow, message, now)
                ready.append(await uow.outbox.sending(message, body))
            else:
                kept = kept.plus(**{_COUNTED[held_back]: 1})
        return ready, kept

    async def _hold_back(self, uow: UnitOfWork, message: OutboxMessage, now: datetime) -> OutboxState | None:
        """Check again at the last moment: person reachable there, duty still owed, hour allowed.

        None when the message may go, otherwise the state it was put into.
        """
        reason = None
        if message.message_class is not MessageClass.REPLY:
            reason = await self._unwanted(uow, message)
        if reason is not None:
            await uow.outbox.set_state([message.id], OutboxState.CANCELLED, detail=reason, finished_at=now)
            return OutboxState.CANCELLED
        calendar = self._calendars.value
        if message.message_class is MessageClass.DIGEST and not ladder.is_sending_time(now, calendar):
            later = ladder.next_sending_time(now, calendar)
            await uow.outbox.set_state([message.id], OutboxState.QUEUED, not_before=later)
            return OutboxState.QUEUED
        return None

    async def _unwanted(self, uow: UnitOfWork, message: OutboxMessage) -> str | None:
        contact = await uow.organisation.contact_at(message.channel, message.account, message.address)
        if contact is None or contact.person_id != message.person_id:
            return "no_contact"
        if contact.state is not ContactState.ACTIVE:
            return "contact_disabled"
        if message.message_class is MessageClass.DIGEST and not await self._owed(uow, message):
            return "no_longer_owed"
        return None

    async def _owed(self, uow: UnitOfWork, message: OutboxMessage) -> list[int]:
        """Assignments of a digest that are still owed by a unit of its person, at the same plan version."""
        told = {row.assignment_id: row.version for row in await uow.reminders.of_message(message.id)}
        memberships = await uow.organisation.memberships(person_ids=[message.person_id or 0])
        units = {membership.unit_id for membership in memberships}
        found = await uow.duties.assignments(_EVERYTHING, ids=told, owed=True)
        return [
            item.id
            for item in found
            if item.unit_id in units and item.plan_version == told[item.id] and not item.disputed
        ]

    async def _fresh_body(self, uow: UnitOfWork, message: OutboxMessage, now: datetime) -> str:
        """A digest is written anew as it leaves, so that it never asks for what was sent meanwhile."""
        if message.message_class is not MessageClass.DIGEST:
            return message.body
        owed = await uow.duties.assignments(_EVERYTHING, ids=await self._owed(uow, message))
        duties = await obligations.duties(uow, owed)
        people = await uow.organisation.people([message.person_id or 0])
        tr = speech(people[message.person_id or 0].locale, self._calendars.value.zone)
        return await digests.text(uow, tr, duties, now=now, calendar=self._calendars.value)

    async def _deliver(self, message: OutboxMessage, now: datetime) -> OutboxState:
        key = (message.channel, message.account)
        channel = self._channels.get(key)
        if channel is None:
            result = SendResult(SendState.RETRY, error=SendError.NOT_CONNECTED, detail="channel is off")
        else:
            await asyncio.sleep(self._pacers[key].reserve(message.address))
            result = await channel.send(
                Outbound(message.address, message.body, message.options, message.prompt_id, message.idem_key)
            )
        return await self._store.transact(lambda uow: self._record(uow, message, result, now))

    async def _record(
        self, uow: UnitOfWork, message: OutboxMessage, result: SendResult, now: datetime
    ) -> OutboxState:
        machine_now = await uow.machine_now()
        state = _AFTER_SEND[result.state]
        # Being asked for patience is no failure of the message and costs no attempt.
        attempts = message.attempts + (result.error is not SendError.RATE_LIMITED)
        if result.new_address is not None:
            # The chat lives on under another id: the same message goes there once.
            state = OutboxState.RETRY_WAIT
        if state is OutboxState.RETRY_WAIT and attempts >= MOST_ATTEMPTS:
            state = OutboxState.FAILED
        retry_at = machine_now + _pause(result, attempts) if state is OutboxState.RETRY_WAIT else None
        kept = await uow.outbox.finish(
            message,
            owner=self._owner,
            state=state,
            attempts=attempts,
            retry_at=retry_at,
            provider_id=result.provider_id,
            error=result.error.value if result.error else None,
            detail=result.detail,
            finished_at=now if retry_at is None else None,
        )
        if kept:
            await self._consequences(uow, message, result, now)
            if retry_at is not None and result.error is SendError.RATE_LIMITED:
                await uow.outbox.postpone_chat(message, retry_at)
            if state is OutboxState.UNCERTAIN:
                await _resolve_uncertain(uow, message)
        uow.wake(wakes.OUTBOX, wakes.LINES)
        return state

    async def _consequences(
        self, uow: UnitOfWork, message: OutboxMessage, result: SendResult, now: datetime
    ) -> None:
        """A gone address is closed, a moved one follows; both are facts of the history."""
        address = (message.channel, message.account, message.address)
        if result.disables_contact:
            code = result.error.value if result.error else "refused"
            if await uow.organisation.set_contact(address, ContactState.DISABLED, code):
                data = {"channel": message.channel, "reason": code}
                fact = history.Fact("contact_disabled", f"person:{message.person_id}", data=data)
                await history.record(uow, OPERATOR, fact, now=now)
        if result.new_address is not None:
            await uow.organisation.move_contact(address, result.new_address)
            await uow.outbox.readdress(address, result.new_address)

    async def _repair(self, uow: UnitOfWork) -> int:
        expired = await uow.outbox.expired_leases(await uow.machine_now())
        leased = [message.id for message in expired if message.state is OutboxState.LEASED]
        sending = [message for message in expired if message.state is OutboxState.SENDING]
        await uow.outbox.set_state(leased, OutboxState.QUEUED)
        await uow.outbox.set_state(
            (m.id for m in sending), OutboxState.UNCERTAIN, error=SendError.NO_ANSWER.value
        )
        for message in sending:
            await _resolve_uncertain(uow, message)
        if expired:
            uow.wake(wakes.OUTBOX)
        return len(expired)


async def _resolve_uncertain(uow: UnitOfWork, message: OutboxMessage) -> None:
    if message.message_class is MessageClass.REPLY and message.attempts == 0:
        await uow.outbox.set_state([message.id], OutboxState.QUEUED, attempts=1)


def _pause(result: SendResult, attempts: int) -> timedelta:
    """How long to wait before the next try; a platform's own wish is honoured up to the longest pause."""
    if result.retry_after is not None:
        return min(timedelta(seconds=result.retry_after + 0.5), LONGEST_RETRY)
    doubled: timedelta = FIRST_RETRY * 2 ** max(attempts - 1, 0)
    return min(doubled, LONGEST_RETRY)
