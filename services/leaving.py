"""The last look at a message as it leaves: is it still wanted, may it go here, what exactly is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain import ladder, parts
from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.groups import GroupState
from domain.messages import Document, Option, Outbound
from domain.obligations import Assignment
from domain.permissions import Scope
from domain.policy import Reason, Ruling
from domain.units import Contact, ContactState
from locales.catalogue import DEFAULT
from locales.speech import Speech, speech
from services import buttons, digests, fallbacks, obligations, policy
from services.buttons import Subject
from services.lineage import is_continuation, lineage, reminders
from services.policy import Situation
from storage.store import UnitOfWork

# A message of a paused account that can go nowhere else is looked at again after this time.
LOOK_AGAIN = timedelta(minutes=15)
# The sender acts for the house; whose message it is was decided when it was queued.
_EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, slots=True)
class Ready:
    """A message marked as being written to the wire, and what is written."""

    message: OutboxMessage
    outbound: Outbound
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a message says, before it is divided."""

    text: str
    late_lines: tuple[int, ...]
    options: tuple[Option, ...]
    document: Document | None = None
    subject: Subject | None = None


async def leave(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> Ready | OutboxState:
    """The message as it leaves, or the state it was put into because it may not."""
    contact = await uow.organisation.contact_at(message.channel, message.account, message.address)
    line = await lineage(uow, message)
    owed = await _owed(uow, line) if message.message_class is MessageClass.DIGEST else []
    reason = await _unwanted(uow, line, contact, situation)
    if reason is None and message.message_class is MessageClass.DIGEST:
        reason = await _overtaken(uow, line, owed, situation)
    if reason is not None:
        if reason in (Reason.NO_CONTACT, Reason.CONTACT_DISABLED):
            await fallbacks.move_on(uow, message, situation)
        return await fallbacks.withhold(uow, message, reason, situation)
    held = await _held_back(uow, message, situation)
    if held is not None:
        return held
    tr = await _speech(uow, message, situation)
    draft = await _worded(uow, line, owed, tr, situation)
    ready = await _prepared(uow, message, draft, tr, situation)
    return replace(ready, is_group=contact is None)


async def _unwanted(
    uow: UnitOfWork, line: Sequence[OutboxMessage], contact: Contact | None, situation: Situation
) -> Reason | None:
    message = line[0]
    if message.message_class is MessageClass.REPLY:
        return None
    if message.stands_for is not None and _has_arrived(line[1], situation):
        return Reason.ARRIVED
    if message.person_id is None:
        group = await uow.groups.at((message.channel, message.account, message.address))
        if group is None:
            return Reason.NO_CONTACT
        return Reason.GROUP_LEFT if group.state is GroupState.LEFT else None
    if contact is None or contact.person_id != message.person_id:
        return Reason.NO_CONTACT
    return Reason.CONTACT_DISABLED if contact.state is not ContactState.ACTIVE else None


def _has_arrived(original: OutboxMessage, situation: Situation) -> bool:
    """Whether the message that this one stands for was seen, or its unknown outcome became known."""
    has_receipts = situation.of(original.channel, original.account).receipts
    return original.displayed_at is not None or (original.state is OutboxState.SENT and not has_receipts)


async def _owed(uow: UnitOfWork, line: Sequence[OutboxMessage]) -> list[Assignment]:
    """Assignments of a digest that are still owed by a unit of its person, at the same plan version."""
    told = {row.assignment_id: row.version for row in await reminders(uow, line)}
    memberships = await uow.organisation.memberships(person_ids=[line[0].person_id or 0])
    units = {membership.unit_id for membership in memberships}
    found = await uow.duties.assignments(_EVERYTHING, ids=told, owed=True)
    return [
        item
        for item in found
        if item.unit_id in units and item.plan_version == told[item.id] and not item.disputed
    ]


async def _overtaken(
    uow: UnitOfWork, line: Sequence[OutboxMessage], owed: Sequence[Assignment], situation: Situation
) -> Reason | None:
    """Why a digest has nothing to say any more: all was sent, or a later one says the same.

    What had to wait, for an account that was paused or away, would otherwise come twice in one minute.
    """
    message = line[0]
    if not owed:
        return Reason.NO_LONGER_OWED
    if is_continuation(line) or situation.now - message.not_before <= ladder.PUNCTUAL:
        return None
    since = max(row.emitted_at for row in await reminders(uow, line))
    later = await uow.reminders.told_later(
        message.person_id or 0, [item.id for item in owed], since=since, now=situation.now
    )
    return Reason.RETOLD if later.issuperset(item.id for item in owed) else None


async def _held_back(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> OutboxState | None:
    """What the account says: None when the message may go, otherwise the state it was put into."""
    found = await policy.verdict(uow, (message.channel, message.account), message.message_class, situation)
    if found.ruling is Ruling.ALLOW:
        return None
    if found.reason is None:
        await uow.outbox.set_state([message.id], OutboxState.QUEUED, not_before=found.until)
        return OutboxState.QUEUED
    may_move = fallbacks.may_move(message, account_is_gone=found.reason is not Reason.QUOTA_RESERVED)
    moved = may_move and await fallbacks.move_on(uow, message, situation) is not None
    if moved or found.ruling is Ruling.REFUSE:
        return await fallbacks.withhold(uow, message, found.reason, situation)
    later = situation.machine_now + LOOK_AGAIN
    await uow.outbox.set_state([message.id], OutboxState.QUEUED, retry_at=later)
    return OutboxState.QUEUED


async def _worded(
    uow: UnitOfWork,
    line: Sequence[OutboxMessage],
    owed: Sequence[Assignment],
    tr: Speech,
    situation: Situation,
) -> _Draft:
    """A digest is written anew as it leaves, so that it never asks for what was sent meanwhile."""
    message = line[0]
    draft = _Draft(message.body, message.late_lines, message.options)
    if message.message_class is MessageClass.DIGEST and not is_continuation(line):
        duties = await obligations.duties(uow, owed)
        text, late = await digests.text(uow, tr, duties, now=situation.now, calendar=situation.calendar)
        subject = Subject(owed[0].id, owed[0].version) if len(owed) == 1 else None
        draft = _Draft(text, late, digests.answers(tr, duties), subject=subject)
    mark = tr("delivery.repeated")
    # A part that is tried once more bears the mark already.
    is_bare = message.stands_for is not None and not draft.text.startswith(mark)
    if is_bare and line[1].state is OutboxState.UNCERTAIN:
        marked = f"{mark}\n{draft.text}"
        draft = replace(draft, text=marked, late_lines=tuple(at + 1 for at in draft.late_lines))
    return await _with_document(uow, message, draft, tr, situation)


async def _with_document(
    uow: UnitOfWork, message: OutboxMessage, draft: _Draft, tr: Speech, situation: Situation
) -> _Draft:
    """The file that goes along; where the channel cannot carry it, the text says so."""
    document = await uow.files.get(message.file_id) if message.file_id is not None else None
    if document is None:
        return draft
    can = situation.of(message.channel, message.account)
    if can.documents_out and (not can.max_document or len(document.content) <= can.max_document):
        return replace(draft, document=document)
    note = tr("delivery.no_document", name=document.name)
    return draft if note in draft.text else replace(draft, text=f"{draft.text}\n{note}")


async def _speech(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> Speech:
    people = await uow.organisation.people([message.person_id]) if message.person_id is not None else {}
    locales = [person.locale for person in people.values()]
    return speech(locales[0] if locales else DEFAULT, situation.calendar.zone)


async def _prepared(
    uow: UnitOfWork, message: OutboxMessage, draft: _Draft, tr: Speech, situation: Situation
) -> Ready:
    """Divide the text, keep the first part and queue the others, hang the buttons below the last one."""
    can = situation.of(message.channel, message.account)
    first, *rest = parts.split(draft.text, can.max_text, heading=_heading(tr), late_lines=draft.late_lines)
    if message.message_class is MessageClass.DIGEST:
        await fallbacks.drop_later_parts(uow, message, situation)
    values: dict[str, Any] = {"late_lines": list(first.late_lines), "options": draft.options}
    if rest:
        await _queue_parts(uow, message, rest, draft.options)
        values |= {"options": (), "prompt_id": None, "file_id": None, "series_id": message.id}
    going = await uow.outbox.sending(message, first.text, **values)
    shown: tuple[Option, ...] = () if rest else draft.options
    if can.buttons and shown:
        shown = await buttons.hang(uow, going, shown, subject=draft.subject, now=situation.now)
    outbound = Outbound(
        going.address,
        first.text,
        shown,
        going.idem_key,
        going.thread,
        first.late_lines,
        None if rest else draft.document,
    )
    return Ready(going, outbound)


def _heading(tr: Speech) -> parts.Heading:
    def heading(number: int, total: int, code: str) -> str:
        if code:
            return tr("part.of_duty", number=number, total=total, code=code)
        return tr("part.plain", number=number, total=total)

    return heading


async def _queue_parts(
    uow: UnitOfWork, message: OutboxMessage, rest: Sequence[parts.Part], options: tuple[Option, ...]
) -> None:
    """The parts after the first, as rows of their own; a text divided once more gets other keys."""
    again = f".{message.lease_epoch}" if message.series_id is not None else ""
    for number, part in enumerate(rest, 2):
        is_last = number == len(rest) + 1
        await uow.outbox.again(
            message.id,
            idem_key=f"{message.idem_key}#{number}{again}",
            body=part.text,
            late_lines=list(part.late_lines),
            options=options if is_last else (),
            prompt_id=message.prompt_id if is_last else None,
            file_id=message.file_id if is_last else None,
            series_id=message.id,
            part_no=number,
        )
