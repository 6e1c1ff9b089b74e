"""Whether the demo did its job, read from the store alone: reminded in time, recorded, counted, told."""

from dataclasses import dataclass

from bot.demo.theatre import Theatre
from domain.calendar import Calendar
from domain.consolidation import Outcome
from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.units import OPERATOR
from services import consolidation
from services.consolidation import Standing
from storage.store import UnitOfWork

_UNFINISHED = {OutboxState.UNCERTAIN, OutboxState.FAILED, OutboxState.RETRY_WAIT, OutboxState.SENDING}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts of the month, and what did not happen though it should have."""

    reminders: int
    answered: int
    expected: int
    late: int
    failings: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether everything happened."""
        return not self.failings


async def examine(theatre: Theatre) -> Verdict:
    """Look at the store after the last scene."""
    async with theatre.house.store.reading() as uow:
        return await _examine(uow, theatre)


async def _examine(uow: UnitOfWork, theatre: Theatre) -> Verdict:
    calendar, now = theatre.house.calendar, theatre.house.clock.now()
    found = await consolidation.standings(uow, OPERATOR, now=now)
    units = next(item for item in found if item.obligation.key == theatre.story.obligation)
    office = next(item for item in found if item.obligation.consolidates_id == units.obligation.id)
    messages = await uow.outbox.messages()
    reminders = _reminders_in_time(messages, units, calendar)
    late = [duty.unit.name for duty in units.with_outcome(Outcome.LATE)]
    answers = _leaders_answers(messages, units)
    told = [text for text in answers if late and all(name in text for name in late)]
    checks = {
        "lời nhắc trước hạn": bool(reminders),
        "Văn phòng được nhắc kèm tên đơn vị còn thiếu": _countdown(messages, office),
        "câu trả lời được ghi nhận": units.tally.claimed + units.tally.received > 0,
        "Văn phòng gửi báo cáo tổng hợp": office.tally.claimed == 1,
        "lãnh đạo nhận danh sách đơn vị chưa nộp": bool(told),
        "không tin nào dở dang": not any(message.state in _UNFINISHED for message in messages),
    }
    return Verdict(
        reminders=len(reminders),
        answered=units.tally.claimed + units.tally.received,
        expected=units.tally.expected,
        late=len(late),
        failings=tuple(name for name, happened in checks.items() if not happened),
    )


def _reminders_in_time(
    messages: list[OutboxMessage], units: Standing, calendar: Calendar
) -> list[OutboxMessage]:
    code = units.obligation.code_for(units.period)
    end = units.duties[0].assignment.original.last_moment
    return [
        message
        for message in messages
        if message.message_class is MessageClass.DIGEST
        and message.state is OutboxState.SENT
        and message.finished_at is not None
        and message.finished_at < end
        and calendar.is_working(calendar.day_of(message.finished_at))
        and code in message.body
    ]


def _countdown(messages: list[OutboxMessage], office: Standing) -> bool:
    code = office.obligation.code_for(office.period)
    digests = [m for m in messages if m.message_class is MessageClass.DIGEST and code in m.body]
    return any("chưa nhận" in message.body for message in digests)


def _leaders_answers(messages: list[OutboxMessage], units: Standing) -> list[str]:
    end = units.duties[0].assignment.original.last_moment
    return [
        message.body
        for message in messages
        if message.message_class is MessageClass.REPLY and message.created_at >= end
    ]
