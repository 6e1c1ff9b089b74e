"""What a unit reports in a group: read there, asked in private, recorded only when it is confirmed."""

from collections.abc import Sequence

from domain.messages import Reply
from handlers import status
from handlers.answers import Answer, Details, kept, taken_up
from handlers.readings import details_of, read
from handlers.turn import Turn
from language.replies import Intent, Understanding
from services.wording import Duty, called, units_of

SAID = "said_in_group"
WHICH = "which_in_group"
_ANSWERS = {
    Intent.SUBMITTED: Answer.SENT,
    Intent.IN_PROGRESS: Answer.IN_PROGRESS,
    Intent.NOT_STARTED: Answer.IN_PROGRESS,
    Intent.BLOCKED: Answer.BLOCKED,
}
_ELSEWHERE = (Intent.EXTENSION_REQUEST, Intent.NOT_APPLICABLE, Intent.CORRECTION, Intent.INDICATOR_VALUE)


async def confirm(turn: Turn, meant: Understanding, duties: Sequence[Duty]) -> Reply | None:
    """The question in private whether that was meant; None when the message reports nothing."""
    if meant.intent in _ELSEWHERE:
        return turn.say("group.say_here")
    choice = _ANSWERS.get(meant.intent)
    if choice is None:
        return None
    if not duties:
        duties = await turn.duties(owed=False)
        meant = read(turn, duties)
    if not duties:
        return turn.say("tasks.none")
    named = [duty for duty in duties if str(duty.assignment.id) in meant.obligations]
    details = details_of(meant)
    if named:
        return _ask(turn, choice, named, details)
    if not meant.ambiguous:
        return turn.say("sentence.other_duty", codes=turn.tr.listing(duty.code for duty in duties))
    options = [(str(duty.assignment.id), name) for duty, name in zip(duties, called(duties), strict=True)]
    text = turn.tr("group.which", answer=turn.tr(f"answer.{int(choice)}"))
    return turn.ask(text, WHICH, choices=options, data=kept(choice, duties, details))


async def which(turn: Turn, key: str) -> Reply:
    """The duty that was meant; what was said of it is still to be confirmed."""
    assert turn.prompt is not None, "only an open question is answered"
    choice, ids, details = taken_up(turn.prompt.data)
    named = [duty for duty in await turn.duties_by_id(ids) if str(duty.assignment.id) == key]
    return _ask(turn, choice, named, details)


async def confirmed(turn: Turn, key: str) -> Reply:
    """Record what was said in the group now that it was confirmed, or nothing."""
    assert turn.prompt is not None, "only an open question is answered"
    if key != "yes":
        return turn.say("group.say_again")
    choice, ids, details = taken_up(turn.prompt.data)
    return await status.answer(turn, choice, await turn.duties_by_id(ids), details)


def _ask(turn: Turn, choice: Answer, duties: Sequence[Duty], details: Details) -> Reply:
    text = turn.tr(
        "group.confirm",
        unit=turn.tr.listing(units_of(duties)),
        codes=turn.tr.listing(called(duties)),
        said=_said(turn, choice, details),
    )
    choices = (("yes", turn.tr("choice.right")), ("no", turn.tr("choice.change")))
    return turn.ask(text, SAID, choices=choices, data=kept(choice, duties, details))


def _said(turn: Turn, choice: Answer, details: Details) -> str:
    """`số 45/BC-UBND, gửi thứ Ba 20/10/2026, chờ xác nhận`, or the answer with its reason and promise."""
    if choice is not Answer.SENT:
        words = [turn.tr("group.not_sent") if details.negated else turn.tr(f"answer.{int(choice)}")]
        if details.reason:
            words.append(turn.tr("state.reason", reason=details.reason))
        if details.until is not None:
            words.append(turn.tr("state.promised", day=turn.tr.weekday(details.until)))
        return turn.tr.listing(words)
    words = [turn.tr("state.number", number=details.document_number)] if details.document_number else []
    day = details.document_date
    words.append(turn.tr("group.sent_on", day=turn.tr.weekday(day)) if day else turn.tr("answer.1"))
    return turn.tr.listing([*words, turn.tr("group.to_confirm")])


CHOICES = {SAID: confirmed, WHICH: which}
