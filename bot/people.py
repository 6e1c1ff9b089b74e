"""What the command about people does: who is linked, who never answered, whom nothing reaches."""

from datetime import datetime
from typing import Any

from bot.books import Books, books
from domain.units import OPERATOR
from services import contacts, enrolment
from services.enrolment import Entry, Roll


async def listing(roll: Roll | None, now: datetime | None) -> list[dict[str, Any]]:
    """One of the lists, or everybody."""
    async with books(now) as opened, opened.store.reading() as uow:
        if roll is None:
            entries = await enrolment.everybody(uow, OPERATOR, now=opened.now)
        else:
            entries = await enrolment.of(uow, OPERATOR, roll, now=opened.now)
        return [_row(entry, opened) for entry in entries]


def _row(entry: Entry, opened: Books) -> dict[str, Any]:
    person = entry.person
    return {
        "unit_code": entry.unit.code,
        "unit": entry.unit.name,
        "person": person.name if person else None,
        "role": entry.role.value if entry.role else None,
        "phone": person.phone if person else None,
        "email": person.email if person else None,
        "linked": enrolment.is_linked(entry),
        "contacts": [
            {
                "channel": one.channel,
                "account": one.account,
                "state": one.state.value,
                "reason": None if enrolment.is_open(one) else contacts.why_closed(opened.tr, one),
            }
            for one in entry.contacts
        ],
    }
