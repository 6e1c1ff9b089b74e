"""A house on a store, a clock that is moved by hand, and people who speak through a real channel."""

import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from bot import wiring
from bot.settings import Settings
from bot.wiring import House
from domain.calendar import VIETNAM
from domain.clocks import FixedClock
from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.obligations import Assignment
from domain.permissions import Scope
from domain.ports import Channel
from domain.units import Role
from files.packs import read_shipped
from services import accounts, imports, obligations
from services.wording import Duty
from storage.history import Event
from storage.queues import InboxRow, LeaseRow, OutboxRow
from storage.store import Store, UnitOfWork
from storage.tables import InvitationRow, LinkFailureRow, ProvinceRow, table_of
from tests.flows.troupes import Heard, Troupe

T = TypeVar("T")
EVERYTHING = Scope(everything=True)
# Stages as they stood right after their opening; loading a province over and over would take minutes.
_OPENED: dict[str, sqlite3.Connection] = {}
_MOST_ROUNDS = 100
# Machine time is never simulated, so a test lets it pass by moving its marks in the store back.
_MACHINE_MOMENTS = (
    (OutboxRow, "retry_at"),
    (OutboxRow, "lease_until"),
    (OutboxRow, "follow_up_at"),
    (InboxRow, "retry_at"),
    (LeaseRow, "expires_at"),
    (InvitationRow, "expires_at"),
    (LinkFailureRow, "at"),
)


def october(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of October 2023 on the province's wall clock."""
    return datetime(2023, 10, day, hour, minute, second, tzinfo=VIETNAM)


@dataclass(slots=True)
class Player:
    """Somebody at one address of a channel; what was heard is given out once."""

    stage: "Stage"
    address: str
    name: str = ""
    _listened: int = 0

    async def says(self, text: str) -> str:
        """Write, let the house answer, and read everything that came."""
        self.stage.noted(self.name or self.address, text)
        await self.stage.troupe.write(self.address, text)
        return await self._answer()

    async def presses(self, label: str) -> str:
        """Press the button with that label below the newest message that has one."""
        return await self.sends(await self.button(label))

    async def sends(self, data: str) -> str:
        """Send what a button would send."""
        await self.stage.troupe.press(self.address, data)
        return await self._answer()

    async def says_in_group(self, text: str, *, mentions: bool = True) -> list[str]:
        """Write in the group everybody is in; what the group hears."""
        troupe = self.stage.troupe
        assert troupe.group is not None, "this channel has no groups"
        before = len(await troupe.heard(troupe.group))
        self.stage.noted(f"{self.name or self.address} (nhóm)", text)
        await troupe.group_hears(text, sender=self.address, mentions=mentions)
        await self.stage.settles()
        heard = [message.text for message in await troupe.heard(troupe.group)][before:]
        for answer in heard:
            self.stage.noted("Bot → nhóm", answer)
        return heard

    async def button(self, label: str) -> str:
        """What the newest button with that label sends."""
        heard = await self.stage.troupe.heard(self.address)
        return next(message.buttons[label] for message in reversed(heard) if label in message.buttons)

    async def heard(self) -> list[str]:
        """Messages that came since the last time."""
        heard: list[Heard] = await self.stage.troupe.heard(self.address)
        fresh, self._listened = heard[self._listened :], len(heard)
        for message in fresh:
            self.stage.noted(f"Bot → {self.name or self.address}", message.text)
        return [message.text for message in fresh]

    async def _answer(self) -> str:
        await self.stage.settles()
        return "\n".join(await self.heard())


@dataclass(slots=True)
class Stage:
    """One house with its people. With `patient` a settling house is given time to try failed sends again."""

    house: House
    clock: FixedClock
    troupe: Troupe
    patient: bool = False
    players: list[Player] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def store(self) -> Store:
        return self.house.store

    def noted(self, who: str, text: str) -> None:
        """A line of the transcript."""
        self.transcript.append(f"{who}: {text}")

    async def joins(self, unit: str, role: Role, name: str = "") -> Player:
        """Somebody new types the code and confirms it."""
        player = await self.stranger()
        player.name = name or f"{role.value} {unit}"
        await player.says(await self.code(unit, role, name))
        assert "đã liên kết" in await player.says("1")
        return player

    async def stranger(self) -> Player:
        """Somebody nobody knows."""
        self.players.append(Player(self, await self.troupe.newcomer()))
        return self.players[-1]

    async def code(self, unit: str, role: Role, name: str = "", *, sheet: bool = False) -> str:
        """A one-time code, minted as an operator would."""

        async def work(uow: UnitOfWork) -> str:
            place = (await accounts.find_unit(uow, unit), role)
            who = name or f"Người {next(self._names)}"
            return (await accounts.invite(uow, who, place, sheet=sheet, now=self.clock.now())).code

        return await self.store.transact(work)

    async def settles(self) -> None:
        """Let the house finish everything that is due at this moment."""
        for _ in range(_MOST_ROUNDS):
            handled = await self.house.worker.step()
            planned = await self.house.ticks.plan()
            delivered = await self.house.ticks.deliver()
            if handled or planned.queued or delivered.total:
                continue
            if not (self.patient and await self.messages(OutboxState.RETRY_WAIT)):
                return
            await self.machine_passes(timedelta(hours=1))
        raise AssertionError("the house does not come to rest")

    async def goes_to(self, moment: datetime) -> None:
        """Time passes, and the house wakes whenever something falls due."""
        target = moment.astimezone(UTC)
        while (due := await self.house.ticks.next_moment()) is not None and due < target:
            self.clock.move_to(due)
            await self.settles()
        self.clock.move_to(target)
        await self.settles()

    def sleeps_until(self, moment: datetime) -> None:
        """Time passes while the house is down."""
        self.clock.move_to(moment.astimezone(UTC))

    async def machine_passes(self, passed: timedelta) -> None:
        """Leases, retries, codes and failures grow older by that much."""

        async def work(uow: UnitOfWork) -> None:
            for row_class, name in _MACHINE_MOMENTS:
                table = table_of(row_class)
                (key,) = table.primary_key.columns
                found = await uow._connection.execute(select(key, table.c[name]))
                for value, moment in found.all():
                    if moment is not None:
                        older = table.update().where(key == value).values({name: moment - passed})
                        await uow._connection.execute(older)

        await self.store.transact(work)

    async def read(self, look: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Look at the store."""
        async with self.store.reading() as uow:
            return await look(uow)

    async def duties(self, unit: str) -> dict[str, Duty]:
        """What a unit owes or owed, by the code people type."""

        async def look(uow: UnitOfWork) -> dict[str, Duty]:
            found = await obligations.duties(uow, await uow.duties.assignments(EVERYTHING))
            return {duty.code: duty for duty in found if duty.unit.code == unit}

        return await self.read(look)

    async def duty(self, unit: str, code: str = "BC10") -> Assignment:
        """One assignment as it stands, without the planner's own note of when to look again."""
        return (await self.duties(unit))[code].assignment

    async def events(self, verb: str) -> list[Event]:
        """History of that verb, oldest first."""

        async def look(uow: UnitOfWork) -> list[Event]:
            everything = [*await uow.history.sealed_after(0, 10_000), *await uow.history.unsealed(10_000)]
            return [event for event in everything if event.verb == verb]

        return await self.read(look)

    async def messages(self, *states: OutboxState) -> list[OutboxMessage]:
        """The outbox, of these states or whole."""
        return await self.read(lambda uow: uow.outbox.messages(states=states or tuple(OutboxState)))

    async def digests(self, *states: OutboxState) -> list[OutboxMessage]:
        """Queued or sent reminders."""
        found = await self.messages(*states)
        return [message for message in found if message.message_class is MessageClass.DIGEST]


def build_house(store: Store, clock: FixedClock, channels: list[Channel]) -> House:
    """A process on a store; several may share one."""
    return wiring.assemble(Settings.model_validate({}), store, clock, extra=channels)


async def _opened(house: House, name: str, grace_days: int) -> None:
    """Load the pack and open its periods."""
    pack, now = read_shipped(name), house.clock.now()

    async def load(uow: UnitOfWork) -> None:
        await imports.load_pack(uow, pack, now=now, calendar=house.calendar)
        switched = table_of(ProvinceRow).update().values(grace_days=grace_days)
        await uow._connection.execute(switched)

    await house.store.transact(load)
    await house.ticks.plan(ensure=True)


@contextmanager
def _snapshot(store: Store, key: str) -> Iterator[bool]:
    """Whether the store was filled from an earlier stage of the same opening; otherwise it is kept for later.

    Machine time goes on, so the planner's lease is not taken over.
    """
    path = store.engines.write.url.database
    if store.engines.name != "sqlite" or path is None:
        yield False
        return
    kept = _OPENED.get(key)
    with closing(sqlite3.connect(path)) as here:
        if kept is not None:
            kept.backup(here)
            here.execute("DELETE FROM lease")
            here.commit()
    yield kept is not None
    if kept is None:
        _OPENED[key] = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(path)) as here:
            here.backup(_OPENED[key])


@asynccontextmanager
async def staged(
    store: Store, troupe: Troupe, *, at: datetime, grace_days: int = 0, name: str = "bac-giang-2023"
) -> AsyncIterator[Stage]:
    """A house that has just opened on a pack; a province switches a grace on before its first period."""
    clock = FixedClock(at.astimezone(UTC))
    house = build_house(store, clock, troupe.channels)
    with _snapshot(store, f"{name} {at.isoformat()} {grace_days}") as is_there:
        if is_there:
            house.ticks._ensured = house.calendar.day_of(clock.now())
        else:
            await _opened(house, name, grace_days)
    stage = Stage(house, clock, troupe)
    async with troupe.playing(house):
        try:
            yield stage
        finally:
            _keep(stage.transcript)
            for channel in house.channels.values():
                await channel.close()


def _keep(lines: list[str]) -> None:
    """Write what was said to the folder named by TRANSCRIPTS, one file for each test."""
    folder = os.environ.get("TRANSCRIPTS")
    if folder and lines:
        test = os.environ["PYTEST_CURRENT_TEST"].rpartition("/")[2].partition(" ")[0]
        name = test.replace(".py::", "-")
        (Path(folder) / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
