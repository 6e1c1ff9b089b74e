"""Dialogue 9: a list of receipts in free words, shown before it is recorded."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.units import Role
from storage.store import UnitOfWork
from storage.tables import AssignmentRow, ObligationRow, table_of
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.stage import Player, Stage

TUESDAY = oct26(20, 14)
LIST = "da nhan bc10: SYT, SNV, SCT, Tân Lập"
SHOWN = (
    "BC10, nhận hôm nay: 1. Sở Y tế · 2. Sở Nội vụ · 3. Sở Công Thương (SCT, không phải Sở Tài chính) · "
    '4. "Tân Lập": xã hay phường? Chưa ghi.'
)
NAMED = ("SYT", "SNV", "SCT", "XTANLAP")
assignment, obligation = table_of(AssignmentRow), table_of(ObligationRow)


async def received(stage: Stage, count: int) -> None:
    """So many units' reports have been received before, none of those the list is about."""
    ids = {code: (await stage.duty(code)).unit_id for code in (*NAMED, "PTANLAP")}

    async def work(uow: UnitOfWork) -> None:
        report = select(obligation.c.id).where(obligation.c.stem == "BC").scalar_subquery()
        meant = (assignment.c.obligation_id == report, assignment.c.period == "2026-10")
        rows = await uow._connection.execute(
            select(assignment.c.id).where(*meant, assignment.c.unit_id.not_in(ids.values())).limit(count)
        )
        values = {"status": "accepted", "received_on": date(2026, 10, 19), "next_step_at": None}
        keys = [row.id for row in rows]
        assert len(keys) == count
        await uow._connection.execute(assignment.update().where(assignment.c.id.in_(keys)).values(values))

    await stage.store.transact(work)


async def puts(stage: Stage, code: str, **values: Any) -> None:
    before = await stage.duty(code)
    await stage.store.transact(lambda uow: uow.duties.change(before, values))


async def status(stage: Stage, *codes: str) -> list[str]:
    return [(await stage.duty(code)).status.value for code in codes]


@pytest.fixture
async def stage(quickly: Opening) -> AsyncIterator[Stage]:
    async with quickly(TUESDAY) as found:
        yield found


@pytest.fixture
async def office(stage: Stage) -> Player:
    """A specialist of the Office."""
    return await stage.joins("VP", Role.COORDINATOR)


async def test_the_model_conversation(opens: Opening) -> None:
    async with opens(TUESDAY) as stage:
        specialist = await stage.joins("VP", Role.COORDINATOR)
        await received(stage, 71)
        assert SHOWN in await specialist.says(LIST)
        assert await status(stage, *NAMED) == ["pending"] * 4

        heard = await specialist.says("xã. ghi hết, SYT gửi hôm qua")

        assert heard == (
            'Đã xác nhận 4 đơn vị (Sở Y tế: gửi 19/10); đã dừng nhắc. Còn 17/92. Nhắn "hoàn tác" nếu sai.'
        )
        assert await status(stage, *NAMED, "PTANLAP") == ["accepted"] * 4 + ["pending"]
        health, interior = await stage.duty("SYT"), await stage.duty("SNV")
        assert (health.sent_on, health.received_on) == (date(2026, 10, 19), date(2026, 10, 20))
        assert (interior.sent_on, interior.received_on) == (None, date(2026, 10, 20))

        await specialist.says("hoàn tác")
        assert await status(stage, *NAMED) == ["pending"] * 4
        assert (await stage.duty("SYT")).sent_on is None


@pytest.mark.parametrize(
    "words",
    ["ghi hết", "ghi het", "GHI HẾT", "ok ghi hết nhé", "đúng rồi", "xác nhận hết", "4", "tất cả"],
)
async def test_everything_is_recorded_however_it_is_said(stage: Stage, office: Player, words: str) -> None:
    assert "4. ghi hết · 5. hủy" in await office.says("đã nhận BC10: SYT, SNV, SXD")
    assert "Đã xác nhận 3 đơn vị; đã dừng nhắc. Còn 89/92." in await office.says(words)
    assert await status(stage, "SYT", "SNV", "SXD", "STP") == ["accepted"] * 3 + ["pending"]


@pytest.mark.parametrize("words", ["hủy", "huy", "thôi", "không ghi nữa", "đừng ghi", "5"])
async def test_a_list_that_is_given_up_records_nothing(stage: Stage, office: Player, words: str) -> None:
    await office.says("đã nhận BC10: SYT, SNV, SXD")
    assert "Đã hủy, chưa ghi gì." in await office.says(words)
    assert await status(stage, "SYT", "SNV", "SXD") == ["pending"] * 3


@pytest.mark.parametrize("words", ["1,3", "1, 3", "ghi 1 và 3", "chỉ ghi SYT, SXD", "ghi số 1, số 3"])
async def test_only_what_was_picked_is_recorded(stage: Stage, office: Player, words: str) -> None:
    await office.says("đã nhận BC10: SYT, SNV, SXD")
    heard = await office.says(words)
    assert "Chưa ghi: Sở Nội vụ." in heard
    assert "Đã xác nhận 2 đơn vị" in heard
    assert await status(stage, "SYT", "SNV", "SXD") == ["accepted", "pending", "accepted"]


@pytest.mark.parametrize("words", ["trừ SNV", "bỏ số 2", "bỏ sở nội vụ", "không tính 2", "ngoai tru snv"])
async def test_what_is_left_out_goes_and_nothing_is_recorded_yet(
    stage: Stage, office: Player, words: str
) -> None:
    await office.says("đã nhận BC10: SYT, SNV, SXD")
    assert "1. Sở Y tế · 2. Sở Xây dựng. Chưa ghi." in await office.says(words)
    assert "Đã xác nhận 2 đơn vị" in await office.says("ghi hết")
    assert await status(stage, "SYT", "SNV", "SXD") == ["accepted", "pending", "accepted"]


async def test_leaving_out_and_recording_fit_in_one_message(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: SYT, SNV, SXD")
    assert "Đã xác nhận 2 đơn vị" in await office.says("ghi hết trừ số 2")
    assert await status(stage, "SYT", "SNV", "SXD") == ["accepted", "pending", "accepted"]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("4 là phường", "phường"),
        ("phuong", "phường"),
        ("Tân Lập là xã", "xã"),
        ("xã Tân Lập", "xã"),
        ("XTANLAP", "xã"),
    ],
)
async def test_a_shared_name_is_settled_in_many_ways(
    stage: Stage, office: Player, words: str, unit: str
) -> None:
    await office.says(LIST)
    assert f"4. UBND {unit} Tân Lập. Chưa ghi." in await office.says(words)
    assert await status(stage, "XTANLAP", "PTANLAP") == ["pending", "pending"]


async def test_both_units_of_a_shared_name_may_be_meant(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: Tân Lập")
    await office.says("cả hai")
    assert "Đã xác nhận 2 đơn vị" in await office.says("ghi hết")
    assert await status(stage, "XTANLAP", "PTANLAP") == ["accepted", "accepted"]


async def test_an_open_name_is_asked_again_after_the_rest_was_recorded(stage: Stage, office: Player) -> None:
    await office.says(LIST)
    heard = await office.says("ghi hết")
    assert "Đã xác nhận 3 đơn vị" in heard
    assert '1. "Tân Lập": xã hay phường? Chưa ghi.' in heard
    assert "Đã xác nhận 1 đơn vị" in await office.says("phường")
    assert await status(stage, "SYT", "XTANLAP", "PTANLAP") == ["accepted", "pending", "accepted"]


async def test_number_and_day_of_a_document_are_kept(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: SYT, SNV")
    shown = await office.says("SNV số 310/BC-SNV gửi 16/10")
    assert "2. Sở Nội vụ (số 310/BC-SNV, gửi 16/10). Chưa ghi." in shown
    assert "(Sở Nội vụ: số 310/BC-SNV, gửi 16/10)" in await office.says("ghi hết")
    found = await stage.duty("SNV")
    assert (found.document_number, found.sent_on) == ("310/BC-SNV", date(2026, 10, 16))
    assert (await stage.duty("SYT")).document_number is None


async def test_the_units_own_word_stays_until_the_office_says_otherwise(stage: Stage, office: Player) -> None:
    for code in ("STP", "SXD"):
        number, day = f"215/BC-{code}", date(2026, 10, 19)
        await puts(stage, code, status="submitted", document_number=number, sent_on=day, told_at=TUESDAY)
    shown = await office.says("đã nhận BC10: STP, SXD gửi 16/10")
    assert "1. Sở Tư pháp (số 215/BC-STP, gửi 19/10)" in shown
    assert "2. Sở Xây dựng (số 215/BC-SXD, gửi 16/10)" in shown
    assert "(Sở Xây dựng: gửi 16/10, đơn vị báo gửi 19/10)" in await office.says("ghi hết")
    justice, building = await stage.duty("STP"), await stage.duty("SXD")
    assert (justice.document_number, justice.sent_on) == ("215/BC-STP", date(2026, 10, 19))
    assert (building.document_number, building.sent_on) == ("215/BC-SXD", date(2026, 10, 16))


async def test_the_day_of_arrival_may_be_another_one(stage: Stage, office: Player) -> None:
    assert "BC10, nhận 19/10: 1. Sở Y tế" in await office.says("đã nhận BC10 hôm qua: SYT, SNV")
    assert "BC10, nhận 16/10:" in await office.says("nhận thứ 6")
    await office.says("ghi hết")
    assert (await stage.duty("SYT")).received_on == date(2026, 10, 16)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("SYT gửi 25/10/2026", "chưa đến"),
        ("SYT gửi 19/10/2020", "quá lâu"),
        ("nhận 15/10, SYT gửi 16/10", "sau ngày nhận"),
    ],
)
async def test_a_day_that_cannot_be_is_refused(stage: Stage, office: Player, words: str, told: str) -> None:
    await office.says("đã nhận BC10: SYT, SNV")
    heard = await office.says(f"{words}, ghi hết")
    assert told in heard
    assert "chưa ghi gì" in heard
    assert await status(stage, "SYT", "SNV") == ["pending", "pending"]
    assert "Đã xác nhận 2 đơn vị" in await office.says("ghi hết")


async def test_classes_exceptions_and_lines_are_read(stage: Stage, office: Player) -> None:
    shown = await office.says("đã nhận BC10:\n- các sở trừ SNV, SYT\n- X. Tân Lập\n- Sở Không Có")
    assert "Không tìm thấy, xin ghi lại tên hoặc mã đơn vị: Sở Không Có." in shown
    assert "1. các sở (12 đơn vị) · 2. UBND xã Tân Lập. Chưa ghi." in shown
    assert "Đã xác nhận 13 đơn vị" in await office.says("ghi hết")
    assert await status(stage, "STP", "SNV", "SYT", "XTANLAP", "PTANLAP") == [
        "accepted", "pending", "pending", "accepted", "pending",
    ]  # fmt: skip


async def test_all_communes_are_one_line(stage: Stage, office: Player) -> None:
    assert "1. tất cả các xã (76 đơn vị). Chưa ghi." in await office.says("/danhan BC10: tất cả các xã")
    assert "Đã xác nhận 75 đơn vị" in await office.says("ghi hết, trừ xã Tân Lập")
    assert await status(stage, "XTANLAP", "PTANLAP", "STP") == ["pending", "accepted", "pending"]


async def test_former_names_with_a_comma_find_their_heir(stage: Stage, office: Player) -> None:
    shown = await office.says("đã nhận BC10: Sở Văn hóa, Thể thao và Du lịch, SGTVT")
    assert "1. Sở Văn hóa và Thể thao · 2. Sở Xây dựng. Chưa ghi." in shown


async def test_what_is_received_or_not_owed_is_listed_apart(stage: Stage, office: Player) -> None:
    await puts(stage, "SNV", status="accepted", received_on=date(2026, 10, 16))
    shown = await office.says("đã nhận BC10: SNV, CAT, SYT")
    assert "Đã nhận từ trước: Sở Nội vụ." in shown
    assert "Không phải gửi BC10: CAT." in shown
    assert "1. Sở Y tế. Chưa ghi." in shown


async def test_a_wrong_name_in_an_answer_stops_the_recording(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: SYT, SNV")
    heard = await office.says("ghi hết, trừ SNX")
    assert "Không tìm thấy, xin ghi lại tên hoặc mã đơn vị: SNX." in heard
    assert await status(stage, "SYT", "SNV") == ["pending", "pending"]


async def test_another_question_leaves_the_list_open(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: SYT, SNV")
    assert "Chưa ghi." not in await office.says("tiến độ")
    assert await status(stage, "SYT", "SNV") == ["pending", "pending"]


async def test_units_can_be_added_to_the_list(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: SYT")
    assert "1. Sở Y tế · 2. Sở Xây dựng · 3. Sở Tư pháp." in await office.says("thêm SXD, STP")
    assert "Đã xác nhận 3 đơn vị" in await office.says("ghi hết")


async def test_what_somebody_else_recorded_meanwhile_is_not_recorded_twice(
    stage: Stage, office: Player
) -> None:
    colleague = await stage.joins("VP", Role.COORDINATOR)
    await office.says("đã nhận BC10: SYT, SNV")
    await colleague.says("đã nhận BC10: SYT")
    await colleague.says("ghi hết")
    heard = await office.says("ghi hết")
    assert "Đã nhận từ trước: Sở Y tế." in heard
    assert "Đã xác nhận 1 đơn vị" in heard
    assert len(await stage.events("changed")) == 2


async def test_a_list_that_ran_out_records_nothing(stage: Stage, office: Player) -> None:
    await office.says("đã nhận BC10: SYT")
    stage.clock.move_to(TUESDAY + timedelta(days=3))
    await office.says("ghi hết")
    assert await status(stage, "SYT") == ["pending"]


async def test_an_unknown_code_is_answered_with_those_that_are_awaited(stage: Stage, office: Player) -> None:
    heard = await office.says("đã nhận BC15: SYT")
    assert "Không có báo cáo mang mã BC15. Các mã đang chờ nhận: " in heard
    assert "BC10" in heard


async def test_a_code_without_its_month_means_the_current_one(stage: Stage, office: Player) -> None:
    assert "BC10, nhận hôm nay: 1. Sở Y tế." in await office.says("/danhan BC: SYT")


@pytest.mark.parametrize(
    ("unit", "role"), [("SYT", Role.FOCAL_POINT), ("SYT", Role.UNIT_HEAD), ("VP", Role.LEADER)]
)
async def test_only_a_coordinator_records_receipts(stage: Stage, unit: str, role: Role) -> None:
    player = await stage.joins(unit, role)
    heard = await player.says("/danhan BC10: SYT, SNV")
    assert "ngoài phạm vi" in heard
    assert "Sở" not in heard
    await player.says("ghi hết")
    assert await status(stage, "SYT", "SNV") == ["pending", "pending"]
