"""When a duty falls due, as data: what a directive's words name, before any calendar of days off is asked.

A rule names one thing only: a fixed date, a day of each period, or a count of days from an event.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from domain.periods import Period, month_end

_ONE_DAY = timedelta(days=1)
_MONTHS_OF_YEAR = 12


class Relation(StrEnum):
    """How the words bind to the day: before excludes it; by, on and within include it."""

    BEFORE = "before"
    BY = "by"
    ON = "on"
    WITHIN = "within"


class MonthOfPeriod(StrEnum):
    """Which month a bare day means; `same` and `last` are the period's last month, `next` follows it."""

    FIRST = "first"
    SAME = "same"
    LAST = "last"
    NEXT = "next"


class Weekday(StrEnum):
    """Days of the week; "thứ Năm" and "thứ 5" are Thursday, "thứ 2" Monday."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """Days after Monday."""
        return list(Weekday).index(self)


class CountUnit(StrEnum):
    """What a period of time is counted in; "ngày" without "làm việc" is a calendar day."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of days from an event, or back from it ("03 ngày làm việc trước ngày họp").

    `trigger` is the event in the directive's words. `since` is its day, None until a person has recorded it;
    it is not counted itself (Civil Code 2015 Art. 147).
    """

    count: int
    unit: CountUnit
    trigger: str
    since: date | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a duty falls due.

    `phrase` is the directive's own wording; `at` is an hour of the named day. Of `on` (a fixed date), `day`
    (of a month of the period), `working_day` (the n-th of that month, -1 the last), `weekday` (of a week) and
    `counted` at most one is set; with none the period's end is meant ("trong tháng"). `month` names the month
    of a yearly duty.
    """

    relation: Relation
    phrase: str
    on: date | None = None
    day: int | None = None
    month_of_period: MonthOfPeriod = MonthOfPeriod.SAME
    at: time | None = None
    month: int | None = None
    working_day: int | None = None
    weekday: Weekday | None = None
    counted: Counted | None = None

    @property
    def awaits_event(self) -> bool:
        """Whether no day can be computed before somebody records the event that starts the count."""
        return self.counted is not None and self.counted.since is None

    def named_day(self, period: Period) -> date:
        """The day the words name in that period; a day past the month's end means the end of the month.

        "Trước ngày 31" in a month of thirty days names the first of the next month: it ends with the 30th,
        but an hour of such a day is an hour of the 30th. "Trước tháng 10" names the first of October.
        ValueError for counted rules and numbered working days, which need the calendar.
        """
        if self.counted is not None or self.working_day is not None:
            raise ValueError("a counted day is known only to a calendar")
        if self.on is not None:
            return self.on
        if self.weekday is not None:
            return period.first_day + timedelta(days=self.weekday.number)
        if self.day is None:
            is_whole = self.relation is Relation.BEFORE and self.at is None
            return period.first_day if is_whole else period.last_day
        month = self.month_in(period)
        end = month_end(month.year, month.month)
        if self.day > end.day:
            is_over = self.relation is Relation.BEFORE and self.at is None
            return end + _ONE_DAY if is_over else end
        return month.replace(day=self.day)

    def month_in(self, period: Period) -> date:
        """The first day of the month in which the rule looks for its day."""
        if self.month is not None:
            return date(period.year, self.month, 1)
        if self.month_of_period is MonthOfPeriod.NEXT:
            return (period.last_day + _ONE_DAY).replace(day=1)
        if self.month_of_period is MonthOfPeriod.FIRST:
            return period.first_day.replace(day=1)
        return period.last_day.replace(day=1)


def months_after(day: date, months: int) -> date:
    """The corresponding day `months` later, or the last of that month (Civil Code 2015 Art. 148)."""
    years, month = divmod(day.month - 1 + months, _MONTHS_OF_YEAR)
    end = month_end(day.year + years, month + 1)
    return end.replace(day=min(day.day, end.day))
