"""Percentages, fractions and counts in canonical text."""

import re
from dataclasses import dataclass

from language.normalise import fold_exact
from language.numbers import decimal, integer, number_of_words
from language.patterns import vi

_NUMBER = r"\d+(?:[.,]\d+)*"
_DIGIT_PERCENT = rf"(?P<n>{_NUMBER})(?: ?%)?(?: ?(?:-|đến|tới) ?{_NUMBER})? ?(?:%|phần trăm|pt\b|phan tram)"
_TENS = "mười|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín) (?:mươi|chục)|chục|một trăm"
_WORD_PERCENT = rf"(?P<w>(?:{_TENS})(?: (?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín))?) (?:phần trăm|%)"
_HALF = (
    r"một nửa|được nửa|xong nửa|quá nửa|hơn nửa|gần nửa|nửa chặng|nửa đường|nửa chừng|"
    r"nửa báo cáo|nửa phần|nửa rồi|"
    r"mới nửa|half|50 50|năm mươi năm mươi|=nửa"
)
_FRACTION = (
    rf"(?P<n>{_NUMBER})(?: ?/ ?| phần | trên tổng số | trên | trong tổng số | trong số )(?P<d>{_NUMBER})"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A number at a span; `kind` is percent, fraction or number, `whole` the denominator of a fraction."""

    start: int
    end: int
    kind: str
    number: float
    whole: float | None = None
    in_words: bool = False


def _whole_word(pattern: str) -> re.Pattern[str]:
    return vi(rf"(?<![\w/.,])(?:{pattern})(?!\w)")


def find_values(text: str) -> tuple[Value, ...]:
    """Find percentages (a range gives its lower end), fractions and plain numbers."""
    found: list[Value] = []
    for reader in (_word_parts, _percents, _word_percents, _fractions, _halves, _numbers):
        found.extend(v for v in reader(text) if not any(o.start < v.end and v.start < o.end for o in found))
    return tuple(sorted(found, key=lambda v: v.start))


def _percents(text: str) -> list[Value]:
    pattern = vi(rf"(?<![\w/.,]){_DIGIT_PERCENT}")
    return [Value(*m.span(), "percent", decimal(m["n"])) for m in pattern.finditer(text)]


def _word_percents(text: str) -> list[Value]:
    values = []
    for match in vi(rf"(?<!\w){_WORD_PERCENT}").finditer(text):
        folded = fold_exact(match["w"]).replace("_", "")
        number = 100 if folded == "mot tram" else number_of_words(folded)
        if number is not None:
            values.append(Value(*match.span(), "percent", number, in_words=True))
    return values


def _word_parts(text: str) -> list[Value]:
    values = []
    for match in vi(r"(?<!\w)(?P<n>một|hai|ba|bốn) phần (?P<d>hai|ba|tư|năm)(?!\w)").finditer(text):
        part, whole = integer(match["n"]), integer(match["d"])
        if part and whole and part < whole:
            values.append(Value(*match.span(), "percent", round(100 * part / whole, 1), in_words=True))
    return values


def _fractions(text: str) -> list[Value]:
    return [
        Value(*m.span(), "fraction", decimal(m["n"]), decimal(m["d"]))
        for m in vi(rf"(?<![\w/.,]){_FRACTION}(?![/\w])").finditer(text)
    ]


def _halves(text: str) -> list[Value]:
    return [Value(*m.span(), "percent", 50) for m in _whole_word(_HALF).finditer(text)]


def _numbers(text: str) -> list[Value]:
    return [
        Value(*m.span(), "number", decimal(m.group()))
        for m in _whole_word(_NUMBER).finditer(text)
        if not re.match(r"0\d|\d{8}", m.group())
    ]
