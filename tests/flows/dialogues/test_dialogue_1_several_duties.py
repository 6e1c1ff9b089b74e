"""Two duties, no buttons: one digest, a bare number asked back, "cả hai", and other ways to name them."""

import pytest

from domain.delivery import OutboxState
from domain.statuses import Status
from domain.units import Role
from storage.store import UnitOfWork
from storage.tables import AssignmentRow, table_of
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.stage import Player, Stage

ASKED = 'Anh/chị báo "đang làm" cho: 1. BC10 · 2. TK10 · 3. cả hai? Chưa ghi nhận gì.'


async def test_word_for_word_on_every_channel(opens: Opening) -> None:
    async with opens(oct26(15, 7)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        await stage.goes_to(oct26(15, 8, 30))
        (reminder,) = await officer.heard()
        head, first, second, answers = reminder.splitlines()
        assert head == "Văn phòng đề nghị Sở Y tế:"
        assert first.startswith("BC10 (Báo cáo cải cách TTHC tháng 10/2026; mục 7 CV 2215/UBND-NC")
        assert first.endswith("trước ngày 21/10/2026, tức hết thứ Ba 20/10/2026.")
        assert second.startswith("TK10 (Thống kê TTHC tháng 10/2026; ")
        assert second.endswith(": cùng hạn, hết thứ Ba 20/10/2026.")
        assert answers == (
            "Trả lời mã và số: 1 đã gửi, 2 đang làm, 3 vướng mắc, 4 xin gia hạn, 5 không phát sinh. "
            "Ví dụ: BC10 2"
        )

        assert await officer.says("2") == ASKED
        assert await states(stage) == (Status.PENDING, Status.PENDING)

        answer = await officer.says("ca 2")

        assert answer == (
            "Văn phòng đã ghi nhận: BC10 và TK10 đang làm. Hạn vẫn là hết thứ Ba 20/10/2026. "
            'Sai thì nhắn "sửa".'
        )
        assert await states(stage) == (Status.IN_PROGRESS, Status.IN_PROGRESS)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("cả hai", "BC10 TK10"),
        ("CA HAI A", "BC10 TK10"),
        ("tất cả", "BC10 TK10"),
        ("3", "BC10 TK10"),
        ("1 và 2", "BC10 TK10"),
        ("1,2", "BC10 TK10"),
        ("bc10 va tk10", "BC10 TK10"),
        ("1", "BC10"),
        ("BC10", "BC10"),
        ("trừ TK10", "BC10"),
        ("tat ca tru 2", "BC10"),
        ("cái cải cách ạ", "BC10"),
        ("thong ke", "TK10"),
        ("TK10 nhé", "TK10"),
    ],
)
async def test_the_list_just_offered_is_answered_in_any_words(
    quickly: Opening, words: str, named: str
) -> None:
    async with quickly(oct26(15, 9)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        assert ASKED in await officer.says("2")

        answer = await officer.says(words)

        assert f"đã ghi nhận: {' và '.join(named.split())} đang làm." in answer
        expected = tuple(Status.IN_PROGRESS if code in named else Status.PENDING for code in ("BC10", "TK10"))
        assert await states(stage) == expected


@pytest.mark.parametrize("words", ["4", "cả ba", "KK", "tthc", "không biết", "1 và 7"])
async def test_what_is_not_in_the_list_records_nothing(quickly: Opening, words: str) -> None:
    async with quickly(oct26(15, 9)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        await officer.says("2")

        assert "đã ghi nhận" not in await officer.says(words)

        assert await states(stage) == (Status.PENDING, Status.PENDING)


async def test_a_number_with_a_document_behind_it_keeps_both(quickly: Opening) -> None:
    async with quickly(oct26(19, 9)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        assert '"đã gửi" cho: 1. BC10' in await officer.says("1")

        answer = await officer.says("2, số 77/BC-SYT hôm qua")

        assert "TK10 số 77/BC-SYT, gửi Chủ nhật 18/10/2026" in answer
        assert await states(stage) == (Status.PENDING, Status.SUBMITTED)


async def test_three_duties_are_all_three_and_two_of_them_are_not(quickly: Opening) -> None:
    async with quickly(oct26(28, 9)) as stage:
        await stage.store.transact(_owes_three)
        officer = await stage.joins("STC", Role.FOCAL_POINT)
        asked = await officer.says("2")
        assert "3. " in asked
        assert "4. cả ba? Chưa ghi nhận gì." in asked
        assert "đã ghi nhận" not in await officer.says("cả hai")
        assert "đang làm. Hạn vẫn là" in await officer.says("cả ba")


async def test_after_a_day_the_question_is_closed(quickly: Opening) -> None:
    async with quickly(oct26(15, 17)) as stage:
        officer = await stage.joins("SYT", Role.FOCAL_POINT)
        await officer.says("2")
        stage.sleeps_until(oct26(16, 17))

        assert "đã ghi nhận" not in await officer.says("3")

        assert await states(stage) == (Status.PENDING, Status.PENDING)


async def test_another_unit_learns_and_changes_nothing(quickly: Opening) -> None:
    async with quickly(oct26(15, 9)) as stage:
        stranger = await stage.joins("STP", Role.FOCAL_POINT)

        answer = await stranger.says("TK10 2")

        assert "không có việc nào mang mã TK10" in answer
        assert "Sở Y tế" not in answer
        assert await states(stage) == (Status.PENDING, Status.PENDING)


async def test_saying_the_same_twice_records_once(quickly: Opening) -> None:
    async with quickly(oct26(15, 9)) as stage:
        officer, office = await _two(stage)
        first = await officer.says("BC10 vướng phần mềm")
        assert len(await office.heard()) == 1

        again = await officer.says("BC10 vướng phần mềm")

        assert again == first
        assert len(await stage.events("changed")) == 1
        assert await office.heard() == []


async def test_saying_it_again_later_or_after_a_change_is_a_new_word(quickly: Opening) -> None:
    async with quickly(oct26(15, 9)) as stage:
        officer, _ = await _two(stage)
        await officer.says("BC10 2")
        await officer.says("BC10 3")
        await officer.says("bỏ qua")
        await officer.says("BC10 2")
        stage.sleeps_until(oct26(15, 9, 3))
        await officer.says("BC10 2")
        assert len(await stage.events("changed")) == 4


async def _two(stage: Stage) -> tuple[Player, Player]:
    officer = await stage.joins("SYT", Role.FOCAL_POINT)
    office = await stage.joins("VP", Role.COORDINATOR)
    await office.heard()
    return officer, office


async def _owes_three(uow: UnitOfWork) -> None:
    assignment = table_of(AssignmentRow)
    unit = next(one.id for one in await uow.organisation.units() if one.code == "STC")
    mine = assignment.update().where(assignment.c.unit_id == unit, assignment.c.period == "2026-Q4")
    await uow._connection.execute(mine.values(status="pending"))


async def states(stage: Stage) -> tuple[Status, Status]:
    """Where the two duties stand."""
    found = await stage.duties("SYT")
    assert not await stage.digests(OutboxState.UNCERTAIN)
    return found["BC10"].assignment.status, found["TK10"].assignment.status
