"""/nhac and "nhắc nhóm": urging the units whose report was not received; always a coordinator's decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import Unit
from handlers import headlines, paging
from handlers.answers import ids_of
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.commands import Command
from language.normalise import fold
from locales.speech import Speech
from services import consolidation, groups, notices, obligations, urging
from services.consolidation import Standing
from services.wording import Duty, due, office

MISSING = "missing"
GROUP_TEXT = "group_text"
UNREACHED = "unreached"
# A message of this many names is still read; the rest is in the list.
_MOST_NAMES = 30


async def main(turn: Turn) -> Standing | None:
    """The report people mean by "báo cáo": the one that most units owe in the current period."""
    found = await consolidation.standings(turn.uow, turn.actor, now=turn.now)
    current = consolidation.current(found, turn.today)
    return current[0] if current else None


async def by_code(turn: Turn, code: str) -> Standing | None:
    """The newest report with this short code; without one the main report."""
    if not code.strip():
        return await main(turn)
    found = await consolidation.standings(turn.uow, turn.actor, now=turn.now)
    same = [one for one in found if fold(one.obligation.code_for(one.period)) == fold(code)]
    return max(same, key=lambda one: one.period, default=None)


async def asked(turn: Turn, data: Mapping[str, Any]) -> Standing | None:
    """The report an open question is about, as it stands now and as far as the actor may still see."""
    key = (int(data["obligation"]), str(data["period"]))
    standing = await consolidation.find(turn.uow, turn.actor, key, now=turn.now)
    return standing.of(headlines.block_of(data)) if standing is not None else None


def choices(turn: Turn) -> list[tuple[str, str]]:
    """What the actor may do about missing reports."""
    if scope_of(turn.actor, Action.CONFIRM).provinces:
        return [("ask", turn.tr("choice.nudge"))]
    if scope_of(turn.actor, Action.NUDGE).provinces:
        return [("nudge", turn.tr("choice.forward"))]
    return []


async def chosen(turn: Turn, key: str) -> Reply:
    """Ask before units are written to, write to them, or make the text for a group."""
    assert turn.prompt is not None, "only an open question is answered"
    standing = await asked(turn, turn.prompt.data)
    if standing is None or not standing.missing:
        return turn.say("overdue.nothing")
    if not _decides(turn, standing):
        return await _forward(turn, standing)
    if key == "ask":
        return await _confirm(turn, standing)
    if key == "text":
        return await _group_text(turn, standing)
    return await (_to_linked(turn, standing) if key == "linked" else _nudge(turn, standing))


async def start(turn: Turn, argument: str) -> Reply:
    """/nhac: asks a coordinator once more, forwards for a leader; others may not."""
    if not scope_of(turn.actor, Action.NUDGE).provinces:
        return turn.say("refusal.role")
    return await begin(turn, await by_code(turn, argument))


async def begin(turn: Turn, standing: Standing | None) -> Reply:
    """Urge the units of one report."""
    if standing is None or not standing.missing:
        return turn.say("overdue.nothing")
    return await (_confirm(turn, standing) if _decides(turn, standing) else _forward(turn, standing))


async def group_text(turn: Turn, argument: str) -> Reply:
    """/nhacnhom: a neutral text for a group of one's own, which the coordinator pastes there."""
    if not scope_of(turn.actor, Action.CONFIRM).provinces:
        return turn.say("refusal.role")
    standing = await by_code(turn, argument)
    return await _group_text(turn, standing) if standing is not None else turn.say("overdue.nothing")


async def named(turn: Turn, _: str) -> Reply:
    """The same text with the names: naming units in a group is this person's decision, and is recorded."""
    assert turn.prompt is not None, "only an open question is answered"
    standing = await asked(turn, turn.prompt.data)
    if standing is None or not standing.missing or not _decides(turn, standing):
        return turn.say("overdue.nothing")
    await urging.record(turn.uow, turn.actor, "group_text_named", standing.missing, now=turn.now)
    names = turn.tr.listing(duty.unit.name for duty in standing.missing)
    text = neutral(turn, standing, turn.tr)
    return Reply(f"{text}\n{turn.tr('nudge.text_names', count=len(standing.missing), names=names)}")


def neutral(turn: Turn, standing: Standing, tr: Speech) -> str:
    """How many of how many, the last day, how to answer; no unit is named."""
    return tr(
        "nudge.text",
        moment=tr.moment(turn.now),
        office=office(tr, standing.duties[0].coordinator),
        received=standing.tally.received,
        owing=standing.tally.owing,
        name=headlines.name(turn, standing, tr),
        code=standing.obligation.code_for(standing.period),
        due=due(tr, standing.deadline),
    )


def _decides(turn: Turn, standing: Standing) -> bool:
    first = standing.duties[0].assignment
    return scope_of(turn.actor, Action.CONFIRM).covers(first.province_id, first.unit_id)


async def _confirm(turn: Turn, standing: Standing) -> Reply:
    """Writing to units is asked once more: a bare number may have been meant for a reminder."""
    missing = standing.missing
    text = turn.tr("nudge.confirm", count=len(missing), name=headlines.name(turn, standing))
    return turn.ask(
        text, MISSING, choices=await _decisions(turn, turn.tr, missing), data=headlines.asked_about(standing)
    )


async def _decisions(turn: Turn, tr: Speech, missing: Sequence[Duty]) -> list[tuple[str, str]]:
    found = [("nudge", tr("choice.send_now")), ("list", tr("choice.details")), ("text", tr("choice.text"))]
    if await groups.linked(turn.uow, {duty.unit.id for duty in missing}):
        found.append(("linked", tr("choice.linked")))
    return found


async def _nudge(turn: Turn, standing: Standing) -> Reply:
    queued, silent = await notices.nudge(
        turn.uow, turn.actor, standing.missing, now=turn.now, calendar=turn.calendar
    )
    head = turn.tr("nudge.queued", count=queued)
    if not silent:
        return Reply(head)
    data = {"ids": [duty.assignment.id for duty in silent], "queued": queued}
    return await paging.page(turn, await _unreached(turn, data), (UNREACHED, data))


async def _unreached(turn: Turn, data: Mapping[str, Any]) -> Listing:
    """Units nobody can be written to in, with the telephone numbers that are known."""
    scope = scope_of(turn.actor, Action.CONFIRM)
    found = await turn.uow.duties.assignments(scope, ids=ids_of(data))
    duties = sorted(await obligations.duties(turn.uow, found), key=consolidation.protocol_order)
    known = await urging.phones(turn.uow, {duty.unit.id for duty in duties})
    units = list({duty.unit.id: duty.unit for duty in duties}.values())
    queued, silent = turn.tr("nudge.queued", count=data["queued"]), turn.tr("nudge.silent", count=len(units))
    return Listing(f"{queued}\n{silent}", to_call(turn, units, known), rest="paging.lines")


async def with_phones(turn: Turn, duties: Sequence[Duty]) -> list[str]:
    """The units of duties with the people to telephone there."""
    known = await urging.phones(turn.uow, {duty.unit.id for duty in duties})
    nobody = turn.tr("calls.no_phone")
    people = ([f"{person} {phone}" for person, phone in known.get(duty.unit.id, [])] for duty in duties)
    return [
        f"{duty.unit.name}: {turn.tr.listing(found) or nobody}"
        for duty, found in zip(duties, people, strict=True)
    ]


def to_call(turn: Turn, units: Sequence[Unit], known: Mapping[int, Sequence[tuple[str, str]]]) -> list[Line]:
    """Units with the people to telephone there; those without a number come last, in one line."""
    lines, numberless = list[Line](), list[str]()
    for unit in units:
        people = [f"{name} {phone}" for name, phone in known.get(unit.id, ())]
        if people:
            lines.append(Line(str(unit.id), f"{unit.name}: {turn.tr.listing(people)}"))
        else:
            numberless.append(unit.name)
    if numberless:
        names = turn.tr.listing(numberless[:_MOST_NAMES])
        if len(numberless) > _MOST_NAMES:
            names = turn.tr("nudge.more", names=names, count=len(numberless) - _MOST_NAMES)
        lines.append(Line("none", turn.tr("nudge.no_phone", count=len(numberless), names=names)))
    return lines


async def _forward(turn: Turn, standing: Standing) -> Reply:
    """A leader's wish goes to the coordinator with list and text ready; no unit hears of it."""
    missing = standing.missing
    coordinator = missing[0].coordinator
    data = headlines.asked_about(standing)

    async def write(tr: Speech, is_free: bool) -> Reply:
        names = tr.listing(duty.unit.name for duty in missing[:_MOST_NAMES])
        if len(missing) > _MOST_NAMES:
            names = tr("nudge.more", names=names, count=len(missing) - _MOST_NAMES)
        values = {"name": headlines.name(turn, standing, tr), "count": len(missing), "names": names}
        text = f"{tr('nudge.forward', **values)}\n{tr('nudge.paste')}\n{neutral(turn, standing, tr)}\n"
        if not is_free:
            code = standing.obligation.code_for(standing.period)
            return Reply(text + tr("nudge.by_command", code=code))
        return turn.ask(text, MISSING, choices=await _decisions(turn, tr, missing), data=data)

    told = await urging.put_before_coordinators(
        turn.uow,
        coordinator.id,
        write,
        key=f"nudge:{turn.received.inbox_id}",
        moment=(turn.now, turn.calendar),
    )
    if told:
        await urging.record(turn.uow, turn.actor, "nudge_forwarded", missing, now=turn.now)
    done = "nudge.forwarded" if told else "nudge.no_coordinator"
    return turn.say(done, coordinator=office(turn.tr, coordinator), count=len(missing))


async def _group_text(turn: Turn, standing: Standing) -> Reply:
    text = f"{turn.tr('nudge.paste')}\n{neutral(turn, standing, turn.tr)}\n"
    if not standing.missing:
        return Reply(text.rstrip())
    choice = turn.tr("choice.with_names", count=len(standing.missing))
    return turn.ask(text, GROUP_TEXT, choices=(("names", choice),), data=headlines.asked_about(standing))


async def _to_linked(turn: Turn, standing: Standing) -> Reply:
    """A neutral line into the groups that units have linked themselves."""
    units = {duty.unit.id for duty in standing.missing}
    text = headlines.count_line(turn, standing)
    key = f"{turn.received.inbox_id}"
    sent = 0
    for unit_id in sorted(units):
        sent += await groups.notice(turn.uow, unit_id, text, key=key, moment=(turn.now, turn.calendar))
    await urging.record(turn.uow, turn.actor, "groups_told", standing.missing, now=turn.now)
    return turn.say("nudge.in_groups", count=sent)


CHOICES = {GROUP_TEXT: named}
LISTS = {UNREACHED: _unreached}
COMMANDS = {Command.NUDGE: start, Command.GROUP_TEXT: group_text}
