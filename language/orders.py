"""What a coordinator decides in free words, and what a unit asks for besides its reports.

A question is never a decision, and a bare "ok" only says that something was read.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from language.dates import asked_until, find_dates
from language.lexicon import orders as words
from language.normalise import canonical, clean, fold, fold_exact

_HOUR = re.compile(
    r"(?<![\w/])(?P<hour>\d{1,2}) ?(?:h|g|gio|:(?=\d\d))(?: ?(?P<minute>[0-5]\d)(?![\d/])|(?P<half> ?ruoi))?"
    r"(?: phut)?(?: (?P<part>sang|trua|chieu|toi|dem))?(?!\w)"
)
_LIMIT = re.compile(r"(?<!\w)(?:den|toi|truoc|het|qua|muon nhat|cham nhat)(?: luc| khoang| tam)? ?$")
_AFTERNOON = {"chieu": 1, "toi": 5}
_NOON = 12
_LAST_HOUR = 23
_LETTER = r"[^\W\d_]"
_NAME = re.compile(
    rf"(?:[Đđ]ồng chí|[Dd]ong chi|[Đđ]/c|[Đđ]c|[Dd]c|[Aa]nh|[Cc]hị|[Cc]hi|[Cc]ô|[Ôô]ng|[Bb]à)\s+"
    rf"(?P<name>{_LETTER}+(?:\s+{_LETTER}+){{0,4}})"
)


class OrderKind(StrEnum):
    """What is decided: on more time or another person, or on whose duty something is."""

    AGREE = "agree"
    REFUSE = "refuse"
    UPHOLD = "uphold"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Order:
    """A decision as it was typed: `head` names duties and units, `basis` is the reason in the typed words.

    `until` and `hour` are another day or hour than the one that was asked for.
    """

    kind: OrderKind
    head: str
    basis: str | None = None
    until: date | None = None
    hour: time | None = None


def read_order(text: str, *, now: datetime, due: date | None = None) -> Order | None:
    """The decision in a sentence; None when it is a question or no decision. `now` is the local moment.

    `due` is the last day that "thêm 2 ngày" counts from.
    """
    source = re.sub(r"\s+", " ", clean(text)).strip()
    folded = fold_exact(source)
    kind = _kind(folded)
    if kind is None:
        return None
    head, basis = _parted(source, folded)
    if kind is OrderKind.REFUSE and basis is not None and re.match(words.LESS, fold(basis)):
        kind, said = OrderKind.AGREE, basis
    else:
        # "Đồng ý, đến 12h thứ 6": what follows the comma is still the decision.
        said = source
    if kind is OrderKind.AGREE:
        return Order(kind, source, None, spoken_day(said, now=now, due=due), spoken_hour(said))
    # Releasing a unit rests on the whole sentence, which says whose the duty is instead.
    return Order(kind, head, source if kind is OrderKind.RELEASE else basis)


def _kind(folded: str) -> OrderKind | None:
    """Which decision opens the sentence; refusals and releases are looked for first, as they say "không"."""
    if re.search(words.ASKS, folded.rstrip(" .!")):
        return None
    shapes = (
        (OrderKind.RELEASE, words.RELEASES),
        (OrderKind.UPHOLD, words.UPHOLDS),
        (OrderKind.REFUSE, words.REFUSES),
        (OrderKind.AGREE, words.AGREES),
    )
    for kind, shape in shapes:
        if re.match(rf"{words.OPENERS}(?:{shape})(?!\w)", folded):
            return kind
    return None


def _parted(source: str, folded: str) -> tuple[str, str | None]:
    """The decision and its reason; a reason that only repeats the old deadline is none."""
    parting = re.search(words.REASON_WORDS, folded)
    if parting is None:
        return source, None
    basis = source[parting.end() :].strip(" ,;:.")
    is_empty = not basis or re.fullmatch(words.OLD_DEADLINE, fold(basis)) is not None
    return source[: parting.start()], None if is_empty else basis


def spoken_day(text: str, *, now: datetime, due: date | None = None) -> date | None:
    """The day to come that a text names last ("đến thứ 6", "thêm 2 ngày")."""
    plain = canonical(clean(text)).text
    days = []
    for mention in find_dates(plain, today=now.date(), hour=now.hour):
        if mention.future is not None:
            days.append(mention.future)
        elif mention.shift is not None:
            days.append(asked_until(mention.shift, due, now.date()))
    return days[-1] if days else None


def spoken_hour(text: str, *, as_limit: bool = False) -> time | None:
    """The hour of the day that a text names ("12h", "16h30", "4 giờ chiều").

    `as_limit` takes only one that something runs to: "đến 12h", not "họp lúc 9h".
    """
    folded = fold_exact(clean(text))
    for match in _HOUR.finditer(folded):
        if as_limit and _LIMIT.search(folded[: match.start()]) is None:
            continue
        hour, part = int(match["hour"]), match["part"]
        if part == "dem":
            # Midnight is the end of the day, which needs no hour.
            continue
        if part in _AFTERNOON and _AFTERNOON[part] <= hour < _NOON:
            hour += _NOON
        if hour <= _LAST_HOUR:
            return time(hour, 30 if match["half"] else int(match["minute"] or 0))
    return None


@dataclass(frozen=True, slots=True)
class Substitution:
    """Somebody else does the work from now on; `name` when one was given."""

    name: str | None = None


def read_substitution(text: str) -> Substitution | None:
    """Who takes over; None for a question, and for what somebody did once instead of another.

    It takes a word that says it lasts and a word that somebody takes over.
    """
    source = re.sub(r"\s+", " ", clean(text)).strip()
    folded = fold_exact(source)
    if re.search(words.ASKS, folded.rstrip(" .!")) or re.search(
        r"(?<!\w)(?:da )?gui (?:roi|so)(?!\w)", folded
    ):
        return None
    lasts = re.search(rf"(?<!\w)(?:{words.LASTING})(?!\w)", folded)
    replaced = re.search(rf"(?<!\w)(?:{words.REPLACES})(?!\w)", folded)
    if lasts is None or replaced is None:
        return None
    return Substitution(_named(source))


def _named(source: str) -> str | None:
    """The name behind a form of address: its capitalised words."""
    for match in _NAME.finditer(source):
        name = []
        for word in match["name"].split():
            if not word[0].isupper():
                break
            name.append(word)
        if name:
            return " ".join(name)
    return None


def asks_call_back(text: str) -> bool:
    """Whether a unit asks to be telephoned ("gọi", "nhờ Văn phòng gọi lại cho em")."""
    return re.fullmatch(words.CALLS_BACK, fold(text).rstrip(" .!")) is not None
