"""Nothing to report: understood, but only its document counts where the duty asks for one."""

from datetime import date

import pytest

from domain.statuses import Status
from domain.units import Role
from storage.tables import ObligationRow, table_of
from tests.flows.dialogues.conftest import Opening, oct26

ASKED = (
    "Văn phòng đã hiểu: không phát sinh. BC10 vẫn cần văn bản "
    '(ghi "không phát sinh" ở mục tương ứng), nên chưa tính là đã gửi. '
    "1. đã gửi văn bản · 2. sẽ gửi · 3. cho rằng không phải gửi"
)


async def test_word_for_word_on_every_channel(opens: Opening) -> None:
    async with opens(oct26(16, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.heard()

        assert await officer.says("tháng này xã không phát sinh") == ASKED
        assert await stage.events("changed") == []

        answer = await officer.says("1, số 88/BC-UBND hôm nay")

        assert answer.startswith(
            "Văn phòng đã ghi nhận theo lời báo của UBND xã Tân Lập: BC10 số 88/BC-UBND, "
            "gửi hôm nay, nội dung không phát sinh, chờ xác nhận."
        )
        duty = await stage.duty("XTANLAP")
        assert (duty.status, duty.nil, duty.document_number, duty.sent_on) == (
            Status.SUBMITTED,
            True,
            "88/BC-UBND",
            date(2026, 10, 16),
        )


@pytest.mark.parametrize(
    ("words", "number", "day"),
    [
        ("1. so 9/BC-UBND ngay 15/10", "9/BC-UBND", date(2026, 10, 15)),
        ("1 - gửi hôm qua số 120/BC-UBND", "120/BC-UBND", date(2026, 10, 15)),
        ("1", None, None),
    ],
)
async def test_the_document_may_come_with_the_number_or_later(
    quickly: Opening, words: str, number: str | None, day: date | None
) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("5")

        answer = await officer.says(words)

        assert ("Xin cho biết số, ngày văn bản" in answer) == (number is None)
        duty = await stage.duty("XTANLAP")
        assert (duty.status, duty.nil) == (Status.SUBMITTED, True)
        assert (duty.document_number, duty.sent_on) == (number, day)


@pytest.mark.parametrize(
    ("words", "promised"), [("2", None), ("2. thứ 2 em gửi", date(2026, 10, 19)), ("sẽ gửi", None)]
)
async def test_a_document_to_come_leaves_the_duty_owed(
    quickly: Opening, words: str, promised: date | None
) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("tháng này không phát sinh ạ")

        await officer.says(words)

        duty = await stage.duty("XTANLAP")
        assert duty.status.is_owed
        assert (duty.nil, duty.promised) == (False, promised)


async def test_not_ours_goes_the_way_of_an_objection(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("xa khong phat sinh")

        assert "Tạm dừng nhắc; hạn chưa thay đổi" in await officer.says("3")

        assert (await stage.duty("XTANLAP")).disputed


async def test_where_a_word_is_enough_it_is_recorded_at_once(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        rule = table_of(ObligationRow).update().values(nil_rule="by_chat")
        await stage.store.transact(lambda uow: uow._connection.execute(rule))
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)

        answer = await officer.says("tháng này xã không phát sinh")

        assert "đã ghi nhận theo lời báo" in answer
        assert "nội dung không phát sinh" in answer
        assert (await stage.duty("XTANLAP")).status is Status.SUBMITTED


async def test_a_document_of_another_unit_is_asked_about(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("5")

        assert "mang ký hiệu của Sở Y tế" in await officer.says("1, số 88/BC-SYT hôm nay")

        assert (await stage.duty("XTANLAP")).status is Status.PENDING


async def test_a_day_to_come_is_no_day_of_sending(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("5")

        await officer.says("1, số 88/BC-UBND ngày 19/10/2026")

        assert (await stage.duty("XTANLAP")).sent_on is None


@pytest.mark.parametrize("words", ["4", "7, số 88/BC-UBND"])
async def test_a_choice_that_was_not_offered_records_nothing(quickly: Opening, words: str) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("5")

        await officer.says(words)

        assert not (await stage.duty("XTANLAP")).nil
