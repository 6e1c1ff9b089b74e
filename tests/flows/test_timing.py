"""When reminders come: after downtime, for latecomers, with two planners, and when clocks step."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from domain.clocks import FixedClock
from domain.delivery import OutboxState
from domain.units import Role
from schedules.ticks import LEADERSHIP
from storage.store import Store
from tests.flows.stage import Player, Stage, build_house, october, staged
from tests.flows.troupes import TROUPES

UNITS = ("STP", "SNV", "STC", "SXD", "SYT")


@pytest.fixture
async def monday(sqlite_store: Store) -> AsyncIterator[Stage]:
    """Monday 16 October, 09:00: before the third working day before the last."""
    async with TROUPES["webchat"]() as troupe, staged(sqlite_store, troupe, at=october(16, 9)) as found:
        yield found


@pytest.fixture
async def officer(monday: Stage) -> Player:
    """Somebody who has heard the opening notice on linking."""
    player = await monday.joins("STP", Role.FOCAL_POINT)
    await player.heard()
    return player


async def times(stage: Stage, since: datetime) -> list[datetime]:
    """When reminders were sent since a moment, on the province's clock."""
    moments = [message.finished_at for message in await stage.digests(OutboxState.SENT)]
    return [stage.house.calendar.local(moment) for moment in moments if moment and moment > since]


async def test_reminders_come_at_the_ladders_moments_and_at_no_other(monday: Stage, officer: Player) -> None:
    start = monday.clock.now()
    await monday.goes_to(october(31, 17))
    assert await times(monday, start) == [
        october(17, 8, 30),
        october(19, 8, 30),
        october(20, 8, 30),
        october(20, 14, 30),
        october(23, 8, 30),
    ]


@pytest.mark.parametrize(
    ("wakes", "first", "count"),
    [
        (october(17, 9, 0), october(17, 9, 0), 1),
        (october(17, 12, 0), october(17, 14, 0), 1),
        (october(17, 20, 0), october(18, 8, 0), 1),
        (october(19, 9, 10), october(19, 9, 10), 1),
        (october(19, 20, 0), october(20, 8, 30), 2),
        (october(20, 10, 0), october(20, 14, 30), 1),
        (october(21, 10, 0), october(23, 8, 30), 1),
        (october(24, 9, 0), october(24, 9, 0), 1),
        (october(28, 9, 0), october(30, 8, 0), 1),
    ],
)
async def test_after_downtime_only_the_latest_step_is_told_and_only_in_working_hours(
    monday: Stage, officer: Player, wakes: datetime, first: datetime, count: int
) -> None:
    start = monday.clock.now()
    monday.sleeps_until(wakes)
    await monday.settles()
    await monday.goes_to(first.replace(hour=17, minute=0))

    told = await times(monday, start)

    assert (told[0], len(told)) == (first, count)


async def test_weeks_later_a_ladder_that_ended_is_not_told_any_more(monday: Stage, officer: Player) -> None:
    start = monday.clock.now()
    monday.sleeps_until(october(23, 8) + timedelta(days=12))
    await monday.settles()
    assert [m for m in await monday.digests() if m.created_at > start and "BC10" in m.body] == []


async def test_who_links_late_is_told_once_and_at_once(monday: Stage) -> None:
    early = await monday.joins("STP", Role.FOCAL_POINT)
    await monday.goes_to(october(19, 9, 40))
    await early.heard()
    linked = monday.clock.now()

    late = await monday.joins("STP", Role.FOCAL_POINT)
    await monday.goes_to(october(19, 17))

    told = await times(monday, linked - timedelta(seconds=1))
    assert told == [october(19, 9, 40)]
    assert await early.heard() == []
    assert await late.heard() == []  # it came together with the answer to the code
    assert await monday.digests(OutboxState.CANCELLED) == []


@pytest.mark.parametrize(
    ("linked", "told"),
    [
        (october(17, 12, 0), october(17, 14, 0)),
        (october(17, 22, 0), october(18, 8, 0)),
        (october(19, 7, 50), october(19, 8, 30)),
        (october(20, 8, 20), october(20, 8, 30)),
        (october(20, 12, 0), october(20, 14, 30)),
        (october(21, 9, 0), october(23, 8, 30)),
    ],
)
async def test_who_links_out_of_hours_or_just_before_a_step_is_told_once_then(
    monday: Stage, linked: datetime, told: datetime
) -> None:
    await monday.goes_to(linked)
    await monday.joins("STP", Role.FOCAL_POINT)
    await monday.goes_to(told.replace(hour=told.hour + 1))
    assert await times(monday, linked - timedelta(seconds=1)) == [told]


async def test_who_owes_nothing_is_told_nothing_on_linking(monday: Stage) -> None:
    leader = await monday.joins("VP", Role.LEADER)
    await monday.goes_to(october(24, 17))
    assert await leader.heard() == []


async def test_planning_twice_adds_nothing(monday: Stage, officer: Player) -> None:
    monday.sleeps_until(october(19, 8, 30))
    planned = [await monday.house.ticks.plan(ensure=True) for _ in range(3)]
    assert [plan.queued for plan in planned] == [1, 0, 0]
    assert [plan.assigned for plan in planned] == [0, 0, 0]


async def test_two_planners_on_one_store_tell_everybody_once(store: Store) -> None:
    async with TROUPES["console"]() as troupe, staged(store, troupe, at=october(19, 7, 45)) as stage:
        players = [await stage.joins(unit, Role.FOCAL_POINT) for unit in UNITS]
        stage.sleeps_until(october(19, 8, 30))
        rival = build_house(store, FixedClock(stage.clock.now()), troupe.channels)
        assert (await rival.ticks.plan(ensure=True)).queued == 0  # the other one leads

        await stage.machine_passes(2 * LEADERSHIP)
        both = (stage.house.ticks, rival.ticks)
        planned = await asyncio.gather(*(ticks.plan(ensure=True) for ticks in both))
        await asyncio.gather(*(ticks.deliver() for ticks in both))
        await stage.machine_passes(2 * LEADERSHIP)
        again = [await ticks.plan(ensure=True) for ticks in (rival.ticks, stage.house.ticks)]

        assert sum(plan.queued for plan in planned) == len(UNITS)
        assert [plan.queued for plan in again] == [0, 0]
        assert [len(await player.heard()) for player in players] == [1] * len(UNITS)


async def test_a_leader_that_vanished_is_followed_by_the_other(store: Store) -> None:
    async with TROUPES["console"]() as troupe, staged(store, troupe, at=october(19, 7, 45)) as stage:
        player = await stage.joins("STP", Role.FOCAL_POINT)
        stage.sleeps_until(october(19, 8, 30))
        rival = build_house(store, FixedClock(stage.clock.now()), troupe.channels)
        await stage.machine_passes(2 * LEADERSHIP)

        await rival.ticks.plan()
        await rival.ticks.deliver()

        assert len(await player.heard()) == 1


async def test_a_clock_that_steps_back_repeats_nothing(monday: Stage, officer: Player) -> None:
    await monday.goes_to(october(19, 8, 30))
    told = len(await officer.heard())
    # Two steps of its own report, and one notice of a task it supports.
    assert told == 3
    for back in (october(19, 6, 30), october(19, 8, 29), october(17, 8, 30)):
        monday.sleeps_until(back)
        await monday.settles()
    await monday.goes_to(october(20, 8, 29))
    assert await officer.heard() == []
