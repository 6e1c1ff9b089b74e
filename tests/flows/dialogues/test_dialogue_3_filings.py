"""Sent, the figures in the system, and a corrected number: nothing is lost, nothing is done twice."""

from datetime import date

import pytest

from domain.obligations import Filing
from domain.statuses import Status
from domain.units import Role
from tests.flows.dialogues.conftest import Opening, oct26

SENT = (
    "Văn phòng đã ghi nhận theo lời báo của Sở Tư pháp: BC10 số 251/BC-STP, "
    "gửi thứ Năm 15/10/2026, chờ xác nhận. Số liệu trên hệ thống báo cáo: 1. đã nhập · 2. chưa?"
)
BOTH = (Filing.DOCUMENT, Filing.PROVINCIAL_SYSTEM)


async def test_word_for_word_on_every_channel(opens: Opening) -> None:
    async with opens(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.heard()

        assert await officer.says("gui hom qua so 251/BC-STP") == SENT
        duty = await stage.duty("STP")
        assert (duty.status, duty.sent_on, duty.filed) == (
            Status.SUBMITTED,
            date(2026, 10, 15),
            (Filing.DOCUMENT,),
        )

        answer = await officer.says("1. ma e nham, so 215")

        assert answer.startswith(
            "Đã sửa 251 thành 215/BC-STP, giữ lịch sử; hệ thống: đơn vị báo đã nhập. Chờ Văn phòng xác nhận."
        )
        duty = await stage.duty("STP")
        assert (duty.document_number, duty.filed, duty.sent_on) == ("215/BC-STP", BOTH, date(2026, 10, 15))
        numbers = [event.data["after"]["document_number"] for event in await stage.events("changed")]
        assert numbers == ["251/BC-STP", "215/BC-STP"]


@pytest.mark.parametrize(
    ("words", "number", "filed"),
    [
        ("1, em nhầm số 216", "216/BC-STP", BOTH),
        ("1) mà số đúng là 17/BC-STP ạ", "17/BC-STP", BOTH),
        ("2. mà em nhầm, số 215", "215/BC-STP", BOTH[:1]),
        ("1", "251/BC-STP", BOTH),
        ("1 ạ, em cảm ơn", "251/BC-STP", BOTH),
        ("da nhap he thong roi a", "251/BC-STP", BOTH),
        ("2", "251/BC-STP", BOTH[:1]),
        ("chưa", "251/BC-STP", BOTH[:1]),
    ],
)
async def test_number_and_words_are_both_taken(
    quickly: Opening, words: str, number: str, filed: tuple[Filing, ...]
) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gui hom qua so 251/BC-STP")

        await officer.says(words)

        duty = await stage.duty("STP")
        assert (duty.status, duty.document_number, duty.filed) == (Status.SUBMITTED, number, filed)


async def test_one_undo_takes_back_both(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gui hom qua so 251/BC-STP")
        await officer.says("1. ma e nham, so 215")

        answer = await officer.says("hoàn tác")

        assert "số 251/BC-STP" in answer
        assert "còn thiếu: nhập số liệu trên hệ thống báo cáo" in answer
        duty = await stage.duty("STP")
        assert (duty.document_number, duty.filed) == ("251/BC-STP", (Filing.DOCUMENT,))


async def test_what_is_not_entered_yet_stays_in_sight_until_it_is(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gui hom qua so 251/BC-STP")

        assert "BC10 còn thiếu: nhập số liệu trên hệ thống báo cáo" in await officer.says("2")
        assert "còn thiếu: nhập số liệu" in await officer.says("việc")

        answer = await officer.says("đã nhập hệ thống")

        assert "đã ghi nhận: BC10, hệ thống: đơn vị báo đã nhập" in answer
        assert "còn thiếu" not in await officer.says("việc")


@pytest.mark.parametrize("words", ["chưa nhập hệ thống", "đang nhập hệ thống", "nhập hệ thống chưa ạ?"])
async def test_not_entered_is_not_entered(quickly: Opening, words: str) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gui hom qua so 251/BC-STP")
        await officer.says("2")

        await officer.says(words)

        assert (await stage.duty("STP")).filed == (Filing.DOCUMENT,)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("em nhầm, số 215", "Đã sửa 251 thành 215/BC-STP, giữ lịch sử."),
        ("sửa số 215", "Đã sửa 251 thành 215/BC-STP, giữ lịch sử."),
        ("SAI SO, DUNG LA 19", "Đã sửa 251 thành 19/BC-STP, giữ lịch sử."),
        ("sửa lại 215/BC-STP", "Đã sửa 251 thành 215/BC-STP, giữ lịch sử."),
        ("nhầm, gửi ngày 14/10", "Đã sửa ngày gửi thứ Năm 15/10/2026 thành thứ Tư 14/10/2026"),
    ],
)
async def test_number_and_day_are_corrected_later(quickly: Opening, words: str, said: str) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gui hom qua so 251/BC-STP")
        await officer.says("1")

        assert (await officer.says(words)).startswith(said)


async def test_a_correction_finds_the_report_told_last(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        await officer.says("BC10 gửi hôm qua số 30/BC-SYT")
        await officer.says("1")
        await officer.says("TK10 gửi hôm nay số 31/BC-SYT")

        assert "Đã sửa 31 thành 32/BC-SYT" in await officer.says("em nhầm, số 32")

        assert (await stage.duty("SYT", "BC10")).document_number == "30/BC-SYT"


async def test_nothing_told_yet_cannot_be_corrected(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)

        assert "đã ghi nhận" not in await officer.says("em nhầm, số 215")

        assert await stage.events("changed") == []


async def test_another_units_symbol_is_asked_about_first(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gui hom qua so 251/BC-STP")

        assert "mang ký hiệu của Sở Y tế" in await officer.says("1. mà em nhầm, số 215/BC-SYT")

        assert (await stage.duty("STP")).document_number == "251/BC-STP"


async def test_a_report_in_one_piece_is_not_asked_about_a_system(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)

        answer = await officer.says("TK10 gửi hôm qua số 31/BC-SYT")

        assert "hệ thống" not in answer
        assert answer.endswith('Sai thì nhắn "sửa".')


async def test_figures_are_asked_for_when_the_number_stays_open(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        assert "Xin cho biết số, ngày văn bản" in await officer.says("1")

        assert "Số liệu trên hệ thống báo cáo: 1. đã nhập · 2. chưa?" in await officer.says("bỏ qua")


async def test_a_colleague_is_told_once_and_not_reminded_any_more(quickly: Opening) -> None:
    async with quickly(oct26(15, 7)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT, "Cán bộ thứ nhất")
        colleague = await stage.joins("XTANLAP", Role.FOCAL_POINT, "Cán bộ thứ hai")
        outsider = await stage.joins("XTANPHONG", Role.FOCAL_POINT)
        await stage.goes_to(oct26(15, 9))
        for person in (officer, colleague, outsider):
            assert len(await person.heard()) == 1

        await officer.says("gửi hôm nay số 251/BC-UBND")
        await officer.says("1")
        await officer.says("em nhầm, số 215")

        (told,) = await colleague.heard()
        assert "Đồng nghiệp Cán bộ thứ nhất đã báo BC10 đã gửi, số 251/BC-UBND." in told
        assert await outsider.heard() == []
        await stage.goes_to(oct26(21, 17))
        assert await colleague.heard() == []


async def test_who_was_not_reminded_is_not_told(quickly: Opening) -> None:
    async with quickly(oct26(13, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.heard()
        head = await stage.joins("XTANLAP", Role.UNIT_HEAD)

        await officer.says("gửi hôm nay số 251/BC-UBND")

        assert await head.heard() == []


@pytest.mark.parametrize("words", ["2", "chưa gửi, mai gửi", "BC10 2"])
async def test_a_colleague_who_says_otherwise_is_asked_first(quickly: Opening, words: str) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        colleague = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gửi hôm qua số 251/BC-STP")

        asked = await colleague.says(words)

        assert "Đồng nghiệp của anh/chị đã báo: BC10 đơn vị báo đã gửi, số 251/BC-STP" in asked
        assert "1. giữ nguyên · 2. sửa thành chưa gửi" in asked
        assert (await stage.duty("STP")).status is Status.SUBMITTED


@pytest.mark.parametrize(("answer", "status"), [("1", Status.SUBMITTED), ("2", Status.IN_PROGRESS)])
async def test_only_the_confirmed_change_is_made(quickly: Opening, answer: str, status: Status) -> None:
    async with quickly(oct26(16, 9)) as stage:
        officer = await stage.joins("STP", Role.FOCAL_POINT)
        colleague = await stage.joins("STP", Role.FOCAL_POINT)
        await officer.says("gửi hôm qua số 251/BC-STP")
        await colleague.says("2")

        await colleague.says(answer)

        assert (await stage.duty("STP")).status is status
