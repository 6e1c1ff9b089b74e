"""The five answers, as a number, a button or a sentence, and what is asked before one is recorded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.messages import Reply
from domain.obligations import NilRule
from domain.statuses import Status, Verb
from handlers import colleagues, disputes, extensions
from handlers.answers import NOTHING, Answer, Details, ids_of, kept, taken_up
from handlers.recording import record
from handlers.turn import Turn
from services import units
from services.replies import Statement
from services.wording import Duty, called, together

WHICH = "which"
NIL = "nil"
ISSUER = "issuer"
# The key of the option that means every duty of the list.
EVERY = "every"
_IN_WORDS = (2, 3)

# "Ngày 25/10" said on the 19th reads as last year's: nobody means a document that old. Half a year.
_OLDEST_DOCUMENT = timedelta(days=183)


async def answer(turn: Turn, choice: Answer, duties: Sequence[Duty], details: Details = NOTHING) -> Reply:
    """Record one answer about some duties, or ask the one thing that is missing."""
    if choice is Answer.EXTENSION:
        return await extensions.ask(turn, duties, details)
    if choice is Answer.NIL:
        return await _nil(turn, duties)
    refused = implausible_date(turn, details.document_date)
    if refused is None and not details.is_ours:
        refused = await question_issuer(turn, choice, duties, details)
    if refused is None and choice is not Answer.SENT:
        refused = await colleagues.question(turn, choice, duties, details)
    if refused is not None:
        return refused
    return await record(turn, duties, _statement(choice, details), denied=details.negated)


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
    return turn.ask(text, ISSUER, choices=choices, data=kept(choice, duties, details))


async def issuer_chosen(turn: Turn, key: str) -> Reply:
    """Whose document it is: record it after all, or leave everything as it was."""
    if key != "yes":
        return turn.say("status.not_recorded")
    choice, duties, details = await taken(turn)
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
    count = len(duties)
    words = turn.tr(f"choice.every_{count}") if count in _IN_WORDS else turn.tr("choice.every", count=count)
    asked = turn.ask("", WHICH, choices=[*choices, (EVERY, words)], data=kept(choice, duties, details))
    text = turn.tr("status.which", answer=turn.tr(f"answer.{int(choice)}"), options=asked.text.strip())
    return replace(asked, text=text)


async def chosen(turn: Turn, key: str) -> Reply:
    """The answer to "cho: 1. BC10 · 2. TK10 · 3. cả hai?"."""
    return await chosen_of(turn, [key], NOTHING)


async def chosen_of(turn: Turn, keys: Sequence[str], more: Details) -> Reply:
    """The same with several of the list, and with what was said beside the number."""
    choice, duties, details = await taken(turn)
    named = [duty for duty in duties if EVERY in keys or str(duty.assignment.id) in keys]
    if more.document_number is not None or more.document_date is not None:
        details = replace(details, document_number=more.document_number, document_date=more.document_date)
    return await answer(turn, choice, named, details)


async def taken(turn: Turn) -> tuple[Answer, list[Duty], Details]:
    """The answer that was put aside while something was asked."""
    assert turn.prompt is not None, "only an open question is answered"
    choice, ids, details = taken_up(turn.prompt.data)
    return choice, await turn.duties_by_id(ids), details


async def contradicted(turn: Turn, key: str) -> Reply:
    """A colleague has said otherwise: the sender wants it changed, or leaves it as it stands."""
    choice, duties, details = await taken(turn)
    if key != "change":
        return colleagues.left_as_it_stands(turn, duties)
    statement = _statement(choice, replace(details, negated=True, begun=False))
    return await record(turn, duties, replace(statement, verb=Verb.DENY), denied=True)


async def _nil(turn: Turn, duties: Sequence[Duty]) -> Reply:
    by_chat = [duty for duty in duties if duty.obligation.nil_rule is NilRule.BY_CHAT]
    if len(by_chat) == len(duties):
        return await record(turn, duties, Statement(Verb.SEND, nil=True))
    codes = together(turn.tr, [duty.code for duty in duties])
    text = turn.tr("nil.needs_document", codes=codes, coordinator=duties[0].coordinator.called)
    choices = (
        ("sent", turn.tr("choice.nil_sent")),
        ("later", turn.tr("choice.nil_later")),
        ("not_ours", turn.tr("choice.nil_not_ours")),
    )
    return turn.ask(text, NIL, choices=choices, data={"ids": [duty.assignment.id for duty in duties]})


async def nil_chosen(turn: Turn, key: str, details: Details = NOTHING) -> Reply:
    """What a unit with nothing to report does about the document."""
    assert turn.prompt is not None, "only an open question is answered"
    duties = await turn.duties_by_id(ids_of(turn.prompt.data))
    if key == "sent":
        return await answer(turn, Answer.SENT, duties, replace(details, nil=True))
    if key == "later":
        return await record(turn, duties, Statement(Verb.PROGRESS, promised=details.until))
    return await disputes.dispute(turn, duties, None)


def _statement(choice: Answer, details: Details) -> Statement:
    verb = {Answer.SENT: Verb.SEND, Answer.IN_PROGRESS: Verb.PROGRESS, Answer.BLOCKED: Verb.BLOCK}[choice]
    if details.negated and choice is Answer.IN_PROGRESS and not details.begun and details.percent is None:
        verb = Verb.DENY
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


def is_sent(duty: Duty) -> bool:
    """Whether the unit has said that it sent the report."""
    return duty.assignment.status is Status.SUBMITTED


CHOICES = {WHICH: chosen, NIL: nil_chosen, ISSUER: issuer_chosen, colleagues.CONTRADICTS: contradicted}
