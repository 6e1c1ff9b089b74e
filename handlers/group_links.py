""" "/nhom" and "bỏ nhóm": a group is linked to one unit by a person of it, who confirms in private."""

from collections.abc import Mapping
from typing import Any

from domain.errors import Conflict, Forbidden
from domain.messages import Reply
from handlers.turn import Turn
from language.commands import Command
from services import groups
from services.groups import GroupAddress

LINK = "group_link"
UNLINK = "group_unlink"


def chat(turn: Turn) -> GroupAddress:
    """The address of the group in which the message was written."""
    return turn.received.channel, turn.received.account, turn.received.inbound.chat


async def answer(turn: Turn, command: Command) -> Reply:
    """Ask the sender whether this is to be the unit's group, or no longer."""
    group = await turn.uow.groups.at(chat(turn))
    unit_id = group.unit_id if group is not None else None
    own = groups.units_to_link(turn.actor)
    units = await turn.uow.organisation.units_by_id(own)
    if not own or (unit_id is not None and unit_id not in own):
        return turn.say("group.not_yours")
    data = {"chat": list(chat(turn))}
    no = ("no", turn.tr("choice.wrong"))
    if command is Command.GROUP_UNLINK:
        if unit_id is None:
            return turn.say("group.not_linked")
        text = turn.tr("group.ask_unlink", unit=units[unit_id].name)
        return turn.ask(text, UNLINK, choices=(("yes", turn.tr("choice.right")), no), data=data)
    if unit_id is not None:
        return turn.say("group.linked_already", unit=units[unit_id].name)
    present = [unit for unit in await turn.own_units() if unit.id in own]
    if len(present) == 1:
        text = turn.tr("group.ask_link", unit=present[0].name)
        return turn.ask(text, LINK, choices=((str(present[0].id), turn.tr("choice.right")), no), data=data)
    choices = [*((str(unit.id), unit.name) for unit in present), no]
    return turn.ask(turn.tr("group.ask_which"), LINK, choices=choices, data=data)


async def link(turn: Turn, key: str) -> Reply:
    """Link the group to the unit that was confirmed."""
    assert turn.prompt is not None, "only an open question is answered"
    if not key.isdigit():
        return turn.say("group.unchanged")
    where = _kept(turn.prompt.data)
    try:
        await groups.link(turn.uow, turn.actor, where, int(key), now=turn.now)
    except (Conflict, Forbidden):
        return turn.say("group.not_yours")
    units = await turn.uow.organisation.units_by_id([int(key)])
    return turn.say("group.linked", unit=units[int(key)].name)


async def unlink(turn: Turn, key: str) -> Reply:
    """Let the group be nobody's again."""
    assert turn.prompt is not None, "only an open question is answered"
    if key != "yes":
        return turn.say("group.unchanged")
    try:
        await groups.unlink(turn.uow, turn.actor, _kept(turn.prompt.data), now=turn.now)
    except Forbidden:
        return turn.say("group.not_yours")
    return turn.say("group.unlinked")


async def in_group_only(turn: Turn, _: str) -> Reply:
    """The command in a private chat: which group is meant is only known inside it."""
    return turn.say("group.link_there")


def _kept(data: Mapping[str, Any]) -> GroupAddress:
    channel, account, where = data["chat"]
    return channel, account, where


CHOICES = {LINK: link, UNLINK: unlink}
COMMANDS = {Command.GROUP_LINK: in_group_only, Command.GROUP_UNLINK: in_group_only}
