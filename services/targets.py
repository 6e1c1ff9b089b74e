"""Duties that address nobody any more: a person must say whom they mean now."""

from datetime import date

from domain.obligations import Obligation
from domain.units import Group, Unit, UnitKind
from storage.store import UnitOfWork


async def needs_target(uow: UnitOfWork, on: date) -> list[Obligation]:
    """Duties in force on that day that nobody owes, or whose class words name districts when none are left.

    Provinces whose duties or units have all ended are left out: nothing is owed there.
    """
    found = []
    for province in await uow.organisation.provinces():
        units = await uow.organisation.units(province.id)
        if province.is_history(on) or not any(unit.is_valid_on(on) for unit in units):
            continue
        known = await uow.duties.obligations(province_id=province.id, active=True)
        found += [item for item in known if _is_in_force(item, on) and _lacks_target(item, units, on)]
    return found


def _is_in_force(obligation: Obligation, on: date) -> bool:
    """Neither history nor over by its own day, its last period or its directive."""
    due, last = obligation.schedule.due, obligation.last_period
    ends = [obligation.valid_until, due.on if due else None, last.last_day if last else None]
    return not obligation.history and all(end is None or on <= end for end in ends)


def _lacks_target(obligation: Obligation, units: list[Unit], on: date) -> bool:
    selector = obligation.selector
    if not selector.expand(units, on):
        return True
    has_districts = any(unit.kind is UnitKind.DISTRICT and unit.is_valid_on(on) for unit in units)
    return Group.DISTRICTS in selector.groups and not has_districts
