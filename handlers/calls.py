"""/dagoi Sở Y tế 15:10, hẹn chiều — telephone calls that were made; /phieugoi — those still to be made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.delivery import Prompt
from domain.errors import NotFound
from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import Unit
from handlers import headlines, overdue, paging
from handlers.answers import day_of, text_of
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.calls import CallNote, call_sentence, read_call
from language.commands import Command
from language.normalise import fold
from services import calls
from services.calls import Made, ToCall

WHICH = "call_which"
SHEET = "call_sheet"


async def answer(turn: Turn, argument: str) -> Reply:
    """Write a call down, or ask which unit was called."""
    if scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("refusal.role")
    noted = read_call(argument, now=turn.calendar.local(turn.received.said_at))
    if not noted.who:
        return turn.say("calls.how")
    found = await calls.find_unit(turn.uow, turn.actor, noted.who, on=turn.today)
    if found.unit is not None:
        return await _log(turn, found.unit, noted)
    if not found.candidates:
        return turn.say("calls.unknown", name=noted.who)
    choices = [(str(unit.id), unit.name) for unit in found.candidates]
    return turn.ask(turn.tr("calls.which", name=noted.who), WHICH, choices=choices, data=_kept(noted))


async def sentence(turn: Turn) -> Reply | None:
    """A coordinator's "đã gọi …" that names a unit; None for everything else."""
    argument = call_sentence(turn.text)
    if argument is None or scope_of(turn.actor, Action.CONFIRM).is_empty:
        return None
    noted = read_call(argument, now=turn.calendar.local(turn.received.said_at))
    found = await calls.find_unit(turn.uow, turn.actor, noted.who, on=turn.today)
    return await answer(turn, argument) if found.unit is not None or found.candidates else None


async def named(turn: Turn, prompt: Prompt) -> Reply | None:
    """A word that tells the offered units apart, such as "xã"; None for other texts."""
    said = set(fold(turn.text).split())
    fitting = [option for option in prompt.options if said <= set(fold(option.label).split())]
    if not said or len(fitting) != 1:
        return None
    await turn.uow.prompts.close(prompt.owner, turn.now)
    return await chosen(turn, fitting[0].key)


async def chosen(turn: Turn, key: str) -> Reply:
    """The unit that was called."""
    assert turn.prompt is not None, "only an open question is answered"
    unit = (await turn.uow.organisation.units_by_id([int(key)])).get(int(key))
    if unit is None:
        raise NotFound
    return await _log(turn, unit, _taken_up(turn.prompt.data))


async def _log(turn: Turn, unit: Unit, noted: CallNote) -> Reply:
    at = noted.at or turn.received.said_at
    if at > turn.now:
        return turn.say("calls.future", moment=turn.tr.moment(at))
    duty = await calls.concerned(turn.uow, turn.actor, unit, code=noted.code, now=turn.now)
    made = Made(unit, duty, at, noted.note, noted.promised)
    await calls.log(turn.uow, turn.actor, made, now=turn.now)
    values = {"unit": unit.name, "moment": _when(turn, at), "note": f", {noted.note}" if noted.note else ""}
    text = turn.tr("calls.logged", **values)
    if duty is None:
        return Reply(f"{text} {turn.tr('calls.owes_nothing')}")
    known = await calls.chasing(turn.uow, duty, calendar=turn.calendar, now=turn.now)
    counts = {"code": duty.code, "reminders": known.reminders_sent, "calls": known.calls}
    return Reply(f"{text} {turn.tr('calls.chased', **counts)}")


async def sheet(turn: Turn, argument: str) -> Reply:
    """Whom to call about a report, with telephone numbers."""
    if scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("refusal.role")
    data = {"code": argument.strip() or None}
    listed = await _listing(turn, data)
    return listed if isinstance(listed, Reply) else await paging.page(turn, listed, (SHEET, data))


async def _listing(turn: Turn, data: Mapping[str, Any]) -> Listing | Reply:
    code = text_of(data["code"])
    standing = await calls.standing_of(turn.uow, turn.actor, code, now=turn.now, today=turn.today)
    if standing is None:
        return turn.say("calls.no_report", code=code) if code else turn.say("overdue.nothing")
    found = standing.missing
    if not found:
        return turn.say("calls.nobody", name=headlines.name(turn, standing))
    entries = await calls.sheet(turn.uow, turn.actor, found, calendar=turn.calendar, now=turn.now)
    values = {"name": headlines.name(turn, standing), "count": len(found), "moment": turn.tr.moment(turn.now)}
    lines = [_line(turn, entry) for entry in entries]
    tail = "\n".join(await headlines.mark(turn))
    return Listing(turn.tr("calls.sheet", **values), lines, tail)


def _line(turn: Turn, entry: ToCall) -> Line:
    """One unit: whom to call, how it stands, when it was called last."""
    people = turn.tr.listing(f"{name} {phone}" for name, phone in entry.phones)
    duty = entry.standing.duty
    values = {
        "unit": duty.unit.name,
        "people": people or turn.tr("calls.no_phone"),
        "state": overdue.state(turn, entry.standing),
    }
    text = turn.tr("calls.line", **values)
    if entry.last_call is not None:
        moment = turn.tr.moment(entry.last_call.called_at)
        note = f" ({entry.last_call.note})" if entry.last_call.note else ""
        text = f"{text}; {turn.tr('calls.last', moment=moment, note=note)}"
    return Line(str(duty.assignment.id), text, late=duty.assignment.is_overdue(turn.now))


def _when(turn: Turn, at: datetime) -> str:
    """The hour alone for a call of today."""
    local = turn.calendar.local(at)
    return f"{local:%H:%M}" if local.date() == turn.today else turn.tr.moment(at)


def _kept(noted: CallNote) -> dict[str, Any]:
    return {
        "at": noted.at.isoformat() if noted.at else None,
        "note": noted.note,
        "code": noted.code,
        "promised": noted.promised.isoformat() if noted.promised else None,
    }


def _taken_up(data: Mapping[str, Any]) -> CallNote:
    at = text_of(data["at"])
    return CallNote(
        who="",
        at=datetime.fromisoformat(at) if at is not None else None,
        note=str(data["note"]),
        code=text_of(data["code"]),
        promised=day_of(data["promised"]),
    )


CHOICES = {WHICH: chosen}
TEXTS = {WHICH: named}
COMMANDS = {Command.CALLED: answer, Command.CALL_SHEET: sheet}
LISTS = {SHEET: _listing}
