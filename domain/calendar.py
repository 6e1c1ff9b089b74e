"""Working days and local days of one province, as a value that is passed in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
# Tết with its weekends is at most nine days; a longer run of days off means a broken calendar.
_LONGEST_BREAK = 30


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and swapped working Saturdays; weekends are off by themselves.

    `off` are days without work besides weekends, `working` are weekend days worked in exchange.
    `official_years` are the years whose schedule has been announced and entered.
    """

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    zone: ZoneInfo = VIETNAM
    official_years: frozenset[int] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Whether civil servants work on that day."""
        if day in self.working:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def previous_working(self, day: date) -> date:
        """That day when it is worked, otherwise the last working day before it."""
        return self._seek(day, -_ONE_DAY)

    def next_working(self, day: date) -> date:
        """That day when it is worked, otherwise the first working day after it."""
        return self._seek(day, _ONE_DAY)

    def shift(self, day: date, working_days: int) -> date:
        """The day `working_days` working days later (negative: earlier); the first day is not counted."""
        step = _ONE_DAY if working_days > 0 else -_ONE_DAY
        for _ in range(abs(working_days)):
            day = self._seek(day + step, step)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after `first` up to and including `last`; 0 when last <= first."""
        days = (last - first).days
        return sum(self.is_working(first + timedelta(days=n)) for n in range(1, days + 1))

    def start_of(self, day: date) -> datetime:
        """The UTC instant at which that local day begins."""
        return self.at(day, time())

    def at(self, day: date, clock_time: time) -> datetime:
        """The UTC instant of a local wall-clock time."""
        return datetime.combine(day, clock_time, self.zone).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """The instant on the province's wall clock."""
        return instant.astimezone(self.zone)

    def day_of(self, instant: datetime) -> date:
        """The local day on which the instant falls."""
        return self.local(instant).date()

    def _seek(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_BREAK):
            if self.is_working(day):
                return day
            day += step
        raise ValueError(f"no working day within {_LONGEST_BREAK} days of {day}")
