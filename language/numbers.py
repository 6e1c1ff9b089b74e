"""Numbers as people type them: choices, decimals, number words and document numbers."""

import re
from dataclasses import dataclass

from language.normalise import clean, fold, fold_exact

_WORD_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9,
}  # fmt: skip
_UNIT = "mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin"
NUMBER_WORDS = rf"(?:(?:{_UNIT})? ?(?:muoi|chuc) ?(?:{_UNIT})?|(?:{_UNIT})(?: (?:{_UNIT}))?)"
_COMPOSED = re.compile(
    rf"(?:(?P<tens>{_UNIT}) )?(?:muoi|chuc)(?: (?P<ones>{_UNIT}))?|(?P<a>{_UNIT})(?: (?P<b>{_UNIT}))?"
)
_CHOICE = re.compile(
    r"(?:(?:so|chon|y|muc|phuong an) )?(?P<n>\d{1,2}|[a-z]{2,4})(?: ?[.):!])?(?: (?:a|nhe|nha|em|anh|chi))*"
)
_CODE_CHOICE_ONCE = r"(?P<code>[a-z]{1,6}\d{1,4}[a-z]?|[a-z]{2,8}-\d{1,4}[a-z]?)[ :=-]+(?P<n>\d{1,2})(?!\w)"
_CODE_CHOICE = re.compile(rf"{_CODE_CHOICE_ONCE}(?: ?[.)])?(?: a)?")
# Kinds of symbols: ISSUER-DRAFTER, TYPE-ISSUER, YEAR/TYPE-ISSUER (domain.md 3.5); blanks and dashes vary.
_DOCUMENT = re.compile(
    r"(?<![\w/.,-])(?P<number>\d{1,5}[a-z]?) ?(?:/ ?(?P<year>(?:19|20)\d\d) ?)?/ ?"
    r"(?P<symbol>[a-z][a-z&0-9]{0,14}(?: ?[-.&/] ?[a-z][a-z&0-9]{0,14}){0,4})(?![\w])"
)
_PARTY = re.compile(
    r"(?<![\w/.,-])(?P<number>\d{1,5}) ?- ?(?P<symbol>(?:nq|qd|ct|kl|tb|bc|cv|kh|hd)/ ?[a-z&]{2,10})(?!\w)"
)
_BARE = re.compile(
    r"(?<!\w)(?:(?:bc|cv|vb|bao cao|cong van|van ban|to trinh|ttr)(?: so)?|so hieu|so vb|"
    r"so cv|so bc|ma so|ma vb|ma|so)"
    r" ?:? ?(?P<number>\d{1,5}[a-z]?)(?![\w/%])(?!,\d|\.\d)"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Number and symbol of a document at a span of the cleaned text; upper case, without blanks."""

    start: int
    end: int
    value: str
    bare: bool = False


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def find_document_numbers(source: str) -> tuple[DocumentNumber, ...]:
    """Find numbers with a symbol in cleaned text, such as 215/BC-STP (domain.md 3.5)."""
    folded = fold_exact(source)
    found: list[DocumentNumber] = []
    for pattern in (_DOCUMENT, _PARTY):
        for match in pattern.finditer(folded):
            start, end = match.span()
            if _is_symbol(match["symbol"]) and not any(d.start < end and start < d.end for d in found):
                found.append(DocumentNumber(start, end, _tidy(source[start:end])))
    return tuple(sorted(found, key=lambda d: d.start))


def _is_symbol(symbol: str) -> bool:
    words = re.split(r"[^a-z0-9]+", symbol)
    return any(len(word) > 1 for word in words) and words[0] not in {
        "thang",
        "ngay",
        "hs",
        "ho",
        "xa",
        "phong",
        "don",
    }


def find_bare_numbers(source: str) -> tuple[DocumentNumber, ...]:
    """Find numbers announced by a type word or "số" but written without a symbol, such as BC 215."""
    folded = fold_exact(source)
    return tuple(
        DocumentNumber(m.start("number"), m.end("number"), _tidy(m["number"]), bare=True)
        for m in _BARE.finditer(folded)
    )


def document_number(text: str) -> str | None:
    """Give the only document number of a text, or None when there is none or several."""
    found = {d.value for d in find_document_numbers(clean(text))}
    return found.pop() if len(found) == 1 else None


def number_of_words(text: str) -> int | None:
    """Read folded number words from 0 to 99, such as "hai muoi lam"; None when they are no number."""
    match = _COMPOSED.fullmatch(text.strip())
    if match is None:
        return _WORD_DIGITS.get(text.strip())
    if match["a"]:
        first = _WORD_DIGITS[match["a"]]
        return first if match["b"] is None else first * 10 + _WORD_DIGITS[match["b"]]
    return _WORD_DIGITS.get(match["tens"] or "mot", 1) * 10 + _WORD_DIGITS.get(match["ones"] or "khong", 0)


def integer(text: str) -> int | None:
    """Read digits or folded number words."""
    plain = fold_exact(text).replace("_", "").strip()
    return int(plain) if plain.isdigit() else number_of_words(plain)


def decimal(text: str) -> float | int:
    """Read a Vietnamese number: decimal comma, and a dot before exactly three digits groups thousands."""
    plain = text.strip()
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain):
        plain = plain.replace(".", "")
    value = float(plain) if plain.count(".") <= 1 else float(plain.replace(".", ""))
    return int(value) if value.is_integer() else value


def bare_choice(text: str) -> int | None:
    """Give the number when a message is only the choice of a numbered option: `2`, `2.`, `số 2`, `hai`."""
    match = _CHOICE.fullmatch(fold(text))
    return integer(match["n"]) if match else None


def chooses_all(text: str) -> bool:
    """Tell whether a message only picks every numbered option: `cả hai`, `cả 2`, `tất cả`, `hết`."""
    every = r"(?:em |chon |ghi )?(?:ca (?:hai|ba|bon|\d)|tat ca|toan bo|het|all)"
    return re.fullmatch(every + r"(?: (?:a|nhe|nha|em|anh|chi))*[.!]?", fold(text)) is not None


def codes_and_choices(text: str) -> list[tuple[str, int]]:
    """Give the codes with their options of an answer to several at once, such as `BC10 2, TK10 1`."""
    folded = fold(text)
    whole = rf"{_CODE_CHOICE_ONCE}(?:[ ,;.+/\n]+(?:va |con )?{_CODE_CHOICE_ONCE})+(?: a)?[ .!]*"
    if re.fullmatch(re.sub(r"\(\?P<\w+>", "(?:", whole), folded) is None:
        return []
    return [(found["code"].upper(), int(found["n"])) for found in re.finditer(_CODE_CHOICE_ONCE, folded)]


def code_and_choice(text: str) -> tuple[str, int] | None:
    """Give code and option of an answer such as `BC10 2`; the code in upper case."""
    match = _CODE_CHOICE.fullmatch(fold(text))
    return (match["code"].upper(), int(match["n"])) if match else None
