"""Keeping the loops of a process honest: heartbeats, restarts when the store is away, orderly stops."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from domain.errors import StoreUnavailable

# Every loop wakes at least every ten seconds; one that is silent for three naps hangs.
HANGS_AFTER = 30.0
_WATCH_SECONDS = 2.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 20.0
_GRACE_SECONDS = 15.0

log = structlog.get_logger(__name__)


class LoopHangs(Exception):
    """A loop has shown no sign of life; the process ends so that its supervisor starts it anew."""


@dataclass(slots=True)
class Heartbeats:
    """When each loop last showed a sign of life, on the monotonic clock."""

    last: dict[str, float] = field(default_factory=dict)

    def beat(self, name: str) -> None:
        """A sign of life."""
        self.last[name] = time.monotonic()

    def forget(self, name: str) -> None:
        """A loop that waits for the store to come back is not hanging."""
        self.last.pop(name, None)

    def oldest(self) -> tuple[str, float] | None:
        """The loop that has been silent longest, and for how many seconds."""
        if not self.last:
            return None
        name = min(self.last, key=lambda loop: self.last[loop])
        return name, time.monotonic() - self.last[name]


async def keep(name: str, loop: Callable[[], Awaitable[None]], beats: Heartbeats) -> None:
    """Run a loop; when the store goes away wait and start it again, anything else ends the process."""
    pause = _FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            await loop()
        except StoreUnavailable as error:
            pause = _FIRST_PAUSE if time.monotonic() - started > HANGS_AFTER else pause
            log.warning("store_away", loop=name, error=error.text, pause=pause)
            beats.forget(name)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            return


async def watch(beats: Heartbeats) -> None:
    """Raise LoopHangs when a loop stops beating."""
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        oldest = beats.oldest()
        if oldest is not None and oldest[1] > HANGS_AFTER:
            raise LoopHangs(f"loop {oldest[0]} has been silent for {oldest[1]:.0f} s")


def stop_on_signals(stopping: asyncio.Event) -> None:
    """First TERM or INT: stop in order. A second one, or fifteen seconds, ends the process with 1."""
    running = asyncio.get_running_loop()

    def asked() -> None:
        if stopping.is_set():
            os._exit(1)
        stopping.set()
        running.call_later(_GRACE_SECONDS, os._exit, 1)

    for number in (signal.SIGTERM, signal.SIGINT):
        running.add_signal_handler(number, asked)
