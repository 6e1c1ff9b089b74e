"""The migrated schema is the one the tables describe; what is not migrated, or newer, is refused."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from domain.errors import InvalidSetting, StoreUnavailable
from storage import queues, schema, tables, talk, triggers
from storage.store import Store
from tests.conftest import OpenStore
from tests.databases import at_once
from tests.storage.schemas import Schema, schema_of

ROOT = Path(__file__).parents[2]
assert {queues.EventRow, talk.ButtonRow}, "importing every table module fills the metadata"


@pytest.fixture(scope="session")
def _triggers_with_tables() -> None:
    triggers.attach()


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def created(url: str, open_store: OpenStore) -> Schema:
    """What the tables and triggers of the program make in an empty database."""
    async with open_store(url).engines.write.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
        return await schema_of(connection)


async def found(store: Store) -> Schema:
    """What stands in the database."""
    async with store.engines.read.connect() as connection:
        return await schema_of(connection)


@pytest.mark.usefixtures("_triggers_with_tables")
async def test_the_migrations_make_what_the_tables_describe(
    store: Store, empty_url: str, open_store: OpenStore
) -> None:
    described, migrated = await created(empty_url, open_store), await found(store)
    assert described.keys() == migrated.keys()
    for kind, expected in described.items():
        assert migrated[kind] == expected, kind


async def test_the_comparison_would_see_a_missing_rule_index_trigger_and_column(store: Store) -> None:
    whole = await found(store)
    on = {"sqlite": "", "postgresql": " ON outbox"}[store.engines.name]
    drop = [
        f"DROP TRIGGER outbox_edges{on}",
        "DROP INDEX ix_inbox_waiting",
        "ALTER TABLE clock ADD x TEXT",
        "ALTER TABLE cursor RENAME COLUMN value TO position",
    ]
    if store.engines.name == "postgresql":
        drop.append("ALTER TABLE outbox DROP CONSTRAINT ck_outbox_state")
    for statement in drop:
        async with store.engines.write.begin() as connection:
            await connection.execute(text(statement))
        changed = await found(store)
        assert changed != whole, statement
        whole = changed


async def test_every_word_column_is_checked_and_partial_indexes_are_partial(store: Store) -> None:
    text_of_schema = str(await found(store)).lower()
    for rule in ("ck_outbox_state", "ck_outbox_message_class", "ck_inbox_state", "ck_assignment_status"):
        assert rule in text_of_schema
    for predicate in ("next_step_at is not null", "hash is null", "closed_at is null"):
        assert predicate in text_of_schema


async def test_an_upgrade_tells_from_where_to_where_and_does_nothing_the_second_time(
    empty_url: str, open_store: OpenStore
) -> None:
    store = open_store(empty_url)
    assert await schema.upgrade(store) == (None, schema.newest())
    assert await schema.upgrade(store) == (schema.newest(), schema.newest())
    await schema.require_current(store)


async def test_up_down_and_up_again_leaves_nothing_behind_and_makes_the_same(store: Store) -> None:
    whole = await found(store)
    async with store.engines.write.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(schema.alembic_config(sync), "base"))
    assert not any(found_of_kind for found_of_kind in (await found(store)).values())
    assert await schema.upgrade(store) == (None, schema.newest())
    assert await found(store) == whole


async def test_two_processes_that_migrate_at_once_both_end_well(empty_url: str) -> None:
    code = f"import asyncio; from tests.databases import migrate; asyncio.run(migrate({empty_url!r}))"
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, stderr=PIPE)
        for _ in range(2)
    ]
    ends = await at_once(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0, 0], ends


async def test_a_schema_of_a_newer_program_is_refused(store: Store) -> None:
    async with store.engines.write.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (schema.require_current, schema.upgrade):
        with pytest.raises(StoreUnavailable, match="9999"):
            await attempt(store)
    assert await schema.revision(store) == "9999"


async def test_a_database_that_was_never_migrated_is_unavailable_in_every_way(
    empty_url: str, open_store: OpenStore
) -> None:
    store = open_store(empty_url)
    assert await schema.revision(store) is None
    with pytest.raises(StoreUnavailable):
        await schema.require_current(store)
    with pytest.raises(StoreUnavailable, match="dondoc migrate"):
        await store.transact(lambda uow: uow.organisation.add_person("Cán bộ A", "vi"))
    with pytest.raises(StoreUnavailable, match="dondoc migrate"):
        async with store.reading() as uow:
            await uow.organisation.provinces()


async def test_looking_at_a_missing_file_says_so_and_makes_none(
    tmp_path: Path, open_store: OpenStore
) -> None:
    store = open_store(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(StoreUnavailable, match="dondoc migrate"):
        await schema.require_current(store)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    "url", ["", "dondoc.db", "sqlite:///dondoc.db", "postgresql://localhost/dondoc", "mysql+aiomysql://h/d"]
)
def test_an_address_of_no_database_of_ours_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(InvalidSetting, match="DONDOC_DATABASE_URL"):
        Store(url)
