"""Cutting a message into statements: a new duty with its act, a question beside a report, further values."""

import re
from collections.abc import Iterator

from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.facts import Facts, facts_of
from language.replies.intents import intent_of
from language.replies.model import Intent
from language.replies.naming import Naming
from language.replies.reading import Reading
from language.replies.segments import Mark, Segment

_ACTS = (
    Cue.SUBMIT,
    Cue.DONE,
    Cue.SIGN,
    Cue.NEG,
    Cue.PROGRESS,
    Cue.PREPARE,
    Cue.PERCENT,
    Cue.DOCUMENT,
    Cue.NOT_BEGUN,
    Cue.OBSTACLE,
    Cue.EXTEND,
    Cue.ASK_FOR,
    Cue.WAIT,
    Cue.NOT_OURS,
    Cue.NOT_NEEDED,
    Cue.NIL,
    Cue.CORRECT,
    Cue.FRACTION,
    Cue.ONGOING,
    Cue.WHEN,
    Cue.WHO,
    Cue.CANNOT,
    Cue.HINDRANCE,
    Cue.WORK,
    Cue.DUE,
    Cue.DATE,
)
_ASKS = frozenset({Intent.ASK_OVERDUE, Intent.ASK_MY_TASKS, Intent.ASK_DEADLINE, Intent.ASK_HELP})
_TALK = frozenset({Intent.ACK, Intent.OTHER})


def split_statements(reading: Reading) -> list[Facts]:
    """Give the statements of a message in order; there is always one."""
    whole = facts_of(reading.segment)
    if intent_of(whole) is Intent.CORRECTION:
        return [whole]
    pieces = list(_by_name(reading.segment))
    pieces = _without_empty(pieces)
    pieces = [part for piece in pieces for part in _by_question(piece)]
    pieces = [part for piece in pieces for part in _by_value(piece)]
    return [facts_of(p) for p in pieces]


def _ids(mark: Mark) -> frozenset[str]:
    value = mark.value
    return value.ids if isinstance(value, Naming) and len(value.ids) == 1 else frozenset()


def _by_name(segment: Segment) -> Iterator[Segment]:
    start, seen, last = segment.start, frozenset[str](), segment.start
    for mark in segment.all(Cue.NAME):
        ids = _ids(mark)
        if ids and seen and not ids & seen and segment.slice(start, mark.start).has(*_ACTS):
            cut = _boundary(segment, start, last, mark)
            if cut > start:
                yield segment.slice(start, cut)
                start, seen = cut, frozenset()
        if ids:
            seen, last = seen | ids, mark.end
    yield segment.slice(start, segment.end)


def _boundary(segment: Segment, start: int, last: int, mark: Mark) -> int:
    """Find where the next statement begins: at a separator, else before the name, else after the last one."""
    between = segment.text[last : mark.start]
    separators = list(vi(r"[,.;:\n]| và | còn | nhưng | riêng | mà | với ").finditer(between))
    if separators:
        return last + separators[-1].start()
    names = segment.slice(start, last).all(Cue.NAME)
    verb_first = bool(names) and segment.slice(start, names[0].start).has(*_ACTS)
    return last if verb_first else mark.start


def _without_empty(pieces: list[Segment]) -> list[Segment]:
    """Join a piece that only lists a further duty to its neighbour; drop one that says nothing of its own."""
    kept: list[Segment] = []
    for piece in pieces:
        if not kept or piece.has(*_ACTS):
            kept.append(piece)
        elif not piece.has(Cue.NEUTRAL) and len(piece.own_text.split()) <= 8:
            kept[-1] = _joined(kept[-1], piece)
    return kept


def _joined(left: Segment, right: Segment) -> Segment:
    return Segment(left.text, left.start, right.end, left.marks + right.marks)


def _sentences(segment: Segment) -> Iterator[Segment]:
    start = segment.start
    for match in _stops(segment):
        yield segment.slice(start, match)
        start = match
    yield segment.slice(start, segment.end)


def _stops(segment: Segment) -> Iterator[int]:
    for mark in segment.all(Cue.BREAK):
        text = segment.text[mark.start : mark.end]
        rest = segment.text[mark.end : segment.end]
        aside = vi(
            r"\s*(?:còn|à mà|mà|tiện thể|tiện|nhân tiện|cho em hỏi|cho hỏi|cho mình hỏi|hỏi|với lại|"
            r"ngoài ra|anh cho|chị cho|xin hỏi|nhờ)\b"
        )
        if text in ".?!\n;" or aside.match(rest) or re.match(r"\s*$", rest):
            yield mark.end


def _by_question(piece: Segment) -> list[Segment]:
    """Keep a question apart from the report it stands beside; otherwise the piece stays whole."""
    sentences = [s for s in _sentences(piece) if s.own_text.strip()]
    intents = [intent_of(facts_of(s)) for s in sentences]
    kinds = {"ask" if i in _ASKS else "report" for i in intents if i not in _TALK}
    if len(kinds) < 2:
        return [piece]
    grouped: list[tuple[str, Segment]] = []
    for sentence, intent in zip(sentences, intents, strict=True):
        kind = "ask" if intent in _ASKS else "report"
        if grouped and (intent in _TALK or grouped[-1][0] == kind):
            grouped[-1] = (grouped[-1][0], _joined(grouped[-1][1], sentence))
        else:
            grouped.append((kind, sentence))
    return [s for _, s in grouped]


def _by_value(piece: Segment) -> list[Segment]:
    """Give every further indicator its own statement; a share right after its fraction belongs to it."""
    if intent_of(facts_of(piece)) is not Intent.INDICATOR_VALUE:
        return [piece]
    parts: list[Segment] = []
    start = piece.start
    for mark in piece.all(Cue.BREAK):
        parts.append(piece.slice(start, mark.end))
        start = mark.end
    parts.append(piece.slice(start, piece.end))
    kept: list[Segment] = []
    for part in parts:
        if kept and not _is_new_value(kept[-1], part):
            kept[-1] = _joined(kept[-1], part)
        elif part.own_text.strip():
            kept.append(part)
    return kept


def _is_new_value(left: Segment, right: Segment) -> bool:
    values = (Cue.PERCENT, Cue.FRACTION, Cue.NUMBER)
    if not right.has(*values) or not left.has(*values):
        return False
    completes = left.has(Cue.FRACTION) != right.has(Cue.FRACTION) and (
        left.has(Cue.PERCENT) != right.has(Cue.PERCENT)
    )
    return not completes
