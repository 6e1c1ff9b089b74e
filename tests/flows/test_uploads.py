"""A coordinator hands the register of incoming documents in by chat; nobody else's file is even fetched."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from domain.statuses import Status
from domain.units import Role
from storage.store import Store
from tests.flows.stage import Player, Stage, october, staged
from tests.flows.troupes import TROUPES, TelegramTroupe
from tests.telegram_standin.uploads import Upload
from tests.unit.workbooks import workbook

HEADINGS = ("Ngày đến", "Cơ quan ban hành", "Số, ký hiệu", "Ngày gửi", "Mã việc")
REGISTER = workbook(
    [
        HEADINGS,
        (date(2023, 10, 19), "STP", "215/BC-STP", date(2023, 10, 18), "BC10"),
        (date(2023, 10, 19), "SNV", "88/BC-SNV", date(2023, 10, 19), "BC10"),
    ]
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
async def phones(sqlite_store: Store) -> AsyncIterator[Stage]:
    async with TROUPES["telegram"]() as troupe, staged(sqlite_store, troupe, at=october(19, 10)) as stage:
        yield stage


@pytest.fixture
async def specialist(phones: Stage) -> Player:
    return await phones.joins("VP", Role.COORDINATOR)


def troupe_of(stage: Stage) -> TelegramTroupe:
    assert isinstance(stage.troupe, TelegramTroupe)
    return stage.troupe


async def hands_in(player: Player, content: bytes, name: str = "so-den.xlsx") -> str:
    """Send a file and read everything that comes back."""
    troupe = troupe_of(player.stage)
    update = await troupe.standin.user_sends_document(int(player.address), Upload(name, XLSX, content))
    await troupe.arrived(update)
    await player.stage.settles()
    return "\n".join(await player.heard())


def fetched(stage: Stage) -> int:
    """How many files we asked the platform for."""
    return len(troupe_of(stage).standin.called("getFile"))


async def test_the_register_is_previewed_and_recorded_by_one_tap(phones: Stage, specialist: Player) -> None:
    shown = await hands_in(specialist, REGISTER)
    assert "Đang đọc tệp so-den.xlsx" in shown
    assert "sẽ xác nhận 2 báo cáo" in shown
    assert (await phones.duty("STP")).status is Status.PENDING

    assert "Đã ghi nhận 2 báo cáo" in await specialist.says("1")

    duty = await phones.duty("STP")
    assert (duty.status, duty.document_number) == (Status.ACCEPTED, "215/BC-STP")
    assert (duty.sent_on, duty.received_on) == (date(2023, 10, 18), date(2023, 10, 19))


async def test_the_register_is_the_coordinators_own_act_and_is_undone_whole(
    phones: Stage, specialist: Player
) -> None:
    await hands_in(specialist, REGISTER)
    await specialist.says("1")
    (first, _) = await phones.events("changed")
    assert first.actor.startswith("person:")

    await specialist.says("hoàn tác")

    assert {(await phones.duty(unit)).status for unit in ("STP", "SNV")} == {Status.PENDING}


async def test_a_cancelled_register_records_nothing(phones: Stage, specialist: Player) -> None:
    await hands_in(specialist, REGISTER)

    assert "chưa ghi gì" in await specialist.says("2")

    assert (await phones.duty("STP")).status is Status.PENDING


async def test_a_wrong_row_is_named_and_stops_the_whole_file(phones: Stage, specialist: Player) -> None:
    broken = workbook([HEADINGS, (date(2023, 10, 19), "Sở Không Có", "1/BC-X", None, "BC10")])

    shown = await hands_in(specialist, broken)

    assert "1 dòng chưa đúng" in shown
    assert "Dòng 2, cột" in shown
    assert not await phones.events("changed")


async def test_what_is_no_table_is_answered_in_words(specialist: Player) -> None:
    assert "Không đọc được tệp" in await hands_in(specialist, b"\x00\x01 no workbook")


async def test_only_tables_are_fetched_and_nothing_large(phones: Stage, specialist: Player) -> None:
    assert ".xlsx hoặc .csv" in await hands_in(specialist, b"%PDF-1.7", "bao-cao.pdf")
    assert fetched(phones) == 0


async def test_a_unit_is_told_where_reports_go_and_its_file_is_never_fetched(phones: Stage) -> None:
    clerk = await phones.joins("STP", Role.FOCAL_POINT)

    answer = await hands_in(clerk, REGISTER)

    assert "không nhận tệp" in answer
    assert fetched(phones) == 0


async def test_a_strangers_file_is_never_fetched(phones: Stage) -> None:
    stranger = await phones.stranger()

    assert "không nhận tệp" in await hands_in(stranger, REGISTER)

    assert fetched(phones) == 0


async def test_the_same_register_again_has_nothing_new(phones: Stage, specialist: Player) -> None:
    await hands_in(specialist, REGISTER)
    await specialist.says("1")

    assert "không có gì mới" in await hands_in(specialist, REGISTER)


async def test_a_file_that_is_gone_is_said_to_be_gone(phones: Stage, specialist: Player) -> None:
    troupe = troupe_of(phones)
    upload = Upload("so-den.xlsx", XLSX, REGISTER)
    update = await troupe.standin.user_sends_document(int(specialist.address), upload)
    troupe.standin.api.files.forget(update["message"]["document"]["file_id"])
    await troupe.arrived(update)
    await phones.settles()

    assert "Không đọc được tệp" in "\n".join(await specialist.heard())
