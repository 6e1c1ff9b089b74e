"""The web chat behind the Channel port."""

import re
from collections.abc import Mapping
from typing import Any

from channels.webchat.desk import ChatDesk
from channels.webchat.said import TOKEN
from domain.errors import InvalidInput
from domain.messages import (
    Attachment,
    Capabilities,
    ChatKind,
    Inbound,
    InboundKind,
    Outbound,
    SendError,
    SendResult,
    SendState,
)
from domain.ports import Intake

_CAPABILITIES = Capabilities(
    max_text=10_000,
    buttons=True,
    late_lines=True,
    documents_out=True,
    max_document=20 * 1024 * 1024,
    receipts=True,
    per_second=1000.0,
    per_chat_per_second=1000.0,
)
_CHOICE = re.compile(TOKEN)


class WebChatChannel:
    """The one web chat of an installation."""

    kind = "webchat"
    account = "default"
    capabilities = _CAPABILITIES

    def __init__(self, desk: ChatDesk) -> None:
        self._desk = desk

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        """Read a message of a browser; a press carries its button's token as its choice."""
        sender, text, choice = raw.get("sender"), raw.get("text"), raw.get("choice")
        if not isinstance(sender, str) or not isinstance(text, str) or not isinstance(choice, str | None):
            raise InvalidInput("a web chat message has a sender, a text and perhaps a choice")
        if choice is not None and not _CHOICE.fullmatch(choice):
            raise InvalidInput("a press carries a token of 8 to 64 letters, digits, _ and -")
        kind = InboundKind.TEXT if choice is None else InboundKind.CHOICE
        return Inbound(kind, ChatKind.PRIVATE, chat=sender, sender=sender, text=text, choice=choice)

    async def send(self, message: Outbound) -> SendResult:
        """Append the message to its chat; browsers that look at it are told at once."""
        if message.document is not None and len(message.document.content) > _CAPABILITIES.max_document:
            return SendResult(SendState.REFUSED, error=SendError.TOO_LARGE)
        if await self._desk.show(message):
            return SendResult.sent()
        return SendResult(SendState.REFUSED, error=SendError.CHAT_NOT_FOUND, disables_contact=True)

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None:
        """A press in the browser needs no answer of its own."""

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """Browsers send no files."""
        raise InvalidInput("the web chat takes no files")

    async def receive(self, intake: Intake) -> None:
        """Browsers hand their messages over themselves."""

    async def close(self) -> None:
        """Nothing is held open."""
