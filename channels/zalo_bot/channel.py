"""The Zalo Bot channel: one bot account behind the Channel port."""

from collections.abc import Mapping
from typing import Any

from channels.zalo_bot.client import Refused, ZaloBotClient
from channels.zalo_bot.errors import outcome
from channels.zalo_bot.names import BotNames
from channels.zalo_bot.polling import Pace, Poller
from channels.zalo_bot.render import MAX_TEXT, parameters, units
from channels.zalo_bot.settings import ZaloBotSettings
from channels.zalo_bot.updates import read
from domain.errors import InvalidInput
from domain.messages import (
    Attachment,
    Capabilities,
    Inbound,
    Outbound,
    SendError,
    SendResult,
    SendState,
)
from domain.pauses import Pauses
from domain.ports import Intake

_BAD_REQUEST = 400


class ZaloBotChannel:
    """One Zalo bot. It needs a token; without one it is not built."""

    kind = "zalo_bot"

    def __init__(
        self,
        settings: ZaloBotSettings,
        *,
        account: str = "default",
        client: ZaloBotClient | None = None,
        pace: Pace | None = None,
    ) -> None:
        pace = pace or Pace()
        self.account = account
        self.capabilities = _capabilities(settings)
        self._settings = settings
        self._client = client or ZaloBotClient(settings)
        self._names = BotNames(self._client, settings.names, Pauses(*pace.fault))
        self._poller = Poller(self._client, settings.bot_id, pace=pace)

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        """Read a stored raw update; None for what is none of our business. InvalidInput when malformed."""
        return read(raw, self._names.known)

    async def send(self, message: Outbound) -> SendResult:
        """Try to deliver once; the answer says whether trying again is safe."""
        wanted = parameters(message, styled=self._settings.text_styles)
        if units(wanted["text"]) > MAX_TEXT:
            return SendResult(SendState.REFUSED, error=SendError.BAD_REQUEST, detail="the text is too long")
        answer = await self._client.call("sendMessage", wanted)
        if "text_styles" in wanted and isinstance(answer, Refused) and answer.code == _BAD_REQUEST:
            # The colour may be what the vendor dislikes; a refused message was not delivered.
            answer = await self._client.call("sendMessage", parameters(message, styled=False))
        return outcome(answer)

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None:
        """There are no buttons, so there is nothing to acknowledge."""

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """Always InvalidInput: the vendor hands over no files."""
        raise InvalidInput("Zalo bots receive no files")

    async def receive(self, intake: Intake) -> None:
        """Learn the bot's name; then poll until cancelled, or return in webhook mode."""
        await self._names.learn()
        if self._settings.mode == "polling":
            await self._poller.run(intake)

    async def close(self) -> None:
        """Release connections."""
        await self._client.close()


def _capabilities(settings: ZaloBotSettings) -> Capabilities:
    return Capabilities(
        max_text=MAX_TEXT,
        late_lines=True,
        groups=True,
        groups_need_mention=True,
        per_second=settings.per_second,
        per_chat_per_second=settings.per_chat_per_second,
        quota_month=settings.quota_month or None,
        quota_people=settings.quota_people or None,
        quota_groups=settings.quota_groups or None,
    )
