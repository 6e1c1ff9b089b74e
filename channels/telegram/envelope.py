"""A raw update with what the inbox needs to know before anybody parses it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeGuard

from domain.errors import InvalidInput
from domain.messages import RawUpdate

# The kinds of update asked for; the vendor keeps the rest to itself.
HANDLED = ("message", "edited_message", "callback_query", "my_chat_member")

# The first second, since 1970, that a datetime cannot hold: the year 10000.
_END_OF_TIME = 253_402_300_800
# Vendor fact: numbers of updates and chats fit into 64 bits.
_LARGEST = 2**63 - 1


def envelope(raw: Mapping[str, Any], bot_id: str) -> RawUpdate:
    """Wrap an update of this bot; InvalidInput when it has no number to be told apart by."""
    return RawUpdate(
        dedupe_key=f"{bot_id}:{update_number(raw)}",
        chat_key=next(_chats(raw), ""),
        raw=raw,
        said_at=next(_times(raw), None),
    )


def update_number(raw: Mapping[str, Any]) -> int:
    """The number of an update; InvalidInput when it has none."""
    number = raw.get("update_id")
    if not _is_number(number) or number < 0:
        raise InvalidInput("a Telegram update has a numeric update_id")
    return number


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _events(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (event for event in raw.values() if isinstance(event, Mapping))


def _chats(raw: Mapping[str, Any]) -> Iterator[str]:
    """The chat of the event or of the message below a button, otherwise the person of the event."""
    for event in _events(raw):
        message = event.get("message")
        holders = (event, message) if isinstance(message, Mapping) else (event,)
        for place in (*(holder.get("chat") for holder in holders), event.get("from")):
            if isinstance(place, Mapping) and _is_number(place.get("id")):
                yield str(place["id"])


def _times(raw: Mapping[str, Any]) -> Iterator[datetime]:
    """The event's own time. A press has none: the date below it is that of the message with the buttons."""
    stamps = (event.get(name) for event in _events(raw) for name in ("edit_date", "date"))
    for seconds in stamps:
        if isinstance(seconds, int) and 0 < seconds < _END_OF_TIME:
            yield datetime.fromtimestamp(seconds, UTC)
