"""A house at work follows what another process enters, and speaks of a year nobody entered."""

from datetime import date, datetime

import pytest

from domain.calendar import VIETNAM
from domain.clocks import FixedClock
from domain.delivery import MessageClass
from domain.units import Role
from storage.calendars import CalendarYear
from storage.store import Store
from tests.flows.stage import build_house
from tests.services.town import Town, founded, october

FRIDAY = date(2023, 10, 20)


@pytest.fixture
async def town(sqlite_store: Store) -> Town:
    """The small province of the services' tests."""
    return await founded(sqlite_store)


async def enters(town: Town, year: int, *off: date) -> None:
    """Another process stores a year."""
    entered = CalendarYear(
        year, 1, frozenset(off), frozenset(), official=True, source="lich.yaml", entered_at=october(1)
    )
    assert await town.store.transact(lambda uow: uow.calendars.add(entered))


async def test_the_planner_counts_by_what_was_entered_meanwhile(town: Town) -> None:
    await town.joins("STP")
    house = build_house(town.store, FixedClock(october(20)), [])
    assert house.calendar.is_working(FRIDAY)
    await enters(town, 2023, FRIDAY)
    assert (await house.ticks.plan()).queued == 0
    assert not house.calendar.is_working(FRIDAY)


async def test_the_sender_holds_back_on_a_day_that_has_become_free(town: Town) -> None:
    await town.joins("STP")
    clock = FixedClock(october(20))
    planning, sending = (build_house(town.store, clock, []) for _ in range(2))
    assert (await planning.ticks.plan()).queued == 1
    await enters(town, 2023, FRIDAY)
    await sending.ticks.deliver()
    (message,) = await town.messages()
    assert message.not_before == october(23, 8, 0)


async def test_a_year_nobody_entered_is_spoken_of_once_by_the_planner(town: Town) -> None:
    await town.joins("VP", Role.COORDINATOR)
    house = build_house(town.store, FixedClock(datetime(2026, 11, 2, 9, tzinfo=VIETNAM)), [])
    for _ in range(2):
        await house.ticks.plan(ensure=True)
    notices = [one for one in await town.messages() if one.message_class is MessageClass.NOTICE]
    assert len(notices) == 1


async def test_a_year_that_was_entered_is_not_spoken_of(town: Town) -> None:
    await town.joins("VP", Role.COORDINATOR)
    await enters(town, 2027, date(2027, 1, 1))
    house = build_house(town.store, FixedClock(datetime(2026, 11, 2, 9, tzinfo=VIETNAM)), [])
    await house.ticks.plan(ensure=True)
    assert [one for one in await town.messages() if one.message_class is MessageClass.NOTICE] == []
