"""Echoing what was recorded, so that the sender sees and can correct it."""

from collections.abc import Sequence

from domain.obligations import Assignment
from domain.statuses import Status
from handlers.turn import Turn
from services.wording import Duty, called, short_due, units_of


def recorded(turn: Turn, duties: Sequence[Duty], after: Sequence[Assignment]) -> str:
    """One sentence for duties that now stand alike: what was recorded, and by whom it was said."""
    first = after[0]
    codes = turn.tr.listing(called(duties))
    values = {
        "coordinator": duties[0].coordinator.name,
        "unit": turn.tr.listing(units_of(duties)),
        "codes": codes,
        "state": state(turn, first),
        "due": short_due(turn.tr, first.current),
    }
    if duties[0].coordinator.id == duties[0].unit.id:
        return turn.tr("echo.own", **values)
    return turn.tr("echo.sent" if first.status is Status.SUBMITTED else "echo.owed", **values)


def state(turn: Turn, assignment: Assignment) -> str:
    """What is known of one assignment, in words: status, number, dates, share, reason."""
    words = [turn.tr(f"status.{assignment.status}")]
    if assignment.document_number:
        words.append(turn.tr("state.number", number=assignment.document_number))
    if assignment.sent_on is not None and assignment.status in (Status.SUBMITTED, Status.ACCEPTED):
        words.append(turn.tr("state.day", day=turn.tr.weekday(assignment.sent_on)))
    if assignment.nil:
        words.append(turn.tr("state.nil"))
    if assignment.status.is_owed:
        words += _progress(turn, assignment)
    return turn.tr.listing(words)


def _progress(turn: Turn, assignment: Assignment) -> list[str]:
    words = []
    if assignment.percent is not None:
        words.append(turn.tr("state.percent", percent=assignment.percent))
    if assignment.reason:
        words.append(turn.tr("state.reason", reason=assignment.reason))
    if assignment.promised is not None:
        words.append(turn.tr("state.promised", day=turn.tr.weekday(assignment.promised)))
    if assignment.disputed:
        words.append(turn.tr("state.disputed"))
    return words
