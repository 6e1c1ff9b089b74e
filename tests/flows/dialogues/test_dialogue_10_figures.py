"""Dialogue 10, seen from the units: one figure, certain or asked back, corrected, taken back, late."""

from collections.abc import AsyncIterator

import pytest

from domain.statuses import Status
from domain.units import Role
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.dialogues.quick import figure, forgotten, fresh, ordered, says, settled
from tests.flows.stage import Player, Stage


@pytest.fixture
async def stage(quickly: Opening) -> AsyncIterator[Stage]:
    """Tuesday 20 October 2026, late in the afternoon, outside the sending hours."""
    async with quickly(oct26(20, 16, 40)) as found:
        yield found


@pytest.fixture
async def specialist(stage: Stage) -> Player:
    return await stage.joins("VP", Role.COORDINATOR)


@pytest.fixture
async def health(stage: Stage) -> Player:
    """A department that owes nothing else any more."""
    player = await stage.joins("SYT", Role.FOCAL_POINT, "Đầu mối y tế")
    await settled(stage, "SYT")
    return player


FIGURES = (
    ("12", "12", "12"),
    ("GN1 12", "12", "12"),
    ("gn1: 3", "3", "3"),
    ("sở em có 12 máy", "12", "12"),
    ("Da So Y te dang dung 7 may quet a", "7", "7"),
    ("1.250,5", "1250.5", "1.250,5"),
    ("0 máy", "0", "0"),
    ("2", "2", "2"),
)


async def test_a_figure_is_recorded_at_once(stage: Stage, specialist: Player, health: Player) -> None:
    await ordered(specialist)
    for text, value, shown in FIGURES:
        assert f"GN1 = {shown} (số máy quét đang dùng)" in await says(health, text)
        assert await figure(stage, "SYT") == value
        await forgotten(stage, "SYT")


UNCERTAIN = (
    ("không có máy nào", "tức là không có?", "0"),
    ("GN1 không có", "tức là không có?", "0"),
    ("khoảng 30", "GN1 = 30", "30"),
    ("hai mươi máy", "GN1 = 20", "20"),
    ("1,250", "GN1 = 1,25", "1.25"),
)


async def test_what_is_not_certain_is_asked_back_before_it_counts(
    stage: Stage, specialist: Player, health: Player
) -> None:
    await ordered(specialist)
    for text, asked, value in UNCERTAIN:
        question = await says(health, text)
        assert asked in question
        assert "Chưa ghi nhận gì. 1. đúng · 2. không" in question
        assert await figure(stage, "SYT") is None
        await says(health, "1")
        assert await figure(stage, "SYT") == value
        await forgotten(stage, "SYT")


async def test_what_was_not_meant_is_not_recorded(stage: Stage, specialist: Player, health: Player) -> None:
    await ordered(specialist)
    await says(health, "không có máy nào")
    assert "Chưa ghi nhận gì cho GN1" in await says(health, "2")
    assert await figure(stage, "SYT") is None


async def test_no_answer_yet_records_nothing(stage: Stage, specialist: Player, health: Player) -> None:
    await ordered(specialist)
    before = await stage.duty("SYT", "GN1")
    for text in ("chưa thống kê được", "GN1 chua co so lieu", "để em hỏi lại"):
        answer = await says(health, text)
        assert "chưa ghi số nào. GN1 vẫn cần trả lời trước 9:00 thứ Tư 21/10" in answer
    assert await stage.duty("SYT", "GN1") == before


async def test_an_answer_without_one_number_is_asked_for_one(
    stage: Stage, specialist: Player, health: Player
) -> None:
    await ordered(specialist)
    for text in ("GN1 đã gửi rồi", "GN1 12, 13", "12 máy 3"):
        assert "GN1 cần một số" in await says(health, text)
    assert await figure(stage, "SYT") is None


async def test_a_small_number_is_asked_back_while_a_report_is_open(stage: Stage, specialist: Player) -> None:
    justice = await stage.joins("STP", Role.FOCAL_POINT)
    await ordered(specialist)
    await fresh(justice)
    for text in ("2", "5", "số 1"):
        assert "là trả lời cho GN1 (số máy quét đang dùng)?" in await says(justice, text)
        assert await figure(stage, "STP") is None
        assert (await stage.duty("STP")).status is Status.PENDING
        await says(justice, "1")
        assert await figure(stage, "STP") == text[-1]
        await forgotten(stage, "STP")


async def test_a_small_number_that_is_no_figure_is_asked_for_with_its_code(
    stage: Stage, specialist: Player
) -> None:
    justice = await stage.joins("STP", Role.FOCAL_POINT)
    await ordered(specialist)
    await says(justice, "2")
    assert "Chưa ghi nhận gì cho GN1" in await says(justice, "2")
    assert await figure(stage, "STP") is None


async def test_a_number_that_answers_nothing_else_is_a_figure_though_a_report_is_open(
    stage: Stage, specialist: Player
) -> None:
    justice = await stage.joins("STP", Role.FOCAL_POINT)
    await ordered(specialist)
    assert "GN1 = 12" in await says(justice, "12")


async def test_a_code_and_a_report_go_their_own_ways(stage: Stage, specialist: Player) -> None:
    justice = await stage.joins("STP", Role.FOCAL_POINT)
    await ordered(specialist)
    await fresh(justice)
    assert "GN1" not in await says(justice, "BC10 2")
    assert (await stage.duty("STP")).status is Status.IN_PROGRESS
    assert "GN1 = 2" in await says(justice, "GN1 2")
    assert (await stage.duty("STP", "GN1")).status is Status.SUBMITTED


async def test_two_orders_are_told_apart(stage: Stage, specialist: Player, health: Player) -> None:
    await ordered(specialist)
    await ordered(specialist, "giao nhanh các sở: số xe công, trước 10h mai")
    assert "Số 12 là trả lời cho việc nào? Chưa ghi nhận gì. 1. GN2 · 2. GN1" in await says(health, "12")
    await says(health, "2")
    assert (await figure(stage, "SYT"), await figure(stage, "SYT", "GN2")) == ("12", None)
    assert "GN2 = 4" in await says(health, "sở em có 4 xe")
    assert "từng mã một" in await says(health, "GN1 3 GN2 4")


async def test_a_figure_is_corrected_and_taken_back(stage: Stage, specialist: Player, health: Player) -> None:
    await ordered(specialist)
    await says(health, "12")
    assert "GN1 = 15 (số máy quét đang dùng), thay cho 12" in await says(health, "GN1 15")
    assert "thay cho 15" in await says(health, "em nhầm, 16 máy")
    assert "GN1 đang ghi 16. Thay bằng 17? 1. đúng · 2. không" in await says(health, "17")
    assert await figure(stage, "SYT") == "16"
    await says(health, "1")
    assert await figure(stage, "SYT") == "17"
    assert "Đã hoàn tác" in await says(health, "sửa")
    assert await figure(stage, "SYT") == "16"


async def test_a_colleague_may_correct_and_another_unit_may_not(
    stage: Stage, specialist: Player, health: Player
) -> None:
    await ordered(specialist, "giao nhanh SYT: số giường bệnh, trước 9h mai")
    colleague, other = [await stage.joins(unit, Role.FOCAL_POINT) for unit in ("SYT", "SNV")]
    await says(health, "12")
    await says(colleague, "GN1 14")
    assert await figure(stage, "SYT") == "14"
    for text in ("GN1 99", "bảng GN1", "bảng"):
        answer = await says(other, text)
        assert "14" not in answer
        assert "giường" not in answer
    assert await figure(stage, "SYT") == "14"


async def test_who_is_missing_is_reminded_in_the_morning_and_nobody_else(
    stage: Stage, specialist: Player, health: Player
) -> None:
    justice = await stage.joins("STP", Role.FOCAL_POINT)
    await settled(stage, "STP")
    await ordered(specialist)
    await says(health, "12")
    await fresh(justice)
    await stage.goes_to(oct26(21, 8, 5))
    assert any("GN1" in text for text in await fresh(justice))
    assert await fresh(health) == []


async def test_an_answer_after_the_deadline_counts_and_is_marked(
    stage: Stage, specialist: Player, health: Player
) -> None:
    await ordered(specialist)
    await stage.goes_to(oct26(21, 9, 30))
    echo = await says(health, "GN1 12")
    assert "GN1 = 12" in echo
    assert "muộn" not in echo
    assert "Sở Y tế: 12 (muộn)" in await says(specialist, "bảng GN1")
