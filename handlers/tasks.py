"""/viec: what my unit owes, and until when."""

from domain.messages import Reply
from handlers import echo
from handlers.turn import Turn
from services.wording import Duty, called, due, short_due, source, title


async def answer(turn: Turn) -> Reply:
    """The open duties of the actor's units, the nearest deadline first."""
    duties = await turn.duties(owed=False)
    owed = [duty for duty in duties if duty.assignment.status.is_owed]
    units = turn.tr.listing(unit.name for unit in await turn.own_units())
    if not duties:
        return turn.say("tasks.none")
    moment = turn.tr.moment(turn.now)
    lines = [turn.tr("tasks.head", moment=moment, unit=units, count=len(owed))]
    lines += [_line(turn, duty, name) for duty, name in zip(duties, called(duties), strict=True)]
    if owed:
        lines.append(turn.tr("tasks.if_sent"))
    return Reply("\n".join(lines))


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
        "state": echo.state(turn, duty.assignment),
    }
    late = duty.assignment.is_overdue(turn.now)
    return turn.tr("tasks.line_late" if late else "tasks.line", **values)
