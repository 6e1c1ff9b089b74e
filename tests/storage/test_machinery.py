"""Leases have one holder and an epoch that fences late writers; the simulated clock is one row."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.machinery import ClockAnchor
from storage.store import Store, UnitOfWork
from tests.databases import at_once
from tests.factories import NOW

TTL = timedelta(seconds=15)


async def acquire(store: Store, owner: str, seconds: float = 0) -> int | None:
    moment = NOW + timedelta(seconds=seconds)
    return await store.transact(
        lambda uow: uow.machinery.acquire("planner", owner, machine_now=moment, until=moment + TTL)
    )


async def holds(store: Store, owner: str, epoch: int) -> bool:
    return await store.transact(lambda uow: uow.machinery.holds("planner", owner=owner, epoch=epoch))


async def test_a_lease_has_one_holder_until_it_runs_out(store: Store) -> None:
    assert await acquire(store, "a") == 1
    assert await acquire(store, "b", 14.999) is None
    assert await acquire(store, "b", 15) == 2
    assert await acquire(store, "a", 16) is None


async def test_renewing_keeps_the_epoch_and_moves_the_end(store: Store) -> None:
    assert await acquire(store, "a") == 1
    assert await acquire(store, "a", 10) == 1
    assert await acquire(store, "b", 20) is None
    async with store.reading() as uow:
        assert await uow.machinery.lease_expiry("planner") == NOW + timedelta(seconds=25)
        assert await uow.machinery.lease_expiry("sender") is None


async def test_a_late_writer_of_an_older_epoch_is_refused(store: Store) -> None:
    assert await acquire(store, "a") == 1
    assert await holds(store, "a", 1)
    assert await acquire(store, "b", 15) == 2
    assert not await holds(store, "a", 1)
    assert not await holds(store, "b", 1)
    assert await holds(store, "b", 2)
    assert await acquire(store, "a", 31) == 3
    assert not await holds(store, "a", 1)


async def test_a_lease_given_back_is_free_at_once_but_only_by_its_holder(store: Store) -> None:
    await acquire(store, "a")
    await store.transact(lambda uow: uow.machinery.release("planner", "b", NOW))
    assert await acquire(store, "b", 1) is None
    await store.transact(lambda uow: uow.machinery.release("planner", "a", NOW))
    assert await acquire(store, "b") == 2


async def test_leases_of_different_names_are_independent(store: Store) -> None:
    await acquire(store, "a")
    until = NOW + TTL
    assert (
        await store.transact(lambda uow: uow.machinery.acquire("seal", "b", machine_now=NOW, until=until))
        == 1
    )


async def test_of_many_who_want_a_free_lease_one_gets_it(store: Store) -> None:
    ends = await at_once(*(acquire(store, f"owner-{number}") for number in range(10)))
    assert sorted(end for end in ends if end is not None) == [1]
    ends = await at_once(*(acquire(store, f"other-{number}", 20) for number in range(10)))
    assert sorted(end for end in ends if end is not None) == [2]


async def test_a_holder_that_is_writing_is_not_relieved_in_the_middle(store: Store) -> None:
    await acquire(store, "a")
    checked, go_on = asyncio.Event(), asyncio.Event()

    async def write(uow: UnitOfWork) -> bool:
        held = await uow.machinery.holds("planner", owner="a", epoch=1)
        checked.set()
        await go_on.wait()
        return held

    writing = asyncio.ensure_future(store.transact(write))
    await checked.wait()
    rival = asyncio.ensure_future(acquire(store, "b", 60))
    if store.engines.name == "postgresql":
        assert await rival is None
    go_on.set()
    assert await writing
    assert await rival in (None, 2)
    assert await acquire(store, "c", 200) is not None


async def test_the_simulated_clock_is_one_row_that_is_replaced_and_deleted(store: Store) -> None:
    async def stored() -> ClockAnchor | None:
        async with store.reading() as uow:
            return await uow.machinery.clock()

    assert await stored() is None
    for speed in (1.0, 720.5):
        anchor = ClockAnchor(NOW, NOW + timedelta(days=900), speed)
        await store.transact(lambda uow, anchor=anchor: uow.machinery.set_clock(anchor))
        assert await stored() == anchor
    async with store.engines.write.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM clock"))).scalar_one() == 1
    await store.transact(lambda uow: uow.machinery.delete_clock())
    assert await stored() is None


async def test_a_second_clock_is_refused(store: Store) -> None:
    await store.transact(lambda uow: uow.machinery.set_clock(ClockAnchor(NOW, NOW, 1.0)))
    second = "INSERT INTO clock SELECT 2, business_anchor, machine_anchor, speed FROM clock"
    with pytest.raises(IntegrityError):
        async with store.engines.write.begin() as connection:
            await connection.execute(text(second))
