"""People of a province in bulk, for lists that name hundreds of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Text, cast, literal, select

from domain.delivery import OutboxState
from domain.permissions import Scope
from domain.units import Contact, ContactState, Person, Role
from storage.queries import Queries, is_one_of, keys_of, within
from storage.queues import EventRow, OutboxRow, ReminderRow
from storage.tables import ContactRow, MembershipRow, PersonRow, UnitRow, table_of

person = table_of(PersonRow)
membership = table_of(MembershipRow)
unit = table_of(UnitRow)
contact = table_of(ContactRow)
event = table_of(EventRow)
outbox = table_of(OutboxRow)
reminder = table_of(ReminderRow)

_WENT_OUT = (OutboxState.SENT.value, OutboxState.UNCERTAIN.value)
# What the house writes down in somebody's name when they link; it is no answer to a reminder.
_ARRIVALS = ("linked", "replaced")


class People(Queries):
    """Named queries on the people of a province."""

    async def of_province(self, province_id: int) -> dict[int, Person]:
        """Everybody who acts for a unit of the province, by key."""
        members = (
            select(membership.c.person_id)
            .join(unit, unit.c.id == membership.c.unit_id)
            .where(unit.c.province_id == province_id)
        )
        rows = await self._all(select(person).where(person.c.id.in_(members)).order_by(person.c.id))
        return {row.id: Person(**row._mapping) for row in rows}

    async def add(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert persons in bulk; the keys in the same order."""
        return await self._insert_many(person, rows)

    async def change(self, person_id: int, values: Mapping[str, Any]) -> None:
        """Change the telephone or the e-mail address of one person."""
        await self._connection.execute(person.update().where(person.c.id == person_id).values(**values))

    async def add_memberships(self, places: Sequence[tuple[int, int, Role]]) -> None:
        """Let persons act for units (person, unit, role); none of these may exist yet."""
        rows = [
            {"person_id": person_id, "unit_id": unit_id, "role": role.value}
            for person_id, unit_id, role in places
        ]
        await self._insert_many(membership, rows)

    async def end_membership(self, person_id: int, unit_id: int, role: Role) -> bool:
        """Let a person act for a unit no longer; False when they did not."""
        statement = membership.delete().where(
            membership.c.person_id == person_id,
            membership.c.unit_id == unit_id,
            membership.c.role == role.value,
        )
        return await self._changed(statement) > 0

    async def every_contact(self, person_ids: Iterable[int]) -> dict[int, list[Contact]]:
        """Contacts of persons, also the closed ones, in the order in which they are to be tried."""
        found: dict[int, list[Contact]] = {}
        for page in keys_of(person_ids):
            theirs = select(contact).where(contact.c.person_id.in_(page))
            for row in await self._all(theirs.order_by(contact.c.rank, contact.c.id)):
                found.setdefault(row.person_id, []).append(_contact(row))
        return found

    async def contacts_at(self, channel: str, account: str) -> list[Contact]:
        """Active contacts on one account of ours."""
        here = contact.c.channel == channel, contact.c.account == account
        active = contact.c.state == ContactState.ACTIVE.value
        return [
            _contact(row)
            for row in await self._all(select(contact).where(*here, active).order_by(contact.c.id))
        ]

    async def by_id(self, ids: Iterable[int]) -> dict[int, Person]:
        """The persons with these keys, however many."""
        found: dict[int, Person] = {}
        for page in keys_of(ids):
            rows = await self._all(select(person).where(person.c.id.in_(page)))
            found |= {row.id: Person(**row._mapping) for row in rows}
        return found

    async def rank_contacts(self, ids: Sequence[int]) -> None:
        """Let contacts be tried in this order."""
        for rank, contact_id in enumerate(ids):
            await self._connection.execute(
                contact.update().where(contact.c.id == contact_id).values(rank=rank)
            )

    async def never_answered(self, scope: Scope, roles: Iterable[Role]) -> set[int]:
        """Persons in these roles who were reminded since they linked and never did anything themselves."""
        members = (
            select(membership.c.person_id)
            .join(unit, unit.c.id == membership.c.unit_id)
            .where(within(scope, unit.c.province_id, unit.c.id), membership.c.role.in_(sorted(roles)))
        )
        linked = (
            select(contact.c.id)
            .where(contact.c.person_id == person.c.id, contact.c.state == ContactState.ACTIVE.value)
            .exists()
        )
        reminded = (
            select(reminder.c.id)
            .join(outbox, outbox.c.id == reminder.c.outbox_id)
            .where(reminder.c.person_id == person.c.id, is_one_of(outbox.c.state, _WENT_OUT))
            .exists()
        )
        acted = select(event.c.actor).where(event.c.actor.like("person:%"), event.c.verb.not_in(_ARRIVALS))
        named = literal("person:") + cast(person.c.id, Text)
        silent = select(person.c.id).where(person.c.id.in_(members), linked, reminded, named.not_in(acted))
        return {row.id for row in await self._all(silent)}


def _contact(row: Any) -> Contact:
    values = {name: row._mapping[name] for name in Contact.__dataclass_fields__}
    return Contact(**{**values, "state": ContactState(row.state)})
