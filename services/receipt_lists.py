"""What is awaited under a code, and the lines of a list of receipts before it is recorded."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.calendar import VIETNAM
from domain.consolidation import Outcome, Tally, outcome, tally
from domain.permissions import Action, scope_of
from domain.units import Actor, Unit
from language.normalise import fold
from language.unit_lists import Piece
from services import obligations
from services.wording import Duty
from storage.store import UnitOfWork

_RECEIVED = frozenset({Outcome.RECEIVED_ON_TIME, Outcome.RECEIVED_LATE})


@dataclass(frozen=True, slots=True)
class Expected:
    """What is awaited under one code in one period, and every unit there is."""

    code: str
    duties: tuple[Duty, ...]
    units: tuple[Unit, ...]
    now: datetime

    @property
    def tally(self) -> Tally:
        """Where everybody stands."""
        return tally((duty.assignment for duty in self.duties), self.now)

    def is_received(self, duty: Duty) -> bool:
        """Whether the report was confirmed before."""
        return outcome(duty.assignment, self.now) in _RECEIVED

    @property
    def provinces(self) -> set[int]:
        """The provinces whose reports these are."""
        return {duty.assignment.province_id for duty in self.duties}

    @property
    def days(self) -> list[date]:
        """Today, and the days the reports were due: a body that ended since still names its own report."""
        due = sorted({duty.assignment.current.last_day for duty in self.duties})
        return [self.now.astimezone(VIETNAM).date(), *due]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: what was typed and whose reports it means, or `candidates` to choose from.

    `lookalike` is a unit that the typed code is easily taken for.
    """

    said: str
    duties: tuple[Duty, ...] = ()
    candidates: tuple[Duty, ...] = ()
    lookalike: str | None = None
    document: str | None = None
    sent: date | None = None
    received: date | None = None

    @property
    def is_clear(self) -> bool:
        """Whether it is known who is meant."""
        return bool(self.duties)

    def told(self, piece: Piece) -> "Line":
        """With what a piece says of the document; what it leaves out stays."""
        return replace(
            self,
            document=piece.document or self.document,
            sent=piece.sent or self.sent,
            received=piece.received or self.received,
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would record, and the names it cannot: received before, owing nothing, unknown."""

    lines: tuple[Line, ...] = ()
    already: tuple[Duty, ...] = ()
    not_owing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def duties(self) -> list[Duty]:
        """Every report it would record."""
        return [duty for line in self.lines for duty in line.duties]


async def expected(uow: UnitOfWork, actor: Actor, code: str, *, now: datetime) -> Expected | None:
    """What the actor may confirm under a code, of the newest period; None when nothing has that code.

    A code without its month means the period that has begun last.
    """
    wanted, today = fold(code).replace(" ", ""), now.astimezone(VIETNAM).date()
    known = {item.id: item for item in await uow.duties.obligations()}
    every = await uow.duties.assignments(scope_of(actor, Action.CONFIRM))
    found = [a for a in every if fold(known[a.obligation_id].code_for(a.period)) == wanted]
    if not found:
        found = [a for a in every if fold(known[a.obligation_id].stem) == wanted]
        found = [a for a in found if a.period.is_once or a.period.first_day <= today]
    if not found:
        return None
    newest = max(item.period for item in found)
    duties = await obligations.duties(uow, [item for item in found if item.period == newest])
    return Expected(duties[0].code, tuple(duties), tuple(await uow.organisation.units()), now)


async def codes(uow: UnitOfWork, actor: Actor, *, now: datetime) -> list[str]:
    """The codes under which something is awaited from the actor's provinces now."""
    today = now.astimezone(VIETNAM).date()
    known = {item.id: item for item in await uow.duties.obligations()}
    every = await uow.duties.assignments(scope_of(actor, Action.CONFIRM), owed=True)
    begun = (a for a in every if a.period.is_once or a.period.first_day <= today)
    return sorted({known[a.obligation_id].code_for(a.period) for a in begun})
