"""What people say of the channels they are reached on, and what coordinators ask about who is reached."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from language.lexicon import contacts as words
from language.normalise import fold


class ContactVerb(StrEnum):
    """What is to happen to a channel of one's own."""

    FIRST = "first"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class ContactOrder:
    """A wish about a channel; `which` is its number in the list or its name, folded.

    `is_plain` says that the word "kênh" or the verb alone makes it a wish about channels.
    """

    verb: ContactVerb
    which: str
    is_plain: bool = True

    @property
    def number(self) -> int | None:
        """The number in the list, when a number was typed."""
        return int(self.which) if self.which.isdigit() else None


class Reached(StrEnum):
    """Which list of the people of a province is asked for."""

    UNLINKED = "unlinked"
    UNREACHABLE = "unreachable"


_ORDERS = ((ContactVerb.FIRST, words.FIRST), (ContactVerb.CUT, words.CUT))
_LISTS = ((Reached.UNLINKED, words.UNLINKED), (Reached.UNREACHABLE, words.UNREACHABLE))


def read_contact_order(text: str) -> ContactOrder | None:
    """The wish in a sentence about one's own channels; None for other texts."""
    folded = fold(text).strip(" .,;?")
    for verb, patterns in _ORDERS:
        match = _matched(patterns, folded)
        if match is not None:
            return ContactOrder(verb, match["which"], is_plain="kenh" in folded.split())
    return None


def read_reached(text: str) -> Reached | None:
    """Which list a sentence asks for; None for other texts."""
    folded = fold(text).strip(" .,;?")
    return next((asked for asked, patterns in _LISTS if _matched(patterns, folded)), None)


def names_channel(which: str, kind: str, name: str) -> bool:
    """Whether folded words mean the channel of that kind, which is called so in the person's language."""
    spoken = words.SPOKEN_CHANNELS.get(which, which)
    called, own = fold(name), kind.replace("_", "")
    return own.startswith(spoken.replace(" ", "")) or called == spoken or spoken in called.split()


def _matched(patterns: Sequence[str], folded: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := re.fullmatch(pattern, folded))), None)
