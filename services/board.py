"""The board: one obligation and period, every unit with its colour, for a page."""

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Calendar
from domain.consolidation import Outcome, Tally, outcome
from domain.units import Actor
from services import consolidation
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit on the board; `detail` is the document number or the reason, as stated."""

    unit_code: str
    unit: str
    is_territorial: bool
    outcome: Outcome
    status: str
    detail: str | None
    days_late: int


@dataclass(frozen=True, slots=True)
class Board:
    """One obligation and period; cells are departments first, then territorial units, in protocol order."""

    code: str
    title: str
    period: str
    last_day: datetime
    duty: Duty
    tally: Tally
    cells: tuple[Cell, ...]


async def boards(uow: UnitOfWork, actor: Actor, *, now: datetime, calendar: Calendar) -> list[Board]:
    """The current boards the actor may see, the one owed by most units first."""
    found = await consolidation.standings(uow, actor, now=now)
    return [
        Board(
            code=standing.obligation.code_for(standing.period),
            title=standing.obligation.title,
            period=standing.period.key,
            last_day=standing.duties[0].assignment.original.last_moment,
            duty=standing.duties[0],
            tally=standing.tally,
            cells=tuple(
                _cell(duty, now=now, calendar=calendar)
                for duty in sorted(standing.duties, key=consolidation.protocol_order)
            ),
        )
        for standing in consolidation.current(found, calendar.day_of(now))
    ]


def _cell(duty: Duty, *, now: datetime, calendar: Calendar) -> Cell:
    assignment = duty.assignment
    late = assignment.is_overdue(now)
    days = calendar.working_days_between(assignment.current.last_day, calendar.day_of(now)) if late else 0
    return Cell(
        unit_code=duty.unit.code,
        unit=duty.unit.name,
        is_territorial=duty.unit.is_territorial,
        outcome=outcome(assignment, now),
        status=assignment.status.value,
        detail=assignment.document_number or assignment.reason,
        days_late=days,
    )
