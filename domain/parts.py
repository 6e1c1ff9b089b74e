"""Long texts in parts: on the borders of lines, each part naming the duty it goes on speaking of."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# A duty's line begins with its code: `BC10 (…`, `TK2026Q4: …`, `CSDL (…`.
_CODE = re.compile(r"[A-ZĐ]{2,}[0-9][0-9A-ZĐ]*|[A-ZĐ]{2,}(?= \()")
_SENTENCE = re.compile(r"(?<=[.;:?])\s+")
_WORD = re.compile(r"\s+")
# No text of ours comes in more parts; room is kept for a heading with this number.
_MOST_PARTS = 999
# The longest thing that people read as one sign: a family of four with their joiners; code points.
_LONGEST_SIGN = 12
_JOINER = "\u200d"
_VARIANTS = range(0xFE00, 0xFE10)
_SKIN_TONES = range(0x1F3FB, 0x1F400)

# The heading of a part that goes on: its number, how many there are, and the code or "".
Heading = Callable[[int, int, str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text; `late_lines` are numbers of its own lines, from 0."""

    text: str
    late_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a piece of one that is too long; `code` is that of the duty it speaks of."""

    text: str
    is_late: bool
    code: str


def length(text: str) -> int:
    """The length that messengers count: UTF-16 code units after NFC."""
    return len(unicodedata.normalize("NFC", text).encode("utf-16-le")) // 2


def split(text: str, limit: int, *, heading: Heading, late_lines: Sequence[int] = ()) -> tuple[Part, ...]:
    """The text in parts of at most `limit` UTF-16 code units after NFC.

    A line that is too long by itself is divided at its sentences, then at its words, and only a word without
    end between its characters, never inside one. ValueError when the limit leaves no room below a heading.
    """
    whole = unicodedata.normalize("NFC", text)
    if length(whole) <= limit:
        return (Part(whole, tuple(late_lines)),)
    lines = whole.split("\n")
    codes = list(_codes(lines))
    longest = max(length(heading(_MOST_PARTS, _MOST_PARTS, code)) for code in codes)
    room = limit - longest - 1
    if room < 1:
        raise ValueError(f"{limit} code units leave no room below a heading")
    pieces = [
        _Piece(piece, number in late_lines, codes[number])
        for number, line in enumerate(lines)
        for piece in _broken(line, room)
    ]
    packed = _packed(pieces, room)
    return tuple(_part(found, number, len(packed), heading) for number, found in enumerate(packed, 1))


def _codes(lines: Sequence[str]) -> Iterator[str]:
    """For each line the code it begins with, or that of the nearest line before it, or ""."""
    code = ""
    for line in lines:
        found = _CODE.match(line)
        code = found[0] if found else code
        yield code


def _packed(pieces: Sequence[_Piece], room: int) -> list[list[_Piece]]:
    packed: list[list[_Piece]] = [[]]
    used = -1
    for piece in pieces:
        more = length(piece.text) + 1
        if packed[-1] and used + more > room:
            packed.append([])
            used = -1
        packed[-1].append(piece)
        used += more
    return packed


def _part(pieces: Sequence[_Piece], number: int, total: int, heading: Heading) -> Part:
    lines = [piece.text for piece in pieces]
    late = [at for at, piece in enumerate(pieces) if piece.is_late]
    if number > 1:
        lines.insert(0, heading(number, total, pieces[0].code))
        late = [at + 1 for at in late]
    return Part("\n".join(lines), tuple(late))


def _broken(line: str, room: int, borders: tuple[re.Pattern[str], ...] = (_SENTENCE, _WORD)) -> list[str]:
    """The line in pieces that fit, divided at the first kind of border that helps."""
    if length(line) <= room:
        return [line]
    if not borders:
        return _joined(list(_characters(line)), "", room)
    units = [piece for unit in borders[0].split(line) for piece in _broken(unit, room, borders[1:])]
    return _joined(units, " ", room)


def _joined(units: Sequence[str], between: str, room: int) -> list[str]:
    """Units put together again as long as they fit."""
    found = [units[0]]
    for unit in units[1:]:
        together = found[-1] + between + unit
        if length(together) <= room:
            found[-1] = together
        else:
            found.append(unit)
    return found


def _characters(text: str) -> Iterator[str]:
    """What people see as single characters: a sign with its marks, joined pictures, pairs of letters."""
    current = ""
    for sign in text:
        belongs = _clings(sign) or current.endswith(_JOINER)
        if current and (not belongs or len(current) >= _LONGEST_SIGN):
            yield current
            current = ""
        current += sign
    yield current


def _clings(sign: str) -> bool:
    is_mark = unicodedata.category(sign).startswith("M")
    return is_mark or sign == _JOINER or ord(sign) in _VARIANTS or ord(sign) in _SKIN_TONES
