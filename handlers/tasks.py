"""/viec: what my unit owes, and until when."""

from collections.abc import Mapping
from typing import Any

from domain.messages import Reply
from domain.statuses import Status
from handlers import echo, paging
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.commands import Command
from services.wording import Duty, called, due, short_due, source, title

TASKS = "tasks"
# So few duties are told together, however long their titles.
_FEW = 3
# What is still to be sent comes first, then what waits to be confirmed, then what was received.
_STANDS = {status: 0 for status in Status if status.is_owed} | {
    Status.SUBMITTED: 1,
    Status.ACCEPTED: 2,
    Status.WAIVED: 2,
}


async def answer(turn: Turn) -> Reply:
    """The open duties of the actor's units, the nearest deadline first; long lists come in pages."""
    listed = await _listed(turn, {})
    if isinstance(listed, Reply):
        return listed
    size = len(listed.head) + sum(len(line.text) for line in listed.lines)
    if len(listed.lines) > paging.MOST_LINES or (size > paging.MOST_CHARACTERS and len(listed.lines) > _FEW):
        return await paging.page(turn, listed, (TASKS, {}))
    late = (number for number, line in enumerate(listed.lines, start=1) if line.late)
    lines = [listed.head, *(line.text for line in listed.lines), *filter(None, [listed.tail])]
    return Reply("\n".join(lines), late_lines=tuple(late))


async def _listed(turn: Turn, _: Mapping[str, Any]) -> Listing | Reply:
    duties = [duty for duty in await turn.duties(owed=False, figures=True) if _is_shown(turn, duty)]
    if not duties:
        return turn.say("tasks.none")
    duties = sorted(duties, key=lambda duty: _STANDS[duty.assignment.status])
    owed = [duty for duty in duties if duty.assignment.status.is_owed]
    units = turn.tr.listing(unit.name for unit in await turn.own_units())
    key = "tasks.head" if owed else "tasks.head_none"
    head = turn.tr(key, moment=turn.tr.moment(turn.now), unit=units, count=len(owed))
    lines = [
        Line(str(duty.assignment.id), _line(turn, duty, name), late=duty.assignment.is_overdue(turn.now))
        for duty, name in zip(duties, called(duties), strict=True)
    ]
    tail = turn.tr("tasks.if_sent") if owed else ""
    return Listing(head, lines, tail, rest="paging.tasks")


def _is_shown(turn: Turn, duty: Duty) -> bool:
    """What was received stays in the list until its month is over."""
    received = duty.assignment.status is Status.ACCEPTED
    return not received or duty.assignment.current.last_day >= turn.today.replace(day=1)


async def reminder_of_due(turn: Turn) -> Reply:
    """An acknowledgement changes nothing; the nearest deadline is said again."""
    duties = await turn.duties()
    if not duties:
        return turn.say("ack.nothing_owed")
    duty = duties[0]
    return turn.say("ack.owed", code=duty.code, due=short_due(turn.tr, duty.assignment.current))


def _line(turn: Turn, duty: Duty, name: str) -> str:
    values = {
        "code": name,
        "title": title(turn.tr, duty),
        "source": source(turn.tr, duty),
        "due": due(turn.tr, duty.assignment.current),
        "state": echo.standing(turn, duty),
    }
    late = duty.assignment.is_overdue(turn.now)
    return turn.tr("tasks.line_late" if late else "tasks.line", **values)


COMMANDS = {Command.TASKS: lambda turn, _: answer(turn)}
LISTS = {TASKS: _listed}
