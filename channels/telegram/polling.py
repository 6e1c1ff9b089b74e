"""Our own getUpdates loop: what was fetched is committed before the next fetch confirms it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from channels.telegram.envelope import HANDLED, envelope
from domain.errors import AccountRefused, InvalidSetting, StoreUnavailable
from domain.pauses import Pauses
from domain.ports import Intake

_BATCH = 100

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the channel waits, in seconds; pairs are the shortest and the longest pause.

    The vendor holds the old long poll of a bot for up to 50 s after a restart, hence the patience with 409.
    """

    long_poll: int = 25
    answer_slack: int = 20
    after_nothing: float = 0.1
    fault: tuple[float, float] = (1.0, 30.0)
    conflict: tuple[float, float] = (1.0, 60.0)
    conflict_limit: float = 600.0
    between_parts: float = 1.0


class FetchRaw(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with its result left as it came, so that one odd update cannot hide the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    limit: int = _BATCH
    allowed_updates: tuple[str, ...] = HANDLED


class Poller:
    """Polls for one bot. The offset is always what the store holds, never a memory of it."""

    def __init__(self, bot: Bot, bot_id: str, *, pace: Pace, redact: Callable[[str], str]) -> None:
        self._bot, self._bot_id, self._pace, self._redact = bot, bot_id, pace, redact
        self._faults = Pauses(*pace.fault)
        self._conflicts = Pauses(*pace.conflict)
        self._conflict_began: float | None = None

    @property
    def conflict_since(self) -> datetime | None:
        """Since when another process polls this bot instead of us (machine time), None while all is well."""
        if self._conflict_began is None:
            return None
        return datetime.now(UTC) - timedelta(seconds=monotonic() - self._conflict_began)

    async def run(self, intake: Intake) -> None:
        """Poll until cancelled; InvalidSetting when no patience can help."""
        while True:
            try:
                await self._turn(intake)
            except TelegramConflictError as error:
                pause = self._conflict_pause(error)
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise AccountRefused("Telegram refuses the token: check DONDOC_TELEGRAM__TOKEN") from None
            except TelegramRetryAfter as error:
                pause = float(error.retry_after)
            except (TelegramAPIError, StoreUnavailable) as error:
                pause = self._faults.next()
                logger.warning("Telegram polling pauses for %.1f s: %s", pause, self._redact(str(error)))
            else:
                continue
            await asyncio.sleep(pause)

    async def _turn(self, intake: Intake) -> None:
        fetch = FetchRaw(offset=await intake.cursor(), timeout=self._pace.long_poll)
        batch = await self._bot(fetch, request_timeout=self._pace.long_poll + self._pace.answer_slack)
        self._conflict_began = None
        self._conflicts.restart()
        if batch:
            updates = [envelope(raw, self._bot_id) for raw in batch]
            await intake.accept(updates, cursor=max(raw["update_id"] for raw in batch) + 1)
        self._faults.restart()
        if not batch:
            # A server that does not wait with an empty answer is not to be asked without a breath.
            await asyncio.sleep(self._pace.after_nothing)

    def _conflict_pause(self, error: TelegramConflictError) -> float:
        if "webhook" in error.message.lower():
            raise InvalidSetting(
                "a webhook is registered for this bot, so it cannot be polled: "
                "delete the webhook or set DONDOC_TELEGRAM__MODE=webhook"
            )
        now = monotonic()
        if self._conflict_began is None:
            self._conflict_began = now
        elapsed = now - self._conflict_began
        if elapsed >= self._pace.conflict_limit:
            raise InvalidSetting(
                f"another process has polled this bot for {elapsed / 60:.0f} minutes: stop it or this one"
            )
        pause = self._conflicts.next()
        logger.warning("another process polls this Telegram bot, trying again in %.1f s", pause)
        return pause
