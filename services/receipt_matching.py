"""Which duty a document of the register answers: by its code, or by what its subject says."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from domain.periods import Frequency, Period
from domain.statuses import Status
from files.receipt_tables import ReceiptLine
from language.lexicon.titles import ABBREVIATIONS, COMMON
from language.normalise import fold
from language.replies.periods import find_periods
from services.wording import Duty

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)", re.ASCII)
# Number and date of a document that the subject cites ("Kế hoạch số 12/KH-UBND ngày 05/02/2022").
_CITED = re.compile(
    r"(?<!\d)\d+(?:/\d{4})?/[a-z][\w-]*|ngay \d{1,2}(?:[/.-]\d{1,2}[/.-]| thang \d{1,2} nam )\d{4}"
)
_REPORT = re.compile(r"\bbao cao\b|\bbc\b")
_REPORT_NUMBER = re.compile(r"/bc(?![a-z])")
# So many of a title's own words must be found again in the subject, in thirds.
_FOUND_THIRDS = 2
# What a subject calls the period of each frequency, and its number where it is always the same.
_KINDS = {
    Frequency.WEEKLY: ("week", None),
    Frequency.MONTHLY: ("month", None),
    Frequency.QUARTERLY: ("quarter", None),
    Frequency.SEMIANNUAL: ("half", 6),
    Frequency.NINE_MONTHS: ("half", 9),
    Frequency.ANNUAL: ("year", None),
}
_OPEN = frozenset({Status.PENDING, Status.IN_PROGRESS, Status.BLOCKED, Status.RETURNED, Status.SUBMITTED})


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two document numbers are the same, however they are typed."""
    return bool(one and other) and _number(one or "") == _number(other or "")


def by_code(duties: Iterable[Duty], code: str, received_on: date) -> list[Duty]:
    """The duties of that code; of several periods the newest that had begun when the document arrived."""
    found = [duty for duty in duties if fold(duty.code) == fold(code)]
    begun = [duty for duty in found if _has_begun(duty.assignment.period, received_on)]
    newest = max((duty.assignment.period for duty in begun or found), default=None)
    return [duty for duty in begun or found if duty.assignment.period == newest]


def by_subject(duties: Sequence[Duty], line: ReceiptLine) -> list[Duty]:
    """The duties a subject fits: the one received under this number already, else the open ones."""
    fitting = [duty for duty in duties if _fits(duty, line)]
    known = [duty for duty in fitting if same_number(duty.assignment.document_number, line.document_number)]
    return known or [duty for duty in fitting if duty.assignment.status in _OPEN]


def is_open(duty: Duty) -> bool:
    """Whether a document is still expected, or was only claimed to be sent."""
    return duty.assignment.status in _OPEN


def _number(text: str) -> str:
    return "".join(char for char in fold(text) if not char.isspace())


def _has_begun(period: Period, day: date) -> bool:
    return period.is_once or period.first_day <= day


def _fits(duty: Duty, line: ReceiptLine) -> bool:
    title, subject = fold(duty.obligation.title), fold(line.subject)
    if _REPORT.search(title) and not (
        _REPORT.search(subject) or _REPORT_NUMBER.search(_number(line.document_number))
    ):
        # A plan or a letter on the same matter is not the report.
        return False
    wanted = set(_words(title)) - COMMON
    if wanted:
        found = wanted & set(_words(subject))
        is_named = len(found) * 3 >= len(wanted) * _FOUND_THIRDS
    else:
        is_named = title in subject
    return is_named and not _contradicts(duty.assignment.period, subject)


def _words(text: str) -> list[str]:
    words = [fold(_ABBREVIATED.get(word, word)) for word in _WORD.findall(text)]
    return [part for word in words for part in word.split(" ") if not part.isdigit()]


_ABBREVIATED = {fold(short): whole for short, whole in ABBREVIATIONS.items()}


def _contradicts(period: Period, subject: str) -> bool:
    """Whether the subject speaks of another month, quarter, half or year than this period."""
    if period.is_once:
        return False
    said = _CITED.sub(" ", subject)
    kind, number = _KINDS[period.frequency]
    number = number or period.number
    mentions = [item for item in find_periods(said) if item.number is not None]
    same = [item.number for item in mentions if item.kind == kind]
    years = {int(year) for year in _YEAR.findall(said)}
    is_another_year = bool(years) and period.year not in years
    return is_another_year or (bool(mentions) and number not in same)
