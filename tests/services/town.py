"""A small province on a real store: an Office, two departments and a district that owe a monthly report."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from domain.calendar import VIETNAM, Calendar
from domain.delivery import OutboxMessage
from domain.due_rules import DueRule, Relation
from domain.obligations import Assignment, Schedule
from domain.periods import Frequency
from domain.permissions import Scope
from domain.statuses import Verb
from domain.units import Actor, Role, Selector, UnitKind
from services import obligations, reminders, replies
from services.changes import Said
from services.reminders import Planned
from services.replies import Statement
from services.wording import Duty
from storage.history import Event
from storage.store import Store, UnitOfWork
from tests import factories

EVERYTHING = Scope(everything=True)
CALENDAR = Calendar()
# 1 = the order in which the Office, the departments and the district stand in lists.
REPORTING = ("STP", "SNV", "TANYEN")
BEFORE_THE_25TH = DueRule(Relation.BEFORE, "trước ngày 25 hằng tháng", day=25)


def october(day: int, hour: int = 8, minute: int = 30, second: int = 0) -> datetime:
    """A moment of October 2023 on the province's wall clock."""
    return datetime(2023, 10, day, hour, minute, second, tzinfo=VIETNAM)


@dataclass(slots=True)
class Town:
    """The province and what a test does there. Times are business moments."""

    store: Store
    id: int
    units: dict[str, int]
    report: int
    _messages: Any = field(default_factory=lambda: count(1))

    async def joins(self, unit: str, role: Role = Role.FOCAL_POINT, name: str = "") -> Actor:
        """Somebody is linked; the address is the name."""
        who = name or f"{role.value} {unit}"

        async def work(uow: UnitOfWork) -> Actor:
            person = await factories.person(uow, who, self.units[unit], role, address=who)
            return Actor(person, tuple(await uow.organisation.memberships(person_ids=[person.id])))

        return await self.store.transact(work)

    async def duties(self) -> list[Duty]:
        """Everything owed or done, in the order in which it was assigned."""
        async with self.store.reading() as uow:
            return await obligations.duties(uow, await uow.duties.assignments(EVERYTHING))

    async def duty(self, unit: str, code: str = "BC10") -> Duty:
        """One duty as it stands."""
        return next(duty for duty in await self.duties() if (duty.unit.code, duty.code) == (unit, code))

    async def tells(
        self,
        actor: Actor,
        unit: str,
        statement: Statement | Verb,
        *,
        at: datetime = factories.NOW,
        message: int | None = None,
    ) -> Assignment:
        """Somebody says something about a unit's report; every call is a message of its own."""
        told = Statement(statement) if isinstance(statement, Verb) else statement
        said = Said(at, at, message or next(self._messages))
        duty = await self.duty(unit)
        return await self.store.transact(lambda uow: replies.record(uow, actor, duty, told, said=said))

    async def takes_back(self, actor: Actor, *, at: datetime = factories.NOW) -> list[Assignment]:
        """Somebody writes "sửa"."""
        said = Said(at, at, next(self._messages))
        return await self.store.transact(lambda uow: replies.undo(uow, actor, said=said))

    async def plans(self, now: datetime, calendar: Calendar = CALENDAR) -> Planned:
        """The planner looks once."""
        return await self.store.transact(lambda uow: reminders.plan(uow, calendar=calendar, now=now))

    async def sets(self, unit: str, **values: Any) -> Assignment:
        """Put a report into a state without asking anybody."""
        duty = await self.duty(unit)
        return await self.store.transact(lambda uow: uow.duties.change(duty.assignment, values))

    async def messages(self) -> list[OutboxMessage]:
        """Everything queued."""
        async with self.store.reading() as uow:
            return await uow.outbox.messages()

    async def events(self, *verbs: str) -> list[Event]:
        """History with these verbs, oldest first."""
        async with self.store.reading() as uow:
            found = await uow.history.unsealed(10_000)
        return [event for event in found if event.verb in verbs]


async def founded(store: Store) -> Town:
    """The town on a store; the planner looks at everything at once."""

    async def work(uow: UnitOfWork) -> Town:
        province_id = await factories.province(uow)
        units = await factories.units(uow, province_id, "VP", kind=UnitKind.OFFICE)
        units |= await factories.units(uow, province_id, "STP", "SNV")
        units |= await factories.units(uow, province_id, "TANYEN", kind=UnitKind.DISTRICT)
        report = await factories.obligation(uow, province_id, units["VP"])
        owing = [units[code] for code in REPORTING]
        await factories.assignments(uow, report, province_id, owing, next_step_at=october(1))
        return Town(store, province_id, units, report)

    return await store.transact(work)


async def gathered(town: Town, *, before: DueRule = BEFORE_THE_25TH) -> None:
    """The Office owes a report on the units' reports."""

    async def work(uow: UnitOfWork) -> None:
        own = await factories.obligation(
            uow,
            town.id,
            town.units["VP"],
            key="tong-hop",
            stem="TH",
            title="Báo cáo tổng hợp",
            schedule=Schedule(Frequency.MONTHLY, before),
            selector=Selector(units=("VP",)),
        )
        await uow.duties.link(own, consolidates=town.report)
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(17))

    await town.store.transact(work)
