"""Bare numbers and "BC10 2": which duty, which question."""

from collections.abc import Sequence
from dataclasses import replace

from domain.delivery import Prompt
from domain.messages import Option, Reply
from domain.permissions import Action, scope_of
from handlers import quick_figures, status
from handlers.answers import Answer
from handlers.turn import Turn
from language.normalise import fold
from language.numbers import bare_choice, code_and_choice, codes_and_choices
from services.wording import Duty

QUESTION = "which_question"
_ASKED_FIRST = (Answer.EXTENSION, Answer.NIL)


async def answer(turn: Turn) -> Reply | None:
    """A number, alone or behind a duty's code; None for other texts."""
    coded = await _several(turn) or await _coded(turn)
    if coded is not None:
        return coded
    number = bare_choice(turn.text)
    if number is None:
        return None
    return await _not_offered(turn, number) or await _numbered(turn, number)


async def _not_offered(turn: Turn, number: int) -> Reply | None:
    """A number beside the choices of the open question is a slip, unless a reminder asks for it since."""
    prompt = turn.prompt
    if prompt is None or not prompt.options or await turn.reminded_since(prompt):
        return None
    offered = turn.tr.listing(f"{option.n} {option.label}" for option in prompt.options)
    return turn.say("prompt.not_offered", number=number, offered=offered)


async def is_unclear(turn: Turn, prompt: Prompt) -> bool:
    """Whether a reminder came after the question, so that a bare number may be an answer to either."""
    number = bare_choice(turn.text)
    if number not in set(Answer):
        return False
    return await turn.reminded_since(prompt) and bool(await turn.duties(figures=True))


async def ask_which_question(turn: Turn, prompt: Prompt, option: Option) -> Reply:
    """Ask what the number belongs to; nothing is recorded."""
    number = bare_choice(turn.text) or option.n
    labels = (("question", option.label), ("reminder", turn.tr(f"answer.{number}")))
    choices = [(key, turn.tr(f"choice.to_{key}", label=label)) for key, label in labels]
    data = {
        "number": number,
        "kind": prompt.kind,
        "data": dict(prompt.data),
        "options": [[item.n, item.key, item.label] for item in prompt.options],
        "picked": option.key,
    }
    return turn.ask(turn.tr("prompt.which", number=number), QUESTION, choices=choices, data=data)


async def _chosen(turn: Turn, key: str) -> Reply:
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    if key == "reminder":
        number = int(str(data["number"]))
        figure = await quick_figures.answer(replace(turn, text=str(number), prompt=None))
        return figure or await _numbered(turn, number)
    from handlers import subjects

    return await subjects.CHOICES[str(data["kind"])](turn.as_asked(data), str(data["picked"]))


async def _several(turn: Turn) -> Reply | None:
    """`BC10 2, TK10 1`: all are understood, or nothing is recorded."""
    pairs = codes_and_choices(turn.text)
    if not pairs:
        return None
    owned = await turn.duties(owed=False)
    told: dict[int, list[Duty]] = {}
    for code, number in pairs:
        duties = _newest([duty for duty in owned if fold(duty.code) == fold(code)])
        if not duties or number not in set(Answer):
            return turn.say("status.unknown_code", code=code)
        told[number] = [*told.get(number, ()), *duties]
    # What is asked back before it is recorded comes last, because one question can be open.
    asked = [number for number in told if Answer(number) in _ASKED_FIRST]
    if len(asked) > 1:
        return turn.say("status.one_by_one", example=pairs[0][0])
    order = [*(number for number in told if number not in asked), *asked]
    replies = [await status.answer(turn, Answer(number), told[number]) for number in order]
    return replace(replies[-1], text="\n".join(reply.text for reply in replies))


def _newest(duties: Sequence[Duty]) -> list[Duty]:
    """Of duties with one code those of the latest period."""
    last = max((duty.assignment.period for duty in duties), default=None)
    return [duty for duty in duties if duty.assignment.period == last]


async def _coded(turn: Turn) -> Reply | None:
    """`BC10 2`: a duty of the own unit by its code and one of the five answers."""
    head, _, last = fold(turn.text).rpartition(" ")
    number = bare_choice(last)
    duties = [duty for duty in await turn.duties(owed=False) if fold(duty.code) == head]
    if duties and number in set(Answer):
        return await _answered(turn, number, _newest(duties))
    typed = code_and_choice(turn.text)
    return turn.say("status.unknown_code", code=typed[0]) if typed is not None else None


async def _numbered(turn: Turn, number: int) -> Reply:
    if scope_of(turn.actor, Action.REPORT_STATUS).is_empty:
        return turn.say("prompt.none_open", number=number)
    duties = await turn.duties()
    if number not in set(Answer):
        return turn.say("status.unknown_number", number=number)
    if not duties:
        return await _all_sent(turn, Answer(number))
    return await _answered(turn, number, duties)


async def _all_sent(turn: Turn, choice: Answer) -> Reply:
    """Nothing is owed any more: what was sent stands, and a contrary word of a colleague is asked about."""
    sent = [duty for duty in await turn.duties(owed=False) if status.is_sent(duty)]
    newest = max((duty.assignment.told_at for duty in sent if duty.assignment.told_at), default=None)
    latest = [duty for duty in sent if newest is not None and duty.assignment.told_at == newest]
    if not latest or choice not in (Answer.SENT, Answer.IN_PROGRESS, Answer.BLOCKED):
        return turn.say("tasks.none")
    return await status.answer(turn, choice, latest)


async def _answered(turn: Turn, number: int, duties: Sequence[Duty]) -> Reply:
    """One of the five answers; with several duties open it is asked which."""
    choice = Answer(number)
    if len(duties) > 1:
        return status.which(turn, choice, duties)
    return await status.answer(turn, choice, duties)


CHOICES = {QUESTION: _chosen}
