"""Dialogue 7: a leader asks who has not reported, and nothing is sent in the leader's name."""

from collections.abc import AsyncIterator

import pytest

from domain.units import Role
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.dialogues.figures import CLAIMED, RECEIVED, later, monthly, of_dialogue_7, put
from tests.flows.stage import Player, Stage

FIGURES = (
    "đến 17:00 thứ Ba 20/10/2026, báo cáo tháng 10 của 92 đơn vị: đã nhận 71; báo đã gửi, đang kiểm tra 9; "
    "được gia hạn 2; chưa nhận 10 (2 sở, 8 xã, phường). Hạn hết hôm nay, chưa đơn vị nào bị tính muộn. "
)
DOSSIERS = (
    "Báo cáo đồng chí, tôi chỉ theo dõi báo cáo, không có số liệu hồ sơ TTHC quá hạn; "
    "số này xem trên hệ thống giải quyết TTHC."
)
FORWARDED = "Đã chuyển Văn phòng kèm danh sách 10 đơn vị; chưa gửi tin tới đơn vị nào."


@pytest.fixture
async def stage(quickly: Opening) -> AsyncIterator[Stage]:
    """Tuesday 20 October at five, with the figures of the dialogue, in the web chat on SQLite."""
    async with quickly(oct26(20, 17)) as found:
        await of_dialogue_7(found)
        yield found


@pytest.fixture
async def leader(stage: Stage) -> Player:
    return await stage.joins("VP", Role.LEADER)


@pytest.fixture
async def office(stage: Stage) -> Player:
    return await stage.joins("VP", Role.COORDINATOR)


async def test_the_conversation(opens: Opening) -> None:
    async with opens(oct26(20, 17)) as stage:
        found = await of_dialogue_7(stage)
        leader = await stage.joins("VP", Role.LEADER)
        office = await stage.joins("VP", Role.COORDINATOR)
        unit = await stage.joins(found["missing"][0].unit.code, Role.FOCAL_POINT)
        await unit.heard()

        answer = await leader.says("còn ai chưa nộp")
        assert answer.startswith(f"Báo cáo đồng chí, {FIGURES}1. danh sách · 2. chuyển Văn phòng nhắc lại")
        assert await leader.says("quá hạn bao nhiêu hồ sơ") == DOSSIERS
        await office.heard()
        assert await leader.says("2") == FORWARDED

        assert await unit.heard() == []
        told = "\n".join(await office.heard())
        assert "Lãnh đạo đề nghị nhắc lại báo cáo tháng 10: 10 đơn vị chưa nhận: Sở Tài chính, " in told
        assert "đã nhận 71/92 báo cáo tháng 10 (BC10)" in told
        assert "1. gửi ngay" in told
        sent = await office.says("1")
        assert "Đã xếp gửi lời nhắc tới 1 người" in sent
        await stage.goes_to(oct26(21, 8, 30))
        assert any("BC10" in text for text in await unit.heard())


@pytest.mark.parametrize(
    "text",
    ["con ai chua nop", "Đơn vị nào chưa nộp?", "CÒN AI CHƯA NỘP", "những đơn vị nào chưa gửi báo cáo"],
)
async def test_other_words_get_the_same_figures(leader: Player, text: str) -> None:
    assert FIGURES in await leader.says(text)


async def test_a_coordinator_is_answered_without_the_address(office: Player) -> None:
    answer = await office.says("còn ai chưa nộp")
    assert answer.startswith(f"Đ{FIGURES[1:]}1. danh sách · 2. nhắc các đơn vị này")


async def test_before_the_last_day_the_day_is_told(quickly: Opening) -> None:
    async with quickly(oct26(16, 9)) as stage:
        leader = await stage.joins("VP", Role.LEADER)
        answer = await leader.says("còn ai chưa nộp")
    assert (
        "đã nhận 0; báo đã gửi, đang kiểm tra 0; chưa nhận 92 (16 sở, ban, ngành, 76 xã, phường)." in answer
    )
    assert "Hạn hết thứ Ba 20/10/2026, chưa đơn vị nào bị tính muộn." in answer
    assert "được gia hạn" not in answer


async def test_only_after_the_last_day_are_units_overdue_and_those_with_more_time_are_not(
    stage: Stage, leader: Player
) -> None:
    stage.clock.move_to(oct26(20, 23, 59))
    assert "chưa đơn vị nào bị tính muộn" in await leader.says("còn ai chưa nộp")
    stage.clock.move_to(oct26(21))
    answer = await leader.says("còn ai chưa nộp")
    assert "được gia hạn 2; chưa nhận 10 (2 sở, 8 xã, phường). Quá hạn 10 đơn vị" in answer
    stage.clock.move_to(oct26(23))
    answer = await leader.says("còn ai chưa nộp")
    assert "được gia hạn" not in answer
    assert "chưa nhận 12" in answer
    assert "Quá hạn 12 đơn vị" in answer


async def test_few_names_are_told_at_once(quickly: Opening) -> None:
    async with quickly(oct26(20, 17)) as stage:
        duties = await monthly(stage)
        await put(stage, [duty for duty in duties if duty.unit.code not in ("SNV", "XTANLAP")], RECEIVED)
        leader = await stage.joins("VP", Role.LEADER)
        answer = await leader.says("còn ai chưa nộp")
    assert "chưa nhận 2 (1 sở, 1 xã, phường)" in answer
    assert "Sở, ban, ngành (1): Sở Nội vụ." in answer
    assert "Xã, phường (1): UBND xã Tân Lập." in answer


async def test_when_everything_is_received_nothing_is_offered(quickly: Opening) -> None:
    async with quickly(oct26(20, 17)) as stage:
        await put(stage, await monthly(stage), RECEIVED)
        leader = await stage.joins("VP", Role.LEADER)
        answer = await leader.says("còn ai chưa nộp")
    assert "đã nhận 92; báo đã gửi, đang kiểm tra 0; chưa nhận 0." in answer
    assert "1." not in answer


async def test_the_list_is_paged_with_departments_first_and_the_claimed_apart(
    stage: Stage, leader: Player
) -> None:
    stage.clock.move_to(oct26(22, 8))
    await leader.says("còn ai chưa nộp")
    first = await leader.says("1")
    assert len(first) <= 1500
    assert first.index("Sở, ban, ngành chưa nhận (2):") < first.index("Xã, phường chưa nhận (8):")
    assert "1. Sở Tài chính: chưa nhận; muộn 2 ngày làm việc; đã nhắc 0 lần; chưa trả lời" in first
    assert "báo đã gửi" not in first
    assert "Còn 11 đơn vị: 1. xem tiếp · 2. chuyển Văn phòng nhắc lại" in first

    second = await leader.says("1")
    assert "báo đã gửi, đang kiểm tra (" in second
    assert "11. " in second
    assert "10. " not in second
    third = await leader.says("1")
    assert "Hết danh sách." in third or "xem tiếp" in third
    assert len({line for page in (first, second, third) for line in page.split("\n") if ". " in line}) >= 21


async def test_a_page_shows_nobody_twice_and_leaves_nobody_out_when_the_list_shrinks(
    stage: Stage, leader: Player
) -> None:
    await leader.says("còn ai chưa nộp")
    first = await leader.says("danh sách")
    missing = [duty for duty in await monthly(stage) if f"{duty.unit.name}:" in first]
    await put(stage, missing[:1], RECEIVED)
    second = await leader.says("xem tiếp")
    assert not [duty.unit.name for duty in missing if f"{duty.unit.name}:" in second]
    assert "Còn 1 đơn vị" in second or "11. " in second


async def test_from_a_page_the_list_can_still_be_passed_on(stage: Stage, leader: Player) -> None:
    office = await stage.joins("VP", Role.COORDINATOR)
    await leader.says("còn ai chưa nộp")
    await leader.says("1")
    assert await leader.says("2") == FORWARDED
    assert await office.heard()


async def test_without_a_coordinator_nothing_is_passed_on_and_it_is_said(leader: Player) -> None:
    await leader.says("còn ai chưa nộp")
    assert "Chưa chuyển được" in await leader.says("2")


async def test_an_open_question_of_the_coordinator_is_not_replaced(stage: Stage, leader: Player) -> None:
    office = await stage.joins("VP", Role.COORDINATOR)
    question = await office.says("đã nhận BC10: STC")
    assert "1." in question
    await leader.says("còn ai chưa nộp")
    await leader.says("2")
    told = "\n".join(await office.heard())
    assert 'Nhắn "nhắc BC10" để gửi lời nhắc.' in told
    assert "1. gửi ngay" not in told
    await office.says("1")
    assert (await stage.duty("STC")).status == "accepted"
    assert "tới 9 đơn vị chưa nhận được báo cáo?" in await office.says("nhắc BC10")


async def test_an_old_question_has_run_out_and_passes_nothing_on(stage: Stage, leader: Player) -> None:
    office = await stage.joins("VP", Role.COORDINATOR)
    await leader.says("còn ai chưa nộp")
    stage.clock.move_to(oct26(22, 17, 1))
    assert "không còn hiệu lực" in await leader.says("2")
    assert await office.heard() == []


async def test_who_has_sent_by_then_is_not_on_the_list_that_is_passed_on(
    stage: Stage, leader: Player
) -> None:
    office = await stage.joins("VP", Role.COORDINATOR)
    await leader.says("còn ai chưa nộp")
    await put(stage, [duty for duty in await monthly(stage) if duty.unit.code == "STC"], CLAIMED)
    assert "danh sách 9 đơn vị" in await leader.says("2")
    assert "Sở Tài chính" not in "".join(await office.heard())


GROUPS = {
    "sở nào chưa nộp": ("của 16 sở, ban, ngành", "chưa nhận 2 (2 sở)."),
    "cac xa con ai": ("của 76 xã, phường", "chưa nhận 8 (8 xã, phường)."),
    "phường nào còn thiếu": ("của 76 xã, phường", "chưa nhận 8"),
}


@pytest.mark.parametrize(("text", "parts"), GROUPS.items())
async def test_a_class_of_units_is_counted_alone(leader: Player, text: str, parts: tuple[str, ...]) -> None:
    answer = await leader.says(text)
    assert all(part in answer for part in parts), answer


@pytest.mark.parametrize("text", ["Sở Tài chính nộp chưa?", "stc gui bao cao chua", "Sở TC thế nào rồi"])
async def test_one_unit_is_told_by_name_code_or_alias(leader: Player, text: str) -> None:
    answer = await leader.says(text)
    assert answer.startswith("Báo cáo đồng chí, đến 17:00 thứ Ba 20/10/2026, Sở Tài chính:")
    assert "BC10 (hết thứ Ba 20/10/2026): chưa nhận" in answer
    assert "Sở Xây dựng" not in answer


async def test_a_former_name_is_told_with_the_name_of_today(leader: Player) -> None:
    answer = await leader.says("Sở Thông tin và Truyền thông gửi chưa")
    assert "Sở Khoa học và Công nghệ" in answer


async def test_a_name_two_bodies_carry_is_asked_about(leader: Player) -> None:
    asked = await leader.says("tan lap nop chua")
    assert "1. UBND xã Tân Lập · 2. UBND phường Tân Lập" in asked
    answer = await leader.says("2")
    assert "UBND phường Tân Lập:" in answer
    assert "xã Tân Lập" not in answer


async def test_a_report_by_code_or_title_and_an_earlier_period(leader: Player) -> None:
    for text in ("TK10 còn ai chưa nộp", "thống kê còn ai chưa nộp"):
        assert "Thống kê TTHC tháng 10 của 13 đơn vị" in await leader.says(text)
    for text in ("tháng 9 còn ai", "tháng trước còn ai chưa nộp", "thang 9 con ai chua gui"):
        assert "báo cáo tháng 9 của 92 đơn vị: đã nhận 92" in await leader.says(text), text
    assert "Không có báo cáo nào của kỳ này" in await leader.says("tháng 12 còn ai")


LISTS = {
    "ai được gia hạn": ("được gia hạn (2):", "chưa nhận ("),
    "ai báo đã gửi chưa kiểm tra": ("báo đã gửi, đang kiểm tra (", "chưa nhận ("),
    "những đơn vị nào đã nộp rồi": ("đã nhận (", "được gia hạn ("),
}


@pytest.mark.parametrize(("text", "parts"), LISTS.items())
async def test_units_that_stand_otherwise_are_listed_alone(
    leader: Player, text: str, parts: tuple[str, str]
) -> None:
    answer = await leader.says(text)
    assert parts[0] in answer
    assert parts[1] not in answer


async def test_who_never_answered_is_listed_with_whom_to_telephone(stage: Stage, leader: Player) -> None:
    officer = await stage.joins("STC", Role.FOCAL_POINT)
    before = await leader.says("ai chưa từng trả lời")
    assert "92/92 đơn vị chưa từng trả lời:" in before
    assert "chưa có số điện thoại" in before
    await officer.says("BC10 2")
    after = await leader.says("đơn vị nào chưa trả lời lần nào")
    assert "91/92" in after
    assert "Sở Tài chính" not in after


async def test_who_is_often_late_was_so_in_two_of_the_last_three_periods(
    stage: Stage, leader: Player
) -> None:
    assert "Không có đơn vị nào muộn" in await leader.says("đơn vị nào hay muộn")
    late = {}
    for code, units in (("BC08", ("STC",)), ("BC09", ("STC", "SYT")), ("BC05", ("SYT", "SNV"))):
        for duty in await monthly(stage, code):
            if duty.unit.code in units:
                await put(stage, [duty], {"sent_on": later(duty.assignment, 3).last_day})
                late[code] = duty
    answer = await leader.says("don vi nao hay nop muon")
    assert "1 đơn vị muộn từ 2 trong 3 kỳ" in answer
    assert "1. Sở Tài chính: muộn 2/3 kỳ gần nhất" in answer
    assert "Sở Y tế" not in answer


@pytest.mark.parametrize("text", ["được bao nhiêu rồi", "tiến độ", "tiến độ tháng 10"])
async def test_progress_counts_every_report(leader: Player, text: str) -> None:
    answer = await leader.says(text)
    assert "BC10" in answer
    assert "đã nhận 71/92" in answer


OF_A_UNIT = (
    "còn ai chưa nộp",
    "Sở Nội vụ nộp chưa?",
    "ai được gia hạn",
    "các xã còn ai",
    "đơn vị nào hay muộn",
)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD])
async def test_a_unit_that_asks_about_others_hears_of_itself_alone(stage: Stage, role: Role) -> None:
    theirs = await stage.joins("STC", role)
    for text in OF_A_UNIT:
        answer = await theirs.says(text)
        assert answer
        shown = answer.replace(text, "")
        assert not [word for word in ("71", "92", "Nội vụ", "Xây dựng", "An Lạc") if word in shown], answer


async def test_the_nudge_names_whom_to_telephone(stage: Stage, office: Player) -> None:
    await stage.joins("STC", Role.FOCAL_POINT)
    await office.says("nhắc lại các đơn vị chưa nộp")
    answer = await office.says("1")
    assert "Đã xếp gửi lời nhắc tới 1 người" in answer
    assert "Chưa liên lạc được 9 đơn vị, xin gọi điện:" in answer
    assert "1. chưa có số điện thoại (9): Sở Xây dựng, " in answer


async def test_only_the_places_are_nudged_when_only_they_are_meant(office: Player) -> None:
    assert "tới 8 đơn vị chưa nhận được báo cáo?" in await office.says("nhắc lại các xã chưa nộp")
    assert "Chưa liên lạc được 8 đơn vị" in await office.says("1")


@pytest.mark.parametrize("text", ["nhắc nhóm", "nhac nhom", "/nhacnhom", "nhắc nhóm BC10"])
async def test_the_text_for_a_group_names_nobody(office: Player, text: str) -> None:
    answer = await office.says(text)
    assert "Văn phòng đã nhận 71/92 báo cáo tháng 10 (BC10)" in answer
    assert "tức hết thứ Ba 20/10/2026" in answer
    assert "Sở Tài chính" not in answer
    assert "muộn" not in answer


async def test_names_for_a_group_are_the_coordinators_numbered_choice_and_recorded(
    stage: Stage, office: Player
) -> None:
    asked = await office.says("nhắc nhóm")
    assert "1. kèm tên 10 đơn vị chưa nhận" in asked
    assert await stage.events("group_text_named") == []
    named = await office.says("1")
    assert "Các đơn vị chưa nhận được báo cáo (10): Sở Tài chính, Sở Xây dựng, " in named
    assert len(await stage.events("group_text_named")) == 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.FOCAL_POINT])
async def test_nobody_else_makes_a_text_for_a_group(stage: Stage, role: Role) -> None:
    other = await stage.joins("VP", role)
    assert "ngoài phạm vi" in await other.says("nhắc nhóm")
