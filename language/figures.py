"""One figure in an answer: "12", "xã em có 12 máy", "1.250,5". A zero is only what somebody wrote as one."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from language.lexicon import quick_orders as words
from language.normalise import clean, fold
from language.numbers import NUMBER_WORDS, find_document_numbers, number_of_words

_TOKEN = re.compile(r"\d[\d.,]*\d%?|\d%?|[^\W_]+|[^\s\w]")
_NUMBER = re.compile(r"\d[\d.,]*%?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# "1.25" and "1,250" are written by those who mean a decimal point, or thousands, and by those who do not.
_FOREIGN = re.compile(r"\d+\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_TWO_MEANINGS = re.compile(r"\d{1,3},\d{3}")
_NEGATIVE = re.compile(r"(?:^|\s)-\d")
_HARMLESS = frozenset('.,!:;=()"')
_WRAPPING = frozenset(f"{words.FILLERS} {words.ABOUT} {words.CORRECTING}".split())
_OTHER_MATTERS, _NIL_WORDS = frozenset(words.OTHER_MATTERS.split()), frozenset(words.NIL_WORDS.split())
# A document of a province never speaks of more.
_MOST_DIGITS = 15


class Kind(StrEnum):
    """What an answer gives: a figure, one that must be confirmed, none at all, no answer yet, or several."""

    SURE = "sure"
    UNSURE = "unsure"
    NIL = "nil"
    NOT_YET = "not_yet"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as decimal text with a point; empty where none was given. `corrects`: it replaces another.

    `is_bare`: nothing but the number was written.
    """

    kind: Kind
    value: str = ""
    corrects: bool = False
    is_bare: bool = False


def mentions(text: str, code: str) -> bool:
    """Whether a text names a duty by its code."""
    return _coded(code).search(fold(text)) is not None


def is_summable(question: str) -> bool:
    """Whether figures of several units make a sum; rates and averages do not."""
    return re.search(words.NO_SUM, fold(question)) is None


def read_figure(text: str, *, topic: str, code: str = "") -> Figure | None:
    """The figure that answers a question (`topic`: its words and the unit's names); None for other texts.

    With the code beside it every number counts; without it all words must belong to the question.
    """
    folded = fold(text)
    is_coded = bool(code) and mentions(text, code)
    rest = _coded(code).sub(" ", folded).strip(" .!:=-–") if is_coded else folded.strip(" .!")
    if find_document_numbers(clean(text)) or "?" in rest or _NEGATIVE.search(folded):
        return None
    tokens = _TOKEN.findall(rest)
    numbers = [token for token in tokens if _NUMBER.fullmatch(token)]
    said = [token for token in tokens if token not in numbers and token not in _HARMLESS]
    if not is_coded and _OTHER_MATTERS & set(said) and re.search(words.NOT_YET, rest) is None:
        return None
    if not numbers:
        return _without_number(rest, said, topic)
    strange = set(said) - _known(topic)
    if strange or (len(numbers) > 1):
        return Figure(Kind.SEVERAL) if len(numbers) > 1 and not strange else None
    return _one(numbers[0], rest, topic)


def _one(number: str, rest: str, topic: str) -> Figure | None:
    value, is_sure = _value(number.rstrip("%"))
    if value is None or (number.endswith("%") and is_summable(topic)):
        return None
    is_sure = is_sure and re.search(words.ABOUT_WORD, rest) is None
    corrects = re.search(words.CORRECTS, rest) is not None
    return Figure(Kind.SURE if is_sure else Kind.UNSURE, value, corrects, is_bare=rest == number)


def _without_number(rest: str, said: list[str], topic: str) -> Figure | None:
    if re.search(words.NOT_YET, rest):
        return Figure(Kind.NOT_YET)
    known = _known(topic)
    if re.search(words.NIL, rest) and set(said) <= known | _NIL_WORDS:
        return Figure(Kind.NIL)
    spoken = " ".join(token for token in said if token not in known or re.fullmatch(NUMBER_WORDS, token))
    number = number_of_words(spoken) if re.fullmatch(NUMBER_WORDS, spoken) else None
    # Without its marks "nam" is a man, a year or five: a number in words is always confirmed.
    return Figure(Kind.UNSURE, str(number)) if number else None


def _known(topic: str) -> frozenset[str]:
    of_topic = frozenset(re.findall(r"[^\W_]+", fold(topic)))
    return _WRAPPING | of_topic


def _value(typed: str) -> tuple[str | None, bool]:
    """The number as canonical decimal text, and whether it can be read in one way only."""
    typed = typed.rstrip(".,")
    if sum(char.isdigit() for char in typed) > _MOST_DIGITS:
        return None, False
    if _GROUPED.fullmatch(typed):
        return _canonical(typed.replace(".", "").replace(",", ".")), not _TWO_MEANINGS.fullmatch(typed)
    if _FOREIGN.fullmatch(typed):
        return _canonical(typed.replace(",", "")), False
    return None, False


def _canonical(plain: str) -> str:
    written = format(Decimal(plain), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _coded(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(fold(code))}(?!\w)")
