"""A wall calendar made by hand: every day of some years in order, with its weekday, and nothing computed.

Days are numbers, counted up one by one from Thursday 1 January 2015 with the table of the months' lengths, so
that no rule of the product's date arithmetic is taken over.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

FIRST_YEAR, LAST_YEAR = 2015, 2036
# 1 January 2015 was a Thursday, the fourth day of its week.
_WEEKDAY_OF_FIRST_DAY = 3
_WEEK = 7
_SATURDAY = 5
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MINUTES_OF_DAY = 24 * 60
# Việt Nam is seven hours ahead of UTC and has no summer time.
_MINUTES_AHEAD = 7 * 60


def _is_leap(year: int) -> bool:
    return year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == 2 and _is_leap(year) else _LENGTHS[month - 1]


def _every_day() -> list[date]:
    days: list[date] = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month in range(1, 13):
            days.extend(date(year, month, day) for day in range(1, month_length(year, month) + 1))
    return days


DAYS = _every_day()
NUMBER = {day: number for number, day in enumerate(DAYS)}


def weekday(number: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return (number + _WEEKDAY_OF_FIRST_DAY) % _WEEK


def is_weekend(number: int) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return weekday(number) >= _SATURDAY


def monday_of_week(year: int, week: int) -> int:
    """The Monday of an ISO week; the first week of a year is the one with the year's first Thursday."""
    thursday = NUMBER[date(year, 1, 1)]
    while weekday(thursday) != 3:
        thursday += 1
    return thursday - 3 + _WEEK * (week - 1)


def moment(number: int, minutes: int = 0) -> datetime:
    """The instant so many minutes after the local midnight with which the day begins, in UTC."""
    days, minute = divmod(number * _MINUTES_OF_DAY + minutes - _MINUTES_AHEAD, _MINUTES_OF_DAY)
    day = DAYS[days]
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=UTC)


class WorkingDays:
    """Which days are worked: one mark a day."""

    def __init__(self, off: Iterable[date], working: Iterable[date]) -> None:
        self.marks = [not is_weekend(number) for number in range(len(DAYS))]
        for day in off:
            self.marks[NUMBER[day]] = False
        for day in working:
            self.marks[NUMBER[day]] = True

    def is_worked(self, number: int) -> bool:
        """Whether offices are open on that day."""
        return self.marks[number]
