"""Writing down what a unit says, echoing it, telling those concerned, and asking for what is missing."""

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import Conflict, NotAllowedNow
from domain.messages import Reply
from domain.obligations import Assignment, Filing
from domain.statuses import Status, Verb
from handlers import colleagues, echo
from handlers.forwarding import forward
from handlers.turn import Turn
from services import replies
from services.replies import Statement
from services.wording import Duty

DOCUMENT = "document"
REASON = "reason"
FILING = "filing"


async def record(turn: Turn, duties: Sequence[Duty], statement: Statement, *, denied: bool = False) -> Reply:
    """Record one statement about some duties, or say why not; `denied`: the unit has not sent yet."""
    after = await write(turn, duties, statement)
    if isinstance(after, Reply):
        return after
    text = echo.recorded(turn, duties, after, denied=denied)
    is_reason = bool(statement.reason) and after[0].status is Status.BLOCKED
    if statement.verb is Verb.BLOCK or is_reason:
        await forward(turn, duties, "blocked", lambda there: echo.recorded(there, duties, after, named=True))
    return next_question(turn, text, _as_they_are(duties, after))


async def write(turn: Turn, duties: Sequence[Duty], statement: Statement) -> list[Assignment] | Reply:
    """Record one statement about some duties, all or none; a reply when that is not possible."""
    said = replace(turn.said, mark=replies.mark_of(turn.text))
    try:
        async with turn.uow.savepoint():
            after = [
                await replies.record(turn.uow, turn.actor, duty, _fitting(duty, statement), said=said)
                for duty in duties
            ]
    except NotAllowedNow:
        states = turn.tr.listing(f"{duty.code} {echo.state(turn, duty.assignment)}" for duty in duties)
        return turn.say("status.not_now", states=states)
    except Conflict:
        return turn.say("status.conflict", codes=turn.tr.listing(duty.code for duty in duties))
    await colleagues.tell(turn, duties, after)
    return after


def next_question(turn: Turn, text: str, duties: Sequence[Duty], *, skipped: bool = False) -> Reply:
    """What was recorded, and the one question that comes next; `skipped`: number and reason stay open."""
    first, ids = duties[0].assignment, {"ids": [duty.assignment.id for duty in duties]}
    if first.status is Status.SUBMITTED and not first.document_number and not skipped:
        return turn.ask(f"{text} {turn.tr('ask.document')}", DOCUMENT, data=ids)
    if first.status is Status.BLOCKED and not first.reason and not skipped:
        return turn.ask(f"{text} {turn.tr('ask.reason')}", REASON, data=ids)
    unfiled = next((duty.unfiled[0] for duty in duties if duty.unfiled), None)
    if unfiled is not None:
        return _ask_filing(turn, text, [duty for duty in duties if unfiled in duty.unfiled], unfiled)
    return Reply(f"{text} {turn.tr('echo.undo')}")


async def supplement(turn: Turn, ids: Sequence[int], statement: Statement) -> Reply:
    """Add to what was recorded a moment ago: a number, a date, a reason."""
    return await record(turn, await turn.duties_by_id(ids), statement)


def _ask_filing(turn: Turn, text: str, duties: Sequence[Duty], filing: Filing) -> Reply:
    """A report is complete when its figures are in the reporting system, too."""
    choices = (("done", turn.tr("choice.filed")), ("not_yet", turn.tr("choice.not_filed")))
    data = {"ids": [duty.assignment.id for duty in duties], "filing": filing.value}
    asked = turn.ask("", FILING, choices=choices, data=data)
    question = turn.tr(f"filing.ask.{filing}", options=asked.text.strip())
    return replace(asked, text=f"{text} {question}")


def _fitting(duty: Duty, statement: Statement) -> Statement:
    """ "Chưa ký, mai gửi" takes back an earlier "đã gửi", which only a denial can."""
    if statement.verb is Verb.PROGRESS and statement.promised and duty.assignment.status is Status.SUBMITTED:
        return replace(statement, verb=Verb.DENY)
    return statement


def _as_they_are(duties: Sequence[Duty], after: Sequence[Assignment]) -> list[Duty]:
    return [replace(duty, assignment=item) for duty, item in zip(duties, after, strict=True)]
