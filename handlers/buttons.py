"""Pressed buttons: an opaque token stands for what may be said, by whom, and about which state of things."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from domain.delivery import Button, Prompt
from domain.messages import Option, Reply
from handlers import numbers
from handlers.turn import Turn

Choose = Callable[[Turn, Prompt, Option], Awaitable[Reply]]


async def pressed(turn: Turn, choose: Choose) -> Reply:
    """Take a press once, from the person it was shown to, while what it speaks of stands as it did.

    Everybody else, and every later press, hears the same: nothing has changed (and learns nothing by trying).
    """
    button = await turn.uow.buttons.get(turn.received.inbound.choice or "")
    if button is None or not _is_theirs(turn, button) or button.expires_at <= turn.now:
        return _refused(turn)
    if not await _still_stands(turn, button) or not await turn.uow.buttons.use(button, turn.now):
        return _refused(turn)
    if button.prompt_id is None:
        # The same as typing it; the code in front names the duty.
        reply = await numbers.answer(replace(turn, text=button.says))
        return reply if reply is not None else _refused(turn)
    prompt = turn.prompt
    if prompt is None or prompt.id != button.prompt_id:
        return _refused(turn)
    option = next((option for option in prompt.options if option.n == button.n), None)
    return await choose(turn, prompt, option) if option is not None else _refused(turn)


def _is_theirs(turn: Turn, button: Button) -> bool:
    if button.person_id is None:
        # A question to somebody not linked yet: the open question belongs to the address alone.
        return turn.actor.person is None
    return turn.actor.person is not None and turn.actor.person.id == button.person_id


async def _still_stands(turn: Turn, button: Button) -> bool:
    if button.assignment_id is None:
        return True
    assignment = await turn.uow.duties.assignment(button.assignment_id)
    return assignment is not None and assignment.version == button.version


def _refused(turn: Turn) -> Reply:
    text = turn.tr("refusal.old_button")
    return Reply(text, alert=text)
