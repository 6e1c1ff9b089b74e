"""October 2023 in Bắc Giang, played identically through every channel and on both databases.

The directive asks every unit for its report "trước ngày 21 hằng tháng", so the last day is Friday 20 October;
the Office consolidates before the 25th, by the end of Tuesday 24 October. People and answers are invented.
"""

from dataclasses import dataclass
from datetime import date

from domain import ladder
from domain.consolidation import Outcome
from domain.delivery import OutboxState
from domain.statuses import Status
from domain.units import OPERATOR, Role
from services import consolidation
from storage.store import UnitOfWork
from tests.flows.stage import Player, Stage, october
from tests.flows.troupes import TelegramTroupe
from tests.telegram_standin.faults import rate_limited

SILENT = ["Sở Xây dựng", "Ban Dân tộc", "UBND huyện Lục Ngạn", "UBND huyện Sơn Động"]
SILENT_CODES = ["SXD", "BDT", "LUCNGAN", "SONDONG"]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays; the other units have nobody who writes to the bot."""

    stage: Stage
    so_tu_phap: Player
    so_xay_dung: Player
    van_phong: Player
    pho_chu_tich: Player


async def test_october_2023_in_bac_giang(everywhere: Stage) -> None:
    cast = Cast(
        everywhere,
        so_tu_phap=await everywhere.joins("STP", Role.FOCAL_POINT),
        so_xay_dung=await everywhere.joins("SXD", Role.FOCAL_POINT),
        van_phong=await everywhere.joins("VP", Role.COORDINATOR),
        pho_chu_tich=await everywhere.joins("VP", Role.LEADER),
    )
    bad_weather(everywhere)
    await on_thursday_a_reminder_comes_a_question_is_no_answer_and_a_number_is(cast)
    await on_friday_a_sentence_settles_it_and_the_office_ticks_off_what_came_on_paper(cast)
    await with_the_first_second_of_saturday_the_silent_units_are_late(cast)
    await until_tuesday_the_office_counts_down_with_the_missing_names(cast)
    await at_the_end_nobody_was_told_twice_and_nothing_is_left_hanging(cast)


async def on_thursday_a_reminder_comes_a_question_is_no_answer_and_a_number_is(cast: Cast) -> None:
    stage, so_tu_phap = cast.stage, cast.so_tu_phap
    # 19 October, 08:30: the reminder gives the directive's words and the last day they mean.
    await stage.goes_to(october(19, 8, 30))
    (reminder,) = await so_tu_phap.heard()
    assert "Văn phòng đề nghị Sở Tư pháp" in reminder
    assert "BC10" in reminder
    assert "trước ngày 21/10/2023, tức hết thứ Sáu 20/10/2023" in reminder
    assert len(await cast.so_xay_dung.heard()) == 1

    await stage.goes_to(october(19, 8, 52))
    before = await stage.duty("STP")
    answer = await so_tu_phap.says("bc thang 10 ben e da gui chua a")
    assert "chưa ghi nhận báo cáo tháng 10 của Sở Tư pháp" in answer
    assert "đã ghi nhận" not in answer
    assert await stage.duty("STP") == before
    assert await stage.events("changed") == []

    answer = await so_tu_phap.says("2")
    assert "đã ghi nhận" in answer
    assert "BC10 đang làm" in answer
    assert (await stage.duty("STP")).status is Status.IN_PROGRESS


async def on_friday_a_sentence_settles_it_and_the_office_ticks_off_what_came_on_paper(cast: Cast) -> None:
    stage, so_tu_phap, van_phong = cast.stage, cast.so_tu_phap, cast.van_phong
    # "Đang làm" silences nothing: the reminder of the last morning comes.
    await stage.goes_to(october(20, 8, 39))
    assert ["BC10" in text for text in await so_tu_phap.heard()] == [True]

    answer = await so_tu_phap.says("da gui so 215/BC-STP hom qua")
    assert "đã ghi nhận theo lời báo của Sở Tư pháp" in answer
    assert "số 215/BC-STP, gửi thứ Năm 19/10/2023" in answer
    reported = await stage.duty("STP")
    assert (reported.status, reported.document_number) == (Status.SUBMITTED, "215/BC-STP")
    assert (reported.document_date, reported.sent_on) == (date(2023, 10, 19), date(2023, 10, 19))
    assert reported.told_at == october(20, 8, 39)
    told = [event.data["after"]["status"] for event in await stage.events("changed")]
    assert told == ["in_progress", "submitted"]

    await stage.goes_to(october(20, 16, 20))
    reported_so_far = await stage.events("changed")
    on_paper = await received_on_paper(stage)
    assert len(on_paper) == 23
    await van_phong.heard()
    answer = await van_phong.says(f"đã nhận BC10: {', '.join(on_paper)}")
    assert answer.startswith("BC10, nhận hôm nay: 1. ")
    assert answer.endswith("Chưa ghi. 24. ghi hết · 25. hủy")
    assert await stage.events("changed") == reported_so_far
    recorded = await van_phong.says("24")
    assert "Đã xác nhận 23 đơn vị; đã dừng nhắc. Còn 5/28." in recorded


async def with_the_first_second_of_saturday_the_silent_units_are_late(cast: Cast) -> None:
    stage, pho_chu_tich = cast.stage, cast.pho_chu_tich
    await stage.goes_to(october(20, 23, 59, 59))
    assert await late_units(stage) == []
    answer = await pho_chu_tich.says("còn ai chưa nộp")
    assert "chưa nhận 4" in answer
    assert "chưa đơn vị nào bị tính muộn" in answer

    await stage.goes_to(october(21))
    assert await late_units(stage) == SILENT_CODES
    assert (await stage.duty("SXD")).current.late_from == october(21)
    answer = await pho_chu_tich.says("đơn vị nào chưa nộp?")
    assert "đã nhận 23; báo đã gửi, đang kiểm tra 1; " in answer
    assert "chưa nhận 4 (2 sở, 2 huyện). Quá hạn 4 đơn vị" in answer
    assert "Sở, ban, ngành (2): Sở Xây dựng, Ban Dân tộc." in answer
    assert "UBND cấp huyện (2): UBND huyện Lục Ngạn, UBND huyện Sơn Động." in answer
    assert await named_in(stage, answer) == SILENT
    assert "SỐ LIỆU GIẢ ĐỊNH" in answer


async def until_tuesday_the_office_counts_down_with_the_missing_names(cast: Cast) -> None:
    stage, van_phong = cast.stage, cast.van_phong
    await van_phong.heard()
    for day, left in ((23, "Sau hôm nay còn 1 ngày làm việc."), (24, "Hôm nay là ngày làm việc cuối cùng.")):
        await stage.goes_to(october(day, 8, 30))
        (countdown,) = await van_phong.heard()
        assert "trước ngày 25/10/2023, tức hết thứ Ba 24/10/2023" in countdown
        assert f"chưa nhận 4: {', '.join(SILENT_CODES)}. {left}" in countdown
    assert "đã ghi nhận" in await van_phong.says("TH10 đã gửi số 388/BC-UBND ngày 24/10")


async def at_the_end_nobody_was_told_twice_and_nothing_is_left_hanging(cast: Cast) -> None:
    stage = cast.stage
    await stage.goes_to(october(25, 17))
    assert await cast.so_tu_phap.heard() == []
    chased = await cast.so_xay_dung.heard()
    assert len(chased) == 3
    assert "chưa nhận được báo cáo, hiện tính là muộn 1 ngày làm việc" in chased[-1]
    await nobody_heard_a_step_twice(stage)
    states = {message.state for message in await stage.messages()}
    assert states <= {OutboxState.SENT, OutboxState.CANCELLED}


def bad_weather(stage: Stage) -> None:
    """Every update comes twice anyway; on Telegram the next send is also put off by the vendor."""
    if isinstance(stage.troupe, TelegramTroupe):
        stage.troupe.standin.fail("sendMessage", rate_limited(1))


async def received_on_paper(stage: Stage) -> list[str]:
    async def look(uow: UnitOfWork) -> list[str]:
        (units, *_) = await consolidation.standings(uow, OPERATOR, now=stage.clock.now())
        missing = units.with_outcome(Outcome.MISSING)
        return [duty.unit.code for duty in missing if duty.unit.code not in SILENT_CODES]

    return await stage.read(look)


async def late_units(stage: Stage) -> list[str]:
    async def look(uow: UnitOfWork) -> list[str]:
        found = await consolidation.overdue(
            uow, OPERATOR, calendar=stage.house.calendar, now=stage.clock.now()
        )
        return [item.duty.unit.code for item in found if item.duty.code == "BC10"]

    return await stage.read(look)


async def named_in(stage: Stage, text: str) -> list[str]:
    """Every reporting unit whose name stands in the text, in protocol order."""
    units = await stage.read(lambda uow: uow.organisation.units())
    return [unit.name for unit in units if unit.name in text and unit.code not in ("VP", "TTPVHCC")]


async def nobody_heard_a_step_twice(stage: Stage) -> None:
    """One message per person and slot, each in the sending hours, and none sent anew under another key."""
    sent = await stage.digests(OutboxState.SENT)
    slots = [(message.person_id, message.finished_at) for message in sent]
    assert len(slots) == len(set(slots)) > 0
    assert all(ladder.is_sending_time(moment, stage.house.calendar) for _, moment in slots)
    if isinstance(stage.troupe, TelegramTroupe):
        accepted = [(item.chat, item.text) for item in stage.troupe.standin.accepted]
        assert len(stage.troupe.standin.called("sendMessage")) == len(accepted) + 1
        assert len(accepted) == len(await stage.messages(OutboxState.SENT))
