"""Telegram's updates as messages of the house, sorted by an aiogram dispatcher."""

import re
from collections.abc import Mapping
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, User
from pydantic import ValidationError

from domain.errors import InvalidInput
from domain.messages import ChatKind, Inbound, InboundKind

# The kinds of update asked for; the vendor keeps the rest to itself.
HANDLED = ("message", "edited_message", "callback_query", "my_chat_member")

_CHAT_KINDS: dict[str, ChatKind] = {
    ChatType.PRIVATE: ChatKind.PRIVATE,
    ChatType.GROUP: ChatKind.GROUP,
    ChatType.SUPERGROUP: ChatKind.GROUP,
}
_AWAY = (ChatMemberStatus.KICKED, ChatMemberStatus.LEFT)
# What a person sends and we cannot read. Service notices (joined, pinned, …) are not among them.
_WORDLESS = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.LIVE_PHOTO,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    }
)
# The data of a button that stands for typing: at most a code and a number.
_TYPED = re.compile(r"t:(?P<text>[A-Za-z0-9ĐđÀ-ỹ]{1,16} [1-5])")
_PRESS = re.compile(r"p:\d{1,18}:\d{1,4}", re.ASCII)
# A deep link arrives as "/start CODE"; everywhere else the code stands alone.
_START = re.compile(r"\A/start(?:@\w+)?\s+(?=\S)", re.ASCII | re.IGNORECASE)
_COMMAND_TO_BOT = re.compile(r"\A(/\w+)@\w+", re.ASCII)
# The vendor lets the names of bots end in "bot" only.
_BOT_NAMED = re.compile(r"(?<!\S)@\w*bot\b[,:]?\s*", re.ASCII | re.IGNORECASE)


def build_dispatcher() -> Dispatcher:
    """A dispatcher whose handlers return an Inbound, or None for what is none of our business."""
    router = Router(name="updates")
    router.message.register(_on_message)
    router.edited_message.register(_on_edited)
    router.callback_query.register(_on_press)
    router.my_chat_member.register(_on_membership)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    return dispatcher


async def read(dispatcher: Dispatcher, bot: Bot, raw: Mapping[str, Any]) -> Inbound | None:
    """Read one raw update; InvalidInput when it is malformed."""
    if not isinstance(raw.get("update_id"), int):
        raise InvalidInput("a Telegram update has a numeric update_id")
    # aiogram warns of update types that are newer than itself; they are not asked for.
    event = {name: raw[name] for name in HANDLED if raw.get(name) is not None}
    if not event:
        return None
    try:
        answer = await dispatcher.feed_raw_update(bot, {"update_id": raw["update_id"], **event})
    except ValidationError as error:
        fault = _faults(error)
    else:
        return answer if isinstance(answer, Inbound) else None
    # Outside the handler: the validation error quotes what people wrote.
    raise InvalidInput(f"malformed Telegram update: {fault}")


def _faults(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['type']} ({error.error_count()} in all)"


async def _on_message(message: Message) -> Inbound | None:
    words = message.text or message.caption
    if words is None and message.content_type not in _WORDLESS:
        return None
    if words is None:
        return _inbound(InboundKind.UNSUPPORTED, message.chat, message.from_user)
    return _inbound(InboundKind.TEXT, message.chat, message.from_user, text=words)


async def _on_edited(message: Message) -> Inbound | None:
    """An edit is a new word. The vendor also reports edits of its own making, which bear no edit date."""
    if not message.edit_date or not (message.text or message.caption):
        return None
    return await _on_message(message)


async def _on_press(press: CallbackQuery) -> Inbound | None:
    if press.message is None or press.data is None:
        return None
    # A client can send any data, so only the shape of ours passes; who may press is judged further in.
    typed = _TYPED.fullmatch(press.data)
    if typed is not None:
        text, callback = typed["text"], press.id
        return _inbound(
            InboundKind.TEXT, press.message.chat, press.from_user, text=text, callback_id=callback
        )
    ours = _PRESS.fullmatch(press.data)
    kind = InboundKind.CHOICE if ours else InboundKind.UNSUPPORTED
    choice = press.data if ours else None
    return _inbound(kind, press.message.chat, press.from_user, choice=choice, callback_id=press.id)


async def _on_membership(change: ChatMemberUpdated) -> Inbound | None:
    if change.new_chat_member.status not in _AWAY:
        return None
    return _inbound(InboundKind.BLOCKED, change.chat, change.from_user)


def _inbound(kind: InboundKind, chat: Chat, sender: User | None, **rest: Any) -> Inbound | None:
    """None for channels, other bots and anonymous senders: none of them is a person who can be known."""
    chat_kind = _CHAT_KINDS.get(chat.type)
    if chat_kind is None or sender is None or sender.is_bot:
        return None
    text = _spoken(rest.pop("text", ""), chat_kind)
    return Inbound(
        kind=kind,
        chat_kind=chat_kind,
        chat=str(chat.id),
        sender=str(sender.id),
        sender_name=sender.full_name,
        text=text,
        **rest,
    )


def _spoken(text: str, chat_kind: ChatKind) -> str:
    """What was said, without the messenger's ways of addressing a bot."""
    text = _COMMAND_TO_BOT.sub(r"\1", _START.sub("", text.strip()))
    return _BOT_NAMED.sub("", text).strip() if chat_kind is ChatKind.GROUP else text
