"""Lists of units as people type them, and answers to a numbered list of them: `xã. ghi hết, SYT gửi hôm qua`.

Who a name means is decided elsewhere; here it is only told from the verbs, numbers and dates around it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, auto

from language.dates import find_dates
from language.lexicon import unit_lists as words
from language.normalise import Canonical, canonical, clean, fold
from language.numbers import find_bare_numbers, find_document_numbers
from language.patterns import vi

# A full stop after "X", "P" or "TP" belongs to the name that follows.
_BORDER = re.compile(r"[,;\n()]+|(?<!\b[^\W\d])(?<!\b[tTđĐdD][pPxXtTkK])\.(?=\s|$)")
_EXCEPT = vi(r" (?=ngoại trừ )|(?<!ngoại)(?<!ngoai) (?=trừ )")
_BULLET = re.compile(r"(?m)^\s*(?:\d{1,2}[.)]|[-+*•])\s+")
_NUMBER = re.compile(r"\d{1,2}")
_RANGE = re.compile(r"(\d{1,2}) ?(?:-|đến|den|tới|toi) ?(\d{1,2})")
_LONG_CODE = 5
# More digits than this are no number of a list.
_MOST_DIGITS = 2


class Act(StrEnum):
    """What a piece of a list does."""

    NAME = auto()
    ALL = auto()
    CANCEL = auto()
    PICK = auto()
    DROP = auto()
    ADD = auto()
    RESOLVE = auto()


_CARRIED = frozenset({Act.DROP, Act.ADD, Act.PICK})


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: whom it is about (a name as typed, numbers of the list, class words) and what is said of it.

    `classes` are folded class words: of a class ("các sở"), or, with RESOLVE, the one that was meant; `*` is
    both. `received` is a day of arrival, said of the whole list when nobody is named.
    """

    act: Act
    name: str = ""
    numbers: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    document: str | None = None
    sent: date | None = None
    received: date | None = None

    @property
    def says_more(self) -> bool:
        """Whether something is said of the document."""
        return any(item is not None for item in (self.document, self.sent, self.received))


def read_list(text: str, *, today: date) -> tuple[Piece, ...]:
    """The units of a list in their order; exceptions are DROP, classes carry their words and no name."""
    found: list[Piece] = []
    for block in re.split(r"[)\n]", _BULLET.sub("", clean(text))):
        # What stands behind a bracket or on another line begins anew.
        start = len(found)
        for typed, piece in _pieces(block, today):
            _append(found, start, typed, piece)
    return tuple(found)


def _append(found: list[Piece], start: int, typed: str, piece: Piece) -> None:
    last = found[-1] if len(found) > start else None
    if piece.act is Act.ALL:
        piece = Piece(Act.NAME, typed, classes=("don vi",))
    if piece.act is Act.RESOLVE and not piece.name and last is not None and last.classes:
        # "Các xã, phường": the second class word goes on with the first.
        found[-1] = replace(last, name=f"{last.name}, {typed}", classes=last.classes + piece.classes)
    elif last is not None and last.act is Act.DROP and _goes_on(piece):
        # What follows an exception is one too, until a class begins anew.
        found.append(replace(piece, act=Act.DROP))
    else:
        found.append(piece)


def read_answer(text: str, *, today: date) -> tuple[Piece, ...]:
    """What an answer to a numbered list does, piece by piece; a bare name goes on with the verb before it."""
    found: list[Piece] = []
    for _, piece in _pieces(clean(text), today):
        last = found[-1] if found else None
        if last is not None and last.act in _CARRIED and _goes_on(piece):
            piece = replace(piece, act=last.act)
        found.append(piece)
    return tuple(_shared(found))


def _shared(pieces: Sequence[Piece]) -> list[Piece]:
    """ "SYT, SNV gửi hôm qua": the day is said of both; a number belongs to one document alone."""
    found: list[Piece] = []
    for piece in reversed(pieces):
        after = found[0] if found else None
        if piece.act is Act.NAME and _goes_on(piece) and after is not None and after.act is Act.NAME:
            is_shared = after.says_more and after.document is None and bool(after.name)
            piece = replace(piece, sent=after.sent, received=after.received) if is_shared else piece
        found.insert(0, piece)
    return found


def easily_confused(one: str, other: str) -> bool:
    """Whether two codes have the same letters in another order, or are long and one letter apart."""
    first, second = fold(one), fold(other)
    if first == second:
        return False
    if sorted(first) == sorted(second):
        return True
    apart = sum(a != b for a, b in zip(first, second, strict=False))
    return len(first) == len(second) >= _LONG_CODE and apart == 1


def _goes_on(piece: Piece) -> bool:
    return piece.act in (Act.NAME, Act.PICK) and not piece.says_more and not piece.classes


def _pieces(text: str, today: date) -> list[tuple[str, Piece]]:
    parts = (part.strip(" :") for whole in _BORDER.split(text) for part in _exceptions(whole))
    return [(part, _piece(part, today)) for part in parts if part]


def _exceptions(text: str) -> list[str]:
    """Split before "trừ", which needs no comma."""
    said = canonical(text)
    borders = [said.offsets[match.start()] for match in _EXCEPT.finditer(said.text)]
    starts, ends = [0, *borders], [*borders, len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _piece(text: str, today: date) -> Piece:
    said = canonical(text)
    if vi(words.BOTH).fullmatch(said.text):
        return Piece(Act.RESOLVE, classes=("*",))
    for act, pattern in ((Act.CANCEL, words.CANCEL), (Act.ALL, words.ALL)):
        if vi(pattern).fullmatch(said.text):
            return Piece(act)
    for act, pattern in ((Act.DROP, words.DROP), (Act.ADD, words.ADD), (Act.PICK, words.PICK)):
        rest = _rest(said, pattern)
        if rest is not None:
            inner = _about(canonical(rest), rest, today)
            return inner if inner.says_more and act is Act.PICK else replace(inner, act=act)
    return _about(said, text, today)


def _rest(said: Canonical, verb: str) -> str | None:
    match = vi(rf"{verb}:? (?P<rest>.+)").fullmatch(said.text)
    return said.original(*match.span("rest")) if match else None


def _about(said: Canonical, text: str, today: date) -> Piece:
    if vi(words.NUMBERS).fullmatch(said.text):
        return Piece(Act.PICK, numbers=_numbers(said.text))
    classes = _classes(said.text)
    if classes:
        return Piece(Act.NAME, text, classes=classes)
    match = vi(words.RESOLVED).fullmatch(said.text)
    if match is not None:
        who = said.original(*match.span("who")) if match["who"] else ""
        resolved = Piece(Act.RESOLVE, classes=(fold(match["kind"].rstrip("_")),))
        if vi(words.NUMBERS).fullmatch(match["who"] or ""):
            return replace(resolved, numbers=_numbers(match["who"]))
        return replace(resolved, name=who)
    return _described(text, today)


def _classes(text: str) -> tuple[str, ...]:
    kinds = rf"(?:{words.CLASSES})"
    match = vi(
        rf"(?:{words.EVERY}){words.LEVEL} (?P<kinds>(?:(?:các )?{kinds}(?: và | ?/ ?| ?- ?|$| ))+)(?: ?)"
    ).fullmatch(text)
    if match is None:
        return ("don vi",) if vi(r"(?:tất cả|toàn bộ)").fullmatch(text) else ()
    found = (fold(kind.group().rstrip("_")) for kind in vi(kinds).finditer(match["kinds"]))
    return tuple(kind for kind in found if kind in words.GROUPS)


def _described(text: str, today: date) -> Piece:
    """A name with the number and day of its document, if they are said."""
    numbers = find_document_numbers(text) or find_bare_numbers(text)
    said = canonical(text, [(item.start, item.end) for item in numbers])
    days = [item for item in find_dates(said.text, today=today) if item.past or item.future]
    if vi(words.NEGATED).search(said.text) or not (numbers or days):
        return Piece(Act.NAME, text)
    starts = [*(item.start for item in numbers), *(said.offsets[item.start] for item in days)]
    beside = vi(words.BESIDE).search(f" {said.text}")
    if beside is not None:
        starts.append(said.offsets[beside.start()])
    who = text[: min(starts)].strip(" :-")
    day = (days[0].past or days[0].future) if days else None
    arrived = vi(words.RECEIVED).search(said.text) is not None and vi(words.SENT).search(said.text) is None
    told = Piece(Act.NAME, who, sent=None if arrived else day, received=day if arrived else None)
    named = canonical(who).text
    if vi(words.NUMBERS).fullmatch(named):
        told = replace(told, name="", numbers=_numbers(named))
    elif not who and numbers and numbers[0].value.isdigit() and len(numbers[0].value) <= _MOST_DIGITS:
        # "Số 1 gửi hôm qua" speaks of the first of the list, not of a document.
        return replace(told, numbers=(int(numbers[0].value),))
    return replace(told, document=numbers[0].value if numbers else None)


def _numbers(text: str) -> tuple[int, ...]:
    ranges = _RANGE.search(text)
    if ranges is not None and int(ranges[1]) < int(ranges[2]):
        return tuple(range(int(ranges[1]), int(ranges[2]) + 1))
    return tuple(int(number) for number in _NUMBER.findall(text))
