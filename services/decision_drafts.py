"""What somebody wants to decide, and whether it can be decided at all."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import Calendar
from domain.decisions import Decision, DecisionKind, chosen
from domain.errors import InvalidInput
from domain.obligations import Obligation
from domain.units import Actor, Selector
from storage.store import UnitOfWork

LONGEST_BASIS = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to decide. `selector` None: every unit; `moved_to` None: the next working day."""

    province_id: int
    kind: DecisionKind
    first_day: date
    last_day: date
    basis: str
    selector: Selector | None = None
    moved_to: date | None = None
    obligation_id: int | None = None


async def checked(
    uow: UnitOfWork, actor: Actor, draft: Draft, *, calendar: Calendar, now: datetime
) -> Decision:
    """The draft as a decision that is not stored yet; InvalidInput when it cannot be decided."""
    # Notices close the basis with a full stop of their own.
    basis = " ".join(draft.basis.split()).rstrip(" .")
    if not basis or len(basis) > LONGEST_BASIS:
        raise InvalidInput(f"a decision needs its basis in at most {LONGEST_BASIS} characters")
    if draft.last_day < draft.first_day:
        raise InvalidInput(f"the last day {draft.last_day} comes before the first day {draft.first_day}")
    await _require_units(uow, draft)
    return Decision(
        id=0,
        province_id=draft.province_id,
        kind=draft.kind,
        first_day=draft.first_day,
        last_day=draft.last_day,
        basis=basis,
        decided_by=actor.label,
        decided_at=now,
        affected=(),
        moved_to=_new_day(draft, calendar),
        selector=draft.selector,
        obligation_id=draft.obligation_id,
    )


async def _require_units(uow: UnitOfWork, draft: Draft) -> None:
    """A mistyped code must not leave a unit out in silence."""
    if draft.selector is None:
        return
    units = await uow.organisation.units(draft.province_id)
    named = {*draft.selector.units, *draft.selector.exceptions}
    unknown = sorted(named - {unit.code for unit in units})
    if unknown:
        raise InvalidInput(f"no unit has the code {', '.join(unknown)}; `dondoc unit list` shows them")
    if not chosen(draft.selector, units, draft.first_day, draft.last_day):
        raise InvalidInput("the decision names no unit that exists in these days")


def _new_day(draft: Draft, calendar: Calendar) -> date | None:
    if draft.kind is DecisionKind.EXEMPTION:
        if draft.moved_to is not None:
            raise InvalidInput("an exemption moves nothing to another day")
        return None
    day = draft.moved_to or calendar.shift(draft.last_day, 1)
    if day <= draft.last_day or not calendar.is_working(day):
        raise InvalidInput(f"{day} is not a working day after {draft.last_day}")
    return day


async def find_obligation(uow: UnitOfWork, province_id: int, name: str) -> Obligation:
    """A duty of the province by its key or its short code (`BC`); InvalidInput when not exactly one."""
    every = await uow.duties.obligations(province_id=province_id)
    found = [item for item in every if item.key == name] or [
        item for item in every if item.stem.casefold() == name.casefold()
    ]
    if len(found) == 1:
        return found[0]
    keys = ", ".join(item.key for item in found or every)
    raise InvalidInput(f"{name} names {len(found)} duties; write one of {keys}")
