"""Text quoted from the reminder: it may name a duty but never carries a status."""

import re
from dataclasses import dataclass

_QUOTE = re.compile(
    r"^\s*>.*$|«[^»]*»?|^\s*\[?(?:đôn đốc|nhắc việc|nhắc lần \d)\]?\s*:.*$", re.MULTILINE | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The sender's own words and what was quoted; both keep the line breaks of the message."""

    own: str
    quoted: str


def split_quotes(source: str) -> Parts:
    """Separate lines starting with ">" and text inside «…» from the sender's words."""
    quoted = "\n".join(m.group().lstrip(" >") for m in _QUOTE.finditer(source))
    return Parts(_QUOTE.sub("\n", source).strip(), quoted)
