"""Telegram's updates as messages of the house, sorted by an aiogram dispatcher."""

import re
from collections.abc import Mapping
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, User
from pydantic import ValidationError

from channels.telegram.addressing import OwnName, is_addressed, spoken
from channels.telegram.attachments import attachment_of
from channels.telegram.envelope import HANDLED, update_number
from domain.errors import InvalidInput
from domain.messages import ChatKind, Inbound, InboundKind

_CHAT_KINDS: dict[str, ChatKind] = {
    ChatType.PRIVATE: ChatKind.PRIVATE,
    ChatType.GROUP: ChatKind.GROUP,
    ChatType.SUPERGROUP: ChatKind.GROUP,
}
_INSIDE = (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
_AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)
# What a person sends and we cannot read. Service notices (joined, pinned, …) are not among them.
_WORDLESS = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.LIVE_PHOTO,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.POLL,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    }
)
# The shape of a button's token; whether it is one of ours is known to the store alone.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


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


async def read(dispatcher: Dispatcher, bot: Bot, raw: Mapping[str, Any], own: OwnName) -> Inbound | None:
    """Read one raw update; InvalidInput when it is malformed."""
    number = update_number(raw)
    # aiogram warns of update types that are newer than itself; they are not asked for.
    event = {name: raw[name] for name in HANDLED if raw.get(name) is not None}
    if not event:
        return None
    event["my_chat_member"] = _without_rights(event.get("my_chat_member"))
    try:
        answer = await dispatcher.feed_raw_update(bot, {"update_id": number, **event}, own=own)
    except ValidationError as error:
        fault = _faults(error)
    else:
        return answer if isinstance(answer, Inbound) else None
    # Outside the handler: the validation error quotes what people wrote.
    raise InvalidInput(f"malformed Telegram update: {fault}")


def _without_rights(change: Any) -> Any:
    """A change of membership that says only who is inside.

    The library demands every right of an administrator, and servers older or newer than it list others.
    """
    if not isinstance(change, Mapping):
        return change
    sides = ("old_chat_member", "new_chat_member")
    return {
        **change,
        **{side: _plain(change[side]) for side in sides if isinstance(change.get(side), Mapping)},
    }


def _plain(member: Mapping[str, Any]) -> Mapping[str, Any]:
    """A restricted member may be inside or not, and says which. An unknown status stays as it is."""
    status = member.get("status")
    if status in _INSIDE or (status == ChatMemberStatus.RESTRICTED and member.get("is_member") is True):
        return {"user": member.get("user"), "status": ChatMemberStatus.MEMBER.value}
    if status in _AWAY or status == ChatMemberStatus.RESTRICTED:
        return {"user": member.get("user"), "status": ChatMemberStatus.LEFT.value}
    return member


def _faults(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['type']} ({error.error_count()} in all)"


async def _on_message(message: Message, own: OwnName) -> Inbound | None:
    if message.migrate_to_chat_id is not None:
        moved_to = str(message.migrate_to_chat_id)
        return _about_us(InboundKind.MOVED, message.chat, message.from_user, new_chat=moved_to)
    kind, chat_kind = _kind(message), _CHAT_KINDS.get(message.chat.type)
    if kind is None or chat_kind is None or message.sender_chat is not None:
        return None
    return _by_person(
        kind,
        message.chat,
        message.from_user,
        text=spoken(message, own, chat_kind),
        thread=_thread(message),
        is_addressed=chat_kind is ChatKind.PRIVATE or is_addressed(message, own),
        is_forwarded=message.forward_origin is not None,
        attachment=attachment_of(message),
    )


def _kind(message: Message) -> InboundKind | None:
    if attachment_of(message) is not None:
        return InboundKind.FILE
    if message.text is not None or message.caption is not None:
        return InboundKind.TEXT
    return InboundKind.UNSUPPORTED if message.content_type in _WORDLESS else None


def _thread(message: Message) -> str | None:
    """The topic. An answer outside of topics bears a thread number as well, which is no address."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None


async def _on_edited(message: Message, own: OwnName) -> Inbound | None:
    """An edit is a new word. The vendor also reports edits of its own making, which bear no edit date."""
    if not message.edit_date or not (message.text or message.caption):
        return None
    return await _on_message(message, own)


async def _on_press(press: CallbackQuery) -> Inbound | None:
    if press.message is None or press.data is None:
        return None
    # A client can send any data, so only the shape of ours passes; who may press is judged further in.
    ours = _TOKEN.fullmatch(press.data) is not None
    return _by_person(
        InboundKind.CHOICE if ours else InboundKind.UNSUPPORTED,
        press.message.chat,
        press.from_user,
        choice=press.data if ours else None,
        callback_id=press.id,
        message_id=str(press.message.message_id),
        thread=_thread(press.message) if isinstance(press.message, Message) else None,
    )


async def _on_membership(change: ChatMemberUpdated) -> Inbound | None:
    """Being let in again by a person says nothing: they wait to be spoken to; a group is greeted."""
    was_inside, is_inside = (
        member.status == ChatMemberStatus.MEMBER
        for member in (change.old_chat_member, change.new_chat_member)
    )
    if not is_inside:
        return _about_us(InboundKind.BLOCKED, change.chat, change.from_user)
    if was_inside or _CHAT_KINDS.get(change.chat.type) is not ChatKind.GROUP:
        return None
    return _about_us(InboundKind.JOINED, change.chat, change.from_user)


def _about_us(kind: InboundKind, chat: Chat, cause: User | None, **rest: Any) -> Inbound | None:
    """What happened to our place in a chat counts whoever caused it, an anonymous administrator included."""
    chat_kind = _CHAT_KINDS.get(chat.type)
    if chat_kind is None:
        return None
    person = None if cause is None or cause.is_bot else cause
    return Inbound(
        kind=kind,
        chat_kind=chat_kind,
        chat=str(chat.id),
        sender=str(person.id) if person else "",
        sender_name=person.full_name if person else "",
        **rest,
    )


def _by_person(kind: InboundKind, chat: Chat, sender: User | None, **rest: Any) -> Inbound | None:
    """None for channels, other bots and anonymous senders: none of them is a person who can be known."""
    chat_kind = _CHAT_KINDS.get(chat.type)
    if chat_kind is None or sender is None or sender.is_bot:
        return None
    return Inbound(
        kind=kind,
        chat_kind=chat_kind,
        chat=str(chat.id),
        sender=str(sender.id),
        sender_name=sender.full_name,
        **rest,
    )
