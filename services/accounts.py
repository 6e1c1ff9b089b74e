"""Who somebody is: one-time codes, linking with confirmation, addresses and roles."""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import LinkRefused, NotFound
from domain.units import OPERATOR, Actor, Contact, ContactState, Invitation, Person, Role, Unit
from language.normalise import fold
from locales.catalogue import DEFAULT
from services import history
from storage import wakes
from storage.store import UnitOfWork

# Without letters and digits that are mistaken for each other when read aloud.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
SCREEN_LENGTH, SCREEN_LIFE = 8, timedelta(minutes=30)
SHEET_BYTES, SHEET_LENGTH, SHEET_LIFE = 8, 13, timedelta(days=14)
MOST_FAILURES, FAILURE_WINDOW = 5, timedelta(hours=1)
# Why a contact is closed that its person has cut.
WITHDRAWN = "withdrawn"
_CODE = re.compile(rf"[A-Z2-9]{{{SCREEN_LENGTH}}}|[A-Z2-7]{{{SHEET_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody writes from: channel, our account there, and the platform's id of the sender."""

    channel: str
    account: str
    address: str

    @property
    def key(self) -> tuple[str, str, str]:
        """As the store names it."""
        return self.channel, self.account, self.address

    @property
    def owner(self) -> str:
        """As prompts and failures name it while nobody is linked."""
        return f"{self.channel}/{self.account}/{self.address}"


@dataclass(frozen=True, slots=True)
class Minted:
    """A fresh code; the only moment at which it is known in clear."""

    code: str
    unit: Unit
    role: Role
    expires_at: datetime
    invitation_id: int
    person_name: str


def looks_like_code(text: str) -> str | None:
    """The code in a message that is nothing but a code (blanks, dashes and case do not matter)."""
    cleaned = re.sub(r"[\s-]", "", text).upper()
    return cleaned if _CODE.fullmatch(cleaned) else None


async def invite(
    uow: UnitOfWork, person_name: str, place: tuple[Unit, Role], *, sheet: bool, now: datetime
) -> Minted:
    """Mint a one-time code for a person in a unit and role; it lives by machine time."""
    unit, role = place
    machine_now = await uow.machine_now()
    code = _sheet_code() if sheet else "".join(secrets.choice(_ALPHABET) for _ in range(SCREEN_LENGTH))
    expires_at = machine_now + (SHEET_LIFE if sheet else SCREEN_LIFE)
    invitation_id = await uow.organisation.add_invitation(
        code_hash=hash_code(code),
        unit_id=unit.id,
        role=role.value,
        person_name=person_name,
        created_at=machine_now,
        expires_at=expires_at,
    )
    subject = f"invitation:{invitation_id}"
    fact = history.Fact("invited", subject, unit.province_id, unit.id, data={"role": role.value})
    await history.record(uow, OPERATOR, fact, now=now)
    return Minted(code, unit, role, expires_at, invitation_id, person_name)


async def is_known_code(uow: UnitOfWork, code: str) -> bool:
    """Whether a linked person's message is a code and not, say, a document number without its slash."""
    return await uow.organisation.invitation(code_hash=hash_code(code)) is not None


async def look_up(uow: UnitOfWork, code: str, address: Address) -> tuple[Invitation, Unit]:
    """The invitation of a typed code; LinkRefused for unknown, used, expired codes and after five failures.

    The same refusal is given for every reason, so that nothing can be learnt by trying.
    """
    machine_now = await uow.machine_now()
    tries = await uow.organisation.link_failures(address.owner, since=machine_now - FAILURE_WINDOW)
    if tries >= MOST_FAILURES:
        raise LinkRefused
    invitation = await uow.organisation.invitation(code_hash=hash_code(code))
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= machine_now:
        await uow.organisation.add_link_failure(address.owner, machine_now)
        raise LinkRefused
    units = await uow.organisation.units_by_id([invitation.unit_id])
    return invitation, units[invitation.unit_id]


async def link(
    uow: UnitOfWork, invitation_id: int, address: Address, *, code_hash: str, now: datetime
) -> Person:
    """Redeem a confirmed code: the person, the membership and the contact; what is owed is told soon.

    LinkRefused when the code ran out or was used between question and answer.
    """
    machine_now = await uow.machine_now()
    invitation = await uow.organisation.invitation(code_hash=code_hash)
    won = await uow.organisation.redeem(invitation_id, machine_now=machine_now, used_by=address.owner)
    if invitation is None or not won:
        raise LinkRefused
    units = await uow.organisation.units_by_id([invitation.unit_id])
    unit = units[invitation.unit_id]
    person = await _known_person(uow, invitation, unit, address)
    await uow.organisation.add_membership(person.id, unit.id, invitation.role)
    await uow.organisation.add_contact(person.id, address.key, now)
    data = {"role": invitation.role.value, "channel": address.channel, "invitation": invitation_id}
    fact = history.Fact("linked", f"person:{person.id}", unit.province_id, unit.id, data=data)
    await history.record(uow, Actor(person), fact, now=now)
    await uow.duties.arm(await uow.organisation.merged_with(unit.id), now)
    uow.wake(wakes.PLAN)
    return person


async def _known_person(uow: UnitOfWork, invitation: Invitation, unit: Unit, address: Address) -> Person:
    """Who is linked: the person at this address, a member of the unit by that name, or somebody new.

    A code for somebody of another name means that the address has passed on. A unit's own name is no person's
    name: it never makes two people one, and never one person another.
    """
    here = await person_at(uow, address)
    if here is not None and await passes_on(uow, invitation, unit, address) is None:
        return await _named_at_last(uow, here, invitation, unit)
    members = await uow.organisation.memberships(unit_ids=[unit.id], roles=[invitation.role])
    people = await uow.organisation.people(member.person_id for member in members)
    for person in people.values():
        if fold(person.name) == fold(invitation.person_name) and person.name != unit.name:
            return person
    return await uow.organisation.add_person(invitation.person_name, DEFAULT)


async def _named_at_last(uow: UnitOfWork, person: Person, invitation: Invitation, unit: Unit) -> Person:
    """The person, by their own name as soon as a code tells it."""
    if invitation.person_name == unit.name or not await _is_unnamed(uow, person):
        return person
    await uow.people.change(person.id, {"name": invitation.person_name})
    return replace(person, name=invitation.person_name)


async def passes_on(uow: UnitOfWork, invitation: Invitation, unit: Unit, address: Address) -> Person | None:
    """Whose link at the address ends when the code is used, because it is for somebody of another name."""
    here = await person_at(uow, address)
    if here is None or fold(invitation.person_name) in (fold(unit.name), fold(here.name)):
        return None
    return None if await _is_unnamed(uow, here) else here


async def _is_unnamed(uow: UnitOfWork, person: Person) -> bool:
    """Whether somebody was invited by the name of a unit, so that their own is not known."""
    members = await uow.organisation.memberships(person_ids=[person.id])
    units = await uow.organisation.units_by_id(member.unit_id for member in members)
    return person.name in {unit.name for unit in units.values()}


async def person_at(uow: UnitOfWork, address: Address) -> Person | None:
    """Who is linked at an address now."""
    contact = await uow.organisation.contact_at(*address.key)
    if contact is None or contact.state is not ContactState.ACTIVE:
        return None
    return (await uow.organisation.people([contact.person_id])).get(contact.person_id)


async def actor_at(uow: UnitOfWork, address: Address, *, privately: bool = True) -> Actor | None:
    """Who writes from that address; None for a stranger. Rights are read anew for every message.

    Somebody who writes `privately` has unblocked us; a word in a group does not say so.
    """
    contact = await uow.organisation.contact_at(*address.key)
    if contact is None or contact.note == WITHDRAWN:
        # Who has cut the link themselves comes back with a new code only.
        return None
    if privately and contact.state is not ContactState.ACTIVE:
        await uow.organisation.set_contact(address.key, ContactState.ACTIVE)
    people = await uow.organisation.people([contact.person_id])
    memberships = await uow.organisation.memberships(person_ids=[contact.person_id])
    return Actor(people[contact.person_id], tuple(memberships))


async def contact_of(uow: UnitOfWork, person_id: int) -> Contact | None:
    """Where a person is reached first."""
    found = await uow.organisation.contacts([person_id])
    return found[person_id][0] if person_id in found else None


async def find_unit(uow: UnitOfWork, code: str) -> Unit:
    """A unit by `STP`, or `bac-giang/STP` where several provinces share a code; NotFound otherwise."""
    province_code, _, unit_code = code.rpartition("/")
    found = []
    for province in await uow.organisation.provinces():
        if province_code in ("", province.code):
            units = await uow.organisation.units(province.id)
            found += [unit for unit in units if unit.code.casefold() == unit_code.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"several provinces have a unit {unit_code}; write PROVINCE/{unit_code}")
    raise NotFound(f"no unit has the code {code}; `dondoc unit list` shows them")


def hash_code(code: str) -> str:
    """How a code is kept at rest."""
    return hashlib.sha256(code.encode()).hexdigest()


def _sheet_code() -> str:
    return base64.b32encode(secrets.token_bytes(SHEET_BYTES)).decode().rstrip("=")
