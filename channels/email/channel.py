"""The e-mail channel: one mail account behind the Channel port. It sends, and reads nothing."""

import asyncio
from collections.abc import Mapping
from typing import Any

from channels.email.letter import Stationery, write
from channels.email.session import Patience, deliver
from channels.email.settings import EmailSettings, is_address
from domain.clocks import SystemClock
from domain.errors import InvalidInput, InvalidSetting
from domain.messages import (
    Attachment,
    Capabilities,
    Inbound,
    Outbound,
    SendError,
    SendResult,
    SendState,
)
from domain.ports import Clock, Intake

_MAX_TEXT = 100_000
# Coded for the way a file grows by a third; most servers take letters of up to 20 MB.
_MAX_DOCUMENT = 10 * 1024 * 1024


class EmailChannel:
    """One mail account. It needs a host and a sender; without them it is not built.

    `clock` dates the letters and is the machine's: a mail server mistrusts letters from another day.
    """

    kind = "email"

    def __init__(
        self,
        settings: EmailSettings,
        *,
        account: str = "default",
        public_url: str | None = None,
        clock: Clock | None = None,
        patience: Patience | None = None,
    ) -> None:
        if settings.host is None or settings.sender is None:
            raise InvalidSetting("e-mail needs DONDOC_SMTP__HOST and DONDOC_SMTP__SENDER")
        self.account = account
        self.capabilities = Capabilities(
            max_text=_MAX_TEXT,
            answers=False,
            documents_out=True,
            max_document=_MAX_DOCUMENT,
            per_second=settings.per_second,
            per_chat_per_second=settings.per_second,
        )
        self._settings = settings
        self._stationery = Stationery(settings.sender, account, public_url)
        self._clock = clock or SystemClock()
        self._patience = patience or Patience()

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        """Nothing is read here, so whatever is stored is none of our business."""
        if not isinstance(raw, Mapping):
            raise InvalidInput("a raw update is a table of names and values")
        return None

    async def send(self, message: Outbound) -> SendResult:
        """Try to deliver once; the answer says whether trying again is safe."""
        if not is_address(message.address):
            return SendResult(SendState.REFUSED, error=SendError.CHAT_NOT_FOUND, disables_contact=True)
        if message.document is not None and len(message.document.content) > _MAX_DOCUMENT:
            return SendResult(SendState.REFUSED, error=SendError.TOO_LARGE)
        # Coding a large file takes long enough to keep everybody else waiting.
        letter = await asyncio.to_thread(write, message, self._stationery, self._clock.now())
        return await deliver(self._settings, letter, self._patience)

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None:
        """A letter has no buttons."""

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """Refused: no file can have come this way."""
        raise InvalidInput("e-mail receives no files")

    async def receive(self, intake: Intake) -> None:
        """Nothing is received, so there is nothing to wait for."""

    async def close(self) -> None:
        """Every letter closes its own connection."""
