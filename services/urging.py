"""What urging missing reports needs: coordinators asked on a leader's behalf, and telephone numbers."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from domain.calendar import Calendar
from domain.messages import Reply
from domain.units import Actor, Contact, Role
from locales.speech import Speech, speech
from services import answers, history
from services.accounts import Address
from services.answers import Place
from services.wording import Duty
from storage.store import UnitOfWork

Write = Callable[[Speech, bool], Awaitable[Reply]]
# Who is telephoned about a unit's report, in this order.
_TELEPHONED = (Role.FOCAL_POINT, Role.UNIT_HEAD, Role.COORDINATOR)


async def put_before_coordinators(
    uow: UnitOfWork, unit_id: int, write: Write, *, key: str, moment: tuple[datetime, Calendar]
) -> int:
    """Queue a question to every reachable coordinator of a unit; returns to how many.

    `write` words it in their language; it is told whether the person is free, because a question that is
    open with somebody is never replaced by one they did not ask for.
    """
    now, calendar = moment
    members = await uow.organisation.memberships(unit_ids=[unit_id], roles=[Role.COORDINATOR])
    people = await uow.organisation.people(member.person_id for member in members)
    contacts = await uow.organisation.contacts(people)
    for person_id, reachable in sorted(contacts.items()):
        place = Place(Address(*_at(reachable[0])), person_id)
        prompt = await uow.prompts.open(place.owner)
        is_free = prompt is None or prompt.expires_at <= now
        reply = await write(speech(people[person_id].locale, calendar.zone), is_free)
        await answers.queue(uow, reply, place, key=f"{key}:{person_id}", now=now)
    return len(contacts)


async def phones(uow: UnitOfWork, unit_ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Names and telephone numbers of the people of units, as far as numbers are known."""
    members = await uow.organisation.memberships(unit_ids=unit_ids, roles=_TELEPHONED)
    people = await uow.organisation.people(member.person_id for member in members)
    found: dict[int, list[tuple[str, str]]] = {}
    for member in sorted(members, key=lambda member: _TELEPHONED.index(member.role)):
        person = people[member.person_id]
        if person.phone and (person.name, person.phone) not in found.setdefault(member.unit_id, []):
            found[member.unit_id].append((person.name, person.phone))
    return found


async def record(uow: UnitOfWork, actor: Actor, verb: str, duties: Sequence[Duty], *, now: datetime) -> None:
    """Write down what somebody decided or wished about missing reports."""
    first = duties[0].assignment
    data = {"duties": [duty.assignment.id for duty in duties]}
    subject = f"obligation:{first.obligation_id}"
    fact = history.Fact(verb, subject, first.province_id, data=data)
    await history.record(uow, actor, fact, now=now)


def _at(contact: Contact) -> tuple[str, str, str]:
    return contact.channel, contact.account, contact.address
