"""How fast the bot was asked to send."""

from collections import Counter
from time import monotonic


class Meter:
    """Moments of sends, for each chat; the vendor publishes no limit, so the stand-in only counts."""

    def __init__(self) -> None:
        self._sends: list[tuple[float, str]] = []

    def note(self, chat: str, moment: float | None = None) -> None:
        """A send was asked for, now or at a moment of the monotonic clock."""
        self._sends.append((monotonic() if moment is None else moment, chat))

    @property
    def moments(self) -> list[float]:
        """When sends were asked for, in order."""
        return sorted(moment for moment, _ in self._sends)

    def busiest(self, chat: str | None = None, *, window: float = 1.0) -> int:
        """The most sends within any window of so many seconds, of one chat or of the bot."""
        moments = sorted(moment for moment, where in self._sends if chat in (None, where))
        first, most = 0, 0
        for last, moment in enumerate(moments):
            while moment - moments[first] >= window:
                first += 1
            most = max(most, last - first + 1)
        return most

    def per_chat(self, *, window: float = 1.0) -> Counter[str]:
        """The busiest window of every chat."""
        return Counter({chat: self.busiest(chat, window=window) for _, chat in self._sends})
