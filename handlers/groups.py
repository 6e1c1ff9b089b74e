"""Groups: neutral words only; whatever concerns a unit is said in private and recorded there alone."""

from dataclasses import replace

from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import ContactState
from handlers import (
    caution,
    group_links,
    group_words,
    headlines,
    linking,
    overdue,
    progress,
    questions,
    tasks,
)
from handlers import help as help_
from handlers.readings import read
from handlers.turn import Turn
from language.commands import Command, CommandCall, parse_command
from language.questions import Asked, read_question
from language.replies import Intent
from services import consolidation, groups
from services.accounts import looks_like_code

_LINKS = (Command.GROUP_LINK, Command.GROUP_UNLINK)
_WHO = (Command.OVERDUE, Command.PROGRESS)
_OWN = (Intent.ASK_MY_TASKS, Intent.ASK_DEADLINE)


async def joined(turn: Turn) -> Reply | None:
    """We were added to a group: it hears one line."""
    is_new = await groups.greet(turn.uow, group_links.chat(turn), now=turn.now)
    return turn.say("group.privately") if is_new else None


async def answer(turn: Turn) -> Reply | None:
    """Only what is addressed to us is answered, and nothing that somebody passed on from elsewhere."""
    inbound = turn.received.inbound
    if not inbound.is_addressed or inbound.is_forwarded:
        return None
    is_new = await groups.greet(turn.uow, group_links.chat(turn), now=turn.now)
    if looks_like_code(turn.text) is not None:
        return turn.say("link.private_only")
    if turn.actor.person is None:
        return linking.stranger(turn) if is_new else None
    warned = caution.answer(turn)
    if warned is not None:
        return warned
    # In a group a bare number or word answers no question: those are asked in private.
    here = replace(turn, prompt=None, expired=None)
    call = parse_command(turn.text)
    if await _asks_who(here, call):
        return await _counts(here, call)
    private = await _in_private(here, call)
    return here.say("group.privately") if private is None else await _privately(here, private)


async def _asks_who(turn: Turn, call: CommandCall | None) -> bool:
    """Whether somebody asks about the reports of all, or of others."""
    if call is not None:
        return call.command in _WHO
    asked = read_question(turn.text)
    if asked is not None and asked.asked not in (Asked.DOSSIERS, Asked.URGE):
        return True
    return asked is None and read(turn, []).intent is Intent.ASK_OVERDUE


async def _counts(turn: Turn, call: CommandCall | None) -> Reply:
    """The group hears how many of how many; who may see the names gets the answer in private."""
    line = turn.tr("group.privately")
    provinces = {membership.province_id for membership in turn.actor.memberships}
    group = await turn.uow.groups.at(group_links.chat(turn))
    sees = not scope_of(turn.actor, Action.VIEW_PROGRESS).is_empty
    if sees and len(provinces) == 1 and groups.may_hear_counts(group, turn.actor):
        standing = await consolidation.main_report(turn.uow, provinces.pop(), now=turn.now, today=turn.today)
        if standing is not None:
            line = f"{headlines.count_line(turn, standing)} {turn.tr('group.own_privately')}"
    if not scope_of(turn.actor, Action.VIEW_OVERDUE).provinces or not await _has_private_chat(turn):
        return Reply(line)
    return Reply(line, private=await _names(turn, call))


async def _names(turn: Turn, call: CommandCall | None) -> Reply:
    """What a leader or coordinator asked for, as it is answered in private."""
    if call is not None and call.command is Command.PROGRESS:
        return await progress.answer(turn, call.argument)
    return (call is None and await questions.answer(turn)) or await overdue.answer(turn)


async def _in_private(turn: Turn, call: CommandCall | None) -> Reply | None:
    """What the sender alone is answered; None when there is nothing to say."""
    if call is not None and call.command in _LINKS:
        return await group_links.answer(turn, call.command)
    if call is not None:
        return await _commanded(turn, call.command)
    duties = await turn.duties()
    meant = read(turn, duties)
    if meant.intent in _OWN:
        return await tasks.answer(turn)
    return await group_words.confirm(turn, meant, duties)


async def _commanded(turn: Turn, command: Command) -> Reply | None:
    """Of the commands only those that look at one's own things are taken from a group."""
    if command is Command.TASKS:
        return await tasks.answer(turn)
    return help_.answer(turn) if command is Command.HELP else None


async def _privately(turn: Turn, private: Reply) -> Reply:
    if not await _has_private_chat(turn):
        return turn.say("group.write_privately")
    return Reply(turn.tr("group.heard"), private=private)


async def _has_private_chat(turn: Turn) -> bool:
    """Whether the sender may be written to there: a bot does not write first, nor to who has blocked it."""
    contact = await turn.uow.organisation.contact_at(*turn.address.key)
    return contact is not None and contact.state is ContactState.ACTIVE
