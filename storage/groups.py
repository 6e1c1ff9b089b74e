"""Group chats we were added to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from domain.groups import GroupChat, GroupState
from storage import dialects
from storage.queries import Queries, keys_of
from storage.tables import table_of
from storage.talk import GroupRow

group = table_of(GroupRow)

_SHOWN = ("id", "channel", "account", "address", "state", "unit_id", "greeted_at", "thread")


class Groups(Queries):
    """Named queries on group chats; an address is (channel, account, address)."""

    async def at(self, address: tuple[str, str, str]) -> GroupChat | None:
        """The group of an address, linked or not."""
        row = await self._one(select(group).where(_at(address)))
        return _group(row) if row is not None else None

    async def meet(self, address: tuple[str, str, str], *, greeted_at: datetime) -> bool:
        """Remember a group that was greeted; False when it was known before."""
        channel, account, where = address
        values = {"channel": channel, "account": account, "address": where}
        fresh = {"state": GroupState.UNKNOWN.value, "greeted_at": greeted_at}
        statement = dialects.insert_new(self._dialect, group).values(**values, **fresh)
        return await self._changed(statement) == 1

    async def link(self, address: tuple[str, str, str], unit_id: int, person_id: int) -> bool:
        """A person of a unit made this the unit's group; False when it is another unit's."""
        free = or_(group.c.state != GroupState.LINKED.value, group.c.unit_id == unit_id)
        values = {"state": GroupState.LINKED.value, "unit_id": unit_id, "linked_by": person_id}
        statement = group.update().where(_at(address), free)
        return await self._changed(statement.values(**values)) == 1

    async def unlink(self, group_id: int) -> None:
        """The group is nobody's again."""
        values = {"state": GroupState.UNKNOWN.value, "unit_id": None, "linked_by": None}
        await self._connection.execute(group.update().where(group.c.id == group_id).values(**values))

    async def leave(self, address: tuple[str, str, str]) -> int:
        """We are out of the group; what it was linked to is forgotten."""
        gone = {"state": GroupState.LEFT.value, "unit_id": None, "linked_by": None}
        return await self._changed(group.update().where(_at(address)).values(**gone))

    async def rejoin(self, address: tuple[str, str, str], *, greeted_at: datetime) -> int:
        """We are back in a group that we had left."""
        known = group.update().where(_at(address), group.c.state == GroupState.LEFT.value)
        back = {"state": GroupState.UNKNOWN.value, "greeted_at": greeted_at}
        return await self._changed(known.values(**back))

    async def move(self, address: tuple[str, str, str], new_address: str) -> None:
        """The platform gave the group another id; a row that already has it gives way to the older link."""
        channel, account, _ = address
        if await self.at(address) is None:
            return
        await self._connection.execute(group.delete().where(_at((channel, account, new_address))))
        await self._connection.execute(group.update().where(_at(address)).values(address=new_address))

    async def of_unit(self, unit_id: int) -> list[GroupChat]:
        """Groups linked to a unit."""
        linked = select(group).where(group.c.unit_id == unit_id, group.c.state == GroupState.LINKED.value)
        return [_group(row) for row in await self._all(linked.order_by(group.c.id))]

    async def units_with_group(self, unit_ids: Iterable[int]) -> set[int]:
        """Which of these units a group is linked to."""
        found = set()
        for page in keys_of(unit_ids):
            linked = select(group.c.unit_id).where(
                group.c.unit_id.in_(page), group.c.state == GroupState.LINKED.value
            )
            found |= {row.unit_id for row in await self._all(linked)}
        return found

    async def count(self, channel: str, account: str) -> int:
        """How many groups an account is in, for the platform's quota."""
        here = select(func.count()).where(
            group.c.channel == channel, group.c.account == account, group.c.state != GroupState.LEFT.value
        )
        number: int = (await self._connection.execute(here)).scalar_one()
        return number


def _at(address: tuple[str, str, str]) -> Any:
    channel, account, where = address
    return (group.c.channel == channel) & (group.c.account == account) & (group.c.address == where)


def _group(row: Any) -> GroupChat:
    values = {name: row._mapping[name] for name in _SHOWN}
    return GroupChat(**{**values, "state": GroupState(row.state)})
