"""Queueing what the conversation says: an answer with its open question, buttons and file."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.delivery import MessageClass
from domain.messages import Reply
from services.accounts import Address
from storage import wakes
from storage.store import UnitOfWork

PROMPT_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes, whose it is (None: nobody's, or a stranger's), and the topic of a group."""

    address: Address
    person_id: int | None
    thread: str | None = None

    @property
    def owner(self) -> str:
        """Whose open question comes with the answer."""
        return f"person:{self.person_id}" if self.person_id is not None else self.address.owner


async def queue(uow: UnitOfWork, reply: Reply, place: Place, *, key: str, now: datetime) -> int | None:
    """Queue an answer once for its key, with the question it opens; its outbox key, None when known."""
    prompt_id = None
    if reply.prompt is not None:
        prompt_id = await uow.prompts.ask(
            place.owner,
            reply.prompt.kind,
            data=reply.prompt.data,
            options=reply.options,
            times=(now, now + PROMPT_LIFE),
        )
    file_id = await uow.files.keep(reply.document, now) if reply.document is not None else None
    channel, account, where = place.address.key
    queued = await uow.outbox.add(
        idem_key=key,
        message_class=MessageClass.REPLY,
        options=reply.options,
        channel=channel,
        account=account,
        address=where,
        person_id=place.person_id,
        body=reply.text,
        prompt_id=prompt_id,
        not_before=now,
        created_at=now,
        thread=place.thread,
        late_lines=list(reply.late_lines),
        file_id=file_id,
    )
    uow.wake(wakes.OUTBOX)
    return queued
