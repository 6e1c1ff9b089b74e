"""What all imports of tables share: the province they go to, the moment, and one event for each file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.calendar import Calendar
from domain.imports import ImportReport
from domain.units import OPERATOR, Actor, Unit, successor_on
from services import history, unit_names
from services.unit_names import Found
from storage.organisation import Province
from storage.store import UnitOfWork

Step = Callable[[int, int], None]


def _unseen(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Run:
    """One import: where it goes, when, whether it only looks, and who is told how far it is.

    `actor` is who hands the file in; `message` is the inbox row by which it came, if it came by chat.
    """

    province: Province
    now: datetime
    calendar: Calendar
    dry_run: bool = False
    step: Step = _unseen
    actor: Actor = OPERATOR
    message: int | None = None

    @property
    def today(self) -> date:
        """The local day."""
        return self.calendar.day_of(self.now)


async def note(uow: UnitOfWork, run: Run, report: ImportReport) -> None:
    """One event for the whole file: how much of what, and nobody's name."""
    if not report.says_something:
        return
    subject, data = f"province:{run.province.id}", {"kind": report.kind, **report.counts}
    fact = history.Fact("imported", subject, province_id=run.province.id, data=data)
    await history.record(uow, run.actor, fact, now=run.now)


@dataclass(slots=True)
class KnownUnits:
    """The units a file may name; a long list names the same few over and over."""

    province: Province
    by_id: dict[int, Unit]
    _found: dict[tuple[str, date], Found] = field(default_factory=dict)
    _before: dict[date, dict[int, list[Unit]]] = field(default_factory=dict)

    def find(self, text: str, on: date) -> Found:
        """The unit of that day that a text means; ValueError says why it cannot be told."""
        key = (text, on)
        if key not in self._found:
            units, provinces = self.by_id.values(), {self.province.id}
            self._found[key] = unit_names.find_among(units, text, provinces, on)
        found = self._found[key]
        if found.unit is None:
            raise ValueError(_not_found(text, found, on))
        return found

    def before(self, unit: Unit, on: date) -> list[Unit]:
        """The units that had ended by that day and that this one stands for."""
        if on not in self._before:
            self._before[on] = {}
            for other in self.by_id.values():
                heir = successor_on(other, self.by_id, on) if other.successor_id is not None else None
                if heir is not None and heir.id != other.id:
                    self._before[on].setdefault(heir.id, []).append(other)
        return self._before[on].get(unit.id, [])


def _not_found(text: str, found: Found, on: date) -> str:
    existing = [unit for unit in found.candidates if unit.is_valid_on(on)]
    if existing:
        listed = ", ".join(f"{unit.code} ({unit.name})" for unit in existing)
        return f"{text!r} may mean {listed}; write the code"
    if found.candidates:
        return f"{found.candidates[0].name} had ended by {on:%d/%m/%Y} and nobody is known to succeed it"
    return f"no unit is called {text!r}; `dondoc unit list` shows them"


async def known_units(uow: UnitOfWork, province: Province) -> KnownUnits:
    """The units of the province, beside those of others that may have succeeded them."""
    return KnownUnits(province, {unit.id: unit for unit in await uow.organisation.units()})
