"""Entered years: the highest version counts, a number is taken once, and something new is noticed."""

from dataclasses import replace
from datetime import date

import pytest

from storage.calendars import CalendarYear
from storage.store import Store, UnitOfWork
from tests.factories import NOW

FIRST = CalendarYear(
    year=2027,
    version=1,
    off=frozenset({date(2027, 2, 5), date(2027, 2, 4)}),
    working=frozenset({date(2027, 1, 9)}),
    official=True,
    source="lich-2027.yaml",
    entered_at=NOW,
)
SECOND = replace(FIRST, version=2, off=frozenset({date(2027, 2, 5)}), official=False)
OF_2028 = replace(FIRST, year=2028, off=frozenset({date(2028, 1, 3)}), working=frozenset())


async def add(store: Store, entered: CalendarYear) -> bool:
    return await store.transact(lambda uow: uow.calendars.add(entered))


async def test_the_highest_version_of_each_year_counts(store: Store) -> None:
    for entered in (SECOND, OF_2028, FIRST):
        assert await add(store, entered)
    async with store.reading() as uow:
        assert await uow.calendars.newest() == {2027: SECOND, 2028: OF_2028}


async def test_a_version_is_taken_once(store: Store) -> None:
    assert await add(store, FIRST)
    assert not await add(store, replace(SECOND, version=1))
    async with store.reading() as uow:
        assert await uow.calendars.newest() == {2027: FIRST}


async def test_what_was_entered_changes_the_mark_and_what_was_rolled_back_does_not(store: Store) -> None:
    async def marked() -> tuple[int, int]:
        async with store.reading() as uow:
            return await uow.calendars.mark()

    assert await marked() == (0, 0)
    await add(store, FIRST)
    once = await marked()
    assert once != (0, 0)
    with pytest.raises(ZeroDivisionError):
        await store.transact(_failing)
    assert await marked() == once
    await add(store, SECOND)
    assert await marked() != once


async def _failing(uow: UnitOfWork) -> None:
    assert await uow.calendars.add(SECOND)
    raise ZeroDivisionError
