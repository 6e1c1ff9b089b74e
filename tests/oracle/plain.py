"""The rules of deadlines once more, read from the law and written as a clerk would count on a wall calendar.

Civil Code 2015 Art. 147 and 148: the day of the event is not counted, months end on the corresponding day or
the month's last, a counted period whose last day is off ends with the next working day, the last day ends at
24:00. A day that is named, and a count back from an event, are never moved by a day off.
Of the product only the fields of its values are read here, none of its methods is called.
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain.due_rules import Counted, DueRule
from domain.periods import Period
from tests.oracle.almanac import DAYS, NUMBER, WorkingDays, moment, monday_of_week, month_length

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# First and last month of every period of a year.
_MONTHS = {
    "monthly": [(month, month) for month in range(1, 13)],
    "quarterly": [(1, 3), (4, 6), (7, 9), (10, 12)],
    "semiannual": [(1, 6), (7, 12)],
    "nine_months": [(1, 9)],
    "annual": [(1, 12)],
}
_FARTHEST_TARGET = 30
_MINUTES_OF_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What a clerk would say of one deadline."""

    named_day: date
    last_day: date
    last_moment: datetime
    target_day: date
    late_from: datetime


def answer(rule: DueRule, period: Period, days: WorkingDays, grace_days: int = 0) -> Answer:
    """The deadline of a rule in a period."""
    named = named_day(rule, period, days)
    last, minutes = last_minute(rule, named)
    ends = moment(last, minutes)
    return Answer(
        DAYS[named], DAYS[last], ends, DAYS[target(last, days)], late_from(last, ends, days, grace_days)
    )


def last_minute(rule: DueRule, named: int) -> tuple[int, int]:
    """The last day, and after how many of its minutes on time is over.

    A count gives its last day itself: in "03 ngày làm việc trước ngày họp" it is the meeting that "trước"
    excludes.
    """
    before = rule.relation.value == "before"
    if rule.at is None:
        excluded = before and rule.counted is None
        return (named - 1 if excluded else named), _MINUTES_OF_DAY
    minutes = rule.at.hour * 60 + rule.at.minute
    if not before:
        return named, minutes + 1
    # Before the midnight that begins a day nothing of that day is left.
    return (named, minutes) if minutes > 0 else (named - 1, _MINUTES_OF_DAY)


def target(last: int, days: WorkingDays) -> int:
    """The last day itself when it is worked, otherwise the nearest worked day before it."""
    for day in range(last, last - _FARTHEST_TARGET, -1):
        if days.is_worked(day):
            return day
    raise ValueError("no day is worked for a month: the calendar is broken")


def late_from(last: int, ends: datetime, days: WorkingDays, grace_days: int) -> datetime:
    """When the word "muộn" may first be used: at once, or when so many more working days are over."""
    if grace_days == 0:
        return ends
    return moment(walk(last, grace_days, days) + 1)


def walk(start: int, count: int, days: WorkingDays, step: int = 1) -> int:
    """The count-th working day after the start, or before it with a step of -1; the start is not counted."""
    day = start
    while count > 0:
        day += step
        if days.is_worked(day):
            count -= 1
    return day


def named_day(rule: DueRule, period: Period, days: WorkingDays) -> int:
    """The day the words speak of."""
    if rule.on is not None:
        return NUMBER[rule.on]
    if rule.counted is not None:
        return counted_day(rule.counted, days)
    if rule.weekday is not None:
        return monday_of_week(period.year, period.number) + _WEEKDAYS.index(rule.weekday.value)
    if rule.day is None and rule.working_day is None:
        return period_end(rule, period)
    year, month = month_meant(rule, period)
    if rule.working_day is not None:
        return numbered_working_day(rule.working_day, NUMBER[date(year, month, 1)], days)
    assert rule.day is not None
    length = month_length(year, month)
    if rule.day <= length:
        return NUMBER[date(year, month, rule.day)]
    # All days before a 31st that does not exist are the whole month; up to it, or an hour of it, is the end.
    is_whole_month = rule.relation.value == "before" and rule.at is None
    return NUMBER[date(year, month, length)] + (1 if is_whole_month else 0)


def period_end(rule: DueRule, period: Period) -> int:
    """Words that name the period alone: within it ends with it, before it ends where it begins.

    An hour is an hour of a day, so words with one speak of the period's last day.
    """
    ends_at_the_start = is_before_a_period(rule)
    if period.frequency.value == "weekly":
        monday = monday_of_week(period.year, period.number)
        return monday if ends_at_the_start else monday + 6
    first, last = _MONTHS[period.frequency.value][period.number - 1]
    if ends_at_the_start:
        return NUMBER[date(period.year, first, 1)]
    return NUMBER[date(period.year, last, month_length(period.year, last))]


def is_before_a_period(rule: DueRule) -> bool:
    """Whether the words are of the sort "trước tháng 10", which name no day."""
    named = (rule.on, rule.day, rule.working_day, rule.weekday, rule.counted, rule.at)
    return rule.relation.value == "before" and all(one is None for one in named)


def month_meant(rule: DueRule, period: Period) -> tuple[int, int]:
    """Year and month in which the rule's day lies."""
    if rule.month is not None:
        return period.year, rule.month
    first, last = _MONTHS[period.frequency.value][period.number - 1]
    meant = rule.month_of_period.value
    if meant == "first":
        return period.year, first
    if meant == "next":
        return (period.year + 1, 1) if last == 12 else (period.year, last + 1)
    return period.year, last


def numbered_working_day(wanted: int, first: int, days: WorkingDays) -> int:
    """The n-th working day of the month that begins with `first`, counted from its end when n is negative."""
    worked = worked_days_of_month(first, days)
    if abs(wanted) > len(worked):
        # A month has no day beyond its own, as with a 31st that is missing.
        return worked[-1] if wanted > 0 else worked[0]
    return worked[wanted - 1] if wanted > 0 else worked[wanted]


def worked_days_of_month(first: int, days: WorkingDays) -> list[int]:
    """The working days of the month that begins with `first`."""
    month = DAYS[first].month
    return [day for day in range(first, first + 31) if DAYS[day].month == month and days.is_worked(day)]


def counted_day(counted: Counted, days: WorkingDays) -> int:
    """The day on which a count ends, moved on to a worked day when it runs forward and ends on a day off."""
    assert counted.since is not None
    start, step = NUMBER[counted.since], -1 if counted.backwards else 1
    if counted.unit.value == "working_days":
        return walk(start, counted.count, days, step)
    if counted.unit.value == "days":
        day = start + step * counted.count
    else:
        day = months_away(counted.since, step * counted.count)
    while not counted.backwards and not days.is_worked(day):
        day += 1
    return day


def months_away(since: date, months: int) -> int:
    """The corresponding day so many months later or earlier, or the last of that month, month by month."""
    year, month = since.year, since.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        elif month == 0:
            year, month = year - 1, 12
    return NUMBER[date(year, month, min(since.day, month_length(year, month)))]


def data_window(
    period: Period, start_day: int, end_day: int, december_end_day: int | None = None
) -> tuple[date, date] | None:
    """First and last day of a period's figures.

    They begin in the month before when the start comes after the end (15th to 14th), else in the first month.
    A last day that the month lacks is the month's last. A first day that the month before lacks is the first
    of the period's month, for the last day of that month already belongs to the period before.
    """
    if period.frequency.value in ("weekly", "once", "none"):
        return None
    first, last = _MONTHS[period.frequency.value][period.number - 1]
    end = december_end_day if last == 12 and december_end_day is not None else end_day
    ends = date(period.year, last, min(end, month_length(period.year, last)))
    if first == 1 and december_end_day is not None:
        return DAYS[NUMBER[date(period.year - 1, 12, december_end_day)] + 1], ends
    if start_day <= end_day:
        return date(period.year, first, min(start_day, month_length(period.year, first))), ends
    year, month = (period.year - 1, 12) if first == 1 else (period.year, first - 1)
    if start_day > month_length(year, month):
        return date(period.year, first, 1), ends
    return date(year, month, start_day), ends
