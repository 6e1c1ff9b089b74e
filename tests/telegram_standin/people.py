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


def photo(caption: str | None) -> dict[str, Any]:
    sizes = [{"file_id": "AgAD", "file_unique_id": "QQAD", "width": 90, "height": 60, "file_size": 1200}]
    return {"photo": sizes, "caption": caption} if caption else {"photo": sizes}


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


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
