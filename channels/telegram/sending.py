"""One send: a closed topic leads to the general one, a long text goes before its document."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from channels.telegram.errors import outcome
from channels.telegram.render import MAX_DOCUMENT, Call, calls
from domain.messages import Outbound, SendError, SendResult, SendState

# A slow line carries this many bytes of a document in a second.
_SLOWEST = 500_000
# How many half-sent messages are remembered; each is forgotten when its document has arrived.
_MOST_REMEMBERED = 1000


class Sender:
    """Sends messages, each once.

    It remembers by reference whose text has arrived without its document, so that another try brings the
    document alone. The memory is lost with the process: then the text comes twice, never the document.
    `between` is the pause before the document in seconds: the vendor asks for one message a second in a chat.
    """

    def __init__(self, bot: Bot, *, redact: Callable[[str], str], between: float) -> None:
        self._bot, self._redact, self._between = bot, redact, between
        self._half_sent: dict[str, None] = {}

    async def send(self, message: Outbound) -> SendResult:
        """Try once; the answer says whether trying again is safe."""
        size = len(message.document.content) if message.document else 0
        if size > MAX_DOCUMENT:
            detail = f"the document has {size} bytes, Telegram takes {MAX_DOCUMENT}"
            return SendResult(SendState.REFUSED, error=SendError.TOO_LARGE, detail=detail)
        slow = size // _SLOWEST
        patience = int(self._bot.session.timeout) + slow if slow else None
        first, *rest = calls(message)
        if not rest:
            return await self._once(first, patience)
        if message.reference not in self._half_sent:
            text = await self._once(first)
            if text.state is not SendState.SENT:
                return text
            self._remember(message.reference)
            await asyncio.sleep(self._between)
        return self._whole(message.reference, await self._once(rest[0], patience))

    async def _once(self, call: Call, patience: int | None = None) -> SendResult:
        """One call; a refused one was not delivered, so the general topic may still be tried."""
        result = await self._try(call, patience)
        if result.error is not SendError.THREAD_CLOSED or call.message_thread_id is None:
            return result
        result = await self._try(call.model_copy(update={"message_thread_id": None}), patience)
        return _told(result, "the topic is closed or gone, tried the general one")

    async def _try(self, call: Call, patience: int | None) -> SendResult:
        try:
            sent = await self._bot(call, request_timeout=patience)
        except TelegramAPIError as error:
            return outcome(error, self._redact(error.message))
        return SendResult.sent(str(sent.message_id))

    def _whole(self, reference: str, result: SendResult) -> SendResult:
        if result.state is SendState.RETRY:
            return _told(result, "the text has arrived, the document not yet")
        self._half_sent.pop(reference, None)
        if result.state is SendState.SENT:
            return result
        return _told(result, "the text has arrived, the document has not or nobody knows")

    def _remember(self, reference: str) -> None:
        if not reference:
            return
        self._half_sent[reference] = None
        if len(self._half_sent) > _MOST_REMEMBERED:
            del self._half_sent[next(iter(self._half_sent))]


def _told(result: SendResult, what: str) -> SendResult:
    return replace(result, detail=f"{what}: {result.detail}" if result.detail else what)
