"""How long to wait after a fault of a platform or of the network."""

from secrets import SystemRandom


class Pauses:
    """Growing pauses with jitter, so that many pollers do not come back in step."""

    def __init__(self, shortest: float, longest: float) -> None:
        self._shortest, self._longest = shortest, longest
        self._random = SystemRandom()
        self.restart()

    def restart(self) -> None:
        """Begin with the shortest pause again."""
        self._limit = self._shortest * 2

    def next(self) -> float:
        """The next pause, in seconds."""
        limit = min(self._limit, self._longest)
        self._limit = limit * 2
        return self._random.uniform(self._shortest, limit)
