"""One message for everything a person still owes, with a reminder row behind each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Calendar
from domain.delivery import MessageClass
from domain.messages import Option
from domain.units import Contact, Person, Role
from locales.speech import Speech, speech
from services import countdown, obligations
from services.wording import Duty, digest
from storage import wakes
from storage.store import UnitOfWork

# Who hears of a unit's own duties; coordinators run their Office's consolidated report.
AUDIENCE = (Role.FOCAL_POINT, Role.COORDINATOR)


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


async def text(
    uow: UnitOfWork, tr: Speech, duties: Sequence[Duty], *, now: datetime, calendar: Calendar
) -> str:
    """The digest's text as of now; written when it is queued and again just before it is sent."""
    ordered = sorted(duties, key=obligations.by_deadline)
    notes = await countdown.notes(uow, tr, ordered, now=now, calendar=calendar)
    return digest(tr, ordered, now=now, calendar=calendar, notes=notes)


async def queue(
    uow: UnitOfWork, recipient: Recipient, told: Sequence[Told], *, key: str, moment: Moment
) -> bool:
    """Queue a digest under its key, once; False when that key was queued before."""
    tr = speech(recipient.person.locale, moment.calendar.zone)
    duties = [item.duty for item in told]
    outbox_id = await uow.outbox.add(
        idem_key=key,
        message_class=MessageClass.DIGEST,
        channel=recipient.contact.channel,
        account=recipient.contact.account,
        address=recipient.contact.address,
        person_id=recipient.person.id,
        options=answers(tr, duties),
        body=await text(uow, tr, duties, now=moment.now, calendar=moment.calendar),
        not_before=moment.not_before,
        created_at=moment.now,
    )
    if outbox_id is None:
        return False
    await uow.reminders.add([_row(item, recipient, outbox_id, moment.now) for item in told])
    uow.wake(wakes.OUTBOX)
    return True


def answers(tr: Speech, duties: Sequence[Duty]) -> tuple[Option, ...]:
    """The five answers as buttons, where one duty makes them plain; a press says the same as typing."""
    if len(duties) != 1:
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
    memberships = await uow.organisation.memberships(unit_ids=unit_ids, roles=AUDIENCE)
    contacts = await uow.organisation.contacts({m.person_id for m in memberships})
    people: dict[int, list[int]] = {unit_id: [] for unit_id in unit_ids}
    for membership in memberships:
        if membership.person_id in contacts and membership.person_id not in people[membership.unit_id]:
            people[membership.unit_id].append(membership.person_id)
    return people


async def recipients(uow: UnitOfWork, person_ids: Sequence[int]) -> dict[int, Recipient]:
    """Persons with their first active contact; unreachable ones are left out."""
    people = await uow.organisation.people(person_ids)
    contacts = await uow.organisation.contacts(person_ids)
    return {key: Recipient(people[key], found[0]) for key, found in contacts.items()}
