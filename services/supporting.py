"""Units that support a duty hear of it once: who leads, and until when. They owe nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain import ladder
from domain.calendar import Calendar
from domain.obligations import Assignment, Obligation
from domain.periods import Period
from domain.permissions import Scope
from domain.statuses import Status
from domain.units import Role, Unit, UnitKind, successor_on
from locales.speech import Speech
from services import notices, obligations
from services.wording import Duty, due, source, title
from storage.store import UnitOfWork

_EVERYTHING = Scope(everything=True)
# More leading units than this are counted, not named.
_MOST_LEADERS = 3


async def inform(
    uow: UnitOfWork, reminded: Sequence[Assignment], *, calendar: Calendar, now: datetime
) -> int:
    """Queue a notice to the focal points of supporting units for each duty that is being reminded of.

    One for each obligation, period and person, whichever step comes first; returns how many are new.
    """
    if not ladder.is_sending_time(now, calendar):
        return 0
    known = await uow.duties.obligations(ids={item.obligation_id for item in reminded})
    supported = {item.id for item in known if item.supporting and not item.history}
    told = [item for item in reminded if item.obligation_id in supported]
    if not told:
        return 0
    by_id = {unit.id: unit for unit in await uow.organisation.units()}
    queued = 0
    for first in await _one_for_each(uow, told, calendar=calendar, now=now):
        leading = await _leading(uow, first, by_id)
        for unit in _supporters(first.obligation, by_id, calendar, now):
            if unit not in leading:
                queued += await _tell(uow, unit, (first, leading), calendar=calendar, now=now)
    return queued


async def _one_for_each(
    uow: UnitOfWork, told: Sequence[Assignment], *, calendar: Calendar, now: datetime
) -> Iterable[Duty]:
    """One open duty for each obligation and period of which a step has come."""
    found: dict[tuple[int, Period], Duty] = {}
    for duty in await obligations.duties(uow, told):
        item = duty.assignment
        steps = ladder.rungs(
            duty.obligation.steps, deadline=item.current, period=item.period, calendar=calendar
        )
        is_open = item.status.is_owed and not item.disputed
        # On the last day itself there is no time left to help, so nobody is troubled with it.
        in_time = calendar.day_of(now) < item.current.target_day
        if is_open and in_time and ladder.latest(steps, now) is not None:
            found.setdefault((duty.obligation.id, item.period), duty)
    return found.values()


async def _leading(uow: UnitOfWork, duty: Duty, by_id: dict[int, Unit]) -> list[Unit]:
    item = duty.assignment
    owed = await uow.duties.assignments(_EVERYTHING, obligation_ids=[item.obligation_id], period=item.period)
    units = [by_id[one.unit_id] for one in owed if one.status is not Status.WAIVED]
    return sorted(units, key=lambda unit: (unit.order_no, unit.code))


def _supporters(
    obligation: Obligation, by_id: dict[int, Unit], calendar: Calendar, now: datetime
) -> list[Unit]:
    """The units named as supporting, or whoever succeeded them by today, each once."""
    codes = {code: place for place, code in enumerate(obligation.supporting)}
    named = [
        unit for unit in by_id.values() if unit.province_id == obligation.province_id and unit.code in codes
    ]
    named.sort(key=lambda unit: codes[unit.code])
    heirs = [successor_on(unit, by_id, calendar.day_of(now)) for unit in named]
    return list(dict.fromkeys(heir for heir in heirs if heir is not None))


async def _tell(
    uow: UnitOfWork, unit: Unit, told: tuple[Duty, list[Unit]], *, calendar: Calendar, now: datetime
) -> int:
    duty, leading = told
    members = await uow.organisation.memberships(unit_ids=[unit.id], roles=[Role.FOCAL_POINT])

    def write(_: int, tr: Speech) -> str:
        values = {
            "unit": unit.name,
            "coordinator": duty.coordinator.called,
            "title": title(tr, duty),
            "source": source(tr, duty),
            "leading": _leaders(tr, leading),
            "due": due(tr, duty.assignment.current),
        }
        if unit.kind is UnitKind.VERTICAL:
            return tr("supporting.vertical", **values)
        return tr("supporting.notice", **values)

    # One period has one notice, whichever unit's step came first.
    key = f"supporting:{duty.obligation.id}:{duty.assignment.period.key}"
    people = [member.person_id for member in members]
    return await notices.tell_people(uow, people, key=key, write=write, moment=(now, calendar))


def _leaders(tr: Speech, leading: Sequence[Unit]) -> str:
    if len(leading) > _MOST_LEADERS:
        return tr("supporting.many", count=len(leading))
    return tr.listing(unit.name for unit in leading)
