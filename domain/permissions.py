"""Who may do what, in one function, and how far a query may look.

Default deny. `scope_of` gives the limits that named queries apply in SQL; `authorize` answers for one object.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Forbidden, NotFound
from domain.units import Actor, Role


class Action(StrEnum):
    """What can be asked of the store."""

    VIEW_TASKS = "view_tasks"
    REPORT_STATUS = "report_status"
    VIEW_OVERDUE = "view_overdue"
    VIEW_PROGRESS = "view_progress"
    NUDGE = "nudge"
    CONFIRM = "confirm"
    DECIDE = "decide"


_OWN_UNIT = frozenset({Role.FOCAL_POINT, Role.UNIT_HEAD})
_WHOLE_PROVINCE: dict[Action, frozenset[Role]] = {
    Action.VIEW_TASKS: frozenset({Role.COORDINATOR, Role.LEADER}),
    Action.VIEW_OVERDUE: frozenset({Role.COORDINATOR, Role.LEADER}),
    Action.VIEW_PROGRESS: frozenset({Role.COORDINATOR, Role.LEADER}),
    Action.NUDGE: frozenset({Role.COORDINATOR, Role.LEADER}),
    Action.CONFIRM: frozenset({Role.COORDINATOR}),
    Action.DECIDE: frozenset({Role.COORDINATOR}),
}
_OWN_UNIT_ACTIONS: dict[Action, frozenset[Role]] = {
    Action.VIEW_TASKS: _OWN_UNIT | {Role.COORDINATOR},
    Action.REPORT_STATUS: frozenset({Role.FOCAL_POINT, Role.UNIT_HEAD, Role.COORDINATOR}),
    Action.VIEW_OVERDUE: _OWN_UNIT,
    Action.VIEW_PROGRESS: _OWN_UNIT,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query may see: whole provinces, single units, or everything (the operator)."""

    provinces: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is visible."""
        return not (self.everything or self.provinces or self.units)

    def covers(self, province_id: int, unit_id: int) -> bool:
        """Whether an object of that province and unit is visible."""
        return self.everything or province_id in self.provinces or unit_id in self.units


def scope_of(actor: Actor, action: Action) -> Scope:
    """How far the actor sees for that action; an empty scope means not at all."""
    if actor.is_operator:
        return Scope(everything=True)
    wide = _WHOLE_PROVINCE.get(action, frozenset())
    narrow = _OWN_UNIT_ACTIONS.get(action, frozenset())
    return Scope(
        provinces=frozenset(m.province_id for m in actor.memberships if m.role in wide),
        units=frozenset(m.unit_id for m in actor.memberships if m.role in narrow),
    )


def authorize(actor: Actor, action: Action, *, province_id: int, unit_id: int) -> None:
    """Allow or raise.

    NotFound when the actor may do this somewhere but not see this object, so that nothing leaks about it;
    Forbidden when the actor's roles never allow the action.
    """
    scope = scope_of(actor, action)
    if scope.is_empty:
        raise Forbidden(f"{action} needs another role")
    if not scope.covers(province_id, unit_id):
        raise NotFound
