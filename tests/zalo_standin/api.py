"""The Bot API methods the product uses, and the state behind them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.zalo_standin import rules
from tests.zalo_standin.meter import Meter
from tests.zalo_standin.payloads import milliseconds
from tests.zalo_standin.queue import UpdateQueue
from tests.zalo_standin.rules import Refusal, bad

Method = Callable[[dict[str, Any]], Awaitable[Any]]
# A method without a result answers just `{"ok": true}`.
NOTHING = object()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message the stand-in took: in the vendor's place it would now be on somebody's screen."""

    chat: str
    text: str
    styles: list[dict[str, Any]]
    at: datetime
    message_id: str
    photo: str | None = None

    def styled(self) -> list[str]:
        """The parts of the text that have a style, cut out as the vendor counts."""
        units = self.text.encode("utf-16-le")
        spans = ((style["start"], style["start"] + style["len"]) for style in self.styles)
        return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]


@dataclass(slots=True)
class Whims:
    """What the vendor does not promise: each can be chosen.

    `empty` says how an empty poll is answered: with code 408 in a body, as an HTTP status, or without a
    result; `refuses_polls` whether a poll is refused while a webhook is set, or finds nothing. `gone` are
    chats with the code that a send to them gets. After `quota` messages all are refused.
    """

    empty: str = "408 in the body"
    refuses_polls: bool = True
    gone: dict[str, int] = field(default_factory=dict)
    quota: int | None = None
    takes_styles: bool = True
    verification: dict[str, Any] | None = None


class BotApi:
    """One bot's account at the vendor."""

    def __init__(self, bot_id: str, name: str) -> None:
        self.me = {
            "id": bot_id,
            "account_name": "bot.dondocthu",
            "account_type": "BASIC",
            "can_join_groups": False,
            "display_name": name,
        }
        self.whims = Whims()
        self.queue = UpdateQueue()
        self.meter = Meter()
        self.accepted: list[Accepted] = []
        self.actions: list[tuple[str, str]] = []
        self.message_ids = (f"b{number:015x}" for number in count(1))
        self.webhook: dict[str, str] | None = None
        self.known_webhook = False

    def find(self, method: str) -> Method | None:
        """The method of exactly that name."""
        known: tuple[Method, ...] = (
            self.getMe,
            self.getUpdates,
            self.sendMessage,
            self.sendPhoto,
            self.sendChatAction,
            self.getWebhookInfo,
            self.setWebhook,
            self.deleteWebhook,
        )
        return next((each for each in known if each.__name__ == method), None)

    async def getMe(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self.me

    async def getUpdates(self, params: dict[str, Any]) -> Any:  # noqa: N802
        if self.webhook:
            if self.whims.refuses_polls:
                raise bad("getUpdates is not available while a webhook is set")
            return {}
        update = await self.queue.get(rules.seconds(params))
        if update is not None:
            return update
        match self.whims.empty:
            case "408 in the body":
                raise Refusal(408, "Request timeout")
            case "408 as the status":
                raise Refusal(408, "Request timeout", status=408)
            case "an empty object":
                return {}
            case "null":
                return None
            case _:
                return NOTHING

    async def sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat, text, styles = rules.chat_id(params), rules.text(params), rules.styles(params)
        if styles and not self.whims.takes_styles:
            raise bad("text_styles is not supported")
        return self._take(chat, text, styles)

    async def sendPhoto(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat, photo = rules.chat_id(params), rules.photo(params)
        return self._take(chat, rules.caption(params) or "", [], photo)

    async def sendChatAction(self, params: dict[str, Any]) -> Any:  # noqa: N802
        if params.get("action") != "typing":
            raise bad("action is not supported")
        self.actions.append((rules.chat_id(params), "typing"))
        return NOTHING

    async def getWebhookInfo(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if not self.known_webhook:
            raise Refusal(404, "Webhook not found", status=404)
        return {"url": self.webhook["url"] if self.webhook else "", "updated_at": milliseconds()}

    async def setWebhook(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.webhook = {"url": rules.webhook_url(params), "secret_token": rules.webhook_secret(params)}
        self.known_webhook = True
        saved = {"url": self.webhook["url"], "updated_at": milliseconds()}
        return saved | ({"verification": self.whims.verification} if self.whims.verification else {})

    async def deleteWebhook(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.webhook = None
        return {"url": "", "updated_at": milliseconds()}

    def _take(
        self, chat: str, text: str, styles: list[dict[str, Any]], photo: str | None = None
    ) -> dict[str, Any]:
        code = self.whims.gone.get(chat)
        if code is not None:
            raise Refusal(code, "chat is not available")
        if self.whims.quota is not None and len(self.accepted) >= self.whims.quota:
            raise Refusal(429, "Quota exceeded")
        sent = Accepted(chat, text, styles, datetime.now(UTC), next(self.message_ids), photo)
        self.accepted.append(sent)
        return {"message_id": sent.message_id, "date": milliseconds(sent.at)}
