"""An undo means what was done last: a request is withdrawn, and nothing older is taken back instead."""

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
async def commune(stage: Stage) -> Player:
    player = await stage.joins("XANLAC", Role.FOCAL_POINT)
    await player.heard()
    return player


@pytest.fixture
async def office(stage: Stage) -> Player:
    return await stage.joins("VP", Role.COORDINATOR)


async def test_a_request_for_time_is_withdrawn_and_the_word_before_it_stands(
    stage: Stage, commune: Player, office: Player
) -> None:
    await commune.says("dang lam")
    await commune.says("máy hỏng cho em xin đến thứ 5")
    await commune.says("1")
    assert "Đã rút đề nghị gia hạn BC10 và báo Văn phòng" in await commune.says("hoàn tác")
    assert (await stage.duty("XANLAC")).status is Status.IN_PROGRESS
    assert any("đã rút đề nghị gia hạn BC10" in text for text in await office.heard())
    assert "Hiện không có việc nào cần xử lý" in await office.says("việc cần xử lý")
    assert "BC10 trở lại: chưa nhận" in await commune.says("hoàn tác")


async def test_a_request_that_was_decided_is_not_withdrawn(
    stage: Stage, commune: Player, office: Player
) -> None:
    await commune.says("xin lùi đến thứ 5")
    await commune.says("1")
    await office.says("đồng ý")
    moved = (await stage.duty("XANLAC")).current
    assert "không rút lại được" in await commune.says("hoàn tác")
    assert (await stage.duty("XANLAC")).current == moved


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("từ nay có người khác thay em", "Đã rút đề nghị đổi người phụ trách"),
        ("gọi lại cho em", "Đã rút đề nghị gọi lại"),
    ],
)
async def test_other_requests_of_a_unit_are_withdrawn_too(
    commune: Player, office: Player, text: str, answer: str
) -> None:
    await commune.says(text)
    assert answer in await commune.says("hoàn tác")
    assert "Hiện không có việc nào cần xử lý" in await office.says("việc cần xử lý")


async def test_a_dispute_is_taken_back_with_its_request(
    stage: Stage, commune: Player, office: Player
) -> None:
    await commune.says("không phải việc của xã em")
    assert "Đã hoàn tác" in await commune.says("hoàn tác")
    assert not (await stage.duty("XANLAC")).disputed
    assert "Hiện không có việc nào cần xử lý" in await office.says("việc cần xử lý")


async def test_after_a_call_the_receipts_before_it_are_only_taken_back_when_that_is_said(
    stage: Stage, commune: Player, office: Player
) -> None:
    await commune.says("đã gửi số 45/BC-UBND hôm nay")
    await office.says("duyệt BC10")
    await office.says("1")
    await office.says("đã gọi STP 8:50")
    assert "Cuộc gọi vừa ghi không hoàn tác được. 1. " in await office.says("hoàn tác")
    assert (await stage.duty("XANLAC")).status is Status.ACCEPTED
    await office.says("1")
    assert (await stage.duty("XANLAC")).status is Status.SUBMITTED


async def test_a_quick_order_names_its_own_way_back(office: Player) -> None:
    await office.says("giao nhanh các sở: số máy in, trước 9h mai")
    await office.says("1")
    assert 'nhắn "kết thúc"' in await office.says("hoàn tác")


async def test_units_hear_that_a_confirmation_and_a_return_were_taken_back(
    commune: Player, office: Player
) -> None:
    await commune.says("đã gửi số 45/BC-UBND hôm nay")
    await office.says("duyệt BC10")
    await office.says("1")
    await office.says("hoàn tác")
    assert any("rút lại xác nhận đã nhận BC10" in text for text in await commune.heard())
    await office.says("trả lại BC10 xã An Lạc: thiếu phụ lục")
    await office.says("hoàn tác")
    assert any("rút lại đề nghị bổ sung BC10" in text for text in await commune.heard())


async def test_another_units_reports_are_not_told_of_an_undo(
    stage: Stage, commune: Player, office: Player
) -> None:
    other = await stage.joins("XBANMAY", Role.FOCAL_POINT)
    await other.heard()
    await commune.says("đã gửi số 45/BC-UBND hôm nay")
    await office.says("trả lại BC10 xã An Lạc: thiếu phụ lục")
    await office.says("hoàn tác")
    assert not any("An Lạc" in text for text in await other.heard())


async def test_an_undo_of_many_units_counts_them(office: Player) -> None:
    await office.says("đã nhận BC10: tất cả trừ SYT")
    await office.says("ghi hết")
    answer = await office.says("hoàn tác")
    assert "Đã hoàn tác. BC10 của 91 đơn vị trở lại: chưa nhận." in answer
    assert len(answer) < 300
