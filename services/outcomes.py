"""What a send's outcome means: the message's next state, and what follows for contact, account and person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.messages import SendError, SendResult, SendState
from domain.policy import OPEN_TO_ALL, WARNED_AT, reaches
from domain.units import OPERATOR, ContactState, Role
from locales.catalogue import DEFAULT
from locales.speech import speech
from services import digests, fallbacks, history, notices, policy
from services.leaving import LOOK_AGAIN
from services.lineage import lineage, reminders
from services.policy import Situation
from storage.store import UnitOfWork

MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)
# The doubled pause is longer than the longest one by then.
_MOST_DOUBLINGS = 10
# So long a message waits for a connection when it can go nowhere else.
LONGEST_OUTAGE = timedelta(hours=12)
# So long a message may stay unseen in a channel that tells what was displayed.
UNSEEN = timedelta(seconds=120)
# So long the outcome of a pressing reminder may stay unknown.
UNKNOWN = timedelta(minutes=30)

_AFTER_SEND = {
    SendState.SENT: OutboxState.SENT,
    SendState.RETRY: OutboxState.RETRY_WAIT,
    SendState.UNCERTAIN: OutboxState.UNCERTAIN,
    SendState.REFUSED: OutboxState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a message stands after a send; `retry_at` is machine time."""

    state: OutboxState
    attempts: int
    retry_at: datetime | None = None


async def judge(uow: UnitOfWork, message: OutboxMessage, result: SendResult, situation: Situation) -> Outcome:
    """The message's next state."""
    state, machine_now = _AFTER_SEND[result.state], situation.machine_now
    # Being asked for patience is no failure of the message and costs no attempt.
    attempts = message.attempts + (result.error is not SendError.RATE_LIMITED)
    if result.pauses_account and await _waits_for_account(uow, message, result, situation):
        return Outcome(OutboxState.RETRY_WAIT, message.attempts, machine_now + LOOK_AGAIN)
    if result.new_address is not None:
        # The chat lives on under another id: the same message goes there once.
        state = OutboxState.RETRY_WAIT
    if state is not OutboxState.RETRY_WAIT:
        return Outcome(state, attempts)
    if attempts < MOST_ATTEMPTS or await _outlasts_outage(uow, message, result, situation):
        return Outcome(state, attempts, machine_now + _pause(result, attempts))
    return Outcome(OutboxState.FAILED, attempts)


async def _waits_for_account(
    uow: UnitOfWork, message: OutboxMessage, result: SendResult, situation: Situation
) -> bool:
    """Whether the message waits for a person to mend the account, because it can go nowhere else."""
    if result.error is SendError.QUOTA_SPENT:
        return False
    return await fallbacks.next_contact(uow, message, situation) is None


async def _outlasts_outage(
    uow: UnitOfWork, message: OutboxMessage, result: SendResult, situation: Situation
) -> bool:
    """Whether a message that never left waits on: a network that is away says nothing about the message."""
    is_away = result.error is SendError.NOT_CONNECTED
    if not is_away or situation.now - message.not_before > LONGEST_OUTAGE:
        return False
    stays = not fallbacks.may_move(message, account_is_gone=False)
    return stays or await fallbacks.next_contact(uow, message, situation) is None


def _pause(result: SendResult, attempts: int) -> timedelta:
    """How long to wait before the next try; a platform's own wish is honoured up to the longest pause."""
    if result.retry_after is not None:
        return min(timedelta(seconds=result.retry_after + 0.5), LONGEST_RETRY)
    doubled: timedelta = FIRST_RETRY * 2 ** min(max(attempts - 1, 0), _MOST_DOUBLINGS)
    return min(doubled, LONGEST_RETRY)


async def follow(
    uow: UnitOfWork, message: OutboxMessage, result: SendResult, outcome: Outcome, situation: Situation
) -> None:
    """Everything that an outcome brings about, in the transaction that records it."""
    await _close_address(uow, message, result, situation)
    if outcome.retry_at is not None and result.error is SendError.RATE_LIMITED:
        await uow.outbox.postpone_chat(message, outcome.retry_at)
    where = (message.channel, message.account)
    if result.pauses_account:
        code = result.error.value if result.error else SendError.UNAUTHORIZED.value
        await policy.pause(uow, OPERATOR, where, code, situation)
    if outcome.state in (OutboxState.SENT, OutboxState.UNCERTAIN):
        await _count(uow, where, situation)
    if outcome.state is OutboxState.FAILED and fallbacks.may_move(
        message, account_is_gone=result.pauses_account
    ):
        await fallbacks.move_on(uow, message, situation)
    if outcome.state is OutboxState.UNCERTAIN:
        await doubt(uow, message, situation.machine_now)
    is_told = outcome.state is OutboxState.SENT and message.message_class is not MessageClass.REPLY
    if is_told and situation.of(*where).receipts:
        await uow.outbox.follow_up(message.id, situation.machine_now + UNSEEN)


async def _close_address(
    uow: UnitOfWork, message: OutboxMessage, result: SendResult, situation: Situation
) -> None:
    """A gone address is closed, a moved one follows; both are facts of the history."""
    address = (message.channel, message.account, message.address)
    if result.disables_contact:
        await uow.groups.leave(address)
        code = result.error.value if result.error else SendError.BLOCKED.value
        contact = await uow.organisation.contact_at(*address)
        if contact is not None and await uow.organisation.set_contact(address, ContactState.DISABLED, code):
            data = {"channel": message.channel, "reason": code}
            fact = history.Fact("contact_disabled", f"person:{contact.person_id}", data=data)
            await history.record(uow, OPERATOR, fact, now=situation.now)
            await fallbacks.tell_closed(uow, contact, code, situation)
    if result.new_address is not None:
        await uow.groups.move(address, result.new_address)
        await uow.organisation.move_contact(address, result.new_address)
        await uow.outbox.readdress(address, result.new_address)


async def _count(uow: UnitOfWork, where: tuple[str, str], situation: Situation) -> None:
    """Count against the platform's quota: warn once as it runs low, then keep the rest for answers."""
    quota = situation.of(*where).quota_month
    if quota is None:
        return
    sent = await uow.accounts.count_sent(*where, situation.month)
    if _crosses(sent, quota, WARNED_AT):
        await _warn(uow, where, (sent, quota), situation)
    if _crosses(sent, quota, OPEN_TO_ALL):
        await policy.reserve(uow, where, situation)


def _crosses(sent: int, quota: int, percent: int) -> bool:
    return reaches(sent, quota, percent) and not reaches(sent - 1, quota, percent)


async def _warn(
    uow: UnitOfWork, where: tuple[str, str], spent: tuple[int, int], situation: Situation
) -> None:
    """Tell every coordinator, once for each account and month, in their own language."""
    channel, account = where
    members = await uow.organisation.memberships(roles=[Role.COORDINATOR])
    people = await uow.organisation.people({member.person_id for member in members})
    for person in people.values():
        tr = speech(person.locale or DEFAULT, situation.calendar.zone)
        text = tr(
            "notice.quota_low",
            channel=fallbacks.channel_name(tr, channel),
            account=account,
            sent=spent[0],
            quota=spent[1],
        )
        key = f"quota:{channel}/{account}:{situation.month}"
        await notices.tell(uow, [person.id], key=key, text=text, now=situation.now)


async def doubt(uow: UnitOfWork, message: OutboxMessage, machine_now: datetime) -> None:
    """What becomes of an unknown outcome: an answer goes once more, a pressing reminder is seen to later."""
    if message.message_class is MessageClass.REPLY and message.attempts == 0:
        await uow.outbox.set_state([message.id], OutboxState.QUEUED, attempts=1)
    if message.message_class is not MessageClass.DIGEST:
        return
    line = await lineage(uow, message)
    is_repeat = any(earlier.state is OutboxState.UNCERTAIN for earlier in line[1:])
    told = await reminders(uow, line)
    if not is_repeat and digests.is_final(row.step for row in told):
        await uow.outbox.follow_up(message.id, machine_now + UNKNOWN)
