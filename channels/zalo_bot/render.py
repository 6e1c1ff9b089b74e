"""A message of the house as parameters of sendMessage: plain text, and red lines for what is late."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from domain.messages import Outbound

# Vendor limit for one message. Its unit is not said; UTF-16 units are never fewer than characters.
MAX_TEXT = 2000
# Vendor codes: bold, and the red of its palette.
_LATE = ("b", "c_db342e")


def parameters(message: Outbound, *, styled: bool) -> dict[str, Any]:
    """What sendMessage takes; without a parse mode nothing a person wrote can format it."""
    text = composed(message.text)
    plain: dict[str, Any] = {"chat_id": message.address, "text": text}
    styles = list(_styles(text, message.late_lines)) if styled else []
    return plain | {"text_styles": styles} if styles else plain


def composed(text: str) -> str:
    """The text in the form in which it is counted: one sign for a letter and its accents."""
    return unicodedata.normalize("NFC", text)


def units(text: str) -> int:
    """How many UTF-16 units the text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _styles(text: str, late_lines: Sequence[int]) -> Iterator[dict[str, Any]]:
    late, start = frozenset(late_lines), 0
    for number, line in enumerate(text.split("\n")):
        length = units(line)
        if number in late and line.strip():
            yield {"start": start, "len": length, "st": list(_LATE)}
        start += length + 1
