"""From obligations to what each unit owes in each period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain import ladder
from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.obligations import Assignment, Directive, Obligation
from domain.periods import ONCE, Frequency, Period
from domain.statuses import Status
from domain.units import OPERATOR, Unit
from services import history, standing_decisions
from services.wording import Duty
from storage.organisation import Province
from storage.store import UnitOfWork

# A weekly duty's first reminder can fall in the week before, so periods open a week ahead.
HORIZON = timedelta(days=7)
# A guard against a clock that jumped: no duty gets more periods at once.
_MOST_PERIODS = 60
_PERIODS_STILL_OPEN = 2
_ONE_DAY = timedelta(days=1)


async def ensure_assignments(uow: UnitOfWork, *, calendar: Calendar, now: datetime) -> int:
    """Create what is owed up to now for every active dated obligation; returns how many are new.

    Running it again adds nothing: the key is obligation x period x unit.
    """
    added = 0
    for province in await uow.organisation.provinces():
        if province.is_history(calendar.day_of(now)):
            await uow.duties.stop_steps(province.id)
        units = await uow.organisation.units(province.id)
        newest = await uow.duties.newest_periods(province.id)
        for obligation in await uow.duties.obligations(province_id=province.id, active=True):
            if obligation.is_dated:
                place = _Place(province, units, newest.get(obligation.id))
                added += await _ensure(uow, obligation, place, calendar=calendar, now=now)
    await standing_decisions.apply_standing(uow, calendar=calendar, now=now)
    return added


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a duty is owed: the province, its units, and the newest period somebody owes already."""

    province: Province
    units: Sequence[Unit]
    newest: Period | None


async def _ensure(
    uow: UnitOfWork, obligation: Obligation, place: _Place, *, calendar: Calendar, now: datetime
) -> int:
    added: dict[str, int] = {}
    for period in _periods(obligation, place, calendar.day_of(now)):
        due = obligation.schedule.due
        assert due is not None, "only dated obligations come here"
        deadline = compute(due, period, calendar, grace_days=place.province.grace_days)
        if _is_reached(place.newest, period) and deadline.last_moment <= now:
            # Who has it, owes it; a unit that comes after the deadline begins with the next period.
            continue
        owing = [unit.id for unit in obligation.selector.expand(place.units, deadline.last_day)]
        added[period.key] = await uow.duties.assign(_owed(obligation, period, deadline, calendar), owing)
    count = sum(added.values())
    if count:
        data = {"count": count, "periods": sorted(key for key, new in added.items() if new)}
        fact = history.Fact("assigned", f"obligation:{obligation.id}", obligation.province_id, data=data)
        await history.record(uow, OPERATOR, fact, now=now)
    return count


def _is_reached(newest: Period | None, period: Period) -> bool:
    return newest is not None and newest.frequency is period.frequency and period <= newest


def _periods(obligation: Obligation, place: _Place, today: date) -> list[Period]:
    """The periods to have: from the one in which the duty came into use here to the one now opening."""
    if obligation.schedule.frequency.value in ("once", "none"):
        return [ONCE] if obligation.in_use_from <= today + HORIZON else []
    frequency, newest = obligation.schedule.frequency, place.newest
    period = Period.containing(obligation.in_use_from, frequency)
    if newest is not None and not newest.is_once:
        period = max(period, _reached(newest, frequency))
    ends = (today + HORIZON, place.province.in_use_until, obligation.valid_until)
    end = min(day for day in ends if day is not None)
    found: list[Period] = []
    while period.first_day <= end and len(found) < _MOST_PERIODS:
        if obligation.last_period is not None and period > obligation.last_period:
            break
        found.append(period)
        period = period.next()
    return found


def _reached(newest: Period, frequency: Frequency) -> Period:
    """The first period that may still be open; a duty that recurs differently goes on from where it is."""
    if newest.frequency is not frequency:
        return Period.containing(newest.first_day, frequency)
    # "Ngày 05 tháng sau" falls due after the next period has begun.
    for _ in range(_PERIODS_STILL_OPEN):
        newest = Period.containing(newest.first_day - _ONE_DAY, frequency)
    return newest


def _owed(obligation: Obligation, period: Period, deadline: Deadline, calendar: Calendar) -> dict[str, Any]:
    next_step = None if obligation.history else _first_step(obligation, period, deadline, calendar)
    return {
        "obligation_id": obligation.id,
        "period": period.key,
        "province_id": obligation.province_id,
        "version": 1,
        "plan_version": 1,
        "status": Status.PENDING.value,
        "original": deadline,
        "current": deadline,
        "nil": False,
        "filed": [],
        "disputed": False,
        "next_step_at": next_step,
    }


def _first_step(
    obligation: Obligation, period: Period, deadline: Deadline, calendar: Calendar
) -> datetime | None:
    found = ladder.rungs(obligation.steps, deadline=deadline, period=period, calendar=calendar)
    return found[0].at if found else None


async def duties(uow: UnitOfWork, assignments: Sequence[Assignment]) -> list[Duty]:
    """Assignments with their obligation, directive, unit and coordinator, in the same order."""
    obligations = {
        item.id: item for item in await uow.duties.obligations(ids={a.obligation_id for a in assignments})
    }
    directives = await uow.duties.directives({item.directive_id for item in obligations.values()})
    wanted = {a.unit_id for a in assignments} | {item.coordinator_unit_id for item in obligations.values()}
    units = await uow.organisation.units_by_id(wanted)
    also_in = await _further_clauses(uow, obligations.values())
    return [
        Duty(
            assignment,
            obligations[assignment.obligation_id],
            directives[obligations[assignment.obligation_id].directive_id],
            units[assignment.unit_id],
            units[obligations[assignment.obligation_id].coordinator_unit_id],
            also_in.get(assignment.obligation_id, ()),
        )
        for assignment in assignments
    ]


async def _further_clauses(
    uow: UnitOfWork, found: Iterable[Obligation]
) -> dict[int, tuple[tuple[Directive, str], ...]]:
    """Other directives that ask for the same duty, with their clauses; few duties have any."""
    merged = [item for item in found if item.also_in]
    if not merged:
        return {}
    every = (await uow.duties.directives()).values()
    by_key = {(item.province_id, item.key): item for item in every}
    return {
        item.id: tuple(
            (by_key[item.province_id, other.directive], other.clause)
            for other in item.also_in
            if (item.province_id, other.directive) in by_key
        )
        for item in merged
    }


def by_deadline(duty: Duty) -> tuple[datetime, int, int]:
    """Order in which duties are told: the nearest deadline first, then as the directive lists them."""
    return duty.assignment.current.last_moment, duty.unit.order_no, duty.assignment.id
