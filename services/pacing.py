"""Pacing: how fast one account may write, overall and to one chat, on the monotonic clock."""

import time
from collections import defaultdict

from domain.messages import Capabilities


class Pacer:
    """Spreads sends of one account evenly, below the vendor's published rates."""

    def __init__(self, capabilities: Capabilities) -> None:
        self._between = 1 / capabilities.per_second
        self._between_in_chat = 1 / capabilities.per_chat_per_second
        self._account_free = 0.0
        self._chat_free: dict[str, float] = defaultdict(float)

    def reserve(self, chat: str) -> float:
        """Take the next place for a chat; returns the seconds to wait before sending."""
        now = time.monotonic()
        at = max(now, self._account_free, self._chat_free[chat])
        self._account_free = at + self._between
        self._chat_free[chat] = at + self._between_in_chat
        self._forget(now)
        return at - now

    def _forget(self, now: float) -> None:
        """Chats that are free again need no memory."""
        if len(self._chat_free) > 1000:
            self._chat_free = defaultdict(float, {k: v for k, v in self._chat_free.items() if v > now})
