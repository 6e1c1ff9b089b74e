"""Receipts: names are resolved before anything is recorded, and what cannot be resolved is said."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from domain.calendar import VIETNAM
from domain.statuses import Status, Verb
from domain.units import OPERATOR, Actor, Role
from language.unit_lists import read_answer, read_list
from services import receipt_lists, receipts
from services.changes import Said
from services.receipt_edits import Edited, edit
from services.receipt_lists import Expected, Line, Preview
from services.receipt_names import resolve
from services.replies import Statement
from services.wording import Duty
from storage.store import UnitOfWork
from storage.tables import UnitRow, table_of
from tests import factories
from tests.factories import NOW
from tests.services.town import Town, october

SAID = Said(NOW, NOW, 1)
TODAY = NOW.astimezone(VIETNAM).date()


async def awaited(town: Town, actor: Actor, code: str = "BC10", *, at: datetime = NOW) -> Expected | None:
    """What the actor may confirm under a code."""
    async with town.store.reading() as uow:
        return await receipt_lists.expected(uow, actor, code, now=at)


async def seen(town: Town, actor: Actor, *names: str) -> Preview:
    """What a line of receipts would record; nothing when no such report is awaited from the actor."""
    found = await awaited(town, actor)
    return resolve(found, read_list("; ".join(names), today=TODAY)) if found is not None else Preview()


async def received(town: Town, actor: Actor, lines: Sequence[Line], day: date) -> None:
    wanted = receipts.of_lines(lines, day)
    await town.store.transact(lambda uow: receipts.receive(uow, actor, wanted, said=SAID))


async def changed(town: Town, actor: Actor, names: str, answer: str) -> Edited | None:
    """What an answer makes of a list."""
    found = await awaited(town, actor)
    assert found is not None
    lines = resolve(found, read_list(names, today=TODAY)).lines
    return edit(found, lines, read_answer(answer, today=TODAY))


def codes(duties: Sequence[Duty]) -> list[str]:
    return [duty.unit.code for duty in duties]


@pytest.mark.parametrize("name", ["STP", "stp", " StP ", "Đơn vị STP", "đơn vị stp", "don vi stp"])
async def test_a_unit_is_known_by_code_alias_and_name_however_written(town: Town, name: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert codes((await seen(town, office, name)).duties) == ["STP"]


@pytest.mark.parametrize("name", ["SXD", "ST", "STPX", "?"])
async def test_a_name_that_fits_nobody_is_said_back(town: Town, name: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    found = await seen(town, office, name, "SNV")
    assert (found.unknown, codes(found.duties)) == ((name,), ["SNV"])


async def test_a_name_that_two_units_share_is_not_guessed(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)

    async def namesake(uow: UnitOfWork) -> None:
        twin = await factories.units(uow, town.id, "SNV2")
        aliases = update(table_of(UnitRow)).where(table_of(UnitRow).c.code == "SNV2")
        await uow._connection.execute(aliases.values(aliases=["nội vụ", "SNV"]))
        await factories.assignments(uow, town.report, town.id, twin.values())

    await town.store.transact(namesake)
    found = await seen(town, office, "SNV", "nội vụ")
    assert [codes(line.candidates) for line in found.lines] == [["SNV", "SNV2"], []]
    assert codes(found.duties) == ["SNV2"]


async def test_what_is_received_already_is_set_apart_and_what_is_claimed_is_not(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    await town.sets("STP", status=Status.ACCEPTED.value)
    await town.sets("SNV", status=Status.SUBMITTED.value)
    found = await seen(town, office, "STP", "SNV", "TANYEN", "?")
    assert (codes(found.already), codes(found.duties)) == (["STP"], ["SNV", "TANYEN"])
    assert found.unknown == ("?",)


@pytest.mark.parametrize("code", ["bc10", "BC10", "Bc10", "bc"])
async def test_the_code_is_read_in_any_case_and_without_its_month(town: Town, code: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    found = await awaited(town, office, code)
    assert found is not None
    assert (found.code, codes(found.duties)) == ("BC10", ["STP", "SNV", "TANYEN"])


@pytest.mark.parametrize("code", ["BC11", "B", "TH10"])
async def test_another_code_matches_nothing(town: Town, code: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert await awaited(town, office, code) is None


async def test_of_two_years_the_newer_is_meant(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)

    async def last_year(uow: UnitOfWork) -> None:
        await factories.assignments(uow, town.report, town.id, [town.units["STP"]], period="2022-10")

    await town.store.transact(last_year)
    (duty,) = (await seen(town, office, "STP")).duties
    assert duty.assignment.period.key == "2023-10"


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.LEADER, "VP"), (Role.FOCAL_POINT, "STP"), (Role.UNIT_HEAD, "STP")]
)
async def test_who_may_not_confirm_finds_nothing(town: Town, role: Role, unit: str) -> None:
    actor = await town.joins(unit, role)
    assert await awaited(town, actor) is None


async def test_looking_records_nothing_and_receiving_all_of_it(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    found = await seen(everywhere, office, "STP", "SNV")
    assert await everywhere.events("changed") == []
    day = date(2023, 10, 16)
    await received(everywhere, office, found.lines, day)
    for unit in ("STP", "SNV"):
        assignment = (await everywhere.duty(unit)).assignment
        assert (assignment.status, assignment.received_on) == (Status.ACCEPTED, day)
        assert assignment.next_step_at is None
    assert len(await everywhere.events("changed")) == 2


async def test_the_day_of_sending_stays_as_the_unit_stated_it(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    await town.tells(OPERATOR, "STP", Statement(Verb.SEND, sent_on=date(2023, 10, 20)), at=october(20))
    found = await seen(town, office, "STP")
    await received(town, office, found.lines, date(2023, 10, 23))
    assignment = (await town.duty("STP")).assignment
    assert (assignment.sent_on, assignment.received_on) == (date(2023, 10, 20), date(2023, 10, 23))


async def test_a_name_of_a_merged_unit_means_its_own_report_while_that_is_open(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    ended = {"valid_to": date(2023, 10, 16), "successor_id": town.units["SNV"]}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["STP"], ended))
    assert codes((await seen(town, office, "STP")).duties) == ["STP"]
    await town.sets("STP", status=Status.WAIVED.value)
    assert codes((await seen(town, office, "STP")).duties) == ["SNV"]


async def test_a_body_that_has_ended_since_still_names_the_report_it_owed(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    ended = {"valid_to": date(2023, 10, 31)}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["TANYEN"], ended))
    found = await awaited(town, office, at=october(31) + timedelta(days=2))
    assert found is not None
    assert codes(resolve(found, read_list("TANYEN", today=TODAY)).duties) == ["TANYEN"]


async def test_a_report_named_twice_counts_once_and_its_own_line_goes_first(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    found = await seen(town, office, "các sở", "STP gửi 16/10", "STP")
    assert [codes(line.duties) for line in found.lines] == [["SNV"], ["STP"]]
    assert found.lines[1].sent == date(2023, 10, 16)


async def test_classes_leave_out_exceptions_and_what_was_received(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert codes((await seen(town, office, "tất cả trừ SNV")).duties) == ["STP", "TANYEN"]
    await town.sets("STP", status=Status.ACCEPTED.value)
    assert codes((await seen(town, office, "các sở")).duties) == ["SNV"]
    assert (await seen(town, office, "các xã")).not_owing == ("các xã",)


async def test_names_without_a_comma_are_parted_only_when_each_is_a_units(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert codes((await seen(town, office, "STP và SNV")).duties) == ["STP", "SNV"]
    assert codes((await seen(town, office, "STP SNV")).duties) == ["STP", "SNV"]
    assert (await seen(town, office, "STP và SXX")).unknown == ("STP và SXX",)


async def test_a_unit_that_owes_nothing_is_said_apart(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    await town.sets("STP", status=Status.WAIVED.value)
    found = await seen(town, office, "VP", "STP", "SNV")
    assert (found.not_owing, codes(found.duties)) == (("VP", "STP"), ["SNV"])


async def test_a_code_that_is_easily_taken_for_another_says_so(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    await town.store.transact(lambda uow: factories.units(uow, town.id, "SPT"))
    lines = (await seen(town, office, "STP", "SNV", "Đơn vị STP")).lines
    assert [line.lookalike for line in lines] == ["Đơn vị SPT", None]
    assert (await seen(town, office, "Đơn vị STP")).lines[0].lookalike is None


async def test_another_unit_day_than_the_units_own_wins_and_is_known(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    told = Statement(Verb.SEND, sent_on=date(2023, 10, 16), document_number="215/BC-STP")
    await town.tells(OPERATOR, "STP", told, at=october(16))
    lines = (await seen(town, office, "STP gửi 13/10")).lines
    (receipt,) = receipts.of_lines(lines, TODAY)
    assert receipt.sent_before == date(2023, 10, 16)
    await received(town, office, lines, TODAY)
    assignment = (await town.duty("STP")).assignment
    assert (assignment.sent_on, assignment.document_number) == (date(2023, 10, 13), "215/BC-STP")


@pytest.mark.parametrize(
    ("answer", "kept", "left", "records"),
    [
        ("ghi hết", ["STP", "SNV", "TANYEN"], [], True),
        ("1,3", ["STP", "TANYEN"], ["SNV"], False),
        ("ghi 1 và 3", ["STP", "TANYEN"], ["SNV"], True),
        ("ghi SNV", ["SNV"], ["STP", "TANYEN"], True),
        ("trừ SNV", ["STP", "TANYEN"], [], False),
        ("bỏ 2, 3. ghi hết", ["STP"], [], True),
        ("STP gửi 16/10", ["STP", "SNV", "TANYEN"], [], False),
        ("SNV, STP", ["STP", "SNV"], ["TANYEN"], False),
    ],
)
async def test_an_answer_changes_the_list(
    town: Town, answer: str, kept: list[str], left: list[str], records: bool
) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    edited = await changed(town, office, "STP, SNV, TANYEN", answer)
    assert edited is not None
    assert [code for line in edited.lines for code in codes(line.duties)] == kept
    assert [code for line in edited.left for code in codes(line.duties)] == left
    assert edited.records is (records or answer == "1,3")


@pytest.mark.parametrize("answer", ["bao giờ có mưa", "SXX", "9", "xã", ""])
async def test_an_answer_that_names_nothing_of_the_list_is_none(town: Town, answer: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    assert await changed(town, office, "STP, SNV", answer) is None


@pytest.mark.parametrize("answer", ["ghi hết, trừ SXX", "1, 9", "ghi hết. thêm SXX"])
async def test_nothing_is_recorded_while_a_part_of_the_answer_misses(town: Town, answer: str) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    edited = await changed(town, office, "STP, SNV", answer)
    assert edited is not None
    assert (edited.records, len(edited.unknown)) == (False, 1)


async def test_a_unit_of_a_class_can_be_left_out_or_told_of_alone(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    without = await changed(town, office, "các sở", "trừ STP, ghi hết")
    assert without is not None
    assert [codes(line.duties) for line in without.lines] == [["SNV"]]
    told = await changed(town, office, "các sở", "STP gửi 16/10. ghi hết")
    assert told is not None
    assert [(codes(line.duties), line.sent) for line in told.lines] == [
        (["SNV"], None), (["STP"], date(2023, 10, 16)),
    ]  # fmt: skip
