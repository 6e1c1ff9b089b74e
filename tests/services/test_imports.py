"""Loading a pack: everything it describes, once, and nothing into a province that differs."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import Conflict
from domain.packs import Pack
from files.packs import read_shipped
from services import imports, obligations
from services.calendar import load_calendar
from services.imports import Imported
from storage.store import Store
from tests.services.town import EVERYTHING, october

NOW = october(19)


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Bắc Giang in 2023."""
    return read_shipped("bac-giang-2023")


async def load(store: Store, pack: Pack) -> Imported:
    calendar = load_calendar(None, first_year=2023, last_year=2024)
    return await store.transact(lambda uow: imports.load_pack(uow, pack, now=NOW, calendar=calendar))


async def test_a_pack_loaded_twice_is_stored_once(store: Store, pack: Pack) -> None:
    first, second = await load(store, pack), await load(store, pack)
    assert first == Imported(pack.name, len(pack.units), len(pack.obligations), unchanged=False)
    assert second == Imported(pack.name, 0, 0, unchanged=True)
    async with store.reading() as uow:
        assert len(await uow.organisation.provinces()) == 1
        assert len(await uow.organisation.units()) == len(pack.units)
        assert len(await uow.duties.obligations()) == len(pack.obligations)
        assert len(await uow.duties.indicators()) == len(pack.indicators)
        assert [event.verb for event in await uow.history.unsealed(10)] == ["pack_loaded"]


async def test_a_province_without_a_unit_of_the_pack_is_not_mended_silently(
    sqlite_store: Store, pack: Pack
) -> None:
    await load(sqlite_store, pack)
    grown = replace(pack, units=(*pack.units, replace(pack.units[-1], code="MOI", aliases=())))
    with pytest.raises(Conflict, match="MOI"):
        await load(sqlite_store, grown)
    async with sqlite_store.reading() as uow:
        assert "MOI" not in {unit.code for unit in await uow.organisation.units()}


async def test_a_pack_that_breaks_in_the_middle_leaves_nothing(sqlite_store: Store, pack: Pack) -> None:
    broken = replace(pack.obligations[-1], coordinator="NOWHERE")
    with pytest.raises(KeyError):
        await load(sqlite_store, replace(pack, obligations=(*pack.obligations[:-1], broken)))
    async with sqlite_store.reading() as uow:
        assert await uow.organisation.provinces() == []
        assert await uow.organisation.units() == []


async def test_parents_coordinators_and_what_is_gathered_are_tied_together(
    sqlite_store: Store, pack: Pack
) -> None:
    await load(sqlite_store, pack)
    async with sqlite_store.reading() as uow:
        units = {unit.id: unit for unit in await uow.organisation.units()}
        stored = {one.id: one for one in await uow.duties.obligations()}
    codes = {unit.code: unit for unit in units.values()}
    for unit in pack.units:
        parent = codes[unit.code].parent_id
        assert (units[parent].code if parent else None) == unit.parent
    for item in pack.obligations:
        one = next(found for found in stored.values() if found.key == item.key)
        assert units[one.coordinator_unit_id].code == item.coordinator
        gathers = stored[one.consolidates_id].key if one.consolidates_id else None
        assert gathers == item.consolidates
        assert (one.schedule, one.selector, one.filings) == (item.schedule, item.selector, item.filings)
        assert one.supersedes == item.supersedes


async def test_one_offs_of_the_past_are_history_and_of_the_future_are_not(
    sqlite_store: Store, pack: Pack
) -> None:
    await load(sqlite_store, pack)
    async with sqlite_store.reading() as uow:
        stored = await uow.duties.obligations()
    fixed = [one for one in stored if one.schedule.due is not None and one.schedule.due.on is not None]
    assert {one.history for one in fixed}, "the pack has one-off duties"
    for one in stored:
        on = one.schedule.due.on if one.schedule.due is not None else None
        assert one.history == (on is not None and on <= date(2023, 10, 1)), one.key


async def test_after_loading_every_unit_of_the_selector_owes_its_report(
    sqlite_store: Store, pack: Pack
) -> None:
    await load(sqlite_store, pack)
    calendar = load_calendar(None, first_year=2023, last_year=2024)
    await sqlite_store.transact(lambda uow: obligations.ensure_assignments(uow, calendar=calendar, now=NOW))
    async with sqlite_store.reading() as uow:
        duties = await obligations.duties(uow, await uow.duties.assignments(EVERYTHING))
    assert sum(duty.code == "BC10" for duty in duties) == 28
    assert [duty.unit.code for duty in duties if duty.code == "TH10"] == ["VP"]
