"""Slips of the hand, and words that are no answer: nothing is recorded that was not said."""

from collections.abc import AsyncIterator

import pytest

from domain.statuses import Status
from domain.units import Role
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.stage import Player, Stage


@pytest.fixture
async def stage(quickly: Opening) -> AsyncIterator[Stage]:
    """Monday 19 October 2026, in the sending hours."""
    async with quickly(oct26(19, 9)) as found:
        yield found


@pytest.fixture
async def health(stage: Stage) -> Player:
    """A department with two duties of one last day."""
    player = await stage.joins("SYT", Role.FOCAL_POINT)
    await player.heard()
    return player


@pytest.fixture
async def office(stage: Stage) -> Player:
    return await stage.joins("VP", Role.COORDINATOR)


@pytest.mark.parametrize(
    "text", ["BC10 2, TK10 3", "bc10 2 tk10 3", "BC10: 2\nTK10: 3", "BC10 2 và TK10 3 ạ"]
)
async def test_two_codes_in_one_message_are_both_answered(stage: Stage, health: Player, text: str) -> None:
    answer = await health.says(text)
    assert "BC10 đang làm" in answer
    assert "TK10 đang vướng mắc" in answer
    assert (await stage.duty("SYT")).status is Status.IN_PROGRESS
    assert (await stage.duty("SYT", "TK10")).status is Status.BLOCKED


@pytest.mark.parametrize("text", ["BC10 2, XX10 1", "BC10 2, TK10 7", "BC10 4, TK10 5"])
async def test_of_several_codes_all_are_understood_or_nothing_is_recorded(
    stage: Stage, health: Player, text: str
) -> None:
    await health.says(text)
    found = await stage.duties("SYT")
    assert {found[code].assignment.status for code in ("BC10", "TK10")} == {Status.PENDING}


@pytest.mark.parametrize("text", ["TK10 1", "TK10", "BC10"])
async def test_a_code_is_not_taken_for_the_number_of_a_document(
    stage: Stage, health: Player, text: str
) -> None:
    assert "Xin cho biết số, ngày văn bản" in await health.says("BC10 1")
    await health.says(text)
    found = await stage.duties("SYT")
    assert [found[code].assignment.document_number for code in ("BC10", "TK10")] == [None, None]


async def test_a_number_that_the_open_question_does_not_offer_is_recorded_nowhere(
    stage: Stage, office: Player
) -> None:
    await office.says("quá hạn")
    answer = await office.says("3")
    assert "Số 3 không có trong các lựa chọn vừa nêu (1 danh sách, 2 nhắc các đơn vị này)" in answer
    assert (await stage.duty("VP", "TH10")).status is Status.PENDING
    assert "Danh sách báo cáo tháng 10" in await office.says("1")


async def test_without_an_open_question_the_number_is_the_reports(stage: Stage, office: Player) -> None:
    await office.says("2")
    assert (await stage.duty("VP", "TH10")).status is Status.IN_PROGRESS


@pytest.mark.parametrize(
    "text", ["đồng ý SYT đến 12h thứ 6", "không đồng ý, hạn chung", "đồng ý", "từ chối vì hạn chung"]
)
async def test_a_decision_while_nothing_waits_is_never_acknowledged(office: Player, text: str) -> None:
    assert await office.says(text) == "Hiện không có đề nghị nào chờ ý kiến của anh/chị."


@pytest.mark.parametrize("text", ["gửi danh sách cho tôi", "abc", "xyz 123"])
async def test_the_office_hears_what_it_can_ask_instead_of_the_five_answers(
    office: Player, text: str
) -> None:
    answer = await office.says(text)
    assert "việc cần xử lý" in answer
    assert "1 đã gửi" not in answer


@pytest.mark.parametrize(
    "text", ["đã gửi", "gửi danh sách cho tôi", "xin chào", "2", "gia hạn cho SYT đến thứ 6"]
)
async def test_a_leader_is_never_spoken_to_as_a_unit(stage: Stage, text: str) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    answer = await leader.says(text)
    assert "đơn vị không" not in answer
    assert "1 đã gửi" not in answer
    assert "hướng dẫn" in answer


async def test_thanks_are_taken_as_thanks(health: Player) -> None:
    assert await health.says("em cam on anh chi a") == "Vâng."


async def test_more_time_is_not_asked_for_what_was_sent(stage: Stage, health: Player) -> None:
    await health.says("BC10 đã gửi số 12/BC-SYT hôm nay")
    await health.says("1")
    await health.says("cả hai chưa ký")
    answer = await health.says("TK10 4")
    assert "TK10" in answer
    assert "Đơn vị xin lùi đến ngày nào?" in answer
    await health.says("TK10 1")
    await health.says("bỏ qua")
    assert "TK10 không còn chờ gửi nên không cần gia hạn" in await health.says("TK10 4")
    assert await stage.events("request_opened") == []


async def test_the_coordinator_hears_what_the_obstacle_is(health: Player, office: Player) -> None:
    await health.says("3")
    await health.says("TK10")
    assert "Sở Y tế: TK10 vướng mắc (chưa nêu lý do)" in await office.says("việc cần xử lý")
    await health.says("phần mềm lỗi")
    assert any('lý do "phần mềm lỗi"' in text for text in await office.heard())
    assert "Sở Y tế: TK10 vướng mắc (phần mềm lỗi)" in await office.says("việc cần xử lý")


async def test_what_is_owed_stands_before_what_was_sent(health: Player) -> None:
    await health.says("BC10 đã gửi số 12/BC-SYT hôm nay")
    await health.says("1")
    answer = await health.says("việc")
    assert "còn 1 việc phải gửi" in answer
    assert answer.index("TK10") < answer.index("BC10")
    await health.says("TK10 đã gửi số 13/BC-SYT hôm nay")
    assert "Sở Y tế không còn việc nào phải gửi:" in await health.says("việc")


async def test_a_long_progress_comes_in_pages_with_what_is_awaited_first(office: Player) -> None:
    first = await office.says("tiến độ")
    assert len(first) <= 1700
    assert "Còn 6 báo cáo: 1. xem tiếp" in first
    assert first.index("TH10") < first.index("DGHQ4")
    assert "16. " in await office.says("1")


async def test_units_with_more_time_do_not_move_the_day_of_the_others(stage: Stage, office: Player) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    await office.says("hệ thống lỗi ngày 20, lùi BC10 cho các xã đến 22, căn cứ công văn số 100/UBND")
    await office.says("1")
    everybody = await leader.says("còn ai chưa nộp")
    assert "được gia hạn 76; chưa nhận 16" in everybody
    assert "Hạn hết thứ Ba 20/10/2026" in everybody
    communes = await leader.says("xã nào chưa nộp")
    assert "của 76 xã, phường" in communes
    assert "Hạn hết thứ Năm 22/10/2026" in communes


async def test_a_leader_has_a_class_of_units_urged_and_never_one_more(stage: Stage, office: Player) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    assert "kèm danh sách 76 đơn vị" in await leader.says("đôn đốc các xã đi")
    for text in ("nhắc Sở Y tế", "nhắc các sở Y tế, Nội vụ"):
        assert "chưa thực hiện việc gì" in await leader.says(text)
    assert len(await stage.events("nudge_forwarded")) == 1


async def test_a_call_is_logged_with_the_time_before_the_name(stage: Stage, office: Player) -> None:
    assert "Đã ghi: gọi Sở Y tế lúc 08:50, hẹn chiều nay" in await office.says("đã gọi 8:50 SYT, hẹn chiều")
    assert "là đơn vị nào?" in await office.says("đã gọi Tân Lập 8:20, bận")
    assert "Đã ghi: gọi UBND xã Tân Lập lúc 08:20, bận" in await office.says("xã")
    assert len(await stage.events("called")) == 2


async def test_a_nudge_of_the_evening_and_the_step_of_the_morning_are_one_message(
    quickly: Opening,
) -> None:
    async with quickly(oct26(19, 17, 20)) as stage:
        health, office = await stage.joins("SYT", Role.FOCAL_POINT), await stage.joins("VP", Role.COORDINATOR)
        await health.heard()
        await office.says("nhắc")
        assert "tới 1 người" in await office.says("1")
        await stage.goes_to(oct26(20, 8, 10))
        assert await health.heard() == []
        await stage.goes_to(oct26(20, 8, 40))
        assert len(await health.heard()) == 1
