"""/hoantac and "sửa": taking back what was recorded last."""

from domain.errors import Conflict, NotAllowedNow, NotFound
from domain.messages import Reply
from handlers import echo
from handlers.turn import Turn
from language.commands import Command
from services import obligations, replies, rulings
from services.wording import called, together

_MINUTES = int(replies.UNDO_WINDOW.total_seconds() // 60)


async def answer(turn: Turn) -> Reply:
    """Undo the actor's last change; both versions stay in the history."""
    try:
        restored = await replies.undo(turn.uow, turn.actor, said=turn.said)
    except NotFound:
        return turn.say("undo.nothing")
    except NotAllowedNow:
        return turn.say("undo.too_late", minutes=_MINUTES)
    except Conflict:
        return turn.say("undo.conflict")
    await rulings.taken_back(turn.uow, restored, moment=(turn.now, turn.calendar))
    duties = sorted(await obligations.duties(turn.uow, restored), key=obligations.by_deadline)
    # Duties that were answered together may have stood apart before.
    codes: dict[str, list[str]] = {}
    for duty, named in zip(duties, called(duties), strict=True):
        codes.setdefault(echo.standing(turn, duty), []).append(named)
    lines = (turn.tr("undo.done", codes=together(turn.tr, c), state=state) for state, c in codes.items())
    return Reply("\n".join(lines))


COMMANDS = {Command.UNDO: lambda turn, _: answer(turn)}
