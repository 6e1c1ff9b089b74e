"""How often one browser may do something; remembered by this process alone."""

import time
from collections import deque
from collections.abc import Callable

Now = Callable[[], float]
_MANY = 1000


class Limit:
    """At most so many times within so many seconds, for each key on its own."""

    def __init__(self, most: int, seconds: float, now: Now = time.monotonic) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._times: dict[str, deque[float]] = {}

    def take(self, key: str) -> float:
        """Count once more and answer 0, or when it is too often the seconds until it may be tried again."""
        now = self._now()
        self._forget(now)
        times = self._times.setdefault(key, deque())
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._most:
            return times[0] + self._seconds - now
        times.append(now)
        return 0.0

    def _forget(self, now: float) -> None:
        """Keys that are free again need no memory."""
        if len(self._times) > _MANY:
            since = now - self._seconds
            self._times = {key: times for key, times in self._times.items() if times and times[-1] > since}
