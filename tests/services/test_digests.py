"""Reminders: the pressing before the routine, units in turn, and the lines of late duties marked."""

from datetime import datetime

import pytest
from sqlalchemy import select

from domain.units import Role
from locales.speech import speech
from services import digests
from storage.queues import OutboxRow
from storage.store import UnitOfWork
from storage.tables import table_of
from tests import factories
from tests.services.town import CALENDAR, Town, gathered, october


async def priorities(town: Town) -> list[int]:
    outbox = table_of(OutboxRow)
    in_order = select(outbox.c.priority).order_by(outbox.c.id)
    async with town.store.reading() as uow:
        return list(await uow._connection.scalars(in_order))


@pytest.mark.parametrize(
    ("at", "is_pressing"),
    [
        (october(10), False),
        (october(17), False),
        (october(19), False),
        (october(20), True),
        (october(20, 14, 30), True),
        (october(23), True),
    ],
)
async def test_reminders_of_the_last_day_and_after_go_before_others(
    town: Town, at: datetime, is_pressing: bool
) -> None:
    await town.joins("STP")
    await town.plans(at)
    assert await priorities(town) == [digests.PRESSING if is_pressing else digests.ROUTINE]


@pytest.mark.parametrize(
    ("steps", "pressing", "final"),
    [
        (["open"], False, False),
        (["-3", "-1"], False, False),
        (["-10@14:00"], False, False),
        (["-3", "0"], True, True),
        (["0-pm"], True, True),
        (["0@16:00"], True, True),
        (["+1"], True, True),
        (["nudge-20231019T0900"], True, False),
        ([], False, False),
    ],
)
def test_a_person_may_press_but_only_the_ladder_ends(steps: list[str], pressing: bool, final: bool) -> None:
    assert (digests.is_pressing(steps), digests.is_final(steps)) == (pressing, final)


async def test_each_unit_has_its_first_turn_before_any_has_its_second(town: Town) -> None:
    for name in ("một", "hai", "ba"):
        await town.joins("STP", name=name)
    await town.joins("SNV")
    await town.plans(october(17))
    assert [message.turn for message in await town.messages()] == [0, 1, 2, 0]


async def worded(town: Town, *units: str, at: datetime) -> tuple[list[str], tuple[int, ...]]:
    duties = [duty for duty in await town.duties() if duty.unit.code in units]
    async with town.store.reading() as uow:
        text, late = await digests.text(uow, speech("vi", CALENDAR.zone), duties, now=at, calendar=CALENDAR)
    return text.split("\n"), late


@pytest.mark.parametrize(
    ("at", "is_late"), [(october(20), False), (october(20, 23, 59), False), (october(21, 0, 0), True)]
)
async def test_a_late_duty_marks_its_line_and_a_timely_one_does_not(
    town: Town, at: datetime, is_late: bool
) -> None:
    lines, late = await worded(town, "STP", at=at)
    assert [lines[number].startswith("BC10 (") for number in late] == [True] * is_late


async def test_of_several_duties_only_the_late_ones_are_marked(town: Town) -> None:
    async def later(uow: UnitOfWork) -> None:
        other = await factories.obligation(uow, town.id, town.units["VP"], key="sau", stem="SAU")
        await factories.assignments(uow, other, town.id, [town.units["STP"]], period="2023-11")

    await town.store.transact(later)
    lines, late = await worded(town, "STP", "SNV", at=october(23))
    assert [lines[number].partition(";")[0] for number in late] == [
        "BC10 (STP) (Báo cáo tháng tháng 10/2023",
        "BC10 (SNV) (Báo cáo tháng tháng 10/2023",
    ]
    assert any(line.startswith("SAU11") for line in lines)


async def test_a_countdown_below_a_late_duty_is_not_marked(town: Town) -> None:
    await gathered(town)
    await town.joins("VP", Role.COORDINATOR)
    lines, late = await worded(town, "VP", at=october(30))
    assert [lines[number][:4] for number in late] == ["TH10"]
    assert len(lines) > 3
