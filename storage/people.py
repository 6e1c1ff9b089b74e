"""People of a province in bulk, for lists that name hundreds of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from domain.units import Person, Role
from storage.queries import Queries
from storage.tables import MembershipRow, PersonRow, UnitRow, table_of

person = table_of(PersonRow)
membership = table_of(MembershipRow)
unit = table_of(UnitRow)


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
