"""Receipts: names are resolved before anything is recorded, and what cannot be resolved is said."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from domain.statuses import Status, Verb
from domain.units import OPERATOR, Actor, Role
from services import receipts
from services.changes import Said
from services.receipts import Preview
from services.replies import Statement
from services.wording import Duty
from storage.store import UnitOfWork
from storage.tables import UnitRow, table_of
from tests import factories
from tests.factories import NOW
from tests.services.town import Town, october

SAID = Said(NOW, NOW, 1)


async def seen(town: Town, actor: Actor, *names: str, code: str = "BC10") -> Preview:
    """What a line of receipts would record."""
    async with town.store.reading() as uow:
        return await receipts.preview(uow, actor, code, names, said=SAID)


def codes(duties: Sequence[Duty]) -> list[str]:
    return [duty.unit.code for duty in duties]


@pytest.mark.parametrize("name", ["STP", "stp", " StP ", "Đơn vị STP", "đơn vị stp", "don vi stp"])
async def test_a_unit_is_known_by_code_alias_and_name_however_written(town: Town, name: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert codes((await seen(town, office, name)).matched) == ["STP"]


@pytest.mark.parametrize("name", ["SXD", "Sở", "ST", "STPX", ""])
async def test_a_name_that_fits_nobody_is_said_back(town: Town, name: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    found = await seen(town, office, name, "SNV")
    assert (found.unknown, codes(found.matched)) == ((name,), ["SNV"])


async def test_a_name_that_two_units_share_is_not_guessed(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)

    async def namesake(uow: UnitOfWork) -> None:
        twin = await factories.units(uow, town.id, "SNV2")
        aliases = update(table_of(UnitRow)).where(table_of(UnitRow).c.code == "SNV2")
        await uow._connection.execute(aliases.values(aliases=["nội vụ", "SNV"]))
        await factories.assignments(uow, town.report, town.id, twin.values())

    await town.store.transact(namesake)
    found = await seen(town, office, "SNV", "nội vụ")
    assert (found.unclear, codes(found.matched)) == (("SNV",), ["SNV2"])


async def test_what_is_received_already_is_set_apart_and_what_is_claimed_is_not(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    await town.sets("STP", status=Status.ACCEPTED.value)
    await town.sets("SNV", status=Status.SUBMITTED.value)
    found = await seen(town, office, "STP", "SNV", "TANYEN", "?")
    assert (codes(found.already), codes(found.matched)) == (["STP"], ["SNV", "TANYEN"])
    assert (found.unknown, found.unclear) == (("?",), ())


@pytest.mark.parametrize("code", ["bc10", "BC10", "Bc10"])
async def test_the_code_is_read_in_any_case(town: Town, code: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert codes((await seen(town, office, "STP", code=code)).matched) == ["STP"]


@pytest.mark.parametrize("code", ["BC11", "BC", "TH10"])
async def test_another_code_matches_nothing(town: Town, code: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert await seen(town, office, "STP", code=code) == Preview((), (), ("STP",), ())


async def test_of_two_years_the_newer_is_meant(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)

    async def last_year(uow: UnitOfWork) -> None:
        await factories.assignments(uow, town.report, town.id, [town.units["STP"]], period="2022-10")

    await town.store.transact(last_year)
    (duty,) = (await seen(town, office, "STP")).matched
    assert duty.assignment.period.key == "2023-10"


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.LEADER, "VP"), (Role.FOCAL_POINT, "STP"), (Role.UNIT_HEAD, "STP")]
)
async def test_who_may_not_confirm_finds_nothing(town: Town, role: Role, unit: str) -> None:
    actor = await town.joins(unit, role)
    assert (await seen(town, actor, "STP")).matched == ()


async def test_looking_records_nothing_and_receiving_all_of_it(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    found = await seen(everywhere, office, "STP", "SNV")
    assert await everywhere.events("changed") == []
    day = date(2023, 10, 16)
    await everywhere.store.transact(
        lambda uow: receipts.receive(uow, office, found.matched, day=day, said=SAID)
    )
    for unit in ("STP", "SNV"):
        assignment = (await everywhere.duty(unit)).assignment
        assert (assignment.status, assignment.received_on) == (Status.ACCEPTED, day)
        assert assignment.next_step_at is None
    assert len(await everywhere.events("changed")) == 2


async def test_the_day_of_sending_stays_as_the_unit_stated_it(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    await town.tells(OPERATOR, "STP", Statement(Verb.SEND, sent_on=date(2023, 10, 20)), at=october(20))
    found = await seen(town, office, "STP")
    await town.store.transact(
        lambda uow: receipts.receive(uow, office, found.matched, day=date(2023, 10, 23), said=SAID)
    )
    assignment = (await town.duty("STP")).assignment
    assert (assignment.sent_on, assignment.received_on) == (date(2023, 10, 20), date(2023, 10, 23))


async def test_a_name_of_a_merged_unit_means_its_own_report_while_that_is_open(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    ended = {"valid_to": date(2023, 10, 16), "successor_id": town.units["SNV"]}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["STP"], ended))
    assert codes((await seen(town, office, "STP")).matched) == ["STP"]
    await town.sets("STP", status=Status.WAIVED.value)
    assert codes((await seen(town, office, "STP")).matched) == ["SNV"]


async def test_a_body_that_has_ended_since_still_names_the_report_it_owed(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    ended = {"valid_to": date(2023, 10, 31)}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["TANYEN"], ended))
    later = Said(october(31) + timedelta(days=2), october(31), 1)
    async with town.store.reading() as uow:
        found = await receipts.preview(uow, office, "BC10", ["TANYEN"], said=later)
    assert codes(found.matched) == ["TANYEN"]
