"""The Bot API methods the product and its referee use, and the state behind them."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.telegram_standin import rules
from tests.telegram_standin.people import chat, seconds
from tests.telegram_standin.queue import UpdateQueue
from tests.telegram_standin.rules import Refusal, bad

Method = Callable[[dict[str, Any]], Awaitable[Any]]

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message the stand-in took: in the vendor's place it would now be on somebody's screen."""

    chat: int
    text: str
    reply_markup: dict[str, Any] | None
    at: datetime
    message_id: int

    @property
    def buttons(self) -> list[dict[str, Any]]:
        rows = self.reply_markup["inline_keyboard"] if self.reply_markup else []
        return [button for row in rows for button in row]


@dataclass(slots=True)
class Chats:
    """Chats that answer in a special way; all others take messages."""

    blocked: dict[int, str] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        if chat_id in self.moved:
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, description, migrate_to_chat_id=self.moved[chat_id])
        if chat_id in self.unknown:
            raise bad("chat not found")
        if chat_id in self.blocked:
            raise Refusal(403, f"Forbidden: {self.blocked[chat_id]}")


class BotApi:
    """One bot's account at the vendor."""

    def __init__(self, bot_id: int, first_update: int) -> None:
        self.me = {
            "id": bot_id,
            "is_bot": True,
            "first_name": "Đôn Đốc",
            "username": "dondoc_thu_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.message_ids = count(1)
        self.queue = UpdateQueue(first_update)
        self.chats = Chats()
        self.accepted: list[Accepted] = []
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.presses: dict[str, dict[str, Any] | None] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.webhook: dict[str, Any] = {}
        self.webhook_error: tuple[int, str] | None = None

    def find(self, method: str) -> Method | None:
        """The method of that name, in any case, as the vendor takes it."""
        known: tuple[Method, ...] = (
            self.getMe,
            self.getUpdates,
            self.sendMessage,
            self.editMessageText,
            self.answerCallbackQuery,
            self.getWebhookInfo,
            self.setWebhook,
            self.deleteWebhook,
            self.setMyCommands,
            self.getMyCommands,
        )
        return next((each for each in known if each.__name__.lower() == method.lower()), None)

    async def getMe(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self.me

    async def getUpdates(self, params: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self.webhook:
            raise Refusal(409, _WEBHOOK_ACTIVE)
        allowed = rules.loaded(params, "allowed_updates")
        if allowed is not None:
            self.queue.allowed = allowed
        return await self.queue.get(
            offset=rules.number(params, "offset"),
            limit=rules.number(params, "limit", 100),
            timeout=rules.number(params, "timeout"),
        )

    async def sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        target = rules.chat_id(params)
        text, markup = rules.text(params), rules.reply_markup(params)
        self.chats.check(target)
        sent = {
            "message_id": next(self.message_ids),
            "from": self._sender(),
            "chat": chat(target),
            "date": seconds(),
            "text": text,
        }
        if markup:
            sent["reply_markup"] = markup
        self.messages[target, sent["message_id"]] = sent
        self.accepted.append(Accepted(target, text, markup, datetime.now(UTC), sent["message_id"]))
        return sent

    async def editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self.messages.get((rules.chat_id(params), rules.number(params, "message_id")))
        if message is None or message["from"]["id"] != self.me["id"]:
            raise bad("message to edit not found")
        text, markup = rules.text(params), rules.reply_markup(params)
        if text == message["text"] and markup == message.get("reply_markup"):
            raise bad("message is not modified")
        message.update({"text": text, "edit_date": seconds()})
        message.pop("reply_markup", None)
        if markup:
            message["reply_markup"] = markup
        return message

    async def answerCallbackQuery(self, params: dict[str, Any]) -> bool:  # noqa: N802
        press = str(params.get("callback_query_id", ""))
        rules.answer_text(params)
        if press not in self.presses:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.presses[press] = params
        return True

    async def getWebhookInfo(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        info = {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.queue.pending),
        }
        if self.webhook_error:
            info["last_error_date"], info["last_error_message"] = self.webhook_error
        if self.queue.allowed:
            info["allowed_updates"] = self.queue.allowed
        return info

    async def setWebhook(self, params: dict[str, Any]) -> bool:  # noqa: N802
        url = str(params.get("url", ""))
        if url and not url.startswith("https://"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = {**params} if url else {}
        return True

    async def deleteWebhook(self, params: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = {}
        if str(params.get("drop_pending_updates", "")).lower() == "true":
            self.queue.pending.clear()
        return True

    async def setMyCommands(self, params: dict[str, Any]) -> bool:  # noqa: N802
        commands = rules.loaded(params, "commands", [])
        for command in commands:
            if not _COMMAND.fullmatch(command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[str(params.get("language_code", ""))] = commands
        return True

    async def getMyCommands(self, params: dict[str, Any]) -> list[dict[str, str]]:  # noqa: N802
        return self.commands.get(str(params.get("language_code", "")), [])

    def _sender(self) -> dict[str, Any]:
        return {name: self.me[name] for name in ("id", "is_bot", "first_name", "username")}
