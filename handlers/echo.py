"""Echoing what was recorded, so that the sender sees and can correct it."""

from collections.abc import Sequence

from domain.obligations import Assignment
from domain.statuses import Status
from handlers.turn import Turn
from services import quick_answers
from services.wording import Duty, called, short_due, together, units_of


def recorded(
    turn: Turn,
    duties: Sequence[Duty],
    after: Sequence[Assignment],
    *,
    denied: bool = False,
    named: bool = False,
) -> str:
    """One sentence for duties that now stand alike: what was recorded, and by whom it was said.

    `denied`: the unit says that it has not sent yet. `named`: also name the unit, for those of other units.
    """
    first, duty = after[0], duties[0]
    values = {
        "coordinator": duty.coordinator.called,
        "unit": turn.tr.listing(units_of(duties)),
        "codes": together(turn.tr, called(duties)),
        "state": _state_said(turn, first, denied=denied),
        "due": short_due(turn.tr, first.current),
    }
    if duty.coordinator.id == duty.unit.id:
        return turn.tr("echo.own", **values)
    if first.status is Status.SUBMITTED:
        return turn.tr("echo.sent", **values)
    is_told_apart = named or len(turn.actor.unit_ids()) > 1
    head = turn.tr("echo.head_of" if is_told_apart else "echo.head", **values)
    in_time = first.promised is not None and first.promised <= first.current.last_day
    return turn.tr("echo.promised" if in_time else "echo.owed", head=head, **values)


def state(turn: Turn, assignment: Assignment) -> str:
    """What is known of one assignment, in words: status, number, dates, share, reason."""
    return turn.tr.listing([turn.tr(f"status.{assignment.status}"), *_details(turn, assignment)])


def standing(turn: Turn, duty: Duty) -> str:
    """The state of a duty with what its report still lacks."""
    words = [state(turn, duty.assignment)]
    if duty.unfiled:
        words.append(missing(turn, duty))
    return turn.tr.listing(words)


def missing(turn: Turn, duty: Duty) -> str:
    """`còn thiếu: nhập số liệu trên hệ thống báo cáo`."""
    filings = turn.tr.listing(turn.tr(f"filing.{filing}") for filing in duty.unfiled)
    return turn.tr("state.unfiled", filings=filings)


def _state_said(turn: Turn, assignment: Assignment, *, denied: bool) -> str:
    details = _details(turn, assignment)
    if assignment.status is Status.SUBMITTED and (assignment.document_number or assignment.sent_on):
        # Number and day say by themselves that something was sent.
        return turn.tr.listing(details)
    key = f"status.{assignment.status}"
    if denied and assignment.status in (Status.PENDING, Status.IN_PROGRESS):
        key = f"denied.{assignment.status}"
    return turn.tr.listing([turn.tr(key), *details])


def _details(turn: Turn, assignment: Assignment) -> list[str]:
    words = []
    if assignment.document_number:
        words.append(turn.tr("state.number", number=assignment.document_number))
    if assignment.sent_on is not None and assignment.status in (Status.SUBMITTED, Status.ACCEPTED):
        words.append(_sent(turn, assignment))
    if assignment.figure is not None:
        words.append(turn.tr("state.figure", figure=quick_answers.written(turn.tr, assignment.figure)))
    if assignment.nil:
        words.append(turn.tr("state.nil"))
    if assignment.status.is_owed:
        words += _progress(turn, assignment)
    return words


def _sent(turn: Turn, assignment: Assignment) -> str:
    assert assignment.sent_on is not None, "only a day that was told is said"
    if assignment.sent_on == turn.today:
        return turn.tr("state.sent_today")
    return turn.tr("state.sent", day=turn.tr.weekday(assignment.sent_on))


def _progress(turn: Turn, assignment: Assignment) -> list[str]:
    words = []
    if assignment.percent is not None:
        words.append(turn.tr("state.percent", percent=assignment.percent))
    if assignment.promised is not None:
        words.append(turn.tr("state.promised", day=turn.tr.weekday(assignment.promised)))
    if assignment.reason:
        words.append(turn.tr("state.reason", reason=assignment.reason))
    if assignment.disputed:
        words.append(turn.tr("state.disputed"))
    return words
