"""Looking again at what has left: unseen where receipts are given, or of unknown outcome."""

from domain.delivery import OutboxMessage, OutboxState
from services import fallbacks
from services.lineage import lineage, reminders
from services.policy import Situation
from storage.store import UnitOfWork

BATCH = 100


async def look(uow: UnitOfWork, situation: Situation) -> int:
    """Send what was not seen, or may not have arrived, once over another channel; returns how many.

    Who has seen it, has acted since, or has no other channel is left alone.
    """
    repeated = 0
    for message in await uow.outbox.follow_ups(situation.machine_now, BATCH):
        await uow.outbox.follow_up(message.id, None)
        if await _is_missing(uow, message, situation):
            repeated += await _repeat(uow, message, situation)
    return repeated


async def _is_missing(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> bool:
    if message.displayed_at is not None:
        return False
    if message.state is OutboxState.SENT:
        # Where no receipts are given, sent means that an unknown outcome has become known.
        return situation.of(message.channel, message.account).receipts
    return message.state is OutboxState.UNCERTAIN and not await _has_acted(uow, message)


async def _has_acted(uow: UnitOfWork, message: OutboxMessage) -> bool:
    """Whether the person has done something about these duties since the message left."""
    told = await reminders(uow, await lineage(uow, message))
    subjects = {f"assignment:{row.assignment_id}" for row in told}
    since = message.finished_at or message.created_at
    return await uow.outbox.has_acted(f"person:{message.person_id}", subjects, since)


async def _repeat(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> bool:
    contact = await fallbacks.next_contact(uow, message, situation, other_channel=True)
    if contact is None:
        return False
    return await fallbacks.queue(uow, message, contact, situation) is not None
