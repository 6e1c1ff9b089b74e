"""Due moments to be judged: every sort of rule in every sort of period over ten years, drawn from a seed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from random import Random

from domain.due_rules import Counted, CountUnit, DueRule, MonthOfPeriod, Relation, Weekday
from domain.periods import ONCE, Frequency, Period
from tests.oracle.almanac import DAYS, NUMBER, is_weekend
from tests.oracle.official import OFF, WORKING

FIRST_YEAR, LAST_YEAR = 2021, 2030
# How many periods a year has; whether it has a week 53 is left to the almanac.
PERIODS_OF_YEAR = {
    Frequency.WEEKLY: 52,
    Frequency.MONTHLY: 12,
    Frequency.QUARTERLY: 4,
    Frequency.SEMIANNUAL: 2,
    Frequency.NINE_MONTHS: 1,
    Frequency.ANNUAL: 1,
}
YEARS_OF_53_WEEKS = (2026,)
BY_MONTHS = tuple(frequency for frequency in PERIODS_OF_YEAR if frequency is not Frequency.WEEKLY)
RELATIONS, MONTHS, WEEKDAYS = tuple(Relation), tuple(MonthOfPeriod), tuple(Weekday)
# Hours at which a slip shows, drawn more often than the others.
HOURS = (time(0, 0), time(7, 30), time(12, 0), time(16, 0), time(16, 30), time(17, 0), time(23, 59))
MOST_GRACE = 3
_FIRST, _LAST = NUMBER[date(FIRST_YEAR, 1, 1)], NUMBER[date(LAST_YEAR, 12, 31)]


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off besides weekends, and weekend days worked in exchange."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """One due moment to be computed, by the name of its calendar."""

    kind: str
    rule: DueRule
    period: Period
    calendar: str
    grace_days: int

    def __str__(self) -> str:
        named = ", ".join(
            f"{name}={value}"
            for name in self.rule.__dataclass_fields__
            if name != "phrase" and (value := getattr(self.rule, name)) is not None
        )
        return f"{self.kind} in {self.period}: {named}; calendar {self.calendar}, grace {self.grace_days}"


@cache
def calendars() -> dict[str, DaysOff]:
    """The calendars cases are judged by: none, the official one, and random ones, sparse and crowded."""
    found = {"weekends": DaysOff(), "official": DaysOff(OFF, WORKING)}
    for number in range(1, 7):
        found[f"sparse {number}"] = _random_days_off(Random(number), 0.04)
        found[f"crowded {number}"] = _random_days_off(Random(-number), 0.25)
    return found


def _random_days_off(draw: Random, share: float) -> DaysOff:
    off: set[date] = set()
    working: set[date] = set()
    for number, day in enumerate(DAYS):
        if draw.random() < share:
            (working if is_weekend(number) else off).add(day)
    return DaysOff(frozenset(off), frozenset(working))


def case(seed: int, number: int) -> Case:
    """The case of that number; the kinds take turns, everything else is drawn."""
    return drawn(KINDS[number % len(KINDS)], Random((seed << 32) + number))


def drawn(kind: str, draw: Random) -> Case:
    """A case of one kind, everything else drawn."""
    rule, period = _MAKERS[kind](draw, _start(draw))
    return Case(kind, rule, period, draw.choice(_NAMES), draw.randint(0, MOST_GRACE))


def any_period(draw: Random, frequencies: tuple[Frequency, ...]) -> Period:
    """A period of the ten years."""
    frequency, year = draw.choice(frequencies), draw.randint(FIRST_YEAR, LAST_YEAR)
    numbers = PERIODS_OF_YEAR[frequency]
    if frequency is Frequency.WEEKLY and year in YEARS_OF_53_WEEKS:
        numbers += 1
    return Period(year, draw.randint(1, numbers), frequency)


def _start(draw: Random) -> DueRule:
    """A rule that names no day yet: its relation, and an hour for every third."""
    at = None
    if draw.random() < 1 / 3:
        at = draw.choice(HOURS) if draw.random() < 1 / 2 else time(draw.randint(0, 23), draw.randint(0, 59))
    return DueRule(draw.choice(RELATIONS), "thời hạn", at=at)


def _any_day(draw: Random) -> date:
    return DAYS[draw.randint(_FIRST, _LAST)]


def _date(draw: Random, rule: DueRule) -> tuple[DueRule, Period]:
    """A fixed date; extensions bind one to a recurring period too."""
    period = ONCE if draw.random() < 1 / 2 else any_period(draw, tuple(PERIODS_OF_YEAR))
    return replace(rule, on=_any_day(draw)), period


def _in_a_month(draw: Random, rule: DueRule) -> tuple[DueRule, Period]:
    """The month meant, for rules with a day of a month; a yearly duty may name its own."""
    period = any_period(draw, BY_MONTHS)
    if period.frequency is Frequency.ANNUAL and draw.random() < 1 / 2:
        return replace(rule, month=draw.randint(1, 12)), period
    return replace(rule, month_of_period=draw.choice(MONTHS)), period


def _day(draw: Random, rule: DueRule) -> tuple[DueRule, Period]:
    rule, period = _in_a_month(draw, rule)
    ends = draw.random() < 1 / 3
    return replace(rule, day=draw.choice((1, 28, 29, 30, 31)) if ends else draw.randint(1, 31)), period


def _working_day(draw: Random, rule: DueRule) -> tuple[DueRule, Period]:
    rule, period = _in_a_month(draw, rule)
    if draw.random() < 1 / 2:
        return replace(rule, working_day=draw.choice((1, -1))), period
    return replace(rule, working_day=draw.choice((1, -1)) * draw.randint(1, 23)), period


def _weekday(draw: Random, rule: DueRule) -> tuple[DueRule, Period]:
    return replace(rule, weekday=draw.choice(WEEKDAYS)), any_period(draw, (Frequency.WEEKLY,))


def _period_end(draw: Random, rule: DueRule) -> tuple[DueRule, Period]:
    return rule, any_period(draw, tuple(PERIODS_OF_YEAR))


def _counted(
    unit: CountUnit, most: int, *, backwards: bool
) -> Callable[[Random, DueRule], tuple[DueRule, Period]]:
    def make(draw: Random, rule: DueRule) -> tuple[DueRule, Period]:
        count = draw.randint(1, 12) if draw.random() < 1 / 2 else draw.randint(1, most)
        counted = Counted(min(count, most), unit, "sự kiện", _any_day(draw), backwards)
        return replace(rule, counted=counted), ONCE

    return make


_MAKERS: dict[str, Callable[[Random, DueRule], tuple[DueRule, Period]]] = {
    "date": _date,
    "day": _day,
    "working day": _working_day,
    "weekday": _weekday,
    "period's end": _period_end,
    "counted working days": _counted(CountUnit.WORKING_DAYS, 90, backwards=False),
    "counted days": _counted(CountUnit.DAYS, 400, backwards=False),
    "counted months": _counted(CountUnit.MONTHS, 36, backwards=False),
    "working days back": _counted(CountUnit.WORKING_DAYS, 90, backwards=True),
    "days back": _counted(CountUnit.DAYS, 400, backwards=True),
    "months back": _counted(CountUnit.MONTHS, 36, backwards=True),
}
KINDS = tuple(_MAKERS)
_NAMES = tuple(calendars())
