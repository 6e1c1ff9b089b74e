"""A unit wants to be telephoned."""

from domain.messages import Reply
from domain.requests import RequestKind
from domain.units import Role
from handlers.turn import Turn
from language.orders import asks_call_back
from services import notices, requests


async def sentence(turn: Turn) -> Reply | None:
    """ "Gọi": the coordinator hears who is to be called, and the number; None for other texts."""
    if not turn.actor.has(Role.FOCAL_POINT, Role.UNIT_HEAD) or not asks_call_back(turn.text):
        return None
    assert turn.actor.person is not None, "a role is a linked person's"
    unit = (await turn.own_units())[0]
    phone = turn.actor.person.phone
    data = {"words": turn.text, "phone": phone}
    kind, asked = RequestKind.CALL_BACK, (data, turn.said)
    coordinator = await requests.open_of_unit(turn.uow, turn.actor, kind, unit, told=asked)
    tr = await notices.coordinator_speech(turn.uow, coordinator.id, turn.calendar)
    text = tr(
        "call_back.forward",
        unit=unit.name,
        person=turn.actor.person.name,
        phone=phone or tr("call_back.no_phone"),
    )
    key = f"call_back:{turn.received.inbox_id}"
    await notices.tell_coordinators(turn.uow, coordinator.id, key=key, text=text, now=turn.now)
    told = {"coordinator": coordinator.called, "unit": unit.name}
    return (
        turn.say("call_back.asked", phone=phone, **told)
        if phone
        else turn.say("call_back.asked_blind", **told)
    )
