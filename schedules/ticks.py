"""The ticks: plan, deliver, repair, follow up, seal. Each looks at the table; none remembers what matters."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.ports import Clock
from services import audit, calendar_watch, extensions, obligations, reminders
from services.calendar import Calendars
from services.delivery import Delivered, Sender
from services.reminders import Planned
from storage.claims import Lane
from storage.store import Store, UnitOfWork

PLANNER = "planner"
# A leader that is silent for this long has lost the lead.
LEADERSHIP = timedelta(seconds=15)


@dataclass(slots=True)
class Ticks:
    """The ticks of a process; `owner` names it in leases."""

    store: Store
    clock: Clock
    calendars: Calendars
    sender: Sender
    owner: str
    _ensured: date | None = None

    async def plan(self, *, ensure: bool = False) -> Planned:
        """Create what has come to be owed and queue due reminders, if this process leads the planning.

        New periods are looked for once a day, and whenever `ensure` says that duties have changed. A year
        without its days off is spoken of then, too.
        """
        now = self.clock.now()
        today = self.calendars.value.day_of(now)
        fresh = ensure or self._ensured != today

        async def work(uow: UnitOfWork) -> Planned | None:
            if not await self._leads(uow):
                return None
            calendar = await self.calendars.refresh(uow)
            for channel, account in self.sender.unanswered:
                await uow.cards.enter(channel, account, now)
            assigned = 0
            if fresh:
                assigned = await obligations.ensure_assignments(uow, calendar=calendar, now=now)
                await calendar_watch.warn(uow, calendar=calendar, now=now)
            await extensions.raise_again(uow, now, calendar)
            planned = await reminders.plan(uow, calendar=calendar, now=now)
            return Planned(assigned, planned.steps, planned.coalesced, planned.queued, planned.unreachable)

        planned = await self.store.transact(work)
        if planned is None:
            return Planned()
        self._ensured = today
        return planned

    async def deliver(self) -> Delivered:
        """Send what may go now, batch by batch, until nothing is left."""
        total = Delivered()
        while (step := await self.sender.step(self.clock.now())).total:
            total = total.plus(
                sent=step.sent,
                uncertain=step.uncertain,
                failed=step.failed,
                deferred=step.deferred,
                cancelled=step.cancelled,
            )
        return total

    async def fill(self, lane: Lane) -> int:
        """Begin to send what may go now in a lane's free slots; how many messages."""
        return await self.sender.fill(self.clock.now(), lane)

    async def repair(self) -> int:
        """Give back the leases of processes that vanished."""
        return await self.sender.repair()

    async def follow_up(self) -> int:
        """Send another way what was not seen, or what may not have arrived; how many messages."""
        return await self.sender.follow_up(self.clock.now())

    async def seal(self) -> int:
        """Chain the newest events of the history."""

        async def work(uow: UnitOfWork) -> int:
            return await audit.seal(uow) if await self._leads(uow) else 0

        return await self.store.transact(work)

    async def next_moment(self) -> datetime | None:
        """The next business moment at which a step, an unanswered request or a waiting message is due."""
        moments = (await self.next_plan(), await self.next_send())
        return min((moment for moment in moments if moment is not None), default=None)

    async def next_plan(self) -> datetime | None:
        """The next business moment at which there is something to plan."""
        now, calendar = self.clock.now(), self.calendars.value
        async with self.store.reading() as uow:
            moments = (
                await uow.duties.next_step_after(now),
                await extensions.next_raise(uow, now, calendar),
            )
        return min((moment for moment in moments if moment is not None), default=None)

    async def next_send(self) -> datetime | None:
        """The next business moment at which a waiting message may go."""
        async with self.store.reading() as uow:
            return await uow.outbox.next_waiting(self.clock.now())

    async def _leads(self, uow: UnitOfWork) -> bool:
        machine_now = await uow.machine_now()
        epoch = await uow.machinery.acquire(
            PLANNER, self.owner, machine_now=machine_now, until=machine_now + LEADERSHIP
        )
        return epoch is not None
