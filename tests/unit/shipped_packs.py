"""How tests look into a shipped pack: its units by what people type, its duties by their stems."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from domain.deadlines import compute
from domain.packs import Pack, PackObligation
from domain.periods import ONCE, Period
from domain.units import Selector, Unit
from services.calendar import load_calendar

CALENDAR = load_calendar(None, first_year=2023, last_year=2024)


def units_of(pack: Pack) -> list[Unit]:
    """The pack's units as they are once stored."""
    return [
        Unit(n, 1, None, unit.kind, unit.code, unit.name, unit.order_no, unit.aliases)
        for n, unit in enumerate(pack.units)
    ]


def owing(pack: Pack, selector: Selector, on: date = date(2023, 10, 1)) -> list[str]:
    """The codes of those a selector means, in protocol order."""
    return [unit.code for unit in selector.expand(units_of(pack), on)]


def duty(pack: Pack, stem: str) -> PackObligation:
    """The duty people call by this stem."""
    return next(obligation for obligation in pack.obligations if obligation.stem == stem)


def days(pack: Pack, stem: str, period: Period = ONCE) -> tuple[date, date]:
    """Last day and target day of a dated duty."""
    rule = duty(pack, stem).schedule.due
    assert rule is not None
    deadline = compute(rule, period, CALENDAR)
    return deadline.last_day, deadline.target_day


def typed(name: str) -> str:
    """How a name looks when typed in a hurry: no diacritics, no capitals, no stops."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum() or char == " ")


def found_by(pack: Pack, said: str) -> set[str]:
    """The codes of the units that carry this name, as typed."""
    named = ((unit.code, (unit.code, unit.name, *unit.aliases)) for unit in pack.units)
    return {code for code, names in named if typed(said) in {typed(name) for name in names}}


def ambiguous_names(pack: Pack) -> set[str]:
    """Names that lead to several units."""
    names = {name for unit in pack.units for name in (unit.code, unit.name, *unit.aliases)}
    return {name for name in names if len(found_by(pack, name)) > 1}


def in_directive(pack: Pack, key: str) -> Iterator[tuple[str, PackObligation]]:
    """The duties of a directive with their clauses there, those it shares with another one included."""
    for obligation in pack.obligations:
        if obligation.directive == key:
            yield obligation.clause, obligation
        for other in obligation.also_in:
            if other.directive == key:
                yield other.clause, obligation
