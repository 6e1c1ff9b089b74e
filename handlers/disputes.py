"""A unit says that a duty is not its own."""

from collections.abc import Sequence

from domain.messages import Reply
from domain.requests import RequestKind
from handlers.forwarding import forward
from handlers.turn import Turn
from language.numbers import bare_choice
from services import replies, requests
from services.replies import Statement
from services.rulings import cited
from services.wording import Duty


async def dispute(turn: Turn, duties: Sequence[Duty], reason: str | None) -> Reply:
    """ "Không phải việc của đơn vị em": noted, forwarded, reminders pause; the deadline stays."""
    for duty in duties:
        statement = Statement(disputed=True, reason=reason)
        await replies.record(turn.uow, turn.actor, duty, statement, said=turn.said)
    codes = turn.tr.listing(duty.code for duty in duties)
    values = {"unit": duties[0].unit.name, "codes": codes, "coordinator": duties[0].coordinator.called}
    words = turn.tr("choice.nil_not_ours") if bare_choice(turn.text) is not None else turn.text

    def forwarded(there: Turn) -> str:
        told = {"unit": duties[0].unit.name, "codes": codes, "words": words}
        return there.tr("dispute.forward", source=cited(there.tr, duties[0]), **told)

    if not await forward(turn, duties, "dispute", forwarded):
        return turn.say("dispute.own", **values)
    said = ({"words": words}, turn.said)
    await requests.open_about(turn.uow, turn.actor, RequestKind.DISPUTE, duties, told=said)
    return turn.say("dispute.noted", **values)
