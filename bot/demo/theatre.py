"""The stage of the demo: a house on a fresh database, its people linked, and a clock that moves by scenes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bot import clock as clocks
from bot import wiring
from bot.console import settle
from bot.settings import Settings
from bot.wiring import House
from channels.console.channel import ConsoleChannel, update
from domain.clocks import SimulatedClock
from domain.deadlines import compute
from domain.messages import Outbound
from domain.periods import Period
from domain.units import Role, Unit
from files.packs import read_shipped
from files.story import ScriptedLine, Seat, Story
from services import accounts, imports
from services.intake import StoreIntake
from storage.store import UnitOfWork


@dataclass(slots=True)
class Theatre:
    """A house playing a story. `heard` is told of every message the console channel delivers."""

    story: Story
    house: House
    speed: float
    heard: Callable[[Outbound], None]
    lines: list[ScriptedLine]
    _numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def open(
        cls, story: Story, database: Path, *, speed: float, heard: Callable[[Outbound], None]
    ) -> "Theatre":
        """Build the house on a new file, load the pack, set the clock to the story's beginning."""
        settings = Settings.model_validate({"database_url": f"sqlite+aiosqlite:///{database}"})
        store = await wiring.open_store(settings, migrate=True)
        clock = await clocks.set_to(store, story.start, speed)
        house = wiring.assemble(settings, store, clock, extra=[ConsoleChannel(heard)])
        theatre = cls(story, house, speed, heard, [])
        await store.transact(theatre._load)
        await house.ticks.plan(ensure=True)
        return theatre

    async def cast(self, *, seats_play: bool) -> None:
        """Link every unit's focal point by its code; with `seats_play` the seats are read from the story."""
        async with self.house.store.reading() as uow:
            units = await uow.organisation.units()
        owing = {line.unit for line in self.story.lines if line.unit}
        taken = {seat.unit for seat in self.story.seats} | set(self.story.unreachable)
        silent = [unit for unit in units if unit.code not in owing | taken and _reports(unit)]
        speaking = [unit for unit in units if unit.code in owing]
        for unit in [*speaking, *silent]:
            await self._link(unit.code, unit.code, Role.FOCAL_POINT, f"Đầu mối {unit.name} (giả định)")
        if seats_play:
            for seat in self.story.seats:
                await self._link(seat.key, seat.unit, seat.role, seat.person)
        self.lines = [line for line in self.story.lines if seats_play or line.unit is not None]

    @property
    def last_day(self) -> date:
        """The units' last day for the report the story is about."""
        pack = read_shipped(self.story.pack)
        duty = next(item for item in pack.obligations if item.key == self.story.obligation)
        assert duty.schedule.due is not None, "the story is about a dated duty"
        calendar = self.house.calendar
        period = Period.containing(calendar.day_of(self.story.start), duty.schedule.frequency)
        return compute(duty.schedule.due, period, calendar).last_day

    async def names(self) -> dict[str, str]:
        """How the transcript names each writer: a seat's person, or the unit."""
        async with self.house.store.reading() as uow:
            units = {unit.code: unit.name for unit in await uow.organisation.units()}
        return units | {seat.key: seat.person for seat in self.story.seats}

    async def code_for(self, seat: Seat) -> str:
        """A one-time code for a seat, minted as an operator would."""
        return await self._mint(seat.unit, seat.role, seat.person)

    async def say(self, writer: str, text: str) -> None:
        """Somebody writes on the console channel."""
        self._numbers[writer] = number = self._numbers.get(writer, 0) + 1
        intake = StoreIntake(self.house.store, self.house.clock, channel="console", account="default")
        await intake.accept([update(writer, text, number=number)])

    async def begin(self) -> None:
        """Set the clock back to the beginning: linking everybody has taken a while."""
        await self._set_clock(self.story.start)

    async def settle(self) -> None:
        """Let the house finish everything that is due at this moment."""
        await settle(self.house)

    async def next_moment(self) -> datetime | None:
        """The next scene: a reminder that falls due or a line of the story."""
        return min(self._upcoming(await self.house.ticks.next_moment()), default=None)

    async def move_to(self, moment: datetime) -> list[ScriptedLine]:
        """Play everything up to a moment, scene by scene, in order; returns the lines that were said."""
        said: list[ScriptedLine] = []
        target = moment.astimezone(UTC)
        while (scene := await self.next_moment()) is not None and scene <= target:
            await self._set_clock(scene)
            spoken = [line for line in self.lines if line.at <= scene]
            self.lines = [line for line in self.lines if line.at > scene]
            for line in spoken:
                await self.say(line.writer, line.text)
            said += spoken
            await self.settle()
        if target > self.house.clock.now():
            await self._set_clock(target)
            await self.settle()
        return said

    async def close(self) -> None:
        """Leave the stage."""
        await self.house.close()

    def _upcoming(self, due: datetime | None) -> Iterable[datetime]:
        if due is not None:
            yield due
        yield from (line.at for line in self.lines[:1])

    async def _set_clock(self, moment: datetime) -> None:
        clock = await clocks.set_to(self.house.store, moment, self.speed)
        stage_clock = self.house.clock
        assert isinstance(stage_clock, SimulatedClock), "the stage runs on simulated time"
        stage_clock.set(clock.business_anchor, clock.machine_anchor, clock.speed)

    async def _load(self, uow: UnitOfWork) -> None:
        pack = read_shipped(self.story.pack)
        await imports.load_pack(uow, pack, now=self.house.clock.now(), calendar=self.house.calendar)

    async def _link(self, writer: str, unit: str, role: Role, person: str) -> None:
        await self.say(writer, await self._mint(unit, role, person))
        await self.settle()
        await self.say(writer, "1")
        await self.settle()

    async def _mint(self, unit: str, role: Role, person: str) -> str:
        now = self.house.clock.now()

        async def work(uow: UnitOfWork) -> str:
            found = await accounts.find_unit(uow, unit)
            minted = await accounts.invite(uow, person, (found, role), sheet=False, now=now)
            return minted.code

        return await self.house.store.transact(work)


def _reports(unit: Unit) -> bool:
    return unit.kind.value in ("department", "agency", "board", "district")
