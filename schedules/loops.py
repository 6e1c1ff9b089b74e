"""The loops of the clock role: each waits for its wake-up call and does one tick."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.ports import Clock
from schedules.ticks import Ticks
from storage import wakes
from storage.claims import Lane
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
            called = await listener.wait(_seconds(ticks, await ticks.next_plan(), speed))
    finally:
        listener.close()


async def sending(
    ticks: Ticks,
    store: Store,
    *,
    beat: Callable[[str], None],
    speed: float,
    lane: Lane = Lane.EVERYTHING,
) -> None:
    """Send whenever something was queued, comes due, or a slot is free again.

    With a lane of their own, answers wait for no campaign: one loop takes them, another takes the rest.
    """
    name = "answers" if lane is Lane.ANSWERS else "sender"
    listener = store.wakes.listen(wakes.OUTBOX)
    try:
        while True:
            beat(name)
            await _begun(ticks, lane)
            await listener.wait(_seconds(ticks, await ticks.next_send(), speed))
    except asyncio.CancelledError:
        await ticks.sender.finish(_LAST_SENDS)
        raise
    finally:
        listener.close()


async def repairing(ticks: Ticks, *, beat: Callable[[str], None]) -> None:
    """Look for vanished holders of leases and for what must go another way; needs no queue of its own."""

    async def mend() -> int:
        return await ticks.repair() + await ticks.follow_up()

    await _every(_REPAIR_SECONDS, "repairer", mend, beat)


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


async def _begun(ticks: Ticks, lane: Lane) -> None:
    """Let what was claimed really begin when we are told to stop, so that its outcome becomes known."""
    running = asyncio.ensure_future(ticks.fill(lane))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running}, timeout=_LAST_SENDS)
        raise


def _seconds(ticks: Ticks, moment: datetime | None, speed: float) -> float:
    return NAP if moment is None else seconds_until(ticks.clock, moment, speed)


def seconds_until(clock: Clock, moment: datetime, speed: float) -> float:
    """Machine seconds until a business moment, at most one nap and never less than a twentieth."""
    left = (moment - clock.now()).total_seconds() / speed if speed > 0 else NAP
    return min(max(left, 0.05), NAP)
