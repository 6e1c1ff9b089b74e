"""Entering days off: what a schedule changes is known before it is applied, and then applied at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import ladder
from domain.calendar import Calendar
from domain.deadlines import Deadline
from domain.errors import Conflict
from domain.permissions import Scope
from domain.units import Actor
from files.calendar_overrides import CalendarOverrides
from services import changes, history, obligations, planning, reminders
from services.calendar import Calendars
from services.changes import Cause
from services.planning import Moved
from services.wording import Duty
from storage import wakes
from storage.calendars import CalendarYear
from storage.store import UnitOfWork

_EVERYTHING = Scope(everything=True)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearChange:
    """A year that gets a new version, with the days on which work ends or begins by it."""

    entered: CalendarYear
    is_official: bool
    now_off: tuple[date, ...]
    now_worked: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """One deadline of one duty that moves, for so many units; `cancelled` reminders of it that wait go."""

    duty: Duty
    units: int
    before: Deadline
    after: Deadline
    cancelled: int


@dataclass(frozen=True, slots=True)
class StepChange:
    """The next reminder of one duty falls on another moment though its deadline stays."""

    duty: Duty
    units: int
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Effect:
    """What a schedule from a source changes: years, deadlines, next reminders, cancelled waiting ones."""

    source: str
    overrides: CalendarOverrides
    years: tuple[YearChange, ...] = ()
    deadlines: tuple[DeadlineChange, ...] = ()
    steps: tuple[StepChange, ...] = ()
    cancelled: int = 0

    @property
    def is_unchanged(self) -> bool:
        """Whether all of it has been entered before."""
        return not self.years

    @property
    def shown(self) -> tuple[object, ...]:
        """What a person is shown and agrees to."""
        return (
            [(one.entered.year, one.entered.version, one.now_off, one.now_worked) for one in self.years],
            [(one.duty.code, one.units, one.before, one.after) for one in self.deadlines],
            [(one.duty.code, one.units, one.before, one.after) for one in self.steps],
            self.cancelled,
        )


@dataclass(frozen=True, slots=True)
class _Retimed:
    duty: Duty
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class _Prepared:
    calendar: Calendar
    moved: Sequence[Moved] = ()
    retimed: Sequence[_Retimed] = ()


async def foresee(
    uow: UnitOfWork, overrides: CalendarOverrides, *, source: str, calendars: Calendars, now: datetime
) -> Effect:
    """What entering this schedule would change; nothing is changed."""
    return (await _prepare(uow, Effect(source, overrides), calendars=calendars, now=now))[0]


async def enter(
    uow: UnitOfWork, actor: Actor, shown: Effect, *, calendars: Calendars, now: datetime
) -> Effect:
    """Store the schedule and re-plan; Conflict when it would change something else than was shown."""
    found, prepared = await _prepare(uow, shown, calendars=calendars, now=now)
    if found.shown != shown.shown:
        raise Conflict("duties or days off have changed since the effect was shown; run it again")
    for year in found.years:
        await _store(uow, actor, year, now=now)
    cause = Cause(changes.REPLANNED, now, {"calendar": [one.entered.year for one in found.years]})
    await planning.apply(uow, actor, prepared.moved, calendar=prepared.calendar, cause=cause)
    again: dict[datetime, list[int]] = defaultdict(list)
    for item in prepared.retimed:
        again[item.after].append(item.duty.assignment.id)
    for moment, ids in again.items():
        await uow.duties.set_next_step(ids, moment)
    await calendars.refresh(uow)
    if found.years:
        uow.wake(wakes.PLAN)
    return found


def _versions(wanted: Effect, stored: Mapping[int, CalendarYear], now: datetime) -> list[CalendarYear]:
    """The next version of every year that the schedule names and that differs from the stored one."""
    found = []
    for year in wanted.overrides.years:
        said, known = wanted.overrides.within(year), stored.get(year)
        official = bool(said.official_years)
        if known and (known.off, known.working, known.official) == (said.off, said.working, official):
            continue
        version = known.version + 1 if known else 1
        found.append(CalendarYear(year, version, said.off, said.working, official, wanted.source, now))
    return found


async def _prepare(
    uow: UnitOfWork, wanted: Effect, *, calendars: Calendars, now: datetime
) -> tuple[Effect, _Prepared]:
    before, stored = await calendars.refresh(uow), await uow.calendars.newest()
    years = _versions(wanted, stored, now)
    if not years:
        return Effect(wanted.source, wanted.overrides), _Prepared(before)
    after = calendars.with_years((stored | {one.year: one for one in years}).values())
    moved = await planning.foreseen(uow, calendar=after, was=before, now=now)
    retimed = await _retimed(uow, moved, before, after, now=now)
    deadlines, cancelled = await _deadline_changes(uow, moved)
    found = Effect(
        wanted.source,
        wanted.overrides,
        years=tuple(_year_change(one, before, after) for one in years),
        deadlines=deadlines,
        steps=_step_changes(retimed),
        cancelled=cancelled,
    )
    return found, _Prepared(after, moved, retimed)


def _year_change(entered: CalendarYear, before: Calendar, after: Calendar) -> YearChange:
    first = date(entered.year, 1, 1)
    days = [first + _ONE_DAY * n for n in range((date(entered.year + 1, 1, 1) - first).days)]
    changed = [day for day in days if before.is_working(day) != after.is_working(day)]
    return YearChange(
        entered,
        is_official=entered.year in after.official_years,
        now_off=tuple(day for day in changed if not after.is_working(day)),
        now_worked=tuple(day for day in changed if after.is_working(day)),
    )


async def _deadline_changes(
    uow: UnitOfWork, moved: Sequence[Moved]
) -> tuple[tuple[DeadlineChange, ...], int]:
    """The moved deadlines by duty, and how many waiting reminders speak of nothing but them."""
    ids = {item.duty.assignment.id for item in moved}
    waiting = await uow.reminders.waiting_messages(ids)
    dead = [about for about in waiting.values() if about <= ids]
    grouped: dict[tuple[int, str, Deadline, Deadline], list[Duty]] = defaultdict(list)
    for item in moved:
        period = item.duty.assignment.period.key
        grouped[item.duty.obligation.id, period, item.before, item.after].append(item.duty)
    found = []
    for (_, _, before, after), duties in grouped.items():
        of_these = {duty.assignment.id for duty in duties}
        cancelled = sum(bool(about & of_these) for about in dead)
        found.append(DeadlineChange(duties[0], len(duties), before, after, cancelled))
    return tuple(found), len(dead)


async def _retimed(
    uow: UnitOfWork, moved: Sequence[Moved], before: Calendar, after: Calendar, *, now: datetime
) -> list[_Retimed]:
    """Open assignments whose deadline stays but whose next reminder is counted in other working days."""
    others = {item.duty.assignment.id for item in moved}
    owed = await uow.duties.assignments(_EVERYTHING, owed=True)
    waiting = [
        item for item in owed if item.id not in others and item.next_step_at and item.next_step_at > now
    ]
    found = []
    for duty in await obligations.duties(uow, waiting):
        planned = duty.assignment.next_step_at
        at = _next_look(duty, before, after, now=now)
        if planned is not None and at is not None and at != planned:
            found.append(_Retimed(duty, planned, at))
    return found


def _next_look(duty: Duty, before: Calendar, after: Calendar, *, now: datetime) -> datetime | None:
    """When the planner looks by the new calendar; None when the new calendar changes nothing for it."""
    old, new = reminders.rungs_of(duty, before), reminders.rungs_of(duty, after)
    if not reminders.is_reminded(duty) or old == new:
        return None
    told = {rung.step.key for rung in old if rung.at <= now}
    passed, following = ladder.latest(new, now), ladder.following(new, now)
    if passed is not None and passed.step.key not in told:
        return now
    expected = ladder.following(old, now)
    planned = duty.assignment.next_step_at
    if following is None or planned is None:
        return None
    # A look that was put off to the next opening, or ordered by an answer, is not put off any further.
    return following.at if expected and planned == expected.at else min(planned, following.at)


def _step_changes(retimed: Sequence[_Retimed]) -> tuple[StepChange, ...]:
    grouped: dict[tuple[int, str, datetime, datetime], list[Duty]] = defaultdict(list)
    for item in retimed:
        period = item.duty.assignment.period.key
        grouped[item.duty.obligation.id, period, item.before, item.after].append(item.duty)
    return tuple(
        StepChange(duties[0], len(duties), before, after) for (_, _, before, after), duties in grouped.items()
    )


async def _store(uow: UnitOfWork, actor: Actor, change: YearChange, *, now: datetime) -> None:
    entered = change.entered
    if not await uow.calendars.add(entered):
        raise Conflict(f"somebody else has just entered {entered.year}; run it again")
    data = {
        "version": entered.version,
        "official": entered.official,
        "source": entered.source,
        "now_off": [day.isoformat() for day in change.now_off],
        "now_worked": [day.isoformat() for day in change.now_worked],
    }
    fact = history.Fact("calendar_entered", f"calendar:{entered.year}", data=data)
    await history.record(uow, actor, fact, now=now)
