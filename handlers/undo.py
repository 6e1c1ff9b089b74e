"""/hoantac and "sửa": taking back what was recorded last."""

from domain.errors import Conflict, NotFound
from domain.messages import Reply
from handlers import echo
from handlers.turn import Turn
from services import obligations, replies
from services.wording import called


async def answer(turn: Turn) -> Reply:
    """Undo the actor's last change; both versions stay in the history."""
    try:
        restored = await replies.undo(turn.uow, turn.actor, said=turn.said)
    except NotFound:
        return turn.say("undo.nothing")
    except Conflict:
        return turn.say("undo.conflict")
    duties = sorted(await obligations.duties(turn.uow, restored), key=obligations.by_deadline)
    # Duties that were answered together may have stood apart before.
    codes: dict[str, list[str]] = {}
    for duty, named in zip(duties, called(duties), strict=True):
        codes.setdefault(echo.state(turn, duty.assignment), []).append(named)
    lines = (turn.tr("undo.done", codes=turn.tr.listing(c), state=state) for state, c in codes.items())
    return Reply("\n".join(lines))
