"""Waking loops by event: a commit sets them, the periodic tick is only the safety net."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

INBOX = "inbox"
OUTBOX = "outbox"
PLAN = "plan"
LINES = "lines"


class Wakes:
    """Named wake-up calls inside one process. A call made while nobody waits is kept for the next wait."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Event]] = defaultdict(set)

    def fire(self, topics: Iterable[str]) -> None:
        """Wake everybody who listens to one of the topics."""
        for topic in topics:
            for listener in self._listeners[topic]:
                listener.set()

    def listen(self, topic: str) -> "Listener":
        """Start listening; close the listener when done."""
        event = asyncio.Event()
        self._listeners[topic].add(event)
        return Listener(self, topic, event)

    def forget(self, topic: str, event: asyncio.Event) -> None:
        """Stop waking that event."""
        self._listeners[topic].discard(event)


class Listener:
    """One loop's ear on one topic."""

    def __init__(self, wakes: Wakes, topic: str, event: asyncio.Event) -> None:
        self._wakes, self._topic, self._event = wakes, topic, event

    async def wait(self, seconds: float) -> bool:
        """Wait for a call, at most so many seconds; tells whether one came. Calls before the wait count."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True

    def close(self) -> None:
        """Stop listening."""
        self._wakes.forget(self._topic, self._event)
