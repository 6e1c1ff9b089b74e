"""The Office's countdown: names of who is missing, shortened, with the working days that are left."""

from datetime import datetime

import pytest

from domain.due_rules import DueRule, Relation
from domain.statuses import Status
from domain.units import UnitKind
from locales.speech import speech
from services import countdown
from storage.store import UnitOfWork
from tests import factories
from tests.services.town import CALENDAR, Town, gathered, october

TR = speech("vi", CALENDAR.zone)
LAST = "Hôm nay là ngày làm việc cuối cùng."


async def note(town: Town, now: datetime) -> str:
    """What stands below the Office's own duty."""
    duty = await town.duty("VP", "TH10")
    async with town.store.reading() as uow:
        found = await countdown.notes(uow, TR, [duty, await town.duty("STP")], now=now, calendar=CALENDAR)
    assert set(found) == {duty.assignment.id}
    return found[duty.assignment.id]


async def grown(town: Town, number: int) -> None:
    """So many further departments owe the report; they stand behind the town's own."""

    async def work(uow: UnitOfWork) -> None:
        codes = [f"D{one:02}" for one in range(number)]
        more = await factories.units(uow, town.id, *codes, kind=UnitKind.BOARD)
        await factories.assignments(uow, town.report, town.id, more.values())

    await town.store.transact(work)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (october(17), "Sau hôm nay còn 5 ngày làm việc."),
        (october(20), "Sau hôm nay còn 2 ngày làm việc."),
        (october(23), "Sau hôm nay còn 1 ngày làm việc."),
        (october(24), LAST),
    ],
)
async def test_the_working_days_after_today_are_counted(town: Town, now: datetime, left: str) -> None:
    await gathered(town)
    assert (await note(town, now)).endswith(left)


async def test_after_the_last_day_nobody_is_told_that_it_is_today(town: Town) -> None:
    await gathered(town)
    assert LAST not in await note(town, october(25))
    assert "ngày làm việc" not in await note(town, october(25))


async def test_the_last_working_day_is_the_friday_before_a_weekend(town: Town) -> None:
    await gathered(town, before=DueRule(Relation.BEFORE, "trước ngày 29 hằng tháng", day=29))
    assert (await note(town, october(27))).endswith(LAST)
    assert (await note(town, october(26))).endswith("Sau hôm nay còn 1 ngày làm việc.")


async def test_every_unit_is_in_exactly_one_figure(town: Town) -> None:
    await gathered(town)
    await town.sets("STP", status=Status.ACCEPTED.value)
    await town.sets("SNV", status=Status.SUBMITTED.value)
    said = await note(town, october(20))
    assert said.startswith("Đã nhận 1/3; báo đã gửi, đang kiểm tra 1; chưa nhận 1: TANYEN.")


async def test_a_waived_unit_is_neither_expected_nor_named(town: Town) -> None:
    await gathered(town)
    await town.sets("STP", status=Status.WAIVED.value)
    assert "Đã nhận 0/2" in await note(town, october(20))
    assert "STP" not in await note(town, october(20))


async def test_when_nobody_is_missing_that_is_said(town: Town) -> None:
    await gathered(town)
    for unit in ("STP", "SNV", "TANYEN"):
        await town.sets(unit, status=Status.ACCEPTED.value)
    assert "chưa nhận 0: không còn đơn vị nào." in await note(town, october(20))


@pytest.mark.parametrize(("more", "rest"), [(9, 0), (10, 1), (30, 21)])
async def test_after_twelve_names_the_rest_is_counted(town: Town, more: int, rest: int) -> None:
    await gathered(town)
    await grown(town, more)
    said = await note(town, october(20))
    names = said.partition("chưa nhận")[2].partition(": ")[2]
    listed = names.partition(" và ")[0].partition(".")[0].split(", ")
    assert len(listed) == 12
    assert f"chưa nhận {more + 3}: " in said
    assert (f"và {rest} đơn vị khác" in said) == bool(rest)


async def test_departments_are_named_before_territorial_units(town: Town) -> None:
    await gathered(town)
    await grown(town, 2)
    listed = (await note(town, october(20))).partition("chưa nhận 5: ")[2].partition(".")[0].split(", ")
    assert (sorted(listed[:4]), listed[4]) == (["D00", "D01", "SNV", "STP"], "TANYEN")


async def test_units_of_another_month_do_not_count(town: Town) -> None:
    await gathered(town)

    async def earlier(uow: UnitOfWork) -> None:
        await factories.assignments(
            uow, town.report, town.id, [town.units["STP"]], period="2023-09", status=Status.ACCEPTED.value
        )

    await town.store.transact(earlier)
    assert (await note(town, october(20))).startswith("Đã nhận 0/3")
