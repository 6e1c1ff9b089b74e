"""For whom a decision is meant: the units that a list in words names, as a selector."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.units import Group, Selector, Unit
from language.lexicon.unit_lists import GROUPS, NARROW
from language.normalise import fold
from language.unit_lists import Act, Piece
from services import unit_names
from storage.store import UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The units as a selector, and the names that nobody or several units have."""

    selector: Selector
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


async def choose(uow: UnitOfWork, province_id: int, pieces: Sequence[Piece], *, on: date) -> Chosen:
    """Classes stay classes, so that a decision also reaches a unit of the class that is added later."""
    units = await uow.organisation.units(province_id)
    named: dict[Act, list[str]] = {Act.NAME: [], Act.DROP: []}
    groups: list[Group] = []
    unknown: list[str] = []
    unclear: list[str] = []
    for piece in pieces:
        act = piece.act if piece.act is Act.DROP else Act.NAME
        if piece.classes:
            wide = [group for word in piece.classes if word not in NARROW for group in GROUPS[word]]
            narrow = [unit.code for unit in units if _is_called(unit, piece.classes)]
            named[act] += narrow if act is Act.NAME else [*narrow, *_codes(units, wide, on)]
            groups += wide if act is Act.NAME else []
            continue
        found = unit_names.find_among(units, piece.name, {province_id}, on)
        if found.unit is not None:
            named[act].append(found.unit.code)
        else:
            (unclear if found.candidates else unknown).append(piece.name)
    selector = Selector(_once(groups), _once(named[Act.NAME]), _once(named[Act.DROP]))
    return Chosen(selector, tuple(unknown), tuple(unclear))


def _codes(units: Iterable[Unit], groups: Sequence[Group], on: date) -> list[str]:
    return [unit.code for unit in Selector(groups=tuple(groups)).expand(units, on)]


def _is_called(unit: Unit, classes: Sequence[str]) -> bool:
    return any(word in NARROW and f" {word} " in f" {fold(unit.name)} " for word in classes)


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
