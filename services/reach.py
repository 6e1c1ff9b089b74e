"""Who cannot be reached, whether a message has reached somebody, and how long a campaign takes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.accounts import AccountStanding
from domain.calendar import VIETNAM
from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.messages import Capabilities
from domain.permissions import Action, scope_of
from domain.units import Actor, Contact, Membership, Person, Unit
from services import policy
from services.digests import AUDIENCE
from storage.queries import keys_of
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit that owes something now and that no messenger reaches, with the people to telephone."""

    unit: Unit
    people: tuple[Person, ...] = ()

    @property
    def phones(self) -> tuple[str, ...]:
        """The telephones known, in the order of the people."""
        return tuple(person.phone for person in self.people if person.phone)


async def unreachable(uow: UnitOfWork, actor: Actor, *, now: datetime) -> list[Silent]:
    """Units the actor may see that owe something now and take no reminder, in protocol order.

    Nobody is linked there, every contact is closed, or its accounts take no reminders at present.
    """
    scope = scope_of(actor, Action.VIEW_PROGRESS)
    day = now.astimezone(VIETNAM).date()
    ended = {item.id for item in await uow.organisation.provinces() if item.is_history(day)}
    owed = await uow.duties.assignments(scope, owed=True)
    obligations = await uow.duties.obligations(ids={item.obligation_id for item in owed})
    history = {item.id for item in obligations if item.history}
    unit_ids = {
        item.unit_id for item in owed if item.province_id not in ended and item.obligation_id not in history
    }
    members = await _members(uow, unit_ids)
    open_to = await _open_to_reminders(uow, members)
    silent = {key for key in unit_ids if not open_to.intersection(m.person_id for m in members[key])}
    units = await uow.organisation.units_by_id(silent)
    people = await uow.organisation.people({m.person_id for key in silent for m in members[key]})
    return [
        Silent(unit, _named(members[unit.id], people))
        for unit in sorted(units.values(), key=lambda unit: unit.protocol)
    ]


async def _members(uow: UnitOfWork, unit_ids: set[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    for page in keys_of(unit_ids):
        for member in await uow.organisation.memberships(unit_ids=page, roles=AUDIENCE):
            found[member.unit_id].append(member)
    return found


async def _open_to_reminders(uow: UnitOfWork, members: Mapping[int, Sequence[Membership]]) -> set[int]:
    """Persons with a contact whose account takes reminders now."""
    contacts: dict[int, list[Contact]] = {}
    for page in keys_of(member.person_id for found in members.values() for member in found):
        contacts |= await uow.organisation.contacts(page)
    machine_now = await uow.machine_now()
    standings: dict[tuple[str, str], AccountStanding] = {
        (item.channel, item.account): item for item in await uow.accounts.all()
    }
    return {
        person
        for person, found in contacts.items()
        if policy.chosen(found, standings, MessageClass.DIGEST, machine_now) is not None
    }


def _named(members: Sequence[Membership], people: Mapping[int, Person]) -> tuple[Person, ...]:
    """The people of a unit, each once, in the order in which they joined."""
    return tuple(people[key] for key in dict.fromkeys(member.person_id for member in members))


def has_reached(message: OutboxMessage, capabilities: Capabilities) -> bool:
    """Whether a message counts as delivered: sent, and displayed where the channel can tell."""
    if capabilities.receipts:
        return message.displayed_at is not None
    return message.state is OutboxState.SENT


def takes(count: int, capabilities: Capabilities) -> timedelta:
    """How long so many messages through one account take at its rate."""
    return timedelta(seconds=count / capabilities.per_second)


def finish_time(count: int, capabilities: Capabilities, *, now: datetime) -> datetime:
    """When a campaign of so many messages that begins now will have gone out."""
    return now + takes(count, capabilities)
