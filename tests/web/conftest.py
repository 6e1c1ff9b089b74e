"""A province whose two departments owe one report, and people who look at it."""

from dataclasses import dataclass
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.clocks import FixedClock
from domain.permissions import Scope
from domain.units import Actor, Membership, Person, Role, UnitKind
from services.webchat import Desk
from storage.store import Store, UnitOfWork
from tests import factories
from tests.factories import NOW


@dataclass(frozen=True, slots=True)
class Province:
    """What a test needs to know of it."""

    id: int
    units: dict[str, int]

    def actor(self, role: Role, unit: str = "VP") -> Actor:
        """Somebody in a unit."""
        person = Person(1, "Người xem")
        return Actor(person, (Membership(person.id, self.units[unit], self.id, role),))


async def change(store: Store, unit_id: int, **values: Any) -> None:
    """Set what is known of a unit's report."""

    async def work(uow: UnitOfWork) -> None:
        everything = Scope(everything=True)
        found = {item.unit_id: item for item in await uow.duties.assignments(everything)}
        await uow.duties.change(found[unit_id], values)

    await store.transact(work)


@pytest.fixture
def clock() -> FixedClock:
    """08:30 of Tuesday 17/10/2023."""
    return FixedClock(NOW)


@pytest.fixture
def calendar() -> Calendar:
    """Weekends only."""
    return Calendar()


@pytest.fixture
def desk(sqlite_store: Store, clock: FixedClock) -> Desk:
    """The desk of the web chat."""
    return Desk(sqlite_store, clock)


@pytest.fixture
async def province(sqlite_store: Store) -> Province:
    """STP, SNV and a district owe the monthly report; the Office asks for it."""

    async def work(uow: UnitOfWork) -> Province:
        province_id = await factories.province(uow)
        units = await factories.units(uow, province_id, "VP", kind=UnitKind.OFFICE)
        owing = await factories.units(uow, province_id, "STP", "SNV")
        owing |= await factories.units(uow, province_id, "TANYEN", kind=UnitKind.DISTRICT)
        obligation = await factories.obligation(uow, province_id, units["VP"])
        await factories.assignments(uow, obligation, province_id, owing.values())
        return Province(province_id, units | owing)

    return await sqlite_store.transact(work)
