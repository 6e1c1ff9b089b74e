"""Telephone calls: logged by a coordinator, counted as chasing, and shown with whom to call next."""

from datetime import date, datetime, timedelta

import pytest

from domain.errors import Forbidden, NotFound
from domain.statuses import Status
from domain.units import Actor, Role, Unit
from services import calls
from services.calls import Made, ToCall
from services.wording import Duty
from storage.store import UnitOfWork
from storage.tables import PersonRow, table_of
from tests import factories
from tests.factories import NOW
from tests.services.town import CALENDAR, Town

TODAY = CALENDAR.day_of(NOW)


async def unit(town: Town, code: str) -> Unit:
    async with town.store.reading() as uow:
        return (await uow.organisation.units_by_id([town.units[code]]))[town.units[code]]


async def logged(
    town: Town, actor: Actor, code: str, note: str = "", *, at: datetime = NOW, promised: date | None = None
) -> Duty | None:
    """Somebody writes a call down; the report it was about."""
    called = await unit(town, code)

    async def work(uow: UnitOfWork) -> Duty | None:
        duty = await calls.concerned(uow, actor, called, code=None, now=NOW)
        await calls.log(uow, actor, Made(called, duty, at, note, promised), now=NOW)
        return duty

    return await town.store.transact(work)


async def sheet(town: Town, actor: Actor) -> list[ToCall]:
    async with town.store.reading() as uow:
        standing = await calls.standing_of(uow, actor, None, now=NOW, today=TODAY)
        assert standing is not None
        return await calls.sheet(uow, actor, standing.missing, calendar=CALENDAR, now=NOW)


async def test_a_call_is_kept_with_its_moment_note_and_promise(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    before = await everywhere.duty("STP")
    at = NOW - timedelta(minutes=10)

    duty = await logged(everywhere, office, "STP", "hẹn chiều nay", at=at, promised=TODAY)

    assert duty is not None
    assert duty.assignment.id == before.assignment.id
    (found,) = (item for item in await sheet(everywhere, office) if item.last_call is not None)
    assert found.last_call is not None
    assert (found.last_call.called_at, found.last_call.note) == (at, "hẹn chiều nay")
    assert (found.last_call.unit_id, found.last_call.logged_by) == (everywhere.units["STP"], office.label)
    (event,) = await everywhere.events("called")
    assert event.subject == f"unit:{everywhere.units['STP']}"


async def test_a_call_counts_as_chasing_and_leaves_the_units_word_alone(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    before = (await town.duty("STP")).assignment
    for _ in range(2):
        await logged(town, office, "STP", promised=date(2023, 10, 20))
    counted = {item.standing.duty.unit.code: item.standing.calls for item in await sheet(town, office)}
    assert counted == {"STP": 2, "SNV": 0, "TANYEN": 0}
    assert (await town.duty("STP")).assignment == before


@pytest.mark.parametrize(
    ("role", "place"), [(Role.LEADER, "VP"), (Role.FOCAL_POINT, "STP"), (Role.UNIT_HEAD, "STP")]
)
async def test_only_a_coordinator_logs_calls(town: Town, role: Role, place: str) -> None:
    actor = await town.joins(place, role)
    with pytest.raises(Forbidden):
        await logged(town, actor, "STP")
    async with town.store.reading() as uow:
        assert await calls.standing_of(uow, actor, None, now=NOW, today=TODAY) is None
    assert await town.events("called") == []


async def test_a_unit_of_another_province_is_not_found(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)

    async def elsewhere(uow: UnitOfWork) -> int:
        province_id = await factories.province(uow, code="khac")
        return (await factories.units(uow, province_id, "SKHAC"))["SKHAC"]

    town.units["SKHAC"] = await town.store.transact(elsewhere)
    with pytest.raises(NotFound):
        await logged(town, office, "SKHAC")
    async with town.store.reading() as uow:
        assert (await calls.find_unit(uow, office, "SKHAC", on=TODAY)).unit is None


async def test_the_report_named_is_what_a_call_is_about(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    called = await unit(town, "STP")
    async with town.store.reading() as uow:
        named = await calls.concerned(uow, office, called, code="bc10", now=NOW)
    assert named is not None
    assert named.code == "BC10"
    await town.sets("STP", status=Status.ACCEPTED.value)
    async with town.store.reading() as uow:
        assert await calls.concerned(uow, office, called, code=None, now=NOW) is None


async def test_the_sheet_has_telephones_and_only_who_is_missing(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    officer = await town.joins("STP", Role.FOCAL_POINT, "Người trực")
    assert officer.person is not None
    person, key = table_of(PersonRow), officer.person.id

    async def telephone(uow: UnitOfWork) -> None:
        await uow._connection.execute(person.update().where(person.c.id == key).values(phone="0900000001"))

    await town.store.transact(telephone)
    await town.sets("SNV", status=Status.SUBMITTED.value)
    found = {item.standing.duty.unit.code: item.phones for item in await sheet(town, office)}
    assert found == {"STP": (("Người trực", "0900000001"),), "TANYEN": ()}


async def test_the_newest_call_is_the_last_one(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    await logged(town, office, "STP", "sau")
    await logged(town, office, "STP", "trước", at=NOW - timedelta(hours=2))
    last = next(item.last_call for item in await sheet(town, office) if item.last_call is not None)
    assert last.note == "sau"
