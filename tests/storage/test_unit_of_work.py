"""One unit of work is one transaction: all of it or nothing, and nobody is woken for nothing."""

import asyncio
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.errors import Conflict
from storage import wakes
from storage.store import Store, UnitOfWork
from tests.conftest import OpenStore
from tests.databases import threads_left
from tests.factories import happened, province


async def codes(store: Store) -> list[str]:
    async with store.reading() as uow:
        return [found.code for found in await uow.organisation.provinces()]


def in_use(store: Store) -> int:
    """How many connections are out of their pools."""
    engines = {store.engines.write, store.engines.read}
    return sum(engine.sync_engine.pool.checkedout() for engine in engines)  # type: ignore[attr-defined] # of its pool


async def test_work_that_ends_well_stays(store: Store) -> None:
    key = await store.transact(lambda uow: province(uow, "a"))
    assert key == 1
    assert await codes(store) == ["a"]


async def test_work_that_raises_leaves_nothing(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        await province(uow, "a")
        raise Conflict

    with pytest.raises(Conflict):
        await store.transact(work)
    assert await codes(store) == []
    assert in_use(store) == 0


async def test_a_broken_rule_stays_what_it_is_and_leaves_nothing(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        await province(uow, "a")
        await province(uow, "a")

    with pytest.raises(IntegrityError):
        await store.transact(work)
    assert await codes(store) == []


async def test_a_savepoint_is_undone_alone(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        await province(uow, "before")
        with suppress(Conflict):
            async with uow.savepoint():
                await province(uow, "inside")
                raise Conflict
        async with uow.savepoint():
            await province(uow, "second")
        with suppress(IntegrityError):
            async with uow.savepoint():
                await province(uow, "inside again")
                await province(uow, "second")
        await province(uow, "third")

    await store.transact(work)
    assert await codes(store) == ["before", "second", "third"]


async def test_a_reading_unit_of_work_is_never_committed(store: Store) -> None:
    if store.engines.name == "postgresql":
        async with store.reading() as uow:
            await province(uow, "a")
    assert await codes(store) == []
    assert in_use(store) == 0


async def test_loops_are_woken_after_the_commit_and_not_before(store: Store) -> None:
    listener, seen = store.wakes.listen(wakes.OUTBOX), []

    async def work(uow: UnitOfWork) -> None:
        uow.wake(wakes.OUTBOX)
        await province(uow, "a")
        seen.append(await listener.wait(0.01))

    await store.transact(work)
    assert seen == [False]
    assert await listener.wait(1)
    assert not await listener.wait(0.01)


async def test_work_that_raises_wakes_nobody(store: Store) -> None:
    listener = store.wakes.listen(wakes.OUTBOX)

    async def work(uow: UnitOfWork) -> None:
        uow.wake(wakes.OUTBOX)
        raise Conflict

    with pytest.raises(Conflict):
        await store.transact(work)
    assert not await listener.wait(0.01)


async def test_only_listeners_of_the_topic_are_woken_and_closed_ones_never(store: Store) -> None:
    other, closed = store.wakes.listen(wakes.PLAN), store.wakes.listen(wakes.INBOX)
    closed.close()

    async def work(uow: UnitOfWork) -> None:
        uow.wake(wakes.INBOX)

    await store.transact(work)
    assert not await other.wait(0.01)
    assert not await closed.wait(0.01)


async def test_a_caller_cancelled_twice_leaves_when_the_transaction_has_ended(store: Store) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work(uow: UnitOfWork) -> None:
        await province(uow, "a")
        begun.set()
        await go_on.wait()
        await province(uow, "b")

    caller = asyncio.ensure_future(store.transact(work))
    await begun.wait()
    for _ in range(2):
        caller.cancel()
        await asyncio.wait({caller}, timeout=0.02)
        assert not caller.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert in_use(store) == 0
    assert await codes(store) == ["a", "b"]


async def test_callers_cancelled_at_any_moment_leave_whole_transactions_and_a_whole_pool(
    store: Store,
) -> None:
    chance = random.Random(20231020)

    async def work(uow: UnitOfWork, number: int) -> None:
        await happened(uow, f"pair:{number}")
        await asyncio.sleep(0)
        await happened(uow, f"pair:{number}")

    async def read() -> None:
        async with store.reading() as uow:
            await uow.organisation.provinces()
            await uow.history.count_unsealed()

    for number in range(60):
        callers = [
            asyncio.ensure_future(store.transact(lambda uow, number=number: work(uow, number))),
            asyncio.ensure_future(read()),
        ]
        await asyncio.wait(callers, timeout=chance.random() * 0.004)
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
    assert in_use(store) == 0
    async with store.reading() as uow:
        subjects = [event.subject for event in await uow.history.unsealed(1000)]
    assert all(subjects.count(subject) == 2 for subject in subjects)
    await store.transact(lambda uow: province(uow, "still works"))
    await store.close()
    assert threads_left() == []


async def test_a_reader_cancelled_while_its_connection_opens_leaves_no_connection_behind(
    database_url: str, open_store: OpenStore
) -> None:
    for number in range(15):
        store = open_store(database_url)
        reader = asyncio.ensure_future(codes(store))
        await asyncio.wait({reader}, timeout=number * 0.0004)
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)
        assert in_use(store) == 0
        await store.close()
    assert threads_left() == []


async def test_many_callers_share_few_connections(store: Store) -> None:
    async def read() -> int:
        async with store.reading() as uow:
            return await uow.history.count_unsealed()

    assert await asyncio.gather(*(read() for _ in range(40))) == [0] * 40
    assert in_use(store) == 0


async def test_machine_time_is_aware_and_real(store: Store) -> None:
    found = await store.transact(lambda uow: uow.machine_now())
    assert abs(found - datetime.now(UTC)) < timedelta(minutes=1)
