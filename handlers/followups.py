"""Answers to the short open questions: a document's number, a reason, a date, "1, số 88/BC-UBND"."""

from dataclasses import replace

from domain.delivery import Prompt
from domain.messages import Reply
from handlers import help as help_
from handlers import sentences, status
from handlers.status import Details
from handlers.turn import Turn
from language.normalise import fold
from language.numbers import bare_choice
from language.replies import Intent
from services.replies import Statement

_SKIPS = frozenset({"bo qua", "khong", "khong co", "chua co", "de sau", "skip", "no"})
_QUESTIONS = (Intent.ASK_OVERDUE, Intent.ASK_MY_TASKS, Intent.ASK_DEADLINE, Intent.ASK_HELP)


async def answer(turn: Turn, prompt: Prompt) -> Reply | None:
    """Take the message as the answer to the open question; None when it is about something else.

    Each thing is asked once: a message that is no answer closes the question.
    """
    if prompt.kind not in (status.DOCUMENT, status.REASON, status.UNTIL, status.NIL):
        return None
    await turn.uow.prompts.close(prompt.owner, turn.now)
    if fold(turn.text) in _SKIPS and prompt.kind != status.NIL:
        return turn.say("ask.skipped")
    return await _take(turn, prompt)


async def _take(turn: Turn, prompt: Prompt) -> Reply | None:
    ids = [int(str(item)) for item in status.items_of(prompt.data["ids"])]
    if prompt.kind == status.DOCUMENT:
        return await _document(turn, ids)
    if prompt.kind == status.REASON:
        return await _reason(turn, ids)
    if prompt.kind == status.NIL:
        return await _nil(turn)
    return await _until(turn, prompt, ids)


async def _document(turn: Turn, ids: list[int]) -> Reply | None:
    details = _details(turn)
    if details is None or (details.document_number is None and details.document_date is None):
        return None
    refused = status.implausible_date(turn, details.document_date)
    if refused is None:
        duties = await turn.duties_by_id(ids)
        refused = await status.question_issuer(turn, status.Answer.SENT, duties, details)
    if refused is not None:
        return refused
    statement = Statement(
        document_number=details.document_number,
        document_date=details.document_date,
        sent_on=details.document_date,
    )
    return await status.supplement(turn, ids, statement)


async def _reason(turn: Turn, ids: list[int]) -> Reply | None:
    if bare_choice(turn.text) is not None or sentences.read(turn, []).intent in _QUESTIONS:
        return None
    return await status.supplement(turn, ids, Statement(reason=turn.text))


async def _nil(turn: Turn) -> Reply | None:
    """ "1, số 88/BC-UBND hôm nay": a choice with the number behind it."""
    head, _, rest = turn.text.partition(",")
    number = bare_choice(head)
    if number is None or turn.prompt is None or number > len(turn.prompt.options):
        return None
    details = _details(turn, rest) or Details()
    return await status.nil_chosen(turn, turn.prompt.options[number - 1].key, details)


async def _until(turn: Turn, prompt: Prompt, ids: list[int]) -> Reply | None:
    duties = await turn.duties_by_id(ids)
    # The answer to "đến ngày nào?" is read as what it stands for: "thêm 2 ngày" counts from the due day.
    asked = replace(turn, text=f"xin gia hạn đến {turn.text}")
    until = sentences.read(asked, duties).until
    if until is None:
        return None
    reason = prompt.data["reason"]
    details = Details(until=until, reason=str(reason) if reason else None)
    return await status.answer(turn, status.Answer.EXTENSION, duties, details)


def _details(turn: Turn, text: str | None = None) -> Details | None:
    """Number and date in a short answer; a question or another report is no answer."""
    meant = sentences.read(replace(turn, text=turn.text if text is None else text), [])
    if meant.intent not in (Intent.SUBMITTED, Intent.CORRECTION, Intent.OTHER):
        return None
    return sentences.details_of(meant)


async def helped(turn: Turn) -> Reply:
    """/huongdan, in the shape of a command."""
    return help_.answer(turn)
