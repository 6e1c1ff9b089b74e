"""An order without a letter ("các sở, xã: số máy quét, trước 9h mai"): whom it is for, what, until when."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from language.dates import find_dates
from language.lexicon import quick_orders as words
from language.lexicon.unit_lists import CLASSES, EVERY
from language.normalise import canonical, clean, fold, fold_exact
from language.numbers import integer
from language.orders import spoken_hour
from language.patterns import vi

# A colon within an hour parts nothing, and neither does a full stop within a number.
_BORDER = re.compile(r"[,;\n]|(?<!\d):|:(?!\d\d)|\.(?=\s|$)")
_COLON = re.compile(r"(?<!\d):|:(?!\d\d)")
_TOKEN = re.compile(r"[a-z]+|\d+")
_LEADING = re.compile(r"(?<!\w)(?:truoc|han|cham|muon|den|trong|gui|tra|nop|xong|luc|vao|het|\d)")
_TIME, _PARTS = frozenset(words.TIME_WORDS.split()), frozenset(words.PARTS_OF_DAY.split())
# A day that would come only so much later is one that is over.
_LONG = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Due:
    """Until when: the day, its hour if one was said, and whether the words exclude it ("trước")."""

    day: date
    at: time | None = None
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What was found; blank or None where something is missing."""

    whom: str = ""
    question: str = ""
    due: Due | None = None


def read_order(text: str, *, now: datetime) -> Order:
    """The parts of an order; `now` is the local moment."""
    source = re.sub(r"[^\S\n]+", " ", clean(text)).strip()
    due, rest = _without_due(source, now)
    whom, question = _parted(rest)
    return Order(_tidy(whom), _tidy(question), due)


def read_due(text: str, *, now: datetime) -> Due | None:
    """A deadline that stands alone ("9h mai", "trước 16h30 thứ 5"); None for anything else."""
    plain = re.sub(r"\s+", " ", clean(text)).strip(" ,;.!")
    return _due(plain, now) if _is_time(fold_exact(plain)) else None


def is_for_everybody(text: str) -> bool:
    """Whether a name of units means all of them."""
    return re.fullmatch(words.EVERYBODY, fold(text)) is not None


def calls_off(text: str) -> bool:
    """Whether an answer only gives the matter up."""
    return re.fullmatch(words.CALLED_OFF, fold(text).rstrip(" .!")) is not None


def _without_due(source: str, now: datetime) -> tuple[Due | None, str]:
    """The last deadline of a text, and the text without it."""
    borders = [match.start() for match in _BORDER.finditer(source)]
    pieces = list(zip([0, *(place + 1 for place in borders)], [*borders, len(source)], strict=True))
    for start, end in reversed(pieces):
        for match in _LEADING.finditer(fold_exact(source[start:end])):
            said = source[start + match.start() : end].strip()
            if _is_time(fold_exact(said)) and _names_a_moment(said, now):
                # A part of a day without its hour is no deadline, and no part of the question either.
                return _due(said, now), source[: start + match.start()].rstrip(" ,;.") + source[end:]
    return None, source


def _names_a_moment(said: str, now: datetime) -> bool:
    return spoken_hour(said) is not None or _day(said, now) is not None or _counts_hours(said) is not None


def _counts_hours(said: str) -> re.Match[str] | None:
    return re.search(words.NEXT_HOURS, fold(said))


def _is_time(folded: str) -> bool:
    """Whether a text consists of words of time."""
    tokens = _TOKEN.findall(folded)
    return bool(tokens) and all(token.isdigit() or token in _TIME for token in tokens)


def _due(said: str, now: datetime) -> Due | None:
    folded = fold(said)
    is_before = re.search(r"(?<!\w)truoc(?!\w)", folded) is not None
    soon = _counts_hours(said)
    if soon is not None:
        moment = now + _span(soon["n"], soon["unit"])
        return Due(moment.date(), moment.time().replace(second=0, microsecond=0), is_before)
    at, day = spoken_hour(said), _day(said, now)
    if at is None and (day is None or _PARTS & set(folded.split())):
        return None
    return Due(day or now.date(), at, is_before)


def _span(number: str, unit: str) -> timedelta:
    count = integer(number)
    if count is None:
        return timedelta(minutes=30)
    return timedelta(minutes=count) if unit == "phut" else timedelta(hours=count)


def _day(said: str, now: datetime) -> date | None:
    """The day that is named; one of this year that is over stays over."""
    for mention in find_dates(canonical(said).text, today=now.date(), hour=now.hour):
        if mention.past is not None and (mention.future is None or mention.future - now.date() > _LONG):
            return mention.past
        if mention.future is not None:
            return mention.future
    return None


def _parted(text: str) -> tuple[str, str]:
    """Whom and what: parted by a colon, or behind the class words with which a text begins."""
    colon = _COLON.search(text)
    if colon is not None:
        return text[: colon.start()], text[colon.end() :]
    said = canonical(text)
    kinds = rf"(?:{CLASSES})(?!\w)"
    leading = vi(rf"(?:{EVERY}) {kinds}(?:(?:,| và| ?/) ?(?:các )?{kinds})*").match(said.text)
    if leading is None:
        return "", text
    end = said.offsets[leading.end() - 1] + 1
    return text[:end], text[end:]


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;:.-")
