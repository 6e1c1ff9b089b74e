"""Corrections in few words: "sửa lại 215/BC-STP", "sai số, đúng là 216", "nhầm, 17 mới đúng"."""

import re

from language.normalise import clean, fold_exact
from language.numbers import document_number

_NUMBER = r"(?P<number>\d{1,5}[a-z]?)(?![\w/%.,:-]|\s*(?:%|gio|h\b|ngay|phan tram))"
_CORRECTED = (
    re.compile(
        rf"^\s*(?:(?:em|e|cho em|xin|minh) )*sua (?:lai )?(?:thanh |la |so )*(?:vb |cv |bc )?{_NUMBER}"
        r"(?:\s*(?:a|nhe|nha|em|anh|chi|thoi|giup|voi))*[\s.!]*$"
    ),
    re.compile(
        rf"(?:sai|nham|lon|khong phai).*?(?:dung la|moi dung la|phai la|thanh|chinh xac la)(?: so)? {_NUMBER}"
    ),
    re.compile(rf"(?:sai|nham|lon).*?(?<![\d/]){_NUMBER} moi (?:dung|phai)"),
)
_SAYS_SO = re.compile(r"^\s*(?:(?:em|e|cho em|xin|minh) )*sua (?:lai|thanh|so)?(?!\w)")


def corrected_number(text: str) -> str | None:
    """The number a short correction gives, with its symbol if typed; None for other texts."""
    source = clean(text)
    folded = fold_exact(source)
    if _SAYS_SO.search(folded) and (full := document_number(text)) is not None:
        return full
    for pattern in _CORRECTED:
        match = pattern.search(folded)
        if match is not None:
            return match["number"].upper()
    return None
