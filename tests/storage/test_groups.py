"""Group chats in the store: met once, linked to one unit at a time, left, moved."""

from datetime import UTC, datetime

from domain.groups import GroupState
from domain.units import Role
from storage.store import Store, UnitOfWork
from tests import factories

NOW = datetime(2026, 10, 21, 1, 30, tzinfo=UTC)
PLACE = ("telegram", "default", "-7")
OTHER = ("telegram", "default", "-8")


async def two_units(uow: UnitOfWork) -> tuple[int, int, int]:
    """Two units and somebody of the first."""
    province_id = await factories.province(uow)
    units = await factories.units(uow, province_id, "STP", "SNV")
    person = await factories.person(uow, "A", units["STP"], Role.FOCAL_POINT)
    return units["STP"], units["SNV"], person.id


async def test_a_group_is_met_once(store: Store) -> None:
    async def work(uow: UnitOfWork) -> tuple[bool, bool]:
        return await uow.groups.meet(PLACE, greeted_at=NOW), await uow.groups.meet(PLACE, greeted_at=NOW)

    assert await store.transact(work) == (True, False)


async def test_a_group_is_linked_to_one_unit_until_it_is_let_go(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        first, second, person = await two_units(uow)
        await uow.groups.meet(PLACE, greeted_at=NOW)
        assert await uow.groups.link(PLACE, first, person)
        assert await uow.groups.link(PLACE, first, person)
        assert not await uow.groups.link(PLACE, second, person)
        assert await uow.groups.units_with_group([first, second]) == {first}
        (group,) = await uow.groups.of_unit(first)
        await uow.groups.unlink(group.id)
        assert await uow.groups.of_unit(first) == []
        assert await uow.groups.link(PLACE, second, person)
        assert await uow.groups.units_with_group([first, second]) == {second}

    await store.transact(work)


async def test_a_group_nobody_met_cannot_be_linked(store: Store) -> None:
    async def work(uow: UnitOfWork) -> bool:
        first, _, person = await two_units(uow)
        return await uow.groups.link(PLACE, first, person)

    assert not await store.transact(work)


async def test_who_leaves_forgets_the_link_and_comes_back_as_nobodys(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        first, _, person = await two_units(uow)
        await uow.groups.meet(PLACE, greeted_at=NOW)
        await uow.groups.link(PLACE, first, person)
        assert await uow.groups.rejoin(PLACE, greeted_at=NOW) == 0
        await uow.groups.leave(PLACE)
        assert await uow.groups.units_with_group([first]) == set()
        assert await uow.groups.rejoin(PLACE, greeted_at=NOW) == 1
        group = await uow.groups.at(PLACE)
        assert group is not None
        assert (group.state, group.unit_id) == (GroupState.UNKNOWN, None)

    await store.transact(work)


async def test_a_moved_group_keeps_its_link(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        first, _, person = await two_units(uow)
        await uow.groups.meet(PLACE, greeted_at=NOW)
        await uow.groups.link(PLACE, first, person)
        await uow.groups.move(PLACE, OTHER[2])
        assert await uow.groups.at(PLACE) is None
        moved = await uow.groups.at(OTHER)
        assert moved is not None
        assert moved.unit_id == first

    await store.transact(work)
