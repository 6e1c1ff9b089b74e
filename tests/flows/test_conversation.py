"""The five answers in every form, what is asked after them, several duties at once, and taking back."""

from datetime import date, timedelta

import pytest

from domain.obligations import Assignment
from domain.statuses import Status
from domain.units import Role
from storage.tables import ObligationRow, table_of
from tests.flows.stage import Player, Stage, october

FIVE = {
    "đã gửi": (1, "đã gửi", Status.SUBMITTED, "Xin cho biết số, ngày văn bản"),
    "đang làm": (2, "báo cáo đang trình ký", Status.IN_PROGRESS, "Hạn vẫn là hết thứ Sáu 20/10/2023"),
    "vướng mắc": (3, "đang vướng phần mềm", Status.BLOCKED, "đang vướng mắc"),
    "xin gia hạn": (4, "cho em xin gia hạn", Status.PENDING, "xin lùi đến ngày nào"),
    "không phát sinh": (5, "tháng này không phát sinh", Status.PENDING, "vẫn cần văn bản"),
}


@pytest.fixture
async def focal_point(stage: Stage) -> Player:
    return await stage.joins("STP", Role.FOCAL_POINT)


@pytest.fixture
async def specialist(stage: Stage) -> Player:
    """Whoever has several open duties: the Office owes CSDL and TH10."""
    return await stage.joins("VP", Role.COORDINATOR)


@pytest.mark.parametrize("form", ["number", "code and number", "sentence"])
@pytest.mark.parametrize("meaning", FIVE)
async def test_each_answer_is_taken_as_a_number_with_a_code_or_as_a_sentence(
    stage: Stage, focal_point: Player, meaning: str, form: str
) -> None:
    number, sentence, status, words = FIVE[meaning]
    said = {"number": f"{number}", "code and number": f"bc10 {number}", "sentence": sentence}[form]

    answer = await focal_point.says(said)

    assert words in answer
    assert (await stage.duty("STP")).status is status
    assert ("đã ghi nhận" in answer) == (status is not Status.PENDING)


@pytest.mark.parametrize("meaning", FIVE)
async def test_each_answer_is_taken_by_a_button_when_several_duties_are_open(
    stage: Stage, specialist: Player, meaning: str
) -> None:
    number, _, status, _ = FIVE[meaning]
    asked = await specialist.says(str(number))
    assert f'báo "{meaning}" cho: 1. CSDL · 2. TH10 · 3. cả hai? Chưa ghi nhận gì.' in asked
    assert await stage.events("changed") == []

    await specialist.presses("CSDL")

    assert (await stage.duty("VP", "CSDL")).status is status
    assert (await stage.duty("VP", "TH10")).status is Status.PENDING


async def test_a_trap_question_and_small_talk_record_nothing(stage: Stage, focal_point: Player) -> None:
    before = await stage.duty("STP")
    traps = (
        "đã gửi chưa ạ?",
        "bc thang 10 ben e da gui chua a",
        "ai gửi rồi ạ",
        "vâng ạ",
        "9",
        "abc",
        "BC99 1",
    )
    for text in traps:
        answer = await focal_point.says(text)
        assert answer
        assert "đã ghi nhận" not in answer
    assert await stage.duty("STP") == before
    assert await stage.events("changed") == []


async def test_the_number_is_asked_once_and_then_recorded(stage: Stage, focal_point: Player) -> None:
    assert "Xin cho biết số" in await focal_point.says("1")

    answer = await focal_point.says("số 215/BC-STP ngày 18/10")

    assert "số 215/BC-STP, gửi thứ Tư 18/10/2023" in answer
    assert "Xin cho biết số" not in answer
    duty = await stage.duty("STP")
    assert (duty.status, duty.document_number) == (Status.SUBMITTED, "215/BC-STP")
    assert duty.document_date == date(2023, 10, 18)


@pytest.mark.parametrize("skip", ["bỏ qua", "bo qua", "không có"])
async def test_what_is_missing_can_be_skipped_and_is_not_asked_again(
    stage: Stage, focal_point: Player, skip: str
) -> None:
    await focal_point.says("1")
    recorded = await stage.duty("STP")

    assert "được giữ nguyên" in await focal_point.says(skip)
    assert "Xin cho biết số, ngày văn bản (ví dụ" not in await focal_point.says("việc")
    assert await stage.duty("STP") == recorded


async def test_a_question_in_between_closes_what_was_asked_and_is_answered(focal_point: Player) -> None:
    await focal_point.says("3")

    assert "Sở Tư pháp còn 1 việc phải gửi" in await focal_point.says("khi nào đến hạn")


async def test_a_reason_is_added_to_an_obstacle_and_the_office_hears_of_it(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    assert "Xin cho biết vướng mắc gì" in await focal_point.says("3")
    (told,) = await specialist.heard()
    assert "Sở Tư pháp: BC10 đang vướng mắc" in told

    answer = await focal_point.says("chưa đăng nhập được hệ thống")

    assert 'lý do "chưa đăng nhập được hệ thống"' in answer
    assert (await stage.duty("STP")).reason == "chưa đăng nhập được hệ thống"


async def test_a_day_to_come_is_never_taken_for_the_day_of_sending(stage: Stage, focal_point: Player) -> None:
    await focal_point.says("đã gửi số 215/BC-STP ngày 25/10/2023")

    duty = await stage.duty("STP")
    assert (duty.sent_on, duty.document_date) == (None, None)


async def test_undo_restores_and_keeps_history(stage: Stage, focal_point: Player) -> None:
    before = await stage.duty("STP")
    await focal_point.says("đã gửi số 215/BC-STP hôm qua")

    assert "Đã hoàn tác. BC10 trở lại: chưa nhận. Lịch sử được giữ." in await focal_point.says("sửa")

    assert facts(await stage.duty("STP")) == facts(before)
    (change,) = await stage.events("changed")
    (undone,) = await stage.events("undone")
    assert change.data["after"]["document_number"] == "215/BC-STP"
    assert undone.data["before"] == change.data["after"]
    assert "Không có thay đổi nào" in await focal_point.says("sửa")


async def test_undo_says_of_each_duty_where_it_stands_again(stage: Stage, specialist: Player) -> None:
    await specialist.says("TH10 2")
    await specialist.says("3")
    await specialist.says("tất cả")

    answer = await specialist.says("sửa")

    assert "CSDL trở lại: chưa nhận" in answer
    assert "TH10 trở lại: đang làm" in answer


async def test_what_somebody_else_changed_since_is_not_undone(stage: Stage, focal_point: Player) -> None:
    colleague = await stage.joins("STP", Role.FOCAL_POINT)
    await focal_point.says("2")
    await colleague.says("3")

    assert "Không hoàn tác được" in await focal_point.says("hoàn tác")
    assert (await stage.duty("STP")).status is Status.BLOCKED


async def test_undo_ends_after_ten_minutes_and_says_what_to_do_instead(
    stage: Stage, focal_point: Player
) -> None:
    await focal_point.says("2")
    stage.sleeps_until(stage.clock.now() + timedelta(minutes=10, seconds=1))

    answer = await focal_point.says("/hoantac")

    assert "Đã quá 10 phút nên không hoàn tác được" in answer
    assert "xin nhắn nội dung đúng" in answer
    assert (await stage.duty("STP")).status is Status.IN_PROGRESS


async def test_a_correction_replaces_the_number_and_keeps_the_old_one_in_history(
    stage: Stage, focal_point: Player
) -> None:
    await focal_point.says("đã gửi số 251/BC-STP hôm qua")

    answer = await focal_point.says("em nhầm, số 215/BC-STP")

    assert "Đã sửa 251 thành 215/BC-STP, giữ lịch sử." in answer

    assert (await stage.duty("STP")).document_number == "215/BC-STP"
    numbers = [event.data["after"]["document_number"] for event in await stage.events("changed")]
    assert numbers == ["251/BC-STP", "215/BC-STP"]


@pytest.mark.parametrize("words", ["cả 2", "ca 2", "tất cả", "tat ca", "3"])
async def test_both_duties_are_named_at_once(stage: Stage, specialist: Player, words: str) -> None:
    await specialist.says("2")

    assert "CSDL và TH10 đang làm" in await specialist.says(words)

    duties = await stage.duties("VP")
    assert {duties[code].assignment.status for code in ("CSDL", "TH10")} == {Status.IN_PROGRESS}
    assert "CSDL và TH10 trở lại: chưa nhận" in await specialist.says("sửa")


async def test_a_sentence_about_one_of_two_duties_records_only_that_one(
    stage: Stage, specialist: Player
) -> None:
    await specialist.says("TH10 đang làm")

    duties = await stage.duties("VP")
    assert duties["TH10"].assignment.status is Status.IN_PROGRESS
    assert duties["CSDL"].assignment.status is Status.PENDING


async def test_a_sentence_about_no_duty_in_particular_is_asked_back_with_its_details_kept(
    stage: Stage, specialist: Player
) -> None:
    asked = await specialist.says("đã gửi số 388/BC-UBND hôm qua")
    assert "1. CSDL · 2. TH10" in asked
    assert await stage.events("changed") == []

    await specialist.says("2")

    duty = await stage.duty("VP", "TH10")
    assert (duty.document_number, duty.sent_on) == ("388/BC-UBND", date(2023, 10, 18))


async def test_who_acts_for_two_units_is_told_and_asked_by_unit(stage: Stage, focal_point: Player) -> None:
    await focal_point.says(await stage.code("SNV", Role.FOCAL_POINT, "Sở Nội vụ"))
    await focal_point.says("1")
    await stage.goes_to(october(19, 8, 30))
    (told,) = await focal_point.heard()
    assert "đề nghị Sở Tư pháp, Sở Nội vụ:" in told
    assert "BC10 (STP) (" in told
    assert "BC10 (SNV) (" in told

    for text in ("2", "BC10 2"):
        assert "1. BC10 (STP) · 2. BC10 (SNV) · 3. cả hai?" in await focal_point.says(text)
    assert await stage.events("changed") == []
    assert "Sở Nội vụ: BC10 đang làm" in await focal_point.presses("BC10 (SNV)")
    assert (await stage.duty("STP")).status is Status.PENDING


async def test_nothing_to_report_needs_its_document_before_it_counts(
    stage: Stage, focal_point: Player
) -> None:
    asked = await focal_point.says("5")
    assert "1. đã gửi văn bản · 2. sẽ gửi · 3. cho rằng không phải gửi" in asked
    assert (await stage.duty("STP")).status is Status.PENDING

    answer = await focal_point.says("1, số 88/BC-STP hôm nay")

    assert "số 88/BC-STP, gửi hôm nay, nội dung không phát sinh" in answer
    duty = await stage.duty("STP")
    assert (duty.status, duty.nil, duty.document_number) == (Status.SUBMITTED, True, "88/BC-STP")


async def test_nothing_to_report_said_with_a_document_is_recorded_at_once(
    stage: Stage, focal_point: Player
) -> None:
    answer = await focal_point.says("đã gửi số 88/BC-STP hôm nay, nội dung không phát sinh")

    assert "nội dung không phát sinh" in answer
    duty = await stage.duty("STP")
    assert (duty.status, duty.nil, duty.document_number) == (Status.SUBMITTED, True, "88/BC-STP")


@pytest.mark.parametrize(("button", "status"), [("sẽ gửi", "in_progress"), ("đã gửi văn bản", "submitted")])
async def test_what_becomes_of_the_document_can_be_pressed(
    stage: Stage, focal_point: Player, button: str, status: str
) -> None:
    await focal_point.says("5")
    await focal_point.presses(button)

    assert (await stage.duty("STP")).status == status


async def test_where_a_word_in_chat_is_enough_nothing_to_report_is_a_submission(
    stage: Stage, focal_point: Player
) -> None:
    rule = table_of(ObligationRow).update().values(nil_rule="by_chat")
    await stage.store.transact(lambda uow: uow._connection.execute(rule))

    assert "đã ghi nhận" in await focal_point.says("5")

    duty = await stage.duty("STP")
    assert (duty.status, duty.nil) == (Status.SUBMITTED, True)


async def test_asking_for_time_moves_nothing_and_reaches_the_office(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    before = await stage.duty("STP")
    assert "xin lùi đến ngày nào" in await focal_point.says("4")
    asked = await focal_point.says("thứ 3")
    assert "đến hết thứ Ba 24/10/2023" in asked
    assert await specialist.heard() == []

    answer = await focal_point.says("1")

    assert "Khi chưa có ý kiến, hạn vẫn là thứ Sáu 20/10/2023." in answer
    (told,) = await specialist.heard()
    assert "Sở Tư pháp xin lùi BC10 đến hết thứ Ba 24/10/2023" in told
    (request,) = await stage.events("extension_asked")
    assert request.data["until"] == "2023-10-24"
    assert await stage.duty("STP") == before


async def test_a_request_for_time_can_be_changed_before_it_is_passed_on(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    await focal_point.says("máy hỏng cho em xin đến thứ 3")
    assert "xin lùi đến ngày nào" in await focal_point.presses("sửa")
    assert "thứ Tư 25/10/2023" in await focal_point.says("25/10")
    assert await specialist.heard() == []
    assert await stage.events("extension_asked") == []


async def test_a_dispute_pauses_the_reminders_of_that_unit_alone(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    other = await stage.joins("SNV", Role.FOCAL_POINT)

    answer = await focal_point.says("cv này gửi UBND huyện, không phải việc của sở em")

    assert "Tạm dừng nhắc; hạn chưa thay đổi" in answer
    assert any("Sở Tư pháp có ý kiến về BC10" in text for text in await specialist.heard())
    await stage.goes_to(october(24, 17))
    assert [text for text in await focal_point.heard() if "BC10" in text] == []
    assert await other.heard() != []


async def test_undoing_a_dispute_lets_the_reminders_go_on(stage: Stage, focal_point: Player) -> None:
    await stage.goes_to(october(19, 9))
    await focal_point.heard()
    await focal_point.says("không phải việc của sở em")
    await focal_point.says("sửa")

    await stage.goes_to(october(20, 12))

    assert len(await focal_point.heard()) == 1


async def test_an_expired_question_is_not_answered_any_more(stage: Stage, specialist: Player) -> None:
    await specialist.says("đã nhận BC10: SNV, STC")
    button = await specialist.button("ghi hết")
    stage.sleeps_until(stage.clock.now() + timedelta(hours=24))

    assert "cho: 1. CSDL" in await specialist.says("1")
    assert "đã hết hiệu lực" in await specialist.sends(button)
    assert (await stage.duty("SNV")).status is Status.PENDING


async def test_an_old_button_changes_nothing(stage: Stage, specialist: Player) -> None:
    await specialist.says("2")
    old = await specialist.button("CSDL")
    assert "chưa nhận được báo cáo?" in await specialist.says("nhắc")

    assert "đã hết hiệu lực; chưa thay đổi gì" in await specialist.sends(old)
    assert await stage.events("changed") == []


async def test_a_button_works_once(stage: Stage, specialist: Player) -> None:
    await specialist.says("2")
    button = await specialist.button("CSDL")
    await specialist.sends(button)

    assert "đã hết hiệu lực" in await specialist.sends(button)
    assert len(await stage.events("changed")) == 1


def facts(assignment: Assignment) -> tuple[object, ...]:
    """What a unit said, without the counter of changes and the planner's own note."""
    return (
        assignment.status,
        assignment.document_number,
        assignment.document_date,
        assignment.sent_on,
        assignment.told_at,
        assignment.current,
    )
