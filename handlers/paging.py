"""Long lists in pages of a few lines: a page ends with how many are left and how to see them.

A handler module that has lists names them in `LISTS`; each is made anew for every page, so that a page
shows what is true by then and what its reader may still see.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.messages import Reply
from handlers.turn import Turn

PAGE = "page"
MOST_LINES, MOST_CHARACTERS = 10, 1500


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list; `key` keeps it from being shown twice, `section` is the heading it stands under."""

    key: str
    text: str
    section: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its head and last line; `rest` is a message with `{count}` for what is left.

    `also` are further choices (key, label) below each page; `then` is the question (kind, data) they answer.
    """

    head: str
    lines: Sequence[Line]
    tail: str = ""
    rest: str = "paging.units"
    also: tuple[tuple[str, str], ...] = ()
    then: tuple[str, Mapping[str, Any]] = ("", {})


Lister = Callable[[Turn, Mapping[str, Any]], Awaitable[Listing | Reply]]


async def page(turn: Turn, listed: Listing, again: tuple[str, Mapping[str, Any]]) -> Reply:
    """The first page; `again` is the name in `LISTS` and the data by which the list is made anew."""
    return _page(turn, listed, again, ())


async def chosen(turn: Turn, key: str) -> Reply:
    """The next page, or one of the choices that stood below the last one."""
    from handlers import subjects

    assert turn.prompt is not None, "only an open question is answered"
    data: Mapping[str, Any] = turn.prompt.data
    if key != "more":
        then = {"kind": data["then"][0], "data": data["then"][1], "options": []}
        return await subjects.CHOICES[then["kind"]](turn.as_asked(then), key)
    name, values = data["again"]
    listed = await subjects.LISTS[name](turn, values)
    return listed if isinstance(listed, Reply) else _page(turn, listed, (name, values), data["shown"])


def _page(turn: Turn, listed: Listing, again: tuple[str, Mapping[str, Any]], shown: Sequence[str]) -> Reply:
    waiting = [line for line in listed.lines if line.key not in set(shown)]
    now = _fitting(listed, waiting)
    texts, late = _written(listed, now, len(shown))
    left = len(waiting) - len(now)
    if listed.tail:
        texts.append(listed.tail)
    choices = [*([("more", turn.tr("choice.more"))] if left else []), *listed.also]
    if not choices:
        return Reply("\n".join(texts), late_lines=tuple(late))
    texts.append(turn.tr(listed.rest, count=left) if left else turn.tr("paging.end"))
    data = {
        "again": [again[0], dict(again[1])],
        "then": [listed.then[0], dict(listed.then[1])],
        "shown": [*shown, *(line.key for line in now)],
    }
    asked = turn.ask("\n".join(texts), PAGE, choices=choices, data=data)
    return Reply(asked.text, asked.options, asked.prompt, late_lines=tuple(late))


def _fitting(listed: Listing, waiting: Sequence[Line]) -> list[Line]:
    """As many lines as one message takes, at least one."""
    size, found = len(listed.head) + len(listed.tail), list[Line]()
    for line in waiting[:MOST_LINES]:
        size += len(line.text) + len(line.section) + len("100. \n\n")
        if found and size > MOST_CHARACTERS:
            break
        found.append(line)
    return found


def _written(listed: Listing, lines: Sequence[Line], before: int) -> tuple[list[str], list[int]]:
    """The texts of a page, numbered on from the pages before, and which of them are late."""
    texts, late, section = listed.head.split("\n"), list[int](), ""
    for number, line in enumerate(lines, start=before + 1):
        if line.section and line.section != section:
            texts.append(line.section)
        section = line.section
        if line.late:
            late.append(len(texts))
        texts.append(f"{number}. {line.text}")
    return texts, late


CHOICES = {PAGE: chosen}
