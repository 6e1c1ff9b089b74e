"""A unit's figure for an order without a letter: recorded when certain, otherwise asked back."""

from collections.abc import Sequence

from domain.errors import Conflict, NotAllowedNow
from domain.messages import Reply
from domain.obligations import AnswerKind
from handlers.answers import Answer, ids_of
from handlers.turn import Turn
from language.figures import Figure, Kind, mentions, read_figure
from services import quick_answers
from services.wording import Duty, short_due

CONFIRM, WHICH = "quick_figure", "quick_which"
_ANSWERS = {str(answer.value) for answer in Answer}


async def answer(turn: Turn) -> Reply | None:
    """A figure, alone, with its code or in a short sentence; None for everything else."""
    duties = await quick_answers.own(turn.uow, turn.actor)
    if not duties:
        return None
    named = [duty for duty in duties if mentions(turn.text, duty.code)]
    if named:
        return await _coded(turn, named)
    return await _uncoded(turn, [duty for duty in duties if quick_answers.is_open(duty)])


async def _coded(turn: Turn, named: Sequence[Duty]) -> Reply:
    first = named[0]
    if len({duty.code for duty in named}) > 1:
        return turn.say("quick.one_code", example=first.code)
    if not quick_answers.is_open(first):
        return turn.say("quick.over", code=first.code)
    figure = read_figure(turn.text, topic=_topic(first), code=first.code)
    if figure is None or figure.kind is Kind.SEVERAL:
        return turn.say("quick.need_one", code=first.code, question=first.obligation.title)
    return await _take(turn, named, figure)


async def _uncoded(turn: Turn, duties: Sequence[Duty]) -> Reply | None:
    """Without a code only what nothing else could mean is taken."""
    read = [(duty, read_figure(turn.text, topic=_topic(duty))) for duty in duties]
    fitting = [(duty, figure) for duty, figure in read if figure is not None]
    owed = [duty for duty, _ in fitting if duty.assignment.status.is_owed]
    if not fitting:
        return None
    if not owed:
        return await _corrected(turn, *fitting[0])
    figure = next(figure for duty, figure in fitting if duty is owed[0])
    if figure.corrects:
        return None
    if figure.kind is Kind.SEVERAL:
        return turn.say("quick.need_one", code=owed[0].code, question=owed[0].obligation.title)
    if _is_wordless(turn.text) and await _may_mean_else(turn, owed[0], figure):
        return _ask(turn, owed, figure, key="quick.is_it") if figure.value else None
    return await _take(turn, owed, figure)


def _is_wordless(text: str) -> bool:
    """Whether nothing in the text belongs to a question."""
    return read_figure(text, topic="") is not None


async def _may_mean_else(turn: Turn, duty: Duty, figure: Figure) -> bool:
    """Whether the words could answer a report, or a question that is still open."""
    if turn.prompt is not None and turn.prompt.options:
        return True
    others = [other for other in await turn.duties() if other.obligation.answer is not AnswerKind.FIGURE]
    if not others:
        return False
    if figure.value in _ANSWERS:
        return True
    return not await quick_answers.was_asked_last(turn.uow, turn.actor, duty)


async def _corrected(turn: Turn, duty: Duty, figure: Figure) -> Reply | None:
    """Another number right after the first one replaces it, once that has been said."""
    if not figure.value or not await quick_answers.spoke_last_of(turn.uow, turn.actor, duty):
        return None
    if figure.corrects or figure.value == duty.assignment.figure:
        return await _record(turn, duty, figure.value)
    if await _may_mean_else(turn, duty, figure):
        return None
    return _ask(turn, [duty], figure, key="quick.replace")


async def _take(turn: Turn, duties: Sequence[Duty], figure: Figure) -> Reply:
    """Record what is certain about one unit; ask for the rest."""
    first = duties[0]
    if figure.kind is Kind.NOT_YET:
        due = short_due(turn.tr, first.assignment.current)
        return turn.say("quick.not_yet", code=first.code, due=due)
    if len(duties) > 1:
        return _ask_which(turn, duties, figure)
    if figure.kind is Kind.SURE:
        return await _record(turn, first, figure.value)
    return _ask(turn, duties, figure, key="quick.zero" if figure.kind is Kind.NIL else "quick.sure")


def _ask(turn: Turn, duties: Sequence[Duty], figure: Figure, *, key: str) -> Reply:
    """Whether a number is meant; nothing is recorded before."""
    if len(duties) > 1:
        return _ask_which(turn, duties, figure)
    duty, value = duties[0], figure.value or "0"
    text = turn.tr(
        key,
        code=duty.code,
        figure=quick_answers.written(turn.tr, value),
        old=quick_answers.written(turn.tr, duty.assignment.figure or "0"),
        question=duty.obligation.title,
    )
    choices = [(answer, turn.tr(f"choice.quick_{answer}")) for answer in ("yes", "no")]
    return turn.ask(text, CONFIRM, choices=choices, data={"ids": [duty.assignment.id], "figure": value})


def _ask_which(turn: Turn, duties: Sequence[Duty], figure: Figure) -> Reply:
    value = figure.value or "0"
    several = len({duty.unit.id for duty in duties}) > 1
    choices = [
        (str(duty.assignment.id), f"{duty.code} ({duty.unit.name})" if several else duty.code)
        for duty in duties
    ]
    text = turn.tr("quick.which", figure=quick_answers.written(turn.tr, value))
    return turn.ask(text, WHICH, choices=choices, data={"figure": value})


async def confirmed(turn: Turn, key: str) -> Reply:
    """The number is meant, or it is not."""
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    (duty,) = await turn.duties_by_id(ids_of(data))
    if key != "yes":
        return turn.say("quick.not_meant", code=duty.code)
    return await _record(turn, duty, str(data["figure"]))


async def picked(turn: Turn, key: str) -> Reply:
    """For which question or unit a number is."""
    assert turn.prompt is not None, "only an open question is answered"
    (duty,) = await turn.duties_by_id([int(key)])
    return await _record(turn, duty, str(turn.prompt.data["figure"]))


async def _record(turn: Turn, duty: Duty, value: str) -> Reply:
    old = duty.assignment.figure
    values = {
        "code": duty.code,
        "figure": quick_answers.written(turn.tr, value),
        "question": duty.obligation.title,
    }
    if old == value:
        return turn.say("quick.recorded", **values)
    try:
        await quick_answers.give(turn.uow, turn.actor, duty, value, said=turn.said)
    except NotAllowedNow:
        return turn.say("quick.over", code=duty.code)
    except Conflict:
        return turn.say("status.conflict", codes=duty.code)
    if old is None:
        return turn.say("quick.recorded", **values)
    return turn.say("quick.corrected", old=quick_answers.written(turn.tr, old), **values)


def _topic(duty: Duty) -> str:
    return f"{duty.obligation.title} {duty.unit.name} {duty.unit.code}"


CHOICES = {CONFIRM: confirmed, WHICH: picked}
