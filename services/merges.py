"""Mergers: a unit takes over what others still owe from a day on; what fell due before stays theirs.

People and chats need no move: who acts for a merged unit acts for its successor (`storage.organisation`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.calendar import VIETNAM
from domain.errors import Forbidden, InvalidInput
from domain.obligations import Assignment, Obligation
from domain.permissions import Scope
from domain.statuses import Status
from domain.units import Actor, Unit
from locales.catalogue import DEFAULT
from locales.speech import speech
from services import changes, history, obligations, planning
from services.changes import Cause
from services.wording import Duty
from storage import wakes
from storage.store import UnitOfWork

MERGED = "merged"
_ONE_DAY = timedelta(days=1)
# What a unit has said and been granted goes with the duty; keys, versions and the first deadline do not.
_TAKEN_ALONG = tuple(name for name in changes.FIELDS if name not in ("status", "next_step_at"))


@dataclass(frozen=True, slots=True)
class Merger:
    """Which units end before the day, and which one succeeds them."""

    old: tuple[Unit, ...]
    new: Unit
    on: date

    @property
    def last_day(self) -> date:
        """The last day on which the old units exist."""
        return self.on - _ONE_DAY


@dataclass(frozen=True, slots=True)
class Effect:
    """What a merger did to one old unit.

    `moved` are its duties that the new unit owes now, `waived` those the new unit owed itself, `kept` those
    that stay the old one's: they fell due before, or the other province has no such duty.
    """

    unit: Unit
    is_new: bool
    moved: tuple[Duty, ...]
    waived: tuple[Duty, ...]
    kept: tuple[Duty, ...]
    cancelled: int


async def merge(uow: UnitOfWork, actor: Actor, merger: Merger, *, now: datetime) -> list[Effect]:
    """End the old units the day before and hand on what they owe from the day on; one event for each.

    Doing it again changes nothing. InvalidInput when a unit ended otherwise, was not there yet, or when the
    new one does not exist on that day or goes back to an old one.
    """
    if not actor.is_operator:
        raise Forbidden("units are merged from the command line")
    await _require_possible(uow, merger)
    effects = []
    for unit in sorted(set(merger.old), key=lambda unit: (unit.order_no, unit.code)):
        values = {"valid_to": merger.last_day, "successor_id": merger.new.id}
        await uow.organisation.change_unit(unit.id, values)
        if unit.province_id == merger.new.province_id:
            await uow.duties.hand_over(unit.id, merger.new.id)
        effects.append(await _hand_on(uow, actor, unit, merger, now=now))
    uow.wake(wakes.PLAN, wakes.LINES)
    return effects


async def _require_possible(uow: UnitOfWork, merger: Merger) -> None:
    new, last_day = merger.new, merger.last_day
    if not new.is_valid_on(merger.on):
        raise InvalidInput(f"{new.code} does not exist on {merger.on}; a merger needs a unit that does")
    by_id = {unit.id: unit for unit in await uow.organisation.units()}
    line = _line(new, by_id)
    for old in merger.old:
        if old.id in line:
            raise InvalidInput(f"{old.code} cannot be merged into {new.code}: that goes round in a circle")
        if old.successor_id not in (None, new.id):
            heir = by_id[old.successor_id or 0].code
            raise InvalidInput(f"{old.code} was merged into {heir} already, its last day was {old.valid_to}")
        if old.valid_from is not None and old.valid_from > last_day:
            raise InvalidInput(f"{old.code} begins on {old.valid_from}, so it cannot end on {last_day}")
        if old.valid_to is not None and old.valid_to != last_day:
            raise InvalidInput(f"{old.code} ended on {old.valid_to} and not on {last_day}")


def _line(unit: Unit, by_id: Mapping[int, Unit]) -> set[int]:
    """The unit and all its successors, by key."""
    line: set[int] = set()
    current: Unit | None = unit
    while current is not None and current.id not in line:
        line.add(current.id)
        current = by_id.get(current.successor_id or 0)
    return line


async def _hand_on(uow: UnitOfWork, actor: Actor, unit: Unit, merger: Merger, *, now: datetime) -> Effect:
    owed = await uow.duties.assignments(Scope(units=frozenset({unit.id})), owed=True)
    known = await obligations.duties(uow, owed)
    equal = await _counterparts(uow, unit, merger.new)
    heirs = await uow.duties.assignments(Scope(units=frozenset({merger.new.id})))
    taken = {(item.obligation_id, item.period) for item in heirs}
    moved: list[Duty] = []
    waived: list[Duty] = []
    kept: list[Duty] = []
    for duty in known:
        becomes = equal.get(duty.obligation.key)
        if duty.assignment.current.last_day < merger.on or becomes is None:
            kept.append(duty)
        elif (becomes.id, duty.assignment.period) in taken:
            waived.append(duty)
        else:
            await _move(uow, actor, duty, (becomes, merger), now=now)
            moved.append(duty)
    cause = Cause(changes.REPLANNED, now, {"message": None, "reason": _reason(merger)})
    gone = [duty.assignment for duty in moved + waived]
    applied = await planning.withdraw(uow, actor, gone, cause=cause)
    is_new = unit.successor_id != merger.new.id
    effect = Effect(unit, is_new, tuple(moved), tuple(waived), tuple(kept), applied.cancelled)
    if is_new or gone:
        await _record(uow, actor, merger, effect, now)
    return effect


async def _counterparts(uow: UnitOfWork, unit: Unit, new: Unit) -> dict[str, Obligation]:
    """The duties the new unit can take over, by key: those of one province, or of the same key in another."""
    if unit.province_id == new.province_id:
        return {item.key: item for item in await uow.duties.obligations(province_id=new.province_id)}
    in_force = await uow.duties.obligations(province_id=new.province_id, active=True)
    return {item.key: item for item in in_force if not item.history}


async def _move(
    uow: UnitOfWork, actor: Actor, duty: Duty, place: tuple[Obligation, Merger], *, now: datetime
) -> None:
    """The new unit owes what the old one did, by the same deadlines and with what was said of it.

    The row begins as waived, so that a look back at an earlier moment does not count the duty twice.
    """
    old, (obligation, merger) = duty.assignment, place
    row = {
        "obligation_id": obligation.id,
        "period": old.period.key,
        "unit_id": merger.new.id,
        "province_id": merger.new.province_id,
        "version": 1,
        "plan_version": 1,
        "status": Status.WAIVED.value,
        "original": old.original,
        "current": old.original,
        "nil": False,
        "filed": [],
        "disputed": False,
    }
    (key,) = await uow.duties.add_assignments([row])
    created = await uow.duties.assignment(key)
    assert created is not None, "it was stored a line above"
    values: dict[str, Any] = {name: getattr(old, name) for name in _TAKEN_ALONG}
    values["status"] = old.status.value
    values["next_step_at"] = await _next_look(uow, old, now)
    cause = Cause(changes.REPLANNED, now, {"message": None, "merged_from": old.id})
    await changes.change(uow, actor, created, values, cause=cause)


async def _next_look(uow: UnitOfWork, old: Assignment, now: datetime) -> datetime | None:
    """The old unit's next step, or at once when a reminder of it still waits and dies with the old plan."""
    return now if await uow.reminders.waiting_messages([old.id]) else old.next_step_at


def _reason(merger: Merger) -> str:
    """Why the old unit owes nothing more, in the language of the office."""
    tr = speech(DEFAULT, VIETNAM)
    return tr("merge.reason", unit=merger.new.name, day=tr.day(merger.on))


async def _record(uow: UnitOfWork, actor: Actor, merger: Merger, effect: Effect, now: datetime) -> None:
    data = {
        "into": merger.new.id,
        "on": merger.on.isoformat(),
        "moved": [duty.assignment.id for duty in effect.moved],
        "waived": [duty.assignment.id for duty in effect.waived],
        "kept": [duty.assignment.id for duty in effect.kept],
    }
    unit = effect.unit
    fact = history.Fact(MERGED, f"unit:{unit.id}", unit.province_id, unit.id, data=data)
    await history.record(uow, actor, fact, now=now)
