"""What a directive's words mean as moments.

"Trước ngày 21" ends with the 20th. A day off moves only the target earlier, never the last day;
Civil Code 2015 Art. 148 extends only counted periods. No grace applies unless a province switched it on.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.periods import Period, month_end

_ONE_DAY = timedelta(days=1)
# Hours are written to the minute, so "đến 12 giờ" still takes what was sent during 12:00.
_ONE_MINUTE = timedelta(minutes=1)


class Relation(StrEnum):
    """How the words bind to the day: before excludes it; by, on and within include it."""

    BEFORE = "before"
    BY = "by"
    ON = "on"
    WITHIN = "within"


class MonthOfPeriod(StrEnum):
    """Which month a bare day of a recurring duty means."""

    FIRST = "first"
    SAME = "same"
    LAST = "last"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a duty falls due, as data: the fixed day `on`, or `day` of a month of each period.

    `phrase` is the directive's own wording; `at` is an hour of that day.
    With neither `on` nor `day` the period's end is meant.
    """

    relation: Relation
    phrase: str
    on: date | None = None
    day: int | None = None
    month_of_period: MonthOfPeriod = MonthOfPeriod.SAME
    at: time | None = None

    def named_day(self, period: Period) -> date:
        """The day the words name in that period; a day past the month's end means its last day."""
        if self.on is not None:
            return self.on
        if self.day is None:
            return period.last_day
        month = _month_of(period, self.month_of_period)
        return month.replace(day=min(self.day, month_end(month.year, month.month).day))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed deadline. `last_moment` and `late_from` are UTC instants, both exclusive ends.

    `named_day` is the day in the wording (the 21st), `last_day` the last day on which sending is still
    on time (the 20th), `target_day` the working day to aim at.
    """

    phrase: str
    relation: Relation
    named_day: date
    at: time | None
    last_day: date
    last_moment: datetime
    target_day: date
    late_from: datetime

    def is_on_time(self, sent_on: date) -> bool:
        """Whether a document sent on that local day keeps the deadline."""
        return sent_on <= self.last_day


def compute(rule: DueRule, period: Period, calendar: Calendar, *, grace_days: int = 0) -> Deadline:
    """The deadline of one period. `grace_days` are working days granted by the province, 0 by default."""
    named = rule.named_day(period)
    last_day, last_moment = _end(rule, named, calendar)
    late_from = last_moment
    if grace_days:
        late_from = calendar.start_of(calendar.shift(last_day, grace_days) + _ONE_DAY)
    return Deadline(
        phrase=rule.phrase,
        relation=rule.relation,
        named_day=named,
        at=rule.at,
        last_day=last_day,
        last_moment=last_moment,
        target_day=calendar.previous_working(last_day),
        late_from=late_from,
    )


def _end(rule: DueRule, named: date, calendar: Calendar) -> tuple[date, datetime]:
    if rule.at is not None:
        moment = calendar.at(named, rule.at)
        if rule.relation is not Relation.BEFORE:
            return named, moment + _ONE_MINUTE
        return calendar.day_of(moment - _ONE_MINUTE), moment
    last_day = named - _ONE_DAY if rule.relation is Relation.BEFORE else named
    return last_day, calendar.start_of(last_day + _ONE_DAY)


def _month_of(period: Period, which: MonthOfPeriod) -> date:
    if which is MonthOfPeriod.NEXT:
        return (period.last_day + _ONE_DAY).replace(day=1)
    if which is MonthOfPeriod.FIRST:
        return period.first_day.replace(day=1)
    return period.last_day.replace(day=1)
