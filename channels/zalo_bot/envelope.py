"""A raw update with what the inbox needs to know before anybody parses it."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from domain.messages import RawUpdate

# Vendor facts: the body is `{ok, result}` or its bare result; dates are milliseconds, seconds were seen.
_FIRST_MILLISECONDS = 10**12
# The first second, since 1970, that a datetime cannot hold: the year 10000.
_END_OF_TIME = 253_402_300_800
# An id that may stand in a key of several: visible ASCII without the colon between the parts.
_KEY_PART = re.compile(r"[!-9;-~]{1,100}")
# Updates are five objects deep; whatever is much deeper was not made by the vendor.
_DEEPEST = 32


def envelope(raw: Mapping[str, Any], bot_id: str) -> RawUpdate:
    """Wrap any update of this bot. One without ids is told apart by its content."""
    event = event_of(raw)
    message = _part(event, "message")
    chat = as_id(_part(message, "chat").get("id"))
    parts = (
        event.get("event_name"),
        chat,
        as_id(_part(message, "from").get("id")),
        message.get("message_id"),
    )
    found = [part for part in map(as_id, parts) if part and _KEY_PART.fullmatch(part)]
    key = ":".join(found) if len(found) == len(parts) else _fingerprint(event)
    return RawUpdate(
        dedupe_key=f"{bot_id}:{key}",
        chat_key=chat if chat and _KEY_PART.fullmatch(chat) else "",
        raw=raw,
        said_at=_moment(message.get("date")),
    )


def event_of(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event itself, in or without the vendor's envelope."""
    result = raw.get("result")
    return result if isinstance(result, Mapping) and "event_name" not in raw else raw


def is_event(raw: Any) -> bool:
    """Whether this can be an update at all: an object of bounded depth that names its event."""
    return isinstance(raw, dict) and not is_too_deep(raw) and isinstance(event_of(raw).get("event_name"), str)


def is_too_deep(value: Any) -> bool:
    """Whether the value is nested deeper than any update; found without recursion."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


def as_id(value: Any) -> str | None:
    """An id of the vendor: an opaque string, perhaps written as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**40 else None
    return value if isinstance(value, str) and value else None


def _part(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = holder.get(name)
    return found if isinstance(found, Mapping) else {}


def _fingerprint(event: Mapping[str, Any]) -> str:
    canonical = json.dumps(event, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _moment(stamp: Any) -> datetime | None:
    if not isinstance(stamp, int) or isinstance(stamp, bool) or stamp <= 0:
        return None
    milliseconds = stamp if stamp >= _FIRST_MILLISECONDS else stamp * 1000
    if milliseconds >= _END_OF_TIME * 1000:
        return None
    return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)
