"""Learning what this bot is called, outside of any transaction."""

import asyncio
import logging
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import GetMe

from channels.telegram.addressing import OwnName
from domain.pauses import Pauses

# Seconds for one question; whoever waits for it wants to begin receiving.
_ANSWER_WITHIN = 5

logger = logging.getLogger(__name__)


class Namer:
    """Asks Telegram for the bot's user name and writes it down."""

    def __init__(self, bot: Bot, own: OwnName, *, pauses: Pauses, redact: Callable[[str], str]) -> None:
        self._bot, self._own, self._pauses, self._redact = bot, own, pauses, redact

    async def ask(self) -> bool:
        """Ask once; whether asking again is of no use."""
        if self._own.username is not None:
            return True
        try:
            me = await self._bot(GetMe(), request_timeout=_ANSWER_WITHIN)
        except (TelegramUnauthorizedError, TelegramNotFound):
            # Who receives or sends says this louder.
            return True
        except TelegramAPIError as error:
            logger.warning("Telegram does not tell the bot's name: %s", self._redact(error.message))
            return False
        self._own.username = me.username or ""
        return True

    async def until_known(self) -> None:
        """Ask with growing pauses until there is an answer."""
        while True:
            if await self.ask():
                return
            await asyncio.sleep(self._pauses.next())
