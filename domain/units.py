"""Units of a province, the groups directives address, and the people who act for them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class UnitKind(StrEnum):
    """Node kinds of the organisation tree; vertical bodies (ngành dọc) stand outside the province."""

    PROVINCE = "province"
    OFFICE = "office"
    DEPARTMENT = "department"
    AGENCY = "agency"
    BOARD = "board"
    CENTRE = "centre"
    DISTRICT = "district"
    COMMUNE = "commune"
    VERTICAL = "vertical"


class Group(StrEnum):
    """Class words of directives ("các sở, cơ quan thuộc UBND tỉnh")."""

    DEPARTMENTS = "departments"
    AGENCIES = "agencies"
    BOARDS = "boards"
    DISTRICTS = "districts"
    COMMUNES = "communes"
    OFFICE = "office"


_KINDS_OF_GROUP = {
    Group.DEPARTMENTS: {UnitKind.DEPARTMENT},
    Group.AGENCIES: {UnitKind.AGENCY, UnitKind.BOARD},
    Group.BOARDS: {UnitKind.BOARD},
    Group.DISTRICTS: {UnitKind.DISTRICT},
    Group.COMMUNES: {UnitKind.COMMUNE},
    Group.OFFICE: {UnitKind.OFFICE},
}
# Lists never mix the two blocks: departments and agencies first, then territorial units (domain.md §5.1).
TERRITORIAL = frozenset({UnitKind.DISTRICT, UnitKind.COMMUNE})
_COMMITTEE = re.compile(r"\s+(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\b.*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One body; `order_no` is the protocol order, `code` the abbreviation in document numbers.

    `former_names` are names it once had, or of bodies it absorbed.
    """

    id: int
    province_id: int
    parent_id: int | None
    kind: UnitKind
    code: str
    name: str
    order_no: int
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: int | None = None
    former_names: tuple[str, ...] = ()

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit exists on that day; both ends are inclusive."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)

    @property
    def called(self) -> str:
        """How its own messages speak of it: an Office is "Văn phòng", without the committee it serves."""
        return _COMMITTEE.sub("", self.name) if self.kind is UnitKind.OFFICE else self.name

    @property
    def is_territorial(self) -> bool:
        """Whether it is a district or commune."""
        return self.kind in TERRITORIAL

    @property
    def protocol(self) -> tuple[bool, int, str]:
        """Its place in lists: departments and agencies, then territorial units, each in protocol order."""
        return self.is_territorial, self.order_no, self.code


@dataclass(frozen=True, slots=True)
class Selector:
    """Who owes a duty: classes of units and units named by code, less the exceptions."""

    groups: tuple[Group, ...] = ()
    units: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()

    def expand(self, units: Iterable[Unit], on: date) -> tuple[Unit, ...]:
        """The units that owe on that day, in protocol order.

        A unit named by code that no longer exists is followed to its successor; a class word takes only the
        units that exist ("UBND cấp huyện" never becomes communes by itself). Exceptions are followed too.
        """
        by_id = {unit.id: unit for unit in units}
        kinds = {kind for group in self.groups for kind in _KINDS_OF_GROUP[group]}
        chosen = {unit.id for unit in by_id.values() if unit.kind in kinds and unit.is_valid_on(on)}
        chosen |= _standing_for(self.units, by_id, on)
        chosen -= _standing_for(self.exceptions, by_id, on)
        return tuple(sorted((by_id[key] for key in chosen), key=lambda unit: (unit.order_no, unit.code)))


def _standing_for(codes: Iterable[str], by_id: Mapping[int, Unit], on: date) -> set[int]:
    """The units that stand for these codes on that day: themselves, or whoever succeeded them."""
    wanted = set(codes)
    found = (successor_on(unit, by_id, on) for unit in by_id.values() if unit.code in wanted)
    return {unit.id for unit in found if unit is not None}


def successor_on(unit: Unit, by_id: Mapping[int, Unit], on: date) -> Unit | None:
    """The unit itself while it exists, then whoever succeeded it by that day; None when nobody did."""
    seen: set[int] = set()
    current: Unit | None = unit
    while current is not None and not current.is_valid_on(on) and current.id not in seen:
        seen.add(current.id)
        current = by_id.get(current.successor_id) if current.successor_id is not None else None
    return current if current is not None and current.is_valid_on(on) else None


def one_body(successors: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """Units whose lines of successors end in the same unit, by each of them; `successors` are keys of units.

    Units that were never merged are not in it.
    """
    heirs: dict[int, set[int]] = {}
    for start in successors:
        line = [start]
        while (heir := successors.get(line[-1])) is not None and heir not in line:
            line.append(heir)
        heirs.setdefault(line[-1], set()).update(line)
    return {key: frozenset(body) for body in heirs.values() for key in body}


class Role(StrEnum):
    """What a person does for a unit."""

    FOCAL_POINT = "focal_point"
    UNIT_HEAD = "unit_head"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to the bot."""

    id: int
    name: str
    locale: str = "vi"
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person acts for a unit in a role."""

    person_id: int
    unit_id: int
    province_id: int
    role: Role


class ContactState(StrEnum):
    """Whether a channel address may be written to."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person is reached: an account of ours on a channel, and the person's address there.

    The lowest rank is tried first; `note` says why a contact was closed.
    """

    id: int
    person_id: int
    channel: str
    account: str
    address: str
    state: ContactState = ContactState.ACTIVE
    rank: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code as stored: only its hash. `expires_at` is machine time.

    `channel` and `account` name the account it was meant for, where people are spread over several.
    """

    id: int
    unit_id: int
    role: Role
    person_name: str
    expires_at: datetime
    used_at: datetime | None = None
    channel: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting: a linked person with memberships, or the audited operator of the command line."""

    person: Person | None
    memberships: tuple[Membership, ...] = field(default_factory=tuple)
    is_operator: bool = False

    def unit_ids(self, *roles: Role) -> frozenset[int]:
        """Units in which the actor holds one of the roles (any role when none is given)."""
        return frozenset(m.unit_id for m in self.memberships if not roles or m.role in roles)

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of the roles anywhere."""
        return any(m.role in roles for m in self.memberships)

    @property
    def label(self) -> str:
        """How the history names the actor."""
        if self.is_operator:
            return "operator"
        return f"person:{self.person.id}" if self.person else "stranger"


OPERATOR = Actor(person=None, is_operator=True)
