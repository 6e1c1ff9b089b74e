"""/danhan BC10: STP, SNV — what reached the Office, previewed before it is recorded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.delivery import Prompt
from domain.errors import Conflict, NotAllowedNow, NotFound
from domain.messages import Option, PromptDraft, Reply
from domain.permissions import Action, scope_of
from handlers import numbers, receipt_lines
from handlers.turn import Turn
from language.commands import Command
from language.normalise import clean
from language.numbers import bare_choice
from language.unit_lists import read_answer, read_list
from services import receipt_lists, receipts
from services.receipt_edits import Edited, edit
from services.receipt_lists import Expected, Line
from services.receipt_names import resolve

CONFIRM = "receipts"
_HEAD = re.compile(r"(?P<code>[^\s:]+)(?P<rest>[^:]*):(?P<list>.*)", re.DOTALL)
# A document is seldom older than the month before; a year left out reads as last year's.
_OLDEST = timedelta(days=183)
_ONLY = "only:"


async def answer(turn: Turn, argument: str) -> Reply:
    """Read the line and show what would be recorded."""
    if scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("refusal.role")
    head = _HEAD.match(argument)
    if head is None or not head["list"].strip():
        return turn.say("receipts.how")
    code, today = head["code"], _said_on(turn)
    awaited = await receipt_lists.expected(turn.uow, turn.actor, code, now=turn.now)
    if awaited is None:
        known = turn.tr.listing(await receipt_lists.codes(turn.uow, turn.actor, now=turn.now))
        return turn.say("receipts.unknown_code", code=code, known=known or turn.tr("receipts.no_code"))
    pieces = read_list(_typed_list(turn.text, head["list"]), today=today)
    found = resolve(awaited, pieces)
    day = next(
        (p.received or p.sent for p in read_answer(head["rest"], today=today) if p.received or p.sent), None
    )
    edited = Edited(
        found.lines, already=found.already, not_owing=found.not_owing, unknown=found.unknown, received=day
    )
    refused = _implausible(turn, edited.lines, day or turn.today)
    if refused is not None:
        return Reply(refused)
    return _show(turn, awaited, edited, about={"day": day or turn.today, "recording": False})


async def taken(turn: Turn, prompt: Prompt) -> Reply | None:
    """Follow an answer to the list in free words; None when it speaks of something else."""
    awaited, lines = await _kept(turn, prompt.data)
    only = bare_choice(turn.text)
    if only is not None and 1 <= only <= len(lines) and await numbers.is_unclear(turn, prompt):
        label = lines[only - 1].said
        return await numbers.ask_which_question(turn, prompt, Option(only, f"{_ONLY}{only}", label))
    edited = edit(awaited, lines, read_answer(turn.text, today=_said_on(turn)))
    if edited is None:
        return None
    if edited.cancels:
        return turn.say("receipts.cancelled")
    day = edited.received or _about(prompt.data)["day"]
    refused = _implausible(turn, edited.lines, day)
    if refused is not None:
        # The list stays as it was before the answer that cannot be.
        asked = _show(turn, awaited, Edited(tuple(lines)), about=_about(prompt.data))
        return replace(asked, text=f"{refused}\n{asked.text}")
    return await _go_on(turn, awaited, edited, {**_about(prompt.data), "day": day})


async def chosen(turn: Turn, key: str) -> Reply:
    """Record the receipts, or leave everything as it was."""
    assert turn.prompt is not None, "only an open question is answered"
    if key == "no":
        return turn.say("receipts.cancelled")
    awaited, lines = await _kept(turn, turn.prompt.data)
    if key.startswith(_ONLY):
        only = int(key.removeprefix(_ONLY)) - 1
        edited = Edited((lines[only],), left=tuple(lines[:only] + lines[only + 1 :]), records=True)
    else:
        edited = Edited(tuple(lines), records=True)
    return await _go_on(turn, awaited, edited, _about(turn.prompt.data))


async def _go_on(turn: Turn, awaited: Expected, edited: Edited, about: Mapping[str, Any]) -> Reply:
    """Record the list when that was said, or when only the last question of a recorded one was open."""
    is_settled = about["recording"] and not edited.unknown and all(line.is_clear for line in edited.lines)
    if edited.records or is_settled:
        return await _record(turn, awaited, edited, about["day"])
    return _show(turn, awaited, edited, about=about)


def _about(data: Mapping[str, Any]) -> dict[str, Any]:
    """The day of arrival, and whether the list was recorded but for a question."""
    return {"day": date.fromisoformat(data["day"]), "recording": bool(data["recording"])}


def _said_on(turn: Turn) -> date:
    return turn.calendar.day_of(turn.received.said_at)


def _typed_list(text: str, listed: str) -> str:
    """The list with its line breaks, which a command's argument has lost."""
    typed = clean(text)
    found = typed.rpartition(":")[2] if listed.count(":") == 0 else typed.partition(":")[2]
    return found if "\n" in typed else listed


def _show(turn: Turn, awaited: Expected, edited: Edited, *, about: Mapping[str, Any]) -> Reply:
    """The numbered list; nothing is recorded yet."""
    notes = receipt_lines.notes(turn, awaited, edited)
    if not edited.lines:
        return Reply("\n".join([*notes, turn.tr("receipts.nothing")]))
    text = receipt_lines.preview(turn, awaited, edited.lines, about["day"])
    return _ask(turn, "\n".join([*notes, text]), awaited, edited.lines, about)


def _ask(turn: Turn, text: str, awaited: Expected, lines: Sequence[Line], about: Mapping[str, Any]) -> Reply:
    """Keep the list open; the numbers after its own stand for all of it and for none."""
    labels = (("yes", turn.tr("choice.record_all")), ("no", turn.tr("choice.cancel")))
    options = tuple(Option(n, key, label) for n, (key, label) in enumerate(labels, start=len(lines) + 1))
    data = {
        "code": awaited.code,
        "period": awaited.duties[0].assignment.period.key,
        "day": about["day"].isoformat(),
        "recording": about["recording"],
        "lines": [receipt_lines.kept(line) for line in lines],
    }
    listed = " · ".join(f"{option.n}. {option.label}" for option in options)
    return Reply(f"{text} {listed}", options, PromptDraft(CONFIRM, data))


async def _kept(turn: Turn, data: Mapping[str, Any]) -> tuple[Expected, list[Line]]:
    """The list as it was shown, with the reports as they stand; NotFound when they are out of reach now."""
    awaited = await receipt_lists.expected(turn.uow, turn.actor, data["code"], now=turn.now)
    if awaited is None or awaited.duties[0].assignment.period.key != data["period"]:
        raise NotFound
    return awaited, [receipt_lines.taken_up(awaited, item) for item in data["lines"]]


async def _record(turn: Turn, awaited: Expected, edited: Edited, day: date) -> Reply:
    """Record the lines that are clear and ask again for the others."""
    wanted = receipts.of_lines(edited.lines, day)
    done = [item for item in wanted if not awaited.is_received(item.duty)]
    try:
        async with turn.uow.savepoint():
            await receipts.receive(turn.uow, turn.actor, done, said=turn.said)
    except (Conflict, NotAllowedNow):
        return turn.say("receipts.conflict")
    again = [item.duty for item in wanted if awaited.is_received(item.duty)]
    edited = replace(edited, already=(*edited.already, *again))
    now = await receipt_lists.expected(turn.uow, turn.actor, awaited.code, now=turn.now)
    lines = receipt_lines.notes(turn, awaited, edited)
    if done and now is not None:
        lines.append(receipt_lines.recorded(turn, done, now))
    open_lines = [line for line in edited.lines if not line.is_clear]
    if not open_lines:
        return Reply("\n".join(lines) or turn.tr("receipts.nothing"))
    lines.append(receipt_lines.preview(turn, awaited, open_lines, day))
    return _ask(turn, "\n".join(lines), awaited, open_lines, {"day": day, "recording": True})


def _implausible(turn: Turn, lines: Sequence[Line], day: date) -> str | None:
    """Nothing arrives tomorrow, and a document of long ago is a year left out: asked for, not recorded."""
    said = [item for line in lines for item in (line.sent, line.received) if item is not None]
    for item in (day, *said):
        if item > turn.today:
            return turn.tr("receipts.future", day=turn.tr.weekday(item))
        if item < turn.today - _OLDEST:
            return turn.tr("receipts.old", day=turn.tr.weekday(item))
    late = (x for x in lines if x.sent is not None and x.sent > (x.received or day))
    odd = next(late, None)
    return turn.tr("receipts.backwards", name=odd.said) if odd is not None else None


CHOICES = {CONFIRM: chosen}
TEXTS = {CONFIRM: taken}
COMMANDS = {Command.RECEIPTS: answer}
