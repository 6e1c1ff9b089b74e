"""The answers to an order without a letter: "bảng" shows them at any time, "kết thúc GN1" closes it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.errors import NotFound
from domain.messages import Document, Reply
from domain.obligations import Obligation, ObligationState
from domain.permissions import Action, scope_of
from domain.statuses import Status
from files.quick_tables import MIME, FigureRow, FigureTable, write_figures
from handlers import paging
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.commands import Command
from language.normalise import fold
from services import quick_answers, quick_tasks
from services.quick_answers import Line as Given
from services.quick_answers import Table
from services.wording import Duty, short_due

LISTED, WHICH, END = "quick_table", "quick_table_which", "quick_end"


async def answer(turn: Turn, argument: str) -> Reply:
    """The table of an order; without a code of the only one that runs, or of the newest."""
    provinces = scope_of(turn.actor, Action.VIEW_PROGRESS).provinces
    if not provinces:
        return await _own(turn, argument)
    found = await _orders(turn, sorted(provinces), argument)
    if not found:
        return turn.say("quick.none")
    running = [item for item in found if item.state is ObligationState.ACTIVE]
    if argument or len(running) < 2:
        return await _shown(turn, (running or found)[0])
    choices = [(str(item.id), f"{item.stem} ({item.title})") for item in running]
    return turn.ask(turn.tr("quick.table_which"), WHICH, choices=choices)


async def _orders(turn: Turn, provinces: list[int], code: str) -> list[Obligation]:
    """The orders of these provinces that have the code, the newest first; all of them without one."""
    found = [item for key in provinces for item in await quick_tasks.of_province(turn.uow, key)]
    return [item for item in found if not code or fold(item.stem) == fold(code)]


async def _order(turn: Turn, key: int, action: Action) -> Obligation:
    """An order by its key; NotFound outside the provinces in which the actor may do that."""
    for province in sorted(scope_of(turn.actor, action).provinces):
        for item in await quick_tasks.of_province(turn.uow, province):
            if item.id == key:
                return item
    raise NotFound


async def _own(turn: Turn, code: str) -> Reply:
    """Who oversees nobody sees what the own unit has answered, and nothing of others."""
    duties = [duty for duty in await quick_answers.own(turn.uow, turn.actor) if _is_named(duty, code)]
    if not duties:
        return turn.say("refusal.role")
    return Reply("\n".join(_own_line(turn, duty) for duty in duties[: paging.MOST_LINES]))


def _is_named(duty: Duty, code: str) -> bool:
    return fold(duty.code) == fold(code) if code else quick_answers.is_open(duty)


def _own_line(turn: Turn, duty: Duty) -> str:
    figure = duty.assignment.figure
    return turn.tr(
        "quick.own_given" if figure is not None else "quick.own_missing",
        code=duty.code,
        question=duty.obligation.title,
        unit=duty.unit.name,
        figure=quick_answers.written(turn.tr, figure or "0"),
        due=short_due(turn.tr, duty.assignment.current),
    )


async def which(turn: Turn, key: str) -> Reply:
    """The table that was picked."""
    return await _shown(turn, await _order(turn, int(key), Action.VIEW_PROGRESS))


async def _shown(turn: Turn, order: Obligation) -> Reply:
    table = await quick_answers.table(turn.uow, turn.actor, order)
    if not table.duties:
        return turn.say("refusal.not_found")
    again = (LISTED, {"order": order.id})
    reply = await paging.page(turn, _listed(turn, table), again)
    return replace(reply, document=_workbook(turn, table))


async def _listing(turn: Turn, data: Mapping[str, Any]) -> Listing | Reply:
    order = await _order(turn, int(data["order"]), Action.VIEW_PROGRESS)
    return _listed(turn, await quick_answers.table(turn.uow, turn.actor, order))


def _listed(turn: Turn, table: Table) -> Listing:
    """Who has answered first, then who has not: the figures are what was asked for."""
    given = [line for line in table.lines if line.figure is not None]
    lines = [_line(turn, line, "quick.section_given") for line in given]
    lines += [_line(turn, line, "quick.section_missing") for line in table.missing]
    return Listing("\n".join(_head(turn, table)), lines)


def _line(turn: Turn, line: Given, section: str) -> Line:
    text = line.unit.name
    if line.figure is not None:
        values = {"unit": line.unit.name, "figure": quick_answers.written(turn.tr, line.figure)}
        text = turn.tr("quick.line_late" if line.is_late else "quick.line", **values)
    return Line(str(line.unit.id), text, turn.tr(section), late=line.is_late)


def _head(turn: Turn, table: Table) -> list[str]:
    """What was asked, until when, and how many have answered by now."""
    first, tr = table.duties[0], turn.tr
    lines = [
        tr(
            "quick.table_head",
            code=first.code,
            question=first.obligation.title,
            due=short_due(tr, first.assignment.current),
        ),
        tr("quick.table_count", moment=tr.moment(turn.now), given=table.answered, all=len(table.lines)),
    ]
    if table.total is not None:
        lines[-1] += " " + tr("quick.table_total", total=quick_answers.written(tr, table.total))
    if first.obligation.state is not ObligationState.ACTIVE:
        lines[-1] += " " + tr("quick.table_ended")
    return [*lines, tr("mark.fictitious")] if table.is_fictitious else lines


def _workbook(turn: Turn, table: Table) -> Document:
    first, tr = table.duties[0], turn.tr
    maker = turn.actor.person.name if turn.actor.person is not None else ""
    head = [*_head(turn, table), tr("quick.table_made", moment=tr.moment(turn.now), name=maker)]
    columns = [tr(f"quick.column_{key}") for key in ("unit", "figure", "by", "at", "note")]
    last = None
    if table.total is not None:
        last = FigureRow(tr("quick.row_total"), format(table.total, "f"))
    rows = [_row(turn, line) for line in table.lines]
    content = write_figures(FigureTable(first.code, head, columns, rows, last))
    stamp = turn.calendar.local(turn.now)
    return Document(f"{first.code}-{stamp:%Y%m%d-%H%M}.xlsx", MIME, content)


def _row(turn: Turn, line: Given) -> FigureRow:
    note = ""
    if line.is_late:
        note = turn.tr("quick.note_late")
    elif line.figure is None:
        note = turn.tr("quick.note_released" if line.status is Status.WAIVED else "quick.note_missing")
    at = turn.tr.moment(line.at) if line.at is not None else ""
    return FigureRow(line.unit.name, line.figure, line.by, at, note)


async def end(turn: Turn, argument: str) -> Reply:
    """Close an order, once that has been confirmed."""
    provinces = scope_of(turn.actor, Action.DECIDE).provinces
    if not provinces:
        return turn.say("refusal.role")
    found = await _orders(turn, sorted(provinces), argument)
    running = [item for item in found if item.state is ObligationState.ACTIVE]
    if not running:
        return turn.say("quick.over", code=found[0].stem) if argument and found else turn.say("quick.none")
    if len(running) > 1:
        return turn.say("quick.end_which", codes=turn.tr.listing(item.stem for item in running))
    table = await quick_answers.table(turn.uow, turn.actor, running[0])
    text = turn.tr("quick.end_confirm", code=running[0].stem, count=len(table.missing))
    choices = [(key, turn.tr(f"choice.quick_{key}")) for key in ("end", "keep")]
    return turn.ask(text, END, choices=choices, data={"order": running[0].id})


async def ended(turn: Turn, key: str) -> Reply:
    """Release who has not answered, or leave everything as it is."""
    assert turn.prompt is not None, "only an open question is answered"
    order = await _order(turn, int(str(turn.prompt.data["order"])), Action.DECIDE)
    if key != "end":
        return turn.say("quick.kept", code=order.stem)
    if order.state is not ObligationState.ACTIVE:
        return turn.say("quick.over", code=order.stem)
    count = await quick_tasks.end(turn.uow, turn.actor, order, moment=(turn.now, turn.calendar))
    return turn.say("quick.ended", code=order.stem, count=count)


CHOICES = {WHICH: which, END: ended}
LISTS = {LISTED: _listing}
COMMANDS = {Command.TABLE: answer, Command.END_QUICK: end}
