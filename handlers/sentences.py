"""Plain sentences: what language/ understood becomes an answer, a question back, or a query."""

from collections.abc import Sequence
from dataclasses import replace

from domain.delivery import Prompt
from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import Role
from handlers import corrections, disputes, office_words, overdue, own_reports, status, tasks
from handlers import help as help_
from handlers.answers import Answer, ids_of
from handlers.readings import details_of, read
from handlers.turn import Turn
from language.corrections import corrected_number
from language.lexicon.cues import Cue
from language.normalise import fold
from language.own_reports import asks_what_remains, gives_thanks, what_is_missing
from language.replies import Intent, Understanding
from language.replies.reading import read as read_words
from services.wording import Duty

_ANSWERS = {
    Intent.SUBMITTED: Answer.SENT,
    Intent.IN_PROGRESS: Answer.IN_PROGRESS,
    Intent.NOT_STARTED: Answer.IN_PROGRESS,
    Intent.BLOCKED: Answer.BLOCKED,
    Intent.EXTENSION_REQUEST: Answer.EXTENSION,
}
_OFFICE = (Role.COORDINATOR, Role.LEADER)
# Who acts for no unit has no report to speak of, and can only ask.
_ASKS = (Intent.ASK_OVERDUE, Intent.ASK_HELP)


async def answer(turn: Turn) -> Reply:
    """Understand the message against the sender's open duties and act on each statement in it."""
    if _asks_about_dossiers(turn.text):
        return turn.say("sentence.dossiers")
    duties = await turn.duties()
    meant = _with_correction(turn, read(turn, duties))
    if scope_of(turn.actor, Action.REPORT_STATUS).is_empty and meant.intent not in _ASKS:
        return await office_words.answer(turn, is_ack=meant.intent is Intent.ACK)
    if asks_what_remains(turn.text) and meant.intent in _ANSWERS:
        return await tasks.answer(turn)
    if meant.intent is Intent.CORRECTION or (not duties and meant.intent in _ANSWERS):
        duties = await _told(turn, meant)
        meant = _with_correction(turn, read(turn, duties))
    replies = [await _act(turn, statement, duties) for statement in (meant, *meant.also)]
    # A question stays open for the last statement only; the earlier ones have been echoed.
    return replace(replies[-1], text="\n".join(reply.text for reply in replies))


async def _told(turn: Turn, meant: Understanding) -> list[Duty]:
    """What a word about nothing owed may be about: what was sent and waits, or anything when it is named."""
    duties = await turn.duties(owed=False)
    if meant.intent is Intent.CORRECTION:
        return duties
    return [duty for duty in duties if status.is_sent(duty)] or duties


def _with_correction(turn: Turn, meant: Understanding) -> Understanding:
    """A few words such as "sửa lại 215" say only by their number that they correct one."""
    if meant.intent is Intent.CORRECTION and meant.document_number is not None:
        return meant
    number = corrected_number(turn.text)
    if number is None:
        return meant
    return replace(meant, intent=Intent.CORRECTION, document_number=number, also=())


async def about(turn: Turn, prompt: Prompt) -> Reply | None:
    """A report that follows a question about certain duties is about these; None for other texts."""
    duties = await turn.duties_by_id(ids_of(prompt.data))
    meant = read(turn, duties)
    if meant.intent not in _ANSWERS or not duties:
        return None
    return await _report(turn, meant, duties)


def _asks_about_dossiers(text: str) -> bool:
    """Late dossiers of citizens are another matter than late reports, and nothing here counts them."""
    folded = f" {fold(text)} "
    late = any(word in folded for word in (" qua han ", " tre han ", " cham "))
    return late and " ho so " in folded and " bao cao " not in folded


async def _act(turn: Turn, meant: Understanding, duties: Sequence[Duty]) -> Reply:
    if meant.intent in _ANSWERS or meant.intent in (Intent.NOT_APPLICABLE, Intent.CORRECTION):
        return await _report(turn, meant, duties)
    if meant.intent is Intent.ASK_OVERDUE:
        return await overdue.answer(turn)
    if meant.intent in (Intent.ASK_MY_TASKS, Intent.ASK_DEADLINE):
        return await tasks.answer(turn)
    if meant.intent is Intent.ASK_HELP:
        return help_.answer(turn)
    if meant.intent is Intent.INDICATOR_VALUE:
        return turn.say("sentence.indicator")
    if turn.actor.has(*_OFFICE):
        return await office_words.answer(turn, is_ack=meant.intent is Intent.ACK)
    if meant.intent is Intent.ACK:
        return await tasks.reminder_of_due(turn)
    return turn.say("ack.thanks" if gives_thanks(turn.text) else "sentence.not_understood")


async def _report(turn: Turn, meant: Understanding, duties: Sequence[Duty]) -> Reply:
    if not duties:
        return turn.say("tasks.none")
    named = [duty for duty in duties if str(duty.assignment.id) in meant.obligations]
    if not named and not meant.ambiguous:
        return turn.say("sentence.other_duty", codes=turn.tr.listing(duty.code for duty in duties))
    if meant.intent is Intent.CORRECTION:
        return await corrections.correct(turn, named or duties, meant)
    if meant.intent is Intent.NOT_APPLICABLE:
        return await disputes.dispute(turn, named or duties[:1], meant.reason)
    choice, details = _ANSWERS[meant.intent], details_of(meant)
    if choice is Answer.SENT and _says_nil(turn):
        # Nothing to report is only as good as its document: without one the unit is asked for it.
        choice = Answer.SENT if meant.document_number is not None else Answer.NIL
        details = replace(details, nil=True)
    if details.negated and details.reason is None:
        details = replace(details, reason=what_is_missing(turn.text))
    if not named:
        return status.which(turn, choice, duties, details)
    return await status.answer(turn, choice, named, details)


def _says_nil(turn: Turn) -> bool:
    """Whether the message says that there is nothing to report."""
    reading = read_words(turn.text, now=turn.calendar.local(turn.received.said_at), open_obligations=())
    return any(Cue.NIL in mark for mark in reading.segment.marks)


TEXTS = {own_reports.ASKED: about}
