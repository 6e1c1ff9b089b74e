"""What the bot is called: a message in a group begins with it."""

import asyncio
import logging
from collections.abc import Mapping

from channels.zalo_bot.client import Accepted, Refused, ZaloBotClient
from domain.pauses import Pauses

_NAMES = ("display_name", "account_name")
# The vendor's refusals that time may mend.
_PASSING = frozenset({403, 408, 429})
_SERVER_FAULT = 500

logger = logging.getLogger(__name__)


class BotNames:
    """The bot's names: as the operator gave them, otherwise as the vendor tells them once it can be asked."""

    def __init__(self, client: ZaloBotClient, given: tuple[str, ...], pauses: Pauses) -> None:
        self._client, self._pauses = client, pauses
        self.known = given

    async def learn(self) -> None:
        """Ask the vendor until it answers; a refusal that time does not mend leaves the names unknown."""
        while not self.known:
            answer = await self._client.call("getMe")
            if isinstance(answer, Accepted):
                found = answer.result if isinstance(answer.result, Mapping) else {}
                self.known = tuple(name for key in _NAMES if isinstance(name := found.get(key), str) and name)
                return
            if isinstance(answer, Refused) and not _passes(answer.code):
                logger.warning("Zalo does not name its bot: %d %s", answer.code, answer.description)
                return
            await asyncio.sleep(self._pauses.next())


def _passes(code: int) -> bool:
    return code in _PASSING or code >= _SERVER_FAULT
