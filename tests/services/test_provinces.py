"""Which province a command means."""

from datetime import date

import pytest

from domain.errors import InvalidInput, InvalidSetting, NotFound
from services import provinces
from storage.store import Store, UnitOfWork
from storage.tables import ProvinceRow, table_of
from tests import factories

TODAY = date(2023, 10, 17)


async def found(store: Store, code: str | None, day: date = TODAY) -> str:
    async with store.reading() as uow:
        return (await provinces.find(uow, code, day)).code


async def stored(store: Store, *codes: str) -> None:
    async def work(uow: UnitOfWork) -> None:
        for code in codes:
            await factories.province(uow, code)

    await store.transact(work)


async def ended(store: Store, code: str) -> None:
    """The province's duties run out at the end of September."""
    table = table_of(ProvinceRow)
    change = table.update().where(table.c.code == code).values(in_use_until=date(2023, 9, 30))

    async def work(uow: UnitOfWork) -> None:
        await uow._connection.execute(change)

    await store.transact(work)


async def test_the_only_one_needs_no_name(sqlite_store: Store) -> None:
    await stored(sqlite_store, "an")
    assert await found(sqlite_store, None) == "an"


async def test_of_several_one_is_named(sqlite_store: Store) -> None:
    await stored(sqlite_store, "an", "binh")
    assert await found(sqlite_store, "BINH") == "binh"
    with pytest.raises(InvalidSetting, match="an, binh"):
        await found(sqlite_store, None)
    with pytest.raises(NotFound, match="no province has the code nowhere"):
        await found(sqlite_store, "nowhere")


async def test_one_that_has_ended_is_meant_only_by_name(sqlite_store: Store) -> None:
    await stored(sqlite_store, "an", "binh")
    await ended(sqlite_store, "an")
    assert await found(sqlite_store, None) == "binh"
    assert await found(sqlite_store, "an") == "an"
    await ended(sqlite_store, "binh")
    with pytest.raises(InvalidInput, match="in use any more"):
        await found(sqlite_store, None)


async def test_without_any_a_pack_is_asked_for(sqlite_store: Store) -> None:
    with pytest.raises(NotFound, match="pack load"):
        await found(sqlite_store, None)
