"""Reporting periods: how they are written, where they begin and end, which one follows.

The data of a period is not the calendar month: by Decree 09/2019/NĐ-CP Art. 12 the figures of month M
run from the 15th of the month before to the 14th of M.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.errors import InvalidPeriod

DATA_START_DAY = 15
DATA_END_DAY = 14
_DECEMBER = 12


class Frequency(StrEnum):
    """How often a duty recurs; `none` is a standing duty."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    NINE_MONTHS = "nine_months"
    ANNUAL = "annual"
    ONCE = "once"
    NONE = "none"


_MONTHS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.SEMIANNUAL: 6,
    Frequency.NINE_MONTHS: 9,
    Frequency.ANNUAL: 12,
}
# People type periods; years outside this range are slips of the hand.
_YEARS = range(2000, 2200)
_PATTERN = re.compile(
    r"(?P<once>once)|(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M)"
    r"|W(?P<week>\d{2})|(?P<month>\d{2})))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One reporting period; `number` counts months, quarters, halves or ISO weeks within the year."""

    year: int
    number: int
    frequency: Frequency

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2026-10`, `2026-Q4`, `2026-H1`, `2026-9M`, `2026`, `2026-W42` or `once`.

        Raises InvalidPeriod for anything else.
        """
        match = _PATTERN.fullmatch(text.strip())
        if match is None:
            raise InvalidPeriod(f"{text!r}: {InvalidPeriod.__doc__}")
        if match["once"]:
            return ONCE
        year = int(match["year"])
        if year not in _YEARS:
            raise InvalidPeriod(f"{text!r}: {InvalidPeriod.__doc__}")
        try:
            return cls._from_parts(year, match)
        except ValueError as error:
            raise InvalidPeriod(f"{text!r}: {InvalidPeriod.__doc__}") from error

    @classmethod
    def _from_parts(cls, year: int, match: re.Match[str]) -> "Period":
        if match["quarter"]:
            return cls(year, int(match["quarter"]), Frequency.QUARTERLY)
        if match["half"]:
            return cls(year, int(match["half"]), Frequency.SEMIANNUAL)
        if match["nine"]:
            return cls(year, 1, Frequency.NINE_MONTHS)
        if match["week"]:
            date.fromisocalendar(year, int(match["week"]), 1)
            return cls(year, int(match["week"]), Frequency.WEEKLY)
        if match["month"]:
            date(year, int(match["month"]), 1)
            return cls(year, int(match["month"]), Frequency.MONTHLY)
        date(year, 1, 1)
        return cls(year, 1, Frequency.ANNUAL)

    @classmethod
    def containing(cls, day: date, frequency: Frequency) -> "Period":
        """The period of that frequency in which the day lies."""
        if frequency in (Frequency.ONCE, Frequency.NONE):
            return ONCE
        if frequency is Frequency.WEEKLY:
            iso = day.isocalendar()
            return cls(iso.year, iso.week, frequency)
        if frequency is Frequency.NINE_MONTHS:
            return cls(day.year, 1, frequency)
        return cls(day.year, (day.month - 1) // _MONTHS[frequency] + 1, frequency)

    @property
    def key(self) -> str:
        """The written form, as in the contract."""
        return {
            Frequency.MONTHLY: f"{self.year}-{self.number:02}",
            Frequency.QUARTERLY: f"{self.year}-Q{self.number}",
            Frequency.SEMIANNUAL: f"{self.year}-H{self.number}",
            Frequency.NINE_MONTHS: f"{self.year}-9M",
            Frequency.ANNUAL: f"{self.year}",
            Frequency.WEEKLY: f"{self.year}-W{self.number:02}",
        }.get(self.frequency, "once")

    def __str__(self) -> str:
        return self.key

    @property
    def is_once(self) -> bool:
        """Whether the duty does not recur."""
        return self.frequency in (Frequency.ONCE, Frequency.NONE)

    @property
    def first_day(self) -> date:
        """First calendar day; ValueError for `once`, which has none."""
        if self.is_once:
            raise ValueError("once: a one-off duty has no days of a period")
        if self.frequency is Frequency.WEEKLY:
            return date.fromisocalendar(self.year, self.number, 1)
        return date(self.year, (self.number - 1) * _MONTHS[self.frequency] + 1, 1)

    @property
    def last_day(self) -> date:
        """Last calendar day, inclusive; ValueError for `once`."""
        if self.is_once:
            raise ValueError("once: a one-off duty has no days of a period")
        if self.frequency is Frequency.WEEKLY:
            return self.first_day + timedelta(days=6)
        last_month = self.number * _MONTHS[self.frequency]
        return month_end(self.year, last_month)

    def next(self) -> "Period":
        """The period that follows; `once` and nine months return their own next occurrence."""
        if self.is_once:
            return self
        if self.frequency is Frequency.NINE_MONTHS:
            return Period(self.year + 1, 1, self.frequency)
        return Period.containing(self.last_day + timedelta(days=1), self.frequency)

    def data_window(
        self,
        start_day: int = DATA_START_DAY,
        end_day: int = DATA_END_DAY,
        december_end_day: int | None = None,
    ) -> tuple[date, date] | None:
        """First and last day of the figures, both inclusive; None for `once` and weeks.

        A start after the end (15 to 14) lies in the month before the period, otherwise (1 to 31) in its first
        month. `december_end_day` is for rules that close the year's books on 31/12; January then goes on from
        the day after.
        """
        if self.is_once or self.frequency is Frequency.WEEKLY:
            return None
        first, last = self.first_day, self.last_day
        if december_end_day is not None and first.month == 1:
            start = _in_month(first - timedelta(days=1), december_end_day) + timedelta(days=1)
        elif start_day > end_day:
            # A February that ends before the starting day has given its last figures to its own period.
            start = min(_in_month(first - timedelta(days=1), start_day - 1) + timedelta(days=1), first)
        else:
            start = _in_month(first, start_day)
        is_december = december_end_day is not None and last.month == _DECEMBER
        return start, _in_month(last, december_end_day if is_december and december_end_day else end_day)


ONCE = Period(0, 0, Frequency.ONCE)


def _in_month(any_day: date, day: int) -> date:
    """That day of the month, or its last day when the month is shorter."""
    return any_day.replace(day=min(day, month_end(any_day.year, any_day.month).day))


def month_end(year: int, month: int) -> date:
    """The last day of a calendar month."""
    return date(year, month, monthrange(year, month)[1])
