"""Decisions are kept with all they say; each is taken back once; what is late in their days is found."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from domain.decisions import DecisionKind
from domain.statuses import Status
from domain.units import Group, Selector
from storage.store import Store, UnitOfWork
from tests import factories
from tests.databases import at_once
from tests.factories import NOW

SELECTOR = Selector(groups=(Group.DEPARTMENTS,), units=("VP",), exceptions=("SNV",))
LATE_FROM = factories.deadline().late_from
SECOND = timedelta(seconds=1)


async def added(uow: UnitOfWork, province_id: int, **changes: Any) -> int:
    values: dict[str, Any] = {
        "province_id": province_id,
        "kind": DecisionKind.OUTAGE,
        "first_day": date(2023, 10, 20),
        "last_day": date(2023, 10, 21),
        "basis": "Công văn của đơn vị vận hành",
        "decided_by": "operator",
        "decided_at": NOW,
        "moved_to": date(2023, 10, 23),
        "selector": SELECTOR,
        "obligation_id": None,
    }
    return await uow.decisions.add(**{**values, **changes})


async def test_a_decision_is_read_as_it_was_written(store: Store) -> None:
    async def work(uow: UnitOfWork) -> int:
        decision_id = await added(uow, await factories.province(uow))
        await uow.decisions.set_affected(decision_id, [9, 3, 9])
        return decision_id

    decision_id = await store.transact(work)
    async with store.reading() as uow:
        found = await uow.decisions.get(decision_id)
        assert await uow.decisions.get(decision_id + 1) is None
    assert found is not None
    assert (found.kind, found.selector, found.obligation_id) == (DecisionKind.OUTAGE, SELECTOR, None)
    assert (found.first_day, found.last_day) == (date(2023, 10, 20), date(2023, 10, 21))
    assert (found.moved_to, found.decided_at, found.undone_at) == (date(2023, 10, 23), NOW, None)
    assert found.affected == (3, 9)


async def test_no_selector_is_another_thing_than_one_that_names_nobody(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        province_id = await factories.province(uow)
        await added(uow, province_id, selector=None)
        await added(uow, province_id, selector=Selector())

    await store.transact(work)
    async with store.reading() as uow:
        assert [item.selector for item in await uow.decisions.all()] == [None, Selector()]


async def test_a_decision_of_an_unknown_duty_is_refused(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        await added(uow, await factories.province(uow), obligation_id=77)

    with pytest.raises(IntegrityError):
        await store.transact(work)


async def test_a_decision_is_taken_back_once_however_many_try(store: Store) -> None:
    async def work(uow: UnitOfWork) -> int:
        return await added(uow, await factories.province(uow))

    decision_id = await store.transact(work)
    ends = await at_once(
        *(store.transact(lambda uow: uow.decisions.undo(decision_id, NOW)) for _ in range(4))
    )
    assert sorted(ends) == [False, False, False, True]
    async with store.reading() as uow:
        assert [item.undone_at for item in await uow.decisions.all()] == [NOW]
        assert await uow.decisions.all(standing=True) == []


async def test_decisions_are_listed_by_province_in_the_order_they_were_taken(store: Store) -> None:
    async def work(uow: UnitOfWork) -> tuple[int, list[int]]:
        home, abroad = await factories.province(uow), await factories.province(uow, "tinh-khac")
        keys = [await added(uow, where) for where in (home, abroad, home)]
        await uow.decisions.undo(keys[0], NOW)
        return home, keys

    home, keys = await store.transact(work)
    async with store.reading() as uow:
        assert [item.id for item in await uow.decisions.all()] == keys
        assert [item.id for item in await uow.decisions.all(province_id=home)] == [keys[0], keys[2]]
        assert [item.id for item in await uow.decisions.all(standing=True)] == keys[1:]


@pytest.mark.parametrize(
    ("after", "until", "found"),
    [
        (LATE_FROM - SECOND, LATE_FROM, True),
        (LATE_FROM, LATE_FROM + SECOND, False),
        (LATE_FROM - 2 * SECOND, LATE_FROM - SECOND, False),
    ],
)
async def test_what_is_late_within_two_moments_excludes_the_first(
    store: Store, after: Any, until: Any, found: bool
) -> None:
    keys = await store.transact(factories.owed)
    async with store.reading() as uow:
        (province,) = await uow.organisation.provinces()
        late = await uow.decisions.late_within(province.id, after, until, owed=False)
        assert await uow.decisions.late_within(province.id + 1, after, until, owed=False) == []
    assert late == (keys if found else [])


async def test_only_what_is_owed_or_untouched_is_found_when_that_is_asked(store: Store) -> None:
    keys = await store.transact(factories.owed)

    async def work(uow: UnitOfWork) -> None:
        first, second = [await uow.duties.assignment(key) for key in keys]
        assert first is not None
        assert second is not None
        await uow.duties.change(first, {"status": Status.SUBMITTED.value})
        await uow.duties.change(second, {"percent": 40})

    await store.transact(work)
    async with store.reading() as uow:
        (province,) = await uow.organisation.provinces()
        bounds = (province.id, LATE_FROM - SECOND, LATE_FROM)
        assert await uow.decisions.late_within(*bounds, owed=False) == keys
        assert await uow.decisions.late_within(*bounds, owed=True) == keys[1:]
        assert await uow.decisions.late_within(*bounds, owed=True, untouched=True) == []
