"""The Telegram channel: one bot account behind the Channel port."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import AnswerCallbackQuery

from channels.telegram.errors import outcome
from channels.telegram.polling import Pace, Poller
from channels.telegram.render import MAX_TEXT, send_call
from channels.telegram.session import OneTrySession
from channels.telegram.settings import TelegramSettings
from channels.telegram.updates import build_dispatcher, read
from domain.errors import InvalidSetting
from domain.messages import Capabilities, Inbound, Outbound, SendResult
from domain.ports import Intake

# Below the vendor's 30 messages a second overall, which also counts edits and answers to presses.
_CAPABILITIES = Capabilities(
    max_text=MAX_TEXT, buttons=True, edits=True, per_second=25.0, per_chat_per_second=1.0
)

logger = logging.getLogger(__name__)


class TelegramChannel:
    """One Telegram bot. It needs a token; without one it is not built."""

    kind = "telegram"
    capabilities = _CAPABILITIES

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        account: str = "default",
        session: OneTrySession | None = None,
        pace: Pace | None = None,
    ) -> None:
        if settings.token is None:
            raise InvalidSetting("Telegram needs DONDOC_TELEGRAM__TOKEN")
        self.account = account
        self._settings = settings
        self._bot = Bot(settings.token.get_secret_value(), session=session or OneTrySession(settings))
        self._dispatcher = build_dispatcher()
        self._poller = Poller(self._bot, settings.bot_id, pace=pace or Pace(), redact=settings.redact)

    @property
    def conflict_since(self) -> datetime | None:
        """Since when another process polls this bot instead of us, None while all is well."""
        return self._poller.conflict_since

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        """Read a stored raw update; None for what is none of our business. InvalidInput when malformed."""
        return await read(self._dispatcher, self._bot, raw)

    async def send(self, message: Outbound) -> SendResult:
        """Try to deliver once; the answer says whether trying again is safe."""
        try:
            sent = await self._bot(send_call(message))
        except TelegramAPIError as error:
            return outcome(error, self._settings.redact(error.message))
        return SendResult.sent(str(sent.message_id))

    async def acknowledge(self, inbound: Inbound) -> None:
        """Stop the spinner on a pressed button; a press too old to be answered is no fault."""
        if inbound.callback_id is None:
            return
        try:
            await self._bot(AnswerCallbackQuery(callback_query_id=inbound.callback_id))
        except TelegramAPIError as error:
            logger.info("a press stays unacknowledged: %s", self._settings.redact(error.message))

    async def receive(self, intake: Intake) -> None:
        """Poll until cancelled; in webhook mode return at once."""
        if self._settings.mode == "polling":
            await self._poller.run(intake)

    async def close(self) -> None:
        """Release connections."""
        await self._bot.session.close()
