"""The vendor's rules for what may be sent and where a webhook may point."""

import re
import unicodedata
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

_MAX_TEXT = 2000
_STYLE_CODE = re.compile(r"[a-z0-9_]{1,16}")


class Refusal(Exception):
    """The vendor says no."""

    def __init__(self, code: int, description: str, *, status: int = 200) -> None:
        super().__init__(description)
        self.code, self.description, self.status = code, description, status


def bad(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def chat_id(params: dict[str, Any]) -> str:
    found = params.get("chat_id")
    if not isinstance(found, str) or not found:
        raise bad("chat_id is required")
    return found


def text(params: dict[str, Any], name: str = "text") -> str:
    """The text: 1 to 2000 characters once letters and accents are composed."""
    value = params.get(name)
    if not isinstance(value, str) or not value.strip():
        raise bad(f"{name} is required")
    if len(unicodedata.normalize("NFC", value)) > _MAX_TEXT:
        raise bad(f"{name} is too long")
    return value


def caption(params: dict[str, Any]) -> str | None:
    return text(params, "caption") if params.get("caption") else None


def photo(params: dict[str, Any]) -> str:
    found = params.get("photo")
    if not isinstance(found, str) or not found.startswith(("https://", "http://")):
        raise bad("photo must be a public URL")
    return found


def styles(params: dict[str, Any]) -> list[dict[str, Any]]:
    """Styles whose spans lie inside the text, in UTF-16 units. A parse mode wins over them."""
    found = params.get("text_styles")
    if found is None or params.get("parse_mode"):
        return []
    if not isinstance(found, list) or not all(_is_style(style) for style in found):
        raise bad("text_styles is malformed")
    length = units(params["text"])
    if any(style["start"] + style["len"] > length for style in found):
        raise bad("text_styles reach past the text")
    return found


def units(value: str) -> int:
    return len(value.encode("utf-16-le")) // 2


def seconds(params: dict[str, Any]) -> float:
    """The time to wait for an update; a string or a number."""
    try:
        return float(params.get("timeout", 30))
    except (TypeError, ValueError):
        raise bad("timeout is not a number") from None


def webhook_url(params: dict[str, Any]) -> str:
    url = str(params.get("url", ""))
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise bad("url must begin with https://")
    if not _is_public(parts.hostname):
        raise bad("url must be public, localhost and private addresses are refused")
    return url


def webhook_secret(params: dict[str, Any]) -> str:
    secret = params.get("secret_token")
    if not isinstance(secret, str) or not 8 <= len(secret) <= 256:
        raise bad("secret_token must have 8 to 256 characters")
    return secret


def _is_style(style: Any) -> bool:
    if not isinstance(style, dict) or set(style) != {"start", "len", "st"}:
        return False
    numbers = isinstance(style["start"], int) and isinstance(style["len"], int)
    codes = isinstance(style["st"], list) and all(
        isinstance(code, str) and _STYLE_CODE.fullmatch(code) for code in style["st"]
    )
    return numbers and codes and style["start"] >= 0 and style["len"] > 0


def _is_public(host: str) -> bool:
    if host == "localhost" or host.endswith(".local"):
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return True
