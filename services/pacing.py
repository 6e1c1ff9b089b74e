"""Pacing: how fast one account may write, overall, to one chat and to one group, on the monotonic clock."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.messages import Capabilities
from domain.ports import Channel

# So many chats that are told to wait within a second mean that the account itself is too fast.
_MANY_CHATS = 3
_AT_ONCE = 1.0
_A_MINUTE = 60.0
# A lease outlives this wait and the longest send after it.
LONGEST_WAIT = 30.0
# A platform that has a monthly quota and refuses so often, for so long, without any success, has spent it.
_REFUSALS = 5
_PERSISTS = 300.0


class Rates:
    """When the next message may leave, from when the earlier ones really left. Moments are seconds.

    Messages are at least `1 / per_second` apart, so that no window of a second ever holds one more than that
    many: with 29.7 a second at most 30, however the vendor counts.
    """

    def __init__(self, capabilities: Capabilities) -> None:
        self._between = 1 / capabilities.per_second
        self._between_in_chat = 1 / capabilities.per_chat_per_second
        self._per_minute = capabilities.per_group_per_minute
        self._account_free = 0.0
        self._chat_free: dict[str, float] = defaultdict(float)
        self._in_group: dict[str, deque[float]] = {}

    def free_at(self, chat: str, *, is_group: bool) -> float:
        """The first moment at which a message may leave for the chat."""
        at = max(self._account_free, self._chat_free.get(chat, 0.0))
        sent = self._in_group.get(chat)
        if is_group and sent is not None and self._per_minute is not None and len(sent) >= self._most:
            at = max(at, sent[0] + _A_MINUTE)
        return at

    def left(self, chat: str, at: float, *, is_group: bool) -> None:
        """A message leaves for the chat at this moment."""
        self._account_free = at + self._between
        self._chat_free[chat] = at + self._between_in_chat
        if is_group and self._per_minute is not None:
            self._in_group.setdefault(chat, deque(maxlen=self._most)).append(at)
        self._forget(at)

    @property
    def _most(self) -> int:
        return max(int(self._per_minute or 1), 1)

    def _forget(self, now: float) -> None:
        """Chats that are free again need no memory."""
        if len(self._chat_free) > 1000:
            self._chat_free = defaultdict(float, {k: v for k, v in self._chat_free.items() if v > now})
        if len(self._in_group) > 1000:
            self._in_group = {k: v for k, v in self._in_group.items() if v[-1] + _A_MINUTE > now}


@dataclass(frozen=True, slots=True)
class _Place:
    """Somebody who waits for a turn."""

    chat: str
    is_group: bool
    is_urgent: bool
    turn: "asyncio.Future[None]" = field(compare=False)


class Pacer:
    """Gives out turns of one account: answers first, and nobody waits for a chat that is not free yet."""

    def __init__(self, capabilities: Capabilities) -> None:
        self._rates = Rates(capabilities)
        self._waiting: list[_Place] = []
        self._given: _Place | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._closed_until = 0.0
        self._refused: deque[tuple[float, str]] = deque(maxlen=50)

    @property
    def closed_for(self) -> float:
        """For how many seconds the account must not send at all."""
        return max(self._closed_until - time.monotonic(), 0.0)

    async def take(self, chat: str, *, urgent: bool = False, is_group: bool = False) -> float:
        """Wait for a turn; 0.0 when it has come, else the seconds after which to ask again.

        Whoever got a turn must send at once.
        """
        if self.closed_for:
            return self.closed_for
        place = _Place(chat, is_group, urgent, asyncio.get_running_loop().create_future())
        self._waiting.append(place)
        self._look()
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await place.turn
            if self.closed_for:
                return self.closed_for
            self._rates.left(chat, time.monotonic(), is_group=is_group)
        except TimeoutError:
            return LONGEST_WAIT
        finally:
            self._leave(place)
        return 0.0

    def refused(self, chat: str, seconds: float) -> None:
        """The platform asked for patience in a chat; in many chats at once it means the account."""
        now = time.monotonic()
        self._refused.append((now, chat))
        if len({where for at, where in self._refused if now - at <= _AT_ONCE}) >= _MANY_CHATS:
            self._closed_until = max(self._closed_until, now + seconds)
            for place in self._waiting:
                _give(place)

    def _leave(self, place: _Place) -> None:
        self._waiting = [other for other in self._waiting if other is not place]
        if self._given is place:
            self._given = None
        self._look()

    def _look(self) -> None:
        """Give the turn to the first who may have it, or look again when that may be; one turn at a time."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._given is not None or not self._waiting:
            return
        now = time.monotonic()
        free = [self._rates.free_at(place.chat, is_group=place.is_group) for place in self._waiting]
        ready = [place for place, at in zip(self._waiting, free, strict=True) if at <= now]
        if ready:
            self._given = next((place for place in ready if place.is_urgent), ready[0])
            _give(self._given)
        else:
            self._timer = asyncio.get_running_loop().call_later(min(free) - now, self._look)


def _give(place: _Place) -> None:
    if not place.turn.done():
        place.turn.set_result(None)


class Paces:
    """The pacers of all accounts of a process, shared by everything that writes through them."""

    def __init__(self, channels: Mapping[tuple[str, str], Channel], *, persists: float = _PERSISTS) -> None:
        self._pacers = {key: Pacer(channel.capabilities) for key, channel in channels.items()}
        self._quotas = {
            key for key, channel in channels.items() if channel.capabilities.quota_month is not None
        }
        self._persists = persists
        self._refusals: dict[tuple[str, str], list[float]] = defaultdict(list)

    async def take(
        self, key: tuple[str, str], chat: str, *, urgent: bool = False, is_group: bool = False
    ) -> float:
        """Wait for a turn of the account; 0.0 when it has come, else the seconds after which to ask again."""
        return await self._pacers[key].take(chat, urgent=urgent, is_group=is_group)

    @property
    def closed(self) -> frozenset[tuple[str, str]]:
        """Accounts that must not send at all for a while."""
        return frozenset(key for key, pacer in self._pacers.items() if pacer.closed_for)

    def refused(self, key: tuple[str, str], chat: str, seconds: float) -> bool:
        """The platform asked for patience; whether that means that the account's monthly quota is spent.

        Only platforms with such a quota are judged so.
        """
        self._pacers[key].refused(chat, seconds)
        if key not in self._quotas:
            return False
        now, refusals = time.monotonic(), self._refusals[key]
        refusals.append(now)
        is_spent = len(refusals) > _REFUSALS and now - refusals[0] >= self._persists
        if is_spent:
            self.accepted(key)
        return is_spent

    def accepted(self, key: tuple[str, str]) -> None:
        """Refusals are counted anew: the platform took a message, or they have been acted upon."""
        self._refusals.pop(key, None)
