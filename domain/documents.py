"""Document numbers as they are written, and when two writings mean one document.

Number and symbol follow Decree 30/2020/NĐ-CP: `3995/UBND-NC`, `215/BC-STP`, `933/QĐ-TTg`, `28/2026/QH16`.
Copies leave out the drafting section, differ in case, blanks, dashes, "&" and Đ, and write "số" or not.
"""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_PREFIX = re.compile(r"^SO:?(?=\d|/)")
_DASHES = str.maketrans("–—−‐‑", "-----")


def document_key(written: str) -> tuple[str, ...]:
    """Number, year if there is one, issuer and drafter of a written document number, in one spelling.

    An absent number is an empty first part: `/UBND-NC` gives `("", "UBND", "NC")`.
    """
    plain = unicodedata.normalize("NFD", written.translate(_DASHES).upper().replace("Đ", "D"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).replace("&", "")
    plain = _PREFIX.sub("", _SPACES.sub("", plain))
    number, _, symbol = plain.partition("/")
    return (number.lstrip("0"), *(part for part in re.split(r"[/-]", symbol) if part))


def is_same_document(one: str, other: str) -> bool:
    """Whether two writings mean one document: `3995/UBND` and `3995/UBND-NC` do, `3995/UBND-KT` does not.

    Without a number nothing can be told apart, so nothing is the same.
    """
    first, second = document_key(one), document_key(other)
    shorter = min(len(first), len(second))
    return bool(first[0]) and first[:shorter] == second[:shorter] and shorter > 1
