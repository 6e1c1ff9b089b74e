"""Where a queued message comes from: the text it is a part of, the message it stands for."""

from collections.abc import Sequence
from typing import Any

from domain.delivery import OutboxMessage
from storage.store import UnitOfWork


async def lineage(uow: UnitOfWork, message: OutboxMessage) -> list[OutboxMessage]:
    """The message itself, then what it is a part of or stands for, back to the first one."""
    found = [message]
    while (key := _parent(found[-1])) is not None:
        found += await uow.outbox.messages(ids=[key])
    return found


def _parent(message: OutboxMessage) -> int | None:
    if message.series_id is not None and message.series_id != message.id:
        return message.series_id
    return message.stands_for


def is_continuation(line: Sequence[OutboxMessage]) -> bool:
    """Whether the message goes on with a text that began elsewhere; such a part is never worded anew."""
    return any(message.part_no > 1 for message in line)


async def reminders(uow: UnitOfWork, line: Sequence[OutboxMessage]) -> list[Any]:
    """The reminders that the message carries, itself or for the one it comes from."""
    for message in line:
        if rows := await uow.reminders.of_message(message.id):
            return rows
    return []
