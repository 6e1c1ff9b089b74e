"""The loops of the clock role: each waits for its wake-up call and does one tick."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.ports import Clock
from schedules.ticks import Ticks
from storage import wakes
from storage.store import Store

# The longest nap of a loop; the metronome calls more often.
NAP = 10.0
_REPAIR_SECONDS = 15.0
_SEAL_SECONDS = 4.0
_LAST_SENDS = 10.0


async def planning(ticks: Ticks, store: Store, *, beat: Callable[[str], None], speed: float) -> None:
    """Plan whenever duties change, and exactly when the next step falls due."""
    listener = store.wakes.listen(wakes.PLAN)
    called = True
    try:
        while True:
            beat("planner")
            await ticks.plan(ensure=called)
            called = await listener.wait(await _until_next(ticks, speed))
    finally:
        listener.close()


async def sending(ticks: Ticks, store: Store, *, beat: Callable[[str], None], speed: float) -> None:
    """Send whenever something was queued or comes due."""
    listener = store.wakes.listen(wakes.OUTBOX)
    try:
        while True:
            beat("sender")
            await _finished(ticks.deliver())
            await listener.wait(await _until_next(ticks, speed))
    finally:
        listener.close()


async def repairing(ticks: Ticks, *, beat: Callable[[str], None]) -> None:
    """Look for vanished holders of leases; needs no queue of its own."""
    await _every(_REPAIR_SECONDS, "repairer", ticks.repair, beat)


async def sealing(ticks: Ticks, *, beat: Callable[[str], None]) -> None:
    """Chain the history a few seconds behind."""
    await _every(_SEAL_SECONDS, "sealer", ticks.seal, beat)


async def _every(
    seconds: float, name: str, tick: Callable[[], Awaitable[int]], beat: Callable[[str], None]
) -> None:
    while True:
        beat(name)
        await tick()
        await asyncio.sleep(seconds)


async def _finished(delivery: Awaitable[object]) -> None:
    """Let a send that has begun come to its end when we are told to stop, so that its outcome is known."""
    running = asyncio.ensure_future(delivery)
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running}, timeout=_LAST_SENDS)
        raise


async def _until_next(ticks: Ticks, speed: float) -> float:
    moment = await ticks.next_moment()
    return NAP if moment is None else seconds_until(ticks.clock, moment, speed)


def seconds_until(clock: Clock, moment: datetime, speed: float) -> float:
    """Machine seconds until a business moment, at most one nap and never less than a twentieth."""
    left = (moment - clock.now()).total_seconds() / speed if speed > 0 else NAP
    return min(max(left, 0.05), NAP)
