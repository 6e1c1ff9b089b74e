"""The Bot API methods the product and its referee use, and the state behind them."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from tests.telegram_standin import rules
from tests.telegram_standin.chats import Chats
from tests.telegram_standin.menus import Menus
from tests.telegram_standin.people import chat, seconds
from tests.telegram_standin.queue import UpdateQueue
from tests.telegram_standin.rules import Refusal, bad
from tests.telegram_standin.uploads import Files, Upload, document

Method = Callable[[dict[str, Any]], Awaitable[Any]]

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HOOK_PORTS = (443, 80, 88, 8443)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message the stand-in took: in the vendor's place it would now be on somebody's screen."""

    chat: int
    text: str
    reply_markup: dict[str, Any] | None
    at: datetime
    message_id: int
    thread: int | None = None
    entities: tuple[dict[str, Any], ...] = ()
    document: Upload | None = None

    @property
    def buttons(self) -> list[dict[str, Any]]:
        rows = self.reply_markup["inline_keyboard"] if self.reply_markup else []
        return [button for row in rows for button in row]

    @property
    def bold(self) -> list[str]:
        """What the entities make bold, read with their offsets in UTF-16 units."""
        units = self.text.encode("utf-16-le")
        return [
            units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
            for each in self.entities
            if each["type"] == "bold"
        ]


class BotApi:
    """One bot's account at the vendor."""

    def __init__(self, bot_id: int, first_update: int, *, privacy: bool) -> None:
        self.me = {
            "id": bot_id,
            "is_bot": True,
            "first_name": "Đôn Đốc",
            "username": "dondoc_thu_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": not privacy,
            "supports_inline_queries": False,
        }
        self.message_ids = count(1)
        self.queue = UpdateQueue(first_update)
        self.chats = Chats()
        self.accepted: list[Accepted] = []
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.presses: dict[str, dict[str, Any] | None] = {}
        self.press_chats: dict[str, int] = {}
        self.menus = Menus(self.chats)
        self.files = Files()
        self.webhook: dict[str, Any] = {}
        self.webhook_error: tuple[int, str] | None = None

    def find(self, method: str) -> Method | None:
        """The method of that name, in any case, as the vendor takes it."""
        known: tuple[Method, ...] = (
            self.getMe,
            self.getUpdates,
            self.sendMessage,
            self.sendDocument,
            self.editMessageText,
            self.editMessageReplyMarkup,
            self.answerCallbackQuery,
            self.getWebhookInfo,
            self.setWebhook,
            self.deleteWebhook,
            self.menus.setMyCommands,
            self.menus.getMyCommands,
            self.menus.deleteMyCommands,
            self.files.getFile,
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
        text = rules.text(params)
        entities = rules.entities(params, "entities", text)
        content: dict[str, Any] = {"text": text}
        if entities:
            content["entities"] = entities
        return self._take(params, content)

    async def sendDocument(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        upload, caption = document(params), rules.caption(params)
        entities = rules.entities(params, "caption_entities", caption)
        content: dict[str, Any] = {"caption": caption} if caption else {}
        if entities:
            content["caption_entities"] = entities
        return self._take(params, content, upload)

    def _take(
        self, params: dict[str, Any], content: dict[str, Any], upload: Upload | None = None
    ) -> dict[str, Any]:
        target, markup = rules.chat_id(params), rules.reply_markup(params)
        thread = rules.number(params, "message_thread_id")
        self.chats.check(target)
        self.chats.check_topic(target, thread)
        sent = {
            "message_id": next(self.message_ids),
            "from": self._sender(),
            "chat": chat(target),
            "date": seconds(),
            **content,
        }
        if upload:
            sent["document"] = self.files.keep(upload)
        if thread:
            sent |= {"message_thread_id": thread, "is_topic_message": True}
        if markup:
            sent["reply_markup"] = markup
        self.messages[target, sent["message_id"]] = sent
        self.accepted.append(
            Accepted(
                target,
                content.get("text", content.get("caption", "")),
                markup,
                datetime.now(UTC),
                sent["message_id"],
                thread or None,
                tuple(content.get("entities", content.get("caption_entities", ()))),
                upload,
            )
        )
        return sent

    async def editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self._ours(params)
        text, markup = rules.text(params), rules.reply_markup(params)
        if text == message["text"] and markup == message.get("reply_markup"):
            raise bad("message is not modified")
        message["text"] = text
        return _edited(message, markup)

    async def editMessageReplyMarkup(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message, markup = self._ours(params), rules.reply_markup(params)
        if markup == message.get("reply_markup"):
            raise bad("message is not modified")
        return _edited(message, markup)

    def _ours(self, params: dict[str, Any]) -> dict[str, Any]:
        message = self.messages.get((rules.chat_id(params), rules.number(params, "message_id")))
        if message is None or message["from"]["id"] != self.me["id"]:
            raise bad("message to edit not found")
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
        if (urlsplit(url).port or 443) not in _HOOK_PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if not _SECRET.fullmatch(str(params.get("secret_token", "none"))):
            raise bad("secret token contains unallowed characters")
        allowed = rules.loaded(params, "allowed_updates")
        if allowed is not None:
            self.queue.allowed = allowed
        self.webhook = {**params} if url else {}
        return True

    async def deleteWebhook(self, params: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = {}
        if str(params.get("drop_pending_updates", "")).lower() == "true":
            self.queue.pending.clear()
        return True

    def _sender(self) -> dict[str, Any]:
        return {name: self.me[name] for name in ("id", "is_bot", "first_name", "username")}


def _edited(message: dict[str, Any], markup: dict[str, Any] | None) -> dict[str, Any]:
    message["edit_date"] = seconds()
    message.pop("reply_markup", None)
    if markup:
        message["reply_markup"] = markup
    return message
