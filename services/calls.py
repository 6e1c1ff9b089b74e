"""Telephone calls to units: logged as chasing, and the sheet of those still to be called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import VIETNAM, Calendar
from domain.permissions import Action, authorize, scope_of
from domain.requests import Call
from domain.units import Actor, Unit
from language.normalise import fold
from services import consolidation, history, obligations, unit_names, urging
from services.consolidation import Overdue, Standing
from services.unit_names import Found
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Made:
    """A call as it was made, about `duty` if the unit owes one; `promised` is the day the unit named."""

    unit: Unit
    duty: Duty | None
    at: datetime
    note: str = ""
    promised: date | None = None


@dataclass(frozen=True, slots=True)
class ToCall:
    """A report that is still missing, with whom to call and what was done so far."""

    standing: Overdue
    phones: tuple[tuple[str, str], ...]
    last_call: Call | None


async def find_unit(uow: UnitOfWork, actor: Actor, name: str, *, on: date) -> Found:
    """The unit of the actor's provinces that a name means."""
    return await unit_names.find(uow, name, scope_of(actor, Action.CONFIRM).provinces, on)


async def concerned(
    uow: UnitOfWork, actor: Actor, unit: Unit, *, code: str | None, now: datetime
) -> Duty | None:
    """The report a call is about: the one named, or what the unit owes with the nearest deadline."""
    today = now.astimezone(VIETNAM).date()
    every = await uow.duties.assignments(scope_of(actor, Action.CONFIRM), owed=True)
    own = [item for item in every if item.unit_id == unit.id]
    found = [duty for duty in await obligations.duties(uow, own) if not duty.obligation.history]
    begun = [d for d in found if d.assignment.period.is_once or d.assignment.period.first_day <= today]
    named = [duty for duty in begun if code is not None and fold(duty.code) == fold(code)]
    return min(named or begun, key=obligations.by_deadline, default=None)


async def log(uow: UnitOfWork, actor: Actor, made: Made, *, now: datetime) -> int:
    """Write a call down; the unit's own word about its report stays as it is.

    Forbidden without a coordinator's role, NotFound for a unit of another province.
    """
    unit = made.unit
    authorize(actor, Action.CONFIRM, province_id=unit.province_id, unit_id=unit.id)
    about = made.duty.assignment.id if made.duty is not None else None
    key = await uow.requests.log_call(
        province_id=unit.province_id,
        unit_id=unit.id,
        assignment_id=about,
        logged_by=actor.label,
        called_at=made.at,
        note=made.note,
        promised=made.promised,
    )
    data = {"call": key, "at": made.at.isoformat(), "assignment": about}
    fact = history.Fact("called", f"unit:{unit.id}", unit.province_id, unit.id, data=data)
    await history.record(uow, actor, fact, now=now)
    return key


async def chasing(uow: UnitOfWork, duty: Duty, *, calendar: Calendar, now: datetime) -> Overdue:
    """How often a unit was reminded and called about one report."""
    (found,) = await consolidation.chased(uow, [duty], calendar=calendar, now=now)
    return found


async def standing_of(
    uow: UnitOfWork, actor: Actor, code: str | None, *, now: datetime, today: date
) -> Standing | None:
    """The report of that code in its current period; without a code the one most units owe."""
    if scope_of(actor, Action.CONFIRM).is_empty:
        return None
    found = consolidation.current(await consolidation.standings(uow, actor, now=now), today)
    if code is None:
        return found[0] if found else None
    return next((item for item in found if fold(item.duties[0].code) == fold(code)), None)


async def sheet(
    uow: UnitOfWork, actor: Actor, duties: Sequence[Duty], *, calendar: Calendar, now: datetime
) -> list[ToCall]:
    """The sheet for some missing reports, in their order."""
    units = {duty.unit.id for duty in duties}
    phones = await urging.phones(uow, units)
    last = await _last_calls(uow, actor, units)
    return [
        ToCall(item, tuple(phones.get(item.duty.unit.id, ())), last.get(item.duty.unit.id))
        for item in await consolidation.chased(uow, duties, calendar=calendar, now=now)
    ]


async def _last_calls(uow: UnitOfWork, actor: Actor, unit_ids: set[int]) -> Mapping[int, Call]:
    """The newest call to each unit."""
    found: dict[int, Call] = {}
    for call in await uow.requests.calls(scope_of(actor, Action.CONFIRM), unit_ids=unit_ids):
        found.setdefault(call.unit_id, call)
    return found
