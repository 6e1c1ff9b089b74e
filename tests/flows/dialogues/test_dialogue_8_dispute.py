"""A unit doubts that a duty is its own; the Office answers; the unit may ask to be called."""

import pytest

from domain.requests import Request, RequestKind
from domain.statuses import Status
from domain.units import Role
from storage.tables import PersonRow, table_of
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.stage import EVERYTHING, Player, Stage

UNIT = "XTANLAP"
MONDAY_MORNING = oct26(19, 9)
DOUBT = "cv này gửi UBND huyện, không phải việc của xã em"


async def open_requests(stage: Stage) -> list[Request]:
    return await stage.read(lambda uow: uow.requests.open(EVERYTHING))


async def cast(stage: Stage, unit: str = UNIT) -> tuple[Player, Player]:
    """A focal point of the unit and the Office's specialist, each with nothing unread."""
    focal_point = await stage.joins(unit, Role.FOCAL_POINT)
    specialist = await stage.joins("VP", Role.COORDINATOR)
    await focal_point.heard()
    return focal_point, specialist


async def test_the_conversation_as_it_should_be(opens: Opening) -> None:
    async with opens(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        before = await stage.duty(UNIT)

        noted = await focal_point.says(DOUBT)
        assert "Đã ghi nhận ý kiến của UBND xã Tân Lập về BC10 và chuyển Văn phòng" in noted
        assert 'Tạm dừng nhắc; hạn chưa thay đổi; danh sách ghi "đang có ý kiến".' in noted
        assert "đang có ý kiến" in await focal_point.says("việc")
        doubted = await stage.duty(UNIT)
        assert (doubted.disputed, doubted.next_step_at, doubted.current) == (True, None, before.current)
        (told,) = await specialist.heard()
        assert f'UBND xã Tân Lập có ý kiến về BC10 (mục 7 công văn 2215/UBND-NC): "{DOUBT}"' in told

        await specialist.says("vẫn thuộc xã, mục 7 có nêu UBND cấp xã")

        heard = await focal_point.heard()
        assert "BC10 thuộc trách nhiệm UBND xã Tân Lập theo mục 7 công văn 2215/UBND-NC." in heard[0]
        assert 'Hạn: hết thứ Ba 20/10/2026. Cần trao đổi, nhắn "gọi".' in heard[0]
        assert not (await stage.duty(UNIT)).disputed
        assert await open_requests(stage) == []
        assert "Đã báo Văn phòng" in await focal_point.says("gọi")
        assert any("UBND xã Tân Lập đề nghị gọi lại" in text for text in await specialist.heard())


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("van thuoc xa", None),
        ("vẫn là việc của đơn vị, Phụ lục I ghi rõ", "Phụ lục I ghi rõ"),
        ("từ chối vì đã phân công từ đầu năm", "đã phân công từ đầu năm"),
        ("vẫn thuộc xã Tân Lập", None),
    ],
)
async def test_the_unit_hears_by_which_clause_and_its_reminders_go_on(
    quickly: Opening, words: str, quoted: str | None
) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await focal_point.says(DOUBT)

        await specialist.says(words)

        told = "\n".join(await focal_point.heard())
        assert "theo mục 7 công văn 2215/UBND-NC" in told
        assert ("Căn cứ nêu" in told) == (quoted is not None)
        assert quoted is None or quoted in told
        await stage.goes_to(oct26(20, 9))
        assert any("BC10" in text for text in await focal_point.heard())


@pytest.mark.parametrize("words", ["đúng, việc này của Sở Nội vụ", "khong thuoc xa, bo", "đồng ý"])
async def test_a_unit_is_released_only_after_one_more_answer(quickly: Opening, words: str) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await focal_point.says(DOUBT)

        asked = await specialist.says(words)
        assert "Bỏ BC10 cho UBND xã Tân Lập" in asked
        assert (await stage.duty(UNIT)).status is Status.PENDING

        await specialist.says("1")
        released = await stage.duty(UNIT)
        assert (released.status, released.disputed) == (Status.WAIVED, False)
        assert released.reason
        assert any("không phải gửi báo cáo này" in text for text in await focal_point.heard())


async def test_a_release_that_is_not_confirmed_changes_nothing(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await focal_point.says(DOUBT)
        await specialist.says("đúng, việc này của Sở Nội vụ")

        assert "giữ nguyên" in await specialist.says("2")

        assert (await stage.duty(UNIT)).disputed
        assert len(await open_requests(stage)) == 1


async def test_an_answer_for_another_unit_never_falls_to_this_one(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await focal_point.says(DOUBT)

        assert "Không tìm thấy" in await specialist.says("vẫn thuộc Sở Y tế")

        assert (await stage.duty(UNIT)).disputed


async def test_a_dispute_the_unit_took_back_waits_no_more(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await focal_point.says(DOUBT)
        await focal_point.says("sửa")

        await specialist.says("vẫn thuộc xã")

        assert not any("trả lời" in text for text in await focal_point.heard())


async def test_another_offices_coordinator_neither_sees_nor_answers_it(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, _ = await cast(stage)
        elsewhere = await stage.joins("SNV", Role.COORDINATOR)
        await focal_point.says(DOUBT)

        assert "Tân Lập" not in await elsewhere.says("việc cần xử lý")
        await elsewhere.says("vẫn thuộc xã")

        assert (await stage.duty(UNIT)).disputed


async def test_a_call_is_asked_for_with_the_number_that_is_known(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        phones = table_of(PersonRow).update().values(phone="0204 555 0101")
        await stage.store.transact(lambda uow: uow._connection.execute(phones))

        assert "theo số 0204 555 0101" in await focal_point.says("nhờ Văn phòng gọi lại cho em")

        (told,) = await specialist.heard()
        assert "điện thoại 0204 555 0101" in told
        (request,) = await open_requests(stage)
        assert request.kind is RequestKind.CALL_BACK


@pytest.mark.parametrize("words", ["đã gọi", "gọi ai vậy", "em gọi rồi"])
async def test_other_words_about_calls_ask_for_none(quickly: Opening, words: str) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, _ = await cast(stage)
        await focal_point.says(words)
        assert await open_requests(stage) == []
