"""Whom a list of receipts means: units by every name they have, and whole classes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.statuses import Status
from domain.units import Selector, Unit
from language.lexicon.unit_lists import GROUPS, NARROW
from language.normalise import fold
from language.unit_lists import Act, Piece, easily_confused
from services import unit_names
from services.receipt_lists import Expected, Line, Preview
from services.unit_names import Found
from services.wording import Duty

# "Sở Văn hóa, Thể thao và Du lịch" is one name with a comma in it.
_MOST_PARTS = 3


def resolve(awaited: Expected, pieces: Sequence[Piece]) -> Preview:
    """Whose reports the pieces of a list mean; a report named twice counts once, an exception never."""
    found = _Found(awaited)
    dropped = {duty.assignment.id for piece in pieces if piece.act is Act.DROP for duty in found.of(piece)}
    named = [piece for piece in pieces if piece.act is not Act.DROP]
    at = 0
    while at < len(named):
        at += found.take(named[at:])
    lines = _without(found.lines, dropped)
    return Preview(
        tuple(lines),
        tuple(duty for duty in found.already if duty.assignment.id not in dropped),
        tuple(found.not_owing),
        tuple(found.unknown),
    )


def means(awaited: Expected, line: Line, name: str) -> list[Duty]:
    """The reports of a line, or of its candidates, that a name means."""
    duty = named_by(awaited, name)
    found = [duty] if duty is not None else _candidates(awaited, _look(awaited, name))
    wanted = {item.assignment.id for item in found}
    return [item for item in (*line.duties, *line.candidates) if item.assignment.id in wanted]


def named_by(awaited: Expected, name: str) -> Duty | None:
    """The report of the unit that a name means, for certain."""
    hits = (_owed_by(found, awaited.duties) for found in _look(awaited, name))
    return next((duty for duty in hits if duty is not None), None)


def _without(lines: Iterable[Line], dropped: set[int]) -> list[Line]:
    """The lines less some reports; each report stands in the line that names it alone, or in the first."""
    single = {line.duties[0].assignment.id for line in lines if len(line.duties) == 1}
    seen: set[int] = set()
    kept = []
    for line in lines:
        taken = seen | dropped | (single if len(line.duties) > 1 else set())
        duties = tuple(duty for duty in line.duties if duty.assignment.id not in taken)
        seen |= {duty.assignment.id for duty in duties}
        candidates = tuple(duty for duty in line.candidates if duty.assignment.id not in dropped)
        if duties or candidates:
            kept.append(replace(line, duties=duties, candidates=candidates))
    return kept


class _Found:
    """What has been found of a list so far."""

    def __init__(self, awaited: Expected) -> None:
        self._awaited = awaited
        self.lines: list[Line] = []
        self.already: list[Duty] = []
        self.not_owing: list[str] = []
        self.unknown: list[str] = []

    def of(self, piece: Piece) -> list[Duty]:
        """The reports an exception means; one that nobody has is said back."""
        if piece.classes:
            return _class(self._awaited, piece.classes)
        duty = named_by(self._awaited, piece.name)
        if duty is None:
            self.unknown.append(piece.name)
        return [duty] if duty is not None else []

    def take(self, pieces: Sequence[Piece]) -> int:
        """Take the first piece, with those that are parts of the same name; returns how many were taken."""
        first = pieces[0]
        if first.classes and first.act is Act.NAME:
            duties = [d for d in _class(self._awaited, first.classes) if not self._awaited.is_received(d)]
            self._class_line(first, duties)
            return 1
        for count in range(min(_MOST_PARTS, len(pieces)), 1, -1):
            whole = _joined(pieces[:count])
            if whole is not None and self._line(whole):
                return count
        if not (self._line(first) or self._lines(first)):
            self.unknown.append(first.name)
        return 1

    def _lines(self, piece: Piece) -> bool:
        parts = _parts(self._awaited, piece)
        for part in parts:
            self._line(part)
        return bool(parts)

    def _class_line(self, piece: Piece, duties: Sequence[Duty]) -> None:
        if duties:
            self.lines.append(Line(piece.name, tuple(duties)))
        else:
            self.not_owing.append(piece.name)

    def _line(self, piece: Piece) -> bool:
        """Put a name where it belongs; False when no unit is called so."""
        meant = _look(self._awaited, piece.name)
        duty = next((d for found in meant if (d := _owed_by(found, self._awaited.duties))), None)
        candidates = _candidates(self._awaited, meant) if duty is None else []
        if len(candidates) == 1:
            duty = candidates[0]
        if duty is not None and self._awaited.is_received(duty):
            self.already.append(duty)
        elif duty is not None:
            line = Line(piece.name, (duty,), lookalike=_lookalike(self._awaited, duty.unit, piece.name))
            self.lines.append(line.told(piece))
        elif candidates:
            self.lines.append(Line(piece.name, candidates=tuple(candidates)).told(piece))
        elif any(found.unit is not None or found.candidates for found in meant):
            self.not_owing.append(piece.name)
        else:
            return False
        return True


def _look(awaited: Expected, name: str) -> list[Found]:
    return [unit_names.find_among(awaited.units, name, awaited.provinces, day) for day in awaited.days]


def _owed_by(found: Found, duties: Sequence[Duty]) -> Duty | None:
    """The duty of the unit that was named, or of its successor once it has been handed on."""
    for unit in (found.instead_of, found.unit):
        for duty in duties:
            if unit is not None and duty.unit.id == unit.id and duty.assignment.status is not Status.WAIVED:
                return duty
    return None


def _candidates(awaited: Expected, meant: Sequence[Found]) -> list[Duty]:
    """The reports of units that share a name."""
    ids = {unit.id for unit in meant[0].candidates}
    owed = [duty for duty in awaited.duties if duty.unit.id in ids]
    return [duty for duty in owed if duty.assignment.status is not Status.WAIVED]


def _class(awaited: Expected, classes: Sequence[str]) -> list[Duty]:
    """The reports of all units of some classes."""
    found = []
    for duty in awaited.duties:
        is_meant = any(_is_of(awaited, duty.unit, word) for word in classes)
        if is_meant and duty.assignment.status is not Status.WAIVED:
            found.append(duty)
    return sorted(found, key=lambda duty: duty.unit.protocol)


def _is_of(awaited: Expected, unit: Unit, word: str) -> bool:
    if word in NARROW:
        return f" {word} " in f" {fold(unit.name)} "
    groups = Selector(groups=GROUPS[word])
    return any(unit in groups.expand((unit,), day) for day in awaited.days)


def _lookalike(awaited: Expected, unit: Unit, said: str) -> str | None:
    """The name of a unit whose code is easily taken for the one that was typed."""
    if " " in said.strip() or not unit_names.carries(unit, said):
        return None
    others = (
        other.name
        for other in awaited.units
        if other.province_id == unit.province_id
        and other.is_valid_on(awaited.days[0])
        and other.id != unit.id
        and easily_confused(unit.code, other.code)
    )
    return next(others, None)


def _joined(pieces: Sequence[Piece]) -> Piece | None:
    """Pieces as one name with commas in it; only the last may say more."""
    if any(piece.classes or piece.numbers or not re.search(r"\w", piece.name) for piece in pieces):
        return None
    if any(piece.says_more for piece in pieces[:-1]):
        return None
    return replace(pieces[-1], name=", ".join(piece.name for piece in pieces))


def _parts(awaited: Expected, piece: Piece) -> list[Piece]:
    """Names without a comma between them ("SYT và SNV", "SYT SNV"), if every one of them is a unit's."""
    for separator in (" và ", " va ", " & ", " + ", "/", " - ", " "):
        names = [name.strip() for name in piece.name.split(separator)]
        if len(names) > 1 and all(name and _is_known(awaited, name) for name in names):
            return [replace(piece, name=name) for name in names]
    return []


def _is_known(awaited: Expected, name: str) -> bool:
    return any(found.unit is not None or found.candidates for found in _look(awaited, name))
