"""Answers in free words to the short open questions: a document's number, a reason, "1, số 88/BC-UBND"."""

from collections.abc import Sequence
from dataclasses import replace

from domain.delivery import Prompt
from domain.messages import Reply
from handlers import recording, status
from handlers.answers import Answer, Details, ids_of
from handlers.readings import details_of, read
from handlers.turn import Turn
from language.normalise import fold
from language.numbers import bare_choice
from language.own_reports import asks_whether_sent
from language.picking import Entry, head_and_rest, picked
from language.replies import Intent
from services.replies import Statement
from services.wording import Duty, title

_SKIPS = frozenset({"bo qua", "khong", "khong co", "chua co", "de sau", "skip", "no"})
_QUESTIONS = (Intent.ASK_OVERDUE, Intent.ASK_MY_TASKS, Intent.ASK_DEADLINE, Intent.ASK_HELP)


async def _document(turn: Turn, prompt: Prompt) -> Reply | None:
    ids = ids_of(prompt.data)
    if fold(turn.text) in _SKIPS:
        return await _skipped(turn, ids)
    # With the duties known a code such as "BC10" is a code, and its figures are no document's number.
    details = _details(turn, duties=await turn.duties(owed=False))
    if details is None or (details.document_number is None and details.document_date is None):
        return None
    refused = status.implausible_date(turn, details.document_date)
    if refused is None:
        duties = await turn.duties_by_id(ids)
        refused = await status.question_issuer(turn, Answer.SENT, duties, details)
    if refused is not None:
        return refused
    statement = Statement(
        document_number=details.document_number,
        document_date=details.document_date,
        sent_on=details.document_date,
    )
    return await recording.supplement(turn, ids, statement)


async def _reason(turn: Turn, prompt: Prompt) -> Reply | None:
    if fold(turn.text) in _SKIPS:
        return turn.say("ask.skipped")
    if bare_choice(turn.text) is not None or read(turn, []).intent in _QUESTIONS:
        return None
    return await recording.supplement(turn, ids_of(prompt.data), Statement(reason=turn.text))


async def _skipped(turn: Turn, ids: list[int]) -> Reply:
    """Number and day stay open; what else the report lacks is still asked for."""
    duties = await turn.duties_by_id(ids)
    text = turn.tr("ask.skipped")
    if not any(duty.unfiled for duty in duties):
        return Reply(text)
    return recording.next_question(turn, text, duties, skipped=True)


async def _nil(turn: Turn, prompt: Prompt) -> Reply | None:
    """ "1, số 88/BC-UBND hôm nay": a choice with the number behind it."""
    found = head_and_rest(turn.text)
    if found is None or found[0] > len(prompt.options):
        return None
    number, rest = found
    details = _details(turn, rest) or _promise(turn, rest)
    return await status.nil_chosen(turn, prompt.options[number - 1].key, details)


async def _which(turn: Turn, prompt: Prompt) -> Reply | None:
    """ "1 và 3", "trừ TK10", a word of the title, or a number with further words."""
    if asks_whether_sent(turn.text):
        return None
    duties = await turn.duties_by_id(ids_of(prompt.data))
    titles = {str(duty.assignment.id): title(turn.tr, duty) for duty in duties}
    entries = [Entry(one.n, one.label, titles[one.key]) for one in prompt.options if one.key in titles]
    keys = {one.n: one.key for one in prompt.options}
    found = picked(turn.text, entries)
    if found is not None:
        return await status.chosen_of(turn, [keys[n] for n in sorted(found)], Details())
    head = head_and_rest(turn.text)
    if head is None or head[0] not in keys:
        return None
    return await status.chosen_of(turn, [keys[head[0]]], _details(turn, head[1]) or Details())


def _details(turn: Turn, text: str | None = None, *, duties: Sequence[Duty] = ()) -> Details | None:
    """Number and date in a short answer; a question or another report is no answer."""
    meant = read(replace(turn, text=turn.text if text is None else text), duties)
    if meant.intent not in (Intent.SUBMITTED, Intent.CORRECTION, Intent.OTHER):
        return None
    return details_of(meant)


def _promise(turn: Turn, text: str) -> Details:
    """The day of "2, thứ 4 em gửi"."""
    return Details(until=read(replace(turn, text=f"em gửi {text}"), []).until)


TEXTS = {
    status.WHICH: _which,
    recording.DOCUMENT: _document,
    recording.REASON: _reason,
    status.NIL: _nil,
}
