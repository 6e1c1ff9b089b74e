"""Somebody else does the work in a unit from now on: asked by a sentence, decided by the coordinator."""

from domain.messages import Reply
from domain.requests import RequestKind, RequestState
from domain.units import Role, Unit
from handlers.turn import Turn
from language.orders import read_substitution
from locales.speech import Speech
from services import notices, requests, substitutes
from services.requests import Ask

# Whose place somebody else may take; an Office's own people are enrolled by its operator.
_ROLES = (Role.FOCAL_POINT, Role.UNIT_HEAD)


async def sentence(turn: Turn) -> Reply | None:
    """The unit says that somebody takes over: passed on, nothing changes by it; None for other texts."""
    meant = read_substitution(turn.text) if turn.actor.has(*_ROLES) else None
    if meant is None or turn.actor.person is None:
        return None
    told = []
    for unit in await turn.own_units():
        role = next(
            (m.role for m in turn.actor.memberships if m.unit_id == unit.id and m.role in _ROLES), None
        )
        if role is not None:
            told.append(await _ask(turn, unit, role, meant.name))
    return turn.say("substitute.asked", coordinator=turn.tr.listing(dict.fromkeys(told)))


async def _ask(turn: Turn, unit: Unit, role: Role, name: str | None) -> str:
    """Open the request and put it before the coordinator; the name of whom it was put before."""
    assert turn.actor.person is not None, "only somebody linked asks for it"
    data = {"words": turn.text, "role": role.value, "name": name}
    asked = (data, turn.said)
    kind = RequestKind.SUBSTITUTE
    coordinator = await requests.open_of_unit(turn.uow, turn.actor, kind, unit, told=asked)
    tr = await notices.coordinator_speech(turn.uow, coordinator.id, turn.calendar)
    text = tr(
        "substitute.forward",
        unit=unit.name,
        person=turn.actor.person.name,
        words=turn.text,
        name=name or tr("substitute.no_name"),
    )
    key = f"substitute:{turn.received.inbox_id}:{unit.id}"
    await notices.tell_coordinators(turn.uow, coordinator.id, key=key, text=text, now=turn.now)
    return coordinator.called


async def decide(turn: Turn, ask: Ask, *, agrees: bool, reason: str | None) -> Reply:
    """Give the coordinator a code for the new person, or tell the unit that all stays as it is."""
    moment = (turn.now, turn.calendar)
    if not agrees:
        decided = (RequestState.REFUSED, {"answer": reason})
        await requests.close(turn.uow, turn.actor, ask, decided, now=turn.now)
        await requests.answer(turn.uow, ask, lambda tr: _refused(tr, ask, reason), moment=moment)
        return turn.say("request.told", unit=ask.unit.name, words=_refused(turn.tr, ask, reason))
    minted = await substitutes.agree(turn.uow, turn.actor, ask, said=turn.said)
    await requests.answer(
        turn.uow, ask, lambda tr: tr("substitute.agreed", unit=ask.unit.name), moment=moment
    )
    values = {"unit": ask.unit.name, "name": ask.data.get("name") or turn.tr("substitute.successor")}
    return turn.say("substitute.code", code=minted.code, until=turn.tr.moment(minted.expires_at), **values)


def _refused(tr: Speech, ask: Ask, reason: str | None) -> str:
    because = tr("extension.because", reason=reason) if reason else ""
    return tr("substitute.refused", unit=ask.unit.name, reason=because)
