"""The ladder: which reminder falls when, and when a message may be sent at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.deadlines import Deadline
from domain.periods import Frequency, Period

MORNING = time(8, 30)
AFTERNOON = time(14, 30)
# Officials are not disturbed at lunch, in the evening or on days off.
SENDING_HOURS = ((time(8, 0), time(11, 0)), (time(14, 0), time(16, 30)))
# A step emitted within this time of its moment is on time; later it is a catch-up after downtime.
PUNCTUAL = timedelta(minutes=15)
OPENING_DAY = 10
_WRITTEN_STEP = re.compile(r"(?P<offset>[+-]?\d{1,2})(?:@(?P<hour>\d{2}:\d{2}))?", re.ASCII)
# A ladder that ended longer ago than this is not told any more: the duty stays "còn nợ" in the lists.
ENDED = timedelta(days=10)


class Audience(StrEnum):
    """Who a step writes to; unit heads only through a coordinator's tap, leaders never by the ladder."""

    FOCAL_POINTS = "focal_points"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. `offset` counts working days from the target day; None is the opening notice."""

    key: str
    offset: int | None
    hour: time = MORNING
    audience: Audience = Audience.FOCAL_POINTS


OPENING = Step("open", None)
BEFORE_THREE = Step("-3", -3)
BEFORE_ONE = Step("-1", -1)
LAST_MORNING = Step("0", 0)
LAST_AFTERNOON = Step("0-pm", 0, AFTERNOON)
AFTER_ONE = Step("+1", 1)

ONE_OFF = (BEFORE_THREE, BEFORE_ONE, LAST_MORNING, LAST_AFTERNOON, AFTER_ONE)
MONTHLY = (OPENING, *ONE_OFF)


@dataclass(frozen=True, slots=True)
class Rung:
    """A step with the UTC instant at which it falls due."""

    step: Step
    at: datetime


def read_steps(text: str) -> tuple[Step, ...]:
    """The steps written `open,-3,-1,0,0@14:30,+1`; ValueError says what cannot be read."""
    return tuple(_read_step(part.strip()) for part in text.split(","))


def _read_step(text: str) -> Step:
    if text == OPENING.key:
        return OPENING
    match = _WRITTEN_STEP.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no step; write open, -3, 0 or 0@14:30")
    offset, hour = int(match["offset"]), time.fromisoformat(match["hour"] or "08:30")
    if (offset, hour) == (LAST_AFTERNOON.offset, LAST_AFTERNOON.hour):
        return LAST_AFTERNOON
    day = f"{offset:+d}" if offset else "0"
    return Step(day if hour == MORNING else f"{day}@{hour:%H:%M}", offset, hour)


def steps_for(frequency: Frequency) -> tuple[Step, ...]:
    """The default ladder of a frequency."""
    return MONTHLY if frequency is Frequency.MONTHLY else ONE_OFF


def rungs(
    steps: Sequence[Step], *, deadline: Deadline, period: Period, calendar: Calendar
) -> tuple[Rung, ...]:
    """All rungs of one assignment in order of time.

    A rung that should come before the deadline but would fall after it (an hour earlier in the day) is left
    out, and so is an opening notice that would not come before the first counted step.
    """
    found = []
    for step in steps:
        day = _day(step, deadline=deadline, period=period, calendar=calendar)
        at = calendar.at(day, step.hour)
        chases = step.offset is not None and step.offset > 0
        if chases or at < deadline.last_moment:
            found.append(Rung(step, at))
    found.sort(key=lambda rung: rung.at)
    first = min((rung.at for rung in found if rung.step.offset is not None), default=None)
    return tuple(rung for rung in found if rung.step.offset is not None or first is None or rung.at < first)


def promise(day: date, kept: Sequence[Rung], calendar: Calendar) -> Rung | None:
    """The rung that asks for a report promised for a day: the next working morning.

    None when one of the `kept` rungs falls on that day: it asks anyway.
    """
    asked_on = calendar.next_working(day + timedelta(days=1))
    if any(calendar.day_of(rung.at) == asked_on for rung in kept):
        return None
    step = Step(f"promise:{day.isoformat()}", 1)
    return Rung(step, calendar.at(asked_on, step.hour))


def latest(ladder: Sequence[Rung], now: datetime) -> Rung | None:
    """The last rung whose moment has come."""
    past = [rung for rung in ladder if rung.at <= now]
    return past[-1] if past else None


def following(ladder: Sequence[Rung], now: datetime) -> Rung | None:
    """The first rung still to come."""
    return next((rung for rung in ladder if rung.at > now), None)


def is_sending_time(now: datetime, calendar: Calendar) -> bool:
    """Whether a message may go out: a working day, inside the sending hours (end exclusive)."""
    local = calendar.local(now)
    if not calendar.is_working(local.date()):
        return False
    return any(start <= local.time() < end for start, end in SENDING_HOURS)


def next_sending_time(now: datetime, calendar: Calendar) -> datetime:
    """`now` when a message may go out, otherwise the next opening of the sending hours."""
    if is_sending_time(now, calendar):
        return now
    local = calendar.local(now)
    if calendar.is_working(local.date()):
        for start, _ in SENDING_HOURS:
            if local.time() < start:
                return calendar.at(local.date(), start)
    return calendar.at(calendar.next_working(local.date() + timedelta(days=1)), SENDING_HOURS[0][0])


def _day(step: Step, *, deadline: Deadline, period: Period, calendar: Calendar) -> date:
    if step.offset is None:
        month = period.last_day if not period.is_once else deadline.last_day
        return calendar.next_working(month.replace(day=OPENING_DAY))
    if step.offset == 0:
        return deadline.target_day
    return calendar.shift(deadline.target_day, step.offset)
