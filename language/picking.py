"""Which entries of a numbered list a short answer names: "cả hai", "1 và 3", "BC10", "trừ TK10"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from language.normalise import fold
from language.numbers import chooses_all, integer

# Words that hold an answer together and name nothing.
_FILLERS = re.compile(
    r"va|voi|cung|ca|cai|ban|bao|cao|bc|muc|so|viec|la|thoi|a|nhe|nha|em|e|minh|ben|chon|y|anh|chi|cua|cho|thi|"
    r"nua|the|do|nay|ay|dung|roi|da|vang|duoc"
)
_COUNTS_ALL = re.compile(r"(?<!\w)ca (?P<n>\w+)")
_EXCEPT = re.compile(r"^(?:(?:tat ca|ca \w+|het|toan bo) )?(?:ngoai tru|tru|bo|khong tinh) (?P<rest>.+)$")
_WORD = re.compile(r"[a-z]+-?\d+[a-z0-9]*|\d+|[a-z]+")
_HEAD = re.compile(
    r"\s*(?:(?:số|so|chọn|chon)\s+)?(?P<n>\d)(?:\s*[.,;:)–-]\s*|\s+)(?P<rest>[^\s\d].*)",
    re.DOTALL | re.IGNORECASE,
)
# "2 ngày nữa" counts days, "1 và 7" names another entry: neither is a number with words of its own.
_COUNTED = re.compile(
    r"(?:(?:va|voi|hoac|hay|den|toi) \d+|ngay|hom|tuan|thang|nam|gio|phut|tieng|"
    r"bao cao|viec|don vi|van ban|ho so|h|%)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its number, the code and the title people may type instead."""

    n: int
    code: str
    title: str = ""


def picked(text: str, entries: Sequence[Entry]) -> frozenset[int] | None:
    """The numbers of the entries that a whole message names; None when it says anything else."""
    folded = fold(text).rstrip(" .!?")
    everything = frozenset(entry.n for entry in entries)
    if chooses_all(folded):
        counted = _COUNTS_ALL.search(folded)
        # "Cả hai" of three entries leaves open which two are meant.
        fits = counted is None or integer(counted["n"]) in (None, len(entries))
        return everything if fits else None
    but = _EXCEPT.match(folded)
    if but is not None:
        named = _named(but["rest"], entries)
        return everything - named if named and named != everything else None
    return _named(folded, entries)


def head_and_rest(text: str) -> tuple[int, str] | None:
    """An option's number followed by further words: "1. mà em nhầm, số 215"; None for other texts."""
    match = _HEAD.fullmatch(text)
    if match is None or _COUNTED.match(fold(match["rest"])):
        return None
    return int(match["n"]), match["rest"].strip()


def _named(folded: str, entries: Sequence[Entry]) -> frozenset[int] | None:
    found: set[int] = set()
    words: list[str] = []
    codes = {fold(entry.code): entry.n for entry in entries}
    numbers = {entry.n for entry in entries}
    for code, n in codes.items():
        # A code may hold blanks and brackets where two units owe the same duty.
        if not _WORD.fullmatch(code) and re.search(rf"(?<!\w){re.escape(code)}(?!\w)", folded):
            folded = folded.replace(code, " ")
            found.add(n)
    for word in _WORD.findall(folded):
        if word in codes:
            found.add(codes[word])
        elif word.isdigit():
            if int(word) not in numbers:
                return None
            found.add(int(word))
        elif not _FILLERS.fullmatch(word):
            words.append(word)
    if words:
        # Words of a title count only when they stand in one title alone, and nothing else was said.
        meant = [entry.n for entry in entries if set(words) <= set(_WORD.findall(fold(entry.title)))]
        if found or len(meant) != 1:
            return None
        found.add(meant[0])
    return frozenset(found) or None
