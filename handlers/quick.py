"""/giaonhanh: an order without a letter, asked back until it is complete, previewed, sent by one tap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from domain.consolidation import Block
from domain.delivery import Prompt
from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import Unit
from handlers import headlines, paging, urging
from handlers.paging import Listing
from handlers.turn import Turn
from language.commands import Command
from language.quick_orders import Due, calls_off, read_due, read_order
from services import addressees, quick_tasks
from services.addressees import Addressees
from services.quick_tasks import Place, Task
from services.wording import short_due

DRAFT, EDIT, PART = "quick_draft", "quick_edit", "quick_part"
TO_CALL = "quick_to_call"
WHOM, WHAT, WHEN = "whom", "what", "when"
# A question longer than this is a letter.
_LONGEST_QUESTION = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """An order as far as it is known; `whom` are the words of who gives it, read anew each time."""

    whom: str = ""
    question: str = ""
    due: Due | None = None

    def kept(self) -> dict[str, Any]:
        """The draft as an open question keeps it."""
        due = self.due
        when = [due.day.isoformat(), due.at.isoformat() if due.at else None, due.is_before] if due else None
        return {"whom": self.whom, "what": self.question, "when": when}


def taken_up(data: Mapping[str, Any]) -> Draft:
    """The draft that an open question has kept."""
    when = data["when"]
    due = None
    if when is not None:
        day, hour, is_before = when
        due = Due(date.fromisoformat(day), time.fromisoformat(hour) if hour else None, bool(is_before))
    return Draft(str(data["whom"]), str(data["what"]), due)


async def answer(turn: Turn, argument: str) -> Reply:
    """Read the order; what is missing is asked for, one thing at a time."""
    place = await quick_tasks.place_of(turn.uow, turn.actor)
    if place is None:
        return turn.say("refusal.role")
    if not argument.strip():
        return turn.say("quick.how")
    read = read_order(argument, now=turn.calendar.local(turn.received.said_at))
    return await _go_on(turn, place, Draft(read.whom, read.question, read.due))


async def _go_on(turn: Turn, place: Place, draft: Draft) -> Reply:
    """The next thing that is missing, or the preview."""
    meant = await _meant(turn, place, draft)
    if not meant.is_certain:
        return _ask(turn, draft, WHOM, _why_not(turn, draft, meant))
    if not draft.question:
        return _ask(turn, draft, WHAT, turn.tr("quick.ask_what"))
    if len(draft.question) > _LONGEST_QUESTION:
        return _ask(turn, draft, WHAT, turn.tr("quick.too_long", most=_LONGEST_QUESTION))
    if draft.due is None:
        return _ask(turn, draft, WHEN, turn.tr("quick.ask_when"))
    deadline = quick_tasks.deadline_of(draft.due, place, turn.calendar)
    if deadline.last_moment <= turn.now:
        return _ask(turn, draft, WHEN, turn.tr("quick.past", due=short_due(turn.tr, deadline)))
    lines = [turn.tr("quick.draft", count=len(meant.units), due=short_due(turn.tr, deadline))]
    silent = await quick_tasks.unreached(turn.uow, meant.units)
    if silent:
        lines.append(turn.tr("quick.unreached", count=len(silent)))
    choices = [(key, turn.tr(f"choice.quick_{key}")) for key in ("send", "edit", "cancel")]
    return turn.ask(" ".join(lines), DRAFT, choices=choices, data=draft.kept())


async def _meant(turn: Turn, place: Place, draft: Draft) -> Addressees:
    units = await turn.uow.organisation.units()
    return addressees.read(draft.whom, units, place.province.id, turn.today)


def _why_not(turn: Turn, draft: Draft, meant: Addressees) -> str:
    """Who could not be understood, or that nobody was named."""
    lines = [
        turn.tr("quick.unclear_unit", name=name, units=turn.tr.listing(unit.name for unit in units))
        for name, units in meant.unclear
    ]
    if meant.unknown and draft.whom:
        lines.append(turn.tr("quick.unknown_unit", names=turn.tr.listing(meant.unknown)))
    return " ".join([*lines, turn.tr("quick.ask_whom")])


def _ask(turn: Turn, draft: Draft, part: str, text: str) -> Reply:
    return turn.ask(text, PART, data={**draft.kept(), "part": part})


async def drafted(turn: Turn, key: str) -> Reply:
    """Send the draft, change it, or give it up."""
    assert turn.prompt is not None, "only an open question is answered"
    place = await quick_tasks.place_of(turn.uow, turn.actor)
    if place is None:
        return turn.say("refusal.role")
    draft = taken_up(turn.prompt.data)
    if key == "edit":
        choices = [(part, turn.tr(f"choice.quick_{part}")) for part in (WHOM, WHAT, WHEN)]
        return turn.ask(turn.tr("quick.edit_which"), EDIT, choices=choices, data=draft.kept())
    if key == "send":
        return await _send(turn, place, draft)
    return turn.say("quick.cancelled")


async def _send(turn: Turn, place: Place, draft: Draft) -> Reply:
    """Send what was previewed; a deadline that has passed meanwhile is asked for again."""
    meant = await _meant(turn, place, draft)
    assert draft.due is not None, "only complete drafts are previewed"
    deadline = quick_tasks.deadline_of(draft.due, place, turn.calendar)
    if deadline.last_moment <= turn.now or not meant.is_certain:
        return await _go_on(turn, place, draft)
    task = Task(meant.units, draft.question, draft.due)
    sent = await quick_tasks.send(turn.uow, turn.actor, place, task, moment=(turn.now, turn.calendar))
    if not sent.silent:
        return turn.say("quick.sent", count=sent.told, code=sent.obligation.stem)
    silent = [unit.id for unit, _ in sent.silent]
    data = {"units": silent, "told": sent.told, "code": sent.obligation.stem}
    return await paging.page(turn, await _to_call(turn, data), (TO_CALL, data))


async def _to_call(turn: Turn, data: Mapping[str, Any]) -> Listing:
    """Whom the order did not reach, with the telephone numbers that are known."""
    provinces = scope_of(turn.actor, Action.CONFIRM).provinces
    found = (await turn.uow.organisation.units_by_id(data["units"])).values()
    units = sorted((unit for unit in found if unit.province_id in provinces), key=lambda unit: unit.order_no)
    known = {
        unit.id: [(person.name, person.phone) for person in people if person.phone]
        for unit, people in await quick_tasks.to_call(turn.uow, units)
    }
    head = turn.tr("quick.sent_some", count=data["told"], silent=len(units), code=data["code"])
    tail = "\n".join(await headlines.mark(turn))
    return Listing(head, urging.to_call(turn, units, known), tail, rest="paging.lines")


async def edited(turn: Turn, part: str) -> Reply:
    """Ask for the part that is to be changed, saying what it is now."""
    assert turn.prompt is not None, "only an open question is answered"
    draft = taken_up(turn.prompt.data)
    place = await quick_tasks.place_of(turn.uow, turn.actor)
    if place is None:
        return turn.say("refusal.role")
    if part == WHAT:
        return _ask(turn, draft, part, turn.tr("quick.now_what", question=draft.question))
    if part == WHEN:
        return _ask(turn, draft, part, turn.tr("quick.ask_when"))
    meant = await _meant(turn, place, draft)
    return _ask(turn, draft, part, turn.tr("quick.now_whom", units=_counted(turn, meant.units)))


def _counted(turn: Turn, units: Sequence[Unit]) -> str:
    """`16 sở, ban, ngành, 76 xã, phường`: how many of each block."""
    blocks = ([unit for unit in units if block.has(unit)] for block in Block)
    return turn.tr.listing(
        turn.tr("overdue.some", count=len(found), words=turn.tr(f"overdue.{headlines.kinds(found)}"))
        for found in blocks
        if found
    )


async def part_given(turn: Turn, prompt: Prompt) -> Reply | None:
    """A missing or changed part in free words; the rest of the draft stays as it is."""
    place = await quick_tasks.place_of(turn.uow, turn.actor)
    if place is None:
        return turn.say("refusal.role")
    if calls_off(turn.text):
        return turn.say("quick.cancelled")
    draft, part = taken_up(prompt.data), prompt.data["part"]
    if part == WHOM:
        return await _go_on(turn, place, Draft(turn.text, draft.question, draft.due))
    if part == WHAT:
        return await _go_on(turn, place, Draft(draft.whom, " ".join(turn.text.split()), draft.due))
    due = read_due(turn.text, now=turn.calendar.local(turn.received.said_at))
    if due is None:
        return _ask(turn, draft, WHEN, turn.tr("quick.unread_when", said=turn.text[:80]))
    return await _go_on(turn, place, Draft(draft.whom, draft.question, due))


LISTS = {TO_CALL: _to_call}
CHOICES = {DRAFT: drafted, EDIT: edited}
TEXTS = {PART: part_given}
COMMANDS = {Command.QUICK_TASK: answer}
