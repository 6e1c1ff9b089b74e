"""A dry run of a day: every step with its reason not to go out, the same as what the planner then does."""

from datetime import date

import pytest
from sqlalchemy import update

from domain.calendar import Calendar
from domain.statuses import Status
from services import preview
from services.preview import Foreseen
from storage.store import UnitOfWork
from storage.tables import ProvinceRow, table_of
from tests.services.town import CALENDAR, Town, gathered, october

FRIDAY = date(2023, 10, 20)


async def foreseen(town: Town, day: date, calendar: Calendar = CALENDAR) -> list[Foreseen]:
    async with town.store.reading() as uow:
        return await preview.of_day(uow, calendar=calendar, day=day)


def of(found: list[Foreseen], unit: str) -> list[tuple[str, str | None]]:
    """Steps of a unit with their reasons."""
    return [(one.step, one.blocked_by) for one in found if one.duty.unit.code == unit]


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        (date(2023, 10, 10), ["open"]),
        (date(2023, 10, 17), ["-3"]),
        (date(2023, 10, 18), []),
        (date(2023, 10, 19), ["-1"]),
        (FRIDAY, ["0", "0-pm"]),
        (date(2023, 10, 23), ["+1"]),
        (date(2023, 10, 24), []),
    ],
)
async def test_each_day_has_its_steps_and_they_are_the_planners(
    town: Town, day: date, steps: list[str]
) -> None:
    await town.joins("STP")
    assert of(await foreseen(town, day), "STP") == [(step, None) for step in steps]
    for one in await foreseen(town, day):
        if one.duty.unit.code == "STP":
            assert (await town.plans(one.at)).queued == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, None),
        ({"status": Status.BLOCKED.value}, None),
        ({"status": Status.SUBMITTED.value}, "submitted"),
        ({"status": Status.ACCEPTED.value}, "accepted"),
        ({"status": Status.WAIVED.value}, "waived"),
        ({"disputed": True}, "disputed"),
        ({"status": Status.SUBMITTED.value, "disputed": True}, "submitted"),
    ],
)
async def test_the_reason_is_named(town: Town, values: dict[str, object], reason: str | None) -> None:
    await town.joins("STP")
    await town.sets("STP", **values)
    await town.sets("SNV", **values)
    found = await foreseen(town, date(2023, 10, 19))
    assert of(found, "STP") == [("-1", reason)]
    assert of(found, "SNV") == [("-1", reason or "no_contact")]


async def test_a_day_off_comes_before_every_other_reason(town: Town) -> None:
    off = Calendar(off=frozenset({FRIDAY}))
    await town.sets("STP", status=Status.SUBMITTED.value)
    found = await foreseen(town, FRIDAY, off)
    assert {one.blocked_by for one in found} == {"day_off"}
    assert {one.duty.unit.code for one in found} == {"STP", "SNV", "TANYEN"}


async def test_nothing_is_foreseen_after_the_last_day_in_use(town: Town) -> None:
    await town.joins("STP")
    assert of(await foreseen(town, date(2023, 10, 23)), "STP") == [("+1", None)]

    async def end(uow: UnitOfWork) -> None:
        ends = update(table_of(ProvinceRow)).values(in_use_until=date(2023, 10, 22))
        await uow._connection.execute(ends)

    await town.store.transact(end)
    assert await foreseen(town, date(2023, 10, 23)) == []
    assert of(await foreseen(town, FRIDAY), "STP") == [("0", None), ("0-pm", None)]


async def test_rows_come_in_order_of_time_and_protocol_with_their_people(town: Town) -> None:
    for name in ("một", "hai"):
        await town.joins("STP", name=name)
    await gathered(town)
    found = await foreseen(town, FRIDAY)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert found[0].at == october(20)
    assert next(one.recipients for one in found if one.duty.unit.code == "STP") == ("một", "hai")


async def test_looking_changes_nothing(town: Town) -> None:
    await town.joins("STP")
    before = [duty.assignment for duty in await town.duties()]
    await foreseen(town, FRIDAY)
    assert [duty.assignment for duty in await town.duties()] == before
    assert await town.messages() == []
