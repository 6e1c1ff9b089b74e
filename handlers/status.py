"""The five answers, as a number, a button or a sentence, and the short questions that follow them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from domain.errors import Conflict, NotAllowedNow
from domain.messages import Reply
from domain.obligations import NilRule
from domain.statuses import Verb
from handlers import echo
from handlers.turn import Turn
from services import notices, replies, units
from services.replies import Statement
from services.wording import Duty, called, short_due

WHICH = "which"
DOCUMENT = "document"
REASON = "reason"
NIL = "nil"
UNTIL = "until"
EXTENSION = "extension"
ISSUER = "issuer"


# "Ngày 25/10" said on the 19th reads as last year's: nobody means a document that old. Half a year.
_OLDEST_DOCUMENT = timedelta(days=183)


class Answer(IntEnum):
    """The numbered answers to a reminder."""

    SENT = 1
    IN_PROGRESS = 2
    BLOCKED = 3
    EXTENSION = 4
    NIL = 5


@dataclass(frozen=True, slots=True)
class Details:
    """What came with an answer; None where nothing was said."""

    document_number: str | None = None
    document_date: date | None = None
    percent: int | None = None
    reason: str | None = None
    until: date | None = None
    negated: bool = False
    nil: bool | None = None
    is_ours: bool = False


NOTHING = Details()


async def answer(turn: Turn, choice: Answer, duties: Sequence[Duty], details: Details = NOTHING) -> Reply:
    """Record one answer about some duties, or ask the one thing that is missing."""
    if choice is Answer.EXTENSION:
        return await _extension(turn, duties, details)
    if choice is Answer.NIL:
        return await _nil(turn, duties)
    refused = implausible_date(turn, details.document_date)
    if refused is None and not details.is_ours:
        refused = await question_issuer(turn, choice, duties, details)
    if refused is not None:
        return refused
    return await _record(turn, duties, _statement(choice, details))


async def question_issuer(
    turn: Turn, choice: Answer, duties: Sequence[Duty], details: Details
) -> Reply | None:
    """A number that carries another unit's code may be that unit's report: ask before it is recorded."""
    unit = duties[0].unit
    issuer = await units.named_by(turn.uow, details.document_number, unit.province_id)
    if issuer is None or issuer.id == unit.id:
        return None
    values = {"number": details.document_number, "issuer": issuer.name, "unit": unit.name}
    choices = (("yes", turn.tr("choice.ours", unit=unit.name)), ("no", turn.tr("choice.not_ours")))
    text = turn.tr("status.foreign_number", **values)
    return turn.ask(text, ISSUER, choices=choices, data=_kept(choice, duties, details))


async def issuer_chosen(turn: Turn, key: str) -> Reply:
    """Whose document it is: record it after all, or leave everything as it was."""
    if key != "yes":
        return turn.say("status.not_recorded")
    choice, duties, details = await _taken_up(turn)
    return await answer(turn, choice, duties, replace(details, is_ours=True))


def implausible_date(turn: Turn, day: date | None) -> Reply | None:
    """A document of tomorrow, or of long ago because the year was left out, is asked about, not recorded."""
    if day is None or turn.today - _OLDEST_DOCUMENT <= day <= turn.today:
        return None
    key = "status.future_date" if day > turn.today else "status.old_date"
    return turn.say(key, day=turn.tr.weekday(day))


def which(turn: Turn, choice: Answer, duties: Sequence[Duty], details: Details = NOTHING) -> Reply:
    """Several duties are open: ask for which, record nothing yet."""
    choices = [(str(duty.assignment.id), name) for duty, name in zip(duties, called(duties), strict=True)]
    choices.append(("all", turn.tr("choice.all")))
    text = turn.tr("status.which", answer=turn.tr(f"answer.{int(choice)}"))
    return turn.ask(text, WHICH, choices=choices, data=_kept(choice, duties, details))


async def chosen(turn: Turn, key: str) -> Reply:
    """The answer to "cho báo cáo nào?"."""
    choice, duties, details = await _taken_up(turn)
    named = [duty for duty in duties if key in ("all", str(duty.assignment.id))]
    return await answer(turn, choice, named, details)


def _kept(choice: Answer, duties: Sequence[Duty], details: Details) -> dict[str, object]:
    """An answer put aside while something is asked."""
    return {
        "answer": int(choice),
        "ids": [duty.assignment.id for duty in duties],
        "number": details.document_number,
        "date": details.document_date.isoformat() if details.document_date else None,
        "percent": details.percent,
        "reason": details.reason,
        "until": details.until.isoformat() if details.until else None,
        "negated": details.negated,
    }


async def _taken_up(turn: Turn) -> tuple[Answer, list[Duty], Details]:
    """The answer that was put aside."""
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    duties = await turn.duties_by_id([int(str(item)) for item in items_of(data["ids"])])
    details = Details(
        document_number=_text(data["number"]),
        document_date=_date(data["date"]),
        percent=int(str(data["percent"])) if data["percent"] is not None else None,
        reason=_text(data["reason"]),
        until=_date(data["until"]),
        negated=bool(data["negated"]),
    )
    return Answer(int(str(data["answer"]))), duties, details


async def _record(turn: Turn, duties: Sequence[Duty], statement: Statement) -> Reply:
    try:
        async with turn.uow.savepoint():
            after = [
                await replies.record(turn.uow, turn.actor, duty, statement, said=turn.said) for duty in duties
            ]
    except NotAllowedNow:
        states = turn.tr.listing(f"{duty.code} {echo.state(turn, duty.assignment)}" for duty in duties)
        return turn.say("status.not_now", states=states)
    except Conflict:
        return turn.say("status.conflict", codes=turn.tr.listing(duty.code for duty in duties))
    text = echo.recorded(turn, duties, after)
    ids = {"ids": [item.id for item in after]}
    if statement.verb is Verb.SEND and not after[0].document_number:
        return turn.ask(text + " " + turn.tr("ask.document"), DOCUMENT, data=ids)
    if statement.verb is Verb.BLOCK:
        await _forward(turn, duties, "blocked", lambda there: echo.recorded(there, duties, after))
        if not after[0].reason:
            return turn.ask(text + " " + turn.tr("ask.reason"), REASON, data=ids)
    return Reply(text + " " + turn.tr("echo.undo"))


async def supplement(turn: Turn, ids: Sequence[int], statement: Statement) -> Reply:
    """Add to what was recorded a moment ago: a number, a date, a reason."""
    return await _record(turn, await turn.duties_by_id(ids), statement)


async def dispute(turn: Turn, duties: Sequence[Duty], reason: str | None) -> Reply:
    """ "Không phải việc của đơn vị em": noted, forwarded, reminders pause; the deadline stays."""
    for duty in duties:
        statement = Statement(disputed=True, reason=reason)
        await replies.record(turn.uow, turn.actor, duty, statement, said=turn.said)
    values = {
        "unit": duties[0].unit.name,
        "codes": turn.tr.listing(duty.code for duty in duties),
        "coordinator": duties[0].coordinator.name,
    }
    words = {**values, "words": turn.text}
    await _forward(turn, duties, "dispute", lambda there: there.tr("dispute.forward", **words))
    return turn.say("dispute.noted", **values)


async def _nil(turn: Turn, duties: Sequence[Duty]) -> Reply:
    by_chat = all(duty.obligation.nil_rule is NilRule.BY_CHAT for duty in duties)
    if by_chat:
        return await _record(turn, duties, Statement(Verb.SEND, nil=True))
    codes = turn.tr.listing(duty.code for duty in duties)
    text = turn.tr("nil.needs_document", codes=codes, coordinator=duties[0].coordinator.name)
    choices = (
        ("sent", turn.tr("choice.nil_sent")),
        ("later", turn.tr("choice.nil_later")),
        ("not_ours", turn.tr("choice.nil_not_ours")),
    )
    return turn.ask(text, NIL, choices=choices, data={"ids": [duty.assignment.id for duty in duties]})


async def nil_chosen(turn: Turn, key: str, details: Details = NOTHING) -> Reply:
    """What a unit with nothing to report does about the document."""
    assert turn.prompt is not None, "only an open question is answered"
    duties = await turn.duties_by_id([int(str(item)) for item in items_of(turn.prompt.data["ids"])])
    if key == "sent":
        number, day = details.document_number, details.document_date
        statement = Statement(Verb.SEND, nil=True, document_number=number, document_date=day, sent_on=day)
        return await _record(turn, duties, statement)
    if key == "later":
        return await _record(turn, duties, Statement(Verb.PROGRESS, promised=details.until))
    return await dispute(turn, duties, None)


async def _extension(turn: Turn, duties: Sequence[Duty], details: Details) -> Reply:
    ids = [duty.assignment.id for duty in duties]
    codes = turn.tr.listing(duty.code for duty in duties)
    due = short_due(turn.tr, duties[0].assignment.current)
    if details.until is None or details.until < turn.today:
        text = turn.tr("extension.until", codes=codes, due=due)
        return turn.ask(text, UNTIL, data={"ids": ids, "reason": details.reason})
    until = turn.tr.weekday(details.until)
    reason = (
        turn.tr("state.reason", reason=details.reason) if details.reason else turn.tr("extension.no_reason")
    )
    text = turn.tr("extension.confirm", codes=codes, due=due, until=until, reason=reason)
    choices = (("yes", turn.tr("choice.right")), ("no", turn.tr("choice.change")))
    data = {"ids": ids, "until": details.until.isoformat(), "reason": details.reason}
    return turn.ask(text, EXTENSION, choices=choices, data=data)


async def extension_chosen(turn: Turn, key: str) -> Reply:
    """Forward the confirmed request; the deadline does not move by asking."""
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    duties = await turn.duties_by_id([int(str(item)) for item in items_of(data["ids"])])
    if key != "yes":
        return await _extension(turn, duties, Details(reason=_text(data["reason"])))
    until, reason = _date(data["until"]), _text(data["reason"])
    assert until is not None, "a request is only confirmed with its date"
    for duty in duties:
        await replies.ask_extension(turn.uow, turn.actor, duty, request=(until, reason), now=turn.now)
    await _forward(turn, duties, "extension", lambda there: _request(there, duties, until, reason))
    due = short_due(turn.tr, duties[0].assignment.current)
    return turn.say("extension.asked", coordinator=duties[0].coordinator.name, due=due)


def _request(turn: Turn, duties: Sequence[Duty], until: date, reason: str | None) -> str:
    return turn.tr(
        "extension.forward",
        unit=duties[0].unit.name,
        codes=turn.tr.listing(duty.code for duty in duties),
        until=turn.tr.weekday(until),
        reason=reason or turn.tr("extension.no_reason"),
    )


async def _forward(turn: Turn, duties: Sequence[Duty], key: str, words: Callable[[Turn], str]) -> None:
    """Obstacles, disputes and requests reach the coordinator at once, in the coordinator's language."""
    coordinator = duties[0].coordinator
    if coordinator.id in turn.actor.unit_ids():
        return
    tr = await notices.coordinator_speech(turn.uow, coordinator.id, turn.calendar)
    text, notice_key = words(replace(turn, tr=tr)), f"{key}:{turn.received.inbox_id}"
    await notices.tell_coordinators(turn.uow, coordinator.id, key=notice_key, text=text, now=turn.now)


def _statement(choice: Answer, details: Details) -> Statement:
    verb = {Answer.SENT: Verb.SEND, Answer.IN_PROGRESS: Verb.PROGRESS, Answer.BLOCKED: Verb.BLOCK}[choice]
    if details.negated and choice is Answer.IN_PROGRESS:
        verb = Verb.DENY if details.percent is None else verb
    return Statement(
        verb,
        document_number=details.document_number,
        document_date=details.document_date,
        sent_on=details.document_date,
        percent=details.percent,
        reason=details.reason,
        promised=details.until,
        nil=details.nil,
    )


def items_of(value: object) -> list[object]:
    """A list kept in an open question; empty when it holds something else."""
    return list(value) if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _date(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value is not None else None
