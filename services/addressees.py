"""Whom an order is for, from the words of who gives it: classes, names, exceptions, as on one day."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.units import Group, Selector, Unit
from language.lexicon.unit_lists import GROUPS, NARROW
from language.normalise import fold
from language.quick_orders import is_for_everybody
from language.unit_lists import Act, Piece, read_list
from services import unit_names

# "Các sở, xã" says the two levels in two words: "sở" stands for every body of the upper one.
_LEVELS = ({"so"}, {"xa", "phuong", "huyen"})
_UPPER = {"ban", "nganh", "co quan"}
_NO_NAME = re.compile(r"(?:ubnd|uy ban nhan dan|cac|cap|va|[\s,/-])*")
_EVERYBODY = "don vi"


@dataclass(frozen=True, slots=True)
class Addressees:
    """The units meant, in protocol order; names that nobody has, and names that several units have."""

    units: tuple[Unit, ...] = ()
    unknown: tuple[str, ...] = ()
    unclear: tuple[tuple[str, tuple[Unit, ...]], ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether every word was understood and somebody is meant."""
        return bool(self.units) and not self.unknown and not self.unclear


def read(text: str, units: Sequence[Unit], province_id: int, today: date) -> Addressees:
    """The units of a province that a text names; everything but its exceptions when it names all."""
    here = [unit for unit in units if unit.province_id == province_id]
    pieces = read_list(text, today=today)
    kinds = _kinds(pieces)
    chosen, dropped = {unit.code for unit in _of_kinds(kinds, here, today)}, set[str]()
    unknown: list[str] = []
    unclear: list[tuple[str, tuple[Unit, ...]]] = []
    for piece in pieces:
        name = _name(piece)
        if not name:
            if not _is_class(piece):
                unknown.append(str(piece.numbers[0]) if piece.numbers else text)
            continue
        found = unit_names.find_among(units, name, {province_id}, today)
        if found.unit is not None:
            (dropped if piece.act is Act.DROP else chosen).add(found.unit.code)
        elif found.is_ambiguous:
            unclear.append((name, found.candidates))
        else:
            unknown.append(name)
    selector = Selector(units=tuple(sorted(chosen)), exceptions=tuple(sorted(dropped)))
    return Addressees(selector.expand(here, today), tuple(unknown), tuple(unclear))


def _kinds(pieces: Iterable[Piece]) -> frozenset[str]:
    found = {kind for piece in pieces if _is_class(piece) for kind in piece.classes}
    found |= {_EVERYBODY for piece in pieces if piece.act is not Act.DROP and is_for_everybody(piece.name)}
    if all(found & level for level in _LEVELS):
        found |= _UPPER
    return frozenset(found)


def _of_kinds(kinds: frozenset[str], units: Sequence[Unit], today: date) -> tuple[Unit, ...]:
    narrow = kinds & NARROW if "xa" not in kinds and _EVERYBODY not in kinds else frozenset[str]()
    groups = {group for kind in kinds - narrow for group in GROUPS.get(kind, ())}
    found = set(Selector(groups=tuple(sorted(groups))).expand(units, today))
    for unit in Selector(groups=(Group.COMMUNES,)).expand(units, today) if narrow else ():
        if any(re.search(rf"(?<!\w){kind}(?!\w)", fold(unit.name)) for kind in narrow):
            found.add(unit)
    return tuple(found)


def _is_class(piece: Piece) -> bool:
    """Whether a piece speaks of a class and of nobody by name."""
    if piece.act is Act.DROP:
        return False
    return is_for_everybody(piece.name) or (bool(piece.classes) and not _name(piece))


def _name(piece: Piece) -> str:
    """The name in a piece, with the class that was said of it ("Tân Lập là xã")."""
    if piece.act in (Act.NAME, Act.DROP, Act.ADD) and not piece.classes:
        return "" if is_for_everybody(piece.name) else piece.name
    if piece.act is Act.RESOLVE and piece.classes:
        bare = fold(piece.name)
        for kind in piece.classes:
            bare = bare.replace(kind, " ")
        return "" if _NO_NAME.fullmatch(bare) else f"{piece.classes[0]} {piece.name}"
    return ""
