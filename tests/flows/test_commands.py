"""Commands with and without slash and diacritics, sentences that mean the same, and the language chosen."""

import pytest

from domain.delivery import OutboxState
from domain.units import Role
from tests.flows.stage import Stage, october

OF_A_UNIT = {
    "/viec": "Sở Tư pháp còn 1 việc phải gửi",
    "/quahan": "Sở Tư pháp còn 1 việc phải gửi",
    "/tiendo": "Sở Tư pháp còn 1 việc phải gửi",
    "/huongdan": "việc của đơn vị và hạn gửi",
    "/hoantac": "Không có thay đổi nào",
    "/ngonngu": 'Xin nhắn "ngôn ngữ vi"',
    "/nhac": "ngoài phạm vi",
    "/danhan BC10: SNV": "ngoài phạm vi",
}
OF_THE_OFFICE = {
    "/viec": "Văn phòng UBND tỉnh còn 2 việc phải gửi",
    "/quahan": "chưa nhận 28",
    "/tiendo": "BC10 (Báo cáo cải cách TTHC tháng 10/2023), hết thứ Sáu 20/10/2023: đã nhận 0/28",
    "/nhac": "tới 28 đơn vị chưa nhận được báo cáo?",
    "/danhan BC10: SNV, Tân Yên": "BC10, nhận hôm nay: 1. Sở Nội vụ · 2. UBND huyện Tân Yên. Chưa ghi.",
    "/huongdan": "ghi nhận báo cáo đã đến, ví dụ",
}
PLAIN = {
    "/viec": ("việc", "viec", "Việc của tôi"),
    "/quahan": ("quá hạn", "qua han", "đơn vị nào chưa nộp?"),
    "/tiendo": ("tiến độ", "tien do"),
    "/huongdan": ("hướng dẫn", "huong dan", "trợ giúp"),
    "/hoantac": ("hoàn tác", "hoan tac", "sửa", "sua"),
    "/ngonngu": ("ngôn ngữ", "ngon ngu"),
    "/nhac": ("nhắc", "nhac"),
    "/danhan BC10: SNV": ("đã nhận BC10: SNV", "da nhan bc10: snv"),
    "/danhan BC10: SNV, Tân Yên": ("đã nhận BC10: SNV, Tân Yên", "da nhan bc10: snv, tan yen"),
}


@pytest.mark.parametrize(("command", "words"), OF_A_UNIT.items())
async def test_a_unit_asks_in_every_form(stage: Stage, command: str, words: str) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    answers = {await officer.says(form) for form in (command, *PLAIN[command])}
    assert len(answers) == 1
    assert words in answers.pop()


@pytest.mark.parametrize(("command", "words"), OF_THE_OFFICE.items())
async def test_the_office_asks_in_every_form(stage: Stage, command: str, words: str) -> None:
    specialist = await stage.joins("VP", Role.COORDINATOR)
    answers = {await specialist.says(form) for form in (command, *PLAIN[command])}
    assert len(answers) == 1
    assert words in answers.pop()


@pytest.mark.parametrize("period", ["10", "2023-10"])
async def test_progress_of_a_period_is_shown(stage: Stage, period: str) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    answer = await leader.says(f"tiến độ {period}")
    assert "BC10" in answer
    assert "TH10" in answer
    assert "CSDL" not in answer


async def test_an_unreadable_period_is_named_back(stage: Stage) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    assert 'Chưa hiểu kỳ "2023-13"' in await leader.says("/tiendo 2023-13")


async def test_receipts_are_shown_before_they_are_recorded_and_stop_the_reminders(stage: Stage) -> None:
    specialist = await stage.joins("VP", Role.COORDINATOR)
    on_paper = await stage.joins("SNV", Role.FOCAL_POINT)
    silent = await stage.joins("STC", Role.FOCAL_POINT)
    shown = await specialist.says("đã nhận BC10: SNV, Sở Không Có")
    assert "Không tìm thấy, xin ghi lại tên hoặc mã đơn vị: Sở Không Có." in shown
    assert (await stage.duty("SNV")).status == "pending"

    await specialist.presses("ghi hết")

    assert (await stage.duty("SNV")).status == "accepted"
    assert "Đã nhận từ trước: Sở Nội vụ." in await specialist.says("đã nhận BC10: SNV")
    await stage.goes_to(october(19, 9))
    assert (await on_paper.heard(), len(await silent.heard())) == ([], 1)


async def test_cancelled_receipts_record_nothing(stage: Stage) -> None:
    specialist = await stage.joins("VP", Role.COORDINATOR)
    await specialist.says("đã nhận BC10: SNV")
    assert "chưa ghi gì" in await specialist.says("hủy")
    assert (await stage.duty("SNV")).status == "pending"


async def test_a_leaders_nudge_goes_to_the_office_and_to_no_unit(stage: Stage) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    specialist = await stage.joins("VP", Role.COORDINATOR)
    unit = await stage.joins("STP", Role.FOCAL_POINT)
    stage.clock.move_to(october(19, 8, 10))

    assert "chưa gửi tin tới đơn vị nào" in await leader.says("nhắc")

    (told,) = await specialist.heard()
    assert "28 đơn vị chưa nhận: Sở Tư pháp, " in told
    assert await unit.heard() == []


async def test_the_offices_nudge_reaches_the_units_once_confirmed(stage: Stage) -> None:
    specialist = await stage.joins("VP", Role.COORDINATOR)
    unit = await stage.joins("STP", Role.FOCAL_POINT)
    stage.clock.move_to(october(19, 8, 10))
    await specialist.says("nhắc")
    assert await unit.heard() == []

    answer = await specialist.presses("gửi ngay")

    assert "tới 1 người" in answer
    assert "Chưa liên lạc được 27 đơn vị" in answer
    (told,) = await unit.heard()
    assert "BC10" in told


async def test_a_number_meant_for_a_reminder_never_writes_to_units(stage: Stage) -> None:
    """The Office asks for the list, then its own reminder comes, and "2" is what that reminder offers."""
    specialist = await stage.joins("VP", Role.COORDINATOR)
    unit = await stage.joins("STP", Role.FOCAL_POINT)
    await stage.goes_to(october(19, 8, 29))
    assert "2. nhắc các đơn vị này" in await specialist.says("quá hạn")
    await stage.goes_to(october(19, 8, 31))
    await unit.heard()

    assert "câu hỏi trước hay cho lời nhắc vừa gửi?" in await specialist.says("2")
    assert "tới 28 đơn vị chưa nhận được báo cáo?" in await specialist.says("1")

    assert await unit.heard() == []


async def test_an_english_speaker_is_answered_and_reminded_in_english(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    colleague = await stage.joins("STP", Role.FOCAL_POINT)
    assert "English" in await officer.says("ngôn ngữ en")
    await stage.goes_to(october(19, 8, 30))
    (reminder,) = await officer.heard()
    (other,) = await colleague.heard()

    assert "Friday 20/10/2023" in reminder
    assert "thứ Sáu 20/10/2023" in other
    assert "BC10 in progress" in await officer.says("2")
    assert "tiếng Việt" in await officer.says("/ngonngu vi")


async def test_what_an_english_speaker_reports_reaches_the_office_in_its_own_language(stage: Stage) -> None:
    specialist = await stage.joins("VP", Role.COORDINATOR)
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    await officer.says("/ngonngu en")

    await officer.says("không phải việc của sở em")
    await officer.says("3")

    dispute, obstacle = await specialist.heard()
    assert "Sở Tư pháp có ý kiến về BC10" in dispute
    assert "đang vướng mắc" in obstacle


async def test_commands_that_are_not_built_say_so(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    assert "chưa dùng được ở đây" in await officer.says("/baocao")
    assert {message.state for message in await stage.messages()} == {OutboxState.SENT}
