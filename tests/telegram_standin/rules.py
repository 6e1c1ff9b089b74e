"""The vendor's rules for what may be sent."""

import json
from typing import Any

_MAX_TEXT = 4096
_MAX_BUTTONS = 100
_MAX_CALLBACK_BYTES = 64
_MAX_CALLBACK_ANSWER = 200
_MAX_CAPTION = 1024
_MAX_ENTITIES = 100


class Refusal(Exception):
    """The vendor says no."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def bad(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def chat_id(params: dict[str, Any]) -> int:
    try:
        return int(params["chat_id"])
    except KeyError:
        raise bad("chat_id is empty") from None
    except ValueError:
        raise bad("chat not found") from None


def number(params: dict[str, Any], name: str, default: int = 0) -> int:
    try:
        return int(params.get(name, default))
    except (TypeError, ValueError):
        raise bad(f"{name} is not a number") from None


def text(params: dict[str, Any]) -> str:
    """The text as the vendor keeps it: trimmed, 1 to 4096 UTF-16 units."""
    value = str(params.get("text", "")).strip()
    if not value:
        raise bad("message text is empty")
    if units(value) > _MAX_TEXT:
        raise bad("message is too long")
    return value


def caption(params: dict[str, Any]) -> str:
    """A caption may be missing."""
    value = str(params.get("caption", "")).strip()
    if units(value) > _MAX_CAPTION:
        raise bad("message caption is too long")
    return value


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def entities(params: dict[str, Any], name: str, text: str) -> list[dict[str, Any]]:
    """Entities lie within the text and hold something. The vendor would mend some; here they are refused."""
    found = loaded(params, name, [])
    if not isinstance(found, list) or len(found) > _MAX_ENTITIES:
        raise bad(f"can't parse {name}")
    for entity in found:
        start, length = entity.get("offset", -1), entity.get("length", 0)
        if start < 0 or length < 1 or start + length > units(text):
            raise bad(f"entity at {start} lies outside of the text")
    return found


def answer_text(params: dict[str, Any]) -> None:
    if len(str(params.get("text", ""))) > _MAX_CALLBACK_ANSWER:
        raise bad("MESSAGE_TOO_LONG")


def loaded(params: dict[str, Any], name: str, default: Any = None) -> Any:
    """A parameter that is JSON inside a form and a value inside a JSON body."""
    value = params.get(name, default)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def reply_markup(params: dict[str, Any]) -> dict[str, Any] | None:
    """An inline keyboard whose buttons carry 1 to 64 bytes."""
    markup = loaded(params, "reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict) or not isinstance(markup.get("inline_keyboard"), list):
        raise bad("object expected as reply markup")
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > _MAX_BUTTONS:
        raise bad("reply markup is too long")
    for button in buttons:
        if not button.get("text"):
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if not 1 <= len(button.get("callback_data", "").encode()) <= _MAX_CALLBACK_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    return markup
