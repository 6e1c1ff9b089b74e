"""Asking for more time: the unit asks, the coordinator decides, both hear the same."""

from datetime import date, time, timedelta

import pytest

from domain.requests import Request, RequestState
from domain.statuses import Status
from domain.units import Role
from services import extensions
from tests.flows.dialogues.conftest import Opening, oct26
from tests.flows.stage import EVERYTHING, Player, Stage

UNIT = "XTANLAP"
MONDAY_MORNING = oct26(19, 9)


async def requests_of(stage: Stage) -> list[Request]:
    return await stage.read(lambda uow: uow.requests.open(EVERYTHING))


async def asks(player: Player, words: str = "máy hỏng cho em xin đến thứ 5") -> str:
    """The unit asks and confirms."""
    await player.says(words)
    return await player.says("1")


async def cast(stage: Stage, unit: str = UNIT) -> tuple[Player, Player]:
    """A focal point of the unit and the Office's specialist, each with nothing unread."""
    focal_point = await stage.joins(unit, Role.FOCAL_POINT)
    specialist = await stage.joins("VP", Role.COORDINATOR)
    await focal_point.heard()
    return focal_point, specialist


def undated(text: str) -> str:
    """Without the year, which stands in every date."""
    return text.replace("/2026", "")


async def test_the_conversation_as_it_should_be(opens: Opening) -> None:
    async with opens(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        before = await stage.duty(UNIT)

        asked = undated(await focal_point.says("máy hỏng cho em xin đến thứ 5"))
        assert 'Xin lùi BC10 từ 20/10 đến hết thứ Năm 22/10, lý do "máy hỏng"? 1. đúng · 2. sửa' in asked
        assert await specialist.heard() == []

        passed_on = undated(await focal_point.says("1"))
        assert "Đã chuyển Văn phòng" in passed_on
        assert "Khi chưa có ý kiến, hạn vẫn là thứ Ba 20/10." in passed_on
        assert await stage.duty(UNIT) == before
        (told,) = await specialist.heard()
        assert "UBND xã Tân Lập xin lùi BC10 đến hết thứ Năm 22/10; lý do: máy hỏng" in undated(told)
        assert '"đồng ý BC10"' in told

        agreed = "Đồng ý gia hạn BC10 đến 12:00 thứ Năm 22/10. Hạn gốc 20/10 vẫn được lưu."
        assert agreed in undated(await specialist.says("đồng ý đến 12h"))
        assert [undated(text) for text in await focal_point.heard()] == [agreed]

        after = await stage.duty(UNIT)
        assert (after.current.last_day, after.current.at) == (date(2026, 10, 22), time(12))
        assert (after.original, after.plan_version) == (before.original, before.plan_version + 1)
        assert after.current.late_from == oct26(22, 12, 1)
        assert await requests_of(stage) == []


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("đồng ý", 22, None),
        ("dong y", 22, None),
        ("/dongy BC10", 22, None),
        ("ok cho đến thứ 6", 23, None),
        ("ĐỒNG Ý ĐẾN 10H SÁNG THỨ 4", 21, time(10)),
        ("dong y den 10h sang thu 4", 21, time(10)),
        ("/dongy BC10 đến 16h30 ngày 23/10", 23, time(16, 30)),
        ("cho xã Tân Lập thêm 2 ngày", 22, None),
        ("không đồng ý thứ 5, chỉ đến 4h chiều mai", 20, None),
        ("em nhất trí", 22, None),
    ],
)
async def test_the_coordinator_grants_the_day_or_another(
    quickly: Opening, words: str, day: int, at: time | None
) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        before = await stage.duty(UNIT)
        await asks(focal_point)

        answer = await specialist.says(words)

        after = await stage.duty(UNIT)
        if day == before.current.last_day.day:
            assert "không sớm hơn" in answer
            assert after == before
            return
        assert "Đồng ý gia hạn BC10" in answer
        assert (after.current.last_day, after.current.at) == (date(2026, 10, day), at)
        assert after.original == before.original


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("không đồng ý, vẫn hạn cũ", None),
        ("khong dong y vi sat ngay tong hop", "sat ngay tong hop"),
        ("/tuchoi BC10 đã lùi hai lần", "đã lùi hai lần"),
        ("từ chối", None),
        ("vẫn hạn cũ nhé", None),
    ],
)
async def test_a_refusal_leaves_the_deadline_and_tells_the_unit_why(
    quickly: Opening, words: str, reason: str | None
) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        before = await stage.duty(UNIT)
        await asks(focal_point)

        await specialist.says(words)

        (told,) = await focal_point.heard()
        assert "không đồng ý gia hạn BC10" in told
        assert "Hạn vẫn là thứ Ba 20/10/2026." in told
        assert (f"lý do: {reason}" in told) == (reason is not None)
        assert await stage.duty(UNIT) == before
        assert await requests_of(stage) == []


@pytest.mark.parametrize("words", ["ok", "đồng ý không em?", "chưa đồng ý", "đồng ý chưa", "vâng"])
async def test_a_question_or_a_mere_ok_decides_nothing(quickly: Opening, words: str) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)

        assert "gia hạn" not in await specialist.says(words)

        assert await focal_point.heard() == []
        assert len(await requests_of(stage)) == 1


async def test_the_ladder_goes_on_from_the_new_deadline(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        other = await stage.joins("PTANLAP", Role.FOCAL_POINT)
        await asks(focal_point)
        await specialist.says("đồng ý đến thứ 6")
        await focal_point.heard()

        await stage.goes_to(oct26(21, 17))

        assert any("chưa nhận được" in text or "20/10" in text for text in await other.heard())
        heard = await focal_point.heard()
        assert heard != []
        assert all("23/10/2026" in text for text in heard)
        assert not (await stage.duty(UNIT)).is_overdue(stage.clock.now())


async def test_of_several_requests_it_is_asked_which_is_meant(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        other = await stage.joins("PTANLAP", Role.FOCAL_POINT)
        await asks(focal_point)
        await asks(other, "mất mạng, xin gia hạn đến thứ 6")
        await specialist.heard()

        asked = await specialist.says("đồng ý đến 15h thứ 4")
        assert "Cho đơn vị nào? Chưa ghi gì." in asked
        assert "1. UBND phường Tân Lập, BC10" in asked or "2. UBND phường Tân Lập, BC10" in asked
        assert len(await requests_of(stage)) == 2

        number = "1" if "1. UBND xã Tân Lập" in asked else "2"
        assert "đến 15:00 thứ Tư 21/10" in await specialist.says(number)
        assert (await stage.duty(UNIT)).current.at == time(15)
        assert (await stage.duty("PTANLAP")).current.at is None


@pytest.mark.parametrize("words", ["đồng ý cho xã Tân Lập", "dong y BC10 x. tan lap", "/dongy BC10 XTANLAP"])
async def test_the_unit_that_is_named_is_the_one_that_is_meant(quickly: Opening, words: str) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        other = await stage.joins("PTANLAP", Role.FOCAL_POINT)
        await asks(focal_point)
        await asks(other, "mất mạng, xin gia hạn đến thứ 6")

        await specialist.says(words)

        assert (await stage.duty(UNIT)).current.last_day == date(2026, 10, 22)
        assert (await stage.duty("PTANLAP")).current.last_day == date(2026, 10, 20)


@pytest.mark.parametrize("words", ["đồng ý cho Sở Y tế đến thứ 6", "/dongy TK10", "từ chối BC09"])
async def test_what_is_decided_for_another_unit_or_duty_never_falls_to_the_one_that_asked(
    quickly: Opening, words: str
) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        before = await stage.duty(UNIT)
        await asks(focal_point)

        assert "Không tìm thấy" in await specialist.says(words)

        assert await stage.duty(UNIT) == before
        assert len(await requests_of(stage)) == 1


async def test_nobody_else_decides(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, _ = await cast(stage)
        colleague = await stage.joins(UNIT, Role.FOCAL_POINT)
        leader = await stage.joins("VP", Role.LEADER)
        elsewhere = await stage.joins("SNV", Role.COORDINATOR)
        before = await stage.duty(UNIT)
        await asks(focal_point)

        for player in (focal_point, colleague, leader):
            assert "ngoài phạm vi" in await player.says("/dongy BC10")
            assert "gia hạn" not in await player.says("đồng ý")
        assert "không có đề nghị nào" in await elsewhere.says("/dongy BC10")

        assert await stage.duty(UNIT) == before
        assert len(await requests_of(stage)) == 1


async def test_a_wish_beyond_the_offices_own_day_is_pointed_out(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)

        await asks(focal_point, "mất điện cả xã, cho em xin đến ngày 26/10")

        (told,) = await specialist.heard()
        assert "ngày xin lùi sau hạn của báo cáo tổng hợp (thứ Bảy 24/10/2026)" in told


async def test_a_wish_within_it_is_not(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)
        (told,) = await specialist.heard()
        assert "báo cáo tổng hợp" not in told


async def test_a_wish_with_an_hour_keeps_it(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        assert "đến 15:00 thứ Tư 21/10/2026" in await focal_point.says("mất điện, cho em xin đến 15h thứ 4")
        await focal_point.says("1")

        await specialist.says("đồng ý")

        assert (await stage.duty(UNIT)).current.at == time(15)


async def test_a_day_that_is_no_later_is_asked_again(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, _ = await cast(stage)
        assert "không muộn hơn hạn hiện tại" in await focal_point.says("máy hỏng cho em xin đến thứ 3")
        assert await requests_of(stage) == []


async def test_a_moment_that_is_over_is_not_granted(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)
        stage.sleeps_until(oct26(23, 9))
        assert "đã qua nên chưa gia hạn" in await specialist.says("đồng ý")
        assert len(await requests_of(stage)) == 1


async def test_a_request_lapses_when_the_report_was_sent_meanwhile(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)
        await focal_point.says("đã gửi số 88/BC-UBND hôm nay")

        assert "không có đề nghị nào" in await specialist.says("đồng ý")

        assert (await stage.duty(UNIT)).status is Status.SUBMITTED
        assert (await stage.duty(UNIT)).current == (await stage.duty(UNIT)).original
        assert await requests_of(stage) == []


async def test_a_second_request_takes_the_place_of_the_first(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)
        await asks(focal_point, "máy vẫn hỏng, cho em xin đến thứ 6")
        (request,) = await requests_of(stage)
        assert request.data["until"] == "2026-10-23"

        await specialist.says("đồng ý")

        assert (await stage.duty(UNIT)).current.last_day == date(2026, 10, 23)


async def test_more_time_after_the_last_day_never_makes_a_late_report_punctual(quickly: Opening) -> None:
    async with quickly(oct26(21, 9)) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)
        assert "vẫn tính là muộn" in (await specialist.heard())[-1]

        assert "vẫn tính là muộn" in await specialist.says("đồng ý")

        after = await stage.duty(UNIT)
        assert after.current.last_day == date(2026, 10, 22)
        assert after.is_overdue(stage.clock.now())


async def test_an_expired_question_passes_nothing_on(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await focal_point.says("máy hỏng cho em xin đến thứ 5")
        stage.sleeps_until(stage.clock.now() + timedelta(hours=24))

        await focal_point.says("1")

        assert await requests_of(stage) == []
        assert [text for text in await specialist.heard() if "xin lùi" in text] == []


async def raised(stage: Stage) -> int:
    """What the planner's tick does."""
    calendar = stage.house.calendar
    count = await stage.store.transact(lambda uow: extensions.raise_again(uow, stage.clock.now(), calendar))
    await stage.settles()
    return count


async def test_an_unanswered_request_is_raised_once_before_the_last_day(quickly: Opening) -> None:
    async with quickly(oct26(15, 9)) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)
        await specialist.heard()
        calendar = stage.house.calendar
        moment = await stage.read(lambda uow: extensions.next_raise(uow, stage.clock.now(), calendar))
        assert moment == oct26(19, 8, 30)
        assert await raised(stage) == 0

        stage.sleeps_until(oct26(19, 8, 30))
        assert await raised(stage) == 1

        assert any("Chưa có ý kiến về đề nghị của UBND xã Tân Lập" in t for t in await specialist.heard())
        assert any("chưa có ý kiến" in text and "hạn không đổi" in text for text in await focal_point.heard())
        assert await raised(stage) == 0


async def test_what_was_answered_is_not_raised(quickly: Opening) -> None:
    async with quickly(oct26(15, 9)) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point, "máy hỏng cho em xin đến thứ 5 tuần sau")
        await specialist.says("từ chối")
        stage.sleeps_until(oct26(19, 8, 30))
        assert await raised(stage) == 0


async def test_history_before_and_after_can_be_replayed(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        await asks(focal_point)
        await specialist.says("đồng ý")

        (event,) = [item for item in await stage.events("changed") if item.data.get("requests")]
        assert event.data["before"]["current"]["last_day"] == "2026-10-20"
        assert event.data["after"]["current"]["last_day"] == "2026-10-22"
        (decided,) = await stage.events("request_decided")
        assert decided.data["state"] == RequestState.AGREED.value


async def test_a_granted_extension_can_be_taken_back(quickly: Opening) -> None:
    async with quickly(MONDAY_MORNING) as stage:
        focal_point, specialist = await cast(stage)
        before = await stage.duty(UNIT)
        await asks(focal_point)
        await specialist.says("đồng ý")
        assert (await stage.duty(UNIT)).current != before.current

        await specialist.says("hoàn tác")

        assert (await stage.duty(UNIT)).current == before.current
