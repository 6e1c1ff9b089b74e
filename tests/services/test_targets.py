"""Duties without an addressee are named, so that a person says whom they mean now."""

from datetime import date
from typing import Any

from domain.due_rules import DueRule, Relation
from domain.obligations import ObligationKind, ObligationState, Schedule
from domain.periods import Frequency
from domain.units import Group, Selector
from services import targets
from storage.store import UnitOfWork
from tests import factories
from tests.services.town import Town

LAST_DAY, NEXT_DAY = date(2025, 6, 30), date(2025, 7, 1)
DISTRICTS = Selector(groups=(Group.DISTRICTS,))


async def owes(town: Town, key: str, selector: Selector, **facts: Any) -> None:
    """A further duty of these addressees."""
    changes = {"key": key, "selector": selector} | facts
    await town.store.transact(lambda uow: factories.obligation(uow, town.id, town.units["VP"], **changes))


async def ends(town: Town, *codes: str) -> None:
    """Units abolished with the last day of June 2025."""

    async def work(uow: UnitOfWork) -> None:
        for code in codes:
            await uow.organisation.change_unit(town.units[code], {"valid_to": LAST_DAY})

    await town.store.transact(work)


async def lacking(town: Town, on: date = NEXT_DAY) -> list[str]:
    async with town.store.reading() as uow:
        return [item.key for item in await targets.needs_target(uow, on)]


async def test_a_duty_of_districts_lacks_its_target_from_the_day_after_the_last(town: Town) -> None:
    await owes(town, "huyen", DISTRICTS)
    await ends(town, "TANYEN")
    assert await lacking(town, LAST_DAY) == []
    assert await lacking(town) == ["huyen"]


async def test_so_does_one_of_districts_among_others_but_not_one_of_others_alone(town: Town) -> None:
    await owes(town, "chung", Selector(groups=(Group.DEPARTMENTS, Group.DISTRICTS)))
    await owes(town, "rieng", Selector(groups=(Group.DEPARTMENTS,)))
    await ends(town, "TANYEN")
    assert await lacking(town) == ["chung"]


async def test_a_unit_named_by_its_code_is_missed_unless_it_has_a_successor(town: Town) -> None:
    await owes(town, "ten", Selector(units=("STP",)))
    await ends(town, "STP")
    assert await lacking(town) == ["ten"]
    heir = {"successor_id": town.units["SNV"]}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["STP"], heir))
    assert await lacking(town) == []


async def test_what_is_over_is_not_asked_about(town: Town) -> None:
    once = Schedule(Frequency.ONCE, DueRule(Relation.BEFORE, "trước 31/12/2023", on=date(2023, 12, 31)))
    await owes(town, "mot-lan", DISTRICTS, kind=ObligationKind.ONE_OFF.value, schedule=once)
    await owes(town, "lich-su", DISTRICTS, history=True)
    await owes(town, "het-han", DISTRICTS, valid_until=date(2024, 12, 31))
    await owes(town, "nhap", DISTRICTS, state=ObligationState.DRAFT.value)
    await ends(town, "TANYEN")
    assert await lacking(town) == []


async def test_a_province_that_ended_as_a_whole_is_not_asked_about(town: Town) -> None:
    await ends(town, *town.units)
    assert await lacking(town, LAST_DAY) == []
    assert await lacking(town) == []
