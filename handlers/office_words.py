"""What nobody could make sense of, said by somebody of the Office: never taken for more than it says."""

from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import Role
from handlers import tasks
from handlers.turn import Turn
from language.lexicon.cues import Cue
from language.orders import OrderKind, read_order
from language.own_reports import gives_thanks
from language.replies.reading import read

_SAYS_SO = frozenset({Cue.ACK, Cue.RECEIVED, Cue.PROMISE, Cue.FUTURE})
_DECISIONS = (OrderKind.AGREE, OrderKind.REFUSE)


async def answer(turn: Turn, *, is_ack: bool) -> Reply:
    """A decision while nothing waits, an acknowledgement, thanks, or a text that was not understood."""
    if gives_thanks(turn.text):
        return turn.say("ack.thanks")
    if _decides(turn):
        return turn.say("request.nothing")
    if is_ack and _acknowledges(turn):
        is_owing = not scope_of(turn.actor, Action.REPORT_STATUS).is_empty
        return await tasks.reminder_of_due(turn) if is_owing else turn.say("ack.thanks")
    key = "leader" if turn.actor.has(Role.LEADER) else "coordinator"
    return turn.say(f"sentence.not_understood_{key}")


def _decides(turn: Turn) -> bool:
    """Whether a coordinator decides on something, though nothing waits for it."""
    if scope_of(turn.actor, Action.DECIDE).is_empty:
        return False
    order = read_order(turn.text, now=turn.calendar.local(turn.received.said_at))
    return order is not None and order.kind in _DECISIONS


def _acknowledges(turn: Turn) -> bool:
    """A word of acknowledging, or a sign alone; "gửi danh sách cho tôi" only has the verb of one."""
    marks = read(turn.text, now=turn.calendar.local(turn.received.said_at), open_obligations=()).segment.marks
    return not marks or any(mark.cues & _SAYS_SO for mark in marks)
