"""What the second library does not know."""

from collections.abc import Iterator

from telegram import TelegramObject

# Fields and parameters newer than the Bot API the referee knows; nothing we use is.
NEWER_THAN_THE_REFEREE: frozenset[str] = frozenset()


def unknown_to_referee(thing: object) -> Iterator[str]:
    """The names the referee has no place for, at any depth."""
    if isinstance(thing, TelegramObject):
        yield from thing.api_kwargs
        for name in thing.to_dict(recursive=False).keys() - thing.api_kwargs.keys():
            yield from unknown_to_referee(getattr(thing, "from_user" if name == "from" else name))
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from unknown_to_referee(each)
