"""A corrected number or day replaces the one told before; the history keeps both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from domain.messages import Reply
from domain.obligations import Assignment, Filing
from domain.statuses import Status
from handlers import echo, status
from handlers.answers import Answer, Details
from handlers.recording import next_question, write
from handlers.turn import Turn
from language.replies import Understanding
from services import replies
from services.replies import Statement
from services.wording import Duty

_EVER = datetime.min.replace(tzinfo=UTC)


async def correct(
    turn: Turn, duties: Sequence[Duty], meant: Understanding, *, filed: tuple[Filing, ...] = ()
) -> Reply:
    """Correct what the message names; a number without its symbol keeps the symbol told before."""
    named = [duty for duty in duties if str(duty.assignment.id) in meant.obligations]
    duty = await _meant(turn, named or duties)
    if duty is None or (meant.document_number is None and meant.document_date is None):
        return turn.say("sentence.correct_how")
    number = _with_symbol(meant.document_number, duty.assignment.document_number)
    details = Details(document_number=number, document_date=meant.document_date)
    refused = status.implausible_date(turn, details.document_date)
    if refused is None:
        refused = await status.question_issuer(turn, Answer.SENT, [duty], details)
    if refused is not None:
        return refused
    day = details.document_date
    statement = Statement(document_number=number, document_date=day, sent_on=day, filed=filed or None)
    after = await write(turn, [duty], statement)
    if isinstance(after, Reply):
        return after
    return next_question(turn, _said(turn, duty, after[0], filed), [replace(duty, assignment=after[0])])


async def _meant(turn: Turn, duties: Sequence[Duty]) -> Duty | None:
    """The report the sender spoke of last, else the one told last; None when nothing was told yet."""
    told = [duty for duty in duties if duty.assignment.document_number or duty.assignment.sent_on]
    mine = await replies.told_last(turn.uow, turn.actor, [duty.assignment.id for duty in told])
    told = [duty for duty in told if duty.assignment.id == mine] or told
    return max(told, key=lambda duty: duty.assignment.told_at or _EVER, default=None)


def _with_symbol(number: str | None, before: str | None) -> str | None:
    if number is None or "/" in number or before is None or "/" not in before:
        return number
    return f"{number}/{before.partition('/')[2]}"


def _said(turn: Turn, duty: Duty, after: Assignment, filed: tuple[Filing, ...]) -> str:
    """ "Đã sửa 251 thành 215/BC-STP, giữ lịch sử; hệ thống: đơn vị báo đã nhập. Chờ Văn phòng xác nhận."."""
    words = turn.tr("correction.done", changes=turn.tr.listing(_changes(turn, duty, after)))
    if filed:
        words += turn.tr(
            "correction.filed", filings=turn.tr.listing(turn.tr(f"filing.done.{f}") for f in filed)
        )
    words += "."
    if after.status is Status.SUBMITTED:
        words += " " + turn.tr("correction.waits", coordinator=duty.coordinator.called)
    return words


def _changes(turn: Turn, duty: Duty, after: Assignment) -> list[str]:
    before, found = duty.assignment, []
    if after.document_number != before.document_number and after.document_number:
        old, new = before.document_number or "–", after.document_number
        if old.partition("/")[2] == new.partition("/")[2]:
            old = old.partition("/")[0]
        found.append(turn.tr("correction.change", old=old, new=new))
    if after.sent_on != before.sent_on and after.sent_on is not None:
        was = turn.tr.weekday(before.sent_on) if before.sent_on is not None else "–"
        found.append(turn.tr("correction.day", old=was, new=turn.tr.weekday(after.sent_on)))
    return found or [echo.state(turn, after)]
