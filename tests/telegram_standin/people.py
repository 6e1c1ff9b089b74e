"""What people do in Telegram, as the updates the vendor makes of it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_SUPERGROUP = "-100"
_ENTITIES = (
    ("bot_command", re.compile(r"(?<!\S)/\w+(?:@\w+)?", re.ASCII)),
    ("mention", re.compile(r"(?<![\w/])@\w+", re.ASCII)),
)


@dataclass(frozen=True, slots=True)
class TelegramUser:
    """A person with a Telegram account; invented."""

    id: int
    first_name: str = "Cán bộ"
    last_name: str = "Thử"
    username: str = "can_bo_thu"

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": "vi",
        }


def chat(chat_id: int, user: TelegramUser | None = None) -> dict[str, Any]:
    """The chat of that id: positive ids are people, those that begin with -100 supergroups."""
    if chat_id > 0:
        person = user or TelegramUser(chat_id)
        names = {"first_name": person.first_name, "last_name": person.last_name, "username": person.username}
        return {"id": chat_id, "type": "private", **names}
    kind = "supergroup" if str(chat_id).startswith(_SUPERGROUP) else "group"
    return {"id": chat_id, "type": kind, "title": "Nhóm đầu mối"}


def seconds(at: datetime | None = None) -> int:
    return int((at or datetime.now(UTC)).timestamp())


def message(chat_id: int, message_id: int, user: TelegramUser, at: datetime | None) -> dict[str, Any]:
    """A message without content yet."""
    return {
        "message_id": message_id,
        "from": user.as_dict(),
        "chat": chat(chat_id, user),
        "date": seconds(at),
    }


def words(text: str) -> dict[str, Any]:
    """Text with the entities the vendor finds in it; offsets count UTF-16 units."""
    entities = [
        {"type": kind, "offset": _units(text[: found.start()]), "length": _units(found.group())}
        for kind, pattern in _ENTITIES
        for found in pattern.finditer(text)
    ]
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption(text: str) -> dict[str, Any]:
    """The same as words, below a file."""
    said = words(text)
    named = {"caption": said["text"]}
    return named | {"caption_entities": said["entities"]} if "entities" in said else named


def photo(caption: str | None) -> dict[str, Any]:
    sizes = [{"file_id": "AgAD", "file_unique_id": "QQAD", "width": 90, "height": 60, "file_size": 1200}]
    return {"photo": sizes, "caption": caption} if caption else {"photo": sizes}


def forwarded(author: TelegramUser, at: datetime | None = None) -> dict[str, Any]:
    """What a message bears when its words are somebody else's."""
    return {"forward_origin": {"type": "user", "sender_user": author.as_dict(), "date": seconds(at)}}


def answering(above: dict[str, Any]) -> dict[str, Any]:
    """What a message bears when it answers another one; the vendor shows one level only."""
    return {"reply_to_message": {name: value for name, value in above.items() if name != "reply_to_message"}}


def in_topic(chat_id: int, thread: int, opener: dict[str, Any]) -> dict[str, Any]:
    """What a message in a topic bears: it answers the notice that opened the topic."""
    notice = {
        "message_id": thread,
        "from": opener,
        "chat": chat(chat_id),
        "date": seconds(),
        "message_thread_id": thread,
        "is_topic_message": True,
        "forum_topic_created": {"name": "Đôn đốc báo cáo", "icon_color": 7322096},
    }
    return {"message_thread_id": thread, "is_topic_message": True, "reply_to_message": notice}


def membership(
    chat_id: int, user: TelegramUser, bot: dict[str, Any], *, old: str, new: str, at: datetime | None
) -> dict[str, Any]:
    """The bot's own place in a chat has changed."""
    return {
        "chat": chat(chat_id, user),
        "from": user.as_dict(),
        "date": seconds(at),
        "old_chat_member": _member(bot, old),
        "new_chat_member": _member(bot, new),
    }


_ADMIN_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]
_MEMBER_RIGHTS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
]


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    """`restricted-out` is a restricted member that has left."""
    kind, _, outside = status.partition("-")
    member: dict[str, Any] = {"user": bot, "status": kind}
    if kind == "kicked":
        member["until_date"] = 0
    if kind == "administrator":
        member |= dict.fromkeys(_ADMIN_RIGHTS, False)
    if kind == "restricted":
        member |= {**dict.fromkeys(_MEMBER_RIGHTS, False), "until_date": 0, "is_member": not outside}
    return member


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
