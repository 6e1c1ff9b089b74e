"""Telephone calls in the conversation: noted in a sentence, and the sheet of those still to be made."""

from datetime import timedelta

import pytest

from domain.units import Role
from tests.flows.stage import Player, Stage, october


@pytest.fixture
async def office(stage: Stage) -> Player:
    """A specialist of the Office at ten past three on Thursday afternoon."""
    stage.clock.move_to(october(19, 15, 20))
    return await stage.joins("VP", Role.COORDINATOR)


@pytest.mark.parametrize(
    "words",
    [
        "đã gọi Sở Tư pháp 15:10, hẹn chiều",
        "/dagoi Sở Tư pháp 15:10, hẹn chiều",
        "vừa gọi STP lúc 15h10, hẹn chiều",
    ],
)
async def test_a_call_is_noted_with_its_time_and_promise(stage: Stage, office: Player, words: str) -> None:
    heard = await office.says(words)
    assert "Đã ghi: gọi Sở Tư pháp lúc 15:10, hẹn chiều nay." in heard
    assert "BC10: đã nhắc 0 lần, gọi 1 lần." in heard
    assert (await stage.duty("STP")).promised is None


async def test_without_a_time_a_call_was_made_now(stage: Stage, office: Player) -> None:
    assert "gọi Sở Nội vụ lúc 15:20, không nghe máy." in await office.says("đã gọi SNV, không nghe máy")


async def test_a_call_that_lies_ahead_is_refused(stage: Stage, office: Player) -> None:
    assert "chưa đến, chưa ghi gì" in await office.says("đã gọi SNV 16:30")
    assert await stage.events("called") == []


async def test_a_unit_that_nobody_knows_is_asked_for(stage: Stage, office: Player) -> None:
    assert 'Không tìm thấy đơn vị "Sở Không Có"' in await office.says("/dagoi Sở Không Có 15:10")
    assert "Xin nhắn theo mẫu" in await office.says("/dagoi")
    assert await stage.events("called") == []


@pytest.mark.parametrize(("unit", "role"), [("STP", Role.FOCAL_POINT), ("VP", Role.LEADER)])
async def test_only_coordinators_note_calls_and_see_the_sheet(stage: Stage, unit: str, role: Role) -> None:
    player = await stage.joins(unit, role)
    assert "ngoài phạm vi" in await player.says("/dagoi SNV 7:00")
    assert "ngoài phạm vi" in await player.says("/phieugoi")
    await player.says("đã gọi SNV 7:00")
    assert await stage.events("called") == []


async def test_the_sheet_pages_and_shows_the_last_call(stage: Stage, office: Player) -> None:
    await office.says("đã gọi STP 15:10, hẹn chiều")
    first = await office.says("phiếu gọi")
    assert "28 đơn vị chưa nhận được báo cáo." in first
    assert "1. Sở Tư pháp – " in first
    assert "gọi gần nhất 15:10 thứ Năm 19/10/2023 (hẹn chiều nay)" in first
    assert "chưa có số điện thoại" in first
    assert "\n11. " not in first
    assert "11. " in await office.says("1")


async def test_the_sheet_of_a_code_leaves_out_who_was_received(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: STP")
    await office.says("ghi hết")
    shown = await office.says("phiếu gọi BC10")
    assert "27 đơn vị" in shown
    assert "Sở Tư pháp" not in shown
    assert "Không có báo cáo mang mã XX10" in await office.says("/phieugoi XX10")


async def test_a_promise_of_a_call_is_no_word_of_the_unit(stage: Stage, office: Player) -> None:
    before = await stage.duty("STP")
    await office.says("đã gọi STP 15:10, hẹn mai")
    after = await stage.duty("STP")
    assert (after.version, after.promised, after.told_at) == (before.version, None, None)
    stage.clock.move_to(october(19, 15, 20) + timedelta(minutes=1))
    assert "gọi 2 lần" in await office.says("đã gọi STP, đang họp")
