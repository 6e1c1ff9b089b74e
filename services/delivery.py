"""The sender: claim with a lease, check once more, send outside any transaction, record under the lease."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.messages import SendError, SendResult, SendState
from domain.ports import Channel
from domain.units import OPERATOR
from locales.speech import Speech
from services import follow_ups, outcomes, policy
from services.calendar import Calendars
from services.leaving import LOOK_AGAIN, Ready, leave
from services.pacing import Paces
from services.policy import Situation
from storage import dialects, wakes
from storage.claims import Claim, Lane
from storage.store import Store, UnitOfWork

# The lease outlives the longest wait for a turn and the longest send (20 s) after it.
LEASE = timedelta(seconds=60)
# So many messages are under way at once, and at most so many are of unknown outcome after a crash.
BATCH = 20
_SLOTS = {Lane.EVERYTHING: BATCH, Lane.ROUTINE: 15, Lane.ANSWERS: BATCH - 15}
# Messages that end while others are under way are replaced together, so that many are claimed at once.
_GATHER = 0.03

_COUNTED = {
    OutboxState.SENT: "sent",
    OutboxState.UNCERTAIN: "uncertain",
    OutboxState.FAILED: "failed",
    OutboxState.RETRY_WAIT: "deferred",
    OutboxState.QUEUED: "deferred",
    OutboxState.CANCELLED: "cancelled",
}

logger = logging.getLogger(__name__)


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
    """One sender of a process. `owner` names it in leases; `channels` are keyed by (kind, account).

    `paces` are shared with whatever else writes through these channels.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[tuple[str, str], Channel],
        *,
        owner: str,
        calendars: Calendars,
        paces: Paces | None = None,
    ) -> None:
        self._store, self._channels, self._owner, self._calendars = store, channels, owner, calendars
        self._paces = paces or Paces(channels)
        self._capabilities = {key: channel.capabilities for key, channel in channels.items()}
        self._flying: dict[Lane, set[asyncio.Task[OutboxState]]] = defaultdict(set)
        self._faults: list[BaseException] = []

    @property
    def unanswered(self) -> list[tuple[str, str]]:
        """Accounts that nobody answers: their addresses stand on people's cards, no code links them."""
        return [key for key, can in self._capabilities.items() if not can.answers]

    async def step(self, now: datetime) -> Delivered:
        """Claim one batch as of business time `now`, send it and wait for all outcomes."""
        ready, held = await self._claim(now, Lane.EVERYTHING, BATCH)
        ended = await asyncio.gather(*(self._deliver(one, now) for one in ready))
        return _counted([*held, *ended])

    async def fill(self, now: datetime, lane: Lane) -> int:
        """Send what may go in the lane's free slots and come back at once; how many messages were begun.

        The outbox wakes whenever a slot is free again. Raises what a send of the lane ran into meanwhile.
        """
        if self._faults:
            raise self._faults.pop()
        begun, flying = 0, self._flying[lane]
        if flying and lane is not Lane.ANSWERS:
            await asyncio.sleep(_GATHER)
        while (free := _SLOTS[lane] - len(flying)) > 0:
            ready, held = await self._claim(now, lane, free)
            for one in ready:
                task = asyncio.create_task(self._deliver(one, now))
                flying.add(task)
                task.add_done_callback(lambda ended: self._landed(lane, ended))
            begun += len(ready)
            if held:
                # Thousands may be held back; the loop shows a sign of life before it takes the next ones.
                self._store.wakes.fire((wakes.OUTBOX,))
            if held or not ready:
                break
        return begun

    async def finish(self, seconds: float) -> None:
        """Let what is under way come to its end, so that its outcome is known; then stop."""
        flying = set().union(*self._flying.values())
        if flying:
            _, late = await asyncio.wait(flying, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                # An outcome that is just being recorded is recorded to its end.
                await asyncio.wait(late)

    async def repair(self) -> int:
        """Give back leases of vanished holders: unsent ones queue again, half-sent ones become uncertain.

        A chat reply whose outcome is unknown is sent once more; a reminder never is.
        """
        return await self._store.transact(self._repair)

    async def follow_up(self, now: datetime) -> int:
        """Look again at messages that were not seen or may not have arrived; how many go another way."""

        async def work(uow: UnitOfWork) -> int:
            return await follow_ups.look(uow, await self._situation(uow, now))

        return await self._store.transact(work)

    async def give_up(self, where: tuple[str, str], now: datetime) -> None:
        """The platform does not know the account any more: it is paused until a person resumes it."""

        async def work(uow: UnitOfWork) -> None:
            situation = await self._situation(uow, now)
            await policy.pause(uow, OPERATOR, where, SendError.UNAUTHORIZED.value, situation)

        await self._store.transact(work)

    def _landed(self, lane: Lane, task: "asyncio.Task[OutboxState]") -> None:
        self._flying[lane].discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            self._faults.append(fault)
        self._store.wakes.fire((wakes.OUTBOX,))

    async def _situation(self, uow: UnitOfWork, now: datetime) -> Situation:
        machine_now = await uow.machine_now()
        return Situation(now, machine_now, self._calendars.value, self._capabilities)

    async def _claim(self, now: datetime, lane: Lane, limit: int) -> tuple[list[Ready], list[OutboxState]]:
        """Messages ready to be written, and the states of those that may not go after all."""

        async def work(uow: UnitOfWork) -> tuple[list[Ready], list[OutboxState]]:
            at = await uow.machine_now()
            claim = Claim(self._owner, limit, now, at, at + LEASE, lane, self._paces.closed)
            claimed = await uow.outbox.claim(claim)
            if claimed:
                await self._calendars.refresh(uow)
            situation = await self._situation(uow, now)
            left = [await _left(uow, message, situation) for message in claimed]
            ready = [one for one in left if isinstance(one, Ready)]
            return ready, [one for one in left if isinstance(one, OutboxState)]

        return await self._store.transact(work)

    async def _deliver(self, ready: Ready, now: datetime) -> OutboxState:
        result = await self._sent(ready)
        return await self._store.transact(lambda uow: self._record(uow, ready.message, result, now))

    async def _sent(self, ready: Ready) -> SendResult:
        message = ready.message
        key = (message.channel, message.account)
        channel = self._channels.get(key)
        if channel is None:
            return SendResult(SendState.RETRY, error=SendError.NOT_CONNECTED, detail="channel is off")
        urgent = message.message_class is MessageClass.REPLY
        closed = await self._paces.take(key, message.address, urgent=urgent, is_group=ready.is_group)
        if closed:
            return SendResult(SendState.RETRY, error=SendError.RATE_LIMITED, retry_after=closed)
        try:
            result = await channel.send(ready.outbound)
        except Exception as error:
            # A channel raises nothing of its own; should it, only this message must suffer.
            logger.exception("a channel failed at message %d", message.id)
            detail = type(error).__name__
            return SendResult(SendState.UNCERTAIN, error=SendError.INTERNAL, detail=detail)
        return self._understood(message, result)

    async def _record(
        self, uow: UnitOfWork, message: OutboxMessage, result: SendResult, now: datetime
    ) -> OutboxState:
        situation = await self._situation(uow, now)
        outcome = await outcomes.judge(uow, message, result, situation)
        kept = await uow.outbox.finish(
            message,
            owner=self._owner,
            state=outcome.state,
            attempts=outcome.attempts,
            retry_at=outcome.retry_at,
            provider_id=result.provider_id,
            error=result.error.value if result.error else None,
            detail=result.detail,
            finished_at=now if outcome.retry_at is None else None,
        )
        if kept:
            await outcomes.follow(uow, message, result, outcome, situation)
        uow.wake(wakes.OUTBOX, wakes.LINES)
        return outcome.state

    def _understood(self, message: OutboxMessage, result: SendResult) -> SendResult:
        """The result in the light of those before it: patience asked for on and on is a spent quota."""
        key = (message.channel, message.account)
        if result.state is SendState.SENT:
            self._paces.accepted(key)
        if result.error is SendError.RATE_LIMITED and self._paces.refused(
            key, message.address, result.retry_after or 0.0
        ):
            return SendResult(SendState.REFUSED, error=SendError.QUOTA_SPENT, pauses_account=True)
        return result

    async def _repair(self, uow: UnitOfWork) -> int:
        machine_now = await uow.machine_now()
        expired = await uow.outbox.expired_leases(machine_now)
        leased = [message.id for message in expired if message.state is OutboxState.LEASED]
        sending = [message for message in expired if message.state is OutboxState.SENDING]
        await uow.outbox.set_state(leased, OutboxState.QUEUED)
        await uow.outbox.set_state(
            (m.id for m in sending), OutboxState.UNCERTAIN, error=SendError.NO_ANSWER.value
        )
        for message in sending:
            await outcomes.doubt(uow, message, machine_now)
        if expired:
            uow.wake(wakes.OUTBOX)
        return len(expired)


async def _left(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> Ready | OutboxState:
    """The message as it leaves; one that cannot be made ready is put aside, so that the others go on."""
    try:
        async with uow.savepoint():
            return await leave(uow, message, situation)
    except Exception as error:
        if isinstance(error, dialects.FAULTS) and dialects.is_away(error):
            raise
        logger.exception("message %d cannot be made ready", message.id)
        later, detail = situation.machine_now + LOOK_AGAIN, type(error).__name__
        await uow.outbox.set_state(
            [message.id],
            OutboxState.QUEUED,
            retry_at=later,
            error=SendError.INTERNAL.value,
            detail=detail,
        )
        return OutboxState.QUEUED


def _counted(states: Iterable[OutboxState]) -> Delivered:
    total = Delivered()
    for state in states:
        total = total.plus(**{_COUNTED[state]: 1})
    return total


def reason(tr: Speech, message: OutboxMessage) -> str | None:
    """Why a message stands where it does, for a person to read; None while nothing is to be said."""
    if message.state is OutboxState.EXPIRED:
        return tr("cancelled.expired")
    if message.state is OutboxState.CANCELLED:
        return tr(f"cancelled.{message.detail}")
    if message.error is None or message.state is OutboxState.SENT:
        return None
    return " ".join(filter(None, (tr(f"send_error.{message.error}"), message.detail)))
