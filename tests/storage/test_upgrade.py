"""A database of an earlier schema keeps everything when it is brought up to date."""

from alembic import command
from sqlalchemy import Connection, text

from domain.units import Selector
from storage import schema
from storage.schema import alembic_config
from storage.store import Store, UnitOfWork
from tests.conftest import OpenStore

STORED = (
    (
        "INSERT INTO province (id, code, name, fictitious, grace_days, in_use_from)"
        " VALUES (1, 'an', 'Tỉnh An', {true}, 0, '2023-10-01')"
    ),
    (
        "INSERT INTO unit (id, province_id, kind, code, name, order_no, aliases)"
        " VALUES (1, 1, 'office', 'VP', 'Văn phòng', 1, '[]')"
    ),
    (
        "INSERT INTO directive (id, province_id, key, issuer, doc_type, subject, symbol, date_text,"
        " year, coordinator_unit_id) VALUES (1, 1, 'cv', 'UBND', 'công văn', 'TTHC', '/NC', '', 2023, 1)"
    ),
    (
        "INSERT INTO indicator (id, directive_id, clause, name, unit, operator, target, year)"
        " VALUES (7, 1, '3', 'Giảm', '%', '>=', '20', 2023)"
    ),
)


def first_schema(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "0001")


async def of_the_first_schema(store: Store) -> None:
    """A database as the first release left it, with a little in it."""
    true = {"sqlite": "1", "postgresql": "true"}[store.engines.name]
    async with store.engines.write.begin() as connection:
        await connection.run_sync(first_schema)
        for statement in STORED:
            await connection.execute(text(statement.format(true=true)))


async def test_what_was_stored_is_there_with_empty_new_columns(empty_url: str, open_store: OpenStore) -> None:
    store = open_store(empty_url)
    await of_the_first_schema(store)
    assert await schema.upgrade(store) == ("0001", schema.newest())
    async with store.reading() as uow:
        (target,) = await uow.duties.indicators(1)
        (unit,) = await uow.organisation.units(1)
        directive = (await uow.duties.directives())[1]
    assert (target.id, target.target, target.year, target.selector) == (7, 20, 2023, Selector())
    assert (unit.former_names, directive.basis, directive.remarks) == ((), (), ())


async def test_a_target_without_a_year_fits_in_afterwards(empty_url: str, open_store: OpenStore) -> None:
    store = open_store(empty_url)
    await of_the_first_schema(store)
    await schema.upgrade(store)

    async def work(uow: UnitOfWork) -> int:
        return await uow.duties.add_indicator(
            directive_id=1, obligation_id=None, clause="4", name="Số hóa", unit="%", operator=">=",
            target=100, year=None, selector=Selector(units=("VP",)),
        )  # fmt: skip

    key = await store.transact(work)
    async with store.reading() as uow:
        assert {item.id: item.year for item in await uow.duties.indicators(1)} == {7: 2023, key: None}
