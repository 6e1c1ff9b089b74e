"""/quahan: who has not reported. Leaders and coordinators see the province, a unit sees itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.consolidation import NOT_RECEIVED, Block, Outcome
from domain.messages import Reply
from domain.permissions import Action, scope_of
from handlers import headlines, paging, tasks, urging
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.commands import Command
from services import consolidation
from services.consolidation import Overdue, Standing
from services.wording import source

MISSING = "missing"
LISTED = "standing"
# Few names are told at once, more on request.
MOST_NAMES = 5
# A list of who is missing goes on with those the Office hears from otherwise.
_AFTER_MISSING = (Outcome.CLAIMED, Outcome.EXTENDED, Outcome.DISPUTED)
_SECTIONS = {
    Outcome.CLAIMED: "overdue.list_claimed",
    Outcome.EXTENDED: "overdue.list_extended",
    Outcome.DISPUTED: "overdue.list_disputed",
    Outcome.RECEIVED_ON_TIME: "overdue.list_received",
    Outcome.RECEIVED_LATE: "overdue.list_received",
}


async def answer(turn: Turn) -> Reply:
    """Where the report stands that people mean by "báo cáo"; a unit hears of itself."""
    if not scope_of(turn.actor, Action.VIEW_OVERDUE).provinces:
        return await tasks.answer(turn)
    standing = await urging.main(turn)
    return await tell(turn, standing) if standing is not None else turn.say("overdue.nothing")


async def tell(turn: Turn, standing: Standing) -> Reply:
    """Figures first, then what can be done about them as numbered choices."""
    text = headlines.head(turn, standing)
    missing = standing.missing
    if not missing:
        return await headlines.marked(turn, Reply(text))
    names = _names(turn, standing) if len(missing) <= MOST_NAMES else []
    text = "\n".join([text, *names, ""]) if names else text
    choices = [("list", turn.tr("choice.details")), *urging.choices(turn)]
    data = headlines.asked_about(standing)
    asked = turn.ask(text, MISSING, choices=choices, data=data)
    return await headlines.marked(turn, asked)


async def chosen(turn: Turn, key: str) -> Reply:
    """The list in detail, or urging: sent by a coordinator, forwarded for a leader."""
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    if key == "list":
        return await _listed(turn, {**data, "outcomes": [*NOT_RECEIVED, *_AFTER_MISSING]})
    return await urging.chosen(turn, key)


async def show(turn: Turn, standing: Standing, outcomes: Sequence[Outcome]) -> Reply:
    """The units that stand so, one a line."""
    data = {**headlines.asked_about(standing), "outcomes": [one.value for one in outcomes]}
    return await _listed(turn, data)


async def _listed(turn: Turn, data: Mapping[str, Any]) -> Reply:
    found = await _listing(turn, data)
    return found if isinstance(found, Reply) else await paging.page(turn, found, (LISTED, data))


async def _listing(turn: Turn, data: Mapping[str, Any]) -> Listing | Reply:
    """Who stands so as of now: by outcome, departments before places, each with what a leader asks."""
    standing = await urging.asked(turn, data)
    outcomes = [Outcome(one) for one in data["outcomes"]]
    groups = _groups(outcomes)
    found = [duty for group in groups for duty in standing.with_outcome(*group)] if standing else []
    if standing is None or not found:
        return turn.say("overdue.nobody")
    known = await consolidation.chased(turn.uow, found, calendar=turn.calendar, now=turn.now)
    by_id = {item.duty.assignment.id: item for item in known}
    lines = []
    for group in groups:
        for block, duties in standing.blocks(standing.with_outcome(*group)).items():
            lines += _lines(turn, [by_id[duty.assignment.id] for duty in duties], group[0], block)
    head = turn.tr("overdue.list_head", name=headlines.name(turn, standing), source=source(turn.tr, found[0]))
    tail = "\n".join(await headlines.mark(turn))
    also = tuple(urging.choices(turn)) if standing.missing else ()
    kept = {name: data[name] for name in ("obligation", "period", "block")}
    return Listing(head, lines, tail, also=also, then=(MISSING, kept))


def _groups(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    """Outcomes that stand in one section: the missing and the late, received in time or not."""
    sections: dict[str, list[Outcome]] = {}
    for one in outcomes:
        sections.setdefault(_SECTIONS.get(one, "overdue.list_missing"), []).append(one)
    return list(sections.values())


def _lines(turn: Turn, items: Sequence[Overdue], first: Outcome, block: Block) -> list[Line]:
    if not items:
        return []
    key = _SECTIONS.get(first, "overdue.list_missing")
    words = headlines.heading(turn.tr, block, [item.duty.unit for item in items])
    section = turn.tr(key, words=words, count=len(items))
    return [
        Line(
            str(item.duty.assignment.id),
            detail(turn, item),
            section,
            item.duty.assignment.is_overdue(turn.now),
        )
        for item in items
    ]


def detail(turn: Turn, item: Overdue) -> str:
    """One unit and how it stands."""
    return f"{item.duty.unit.name}: {state(turn, item)}"


def state(turn: Turn, item: Overdue) -> str:
    """How a unit stands: working days late, how often it was asked, its last word and promise."""
    assignment = item.duty.assignment
    parts = [turn.tr(f"status.{assignment.status}")]
    if assignment.document_number:
        parts.append(turn.tr("state.number", number=assignment.document_number))
    if assignment.disputed:
        parts.append(turn.tr("state.disputed"))
    if assignment.is_overdue(turn.now):
        parts.append(turn.tr("overdue.days_late", days=item.working_days_late))
    key = "overdue.chased_calls" if item.calls else "overdue.chased"
    parts.append(turn.tr(key, reminders=item.reminders_sent, calls=item.calls))
    if assignment.status.is_owed and assignment.reason:
        parts.append(turn.tr("state.reason", reason=assignment.reason))
    if assignment.status.is_owed and assignment.promised is not None:
        parts.append(turn.tr("state.promised", day=turn.tr.weekday(assignment.promised)))
    last = assignment.told_at
    said = turn.tr("overdue.last_reply", moment=turn.tr.moment(last)) if last else turn.tr("overdue.never")
    return "; ".join([*parts, said])


def _names(turn: Turn, standing: Standing) -> list[str]:
    lines = []
    for block, duties in standing.blocks(standing.missing).items():
        units = [duty.unit for duty in duties]
        if units:
            words = headlines.heading(turn.tr, block, units)
            names = turn.tr.listing(unit.name for unit in units)
            lines.append(turn.tr("overdue.names", words=words, count=len(units), names=names))
    return lines


CHOICES = {MISSING: chosen}
LISTS = {LISTED: _listing}
COMMANDS = {Command.OVERDUE: lambda turn, _: answer(turn)}
