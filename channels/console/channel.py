"""The console channel: what is sent is handed to a printer, what is typed comes from a reader."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.errors import InvalidInput
from domain.messages import (
    Attachment,
    Capabilities,
    ChatKind,
    Inbound,
    InboundKind,
    Outbound,
    RawUpdate,
    SendResult,
)
from domain.ports import Intake

_CAPABILITIES = Capabilities(max_text=100_000, per_second=10_000, per_chat_per_second=10_000)


def update(address: str, text: str, *, number: int) -> RawUpdate:
    """A typed line as a raw update; `number` makes it single within its address."""
    return RawUpdate(f"{address}:{number}", address, {"sender": address, "text": text})


class ConsoleChannel:
    """One console. `show` receives every message sent; typed lines are handed to the intake by `update`."""

    kind = "console"
    capabilities = _CAPABILITIES

    account = "default"

    def __init__(self, show: Callable[[Outbound], None]) -> None:
        self._show = show

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        """Read a typed line."""
        sender, text = raw.get("sender"), raw.get("text")
        if not isinstance(sender, str) or not isinstance(text, str):
            raise InvalidInput("a console line has a sender and a text")
        return Inbound(InboundKind.TEXT, ChatKind.PRIVATE, chat=sender, sender=sender, text=text)

    async def send(self, message: Outbound) -> SendResult:
        """Show the message."""
        self._show(message)
        return SendResult.sent()

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None:
        """A console has no buttons."""

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """Nobody hands a file over in a terminal."""
        raise InvalidInput("a console takes no files")

    async def receive(self, intake: Intake) -> None:
        """Whoever types hands the lines over."""

    async def close(self) -> None:
        """Nothing is held open."""
