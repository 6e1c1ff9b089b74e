"""How a matched date expression becomes days: its forward and its backward reading."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from language.normalise import fold_exact
from language.numbers import integer

# First day of the lunar year; these years have no 30th day of the twelfth month before it.
_TET = {2026: date(2026, 2, 17), 2027: date(2027, 2, 6), 2028: date(2028, 1, 26), 2029: date(2029, 2, 13)}

_LAST_MONTH_DAYS = 29


@dataclass(frozen=True, slots=True)
class Shift:
    """A length of time asked for: days, or working days when `working`."""

    days: int
    working: bool = False

    def after(self, day: date) -> date:
        """Count from a day; Saturdays and Sundays do not count as working days."""
        if not self.working:
            return day + timedelta(days=self.days)
        left = self.days
        while left > 0:
            day += timedelta(days=1)
            left -= day.weekday() < 5
        return day


def in_week(today: date, weekday: int, weeks: int = 0) -> date:
    """Give a weekday (Monday is 0) of the week that lies so many weeks ahead."""
    return today + timedelta(days=weekday - today.weekday() + 7 * weeks)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def next_month(today: date) -> tuple[int, int]:
    """Give year and month of the month after a day."""
    return (today.year + today.month // 12, today.month % 12 + 1)


def _safe(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


Reading = tuple[date | None, date | None]


def both_ways(day: date | None) -> Reading:
    """Read a day alike forward and back."""
    return day, day


def days_away(today: date, days: int) -> Reading:
    """Give a day so many days ahead, or behind when negative."""
    day = today + timedelta(days=days)
    return (day if days >= 0 else None), (day if days <= 0 else None)


def _day_month(today: date, day: int, month: int) -> Reading:
    years = [
        d for y in (today.year - 1, today.year, today.year + 1, today.year + 4) if (d := _safe(y, month, day))
    ]
    return next((d for d in years if d >= today), None), next(
        (d for d in reversed(years) if d <= today), None
    )


def _day_only(today: date, day: int) -> Reading:
    first = today.replace(day=1)
    months = [(first + timedelta(days=31 * k)) for k in range(4)]
    future = next((d for m in months if (d := _safe(m.year, m.month, day)) and d > today), None)
    back = [first] + [(first - timedelta(days=31 * k - 1)) for k in range(1, 4)]
    past = next((d for m in back if (d := _safe(m.year, m.month, day)) and d <= today), None)
    return future, past


def full_date(m: re.Match[str], today: date) -> Reading | None:
    """Read day and month, with or without the year."""
    day, month = integer(m["d"]), integer(m["m"])
    if day is None or month is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = m["y"]
    if year:
        found = _safe(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return both_ways(found) if found else None
    reading = _day_month(today, day, month)
    return reading if any(reading) else None


def day_of_month(m: re.Match[str], today: date) -> Reading | None:
    """Read a day without a month, or of the month before, this one or the next."""
    day = integer(m["d"])
    if day is None or not 1 <= day <= 31:
        return None
    which = fold_exact(m["which"] or "")
    if which.startswith("n"):
        return both_ways(_safe(today.year, today.month, day))
    if which.startswith(("tru", "qua")):
        last = today.replace(day=1) - timedelta(days=1)
        return both_ways(_safe(last.year, last.month, day))
    return both_ways(_safe(*next_month(today), day)) if which else _day_only(today, day)


def tet_day(m: re.Match[str], today: date) -> Reading | None:
    """Read a day of the lunar new year ("mùng 5 Tết", "28 Tết")."""
    number = integer(m["d"])
    first = next((d for _, d in sorted(_TET.items()) if d >= today - timedelta(days=30)), None)
    if number is None or first is None or not 1 <= number <= 30:
        return None
    if number > 20:
        return both_ways(first - timedelta(days=_LAST_MONTH_DAYS + 1 - number))
    return both_ways(first + timedelta(days=number - 1))


_WEEKDAYS = {
    "hai": 0,
    "ba": 1,
    "tu": 2,
    "nam": 3,
    "sau": 4,
    "bay": 5,
    "2": 0,
    "3": 1,
    "4": 2,
    "5": 3,
    "6": 4,
    "7": 5,
}

_ENGLISH = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def weekday(m: re.Match[str], today: date) -> Reading | None:
    """Read a weekday with its week ("thứ 6 tuần sau"); "thứ 2" is Monday."""
    word = fold_exact(m["w"] or "").rstrip("_")
    number = 6 if word in {"cn", "chu nhat"} else _WEEKDAYS.get(word, _ENGLISH.get(word[:3], -1))
    if number < 0:
        return None
    which = fold_exact(m["which"] or "").rstrip("_")
    if which in {"nay", "tuan nay"}:
        return both_ways(in_week(today, number))
    if which.startswith("tuan") and which.endswith(("sau", "toi")):
        return both_ways(in_week(today, number, 1))
    if which.startswith("tuan"):
        return both_ways(in_week(today, number, -1))
    ahead = (number - today.weekday() - 1) % 7 + 1
    behind = (today.weekday() - number - 1) % 7 + 1
    past = today - timedelta(days=behind)
    return (
        (None, past)
        if which in {"vua roi", "roi", "vua qua", "truoc"}
        else (today + timedelta(days=ahead), past)
    )


def in_days(m: re.Match[str], today: date) -> Reading | None:
    """Read a length of time counted from today."""
    number = integer(m["n"])
    if number is None:
        return None
    days = number * (7 if m["unit"].startswith("tu") else 1)
    working = bool(m.groupdict().get("working"))
    return Shift(days, working).after(today), None


def days_ago(m: re.Match[str], today: date) -> Reading | None:
    """Read a length of time back from today."""
    number = integer(m["n"])
    return None if number is None else days_away(today, -number * (7 if m["unit"].startswith("tu") else 1))


def quarter_end(m: re.Match[str], today: date) -> Reading:
    """Give the last day of the named or current quarter."""
    numerals = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    given = m["q"]
    quarter = (numerals.get(given) or int(given)) if given else (today.month - 1) // 3 + 1
    end = month_end(today.year, quarter * 3)
    return (end if end >= today else month_end(today.year + 1, quarter * 3)), None


def named_month(m: re.Match[str], today: date) -> Reading | None:
    """Read the beginning, middle or end of a named month."""
    month = integer(m["m"])
    if month is None or not 1 <= month <= 12:
        return None
    year = today.year + (month < today.month)
    part = m["part"]
    if part.startswith(("đầu", "dau")):
        return date(year, month, 1), None
    return (date(year, month, 15) if part.startswith("gi") else month_end(year, month)), None


def middle_of_month(today: date) -> date:
    """Give the next 15th."""
    return today.replace(day=15) if today.day < 15 else date(*next_month(today), 15)
