"""A board as a page shows it: finished words, and a name for each colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.consolidation import Outcome
from domain.statuses import Status
from locales.speech import Speech
from services import wording
from services.board import Board, Cell

# Received first, what is still to come last; also the order of the legend.
_ORDER = (
    Outcome.RECEIVED_ON_TIME,
    Outcome.RECEIVED_LATE,
    Outcome.CLAIMED,
    Outcome.MISSING,
    Outcome.EXTENDED,
    Outcome.LATE,
    Outcome.DISPUTED,
    Outcome.WAIVED,
)
# What a unit said about work that is still owed; it colours nothing, it is only told.
_SAID = frozenset({Status.IN_PROGRESS, Status.BLOCKED, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit: `outcome` names the colour, `word` says the same, `detail` is the unit's own word."""

    code: str
    unit: str
    outcome: str
    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many units stand there."""

    outcome: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Block:
    """Units of one kind, in protocol order; `name` is empty where there is only one unit."""

    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """One report of one period."""

    code: str
    title: str
    due: str
    expected: str
    counts: tuple[Count, ...]
    blocks: tuple[Block, ...]


def board_view(tr: Speech, board: Board) -> BoardView:
    """The board in words; departments and territorial units are never mixed."""
    is_own = len(board.cells) == 1 and board.duty.unit.id == board.duty.coordinator.id
    places = [cell for cell in board.cells if cell.is_territorial]
    bodies = [cell for cell in board.cells if not cell.is_territorial]
    named = ((tr("web.board.bodies"), bodies), (tr("web.board.places"), places))
    return BoardView(
        code=board.code,
        title=wording.title(tr, board.duty),
        due=wording.due(tr, board.duty.assignment.original),
        expected=tr("web.board.expected", count=board.tally.expected),
        counts=tuple(
            Count(outcome.value, _word(tr, outcome, is_own=is_own), board.tally.counts[outcome])
            for outcome in _ORDER
            if board.tally.counts[outcome]
        ),
        blocks=tuple(
            Block(name if len(board.cells) > 1 else "", _tiles(tr, cells, is_own=is_own))
            for name, cells in named
            if cells
        ),
    )


def clock_words(tr: Speech, now: datetime) -> str:
    """`Thứ Năm 19/10/2023, 08:29` on the province's wall clock."""
    local = now.astimezone(tr.zone)
    return f"{date_words(tr, local.date())}, {local:%H:%M}"


def date_words(tr: Speech, day: date) -> str:
    """`Thứ Năm 19/10/2023`, as where it stands alone."""
    words = tr.weekday(day)
    return words[0].upper() + words[1:]


def _tiles(tr: Speech, cells: Iterable[Cell], *, is_own: bool) -> tuple[Tile, ...]:
    return tuple(
        Tile(
            code=cell.unit_code,
            unit=cell.unit,
            outcome=cell.outcome.value,
            word=_word(tr, cell.outcome, is_own=is_own),
            detail=_detail(tr, cell),
        )
        for cell in cells
    )


def _word(tr: Speech, outcome: Outcome, *, is_own: bool) -> str:
    """An office does not receive its own report: it has sent it or not."""
    if is_own and outcome in (Outcome.MISSING, Outcome.CLAIMED):
        return tr("web.board.own_missing" if outcome is Outcome.MISSING else "web.board.own_claimed")
    return tr(f"web.outcome.{outcome}")


def _detail(tr: Speech, cell: Cell) -> str:
    """What the unit said, and how late it is."""
    parts = []
    if Status(cell.status) in _SAID:
        parts.append(tr(f"status.{cell.status}"))
    if cell.detail:
        parts.append(cell.detail)
    if cell.days_late:
        parts.append(tr("web.board.days_late", days=cell.days_late))
    return tr.listing(parts)
