"""Dialogue 10: a ministry asks by tomorrow morning; one order, one table, asked from the Office."""

import io
from collections.abc import AsyncIterator

import pytest
from openpyxl import load_workbook

from domain.delivery import OutboxState
from domain.units import Role
from storage.store import UnitOfWork
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.dialogues.quick import ORDER, fresh, ordered, says, settled
from tests.flows.stage import Player, Stage

# A messenger that no process of the test runs: its people are linked and hear nothing.
ELSEWHERE = ("elsewhere", "default")
OUT_OF_REACH = 12


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


async def test_the_conversation_goes_word_by_word_on_every_channel(opens: Opening) -> None:
    async with opens(oct26(20, 16, 20)) as stage:
        specialist = await stage.joins("VP", Role.COORDINATOR)
        health = await stage.joins("SYT", Role.FOCAL_POINT)
        assert await says(specialist, ORDER) == (
            "Nháp, không có văn bản kèm: 92 đơn vị, trả lời một số, trước 9:00 thứ Tư 21/10. "
            "91 đơn vị chưa liên lạc được qua bot. 1. gửi ngay · 2. sửa · 3. hủy"
        )
        assert await fresh(health) == [], "a draft is nobody's business yet"
        sent = await says(specialist, "1")
        assert sent.startswith(
            "Đã xếp gửi 1 đơn vị; 91 đơn vị còn lại kèm số điện thoại. "
            'Nhắn "bảng" để lấy số liệu bất cứ lúc nào.'
        )
        (asked,) = await fresh(health)
        assert asked == (
            "Văn phòng đề nghị Sở Y tế: GN1 số máy quét đang dùng, "
            "trả lời một số trước 9:00 thứ Tư 21/10. Ví dụ: GN1 12"
        )
        answer = await says(health, "GN1 25")
        assert answer == 'Đã ghi nhận: GN1 = 25 (số máy quét đang dùng); sai thì nhắn "sửa".'
        table = await says(specialist, "bảng")
        assert "GN1: số máy quét đang dùng, trước 9:00 thứ Tư 21/10." in table
        assert "1/92 đơn vị đã trả lời. Tổng các số đã nhận: 25." in table
        assert "SỐ LIỆU GIẢ ĐỊNH" in table
        assert "Đã trả lời:\n1. Sở Y tế: 25\nChưa trả lời:\n2. Sở Tư pháp" in table


async def test_twelve_of_ninety_two_cannot_be_reached_and_come_with_their_telephones(
    stage: Stage, specialist: Player
) -> None:
    silent = await stage.read(_last_communes)

    async def link(uow: UnitOfWork) -> None:
        for unit in await uow.organisation.units():
            person = await uow.organisation.add_person(f"Đầu mối {unit.code}", "vi")
            await uow.organisation.add_membership(person.id, unit.id, Role.FOCAL_POINT)
            if unit.code not in silent:
                address = (*ELSEWHERE, unit.code)
                await uow.organisation.add_contact(person.id, address, stage.clock.now())
            elif unit.code != silent[-1]:
                await uow.people.change(person.id, {"phone": "0900 000 00" + str(len(unit.code))})

    await stage.store.transact(link)
    stage.patient = False
    assert await says(specialist, ORDER) == (
        "Nháp, không có văn bản kèm: 92 đơn vị, trả lời một số, trước 9:00 thứ Tư 21/10. "
        "12 đơn vị chưa liên lạc được qua bot. 1. gửi ngay · 2. sửa · 3. hủy"
    )
    sent = await says(specialist, "1")
    first, _, listed = sent.partition("\n")
    assert first == (
        "Đã xếp gửi 80 đơn vị; 12 đơn vị còn lại kèm số điện thoại. "
        'Nhắn "bảng" để lấy số liệu bất cứ lúc nào.'
    )
    assert "xem tiếp" in listed
    listed += await says(specialist, "1")
    assert listed.count(": Đầu mối ") == OUT_OF_REACH - 1
    assert listed.count("12. chưa có số điện thoại (1): UBND ") == 1
    assert len([m for m in await stage.messages() if m.channel == ELSEWHERE[0] and "GN1" in m.body]) == 80


async def _last_communes(uow: UnitOfWork) -> list[str]:
    units = [unit for unit in await uow.organisation.units() if unit.is_territorial]
    current = [unit for unit in units if unit.valid_to is None and unit.kind.value == "commune"]
    return [unit.code for unit in current[-OUT_OF_REACH:]]


ORDERS = (
    ("/giaonhanh các sở: số xe công, chậm nhất 11h30 thứ 5", 14, "đến hết 11:30 thứ Năm 22/10"),
    ("giao nhanh cac xa: so nha van hoa, truoc 16h30 ngay 22/10", 76, "trước 16:30 thứ Năm 22/10"),
    ("Giao nhanh SYT, xã Tân Lập: số bác sĩ, trước 10h mai", 2, "trước 10:00 thứ Tư 21/10"),
    ("giao nhanh tất cả trừ SYT: số cán bộ, trước ngày 23/10", 91, "hết thứ Năm 22/10"),
    ("giao nhanh các sở số máy in trước 9h sáng mai", 14, "trước 9:00 thứ Tư 21/10"),
)


async def test_other_units_questions_and_times_are_read_alike(specialist: Player) -> None:
    for text, count, due in ORDERS:
        assert f": {count} đơn vị, trả lời một số, {due}." in await says(specialist, text)


async def test_what_is_missing_is_asked_for_one_thing_at_a_time(stage: Stage, specialist: Player) -> None:
    assert "Giao cho đơn vị nào?" in await says(specialist, "giao nhanh số máy in")
    assert "Xin cho biết hạn trả lời" in await says(specialist, "các sở")
    assert 'Chưa đọc được hạn từ "sớm nhất có thể"' in await says(specialist, "sớm nhất có thể")
    past = await says(specialist, "trước 9h ngày 19/10")
    assert past.startswith("Hạn trước 9:00 thứ Hai 19/10 đã qua.")
    assert "14 đơn vị, trả lời một số, trước 9:00 thứ Tư 21/10" in await says(specialist, "trước 9h mai")
    await says(specialist, "1")
    assert (await stage.duties("SYT"))["GN1"].obligation.title == "số máy in"


async def test_a_question_that_is_missing_or_a_letter_is_asked_for(specialist: Player) -> None:
    assert "Xin cho biết nội dung" in await says(specialist, "giao nhanh các sở: trước 9h mai")
    assert "dài quá 300 ký tự" in await says(specialist, "số máy " * 60)
    assert "trả lời một số" in await says(specialist, "số máy in")
    assert "Xin nhắn theo mẫu" in await says(specialist, "giao nhanh")


async def test_a_name_of_two_units_and_a_name_of_none_are_asked_for(specialist: Player) -> None:
    asked = await says(specialist, "giao nhanh Tân Lập, Sở Vũ trụ: số máy in, trước 9h mai")
    assert '"Tân Lập" có thể là UBND xã Tân Lập, UBND phường Tân Lập' in asked
    assert "Không tìm thấy đơn vị: Sở Vũ trụ." in asked
    assert ": 1 đơn vị," in await says(specialist, "phường Tân Lập")


async def test_each_part_of_a_draft_can_be_changed(specialist: Player) -> None:
    await says(specialist, ORDER)
    assert "1. đơn vị · 2. nội dung · 3. hạn" in await says(specialist, "2")
    assert "16 sở, ban, ngành, 76 xã, phường" in await says(specialist, "1")
    assert ": 14 đơn vị, trả lời một số, trước 9:00 thứ Tư 21/10" in await says(specialist, "các sở")
    await says(specialist, "2")
    assert "số máy quét đang dùng" in await says(specialist, "nội dung")
    assert ": 14 đơn vị" in await says(specialist, "số máy quét hỏng")
    await says(specialist, "2")
    await says(specialist, "3")
    assert "trước 15:00 thứ Tư 21/10" in await says(specialist, "trước 3h chiều mai")
    sent = await says(specialist, "gửi ngay")
    assert "14 đơn vị còn lại" in sent


@pytest.mark.parametrize("at", ["draft", "edit"])
async def test_an_order_that_is_called_off_reaches_nobody(
    stage: Stage, specialist: Player, health: Player, at: str
) -> None:
    await says(specialist, ORDER)
    if at == "edit":
        await says(specialist, "2")
        await says(specialist, "1")
    answer = await says(specialist, "3" if at == "draft" else "hủy")
    assert answer == "Đã hủy, chưa gửi tới đơn vị nào."
    assert await fresh(health) == []
    assert "GN1" not in await stage.duties("SYT")


async def test_a_deadline_that_passes_while_the_draft_waits_is_asked_for_again(
    stage: Stage, specialist: Player, health: Player
) -> None:
    await says(specialist, "giao nhanh các sở: số máy in, trước 17h hôm nay")
    stage.sleeps_until(oct26(20, 17, 0))
    assert "đã qua" in await says(specialist, "1")
    assert await fresh(health) == []
    assert ": 14 đơn vị" in await says(specialist, "trước 9h mai")


async def test_a_draft_that_is_a_day_old_sends_nothing(
    stage: Stage, specialist: Player, health: Player
) -> None:
    await says(specialist, "giao nhanh các sở: số máy in, trước 9h ngày 23/10")
    stage.sleeps_until(oct26(21, 16, 41))
    await says(specialist, "1")
    assert "GN1" not in await stage.duties("SYT")
    assert not any("GN1" in text for text in await fresh(health))


async def test_nobody_else_orders_or_ends(stage: Stage, specialist: Player) -> None:
    places = (("STP", Role.FOCAL_POINT), ("STP", Role.UNIT_HEAD), ("VP", Role.LEADER))
    players = [await stage.joins(unit, role) for unit, role in places]
    for player in players:
        assert "ngoài phạm vi" in await says(player, ORDER)
    await ordered(specialist)
    for player in players:
        assert "ngoài phạm vi" in await says(player, "kết thúc GN1")


async def test_the_end_releases_the_rest_and_keeps_the_figures(
    stage: Stage, specialist: Player, health: Player
) -> None:
    justice = await stage.joins("STP", Role.FOCAL_POINT)
    await ordered(specialist, "giao nhanh các sở: số xe công, trước 9h mai")
    await says(health, "3 xe")
    asked = await says(specialist, "kết thúc GN1")
    assert asked == (
        "Kết thúc GN1: 13 đơn vị chưa trả lời sẽ không phải trả lời nữa. 1. kết thúc · 2. để nguyên"
    )
    assert "vẫn tiếp tục" in await says(specialist, "2")
    await says(specialist, "ket thuc")
    assert "Đã kết thúc GN1; 13 đơn vị" in await says(specialist, "1")
    assert "GN1 đã kết thúc" in await says(justice, "GN1 5")
    assert "GN1 đã kết thúc" in await says(health, "GN1 5")
    assert "GN1 đã kết thúc" in await says(specialist, "kết thúc GN1")
    table = await says(specialist, "bảng GN1")
    assert "1/14 đơn vị đã trả lời" in table
    assert "Sở Y tế: 3" in table
    assert "Chưa trả lời" not in table


async def test_a_long_table_comes_in_pages(specialist: Player, health: Player) -> None:
    await ordered(specialist)
    first = await says(specialist, "/bang")
    assert "82 đơn vị: 1. xem tiếp" in first
    second = await says(specialist, "1")
    assert "11. " in second
    assert "\n1. Sở" not in second


async def test_with_several_orders_the_table_is_asked_for(specialist: Player, health: Player) -> None:
    assert "không có việc giao nhanh" in await says(specialist, "bảng")
    await ordered(specialist)
    await ordered(specialist, "giao nhanh các sở: số xe công, trước 10h mai")
    assert "1. GN2 (số xe công) · 2. GN1 (số máy quét đang dùng)" in await says(specialist, "bảng")
    assert "GN1: số máy quét" in await says(specialist, "2")
    assert "Xin nhắn kèm mã" in await says(specialist, "kết thúc")


async def test_the_workbook_holds_the_same_figures(stage: Stage, specialist: Player, health: Player) -> None:
    await ordered(specialist, "giao nhanh các sở: =1+1 số xe công, trước 9h mai")
    await says(health, "GN1 1.250")
    await says(specialist, "bảng")
    file_id = next(m.file_id for m in reversed(await stage.messages()) if m.file_id is not None)
    document = await stage.read(lambda uow: uow.files.get(file_id))
    assert document is not None
    assert document.name == "GN1-20261020-1640.xlsx"
    sheet = load_workbook(io.BytesIO(document.content)).worksheets[0]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert rows["Sở Y tế"][:2] == (1250, "Đầu mối y tế")
    assert rows["Sở Tư pháp"] == (None, None, None, "chưa trả lời")
    assert rows["Tổng cộng"][0] == 1250
    assert "SỐ LIỆU GIẢ ĐỊNH" in rows
    assert any(str(name).startswith("GN1: =1+1 số xe công") for name in rows)


async def test_a_leader_reads_the_table_and_a_unit_only_its_own_line(
    stage: Stage, specialist: Player, health: Player
) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    await ordered(specialist)
    await says(health, "12")
    assert "Sở Y tế: 12" in await says(leader, "bảng")
    assert await says(health, "bảng") == "GN1 (số máy quét đang dùng): Sở Y tế đã trả lời 12."
    justice = await stage.joins("STP", Role.FOCAL_POINT)
    assert await says(justice, "bảng GN1") == (
        "GN1 (số máy quét đang dùng): Sở Tư pháp chưa trả lời; hạn trước 9:00 thứ Tư 21/10."
    )


async def test_nothing_waits_for_the_sending_hours(stage: Stage, specialist: Player, health: Player) -> None:
    await ordered(specialist)
    waiting = await stage.messages(OutboxState.QUEUED)
    assert not [message for message in waiting if "GN1" in message.body]
    assert len(await fresh(health)) == 1
