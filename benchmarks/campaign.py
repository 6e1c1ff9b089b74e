"""A slot of 3,400 reminders through a stand-in that enforces its limits, with people asking in between.

The peer is the configured rate itself: seconds that so many messages take at it, and not a moment longer.
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks.planning import CALENDAR, OPENING, SEPTEMBER, invented
from benchmarks.rows import Row
from bot import wiring
from bot.settings import Settings
from bot.wiring import House
from channels.telegram.channel import TelegramChannel
from channels.telegram.settings import TelegramSettings
from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.settings import ZaloBotSettings
from domain.clocks import FixedClock
from domain.delivery import OutboxState
from domain.messages import RawUpdate
from domain.ports import Channel
from domain.units import Role
from schedules import loops
from services import imports
from services.intake import StoreIntake
from storage import schema
from storage.claims import Lane
from storage.store import Store, UnitOfWork
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.load import most_within
from tests.zalo_standin import ZaloStandIn

PEOPLE = 3_400
# The addresses of people begin here; the one before belongs to the Office, which owes nothing.
FIRST = 100_001
ASKERS = 60
# So many requests in any window of a second are the vendor's limit in its strict reading.
STRICT = 30
_PATIENCE = 900.0
# How the list of duties begins, and nothing else that is sent here.
ANSWER = "việc phải gửi"


@dataclass(frozen=True)
class Crowd:
    """How person number n asks on a channel, whether they were answered, and when we asked anything of it."""

    asks: Callable[[int], RawUpdate]
    is_answered: Callable[[int], bool]
    times: Callable[[], list[float]]


@dataclass
class Played:
    """One campaign: the configured rate, how long it took, and what the stand-in counted."""

    name: str
    rate: float
    seconds: float
    sent: int
    times: list[float]
    outcomes: Counter[OutboxState]
    answers: list[float] = field(default_factory=list)

    @property
    def over_limit(self) -> int:
        """Requests that came as one too many in a window of a second, and those a bucket of 30 refuses."""
        strict = sum(
            1 for at in range(len(self.times) - STRICT) if self.times[at + STRICT] - self.times[at] < 1.0
        )
        left, last, empty = float(STRICT), self.times[0], 0
        for at in self.times:
            left, last = min(STRICT, left + (at - last) * STRICT), at
            empty += left < 1
            left -= left >= 1
        return strict + empty

    @property
    def without_outcome(self) -> int:
        """Messages that ended nowhere."""
        ended = {OutboxState.SENT, OutboxState.UNCERTAIN, OutboxState.FAILED, OutboxState.CANCELLED}
        return sum(count for state, count in self.outcomes.items() if state not in ended)

    @property
    def slowest_answers(self) -> float:
        """Seconds within which 99 of 100 people had their answer while the campaign ran."""
        ranked = sorted(self.answers)
        return ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]

    def report(self) -> str:
        """One line for people."""
        return (
            f"{self.name}: {self.sent} sent in {self.seconds:.1f} s at {self.rate:g}/s, busiest second "
            f"{most_within(1.0, self.times)}, over the limit {self.over_limit}, without an outcome "
            f"{self.without_outcome}, answers p99 {self.slowest_answers:.2f} s of {len(self.answers)}"
        )


async def _found(store: Store, channel: Channel) -> House:
    """The province with one person in each commune, all of them on this channel."""
    await schema.upgrade(store)
    clock = FixedClock(OPENING)
    house = wiring.assemble(Settings.model_validate({}), store, clock, extra=[channel])
    pack = invented(PEOPLE)

    async def work(uow: UnitOfWork) -> None:
        await imports.load_pack(uow, pack, now=SEPTEMBER, calendar=CALENDAR)
        for number, unit in enumerate(await uow.organisation.units()):
            person = await uow.organisation.add_person(f"Cán bộ {unit.code}", "vi")
            await uow.organisation.add_membership(person.id, unit.id, Role.FOCAL_POINT)
            address = (channel.kind, channel.account, str(FIRST - 1 + number))
            await uow.organisation.add_contact(person.id, address, SEPTEMBER)

    await store.transact(work)
    await house.ticks.plan(ensure=True)
    return house


@asynccontextmanager
async def _running(house: House) -> AsyncIterator[None]:
    """The loops of a service that send and answer; the planner has done its work."""

    def beat(_: str) -> None:
        """Nobody watches a benchmark."""

    lanes = [
        loops.sending(house.ticks, house.store, beat=beat, speed=1.0, lane=lane)
        for lane in (Lane.ROUTINE, Lane.ANSWERS)
    ]
    tasks = [asyncio.create_task(loop) for loop in (*lanes, house.worker.run(beat))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def play(channel: Channel, crowd: Crowd) -> Played:
    """Send the whole slot while people ask what they owe, and take the times."""
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        store = Store(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}")
        try:
            house = await _found(store, channel)
            intake = StoreIntake(store, house.clock, channel=channel.kind, account=channel.account)
            started = time.perf_counter()
            async with _running(house):
                asking = asyncio.create_task(_ask(intake, crowd))
                await _until(store, started)
                seconds = time.perf_counter() - started
                answers = await asking
            async with store.reading() as uow:
                outcomes = Counter(await uow.outbox.counts())
            name = f"{PEOPLE} reminders through {channel.kind}"
            rate, sent = channel.capabilities.per_second, outcomes[OutboxState.SENT]
            return Played(name, rate, seconds, sent, crowd.times(), outcomes, answers)
        finally:
            await channel.close()
            await store.close()


async def _ask(intake: StoreIntake, crowd: Crowd) -> list[float]:
    """People ask one after the other, while the campaign runs; seconds until each has the answer."""
    waited = []
    for number in range(ASKERS):
        began = time.perf_counter()
        await intake.accept([crowd.asks(number)])
        while not crowd.is_answered(number):  # noqa: ASYNC110 - the stand-in is looked at from outside
            await asyncio.sleep(0.01)
        waited.append(time.perf_counter() - began)
        await asyncio.sleep(0.5)
    return waited


async def _until(store: Store, started: float) -> None:
    """Wait until no reminder waits any more."""
    waiting = (OutboxState.QUEUED, OutboxState.LEASED, OutboxState.SENDING, OutboxState.RETRY_WAIT)
    while time.perf_counter() - started < _PATIENCE:
        async with store.reading() as uow:
            counts = await uow.outbox.counts()
        if not any(counts.get(state) for state in waiting):
            return
        await asyncio.sleep(0.25)
    raise TimeoutError("the campaign does not come to its end")


async def telegram() -> Played:
    """At the vendor's own limit."""
    async with TelegramStandIn() as standin:
        settings = TelegramSettings.model_validate({"token": standin.token, "api_base": standin.base})
        channel = TelegramChannel(settings)

        def asked(number: int) -> RawUpdate:
            user = {"id": FIRST + number, "is_bot": False, "first_name": "A"}
            chat = {"id": user["id"], "type": "private", "first_name": "A"}
            message = {"message_id": number + 1, "date": 1, "chat": chat, "from": user, "text": "việc"}
            return RawUpdate(f"b:{number}", str(user["id"]), {"update_id": number, "message": message})

        def is_answered(number: int) -> bool:
            return any(one.chat == FIRST + number and ANSWER in one.text for one in standin.accepted)

        return await play(channel, Crowd(asked, is_answered, lambda: [one.at for one in standin.load.asked]))


async def zalo() -> Played:
    """At a configured rate: the vendor publishes none."""
    async with ZaloStandIn() as standin:
        settings = ZaloBotSettings.model_validate(
            {
                "token": standin.token,
                "api_base": standin.base,
                "mode": "polling",
                "per_second": 29.7,
                "quota_month": 0,
                "quota_people": 0,
            }
        )
        channel = ZaloBotChannel(settings)

        def asked(number: int) -> RawUpdate:
            person = {"id": str(FIRST + number), "display_name": "A", "is_bot": False}
            chat = {"id": person["id"], "chat_type": "PRIVATE"}
            message = {"message_id": f"m{number}", "date": 1, "text": "việc", "from": person, "chat": chat}
            event = {"event_name": "message.text.received", "message": message}
            return RawUpdate(f"b:{number}", str(person["id"]), {"ok": True, "result": event})

        def is_answered(number: int) -> bool:
            return any(one.chat == str(FIRST + number) and ANSWER in one.text for one in standin.accepted)

        return await play(channel, Crowd(asked, is_answered, lambda: standin.api.meter.moments))


async def measure(*, only: str | None = None) -> list[Row]:
    """Seconds of the whole campaign against the seconds that the rate itself allows."""
    stages: dict[str, Callable[[], Awaitable[Played]]] = {"telegram": telegram, "zalo": zalo}
    rows = []
    for name, stage in stages.items():
        if only in (None, name):
            played = await stage()
            print(played.report())
            rows.append(Row(played.name, played.seconds, played.sent / played.rate, "s"))
    return rows


def main() -> None:
    """Play both campaigns; four minutes."""
    began = datetime.now().astimezone()
    for row in asyncio.run(measure()):
        print(f"{row.name:<52} {row.ours:>12.1f} {row.peer:>12.1f} {row.ratio:>8.2f}  {row.unit}")
    print(f"since {began:%H:%M}")


if __name__ == "__main__":
    main()
