"""A question whether the own report was sent records nothing; what follows it is about that report."""

from datetime import date

import pytest

from domain.statuses import Status
from domain.units import Role
from tests.flows.dialogues.conftest import Opening, oct26

MISSING = (
    "Văn phòng chưa ghi nhận báo cáo tháng 10 của UBND xã Tân Lập (BC10). "
    "Nếu đã gửi, xin cho biết số, ngày văn bản."
)


async def test_word_for_word_on_every_channel(opens: Opening) -> None:
    async with opens(oct26(19, 14, 5)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.heard()

        answer = await officer.says("bc thang 10 ben e da gui chua a")

        assert answer == f"Đến 14:05 thứ Hai 19/10/2026, {MISSING}"
        assert await stage.events("changed") == []

        answer = await officer.says("chua dong dau, mai e gui")

        assert "đã ghi nhận: BC10 chưa gửi, đang hoàn thiện, hẹn thứ Ba 20/10/2026" in answer
        duty = await stage.duty("XTANLAP")
        assert (duty.status, duty.promised) == (Status.IN_PROGRESS, date(2026, 10, 20))
        assert duty.reason == "chua dong dau"


@pytest.mark.parametrize(
    "words",
    [
        "đã gửi chưa ạ?",
        "báo cáo tháng 10 bên em nộp chưa nhỉ",
        "BC10 gửi chưa",
        "VP đã nhận được báo cáo của xã chưa ạ",
        "van phong nhan duoc bc cua e chua",
        "kiểm tra giúp em xem đã ghi nhận chưa",
        "bao cao ben em gui hom qua nhan duoc chua",
    ],
)
async def test_however_it_is_asked_the_store_answers(quickly: Opening, words: str) -> None:
    async with quickly(oct26(20, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)

        assert MISSING in await officer.says(words)

        assert await stage.events("changed") == []


async def test_what_is_recorded_is_said_with_number_day_and_standing(quickly: Opening) -> None:
    async with quickly(oct26(20, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("gửi hôm qua số 45/BC-UBND")
        await officer.says("1")
        before = len(await stage.events("changed"))

        answer = await officer.says("văn phòng nhận được báo cáo tháng 10 của em chưa")

        assert "số 45/BC-UBND, gửi thứ Hai 19/10/2026" in answer
        assert answer.endswith("chờ xác nhận.")
        assert "đã ghi nhận" not in answer
        assert len(await stage.events("changed")) == before


async def test_an_earlier_month_is_answered_for_that_month(quickly: Opening) -> None:
    async with quickly(oct26(20, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)

        answer = await officer.says("bc tháng 9 bên em gửi chưa")

        assert "BC09 của UBND xã Tân Lập: đã nhận" in answer
        assert "BC10" not in answer


async def test_of_two_reports_each_is_answered(quickly: Opening) -> None:
    async with quickly(oct26(20, 9)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        assert "của Sở Y tế (BC10 và TK10)" in await officer.says("tháng 10 bên em nộp chưa ạ")
        assert "của Sở Y tế (TK10)" in await officer.says("TK10 gửi chưa ạ")

        answer = await officer.says("đã gửi số 12/BC-SYT hôm nay")

        assert "TK10 số 12/BC-SYT, gửi hôm nay" in answer
        assert (await stage.duty("SYT", "BC10")).status is Status.PENDING


async def test_an_answer_that_could_be_about_both_is_asked_back(quickly: Opening) -> None:
    async with quickly(oct26(20, 9)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        await officer.says("bên em nộp chưa ạ")

        assert "1. BC10 · 2. TK10 · 3. cả hai?" in await officer.says("chưa ký, mai gửi")

        assert await stage.events("changed") == []


@pytest.mark.parametrize("words", ["ai chưa nộp", "còn việc gì chưa nộp", "em gửi rồi"])
async def test_other_sentences_are_not_this_question(quickly: Opening, words: str) -> None:
    async with quickly(oct26(20, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)

        assert MISSING not in await officer.says(words)


async def test_another_unit_hears_of_its_own_report_alone(quickly: Opening) -> None:
    async with quickly(oct26(20, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("gửi hôm qua số 45/BC-UBND")
        neighbour = await stage.joins("XTANPHONG", Role.FOCAL_POINT)

        answer = await neighbour.says("bc tháng 10 đã gửi chưa")

        assert "của UBND xã Tân Phong (BC10)" in answer
        assert "Tân Lập" not in answer
        assert "45/BC-UBND" not in answer


async def test_a_promised_day_that_passes_is_asked_about_once(quickly: Opening) -> None:
    async with quickly(oct26(13, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.heard()
        assert "hẹn thứ Tư 14/10/2026" in await officer.says("chưa ký, thứ 4 em gửi")
        await stage.goes_to(oct26(14, 23))
        assert await officer.heard() == []
        await stage.goes_to(oct26(15, 8, 29))
        assert await officer.heard() == []

        await stage.goes_to(oct26(15, 12))

        # The third working day before the target asks on that day anyway, and mentions the promise.
        (chased,) = await officer.heard()
        assert "Đơn vị hẹn gửi thứ Tư 14/10/2026; đến 08:30 thứ Năm 15/10/2026, chưa nhận được." in chased
        await stage.goes_to(oct26(16, 17))
        assert await officer.heard() == []


async def test_a_promise_between_two_steps_has_its_own_morning(quickly: Opening) -> None:
    async with quickly(oct26(15, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.heard()
        await officer.says("chưa ký, chiều nay em gửi")

        await stage.goes_to(oct26(16, 17))

        (chased,) = await officer.heard()
        assert "Đơn vị hẹn gửi thứ Năm 15/10/2026; đến 08:30 thứ Sáu 16/10/2026, chưa nhận được." in chased


async def test_who_keeps_the_promise_is_not_asked(quickly: Opening) -> None:
    async with quickly(oct26(15, 9)) as stage:
        officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
        await officer.says("chưa ký, chiều nay em gửi")
        await officer.says("đã gửi số 45/BC-UBND hôm nay")
        await officer.heard()

        await stage.goes_to(oct26(16, 17))

        assert await officer.heard() == []
