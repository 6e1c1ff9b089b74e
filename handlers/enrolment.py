"""/lienlac: whom a coordinator has to see to: not linked, never answered, not reached any more."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import ContactState
from handlers import paging
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.commands import Command
from language.contacts import Reached, read_reached
from services import contacts, enrolment
from services.enrolment import Entry, Roll

SUMMARY = "reached"


async def answer(turn: Turn, _: str = "") -> Reply:
    """How many there are of each list; a number shows one."""
    if scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("refusal.role")
    counts = {roll: len(_by_unit(await _entries(turn, roll))) for roll in Roll}
    choices = [(roll.value, turn.tr(f"reached.choice_{roll.value}", count=counts[roll])) for roll in Roll]
    return turn.ask(turn.tr("reached.summary", moment=turn.tr.moment(turn.now)), SUMMARY, choices=choices)


async def sentence(turn: Turn) -> Reply | None:
    """ "Ai chưa liên kết?": for coordinators; None for other texts and other people."""
    asked = read_reached(turn.text)
    if asked is None or scope_of(turn.actor, Action.CONFIRM).is_empty:
        return None
    return await chosen(turn, (Roll.UNLINKED if asked is Reached.UNLINKED else Roll.UNREACHABLE).value)


async def chosen(turn: Turn, key: str) -> Reply:
    """One of the lists, in pages."""
    listed = await _listed(turn, {}, roll=Roll(key))
    return listed if isinstance(listed, Reply) else await paging.page(turn, listed, (f"reached_{key}", {}))


async def _listed(turn: Turn, _: Mapping[str, Any], *, roll: Roll) -> Listing | Reply:
    entries = _by_unit(await _entries(turn, roll))
    if not entries:
        return turn.say(f"reached.no_{roll.value}")
    lines = [
        Line(
            str(found[0].unit.id),
            turn.tr("reached.line", unit=found[0].unit.name, people=_people(turn, found)),
        )
        for found in entries
    ]
    return Listing(turn.tr(f"reached.head_{roll.value}", count=len(lines)), lines)


async def _entries(turn: Turn, roll: Roll) -> list[Entry]:
    return await enrolment.of(turn.uow, turn.actor, roll, now=turn.now)


def _by_unit(entries: Sequence[Entry]) -> list[list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.unit.id, []).append(entry)
    return list(found.values())


def _people(turn: Turn, entries: Sequence[Entry]) -> str:
    return "; ".join(_person(turn, entry) for entry in entries)


def _person(turn: Turn, entry: Entry) -> str:
    """Name and telephone, and why the chat is closed where it is."""
    if entry.person is None:
        return turn.tr("reached.nobody")
    phone = entry.person.phone or turn.tr("notice.no_phone")
    named = turn.tr("reached.person", person=entry.person.name, phone=phone)
    closed = [one for one in entry.contacts if one.state is not ContactState.ACTIVE]
    reasons = turn.tr.listing(dict.fromkeys(contacts.why_closed(turn.tr, one) for one in closed))
    return turn.tr("reached.because", person=named, reason=reasons) if reasons else named


COMMANDS = {Command.REACH: answer}
CHOICES = {SUMMARY: chosen}
LISTS = {f"reached_{roll.value}": partial(_listed, roll=roll) for roll in Roll}
