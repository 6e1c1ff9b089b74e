"""Strangers and codes: a code is answered with who would be linked to what, and only a yes links."""

from dataclasses import replace

from domain.errors import LinkRefused
from domain.messages import ChatKind, Reply
from domain.permissions import Action, scope_of
from handlers.turn import Turn
from locales.speech import speech
from services import accounts, fallbacks, onboarding
from services.onboarding import Joined
from services.wording import due, title

CONFIRM = "link"


async def offer(turn: Turn, code: str) -> Reply:
    """Answer a typed code with person, unit and role; nothing is linked yet."""
    if turn.received.inbound.chat_kind is not ChatKind.PRIVATE:
        return turn.say("link.private_only")
    try:
        invitation, unit = await accounts.look_up(turn.uow, code, turn.address)
    except LinkRefused:
        return turn.say("link.refused")
    asked = turn.tr.listing(await onboarding.responsible(turn.uow, unit))
    lines = [turn.tr("link.about", responsible=asked)]
    before = await accounts.passes_on(turn.uow, invitation, unit, turn.address)
    if before is not None:
        # One address is one person's.
        lines.append(turn.tr("link.passes_on", person=before.name))
    named = invitation.person_name != unit.name
    person = f"{invitation.person_name}, {unit.name}" if named else unit.name
    lines.append(turn.tr("link.confirm", person=person, role=turn.tr(f"role.{invitation.role}")))
    choices = (("yes", turn.tr("choice.right")), ("no", turn.tr("choice.wrong")))
    data = {"invitation": invitation.id, "hash": accounts.hash_code(code)}
    return turn.ask("\n".join(lines), CONFIRM, choices=choices, data=data)


async def confirm(turn: Turn, choice: str) -> Reply:
    """The answer to "đúng không?": link, or leave the code to whoever it is for."""
    assert turn.prompt is not None, "only an open question is confirmed"
    if choice != "yes":
        return turn.say("link.declined")
    data = turn.prompt.data
    try:
        joined = await onboarding.join(
            turn.uow,
            int(str(data["invitation"])),
            turn.address,
            code_hash=str(data["hash"]),
            moment=(turn.now, turn.calendar),
        )
    except LinkRefused:
        return turn.say("link.refused")
    return await _welcome(turn, joined)


async def _welcome(turn: Turn, joined: Joined) -> Reply:
    """What is owed now, in one line, and how to answer."""
    actor = await accounts.actor_at(turn.uow, turn.address)
    assert actor is not None, "somebody has just been linked here"
    own = replace(turn, actor=actor, tr=speech(joined.person.locale, turn.calendar.zone))
    lines = [own.tr("link.done", person=joined.person.name)]
    sheet = joined.invitation
    if sheet.channel == turn.address.channel and sheet.account != turn.address.account:
        channel = fallbacks.channel_name(own.tr, turn.address.channel)
        lines.append(own.tr("link.other_account", channel=channel))
    if scope_of(actor, Action.REPORT_STATUS).is_empty:
        return Reply("\n".join([*lines, own.tr("link.how_asking")]))
    lines += [await _owed(own), own.tr("link.how")]
    return Reply("\n".join(lines))


async def _owed(turn: Turn) -> str:
    duties = await turn.duties()
    if not duties:
        return turn.tr("link.nothing_owed")
    first = duties[0]
    values = {
        "code": first.code,
        "title": title(turn.tr, first),
        "due": due(turn.tr, first.assignment.current),
    }
    return turn.tr("link.owed", count=len(duties), **values)


def stranger(turn: Turn) -> Reply:
    """The only thing somebody unknown ever hears: no name, no unit, no figure."""
    return turn.say("link.stranger")


CHOICES = {CONFIRM: confirm}
