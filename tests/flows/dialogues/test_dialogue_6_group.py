"""Dialogue 6: a group hears counts and a receipt of the message; everything else is said in private."""

from collections.abc import AsyncIterator

import pytest

from domain.units import Role
from storage.store import Store
from tests.flows.dialogues.conftest import Opening, oct26, october_of
from tests.flows.dialogues.figures import of_dialogue_7
from tests.flows.stage import Stage
from tests.flows.troupes import TROUPES

WITH_GROUPS = ("telegram", "zalo_bot")
COUNTS = (
    "Đến 08:30 thứ Tư 21/10/2026 Văn phòng đã nhận 71/92 báo cáo tháng 10. "
    "Anh/chị nhắn riêng để xem tình trạng đơn vị mình."
)
HEARD = "Đã nhận tin của anh/chị, chi tiết gửi riêng."


@pytest.fixture(params=WITH_GROUPS)
def channel(request: pytest.FixtureRequest) -> str:
    """Only these channels have groups."""
    return str(request.param)


@pytest.fixture
async def stage(sqlite_store: Store, channel: str) -> AsyncIterator[Stage]:
    """Wednesday 21 October at half past eight, on every channel with groups."""
    async with TROUPES[channel]() as troupe, october_of(sqlite_store, troupe, oct26(21, 8, 30)) as found:
        await of_dialogue_7(found)
        yield found


async def test_the_conversation(opens: Opening) -> None:
    async with opens(oct26(21, 8, 30)) as stage:
        figures = await of_dialogue_7(stage)
        here, there = [duty.unit for duty in figures["missing"][-2:]]
        of_a = await stage.joins(here.code, Role.FOCAL_POINT)
        of_b = await stage.joins(there.code, Role.FOCAL_POINT)
        await of_a.heard()
        await of_b.heard()

        assert await of_a.says_in_group("còn xã nào chưa nộp?") == [COUNTS]
        assert await of_a.heard() == []
        assert await of_b.says_in_group("xã em gửi số 45/BC-UBND hôm qua rồi") == [HEARD]

        (asked,) = await of_b.heard()
        assert asked == (
            f"{there.name}, BC10 số 45/BC-UBND, gửi thứ Ba 20/10/2026, chờ xác nhận. Đúng không? "
            "1. đúng · 2. sửa"
        )
        assert (await stage.duty(there.code)).status == "pending"
        assert "đã ghi nhận" in (await of_b.says("1")).lower()
        recorded = await stage.duty(there.code)
        assert (recorded.status, recorded.document_number) == ("submitted", "45/BC-UBND")
        assert recorded.sent_on == oct26(20).date()


async def test_a_wrong_reading_is_not_recorded(stage: Stage) -> None:
    officer = await stage.joins("XANLAC", Role.FOCAL_POINT)
    await officer.says_in_group("xa em gui so 12/BC-UBND hom qua roi a")
    assert "Chưa ghi gì" in await officer.says("2")
    assert (await stage.duty("XANLAC")).status == "pending"


async def test_a_number_in_the_group_answers_no_question(stage: Stage) -> None:
    officer = await stage.joins("XANLAC", Role.FOCAL_POINT)
    await officer.says_in_group("xã em gửi số 12/BC-UBND hôm qua rồi")
    await officer.says_in_group("1")
    assert (await stage.duty("XANLAC")).status == "pending"
    await officer.heard()
    await officer.says("1")
    assert (await stage.duty("XANLAC")).status == "submitted"


async def test_a_leader_gets_the_names_in_private_alone(stage: Stage) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    await leader.heard()
    assert await leader.says_in_group("còn ai chưa nộp") == [COUNTS]
    (private,) = await leader.heard()
    assert "chưa nhận 10 (2 sở, 8 xã, phường)" in private


async def test_a_stranger_is_told_once_and_then_left_alone(stage: Stage) -> None:
    stranger = await stage.stranger()
    (line,) = await stranger.says_in_group("còn xã nào chưa nộp?")
    assert "nhắn riêng mã liên kết" in line
    assert await stranger.says_in_group("còn ai chưa nộp") == []
    officer = await stage.joins("XANLAC", Role.FOCAL_POINT)
    assert await officer.says_in_group("còn xã nào chưa nộp?") == [COUNTS]


async def test_what_is_not_addressed_to_the_bot_is_left_alone(stage: Stage) -> None:
    officer = await stage.joins("XANLAC", Role.FOCAL_POINT)
    await officer.heard()
    assert await officer.says_in_group("xã em gửi số 12/BC-UBND hôm qua rồi", mentions=False) == []
    assert await officer.heard() == []


async def test_a_unit_links_its_group_and_lets_it_go(stage: Stage) -> None:
    officer = await stage.joins("XANLAC", Role.FOCAL_POINT)
    await officer.heard()
    assert await officer.says_in_group("liên kết nhóm") == [HEARD]
    (asked,) = await officer.heard()
    assert asked.startswith("Liên kết nhóm này với UBND xã An Lạc?")
    assert await stage.events("group_linked") == []
    assert "Đã liên kết nhóm với UBND xã An Lạc" in await officer.says("1")
    assert len(await stage.events("group_linked")) == 1

    other = await stage.joins("XBANMAY", Role.FOCAL_POINT)
    await other.heard()
    assert await other.says_in_group("còn xã nào chưa nộp?") == [
        "Anh/chị nhắn riêng cho hệ thống để xem tình trạng đơn vị mình."
    ]
    await other.says_in_group("bỏ nhóm")
    assert "chưa thay đổi gì" in "".join(await other.heard())

    await officer.says_in_group("bỏ nhóm")
    assert "Đã bỏ liên kết nhóm" in await officer.says("1")
    assert len(await stage.events("group_unlinked")) == 1


async def test_the_nudge_may_go_into_a_units_own_group_without_a_name(stage: Stage) -> None:
    officer = await stage.joins("XANLAC", Role.FOCAL_POINT)
    await officer.says_in_group("liên kết nhóm")
    await officer.says("1")
    office = await stage.joins("VP", Role.COORDINATOR)
    asked = await office.says("nhắc")
    assert "4. gửi vào nhóm của đơn vị" in asked
    before = await stage.troupe.heard(stage.troupe.group or "")
    assert "vào 1 nhóm" in await office.says("4")
    after = await stage.troupe.heard(stage.troupe.group or "")
    (line,) = [message.text for message in after[len(before) :]]
    assert line == COUNTS.partition(" Anh/chị")[0]
