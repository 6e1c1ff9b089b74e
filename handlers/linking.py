"""Strangers and codes: a code is answered with who would be linked to what, and only a yes links."""

from domain.errors import LinkRefused
from domain.messages import ChatKind, Reply
from handlers.turn import Turn
from services import accounts

CONFIRM = "link"


async def offer(turn: Turn, code: str) -> Reply:
    """Answer a typed code with person, unit and role; nothing is linked yet."""
    if turn.received.inbound.chat_kind is not ChatKind.PRIVATE:
        return turn.say("link.private_only")
    try:
        invitation, unit = await accounts.look_up(turn.uow, code, turn.address)
    except LinkRefused:
        return turn.say("link.refused")
    role = turn.tr(f"role.{invitation.role}")
    named = invitation.person_name != unit.name
    person = f"{invitation.person_name}, {unit.name}" if named else unit.name
    text = turn.tr("link.confirm", person=person, role=role)
    choices = (("yes", turn.tr("choice.right")), ("no", turn.tr("choice.wrong")))
    data = {"invitation": invitation.id, "hash": accounts.hash_code(code)}
    return turn.ask(text, CONFIRM, choices=choices, data=data)


async def confirm(turn: Turn, choice: str) -> Reply:
    """The answer to "đúng không?": link, or leave the code to whoever it is for."""
    assert turn.prompt is not None, "only an open question is confirmed"
    if choice != "yes":
        return turn.say("link.declined")
    data = turn.prompt.data
    try:
        person = await accounts.link(
            turn.uow, int(str(data["invitation"])), turn.address, code_hash=str(data["hash"]), now=turn.now
        )
    except LinkRefused:
        return turn.say("link.refused")
    return turn.say("link.done", person=person.name)


def stranger(turn: Turn) -> Reply:
    """The only thing somebody unknown ever hears: no name, no unit, no figure."""
    return turn.say("link.stranger")
