"""Bringing people in: whom to invite, through which account of ours, and what follows when they link."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import Calendar
from domain.permissions import Scope
from domain.units import OPERATOR, Actor, Invitation, Person, Role, Unit, UnitKind
from locales.speech import Speech
from services import accounts, fallbacks, history, notices, substitutes
from services.accounts import Address, Minted
from storage.queries import keys_of
from storage.store import UnitOfWork

# Told of what has been done out of how much.
Step = Callable[[int, int], None]
# The province itself owes nothing, its Office hands the codes out, and bodies outside are asked by name.
_NOT_BY_ITSELF = frozenset({UnitKind.PROVINCE, UnitKind.OFFICE, UnitKind.VERTICAL})


@dataclass(frozen=True, slots=True)
class Way:
    """An account of ours to which a code can be sent; `name` is what the platform calls it.

    `places` is how many people it takes, None for any number. `link` makes an address that brings the code.
    """

    kind: str
    account: str
    name: str | None = None
    places: int | None = None
    link: Callable[[str], str | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a code is for; a unit nobody is known of is invited by its own name."""

    unit: Unit
    person_name: str


@dataclass(frozen=True, slots=True)
class Guests:
    """Whom to invite, how many are linked already, and the open codes of everybody else."""

    guests: tuple[Guest, ...]
    linked: int
    waiting: tuple[Invitation, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A code with the accounts it may be sent to, one of each messenger."""

    minted: Minted
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Who has linked by which invitation."""

    person: Person
    invitation: Invitation
    unit: Unit


class Places:
    """Accounts of ours with how many people each has; people go to the emptiest of each messenger."""

    def __init__(self, ways: Sequence[Way], taken: Mapping[tuple[str, str], int]) -> None:
        self._ways, self._taken = ways, Counter(taken)

    def take(self) -> tuple[Way, ...]:
        """One account of each messenger that has room; the place is taken."""
        chosen = [way for kind in dict.fromkeys(way.kind for way in self._ways) if (way := self._best(kind))]
        self._taken.update((way.kind, way.account) for way in chosen)
        return tuple(chosen)

    def named(self, ways: Iterable[Way]) -> Way | None:
        """The account an invitation names: where there are several, or room for so many people only."""
        several = Counter(way.kind for way in self._ways)
        limited = sorted(ways, key=lambda way: way.places is None)
        return next((way for way in limited if way.places is not None or several[way.kind] > 1), None)

    def _best(self, kind: str) -> Way | None:
        free = [way for way in self._ways if way.kind == kind and self._room(way) > 0]
        return max(free, key=self._room, default=None)

    def _room(self, way: Way) -> float:
        taken = self._taken[way.kind, way.account]
        # Without a limit the account with fewer people has more room.
        return way.places - taken if way.places is not None else 1 / (1 + taken)


async def places(uow: UnitOfWork, ways: Sequence[Way]) -> Places:
    """The accounts with the people who are linked or invited there."""
    taken = Counter(await uow.accounts.people())
    for item in await uow.organisation.open_invitations(await uow.machine_now()):
        if item.channel is not None and item.account is not None:
            taken[item.channel, item.account] += 1
    return Places(ways, taken)


async def guests(
    uow: UnitOfWork, province_id: int, role: Role, *, kinds: frozenset[UnitKind], on: date
) -> Guests:
    """Everybody in that role who is not linked; a unit nobody is known of counts as one.

    Without kinds these are the units of the province itself.
    """
    units = [unit for unit in await uow.organisation.units(province_id) if unit.is_valid_on(on)]
    wanted = [unit for unit in units if unit.kind in kinds or not (kinds or unit.kind in _NOT_BY_ITSELF)]
    people = await _people_of(uow, province_id, role)
    reached = await _linked(uow, {person.id for found in people.values() for person in found})
    known = await uow.organisation.open_invitations(await uow.machine_now())
    waiting = {(item.unit_id, item.person_name): item for item in known if item.role is role}
    missing, linked = list[Guest](), 0
    for unit in wanted:
        linked += sum(person.id in reached for person in people.get(unit.id, ()))
        missing += _missing_of(unit, people.get(unit.id, ()), reached)
    asked = {(guest.unit.id, guest.person_name) for guest in missing}
    return Guests(tuple(missing), linked, tuple(item for key, item in waiting.items() if key in asked))


def _missing_of(unit: Unit, people: Sequence[Person], reached: set[int]) -> list[Guest]:
    if not people:
        return [Guest(unit, unit.name)]
    return [Guest(unit, person.name) for person in people if person.id not in reached]


async def _people_of(uow: UnitOfWork, province_id: int, role: Role) -> dict[int, list[Person]]:
    members = await uow.organisation.memberships(province_id=province_id, roles=[role])
    people = await uow.people.of_province(province_id)
    found: dict[int, list[Person]] = {}
    for member in members:
        if member.person_id in people:
            found.setdefault(member.unit_id, []).append(people[member.person_id])
    return found


async def _linked(uow: UnitOfWork, person_ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for page in keys_of(person_ids):
        found |= (await uow.organisation.contacts(page)).keys()
    return found


async def invite(
    uow: UnitOfWork, chosen: Sequence[Guest], role: Role, free: Places, *, told: tuple[datetime, Step]
) -> list[Slip]:
    """Mint a code for each guest; `told` is the business moment, and who hears of the progress."""
    now, step = told
    slips = []
    for done, guest in enumerate(chosen, start=1):
        slips.append(await invite_one(uow, guest, role, free, now=now))
        step(done, len(chosen))
    return slips


async def invite_one(uow: UnitOfWork, guest: Guest, role: Role, free: Places, *, now: datetime) -> Slip:
    """Mint one code for a printed sheet; it names the account it is meant for where that matters."""
    minted = await accounts.invite(uow, guest.person_name, (guest.unit, role), sheet=True, now=now)
    ways = free.take()
    named = free.named(ways)
    if named is not None:
        await uow.organisation.direct_invitation(minted.invitation_id, named.kind, named.account)
    return Slip(minted, ways)


async def withdraw(uow: UnitOfWork, waiting: Iterable[Invitation], *, now: datetime) -> int:
    """Let open codes expire, because new ones take their place; returns how many."""
    items = list(waiting)
    machine_now = await uow.machine_now()
    withdrawn = await uow.organisation.withdraw_invitations((item.id for item in items), machine_now)
    for item in items:
        fact = history.Fact("invitation_withdrawn", f"invitation:{item.id}", unit_id=item.unit_id)
        await history.record(uow, OPERATOR, fact, now=now)
    return withdrawn


async def responsible(uow: UnitOfWork, unit: Unit) -> list[str]:
    """Whom people of a unit ask: those who coordinate what it owes, or the province's Office."""
    owed = await uow.duties.assignments(Scope(units=frozenset({unit.id})))
    obligations = await uow.duties.obligations(ids={item.obligation_id for item in owed})
    others = {item.coordinator_unit_id for item in obligations} - {unit.id}
    found = sorted((await uow.organisation.units_by_id(others)).values(), key=lambda item: item.order_no)
    offices = [
        item for item in await uow.organisation.units(unit.province_id) if item.kind is UnitKind.OFFICE
    ]
    return [item.name for item in found or offices[:1] or [unit]]


async def join(
    uow: UnitOfWork,
    invitation_id: int,
    address: Address,
    *,
    code_hash: str,
    moment: tuple[datetime, Calendar],
) -> Joined:
    """Redeem a confirmed code. Whoever was linked at the address is told so where they are still reached.

    LinkRefused when the code ran out or was used between question and answer.
    """
    before = await accounts.person_at(uow, address)
    person = await accounts.link(uow, invitation_id, address, code_hash=code_hash, now=moment[0])
    invitation = await uow.organisation.invitation(code_hash=code_hash)
    assert invitation is not None, "a code that was redeemed is known"
    await substitutes.complete(uow, invitation_id, person, now=moment[0])
    if before is not None and before.id != person.id:
        await _moved_away(uow, before, address, person, moment=moment)
    units = await uow.organisation.units_by_id([invitation.unit_id])
    return Joined(person, invitation, units[invitation.unit_id])


async def _moved_away(
    uow: UnitOfWork, before: Person, address: Address, person: Person, *, moment: tuple[datetime, Calendar]
) -> None:
    now, _ = moment
    data = {"channel": address.channel, "account": address.account}
    fact = history.Fact("contact_passed_on", f"person:{before.id}", data=data)
    await history.record(uow, Actor(person), fact, now=now)

    def write(_: int, tr: Speech) -> str:
        channel = fallbacks.channel_name(tr, address.channel)
        return tr("link.moved_away", channel=channel, moment=tr.moment(now))

    key = f"moved-away:{before.id}:{address.owner}:{now:%Y%m%dT%H%M%S}"
    await notices.answer_people(uow, [before.id], key=key, write=write, moment=moment)
