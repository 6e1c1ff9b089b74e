"""The service process: starts the loops of its roles, stops them in order, knows how it is."""

import asyncio
import functools
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from bot import clock as clocks
from bot import logs, wiring
from bot.receiving import receive
from bot.settings import read_settings
from bot.supervisor import Heartbeats, keep, stop_on_signals, watch
from bot.wiring import House
from domain.clocks import SimulatedClock
from domain.errors import DondocError
from schedules import loops, metronome
from schedules.ticks import PLANNER
from storage import wakes
from storage.claims import Lane
from storage.relay import relay
from storage.store import Store, UnitOfWork

WEB, WORKER, CLOCK = "web", "worker", "clock"
_CLOCK_SECONDS = 5.0

Loop = Callable[[], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Running:
    """A house with its heartbeats; `roles` decide which loops run, `refused` are accounts nobody knows."""

    house: House
    beats: Heartbeats
    roles: frozenset[str]
    speed: float
    refused: set[tuple[str, str]] = field(default_factory=set)


async def run(roles: frozenset[str], *, start: datetime | None, speed: float) -> int:
    """Run until told to stop; 0 after an orderly stop. Raises our errors when it cannot start."""
    settings = read_settings()
    logs.configure(settings.log_level)
    store = await wiring.open_store(settings, migrate=settings.database_url.startswith("sqlite"))
    try:
        clock = await clocks.for_run(settings, store, start, speed)
        house = wiring.assemble(settings, store, clock)
        running = Running(house, Heartbeats(), roles, speed if start is not None else 1.0)
        await serve(running, stopping=asyncio.Event(), also=_web(running))
    finally:
        await store.close()
    return 0


def _web(running: Running) -> Mapping[str, Loop]:
    if WEB not in running.roles:
        return {}
    # Imported only here: a worker on another machine serves no pages.
    from bot import pages

    return {"web": functools.partial(pages.serve, running)}


async def serve(running: Running, *, stopping: asyncio.Event, also: Mapping[str, Loop]) -> None:
    """Start the loops and wait for the signal; an error of a loop ends everything and is raised.

    `also` are further loops by name, the pages for instance.
    """
    stop_on_signals(stopping)
    ticking = metronome.build(functools.partial(_look, running.house.store))
    ticking.start()
    try:
        async with asyncio.TaskGroup() as group:
            started = _loops(running) | {name: loop() for name, loop in also.items()}
            tasks = [group.create_task(loop, name=name) for name, loop in started.items()]
            log.info("started", roles=sorted(running.roles), owner=running.house.owner)
            await stopping.wait()
            for task in tasks:
                task.cancel()
    except ExceptionGroup as group:
        ours = group.subgroup(DondocError)
        if ours is None:
            raise
        # What a person can be told about is told in one line.
        raise ours.exceptions[0] from group
    finally:
        ticking.shutdown(wait=False)
        await _leave(running.house)
    log.info("stopped")


def _loops(running: Running) -> dict[str, Coroutine[Any, Any, None]]:
    house, beats = running.house, running.beats
    kept: dict[str, Loop] = {
        "relay": functools.partial(relay, house.store),
        "clock": functools.partial(_follow_clock, house),
    }
    if CLOCK in running.roles:
        beat, speed = beats.beat, running.speed
        kept["planner"] = functools.partial(loops.planning, house.ticks, house.store, beat=beat, speed=speed)
        send = functools.partial(loops.sending, house.ticks, house.store, beat=beat, speed=speed)
        kept["sender"] = functools.partial(send, lane=Lane.ROUTINE)
        kept["answers"] = functools.partial(send, lane=Lane.ANSWERS)
        kept["repairer"] = functools.partial(loops.repairing, house.ticks, beat=beat)
        kept["sealer"] = functools.partial(loops.sealing, house.ticks, beat=beat)
    if WORKER in running.roles:
        kept["inbox"] = functools.partial(house.worker.run, beats.beat)
        for (kind, account), channel in house.channels.items():
            receiving = functools.partial(receive, house, channel, running.refused)
            kept[f"receive:{kind}/{account}"] = receiving
    started = {name: keep(name, loop, beats) for name, loop in kept.items()}
    started["watch"] = watch(beats)
    return started


async def _follow_clock(house: House) -> None:
    """A simulated clock may be moved by another process; the row is read again every few seconds."""
    while isinstance(house.clock, SimulatedClock):
        await asyncio.sleep(_CLOCK_SECONDS)
        moved = await clocks.stored(house.store)
        if moved is not None:
            house.clock.set(moved.business_anchor, moved.machine_anchor, moved.speed)


async def _leave(house: House) -> None:
    """Give leadership back at once, so that another process need not wait for it to run out."""

    async def release(uow: UnitOfWork) -> None:
        await uow.machinery.release(PLANNER, house.owner, await uow.machine_now())

    await house.store.transact(release)
    for channel in house.channels.values():
        await channel.close()


def _look(store: Store) -> None:
    """What the metronome calls: every loop looks at its table."""
    store.wakes.fire((wakes.INBOX, wakes.OUTBOX))
