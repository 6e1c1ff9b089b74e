"""Provinces, units, people, their contacts and invitations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from domain.units import (
    Contact,
    ContactState,
    Invitation,
    Membership,
    Person,
    Role,
    Unit,
    UnitKind,
    one_body,
)
from storage.queries import Queries
from storage.tables import (
    ContactRow,
    InvitationRow,
    LinkFailureRow,
    MembershipRow,
    PersonRow,
    ProvinceRow,
    UnitRow,
    table_of,
)

province = table_of(ProvinceRow)
unit = table_of(UnitRow)
person = table_of(PersonRow)
membership = table_of(MembershipRow)
contact = table_of(ContactRow)
invitation = table_of(InvitationRow)
link_failure = table_of(LinkFailureRow)


@dataclass(frozen=True, slots=True)
class Province:
    """A root of the organisation; `fictitious` puts "SỐ LIỆU GIẢ ĐỊNH" on everything shown."""

    id: int
    code: str
    name: str
    fictitious: bool
    grace_days: int
    in_use_from: date
    in_use_until: date | None

    def is_history(self, day: date) -> bool:
        """Whether its duties have run out by that day: listed, never reminded, never overdue."""
        return self.in_use_until is not None and day > self.in_use_until


_INVITATION = ("id", "unit_id", "person_name", "expires_at", "used_at", "channel", "account")


class Organisation(Queries):
    """Named queries on who exists and how they are reached."""

    async def provinces(self) -> list[Province]:
        """All provinces by code."""
        return [
            Province(**row._mapping) for row in await self._all(select(province).order_by(province.c.code))
        ]

    async def add_province(self, **values: Any) -> int:
        """Insert a province."""
        return await self._insert(province, values)

    async def add_units(self, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Insert units in bulk."""
        return await self._insert_many(unit, rows)

    async def change_unit(self, unit_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of one unit (parent, successor, names, validity)."""
        await self._connection.execute(unit.update().where(unit.c.id == unit_id).values(**values))

    async def units(self, province_id: int | None = None) -> list[Unit]:
        """Units in protocol order, of one province or of all."""
        statement = select(unit).order_by(unit.c.province_id, unit.c.order_no, unit.c.code)
        if province_id is not None:
            statement = statement.where(unit.c.province_id == province_id)
        return [_unit(row) for row in await self._all(statement)]

    async def units_by_id(self, ids: Iterable[int]) -> dict[int, Unit]:
        """The units with these keys."""
        rows = await self._all(select(unit).where(unit.c.id.in_(sorted(set(ids)))))
        return {row.id: _unit(row) for row in rows}

    async def add_person(self, name: str, locale: str) -> Person:
        """Insert a person."""
        return Person(await self._insert(person, {"name": name, "locale": locale}), name, locale)

    async def set_locale(self, person_id: int, locale: str) -> None:
        """Change the language a person is spoken to in."""
        await self._connection.execute(person.update().where(person.c.id == person_id).values(locale=locale))

    async def people(self, ids: Iterable[int]) -> dict[int, Person]:
        """The persons with these keys."""
        rows = await self._all(select(person).where(person.c.id.in_(sorted(set(ids)))))
        return {row.id: Person(**row._mapping) for row in rows}

    async def add_membership(self, person_id: int, unit_id: int, role: Role) -> None:
        """Let a person act for a unit; a membership that exists is left alone."""
        known = select(membership.c.id).where(
            membership.c.person_id == person_id,
            membership.c.unit_id == unit_id,
            membership.c.role == role.value,
        )
        if await self._one(known) is None:
            values = {"person_id": person_id, "unit_id": unit_id, "role": role.value}
            await self._insert(membership, values)

    async def memberships(
        self,
        *,
        person_ids: Iterable[int] | None = None,
        unit_ids: Iterable[int] | None = None,
        province_id: int | None = None,
        roles: Iterable[Role] = tuple(Role),
    ) -> list[Membership]:
        """Who acts for whom, limited to persons, units, a province and roles.

        Units that were merged are one body here, and here alone: who acts for one of them acts for all, so
        people keep their chats and what an old unit left unsent stays in sight under the new one.
        """
        bodies = await self._bodies()
        wanted = None if unit_ids is None else set(unit_ids)
        statement = (
            select(membership, unit.c.province_id)
            .join(unit, unit.c.id == membership.c.unit_id)
            .where(membership.c.role.in_([role.value for role in roles]))
            .order_by(membership.c.id)
        )
        if person_ids is not None:
            statement = statement.where(membership.c.person_id.in_(sorted(set(person_ids))))
        if wanted is not None:
            asked = wanted.union(*(bodies.get(key, ()) for key in wanted))
            statement = statement.where(membership.c.unit_id.in_(sorted(asked)))
        if province_id is not None:
            statement = statement.where(unit.c.province_id == province_id)
        held = [
            Membership(row.person_id, row.unit_id, row.province_id, Role(row.role))
            for row in await self._all(statement)
        ]
        found: dict[tuple[int, int, Role], Membership] = {}
        for item in [*held, *_inherited(held, bodies)]:
            if wanted is None or item.unit_id in wanted:
                found.setdefault((item.person_id, item.unit_id, item.role), item)
        return list(found.values())

    async def merged_with(self, unit_id: int) -> frozenset[int]:
        """The unit and all units that were merged into one body with it."""
        return frozenset((await self._bodies()).get(unit_id, (unit_id,)))

    async def _bodies(self) -> dict[int, dict[int, Unit]]:
        """For every unit of a merger, all units of the same body by key."""
        columns = select(unit.c.id, unit.c.successor_id).where(unit.c.successor_id.is_not(None))
        bodies = one_body({row.id: row.successor_id for row in await self._all(columns)})
        units = await self.units_by_id(bodies) if bodies else {}
        return {key: {other: units[other] for other in sorted(body)} for key, body in bodies.items()}

    async def contacts(self, person_ids: Iterable[int]) -> dict[int, list[Contact]]:
        """Active contacts of persons, in the order in which they are to be tried."""
        statement = (
            select(contact)
            .where(
                contact.c.person_id.in_(sorted(set(person_ids))), contact.c.state == ContactState.ACTIVE.value
            )
            .order_by(contact.c.rank, contact.c.id)
        )
        found: dict[int, list[Contact]] = {}
        for row in await self._all(statement):
            found.setdefault(row.person_id, []).append(_contact(row))
        return found

    async def contact_at(self, channel: str, account: str, address: str) -> Contact | None:
        """The contact of an address, active or not."""
        row = await self._one(select(contact).where(_at(channel, account, address)))
        return _contact(row) if row is not None else None

    async def add_contact(self, person_id: int, address: tuple[str, str, str], at: datetime) -> None:
        """Give the address (channel, account, address) to a person; an older owner loses it."""
        await self._connection.execute(contact.delete().where(_at(*address)))
        channel, account, where = address
        await self._insert(
            contact,
            {
                "person_id": person_id,
                "channel": channel,
                "account": account,
                "address": where,
                "state": ContactState.ACTIVE.value,
                "linked_at": at,
            },
        )

    async def set_contact(
        self, address: tuple[str, str, str], state: ContactState, note: str | None = None
    ) -> int:
        """Disable or revive an address; returns how many rows changed."""
        statement = contact.update().where(_at(*address), contact.c.state != state.value)
        return await self._changed(statement.values(state=state.value, note=note))

    async def move_contact(self, address: tuple[str, str, str], new_address: str) -> None:
        """The platform gave the chat another id; somebody linked there already stays, and the old id goes."""
        channel, account, _ = address
        if await self.contact_at(channel, account, new_address) is not None:
            await self._connection.execute(contact.delete().where(_at(*address)))
            return
        await self._connection.execute(contact.update().where(_at(*address)).values(address=new_address))

    async def add_invitation(self, **values: Any) -> int:
        """Insert a one-time code (its hash)."""
        return await self._insert(invitation, values)

    async def invitation(self, *, code_hash: str) -> Invitation | None:
        """The invitation of a code, used or not, expired or not."""
        row = await self._one(select(invitation).where(invitation.c.code_hash == code_hash))
        if row is None:
            return None
        return _invitation(row)

    async def open_invitations(self, machine_now: datetime) -> list[Invitation]:
        """Codes that may still be used."""
        waiting = invitation.c.used_at.is_(None), invitation.c.expires_at > machine_now
        rows = await self._all(select(invitation).where(*waiting).order_by(invitation.c.id))
        return [_invitation(row) for row in rows]

    async def direct_invitation(self, invitation_id: int, channel: str, account: str) -> None:
        """Name the account on which a code is expected."""
        statement = invitation.update().where(invitation.c.id == invitation_id)
        await self._connection.execute(statement.values(channel=channel, account=account))

    async def withdraw_invitations(self, ids: Iterable[int], machine_now: datetime) -> int:
        """Let codes expire that were not used; returns how many."""
        statement = invitation.update().where(
            invitation.c.id.in_(sorted(set(ids))), invitation.c.used_at.is_(None)
        )
        return await self._changed(statement.values(expires_at=machine_now))

    async def redeem(self, invitation_id: int, *, machine_now: datetime, used_by: str) -> bool:
        """Use the code up; False when somebody was faster or it has expired."""
        statement = invitation.update().where(
            invitation.c.id == invitation_id,
            invitation.c.used_at.is_(None),
            invitation.c.expires_at > machine_now,
        )
        return await self._changed(statement.values(used_at=machine_now, used_by=used_by)) == 1

    async def add_link_failure(self, owner: str, machine_now: datetime) -> None:
        """Remember a wrong code."""
        await self._insert(link_failure, {"owner": owner, "at": machine_now})

    async def link_failures(self, owner: str, *, since: datetime) -> int:
        """How many wrong codes came from there since a machine moment."""
        counted = select(func.count()).where(link_failure.c.owner == owner, link_failure.c.at > since)
        count: int = (await self._connection.execute(counted)).scalar_one()
        return count


def _inherited(held: Sequence[Membership], bodies: Mapping[int, Mapping[int, Unit]]) -> list[Membership]:
    """What people hold in the other units of a body.

    A role over a whole province crosses into another province only from Office to Office; otherwise it opens
    the one unit over there and no more.
    """
    found = []
    for item in held:
        body = bodies.get(item.unit_id, {})
        for other in body.values():
            is_office = body[item.unit_id].kind is UnitKind.OFFICE and other.kind is UnitKind.OFFICE
            place = other.province_id if is_office else item.province_id
            found.append(Membership(item.person_id, other.id, place, item.role))
    return found


def _at(channel: str, account: str, address: str) -> Any:
    return (contact.c.channel == channel) & (contact.c.account == account) & (contact.c.address == address)


def _invitation(row: Any) -> Invitation:
    return Invitation(role=Role(row.role), **{name: row._mapping[name] for name in _INVITATION})


def _unit(row: Any) -> Unit:
    values = dict(row._mapping)
    values["kind"] = UnitKind(row.kind)
    values["aliases"] = tuple(row.aliases)
    values["former_names"] = tuple(row.former_names)
    return Unit(**values)


def _contact(row: Any) -> Contact:
    state = ContactState(row.state)
    place = (row.channel, row.account, row.address)
    return Contact(row.id, row.person_id, *place, state, row.rank, row.note)
