"""The bot in a terminal: one person types, the same inbox and outbox answer."""

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator
from datetime import datetime

from bot import clock as clocks
from bot import wiring
from bot.settings import read_settings
from bot.wiring import House
from channels.console.channel import ConsoleChannel, update
from domain.messages import Outbound
from services.intake import StoreIntake

_TICK_SECONDS = 5.0
_MOST_ROUNDS = 200


async def talk(now: datetime | None) -> None:
    """Read lines until the input ends; reminders that fall due meanwhile are shown too."""
    settings = read_settings()
    store = await wiring.open_store(settings)
    try:
        clock = await clocks.for_command(settings, store, now)
        house = wiring.assemble(settings, store, clock, extra=[ConsoleChannel(_show)])
        ticking = asyncio.ensure_future(_tick(house))
        try:
            await _converse(house)
        finally:
            ticking.cancel()
    finally:
        await store.close()


async def _converse(house: House) -> None:
    typist = getpass.getuser()
    intake = StoreIntake(house.store, house.clock, channel="console", account="default")
    number = await intake.cursor() or 0
    async for line in _lines():
        number += 1
        await intake.accept([update(typist, line, number=number)], cursor=number)
        await settle(house)


async def settle(house: House) -> None:
    """Answer and send everything that is due now; a bound stops a message that answers itself."""
    for _ in range(_MOST_ROUNDS):
        handled = await house.worker.step()
        planned = await house.ticks.plan()
        delivered = await house.ticks.deliver()
        if not (handled or planned.queued or delivered.total):
            await house.ticks.seal()
            return
    raise RuntimeError("the house does not come to rest")


async def _tick(house: House) -> None:
    while True:
        await settle(house)
        await asyncio.sleep(_TICK_SECONDS)


async def _lines() -> AsyncIterator[str]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip():
            yield line.strip()


def _show(message: Outbound) -> None:
    sys.stdout.write(message.text + "\n\n")
    sys.stdout.flush()
