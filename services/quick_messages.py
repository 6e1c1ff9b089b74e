"""What an order without a letter says to the units: one message to each person at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.calendar import Calendar
from domain.delivery import MessageClass
from domain.units import Contact
from locales.speech import Speech, speech
from services import policy
from services.wording import Duty, office, short_due
from storage import wakes
from storage.store import UnitOfWork

# The step under which the message is kept; it stands on no ladder.
FIRST = "quick"


async def tell(
    uow: UnitOfWork,
    owed: Sequence[Duty],
    people: Mapping[int, Sequence[int]],
    *,
    moment: tuple[datetime, Calendar],
) -> None:
    """One message to each person now, with a reminder row behind each unit it is for."""
    now, calendar = moment
    told: dict[int, list[Duty]] = defaultdict(list)
    for duty in owed:
        for person_id in people[duty.unit.id]:
            told[person_id].append(duty)
    contacts = await policy.first_contacts(uow, told, MessageClass.NOTICE)
    locales = await uow.organisation.people(contacts)
    texts = {
        key: question(speech(locales[key].locale, calendar.zone), duties)
        for key, duties in told.items()
        if key in contacts
    }
    keys = {person: f"notice:{FIRST}:{owed[0].obligation.id}:{person}" for person in texts}
    messages = [_message(keys[person], contacts[person], text, now) for person, text in sorted(texts.items())]
    queued = await uow.outbox.add_all(messages)
    await uow.reminders.add(
        [
            {
                "assignment_id": duty.assignment.id,
                "version": duty.assignment.plan_version,
                "step": FIRST,
                "person_id": person,
                "outbox_id": queued[keys[person]],
                "due_at": now,
                "emitted_at": now,
            }
            for person in sorted(texts)
            for duty in told[person]
        ]
    )
    uow.wake(wakes.OUTBOX)


def question(tr: Speech, duties: Sequence[Duty]) -> str:
    """What units are asked, and how to answer; the example is no figure of anybody."""
    first = duties[0]
    return tr(
        "quick.asked",
        coordinator=office(tr, first.coordinator),
        unit=tr.listing(duty.unit.name for duty in duties),
        code=first.code,
        question=first.obligation.title,
        due=short_due(tr, first.assignment.current),
    )


def _message(key: str, contact: Contact, text: str, now: datetime) -> dict[str, Any]:
    return {
        "idem_key": key,
        "message_class": MessageClass.NOTICE,
        "channel": contact.channel,
        "account": contact.account,
        "address": contact.address,
        "person_id": contact.person_id,
        "body": text,
        "options": (),
        "not_before": now,
        "created_at": now,
    }
