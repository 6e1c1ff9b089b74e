"""What only PostgreSQL can get wrong: deadlocks, serialisation, time limits, and a server that goes away."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from domain.errors import StoreUnavailable
from storage import wakes
from storage.store import Store, UnitOfWork
from tests.conftest import OpenStore
from tests.databases import PostgresServer, at_once
from tests.factories import province

pytestmark = pytest.mark.postgres


@pytest.fixture
async def pg_store(postgres: PostgresServer, open_store: OpenStore) -> AsyncIterator[Store]:
    async with postgres.database(migrated=True) as url:
        yield open_store(url)


async def run(uow: UnitOfWork, statement: str) -> object:
    return await uow.machinery._connection.execute(text(statement))


async def grace(store: Store) -> list[int]:
    async with store.reading() as uow:
        return [found.grace_days for found in await uow.organisation.provinces()]


async def test_a_deadlock_is_resolved_by_running_the_whole_work_again(pg_store: Store) -> None:
    for code in "ab":
        await pg_store.transact(lambda uow, code=code: province(uow, code))
    listener, tries, both = pg_store.wakes.listen(wakes.PLAN), [], asyncio.Barrier(2)

    async def crosswise(uow: UnitOfWork, first: str, second: str) -> None:
        tries.append(first)
        uow.wake(wakes.PLAN)
        await run(uow, f"UPDATE province SET grace_days = grace_days + 1 WHERE code = '{first}'")
        if len(tries) <= 2:
            await both.wait()
        await run(uow, f"UPDATE province SET grace_days = grace_days + 1 WHERE code = '{second}'")

    await at_once(
        pg_store.transact(lambda uow: crosswise(uow, "a", "b")),
        pg_store.transact(lambda uow: crosswise(uow, "b", "a")),
    )
    assert len(tries) == 3
    assert await grace(pg_store) == [2, 2]
    assert await listener.wait(1)


async def test_a_serialisation_failure_is_resolved_by_running_the_whole_work_again(pg_store: Store) -> None:
    await pg_store.transact(province)
    tries, both = [], asyncio.Barrier(2)

    async def read_then_write(uow: UnitOfWork) -> None:
        await run(uow, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        (found,) = await uow.organisation.provinces()
        tries.append(found.grace_days)
        if len(tries) <= 2:
            await both.wait()
        await run(uow, f"UPDATE province SET grace_days = {found.grace_days + 1}")

    await at_once(pg_store.transact(read_then_write), pg_store.transact(read_then_write))
    assert tries == [0, 0, 1]
    assert await grace(pg_store) == [2]


async def test_after_three_failures_the_store_is_unavailable(pg_store: Store) -> None:
    tries = []

    async def fails(uow: UnitOfWork) -> None:
        tries.append(uow)
        await run(uow, "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")

    with pytest.raises(StoreUnavailable, match="again"):
        await pg_store.transact(fails)
    assert len(tries) == 3
    assert len(set(map(id, tries))) == 3


async def test_another_error_is_not_tried_again(pg_store: Store) -> None:
    tries = []

    async def fails(uow: UnitOfWork) -> None:
        tries.append(uow)
        await run(uow, "SELECT 1 / 0")

    with pytest.raises(Exception, match="division by zero"):
        await pg_store.transact(fails)
    assert len(tries) == 1


@pytest.mark.parametrize(
    ("limit", "statement"),
    [("statement_timeout", "SELECT pg_sleep(5)"), ("lock_timeout", "UPDATE province SET grace_days = 1")],
)
async def test_a_statement_or_lock_that_takes_too_long_is_unavailable(
    pg_store: Store, limit: str, statement: str
) -> None:
    await pg_store.transact(province)

    async def waits(uow: UnitOfWork) -> None:
        await run(uow, f"SET LOCAL {limit} = '50ms'")
        await run(uow, statement)

    async with pg_store.engines.write.begin() as holder:
        await holder.execute(text("UPDATE province SET grace_days = 2"))
        with pytest.raises(StoreUnavailable, match="timeout"):
            await pg_store.transact(waits)


async def test_every_connection_has_its_limits(pg_store: Store) -> None:
    limits = {
        "lock_timeout": "3s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "15s",
        "TimeZone": "UTC",
        "transaction_isolation": "read committed",
    }
    async with pg_store.engines.write.connect() as connection:
        found = {name: (await connection.execute(text(f"SHOW {name}"))).scalar_one() for name in limits}
    assert found == limits


async def test_a_connection_lost_in_a_transaction_is_unavailable_and_the_next_one_works(
    pg_store: Store,
) -> None:
    async def cut(uow: UnitOfWork) -> None:
        await province(uow)
        await run(uow, "SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(StoreUnavailable):
        await pg_store.transact(cut)
    assert await grace(pg_store) == []
    await pg_store.transact(province)
    assert await grace(pg_store) == [0]


async def test_connections_lost_while_idle_are_replaced_unseen(pg_store: Store) -> None:
    await at_once(*(grace(pg_store) for _ in range(4)))
    async with pg_store.engines.write.connect() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert await at_once(*(grace(pg_store) for _ in range(4))) == [[]] * 4


@pytest.mark.parametrize("change", [("fresh", "missing"), ("postgres@", "nobody@")])
async def test_a_database_or_user_that_does_not_exist_is_unavailable(
    postgres: PostgresServer, open_store: OpenStore, change: tuple[str, str]
) -> None:
    store = open_store(postgres.url("fresh").replace(*change))
    with pytest.raises(StoreUnavailable, match="does not exist"):
        await grace(store)
    with pytest.raises(StoreUnavailable, match="does not exist"):
        await store.transact(province)


@pytest.mark.parametrize("place", ["127.0.0.1:1/dondoc", "/dondoc?host=/tmp/no-such-folder"])
async def test_a_server_that_is_away_is_unavailable(open_store: OpenStore, place: str) -> None:
    store = open_store(f"postgresql+asyncpg://postgres@{place}")
    with pytest.raises(StoreUnavailable):
        await store.transact(province)


async def test_a_pool_that_stays_empty_is_unavailable(pg_store: Store) -> None:
    pool = pg_store.engines.write.sync_engine.pool
    pool._timeout = 0.05  # type: ignore[attr-defined] # waiting the whole time would only be slow
    full, done = asyncio.Barrier(13), asyncio.Event()

    async def hold() -> None:
        async with pg_store.reading() as uow:
            await uow.organisation.provinces()
            await full.wait()
            await done.wait()

    holders = [asyncio.ensure_future(hold()) for _ in range(12)]
    await full.wait()
    with pytest.raises(StoreUnavailable, match="QueuePool"):
        await pg_store.transact(province)
    done.set()
    await at_once(*holders)


async def test_a_commit_tells_other_processes_which_loops_to_wake(pg_store: Store) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    async with pg_store.engines.write.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.add_listener("dondoc", lambda *given: told.put_nowait(given[-1]))

        async def work(uow: UnitOfWork) -> None:
            uow.wake(wakes.PLAN, wakes.OUTBOX)
            await province(uow)

        await pg_store.transact(work)
        async with asyncio.timeout(5):
            assert {await told.get(), await told.get()} == {wakes.PLAN, wakes.OUTBOX}
        await driver.reset()
