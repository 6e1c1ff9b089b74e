"""A message read once: own words, expressions, named duties and the cues of its phrases."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from language.dates import DateMention, find_dates
from language.lexicon.cues import Cue
from language.lexicon.people import PEOPLE
from language.lexicon.requests import REQUESTS
from language.lexicon.statements import STATEMENTS
from language.lexicon.talk import TALK
from language.normalise import Canonical, canonical, clean
from language.numbers import DocumentNumber, find_bare_numbers, find_document_numbers
from language.patterns import vi
from language.phrases import PhraseBook, Word, words_of
from language.replies.model import OpenObligation
from language.replies.naming import Naming, find_namings
from language.replies.periods import find_periods
from language.replies.quotes import split_quotes
from language.replies.segments import Mark, Segment
from language.replies.values import find_values

_BREAKS = frozenset(",.;:\n?!()")


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one message; `quoted` holds the ids that only the quotation names."""

    own: Canonical
    segment: Segment
    quoted: frozenset[str]


@cache
def phrase_book() -> PhraseBook:
    """Build the phrases of status messages on first use."""
    return PhraseBook(STATEMENTS, PEOPLE, REQUESTS, TALK)


def read(text: str, *, now: datetime, open_obligations: Sequence[OpenObligation]) -> Reading:
    """Read a message of a unit that owes the given obligations; `now` is the local moment of receipt."""
    parts = split_quotes(clean(text))
    documents = find_document_numbers(parts.own)
    own = canonical(parts.own, [(d.start, d.end) for d in documents])
    marks = _marks(own, documents, now, open_obligations)
    segment = Segment(own.text, 0, len(own.text), marks)
    return Reading(own, segment, _quoted(parts.quoted, open_obligations))


def _quoted(text: str, open_obligations: Sequence[OpenObligation]) -> frozenset[str]:
    if not text:
        return frozenset()
    quoted = canonical(text)
    namings = find_namings(quoted.text, words_of(quoted.text), open_obligations)
    return frozenset[str]().union(*(n.ids for n in namings if len(n.ids) == 1))


def _to_canonical(own: Canonical, start: int, end: int) -> tuple[int, int]:
    return bisect_left(own.offsets, start), bisect_left(own.offsets, end)


def _marks(
    own: Canonical,
    documents: Sequence[DocumentNumber],
    now: datetime,
    open_obligations: Sequence[OpenObligation],
) -> tuple[Mark, ...]:
    words = words_of(own.text)
    taken: list[tuple[int, int]] = []
    marks: list[Mark] = []

    def claim(cue: Cue, start: int, end: int, value: object, *more: Cue) -> None:
        if not any(s < end and start < e for s, e in taken):
            taken.append((start, end))
            inside = [i for i, w in enumerate(words) if start <= w.start < end]
            marks.append(
                Mark(frozenset({cue, *more}), start, end, inside[0] if inside else 0, len(inside), value)
            )

    for document in documents:
        claim(Cue.DOCUMENT, *_to_canonical(own, document.start, document.end), document.value)
    namings = find_namings(_masked(own.text, taken), words, open_obligations)
    periods = frozenset(
        p.number for o in open_obligations for p in find_periods(canonical(clean(o.title)).text) if p.number
    )
    for mention in find_dates(own.text, today=now.date(), hour=now.hour, months=periods):
        if not _inside(mention, namings, words):
            claim(Cue.DATE, mention.start, mention.end, mention, *_asking(own.text, mention))
    for naming in namings:
        claim(Cue.NAME, words[naming.first].start, words[naming.last].end, naming)
    for bare in find_bare_numbers(own.source):
        claim(Cue.DOCUMENT, *_to_canonical(own, bare.start, bare.end), bare.value)
    for match in vi(
        r"(?<![\w/])(?:lúc )?(\d{1,2}) ?(?:h|g|giờ) ?(?:\d{2}|rưỡi)?(?: (?:sáng|chiều|tối|"
        r"trưa))?(?P<later> nữa)?(?!\w)|(?:\d{1,2}|nửa|một|hai) (?:phút|tiếng) nữa"
    ).finditer(own.text):
        spoken = int(match[1] or 0) + (12 if int(match[1] or 0) < 7 else 0)
        claim(Cue.HOUR, *match.span(), match[1] is None or match["later"] is not None or spoken > now.hour)
    for value in find_values(own.text):
        claim(Cue(value.kind), value.start, value.end, value)
    _claim_breaks(own.text, words, taken, marks)
    return _with_phrases(words, marks)


def _asking(text: str, mention: DateMention) -> tuple[Cue, ...]:
    # A length of time asked for carries the asking word in its own span ("gia hạn thêm 2 ngày").
    late = vi(r"(?:chậm|trễ|muộn)").match(text, mention.start) is not None
    return (Cue.EXTEND,) if mention.shift is not None and not late else ()


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text


def _inside(mention: DateMention, namings: Sequence[Naming], words: Sequence[Word]) -> bool:
    return any(words[n.first].start <= mention.start and mention.end <= words[n.last].end for n in namings)


def _claim_breaks(
    text: str, words: Sequence[Word], taken: Sequence[tuple[int, int]], marks: list[Mark]
) -> None:
    starts = [w.start for w in words]
    for i, char in enumerate(text):
        if char in _BREAKS and not any(s <= i < e for s, e in taken):
            cues = frozenset({Cue.BREAK, Cue.QUESTION} if char == "?" else {Cue.BREAK})
            marks.append(Mark(cues, i, i + 1, bisect_left(starts, i), 0, char))


def _with_phrases(words: Sequence[Word], fixed: Sequence[Mark]) -> tuple[Mark, ...]:
    book = phrase_book()
    stops = sorted(fixed, key=lambda m: m.start)
    marks = list(fixed)
    measured: dict[int, Mark] = {}
    i = 0
    while i < len(words):
        inside = next((m for m in stops if m.start <= words[i].start < m.end and m.words), None)
        limit = (
            inside.end if inside else next((m.start for m in stops if m.start >= words[i].end), words[-1].end)
        )
        cues, count = book.longest(w for w in words[i:] if w.end <= limit)
        if inside is not None:
            if Cue.MEASURE in cues and Cue.NAME in inside:
                measured[inside.start] = inside
        elif cues:
            marks.append(Mark(cues, words[i].start, words[i + count - 1].end, i, count))
        i += count
    marks = [
        Mark(m.cues | {Cue.MEASURE}, m.start, m.end, m.at, m.words, m.value)
        if m.start in measured and Cue.NAME in m
        else m
        for m in marks
    ]
    return tuple(sorted(marks, key=lambda m: (m.start, m.end)))
