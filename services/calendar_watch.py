"""Telling each Office, once a month, that a year's official days off should be known by now and are not."""

from datetime import date, datetime

from domain.calendar import Calendar
from domain.units import Role, UnitKind
from locales.speech import Speech
from services import notices
from services.calendar import missing_year
from storage.organisation import Province
from storage.store import UnitOfWork


async def warn(uow: UnitOfWork, *, calendar: Calendar, now: datetime) -> int:
    """Queue the notice to coordinators of the Offices of provinces in use; returns to how many."""
    missing = missing_year(calendar, now)
    if missing is None:
        return 0
    today = calendar.day_of(now)
    people: set[int] = set()
    for province in await uow.organisation.provinces():
        if province.in_use_from <= today and not province.is_history(today):
            people |= await _coordinators(uow, province, today)

    def write(_: int, tr: Speech) -> str:
        return tr("notice.calendar_missing", year=missing)

    key = f"calendar:{missing}:{today.month}"
    return await notices.tell_people(uow, people, key=key, write=write, moment=(now, calendar))


async def _coordinators(uow: UnitOfWork, province: Province, today: date) -> set[int]:
    units = await uow.organisation.units(province.id)
    offices = [unit.id for unit in units if unit.kind is UnitKind.OFFICE and unit.is_valid_on(today)]
    members = await uow.organisation.memberships(unit_ids=offices, roles=[Role.COORDINATOR])
    return {member.person_id for member in members}
