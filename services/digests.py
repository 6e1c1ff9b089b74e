"""One message for everything a person still owes, with a reminder row behind each line."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import ladder
from domain.calendar import Calendar
from domain.delivery import PRIORITY, MessageClass
from domain.messages import Option
from domain.obligations import AnswerKind
from domain.units import Contact, Person, Role
from locales.speech import Speech, speech
from services import countdown, obligations, policy
from services.wording import Duty, called, digest
from storage import wakes
from storage.queries import keys_of
from storage.store import UnitOfWork

# Who hears of a unit's own duties; coordinators run their Office's consolidated report.
AUDIENCE = (Role.FOCAL_POINT, Role.COORDINATOR)
# Steps of the last day and after go before those that still leave time.
PRESSING = PRIORITY[MessageClass.DIGEST]
ROUTINE = PRESSING + 1
_EARLIER_THAN_ANY = -100


@dataclass(frozen=True, slots=True)
class Told:
    """A duty told at a step; `due_at` is the step's own moment."""

    duty: Duty
    step: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person and the contact the message goes to."""

    person: Person
    contact: Contact


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done, by which calendar, and from when it may be sent."""

    now: datetime
    calendar: Calendar
    not_before: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a recipient is to be told under a key."""

    recipient: Recipient
    told: Sequence[Told]
    key: str


async def text(
    uow: UnitOfWork, tr: Speech, duties: Sequence[Duty], *, now: datetime, calendar: Calendar
) -> tuple[str, tuple[int, ...]]:
    """The digest's text as of now, written just before it is sent, and which of its lines speak of delay."""
    ordered = sorted(duties, key=obligations.by_deadline)
    notes = await countdown.notes(uow, tr, ordered, now=now, calendar=calendar)
    written = digest(tr, ordered, now=now, calendar=calendar, notes=notes)
    late = [duty.assignment.is_overdue(now) for duty in ordered]
    return written, _late_lines(written, called(ordered), late)


def _late_lines(written: str, names: Sequence[str], late: Sequence[bool]) -> tuple[int, ...]:
    """Numbers of the lines of late duties: each duty has a line that begins with its name, in this order."""
    lines = enumerate(written.split("\n"))
    found = []
    for name, is_late in zip(names, late, strict=True):
        number = next((at for at, line in lines if line.startswith(name)), None)
        if number is not None and is_late:
            found.append(number)
    return tuple(found)


async def queue(
    uow: UnitOfWork, recipient: Recipient, told: Sequence[Told], *, key: str, moment: Moment
) -> bool:
    """Queue a digest under its key, once; False when that key was queued before."""
    return key in await queue_all(uow, [Draft(recipient, told, key)], moment=moment)


async def queue_all(uow: UnitOfWork, drafts: Sequence[Draft], *, moment: Moment) -> set[str]:
    """Queue digests under their keys, each once; the keys that were not queued before.

    They wait without a text: it is written as they leave, from what is still owed then.
    """
    ids = await uow.outbox.add_all(
        [_message(draft, moment) | {"turn": turn} for draft, turn in zip(drafts, _turns(drafts), strict=True)]
    )
    await uow.reminders.add(
        [
            _row(item, draft.recipient, ids[draft.key], moment.now)
            for draft in drafts
            if draft.key in ids
            for item in draft.told
        ]
    )
    if ids:
        uow.wake(wakes.OUTBOX)
    return set(ids)


def _turns(drafts: Iterable[Draft]) -> list[int]:
    """For each message, how many of its unit go before it: a unit of many people holds nobody back."""
    before: Counter[int] = Counter()
    turns = []
    for draft in drafts:
        unit = draft.told[0].duty.unit.id
        turns.append(before[unit])
        before[unit] += 1
    return turns


def is_pressing(steps: Iterable[str]) -> bool:
    """Whether one of the steps is of the last day or later, or is told because a person decided so."""
    return any(offset is None or offset >= 0 for offset in map(_offset, steps))


def is_final(steps: Iterable[str]) -> bool:
    """Whether one of the steps is of the ladder's last day or later."""
    return any(offset is not None and offset >= 0 for offset in map(_offset, steps))


def _offset(step: str) -> int | None:
    """Working days from the target day; None outside the ladder. The opening notice is earlier than any."""
    if step == ladder.LAST_AFTERNOON.key:
        return ladder.LAST_AFTERNOON.offset
    try:
        (read,) = ladder.read_steps(step)
    except ValueError:
        return None
    return _EARLIER_THAN_ANY if read.offset is None else read.offset


def _message(draft: Draft, moment: Moment) -> dict[str, object]:
    person, contact = draft.recipient.person, draft.recipient.contact
    tr = speech(person.locale, moment.calendar.zone)
    return {
        "idem_key": draft.key,
        "message_class": MessageClass.DIGEST,
        "priority": PRESSING if is_pressing(item.step for item in draft.told) else ROUTINE,
        "channel": contact.channel,
        "account": contact.account,
        "address": contact.address,
        "person_id": person.id,
        "options": answers(tr, [item.duty for item in draft.told]),
        "body": "",
        "not_before": moment.not_before,
        "created_at": moment.now,
    }


def answers(tr: Speech, duties: Sequence[Duty]) -> tuple[Option, ...]:
    """The five answers as buttons, where one duty makes them plain; a press says the same as typing."""
    if len(duties) != 1 or duties[0].obligation.answer is AnswerKind.FIGURE:
        return ()
    code = duties[0].code
    return tuple(Option(n, f"{code} {n}", tr(f"answer.{n}")) for n in range(1, 6))


def _row(item: Told, recipient: Recipient, outbox_id: int, now: datetime) -> dict[str, object]:
    return {
        "assignment_id": item.duty.assignment.id,
        "version": item.duty.assignment.plan_version,
        "step": item.step,
        "person_id": recipient.person.id,
        "outbox_id": outbox_id,
        "due_at": item.due_at,
        "emitted_at": now,
    }


async def reachable(uow: UnitOfWork, unit_ids: set[int]) -> Mapping[int, list[int]]:
    """Reachable persons per unit, in the order in which they joined; an empty list for silent units."""
    people: dict[int, list[int]] = {unit_id: [] for unit_id in sorted(unit_ids)}
    for page in keys_of(unit_ids):
        memberships = await uow.organisation.memberships(unit_ids=page, roles=AUDIENCE)
        contacts = await uow.organisation.contacts({m.person_id for m in memberships})
        for membership in memberships:
            if membership.person_id in contacts and membership.person_id not in people[membership.unit_id]:
                people[membership.unit_id].append(membership.person_id)
    return people


async def recipients(uow: UnitOfWork, person_ids: Sequence[int]) -> dict[int, Recipient]:
    """Persons with the contact their reminders go to; unreachable ones are left out."""
    people = await uow.organisation.people(person_ids)
    contacts = await policy.first_contacts(uow, person_ids, MessageClass.DIGEST)
    return {key: Recipient(people[key], contact) for key, contact in contacts.items()}
