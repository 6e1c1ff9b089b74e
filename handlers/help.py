"""/huongdan and the greeting after linking: what can be said, by role."""

from domain.messages import Reply
from domain.units import Role
from handlers.turn import Turn


def answer(turn: Turn) -> Reply:
    """The commands the actor may use, with the plain forms."""
    lines = [turn.tr("help.head")]
    if turn.actor.has(Role.FOCAL_POINT, Role.UNIT_HEAD, Role.COORDINATOR):
        lines.append(turn.tr("help.unit"))
    if turn.actor.has(Role.COORDINATOR, Role.LEADER):
        lines.append(turn.tr("help.leader"))
    if turn.actor.has(Role.COORDINATOR):
        lines.append(turn.tr("help.coordinator"))
    lines.append(turn.tr("help.everybody"))
    return Reply("\n".join(lines))
