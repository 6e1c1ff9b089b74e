"""The getUpdates loop: what was fetched is committed before anything more is asked for.

Vendor fact: fetching deletes, and there is nothing to confirm. A process that dies between the two loses the
one update it had just fetched; a webhook loses none.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from channels.zalo_bot.client import Accepted, NoAnswer, Outcome, Refused, ZaloBotClient, described
from channels.zalo_bot.envelope import envelope, is_too_deep
from domain.errors import AccountRefused, InvalidSetting, StoreUnavailable
from domain.messages import RawUpdate
from domain.pauses import Pauses
from domain.ports import Intake

_TOKEN_REFUSED = "Zalo refuses the token: check DONDOC_ZALO_BOT__TOKEN"  # noqa: S105 - words
_WEBHOOK_IN_THE_WAY = (
    "a webhook is registered for this bot, so it cannot be polled: "
    "delete the webhook or set DONDOC_ZALO_BOT__MODE=webhook"
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the poller waits, in seconds; `fault` is the shortest and the longest pause after one.

    An empty answer is `hasty` when it came sooner than that. A webhook is looked for first and after every
    `look_after` empty answers, because somebody else may have registered one.
    """

    long_poll: int = 25
    answer_slack: float = 10.0
    hasty: float = 1.0
    after_nothing: float = 0.5
    fault: tuple[float, float] = (1.0, 30.0)
    look_after: int = 30


class Poller:
    """Polls for one bot; there must be no other poller, for the two would share the messages."""

    def __init__(self, client: ZaloBotClient, bot_id: str, *, pace: Pace) -> None:
        self._client, self._bot_id, self._pace = client, bot_id, pace
        self._faults = Pauses(*pace.fault)
        self._nothing_in_a_row = pace.look_after
        self._fetched: list[RawUpdate] = []

    async def run(self, intake: Intake) -> None:
        """Poll until cancelled; InvalidSetting when no patience can help."""
        while True:
            pause = await self._store(intake) if self._fetched else await self._turn()
            if pause:
                await asyncio.sleep(pause)

    async def _store(self, intake: Intake) -> float:
        """Commit what was fetched. It exists nowhere else any more, so it is kept until the store is back."""
        try:
            await intake.accept(self._fetched)
        except StoreUnavailable as error:
            return self._pause(error.text)
        self._fetched = []
        self._faults.restart()
        return 0.0

    async def _turn(self) -> float:
        """Fetch once, and return the pause to make."""
        if self._nothing_in_a_row >= self._pace.look_after:
            fault = await self._look()
            if fault is not None:
                return self._pause(fault)
            self._nothing_in_a_row = 0
        began = monotonic()
        pace = self._pace
        wanted = {"timeout": str(pace.long_poll)}
        answer = await self._client.call("getUpdates", wanted, within=pace.long_poll + pace.answer_slack)
        if isinstance(answer, Accepted) and answer.result:
            return self._take(answer.result)
        if not _is_empty(answer):
            return self._failed(answer)
        self._faults.restart()
        self._nothing_in_a_row += 1
        return pace.after_nothing if monotonic() - began < pace.hasty else 0.0

    def _take(self, result: Any) -> float:
        """Keep what came: one update a call, as the vendor says, or a list should it ever change its mind."""
        updates = result if isinstance(result, list) else [result]
        sound = [update for update in updates if isinstance(update, Mapping) and not is_too_deep(update)]
        if len(sound) < len(updates):
            logger.warning("Zalo handed out an update that is none: %s", type(result).__name__)
        self._fetched = [envelope(update, self._bot_id) for update in sound]
        self._nothing_in_a_row = 0
        return 0.0 if sound else self._faults.next()

    async def _look(self) -> str | None:
        """Look for a webhook, which would stop every update; returns what went wrong with looking."""
        match await self._client.call("getWebhookInfo"):
            case Accepted(result=Mapping() as info) if info.get("url"):
                raise InvalidSetting(_WEBHOOK_IN_THE_WAY)
            case Refused(code=401):
                raise AccountRefused(_TOKEN_REFUSED)
            case Accepted() | Refused():
                # Vendor fact: a bot that never had a webhook is answered with 404. No other refusal of this
                # question is a reason to stay deaf: fetching itself will show what is wrong.
                return None
            case fault:
                return described(fault)

    def _failed(self, answer: Outcome) -> float:
        if isinstance(answer, Refused):
            if answer.code == 401:
                raise AccountRefused(_TOKEN_REFUSED)
            # A webhook may be the reason, so that is asked before the next fetch.
            self._nothing_in_a_row = self._pace.look_after
        return self._pause(described(answer))

    def _pause(self, fault: str) -> float:
        pause = self._faults.next()
        logger.warning("Zalo polling pauses for %.1f s: %s", pause, fault)
        return pause


def _is_empty(answer: Outcome) -> bool:
    """Nothing came. Vendor facts: that is said by code 408, by no result, or by an empty body."""
    match answer:
        case Accepted() | Refused(code=408) | NoAnswer(is_blank=True):
            return True
        case _:
            return False
