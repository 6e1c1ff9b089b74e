"""Who in a province has not linked, who never answered, and whom nothing reaches any more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.calendar import VIETNAM
from domain.permissions import Action, Scope, scope_of
from domain.units import Actor, Contact, ContactState, Membership, Person, Role, Unit
from services import reach
from services.digests import AUDIENCE
from storage.queries import keys_of
from storage.store import UnitOfWork


class Roll(StrEnum):
    """A list of units or people that somebody has to see to."""

    UNLINKED = "unlinked"
    NEVER_ANSWERED = "never_answered"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit, or one person of it, with the contacts they have, closed ones included."""

    unit: Unit
    person: Person | None = None
    role: Role | None = None
    contacts: tuple[Contact, ...] = ()


async def of(uow: UnitOfWork, actor: Actor, roll: Roll, *, now: datetime) -> list[Entry]:
    """The entries of a list, as far as the actor coordinates, in protocol order."""
    scope = scope_of(actor, Action.CONFIRM)
    if scope.is_empty:
        return []
    if roll is Roll.NEVER_ANSWERED:
        return await _never_answered(uow, scope, now)
    if roll is Roll.UNLINKED:
        return await _unlinked(uow, scope, now)
    return await _unreachable(uow, actor, scope, now)


async def everybody(uow: UnitOfWork, actor: Actor, *, now: datetime) -> list[Entry]:
    """All people of the units there are today; a unit nobody is known of stands alone."""
    units = await _units(uow, scope_of(actor, Action.CONFIRM), now)
    return await _entries(uow, units, tuple(Role), alone=True)


async def _unlinked(uow: UnitOfWork, scope: Scope, now: datetime) -> list[Entry]:
    """Units that owe reports and where nobody ever linked, with the people that are known."""
    units = await _reporting(uow, scope, now)
    entries = await _entries(uow, units, AUDIENCE, alone=True)
    linked = {entry.unit.id for entry in entries if entry.contacts}
    return [entry for entry in entries if entry.unit.id not in linked]


async def _never_answered(uow: UnitOfWork, scope: Scope, now: datetime) -> list[Entry]:
    """People who linked, were reminded, and have done nothing since."""
    silent = await uow.people.never_answered(scope, AUDIENCE)
    entries = await _entries(uow, await _units(uow, scope, now), AUDIENCE)
    return [entry for entry in entries if entry.person is not None and entry.person.id in silent]


async def _unreachable(uow: UnitOfWork, actor: Actor, scope: Scope, now: datetime) -> list[Entry]:
    """People of units that owe something, where somebody linked once and no message arrives now."""
    silent = await reach.unreachable(uow, actor, now=now)
    units = [item.unit for item in silent if scope.covers(item.unit.province_id, item.unit.id)]
    return [entry for entry in await _entries(uow, units, AUDIENCE) if entry.contacts]


async def _reporting(uow: UnitOfWork, scope: Scope, now: datetime) -> list[Unit]:
    owing = {item.unit_id for item in await uow.duties.assignments(scope)}
    return [unit for unit in await _units(uow, scope, now) if unit.id in owing]


async def _units(uow: UnitOfWork, scope: Scope, now: datetime) -> list[Unit]:
    """Units that exist today, of provinces that are in use."""
    day: date = now.astimezone(VIETNAM).date()
    ended = {item.id for item in await uow.organisation.provinces() if item.is_history(day)}
    return [
        unit
        for unit in await uow.organisation.units()
        if scope.covers(unit.province_id, unit.id) and unit.is_valid_on(day) and unit.province_id not in ended
    ]


async def _entries(
    uow: UnitOfWork, units: Sequence[Unit], roles: Iterable[Role], *, alone: bool = False
) -> list[Entry]:
    members: dict[int, list[Membership]] = defaultdict(list)
    for page in keys_of(unit.id for unit in units):
        for member in await uow.organisation.memberships(unit_ids=page, roles=roles):
            members[member.unit_id].append(member)
    known = {member.person_id for found in members.values() for member in found}
    people = await uow.people.by_id(known)
    contacts = await uow.people.every_contact(known)
    ordered = sorted(units, key=lambda unit: unit.protocol)
    entries = []
    for unit in ordered:
        entries += _of_unit(unit, members[unit.id], people, contacts)
        if alone and not members[unit.id]:
            entries.append(Entry(unit))
    return entries


def _of_unit(
    unit: Unit,
    members: Sequence[Membership],
    people: Mapping[int, Person],
    contacts: Mapping[int, Sequence[Contact]],
) -> list[Entry]:
    """The people of a unit, each once, in the first of their roles."""
    roles = {member.person_id: member.role for member in reversed(members)}
    return [
        Entry(unit, people[key], roles[key], tuple(contacts.get(key, ())))
        for key in dict.fromkeys(member.person_id for member in members)
    ]


def is_linked(entry: Entry) -> bool:
    """Whether a message can be sent to the person."""
    return any(is_open(contact) for contact in entry.contacts)


def is_open(contact: Contact) -> bool:
    """Whether messages go to that contact."""
    return contact.state is ContactState.ACTIVE
