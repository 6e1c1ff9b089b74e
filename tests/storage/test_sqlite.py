"""What only SQLite can get wrong: settings of live connections, loose types, waiting for the one writer."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import StoreUnavailable
from storage import dialects
from storage.store import Store, UnitOfWork
from tests.conftest import OpenStore
from tests.databases import at_once, threads_left

SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "journal_size_limit": 64 * 1024 * 1024,
    "trusted_schema": 0,
    "recursive_triggers": 1,
}


async def setting(connection: AsyncConnection, name: str) -> object:
    return (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()


@pytest.mark.parametrize("writes", [True, False])
async def test_every_live_connection_is_set_for_safety(sqlite_store: Store, writes: bool) -> None:
    engine = sqlite_store.engines.write if writes else sqlite_store.engines.read
    async with engine.connect() as connection:
        assert {name: await setting(connection, name) for name in SETTINGS} == SETTINGS
        assert await setting(connection, "query_only") == (not writes)


async def test_a_reading_connection_cannot_write(sqlite_store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        async with sqlite_store.reading() as uow:
            await uow.organisation.add_person("Cán bộ A", "vi")


def beginning_of(store: Store) -> bytes:
    return Path(str(store.engines.write.url.database)).read_bytes()[:72]


async def test_the_file_says_whose_it_is(sqlite_store: Store) -> None:
    async with sqlite_store.engines.read.connect() as connection:
        assert await setting(connection, "application_id") == dialects.SQLITE_APPLICATION_ID
    assert beginning_of(sqlite_store)[68:] == b"dond"


async def test_every_table_is_strict(sqlite_store: Store) -> None:
    async with sqlite_store.engines.read.connect() as connection:
        rows = (await connection.execute(text("PRAGMA table_list"))).all()
    loose = [row.name for row in rows if not row.strict and not row.name.startswith("sqlite_")]
    assert loose == ["alembic_version"]


async def test_a_text_in_a_number_column_is_refused(sqlite_store: Store) -> None:
    async with sqlite_store.engines.write.connect() as connection:
        with pytest.raises(IntegrityError, match="cannot store TEXT"):
            await connection.execute(text("INSERT INTO cursor VALUES ('telegram', 'bot', 'mười')"))


async def test_foreign_keys_are_kept(sqlite_store: Store) -> None:
    with pytest.raises(IntegrityError):
        await sqlite_store.transact(lambda uow: uow.machinery._connection.execute(
            text("INSERT INTO unit (province_id, kind, code, name, order_no, aliases) "
                 "VALUES (9, 'office', 'VP', 'Văn phòng', 1, '[]')")
        ))  # fmt: skip


async def test_a_writing_transaction_takes_the_lock_at_its_beginning(
    sqlite_store: Store, open_store: OpenStore
) -> None:
    rival = open_store(str(sqlite_store.engines.write.url))
    async with sqlite_store.engines.write.begin(), rival.engines.write.connect() as connection:
        await connection.get_raw_connection()
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(Exception, match="locked"):
            await connection.execute(text("SELECT 1"))


async def test_readers_see_the_last_commit_while_a_writer_works(sqlite_store: Store) -> None:
    async def write_and_look(uow: UnitOfWork) -> int:
        await uow.organisation.add_person("Cán bộ A", "vi")
        async with sqlite_store.reading() as other:
            return len(await other.organisation.people([1]))

    assert await sqlite_store.transact(write_and_look) == 0
    async with sqlite_store.reading() as uow:
        assert len(await uow.organisation.people([1])) == 1


async def test_sixteen_writers_of_fifty_rows_each_never_meet_a_locked_database(
    sqlite_store: Store, open_store: OpenStore
) -> None:
    stores = [sqlite_store, open_store(str(sqlite_store.engines.write.url))]

    async def writer(number: int) -> None:
        for turn in range(50):
            name = f"Cán bộ {number}-{turn}"
            await stores[number % 2].transact(lambda uow, name=name: uow.organisation.add_person(name, "vi"))

    await at_once(*(writer(number) for number in range(16)))
    async with sqlite_store.reading() as uow:
        assert len(await uow.organisation.people(range(1, 2000))) == 16 * 50


async def test_a_file_that_is_no_database_is_unavailable_and_leaves_nothing_open(
    tmp_path: Path, open_store: OpenStore
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("không phải cơ sở dữ liệu" * 200, "utf-8")
    store = open_store(f"sqlite+aiosqlite:///{broken}")
    with pytest.raises(StoreUnavailable, match="not a database"):
        await store.transact(lambda uow: uow.organisation.provinces())
    assert threads_left() == []


async def test_a_missing_folder_is_unavailable(tmp_path: Path, open_store: OpenStore) -> None:
    store = open_store(f"sqlite+aiosqlite:///{tmp_path / 'none' / 'dondoc.db'}")
    with pytest.raises(StoreUnavailable, match="unable to open"):
        await store.transact(lambda uow: uow.organisation.provinces())
    # The driver ends its thread by itself, and a loop that closed before would hear of it too late.
    assert threads_left() == []
