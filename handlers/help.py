"""/huongdan: what can be said, by role. The same list feeds the command menus of messengers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.messages import Reply
from domain.units import Role
from handlers.turn import Turn
from language.commands import Command
from language.lexicon.commands import WHOLE_FORMS
from locales.speech import Speech


@dataclass(frozen=True, slots=True)
class Entry:
    """A command with the roles that may use it; `groups` says that it is for groups too."""

    command: Command
    roles: frozenset[Role]
    groups: bool = False


_EVERY = frozenset(Role)
_UNIT = frozenset({Role.FOCAL_POINT, Role.UNIT_HEAD, Role.COORDINATOR})
_ASKING = frozenset({Role.COORDINATOR, Role.LEADER})
_COORDINATING = frozenset({Role.COORDINATOR})
ENTRIES = (
    Entry(Command.TASKS, _UNIT, groups=True),
    Entry(Command.EXTEND, _UNIT),
    Entry(Command.UNDO, _UNIT),
    Entry(Command.WORKLIST, _COORDINATING),
    Entry(Command.OVERDUE, _ASKING),
    Entry(Command.PROGRESS, _ASKING),
    Entry(Command.REPORTS, _ASKING),
    Entry(Command.NUDGE, _ASKING),
    Entry(Command.RECEIPTS, _COORDINATING),
    Entry(Command.CONFIRM, _COORDINATING),
    Entry(Command.RETURN, _COORDINATING),
    Entry(Command.AGREE, _COORDINATING),
    Entry(Command.REFUSE, _COORDINATING),
    Entry(Command.CALL_SHEET, _COORDINATING),
    Entry(Command.CALLED, _COORDINATING),
    Entry(Command.REACH, _COORDINATING),
    Entry(Command.QUICK_TASK, _COORDINATING),
    Entry(Command.TABLE, _COORDINATING),
    Entry(Command.END_QUICK, _COORDINATING),
    Entry(Command.OUTAGE, _COORDINATING),
    Entry(Command.EXEMPT, _COORDINATING),
    Entry(Command.REVOKE, _COORDINATING),
    Entry(Command.GROUP_TEXT, _COORDINATING),
    Entry(Command.GROUP_LINK, _UNIT, groups=True),
    Entry(Command.GROUP_UNLINK, _UNIT, groups=True),
    Entry(Command.CONTACTS, _EVERY),
    Entry(Command.LANGUAGE, _EVERY),
    Entry(Command.HELP, _EVERY, groups=True),
)


def entries(roles: Iterable[Role]) -> list[Entry]:
    """What somebody in these roles may use, of what is there."""
    from handlers import subjects

    held = frozenset(roles)
    return [item for item in ENTRIES if item.roles & held and item.command in subjects.COMMANDS]


def menu(tr: Speech, shown: Iterable[Entry]) -> Mapping[str, str]:
    """The commands of a messenger's menu with what they do."""
    return {item.command.value: tr(f"menu.{item.command.value}") for item in shown}


def answer(turn: Turn) -> Reply:
    """The commands the actor may use, in their plain forms."""
    lines = [turn.tr("help.head")]
    if turn.actor.has(Role.FOCAL_POINT, Role.UNIT_HEAD, Role.COORDINATOR):
        lines.append(turn.tr("help.answers"))
    for item in entries(member.role for member in turn.actor.memberships):
        said = WHOLE_FORMS[item.command.value][0]
        lines.append(turn.tr("help.line", said=said, does=turn.tr(f"menu.{item.command.value}")))
    return Reply("\n".join(lines))


async def helped(turn: Turn, _: str) -> Reply:
    """/huongdan, in the shape of a command."""
    return answer(turn)


COMMANDS = {Command.HELP: helped}
