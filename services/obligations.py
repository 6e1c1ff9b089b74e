"""From obligations to what each unit owes in each period."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain import ladder
from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.obligations import Assignment, Obligation
from domain.periods import ONCE, Period
from domain.statuses import Status
from domain.units import OPERATOR, Unit
from services import history
from services.wording import Duty
from storage.organisation import Province
from storage.store import UnitOfWork

# A weekly duty's first reminder can fall in the week before, so periods open a week ahead.
HORIZON = timedelta(days=7)
# A guard against a clock that jumped: no duty gets more periods at once.
_MOST_PERIODS = 60


async def ensure_assignments(uow: UnitOfWork, *, calendar: Calendar, now: datetime) -> int:
    """Create what is owed up to now for every active dated obligation; returns how many are new.

    Running it again adds nothing: the key is obligation x period x unit.
    """
    added = 0
    for province in await uow.organisation.provinces():
        if province.is_history(calendar.day_of(now)):
            await uow.duties.stop_steps(province.id)
        units = await uow.organisation.units(province.id)
        for obligation in await uow.duties.obligations(province_id=province.id, active=True):
            if obligation.is_dated:
                added += await _ensure(
                    uow, obligation, units=units, province=province, moment=(now, calendar)
                )
    return added


async def _ensure(
    uow: UnitOfWork,
    obligation: Obligation,
    *,
    units: Sequence[Unit],
    province: Province,
    moment: tuple[datetime, Calendar],
) -> int:
    now, calendar = moment
    assigned = await uow.duties.assigned(obligation.id)
    rows: list[dict[str, Any]] = []
    for period in _periods(obligation, assigned, province=province, today=calendar.day_of(now)):
        due = obligation.schedule.due
        assert due is not None, "only dated obligations come here"
        deadline = compute(due, period, calendar, grace_days=province.grace_days)
        rows += [
            _row(obligation, period, deadline, unit=unit, calendar=calendar)
            for unit in obligation.selector.expand(units, deadline.last_day)
            if unit.id not in assigned.get(period.key, set())
        ]
    await uow.duties.add_assignments(rows)
    if rows:
        data = {"count": len(rows), "periods": sorted({row["period"] for row in rows})}
        fact = history.Fact("assigned", f"obligation:{obligation.id}", obligation.province_id, data=data)
        await history.record(uow, OPERATOR, fact, now=now)
    return len(rows)


def _periods(
    obligation: Obligation, assigned: Iterable[str], *, province: Province, today: date
) -> list[Period]:
    """The periods to have: from the one in which the duty came into use here to the one now opening."""
    if obligation.schedule.frequency.value in ("once", "none"):
        return [ONCE]
    known = [Period.parse(key) for key in assigned]
    frequency = obligation.schedule.frequency
    period = max(known) if known else Period.containing(obligation.in_use_from, frequency)
    ends = (today + HORIZON, province.in_use_until, obligation.valid_until)
    end = min(day for day in ends if day is not None)
    found: list[Period] = []
    while period.first_day <= end and len(found) < _MOST_PERIODS:
        if obligation.last_period is not None and period > obligation.last_period:
            break
        found.append(period)
        period = period.next()
    return found


def _row(
    obligation: Obligation, period: Period, deadline: Deadline, *, unit: Unit, calendar: Calendar
) -> dict[str, Any]:
    next_step = None if obligation.history else _first_step(obligation, period, deadline, calendar)
    return {
        "obligation_id": obligation.id,
        "period": period.key,
        "unit_id": unit.id,
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
    return [
        Duty(
            assignment,
            obligations[assignment.obligation_id],
            directives[obligations[assignment.obligation_id].directive_id],
            units[assignment.unit_id],
            units[obligations[assignment.obligation_id].coordinator_unit_id],
        )
        for assignment in assignments
    ]


def by_deadline(duty: Duty) -> tuple[datetime, int, int]:
    """Order in which duties are told: the nearest deadline first, then as the directive lists them."""
    return duty.assignment.current.last_moment, duty.unit.order_no, duty.assignment.id
