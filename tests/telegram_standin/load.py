"""How hard the vendor is being worked: its limits, counted over what was asked of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# Vendor facts: about 30 a second overall, edits and answers to presses included; 1 a second in a chat;
# 20 a minute in a group.
PER_SECOND = 30
PER_GROUP_AND_MINUTE = 20
_COUNTED = ("send", "edit", "answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that counts, at a time in seconds."""

    method: str
    chat: int | None
    at: float


class Load:
    """The requests that count, and how many of them came together."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def note(self, method: str, chat: int | None, at: float) -> None:
        if method.lower().startswith(_COUNTED):
            self.asked.append(Asked(method.lower(), chat, at))

    @property
    def busiest_second(self) -> int:
        """The most requests in any window of one second: the strict reading of 30 a second."""
        return most_within(1.0, (each.at for each in self.asked))

    @property
    def overruns(self) -> int:
        """Requests that find a bucket of 30, filled again by 30 a second, empty: the mild reading."""
        left, last, overruns = float(PER_SECOND), None, 0
        for each in self.asked:
            left = min(PER_SECOND, left + (each.at - (last if last is not None else each.at)) * PER_SECOND)
            last = each.at
            overruns += left < 1
            left -= left >= 1
        return overruns

    @property
    def busiest_second_of_a_chat(self) -> int:
        """The most messages in any second in one chat; edits and answers are no messages."""
        messages = [each for each in self.asked if each.method.startswith("send")]
        return max((most_within(1.0, times) for times in _by_chat(messages).values()), default=0)

    @property
    def busiest_minute_of_a_group(self) -> int:
        """The most requests in any minute in one group, edits and answers included."""
        groups = {chat: times for chat, times in _by_chat(self.asked).items() if chat < 0}
        return max((most_within(60.0, times) for times in groups.values()), default=0)


def most_within(seconds: float, times: Iterable[float]) -> int:
    """The most of the times, which rise, in any half-open window of that length."""
    window: list[float] = []
    most = 0
    for at in times:
        window = [earlier for earlier in window if at - earlier < seconds] + [at]
        most = max(most, len(window))
    return most


def _by_chat(asked: Iterable[Asked]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = defaultdict(list)
    for each in asked:
        if each.chat is not None:
            found[each.chat].append(each.at)
    return found
