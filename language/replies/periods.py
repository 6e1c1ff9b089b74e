"""Reporting periods that titles carry and messages mention: month, quarter, half-year, year, week."""

import re
from dataclasses import dataclass

from language.normalise import fold_exact
from language.numbers import integer

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_N = r"\d{1,2}|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi mot|muoi hai|muoi"
_LEAD = r"(?P<lead>(?:bao cao|bc|bcao|bieu|ban|cai|ky|so lieu|muc) (?:cua |cai |dinh ky )?)?"
_MENTION = re.compile(
    rf"(?<![\w/]){_LEAD}(?:"
    r"(?P<half>[69]|sau|chin) thang(?! \d)(?: dau| cuoi)?"
    rf"|thang (?P<month>{_N})(?!\w|/\d{{1,2}}(?!\d))|t(?P<m>\d{{1,2}})|(?P<thang>thang)(?! (?:sau|toi|truoc))"
    r"|(?:quy |q)(?P<quarter>iv|iii|ii|i|[1-4])|(?P<quy>quy)(?! khach| van| co| vi)|"
    r"(?P<nam>nam)(?: 20\d\d)?|(?P<tuan>tuan)(?! (?:sau|toi|truoc))"
    r")(?![\w])"
)
_KINDS = {"thang": "month", "quy": "quarter", "nam": "year", "tuan": "week"}


@dataclass(frozen=True, slots=True)
class Period:
    """A period mention; `number` is absent in "báo cáo tháng", `led` if a word for report precedes it."""

    kind: str
    number: int | None
    start: int
    end: int
    led: bool

    def fits(self, other: "Period") -> bool:
        """Tell whether two mentions may be the same period."""
        return self.kind == other.kind and (self.number is None or other.number in (None, self.number))


def find_periods(text: str) -> tuple[Period, ...]:
    """Find period mentions; a bare "tháng" or "năm" counts only after a word for report."""
    folded = fold_exact(text).replace("_", " ")
    return tuple(p for m in _MENTION.finditer(folded) if (p := _period(m)) is not None)


def _period(match: re.Match[str]) -> Period | None:
    led = match["lead"] is not None
    start, end = match.end("lead") if led else match.start(), match.end()
    for group, kind in _KINDS.items():
        if match[group]:
            return Period(kind, None, start, end, led) if led or group == "nam" else None
    if match["half"]:
        return Period("half", integer(match["half"]), start, end, led)
    if match["quarter"]:
        quarter = match["quarter"]
        return Period("quarter", _ROMAN.get(quarter) or int(quarter), start, end, led)
    month = integer(match["month"] or match["m"])
    return Period("month", month, start, end, led) if month and 1 <= month <= 12 else None
