"""What leaders and coordinators ask about the reports of others: who is missing, one unit, a period."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from language.lexicon import questions as words
from language.normalise import Canonical, canonical, clean
from language.patterns import vi
from language.replies.periods import Period, find_periods


class Asked(StrEnum):
    """What is asked for."""

    MISSING = "missing"
    CLAIMED = "claimed"
    EXTENDED = "extended"
    RECEIVED = "received"
    SILENT = "silent"
    OFTEN_LATE = "often_late"
    PROGRESS = "progress"
    ONE_UNIT = "one_unit"
    DOSSIERS = "dossiers"
    URGE = "urge"


class Units(StrEnum):
    """Whom a question is limited to by its class word."""

    BODIES = "bodies"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked; `rest` is what was said beside it, where a report may be named.

    `name` is where the name of one unit stands, `previous` the kind of a period counted back ("tháng trước").
    """

    asked: Asked
    units: Units | None = None
    name: str = ""
    period: Period | None = None
    previous: str = ""
    rest: str = ""


# The first that fits; a narrower question goes before the general one it contains.
_GENERAL = (
    (Asked.SILENT, words.SILENT),
    (Asked.OFTEN_LATE, words.OFTEN_LATE),
    (Asked.EXTENDED, words.EXTENDED),
    (Asked.CLAIMED, words.CLAIMED),
    (Asked.MISSING, words.MISSING),
    (Asked.RECEIVED, words.RECEIVED),
    (Asked.PROGRESS, words.PROGRESS),
)
# These words are also used in statements, so somebody must be asked for.
_NEEDS_WHO = frozenset({Asked.SILENT, Asked.OFTEN_LATE, Asked.EXTENDED, Asked.CLAIMED})
_LATE_DOSSIERS = (words.LATE_DOSSIERS, words.DOSSIERS)


def read_question(text: str) -> Question | None:
    """The question a message asks about reports of others; None for statements and for the own unit's."""
    read = canonical(clean(text).strip())
    if _asks_about_dossiers(read.text):
        return Question(Asked.DOSSIERS)
    if _has(words.OWN, read.text):
        return None
    asked = _asked(read.text)
    if asked is None:
        return _one_unit(read)
    return _about(read, Question(asked, _units(read.text), rest=_beside(asked, read.text)))


def _asked(text: str) -> Asked | None:
    general = next((asked for asked, pattern in _GENERAL if _fits(asked, pattern, text)), None)
    if _has(words.URGE, text):
        # "Nhắc lại các đơn vị chưa nộp" asks for a deed, "nhắc anh còn ai" never stands alone.
        is_of_units = general is None and _has(words.ALL_OF_CLASS, text)
        return Asked.URGE if general is Asked.MISSING or is_of_units else None
    return general


def _fits(asked: Asked, pattern: str, text: str) -> bool:
    if not _has(pattern, text):
        return False
    return asked not in _NEEDS_WHO or _has(rf"{words.WHO}|{words.MANY}|danh sách", text)


def _asks_about_dossiers(text: str) -> bool:
    """Late dossiers of citizens are another matter than late reports, and nothing here counts them."""
    return all(_has(pattern, text) for pattern in _LATE_DOSSIERS) and not _has("báo cáo", text)


def _one_unit(read: Canonical) -> Question | None:
    start = _match(words.LEADING, read.text)
    offset = start.end() if start is not None else 0
    found = vi(words.ONE_UNIT).match(read.text[offset:])
    if found is None:
        return None
    group = next(name for name in ("name", "owes", "how", "about") if found[name])
    first, last = (place + offset for place in found.span(group))
    periods = [one for one in find_periods(read.text) if first <= one.start < last]
    # What names the period is no part of the unit's name.
    for one in periods:
        if one.start - first > last - one.end:
            last = one.start
        else:
            first = one.end
    name = read.original(first, last).strip(" ,.:;")
    if not name and periods and group == "how":
        # "Quý III thế nào" asks about the period itself.
        return _about(read, Question(Asked.PROGRESS))
    return _about(read, Question(Asked.ONE_UNIT, name=name, rest=name)) if name else None


def _about(read: Canonical, question: Question) -> Question:
    """The same question with the period it is about."""
    # As typed: the canonical form knows no letter three times over, as in "quý III".
    periods = find_periods(read.source)
    previous = _search(words.LAST_PERIOD, read.text)
    numbered = next((one for one in periods if one.number is not None), None)
    return replace(question, period=numbered, previous=previous["kind"] if previous else "")


def _beside(asked: Asked, text: str) -> str:
    """The text without the words that ask, which are no part of a report's title."""
    pattern = words.MISSING if asked is Asked.URGE else dict(_GENERAL)[asked]
    found = _search(pattern, text)
    return text if found is None else f"{text[: found.start()]} {text[found.end() :]}"


def _units(text: str) -> Units | None:
    found = _search(words.OF_BLOCK, text)
    if found is None:
        return None
    named = found["many"] or found["which"]
    bodies, places = _has(words.BODIES, named), _has(words.PLACES, named)
    if bodies == places:
        return None
    return Units.BODIES if bodies else Units.PLACES


def _has(pattern: str, text: str) -> bool:
    return _search(pattern, text) is not None


def _search(pattern: str, text: str) -> re.Match[str] | None:
    return vi(rf"(?<!\w)(?:{pattern})(?!\w)").search(text)


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return vi(pattern).match(text)
