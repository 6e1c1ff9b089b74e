"""Nobody sees another unit's data: the scope is part of the query, whatever else is asked."""

from dataclasses import dataclass
from itertools import chain, combinations

import pytest

from domain.periods import Period
from domain.permissions import Action, Scope, scope_of
from domain.units import OPERATOR, Actor, Membership, Person, Role
from storage.store import Store, UnitOfWork
from tests.factories import assignments, obligation, province, units


@dataclass(frozen=True)
class World:
    """Two provinces with two units each; every unit owes two periods."""

    provinces: tuple[int, int]
    units: dict[str, int]
    duties: tuple[int, int]


@pytest.fixture
async def world(store: Store) -> World:
    return await store.transact(build)


async def build(uow: UnitOfWork) -> World:
    known: dict[str, int] = {}
    provinces, duties = [], []
    for name in ("a", "b"):
        province_id = await province(uow, name)
        own = await units(uow, province_id, f"{name}1", f"{name}2")
        duty = await obligation(uow, province_id, own[f"{name}1"])
        for period in ("2023-09", "2023-10"):
            await assignments(uow, duty, province_id, own.values(), period=period)
        known |= own
        provinces.append(province_id)
        duties.append(duty)
    return World((provinces[0], provinces[1]), known, (duties[0], duties[1]))


def subsets(items: list[int]) -> list[frozenset[int]]:
    return [frozenset(some) for some in chain(*(combinations(items, n) for n in range(len(items) + 1)))]


async def test_every_scope_sees_exactly_what_it_covers_however_it_asks(store: Store, world: World) -> None:
    async with store.reading() as uow:
        everything = await uow.duties.assignments(Scope(everything=True))
        assert len(everything) == 8
        for provinces in subsets(list(world.provinces)):
            for unit_ids in subsets(list(world.units.values())):
                scope = Scope(provinces, unit_ids)
                covered = [one for one in everything if scope.covers(one.province_id, one.unit_id)]
                assert await uow.duties.assignments(scope) == covered
                asked = await uow.duties.assignments(
                    scope,
                    ids=[one.id for one in everything],
                    obligation_ids=world.duties,
                    period=Period.parse("2023-10"),
                    owed=True,
                )
                assert asked == [one for one in covered if one.period.key == "2023-10"]


async def test_an_empty_scope_sees_nothing_even_of_known_keys(store: Store, world: World) -> None:
    async with store.reading() as uow:
        assert await uow.duties.assignments(Scope()) == []
        assert await uow.duties.assignments(Scope(), ids=range(100), obligation_ids=world.duties) == []


async def test_asking_for_no_keys_gives_nothing_and_not_everything(store: Store, world: World) -> None:
    everything = Scope(everything=True)
    async with store.reading() as uow:
        assert world.units
        assert await uow.duties.assignments(everything, ids=[]) == []
        assert await uow.duties.assignments(everything, obligation_ids=[]) == []
        assert await uow.duties.obligations(ids=[]) == []
        assert await uow.organisation.memberships(person_ids=[]) == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", [Action.VIEW_TASKS, Action.VIEW_OVERDUE, Action.VIEW_PROGRESS])
async def test_no_role_of_a_unit_ever_sees_the_other_province(
    store: Store, world: World, role: Role, action: Action
) -> None:
    membership = Membership(1, world.units["a1"], world.provinces[0], role)
    scope = scope_of(Actor(Person(1, "Cán bộ A"), (membership,)), action)
    async with store.reading() as uow:
        seen = await uow.duties.assignments(scope)
    assert {one.province_id for one in seen} <= {world.provinces[0]}
    if role in (Role.FOCAL_POINT, Role.UNIT_HEAD):
        assert {one.unit_id for one in seen} == {world.units["a1"]}
    if role is Role.ADMIN:
        assert seen == []


async def test_the_operator_sees_everything_and_a_stranger_nothing(store: Store, world: World) -> None:
    assert world.units
    async with store.reading() as uow:
        assert len(await uow.duties.assignments(scope_of(OPERATOR, Action.VIEW_TASKS))) == 8
        assert await uow.duties.assignments(scope_of(Actor(None), Action.VIEW_TASKS)) == []


async def test_units_people_and_obligations_of_one_province_are_its_own(store: Store, world: World) -> None:
    async def join(uow: UnitOfWork) -> None:
        for code, unit_id in world.units.items():
            found = await uow.organisation.add_person(f"Cán bộ {code}", "vi")
            await uow.organisation.add_membership(found.id, unit_id, Role.FOCAL_POINT)

    await store.transact(join)
    async with store.reading() as uow:
        for number, name in enumerate(("a", "b")):
            key = world.provinces[number]
            own = {world.units[f"{name}1"], world.units[f"{name}2"]}
            assert {unit.id for unit in await uow.organisation.units(key)} == own
            assert {m.unit_id for m in await uow.organisation.memberships(province_id=key)} == own
            assert [o.id for o in await uow.duties.obligations(province_id=key)] == [world.duties[number]]
