"""Which business clock a process runs on."""

from datetime import UTC, datetime

from bot.accounts_file import accounts
from bot.settings import Settings
from domain.clocks import FixedClock, SimulatedClock, SystemClock
from domain.errors import ClockRefused
from domain.ports import Clock
from storage.machinery import ClockAnchor
from storage.store import Store


async def for_command(settings: Settings, store: Store, now: datetime | None) -> Clock:
    """`--now` wins, then DONDOC_NOW, then the clock row, then real time."""
    moment = now or settings.now
    if moment is not None:
        require_loopback(settings)
        return FixedClock(moment.astimezone(UTC))
    simulated = await stored(store)
    if simulated is None:
        return SystemClock()
    require_loopback(settings)
    return simulated


async def for_run(settings: Settings, store: Store, start: datetime | None, speed: float) -> Clock:
    """`run --clock` writes the row, replacing any; without it the row is deleted and time is real."""
    if start is None:
        await store.transact(lambda uow: uow.machinery.delete_clock())
        return SystemClock()
    require_loopback(settings)
    return await set_to(store, start, speed)


async def set_to(store: Store, moment: datetime, speed: float) -> SimulatedClock:
    """Write the row, so that every process agrees, and give a clock that runs by it."""
    anchor = ClockAnchor(moment.astimezone(UTC), datetime.now(UTC), speed)
    await store.transact(lambda uow: uow.machinery.set_clock(anchor))
    return SimulatedClock(anchor.business_anchor, anchor.machine_anchor, speed)


async def stored(store: Store) -> SimulatedClock | None:
    """The clock of the row, or None when time is real."""
    async with store.reading() as uow:
        anchor = await uow.machinery.clock()
    return SimulatedClock(anchor.business_anchor, anchor.machine_anchor, anchor.speed) if anchor else None


def require_loopback(settings: Settings) -> None:
    """ClockRefused when a simulated time would reach real people."""
    away = [account for account in accounts(settings) if not account.settings.on_loopback]
    if away:
        named = ", ".join(f"{account.kind}/{account.name}" for account in away)
        raise ClockRefused(
            f"{ClockRefused.__doc__} Switch these off or point their addresses at 127.0.0.1: {named}."
        )
