"""A coordinator works through what waits: receipts, requests, obstacles, calls, changes of persons."""

import re
from datetime import date

import pytest

from domain.requests import RequestKind
from domain.statuses import Status
from domain.units import Role
from tests.flows.stage import EVERYTHING, Player, Stage, october


@pytest.fixture
async def specialist(stage: Stage) -> Player:
    player = await stage.joins("VP", Role.COORDINATOR)
    await player.heard()
    return player


@pytest.fixture
async def focal_point(stage: Stage) -> Player:
    player = await stage.joins("STP", Role.FOCAL_POINT)
    await player.heard()
    return player


async def kinds(stage: Stage) -> list[RequestKind]:
    return [item.kind for item in await stage.read(lambda uow: uow.requests.open(EVERYTHING))]


async def test_everything_that_waits_is_listed_and_numbered(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    other = await stage.joins("SNV", Role.FOCAL_POINT)
    third = await stage.joins("STC", Role.FOCAL_POINT)
    await focal_point.says("máy hỏng cho em xin đến thứ 3")
    await focal_point.says("1")
    await other.says("đã gửi số 12/BC-SNV hôm nay")
    await third.says("3")
    await third.says("phần mềm báo lỗi")
    await other.says("gọi lại cho em")

    listed = await specialist.says("việc cần xử lý")

    assert "có 4 việc cần xử lý" in listed
    assert "1. xác nhận 1 báo cáo đơn vị báo đã gửi" in listed
    assert "Sở Tư pháp: xin lùi BC10 đến hết thứ Ba 24/10/2023 (máy hỏng)" in listed
    assert "Sở Tài chính: BC10 vướng mắc (phần mềm báo lỗi)" in listed
    assert "Sở Nội vụ: đề nghị gọi lại" in listed


async def test_an_empty_list_says_so(specialist: Player) -> None:
    assert "không có việc nào cần xử lý" in await specialist.says("/canxuly")


async def test_nobody_but_a_coordinator_has_a_worklist(stage: Stage, focal_point: Player) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    for player in (focal_point, leader):
        assert "ngoài phạm vi" in await player.says("/canxuly")


async def test_an_item_offers_its_answers_and_a_number_carries_one_out(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    await focal_point.says("máy hỏng cho em xin đến thứ 3")
    await focal_point.says("1")
    await specialist.heard()
    await specialist.says("/canxuly")

    shown = await specialist.says("1")
    assert "1. đồng ý · 2. từ chối" in shown
    assert "Hạn hiện tại: thứ Sáu 20/10/2023" in shown

    assert "Đồng ý gia hạn BC10 đến hết thứ Ba 24/10/2023" in await specialist.says("1")
    assert (await stage.duty("STP")).current.last_day == date(2023, 10, 24)


async def test_words_typed_at_an_item_belong_to_it(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    other = await stage.joins("SNV", Role.FOCAL_POINT)
    for player in (focal_point, other):
        await player.says("máy hỏng cho em xin đến thứ 3")
        await player.says("1")
    await specialist.says("/canxuly")
    await specialist.says("2")

    await specialist.says("đồng ý đến 10h thứ 2")

    assert (await stage.duty("STP")).current.at is None
    assert (await stage.duty("SNV")).current.at is not None


async def test_a_call_is_marked_as_made(stage: Stage, focal_point: Player, specialist: Player) -> None:
    await focal_point.says("nhờ gọi lại")
    await specialist.says("/canxuly")
    assert "1. đã gọi lại · 2. nhắn lại đơn vị" in await specialist.says("1")
    assert "xử lý xong với Sở Tư pháp" in await specialist.says("1")
    assert await kinds(stage) == []


async def test_an_obstacle_is_answered_in_the_coordinators_words(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    await focal_point.says("3")
    await focal_point.says("phần mềm báo lỗi")
    assert await kinds(stage) == [RequestKind.OBSTACLE]
    await specialist.says("/canxuly")
    assert "1. đã xử lý · 2. nhắn lại đơn vị" in await specialist.says("1")
    await specialist.says("2")

    assert "Đã gửi trả lời" in await specialist.says("Đã nhờ đơn vị vận hành, 15h có lại.")

    assert any('"Đã nhờ đơn vị vận hành, 15h có lại."' in text for text in await focal_point.heard())
    assert await kinds(stage) == []
    assert (await stage.duty("STP")).status is Status.BLOCKED


async def test_an_obstacle_that_is_over_waits_no_more(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    await focal_point.says("3")
    await focal_point.says("phần mềm báo lỗi")
    await focal_point.says("2")
    assert "không có việc nào" in await specialist.says("/canxuly")


async def test_an_item_decided_by_a_colleague_is_not_found(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    colleague = await stage.joins("VP", Role.COORDINATOR)
    await focal_point.says("máy hỏng cho em xin đến thứ 3")
    await focal_point.says("1")
    await specialist.says("/canxuly")
    await specialist.says("1")
    await colleague.says("từ chối")

    assert "Không tìm thấy" in await specialist.says("1")
    assert (await stage.duty("STP")).current == (await stage.duty("STP")).original


async def test_a_new_person_takes_over_only_when_they_link(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    assert "Đã chuyển" in await focal_point.says("em chuyển công tác, đồng chí Hạnh làm thay")
    (told,) = await specialist.heard()
    assert "người mới: Hạnh" in told

    answer = await specialist.says("đồng ý")
    code = re.search(r"[A-Z2-7]{13}", answer)
    assert code is not None
    assert any("Đã đồng ý đổi người phụ trách" in text for text in await focal_point.heard())
    assert code.group() not in "\n".join(await focal_point.heard())
    assert "Sở Tư pháp còn" in await focal_point.says("việc")

    new = await stage.stranger()
    await new.says(code.group())
    await new.says("1")
    assert "Sở Tư pháp còn" in await new.says("việc")


async def test_a_change_of_person_that_is_refused_changes_nothing(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    await focal_point.says("từ nay có người khác thay em")
    await specialist.says("không đồng ý, chưa có văn bản cử người")

    (told,) = await focal_point.heard()
    assert "chưa có văn bản cử người" in told
    assert "Sở Tư pháp còn" in await focal_point.says("việc")
    assert await stage.events("replaced") == []


@pytest.mark.parametrize("number", ["1", "2"])
async def test_what_was_said_to_be_sent_is_confirmed_after_one_look(
    stage: Stage, focal_point: Player, specialist: Player, number: str
) -> None:
    other = await stage.joins("SNV", Role.FOCAL_POINT)
    await focal_point.says("đã gửi số 15/BC-STP hôm qua")
    await other.says("đã gửi số 12/BC-SNV hôm nay")
    await focal_point.heard()

    seen = await specialist.says("duyệt BC10")
    assert "BC10, 2 đơn vị báo đã gửi: Sở Tư pháp, Sở Nội vụ" in seen
    await specialist.says(number)

    duty = await stage.duty("STP")
    assert (duty.status is Status.ACCEPTED) == (number == "1")
    assert duty.sent_on == date(2023, 10, 18)
    await stage.goes_to(october(19, 9))
    thanked = [text for text in await focal_point.heard() if "đã nhận BC10 số 15/BC-STP" in text]
    assert len(thanked) == (1 if number == "1" else 0)


async def test_only_the_named_units_are_confirmed_and_others_are_pointed_out(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    other = await stage.joins("SNV", Role.FOCAL_POINT)
    await focal_point.says("đã gửi số 15/BC-STP hôm qua")
    await other.says("đã gửi số 12/BC-SNV hôm nay")

    seen = await specialist.says("duyet bc10 stp, stc")
    assert "Chưa có lời báo đã gửi của: stc" in seen
    assert "1 đơn vị báo đã gửi: Sở Tư pháp." in seen
    await specialist.says("1")

    assert (await stage.duty("STP")).status is Status.ACCEPTED
    assert (await stage.duty("SNV")).status is Status.SUBMITTED


async def test_a_confirmation_can_be_taken_back(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    await focal_point.says("đã gửi số 15/BC-STP hôm qua")
    await specialist.says("/duyet BC10 tất cả")
    await specialist.says("1")
    await specialist.says("hoàn tác")
    assert (await stage.duty("STP")).status is Status.SUBMITTED


@pytest.mark.parametrize(
    "words",
    [
        "trả lại BC10 STP: thiếu phụ lục",
        "/tralai BC10 Sở Tư pháp thiếu phụ lục",
        "tra lai BC10 thiếu phụ lục",
    ],
)
async def test_a_report_is_sent_back_with_its_reason_and_owed_again(
    stage: Stage, focal_point: Player, specialist: Player, words: str
) -> None:
    await focal_point.says("đã gửi số 15/BC-STP hôm qua")

    assert "Đã trả lại BC10 của Sở Tư pháp, lý do: thiếu phụ lục" in await specialist.says(words)

    duty = await stage.duty("STP")
    assert (duty.status, duty.reason) == (Status.RETURNED, "thiếu phụ lục")
    (told,) = await focal_point.heard()
    assert "đề nghị Sở Tư pháp bổ sung BC10: thiếu phụ lục" in told
    await stage.goes_to(october(20, 9))
    assert any("BC10" in text for text in await focal_point.heard())


async def test_the_reason_and_the_unit_are_asked_for_when_missing(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    other = await stage.joins("SNV", Role.FOCAL_POINT)
    await focal_point.says("đã gửi số 15/BC-STP hôm qua")
    await other.says("đã gửi số 12/BC-SNV hôm nay")

    assert "1. Sở Tư pháp · 2. Sở Nội vụ" in await specialist.says("/tralai BC10")
    assert "Xin cho biết lý do" in await specialist.says("2")
    await specialist.says("sai biểu số 2")

    assert (await stage.duty("SNV")).reason == "sai biểu số 2"
    assert (await stage.duty("STP")).status is Status.SUBMITTED


@pytest.mark.parametrize("words", ["/duyet BC10", "/tralai BC10 STP: thiếu"])
async def test_units_and_leaders_neither_confirm_nor_return(
    stage: Stage, focal_point: Player, words: str
) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    await focal_point.says("đã gửi số 15/BC-STP hôm qua")
    for player in (focal_point, leader):
        assert "ngoài phạm vi" in await player.says(words)
    assert (await stage.duty("STP")).status is Status.SUBMITTED


async def test_nothing_is_returned_that_was_not_sent(
    stage: Stage, focal_point: Player, specialist: Player
) -> None:
    assert "Không tìm thấy" in await specialist.says("/tralai BC10 STP: thiếu phụ lục")
    assert (await stage.duty("STP")).status is Status.PENDING
