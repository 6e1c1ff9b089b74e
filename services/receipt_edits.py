"""Changing a list of receipts before it is recorded: who is meant, left out, or said more of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from language.normalise import fold
from language.unit_lists import Act, Piece
from services.receipt_lists import Expected, Line
from services.receipt_names import means, resolve
from services.wording import Duty


@dataclass(frozen=True, slots=True)
class Edited:
    """The list after an answer; `left` are lines that were not picked.

    `records` when it is to be recorded now. `already`, `not_owing` and `unknown` are names that could not be
    followed, and nothing is recorded while there are any unknown ones.
    """

    lines: tuple[Line, ...]
    left: tuple[Line, ...] = ()
    records: bool = False
    cancels: bool = False
    received: date | None = None
    already: tuple[Duty, ...] = ()
    not_owing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def edit(awaited: Expected, lines: Sequence[Line], pieces: Sequence[Piece]) -> Edited | None:
    """Follow an answer piece by piece; None when no piece of it speaks of the list."""
    if pieces and all(piece.act is Act.CANCEL for piece in pieces):
        return Edited(tuple(lines), cancels=True)
    sheet = _Sheet(awaited, lines)
    for piece in pieces:
        sheet.follow(piece)
    if not sheet.is_understood:
        return None
    if all(piece.act is Act.NAME and not piece.says_more for piece in pieces) and not sheet.decided:
        # Bare names say which of the list are meant.
        sheet.picked |= sheet.named
    return sheet.result()


class _Sheet:
    """The list by the numbers that were shown; what is split off or added gets a new number."""

    def __init__(self, awaited: Expected, lines: Sequence[Line]) -> None:
        self._awaited = awaited
        self._lines = dict(enumerate(lines, start=1))
        self._shown = len(lines)
        self._records = False
        self._received: date | None = None
        self._already: list[Duty] = []
        self._not_owing: list[str] = []
        self._unknown: list[str] = []
        self.picked: set[int] = set()
        self.named: set[int] = set()
        self.decided: set[int] = set()
        self.is_understood = False

    def follow(self, piece: Piece) -> None:
        """Do what one piece says."""
        if piece.act is Act.ALL or (piece.classes == ("*",) and not self._unclear()):
            self._records = self.is_understood = True
        elif piece.act is Act.RESOLVE:
            self._resolve(piece)
        elif piece.act is Act.ADD:
            self._add(piece)
        elif piece.act is not Act.CANCEL:
            self._about(piece)

    def result(self) -> Edited:
        """The list as it is now."""
        kept = {n: line for n, line in self._lines.items() if not self.picked or n in self.picked}
        left = [line for n, line in self._lines.items() if n not in kept]
        return Edited(
            tuple(kept.values()),
            tuple(left),
            records=self._records and not self._unknown,
            received=self._received,
            already=tuple(self._already),
            not_owing=tuple(self._not_owing),
            unknown=tuple(self._unknown),
        )

    def _unclear(self) -> list[int]:
        return [n for n, line in self._lines.items() if not line.is_clear]

    def _resolve(self, piece: Piece) -> None:
        """A class word answers the question that a shared name raised."""
        numbers = list(piece.numbers) or self._called(piece.name) or ([] if piece.name else self._unclear())
        known = [n for n in numbers if n in self._lines and self._lines[n].candidates]
        if not known:
            self._unknown.append(piece.name or piece.classes[0])
        for n in known:
            self.is_understood = True
            word = piece.classes[0]
            line = self._lines[n]
            fitting = [d for d in line.candidates if word == "*" or f" {word} " in f" {fold(d.unit.name)} "]
            if len(fitting) == 1 or word == "*":
                self._decide(n, fitting)

    def _decide(self, n: int, meant: Sequence[Duty]) -> None:
        """A line means these reports; those received before are said back."""
        self.decided.add(n)
        self._already += [duty for duty in meant if self._awaited.is_received(duty)]
        duties = tuple(duty for duty in meant if not self._awaited.is_received(duty))
        if duties:
            self._lines[n] = replace(self._lines[n], duties=duties, candidates=())
        else:
            del self._lines[n]

    def _add(self, piece: Piece) -> None:
        found = resolve(self._awaited, [replace(piece, act=Act.NAME)])
        self.is_understood |= bool(found.lines or found.already or found.not_owing)
        self._already += found.already
        self._not_owing += found.not_owing
        self._unknown += found.unknown
        known = {duty.assignment.id for line in self._lines.values() for duty in line.duties}
        for line in found.lines:
            duties = tuple(duty for duty in line.duties if duty.assignment.id not in known)
            if duties or line.candidates:
                self._lines[max(self._lines, default=self._shown) + 1] = replace(line, duties=duties)

    def _about(self, piece: Piece) -> None:
        """A piece about some lines: picked, left out, or with what is said of the document."""
        numbers = self._meant(piece)
        if numbers is None:
            self._unknown.append(piece.name or ", ".join(map(str, piece.numbers)))
            return
        self.is_understood = True
        if piece.act is Act.PICK:
            self._records = True
            self.picked |= set(numbers)
        elif piece.act is Act.DROP:
            for n in numbers:
                del self._lines[n]
        elif not numbers and piece.received is not None:
            self._received = piece.received
        else:
            self._tell(numbers or list(self._lines), piece)

    def _tell(self, numbers: Sequence[int], piece: Piece) -> None:
        self.named |= set(numbers)
        for n in numbers:
            self._lines[n] = self._lines[n].told(piece)

    def _meant(self, piece: Piece) -> list[int] | None:
        """The numbers of the lines a piece is about, none when it names nobody; None when it misses."""
        if piece.numbers:
            is_there = all(n in self._lines and n <= self._shown for n in piece.numbers)
            return list(piece.numbers) if is_there else None
        if not piece.name:
            return []
        found = self._called(piece.name)
        for n, line in list(self._lines.items()):
            meant = means(self._awaited, line, piece.name) if n not in found else []
            # A name that leaves a question open is no answer to it.
            if line.is_clear or len(meant) == 1:
                found += [self._own(n, duty) for duty in meant]
        return [n for n in found if n in self._lines] if found else None

    def _called(self, name: str) -> list[int]:
        """Lines that were typed just so, and are not clear or stand for several units."""
        return [
            n
            for n, line in self._lines.items()
            if name and fold(line.said) == fold(name) and len(line.duties) != 1
        ]

    def _own(self, n: int, duty: Duty) -> int:
        """The number of the line that a report has for itself, made when it shares one."""
        line = self._lines[n]
        if not line.is_clear:
            self._decide(n, [duty])
            return n
        if len(line.duties) == 1:
            return n
        rest = tuple(other for other in line.duties if other.assignment.id != duty.assignment.id)
        self._lines[n] = replace(line, duties=rest)
        added = max(self._lines) + 1
        self._lines[added] = replace(line, said=duty.unit.name, duties=(duty,))
        return added
