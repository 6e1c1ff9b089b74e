"""A year without its official days off is spoken of once a month, to the Offices of provinces in use."""

from datetime import UTC, date, datetime

import pytest

from domain.calendar import VIETNAM, Calendar
from domain.delivery import MessageClass
from domain.units import Role
from services import calendar_watch
from storage.tables import ProvinceRow, table_of
from tests.services.town import Town

KNOWN = Calendar(official_years=frozenset({2026}))
NEXT_KNOWN = Calendar(official_years=frozenset({2026, 2027}))
# A Monday morning.
NOVEMBER = datetime(2026, 11, 2, 9, tzinfo=VIETNAM)


async def warn(town: Town, now: datetime = NOVEMBER, calendar: Calendar = KNOWN) -> int:
    return await town.store.transact(lambda uow: calendar_watch.warn(uow, calendar=calendar, now=now))


async def test_coordinators_are_told_once_a_month(everywhere: Town) -> None:
    await everywhere.joins("VP", Role.COORDINATOR)
    december = datetime(2026, 12, 1, 9, tzinfo=VIETNAM)
    assert [await warn(everywhere, now) for now in (NOVEMBER, NOVEMBER, december, december)] == [1, 0, 1, 0]
    messages = await everywhere.messages()
    assert {one.message_class for one in messages} == {MessageClass.NOTICE}
    assert all("2027" in one.body for one in messages)


async def test_before_november_and_once_it_is_known_nobody_is_told(town: Town) -> None:
    await town.joins("VP", Role.COORDINATOR)
    assert await warn(town, datetime(2026, 10, 30, 9, tzinfo=VIETNAM)) == 0
    assert await warn(town, calendar=NEXT_KNOWN) == 0


async def test_at_midnight_the_notice_waits_for_the_morning(town: Town) -> None:
    await town.joins("VP", Role.COORDINATOR)
    await warn(town, datetime(2026, 11, 1, 0, 0, 5, tzinfo=VIETNAM))
    assert [one.not_before for one in await town.messages()] == [datetime(2026, 11, 2, 1, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("unit", "role"), [("VP", Role.FOCAL_POINT), ("VP", Role.LEADER), ("STP", Role.COORDINATOR)]
)
async def test_nobody_else_is_told(town: Town, unit: str, role: Role) -> None:
    await town.joins(unit, role)
    assert await warn(town) == 0


@pytest.mark.parametrize("values", [{"in_use_until": date(2025, 6, 30)}, {"in_use_from": date(2026, 11, 3)}])
async def test_a_province_out_of_use_is_left_alone(town: Town, values: dict[str, date]) -> None:
    await town.joins("VP", Role.COORDINATOR)
    changed = table_of(ProvinceRow).update().values(**values)
    await town.store.transact(lambda uow: uow._connection.execute(changed))
    assert await warn(town) == 0
