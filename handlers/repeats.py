"""The same words twice within two minutes: somebody was unsure whether they arrived. Said once, told once."""

from dataclasses import replace

from domain.messages import Reply
from handlers import echo
from handlers.recording import next_question
from handlers.turn import Turn
from services import replies


async def answer(turn: Turn) -> Reply | None:
    """What the first of the two messages recorded and still stands; None for other texts."""
    said = replace(turn.said, mark=replies.mark_of(turn.text))
    ids = await replies.said_again(turn.uow, turn.actor, said=said)
    if not ids:
        return None
    duties = await turn.duties_by_id(ids)
    text = echo.recorded(turn, duties, [duty.assignment for duty in duties])
    return next_question(turn, text, duties)
