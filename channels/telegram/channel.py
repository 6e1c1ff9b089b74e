"""The Telegram channel: one bot account behind the Channel port."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, TelegramMethod

from channels.telegram.addressing import OwnName
from channels.telegram.attachments import Fetcher
from channels.telegram.naming import Namer
from channels.telegram.polling import Pace, Poller
from channels.telegram.render import MAX_DOCUMENT, MAX_TEXT, shortened
from channels.telegram.sending import Sender
from channels.telegram.session import OneTrySession
from channels.telegram.settings import TelegramSettings
from channels.telegram.updates import build_dispatcher, read
from domain.errors import InvalidSetting
from domain.messages import Attachment, Capabilities, Inbound, InboundKind, Outbound, SendResult
from domain.pauses import Pauses
from domain.ports import Intake

# Just below the vendor's 30 messages a second overall and 20 a minute in a group.
_CAPABILITIES = Capabilities(
    max_text=MAX_TEXT,
    buttons=True,
    edits=True,
    late_lines=True,
    documents_out=True,
    max_document=MAX_DOCUMENT,
    groups=True,
    per_second=29.7,
    per_chat_per_second=1.0,
    per_group_per_minute=18.0,
)
# Vendor fact: the answer to a press is a line of up to 200 characters.
_MAX_ALERT = 200

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
        pace, redact = pace or Pace(), settings.redact
        session = session or OneTrySession(settings)
        self.account = account
        self._settings = settings
        self._bot = Bot(settings.token.get_secret_value(), session=session)
        self._dispatcher = build_dispatcher()
        self._own = OwnName(int(settings.bot_id))
        self._namer = Namer(self._bot, self._own, pauses=Pauses(*pace.fault), redact=redact)
        self._poller = Poller(self._bot, settings.bot_id, pace=pace, redact=redact)
        self._sender = Sender(self._bot, redact=redact, between=pace.between_parts)
        self._fetcher = Fetcher(self._bot, session, redact=redact)

    @property
    def conflict_since(self) -> datetime | None:
        """Since when another process polls this bot instead of us, None while all is well."""
        return self._poller.conflict_since

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        """Read a stored raw update; None for what is none of our business. InvalidInput when malformed."""
        return await read(self._dispatcher, self._bot, raw, self._own)

    async def send(self, message: Outbound) -> SendResult:
        """Try to deliver once; the answer says whether trying again is safe."""
        return await self._sender.send(message)

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None:
        """Stop the spinner on a pressed button and take the buttons away, unless there is an alert to read.

        A press too old to be answered and buttons already taken away are no fault.
        """
        if inbound.callback_id is None:
            return
        text = shortened(alert, _MAX_ALERT)
        await self._quietly(
            AnswerCallbackQuery(
                callback_query_id=inbound.callback_id, text=text or None, show_alert=bool(text) or None
            )
        )
        message = inbound.message_id or ""
        if not text and inbound.kind is InboundKind.CHOICE and message.isdecimal():
            await self._quietly(EditMessageReplyMarkup(chat_id=inbound.chat, message_id=int(message)))

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """The content of a received file; InvalidInput when it is larger than `limit` bytes or gone."""
        return await self._fetcher.fetch(attachment, limit)

    async def receive(self, intake: Intake) -> None:
        """Poll until cancelled; in webhook mode only learn what we are called."""
        if self._settings.mode == "webhook":
            return await self._namer.until_known()
        await self._namer.ask()
        naming = asyncio.create_task(self._namer.until_known())
        try:
            await self._poller.run(intake)
        finally:
            naming.cancel()

    async def close(self) -> None:
        """Release connections."""
        await self._bot.session.close()

    async def _quietly(self, call: TelegramMethod[Any]) -> None:
        try:
            await self._bot(call)
        except TelegramBadRequest as error:
            logger.debug("a press was answered too late: %s", self._settings.redact(error.message))
        except TelegramAPIError as error:
            logger.info("a press stays unacknowledged: %s", self._settings.redact(error.message))
