"""/tiendo: how many of how many, per obligation."""

from collections.abc import Mapping
from typing import Any

from domain.errors import InvalidPeriod
from domain.messages import Reply
from domain.periods import Frequency, Period
from domain.permissions import Action, scope_of
from handlers import headlines, paging, tasks
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.commands import Command
from language.normalise import fold
from language.replies.periods import find_periods
from services import consolidation
from services.consolidation import Standing
from services.wording import period_words, short_due

PROGRESS = "progress"
_WITHIN_A_YEAR = {"month": Frequency.MONTHLY, "quarter": Frequency.QUARTERLY}


async def answer(turn: Turn, argument: str) -> Reply:
    """Counts of the current periods, or of the one asked for (`2026-10`, `tháng 10`, or only `10`)."""
    if not scope_of(turn.actor, Action.VIEW_PROGRESS).provinces:
        return await tasks.answer(turn)
    try:
        period = _period(turn, argument)
    except InvalidPeriod:
        return turn.say("progress.which_period", text=argument)
    data = {"period": period.key if period else None}
    listed = await _listing(turn, data)
    return listed if isinstance(listed, Reply) else await paging.page(turn, listed, (PROGRESS, data))


async def _listing(turn: Turn, data: Mapping[str, Any]) -> Listing | Reply:
    """One line a report: what is still awaited first, then what is complete."""
    period = Period.parse(data["period"]) if data["period"] else None
    found = await consolidation.standings(turn.uow, turn.actor, now=turn.now, period=period)
    shown = found if period else consolidation.current(found, turn.today)
    if not shown:
        return turn.say("question.no_report" if period else "overdue.nothing")
    ordered = sorted(shown, key=lambda one: one.tally.received >= one.tally.owing)
    lines = [Line(f"{one.obligation.id}:{one.period.key}", _line(turn, one)) for one in ordered]
    head = turn.tr("progress.head", moment=turn.tr.moment(turn.now))
    return Listing(head, lines, "\n".join(await headlines.mark(turn)), rest="paging.reports")


def _period(turn: Turn, argument: str) -> Period | None:
    text = argument.strip().upper()
    if not text:
        return None
    if text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 12:
        return Period(turn.today.year, int(text), Frequency.MONTHLY)
    spoken = [one for one in find_periods(argument) if one.kind in _WITHIN_A_YEAR and one.number]
    if spoken and spoken[0].number is not None:
        year = fold(argument).rpartition("/")[2]
        stated = int(year) if year.isdigit() and len(year) == 4 else turn.today.year
        return Period(stated, spoken[0].number, _WITHIN_A_YEAR[spoken[0].kind])
    return Period.parse(text if text != "ONCE" else "once")


def _line(turn: Turn, standing: Standing) -> str:
    counted = standing.tally
    name = f"{standing.obligation.title} {period_words(turn.tr, standing.period)}".strip()
    return turn.tr(
        "progress.line",
        code=standing.obligation.code_for(standing.period),
        name=name,
        received=counted.received,
        claimed=counted.claimed,
        owing=counted.owing,
        outstanding=counted.outstanding,
        due=short_due(turn.tr, standing.duties[0].assignment.original),
    )


LISTS = {PROGRESS: _listing}
COMMANDS = {Command.PROGRESS: answer}
