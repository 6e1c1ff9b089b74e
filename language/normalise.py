"""Cleaned text and its canonical form, with offsets that lead back to what was typed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from language.lexicon.homographs import PLAIN
from language.lexicon.spelling import SPELLINGS

Span = tuple[int, int]
_SAME_SHAPE = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "‐": "-",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "…": ".",
    }
)
_REPEATED = re.compile(r"([^\W\d_bcdgnpt])\1{2,}")
_WORD = re.compile(r"(?:[ađd]/c|b/c)(?!\w)|[^\W\d_]+", re.IGNORECASE)
_MODERN = dict(
    zip(
        ["oá", "oà", "oả", "oã", "oạ", "oé", "oè", "oẻ", "oẽ", "oẹ", "uý", "uỳ", "uỷ", "uỹ", "uỵ"],
        ["óa", "òa", "ỏa", "õa", "ọa", "óe", "òe", "ỏe", "õe", "ọe", "úy", "ùy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_OLD_TONES = re.compile(rf"(?<!q)(?:{'|'.join(_MODERN)})$")
_BLANKS = re.compile(r"[^\S\n]+")
_GAP = re.compile(r"[^\S\n]+|\S|\n")


def clean(text: str) -> str:
    """Give NFC text with full-width forms narrowed and stray combining or invisible characters removed."""
    narrowed = "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in text)
    composed = unicodedata.normalize("NFC", narrowed)
    kept = (c for c in composed if unicodedata.category(c) not in {"Mn", "Cf"} or c == "\n")
    return "".join(kept).translate(_SAME_SHAPE).replace("\xa0", " ")


def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFD", char.casefold())[:1] or char
    return "d" if base == "đ" else base


def fold_exact(text: str) -> str:
    """Fold cleaned text character by character, so that every offset stays the same."""
    return "".join(_fold_char(c) for c in text)


def fold(text: str) -> str:
    """Fold any text: no diacritics, no case, single blanks, no blank at the ends."""
    return _BLANKS.sub(" ", fold_exact(clean(text))).strip()


@dataclass(frozen=True, slots=True)
class Canonical:
    """Canonical words of a message; `offsets[i]` is the place in `source` of character i of `text`."""

    source: str
    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> str:
        """Copy what was typed for a span of the canonical text."""
        if start >= end:
            return ""
        return self.source[self.offsets[start] : self.offsets[end - 1] + 1].strip()


@cache
def canonical_word(word: str) -> str:
    """Give the canonical form of one typed word: spelling expanded, tone mark in its modern place."""
    lower = _REPEATED.sub(r"\1", word.casefold())
    expanded = SPELLINGS.get(lower, lower)
    return " ".join(_OLD_TONES.sub(lambda m: _MODERN[m.group()], part) for part in expanded.split(" "))


def _touches_number(source: str, start: int, end: int) -> bool:
    before, after = source[max(0, start - 1) : start], source[end : end + 1]
    return before.isdigit() or after.isdigit() or before in {"/", "-"} or after == "/"


def _mostly_marked(source: str) -> bool:
    words = _WORD.findall(source)
    marked = sum(fold_exact(w) != w.casefold() for w in words)
    return len(words) > 1 and marked * 3 >= len(words)


def _form(word: str, *, raw: bool, marked: bool) -> str:
    if raw:
        return fold_exact(word)
    form = canonical_word(word)
    # In a message typed with diacritics a bare "cho" is exactly "cho", never "chờ".
    return form + "_" if marked and form in PLAIN else form


def _copy_between(source: str, start: int, end: int, builder: "_Builder") -> None:
    for match in _GAP.finditer(source, start, end):
        char = match.group()
        builder.add(" " if char[0].isspace() and char != "\n" else char.casefold(), *match.span())


class _Builder:
    """Collects canonical pieces together with the places they came from."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.offsets: list[int] = []

    def add(self, text: str, start: int, end: int) -> None:
        width = end - start
        self.pieces.append(text)
        self.offsets.extend(min(end - 1, start + i * width // max(1, len(text))) for i in range(len(text)))
        if text:
            self.offsets[-1] = end - 1


def canonical(source: str, protected: Iterable[Span] = ()) -> Canonical:
    """Build the canonical form of cleaned text; words inside protected spans are folded only."""
    guarded = {i for start, end in protected for i in range(start, end)}
    marked = _mostly_marked(source)
    builder = _Builder()
    cursor = 0
    for match in _WORD.finditer(source):
        start, end = match.span()
        _copy_between(source, cursor, start, builder)
        raw = start in guarded or _touches_number(source, start, end)
        builder.add(_form(match.group(), raw=raw, marked=marked), start, end)
        cursor = end
    _copy_between(source, cursor, len(source), builder)
    return Canonical(source, "".join(builder.pieces), tuple(builder.offsets))
