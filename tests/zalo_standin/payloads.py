"""What people do in Zalo, as the updates the vendor makes of it.

A fixture's name begins with how sure its shape is: V the vendor's page, V2 or N3 two or three independent
witnesses, I inferred, U unknown.
"""
# ruff: noqa: N802

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GROUP_PREFIX = "zgr-"


@dataclass(frozen=True, slots=True)
class ZaloUser:
    """A person with a Zalo account; invented."""

    id: str
    display_name: str = "Cán bộ Thử"
    is_bot: bool = False

    def as_dict(self) -> dict[str, Any]:
        avatar = f"https://zalo.example/{self.id}.jpg"
        return {
            "id": self.id,
            "display_name": self.display_name,
            "is_bot": self.is_bot,
            "avatar": avatar,
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Who speaks, where, when, under which message id. A chat is its person's unless its id is a group's."""

    user: ZaloUser
    chat: str
    message_id: str
    at: datetime | None = None

    def message(self, **content: Any) -> dict[str, Any]:
        kind = "GROUP" if self.chat.startswith(GROUP_PREFIX) else "PRIVATE"
        return {
            "message_id": self.message_id,
            "date": milliseconds(self.at),
            **content,
            "from": self.user.as_dict(),
            "chat": {"id": self.chat, "chat_type": kind},
            "message_type": "CHAT_MESSAGE",
        }


def milliseconds(at: datetime | None = None) -> int:
    return int((at or datetime.now(UTC)).timestamp() * 1000)


def V2_text_received(place: Place, text: str) -> dict[str, Any]:
    return {"event_name": "message.text.received", "message": place.message(text=text)}


def V2_image_with_photo(place: Place, caption: str | None = None) -> dict[str, Any]:
    content = {"photo": "https://zalo.example/p.jpg"} | ({"caption": caption} if caption else {})
    return {"event_name": "message.image.received", "message": place.message(**content)}


def N3_image_with_photo_url(place: Place, caption: str | None = None) -> dict[str, Any]:
    content = {"photo_url": "https://zalo.example/p.jpg"} | ({"caption": caption} if caption else {})
    return {"event_name": "message.image.received", "message": place.message(**content)}


def V2_sticker_received(place: Place) -> dict[str, Any]:
    content = {"sticker": "bfe458bf64fa8da4d4eb", "url": "https://zalo.example/s.png"}
    return {"event_name": "message.sticker.received", "message": place.message(**content)}


def N4_voice_received(place: Place) -> dict[str, Any]:
    content = {"voice_url": "https://zalo.example/v.aac"}
    return {"event_name": "message.voice.received", "message": place.message(**content)}


def V2_unsupported_without_content(place: Place) -> dict[str, Any]:
    return {"event_name": "message.unsupported.received", "message": place.message()}


def I_unsupported_without_message() -> dict[str, Any]:
    return {"event_name": "message.unsupported.received"}


def U_unknown_event(place: Place) -> dict[str, Any]:
    return {"event_name": "message.reaction.received", "message": place.message(icon="heart")}


def N2_name_instead_of_display_name(place: Place, text: str) -> dict[str, Any]:
    update = V2_text_received(place, text)
    update["message"]["from"]["name"] = update["message"]["from"].pop("display_name")
    return update


def I_date_in_seconds(place: Place, text: str) -> dict[str, Any]:
    update = V2_text_received(place, text)
    update["message"]["date"] //= 1000
    return update


def V2_full_envelope(update: dict[str, Any]) -> dict[str, Any]:
    """What a webhook is sent."""
    return {"ok": True, "result": update}


def N2_bare_body(update: dict[str, Any]) -> dict[str, Any]:
    """What some webhooks were sent."""
    return update
