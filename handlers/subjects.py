"""What the handlers can go on with: commands, picked options, free answers to questions, sentences.

A subject that can be spoken of is one line in `_HANDLERS`; each handler module names what it takes.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from domain.delivery import Prompt
from domain.messages import Reply
from handlers import (
    call_backs,
    calls,
    confirmations,
    contacts,
    decisions,
    enrolment,
    extensions,
    filings,
    followups,
    group_links,
    group_words,
    language,
    linking,
    numbers,
    outages,
    overdue,
    own_reports,
    paging,
    progress,
    questions,
    quick,
    quick_figures,
    quick_tables,
    receipts,
    repeats,
    sentences,
    status,
    substitutes,
    tasks,
    undo,
    uploads,
    urging,
    worklist,
)
from handlers import help as help_
from handlers.turn import Turn
from language.commands import Command

Choice = Callable[[Turn, str], Awaitable[Reply]]
FreeText = Callable[[Turn, Prompt], Awaitable[Reply | None]]
Sentence = Callable[[Turn], Awaitable[Reply | None]]

_HANDLERS: tuple[ModuleType, ...] = (
    linking,
    status,
    sentences,
    filings,
    followups,
    extensions,
    decisions,
    confirmations,
    worklist,
    numbers,
    tasks,
    undo,
    receipts,
    calls,
    outages,
    quick,
    quick_figures,
    quick_tables,
    uploads,
    overdue,
    urging,
    questions,
    paging,
    progress,
    group_links,
    group_words,
    contacts,
    enrolment,
    help_,
    language,
)


def _named(name: str) -> Iterator[Mapping[Any, Any]]:
    return (getattr(module, name) for module in _HANDLERS if hasattr(module, name))


def _merged(name: str) -> dict[Any, Any]:
    merged: dict[Any, Any] = {}
    for entries in _named(name):
        twice = merged.keys() & entries.keys()
        assert not twice, f"two handlers take {twice}"
        merged |= entries
    return merged


CHOICES: dict[str, Choice] = _merged("CHOICES")
TEXTS: dict[str, FreeText] = _merged("TEXTS")
COMMANDS: dict[Command, Choice] = _merged("COMMANDS")
LISTS: dict[str, paging.Lister] = _merged("LISTS")
# Tried in this order before a message is read as a unit's word about its duties.
SENTENCES: tuple[Sentence, ...] = (
    repeats.answer,
    quick_figures.answer,
    numbers.answer,
    substitutes.sentence,
    call_backs.sentence,
    decisions.sentence,
    calls.sentence,
    outages.sentence,
    filings.answer,
    contacts.sentence,
    enrolment.sentence,
    questions.answer,
    own_reports.answer,
)
