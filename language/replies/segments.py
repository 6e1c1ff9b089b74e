"""Marks on a message and stretches of them, with the questions the rules ask."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from language.lexicon.cues import Cue


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that bears meaning: `at` counts words, `start` and `end` characters of the canonical text."""

    cues: frozenset[Cue]
    start: int
    end: int
    at: int
    words: int = 1
    value: object = None

    def __contains__(self, cue: Cue) -> bool:
        return cue in self.cues


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a message between two places, with its marks in order."""

    text: str
    start: int
    end: int
    marks: tuple[Mark, ...]

    def slice(self, start: int, end: int) -> "Segment":
        """Cut a stretch out; offsets stay those of the whole message."""
        inside = tuple(m for m in self.marks if start <= m.start and m.end <= end)
        return Segment(self.text, start, end, inside)

    @property
    def own_text(self) -> str:
        """The canonical text of the stretch."""
        return self.text[self.start : self.end]

    def all(self, *cues: Cue) -> tuple[Mark, ...]:
        """Give every mark that carries one of the cues."""
        wanted = frozenset(cues)
        return tuple(m for m in self.marks if m.cues & wanted)

    def has(self, *cues: Cue) -> bool:
        """Tell whether one of the cues occurs."""
        wanted = frozenset(cues)
        return any(m.cues & wanted for m in self.marks)

    def before(self, mark: Mark, *cues: Cue, within: int = 5) -> Mark | None:
        """Give the nearest mark with one of the cues before a mark in the same clause."""
        earlier = [m for m in self.marks if m.start < mark.start]
        return _nearest(reversed(earlier), frozenset(cues), lambda m: mark.at - (m.at + m.words) < within)

    def after(self, mark: Mark, *cues: Cue, within: int = 5) -> Mark | None:
        """Give the nearest mark with one of the cues after a mark in the same clause."""
        later = [m for m in self.marks if m.start >= mark.end]
        return _nearest(iter(later), frozenset(cues), lambda m: m.at - (mark.at + mark.words) < within)

    def between(self, first: Mark, second: Mark, *cues: Cue) -> bool:
        """Tell whether one of the cues stands between two marks."""
        wanted = frozenset(cues)
        return any(m.cues & wanted for m in self.marks if first.end <= m.start < second.start)

    def contrasted(self, first: Mark, second: Mark) -> bool:
        """Tell whether a word of contrast stands between two marks."""
        return self.between(first, second, Cue.CONTRAST)

    def clause_start(self, mark: Mark) -> int:
        """Give the place after the last punctuation before a mark."""
        return max((m.end for m in self.all(Cue.BREAK) if m.end <= mark.start), default=self.start)


def _nearest(marks: Iterator[Mark], wanted: frozenset[Cue], near: Callable[[Mark], bool]) -> Mark | None:
    for mark in marks:
        if not near(mark) or Cue.BREAK in mark:
            return None
        if mark.cues & wanted:
            return mark
    return None
