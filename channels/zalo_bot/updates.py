"""The vendor's events as messages of the house."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from channels.zalo_bot.envelope import as_id, event_of
from domain.errors import InvalidInput
from domain.messages import ChatKind, Inbound, InboundKind

_CHAT_KINDS = {"PRIVATE": ChatKind.PRIVATE, "GROUP": ChatKind.GROUP}
_UNSUPPORTED = "message.unsupported.received"
# Vendor fact: the name of every bot begins so.
_BOT = "Bot"
_ID = re.compile(r"[^\s\x00-\x1f\x7f]{1,200}")


def read(raw: Mapping[str, Any], names: Iterable[str] = ()) -> Inbound | None:
    """Read one raw update; `names` are the bot's own. None for what is none of our business.

    InvalidInput when it is malformed; its words never quote what people wrote.
    """
    event = event_of(raw)
    name = event.get("event_name")
    if not isinstance(name, str):
        raise InvalidInput("a Zalo update names its event")
    words, message = _WORDS.get(name), event.get("message")
    # An unsupported event may come bare: there is nobody to answer.
    if words is None or (name == _UNSUPPORTED and not message):
        return None
    if not isinstance(message, Mapping):
        raise InvalidInput("a Zalo event has a message")
    return _inbound(message, words(message), names)


def _inbound(message: Mapping[str, Any], words: str | None, names: Iterable[str]) -> Inbound | None:
    """Groups deliver only what is addressed to the bot. Bots, ours too, are no people to answer."""
    sender, chat = _part(message, "from"), _part(message, "chat")
    kind = chat.get("chat_type")
    if not isinstance(kind, str):
        raise InvalidInput("a Zalo chat has a chat_type")
    chat_kind = _CHAT_KINDS.get(kind.upper())
    if chat_kind is None or sender.get("is_bot") is True:
        return None
    text = _clean(words or "")
    return Inbound(
        kind=InboundKind.UNSUPPORTED if words is None else InboundKind.TEXT,
        chat_kind=chat_kind,
        chat=_id(chat, "chat"),
        sender=_id(sender, "from"),
        sender_name=_name(sender),
        text=unaddressed(text, names) if chat_kind is ChatKind.GROUP else text,
        message_id=as_id(message.get("message_id")),
    )


def unaddressed(text: str, names: Iterable[str]) -> str:
    """The text without mentions of the bot, wherever they stand.

    While its name is unknown, the word every bot's name begins with is taken for it at the very beginning.
    """
    ours = sorted({_clean(name) for name in names} - {""}, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in ours)
    if ours:
        text = re.sub(rf"(?<![\w@])@(?:{either})(?!\w)[\s:,]*", "", text, flags=re.IGNORECASE)
    return re.sub(rf"\A\s*@{_BOT}(?!\w)[\s:,]*", "", text, flags=re.IGNORECASE).strip()


def _clean(text: str) -> str:
    """Composed, so that a letter and its accents are one sign, and without zero bytes no store can keep."""
    return unicodedata.normalize("NFC", text).replace("\0", "").strip()


def _written(message: Mapping[str, Any]) -> str:
    text = message.get("text")
    if not isinstance(text, str):
        raise InvalidInput("a Zalo text message has a text")
    return text


def _captioned(message: Mapping[str, Any]) -> str | None:
    """What stands below a picture; the picture itself cannot be read."""
    caption = message.get("caption")
    return caption if isinstance(caption, str) and caption.strip() else None


def _wordless(message: Mapping[str, Any]) -> None:
    """Stickers, voices, and whatever the platform does not hand over, by its own choice or by law."""


_WORDS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "message.text.received": _written,
    "message.image.received": _captioned,
    "message.sticker.received": _wordless,
    "message.voice.received": _wordless,
    _UNSUPPORTED: _wordless,
}


def _part(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = message.get(name)
    if not isinstance(found, Mapping):
        raise InvalidInput(f"a Zalo message has a {name}")
    return found


def _id(holder: Mapping[str, Any], name: str) -> str:
    found = as_id(holder.get("id"))
    if found is None or not _ID.fullmatch(found):
        raise InvalidInput(f"the {name} of a Zalo message has an id")
    return found


def _name(sender: Mapping[str, Any]) -> str:
    """The vendor's two spellings of a person's name."""
    found = (sender.get("display_name"), sender.get("name"))
    return next((_clean(name) for name in found if isinstance(name, str) and name.strip()), "")
