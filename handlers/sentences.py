"""Plain sentences: what language/ understood becomes an answer, a question back, or a query."""

from collections.abc import Sequence
from dataclasses import replace

from domain.messages import Reply
from handlers import help as help_
from handlers import overdue, status, tasks
from handlers.status import Answer, Details
from handlers.turn import Turn
from language.lexicon.cues import Cue
from language.normalise import fold
from language.replies import Intent, OpenObligation, Understanding, understand
from language.replies.reading import read as read_words
from locales.speech import speech
from services.replies import Statement
from services.wording import Duty, title

_ANSWERS = {
    Intent.SUBMITTED: Answer.SENT,
    Intent.IN_PROGRESS: Answer.IN_PROGRESS,
    Intent.NOT_STARTED: Answer.IN_PROGRESS,
    Intent.BLOCKED: Answer.BLOCKED,
    Intent.EXTENSION_REQUEST: Answer.EXTENSION,
}


async def answer(turn: Turn) -> Reply:
    """Understand the message against the sender's open duties and act on each statement in it."""
    if _asks_about_dossiers(turn.text):
        return turn.say("sentence.dossiers")
    duties = await turn.duties()
    meant = read(turn, duties)
    if meant.intent is Intent.CORRECTION or (not duties and meant.intent in _ANSWERS):
        duties = await turn.duties(owed=False)
        meant = read(turn, duties)
    replies = [await _act(turn, statement, duties) for statement in (meant, *meant.also)]
    # A question stays open for the last statement only; the earlier ones have been echoed.
    return replace(replies[-1], text="\n".join(reply.text for reply in replies))


def _asks_about_dossiers(text: str) -> bool:
    """Late dossiers of citizens are another matter than late reports, and nothing here counts them."""
    folded = f" {fold(text)} "
    late = any(word in folded for word in (" qua han ", " tre han ", " cham "))
    return late and " ho so " in folded and " bao cao " not in folded


def read(turn: Turn, duties: Sequence[Duty]) -> Understanding:
    """What the message says, seen from the moment it was said."""
    titles = speech("vi", turn.calendar.zone)
    known = [
        OpenObligation(
            str(duty.assignment.id), title(titles, duty), duty.assignment.current.last_day, duty.code
        )
        for duty in duties
    ]
    local = turn.calendar.local(turn.received.said_at)
    return understand(turn.text, now=local, open_obligations=known)


def details_of(meant: Understanding) -> Details:
    """The slots of a statement as the answers take them."""
    return Details(
        document_number=meant.document_number,
        document_date=meant.document_date,
        percent=int(meant.percent) if meant.percent is not None else None,
        reason=meant.reason,
        until=meant.until,
        negated=meant.negated or meant.intent is Intent.NOT_STARTED,
    )


async def _act(turn: Turn, meant: Understanding, duties: Sequence[Duty]) -> Reply:
    if meant.intent in _ANSWERS or meant.intent in (Intent.NOT_APPLICABLE, Intent.CORRECTION):
        return await _report(turn, meant, duties)
    if meant.intent is Intent.ASK_OVERDUE:
        return await overdue.answer(turn)
    if meant.intent in (Intent.ASK_MY_TASKS, Intent.ASK_DEADLINE):
        return await tasks.answer(turn)
    if meant.intent is Intent.ASK_HELP:
        return help_.answer(turn)
    if meant.intent is Intent.ACK:
        return await tasks.reminder_of_due(turn)
    if meant.intent is Intent.INDICATOR_VALUE:
        return turn.say("sentence.indicator")
    return turn.say("sentence.not_understood")


async def _report(turn: Turn, meant: Understanding, duties: Sequence[Duty]) -> Reply:
    if not duties:
        return turn.say("tasks.none")
    named = [duty for duty in duties if str(duty.assignment.id) in meant.obligations]
    if not named and not meant.ambiguous:
        return turn.say("sentence.other_duty", codes=turn.tr.listing(duty.code for duty in duties))
    if meant.intent is Intent.CORRECTION:
        return await _correct(turn, meant, named)
    if meant.intent is Intent.NOT_APPLICABLE:
        return await status.dispute(turn, named or duties[:1], meant.reason)
    choice, details = _ANSWERS[meant.intent], details_of(meant)
    if choice is Answer.SENT and _says_nil(turn):
        # Nothing to report is only as good as its document: without one the unit is asked for it.
        choice = Answer.SENT if meant.document_number is not None else Answer.NIL
        details = replace(details, nil=True)
    if not named:
        return status.which(turn, choice, duties, details)
    return await status.answer(turn, choice, named, details)


def _says_nil(turn: Turn) -> bool:
    """Whether the message says that there is nothing to report."""
    reading = read_words(turn.text, now=turn.calendar.local(turn.received.said_at), open_obligations=())
    return any(Cue.NIL in mark for mark in reading.segment.marks)


async def _correct(turn: Turn, meant: Understanding, named: Sequence[Duty]) -> Reply:
    """A corrected number or date replaces the old one; anything else is asked for."""
    if not named or (meant.document_number is None and meant.document_date is None):
        return turn.say("sentence.correct_how")
    old = [duty.assignment.document_number or "–" for duty in named]
    statement = Statement(
        document_number=meant.document_number, document_date=meant.document_date, sent_on=meant.document_date
    )
    reply = await status.supplement(turn, [duty.assignment.id for duty in named], statement)
    prefix = turn.tr("sentence.corrected", old=turn.tr.listing(old))
    return replace(reply, text=f"{prefix} {reply.text}")
