"""What the commands about outages and exemptions do, as plain data."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot import commands
from bot.wiring import House
from domain.decisions import Decision, DecisionKind
from domain.units import OPERATOR, Group, Selector
from services import decision_drafts, decisions, obligations, provinces
from services.decision_drafts import Draft
from services.decisions import Decided, Effect
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision as it is typed; codes and names are looked up in the province."""

    kind: DecisionKind
    first_day: date
    last_day: date
    basis: str
    units: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    exceptions: tuple[str, ...] = ()
    moved_to: date | None = None
    obligation: str | None = None
    province: str | None = None


async def decide(wish: Wish, *, dry_run: bool, now: datetime | None) -> dict[str, Any]:
    """Take the decision, or do it all and roll it back for a dry run."""
    async with commands.house(now) as opened:
        moment, calendar = opened.clock.now(), opened.calendar

        async def work(uow: UnitOfWork) -> Decided:
            await obligations.ensure_assignments(uow, calendar=calendar, now=moment)
            draft = await _draft(uow, wish, calendar.day_of(moment))
            return await decisions.decide(uow, OPERATOR, draft, calendar=calendar, now=moment)

        taken = await (commands.rehearse(opened, work) if dry_run else opened.store.transact(work))
    return {
        "decision": None if dry_run else taken.decision.id,
        "dry_run": dry_run,
        "kind": taken.decision.kind.value,
        "first_day": taken.decision.first_day,
        "last_day": taken.decision.last_day,
        "moved_to": taken.decision.moved_to,
        "basis": taken.decision.basis,
        "affected": [_effect_row(effect) for effect in taken.effects],
        "cancelled": taken.cancelled,
        "told": taken.told,
    }


async def undo(decision_id: int, now: datetime | None) -> dict[str, Any]:
    """Take a decision back."""
    async with commands.house(now) as opened:
        moment, calendar = opened.clock.now(), opened.calendar
        undone = await opened.store.transact(
            lambda uow: decisions.undo(uow, OPERATOR, decision_id, calendar=calendar, now=moment)
        )
    return {
        "decision": decision_id,
        "restored": [_duty_row(duty) for duty in undone.restored],
        "left": [_duty_row(duty) for duty in undone.left],
        "cancelled": undone.cancelled,
        "told": undone.told,
    }


async def listing(now: datetime | None) -> list[dict[str, Any]]:
    """All decisions, also those taken back."""
    async with commands.house(now) as opened, opened.store.reading() as uow:
        provinces = {item.id: item.code for item in await uow.organisation.provinces()}
        return [_row(item, provinces[item.province_id], opened) for item in await uow.decisions.all()]


async def _draft(uow: UnitOfWork, wish: Wish, day: date) -> Draft:
    province = await provinces.find(uow, wish.province, day)
    duty = None
    if wish.obligation is not None:
        duty = await decision_drafts.find_obligation(uow, province.id, wish.obligation)
    selector = None
    if wish.units or wish.groups:
        selector = Selector(wish.groups, wish.units, wish.exceptions)
    return Draft(
        province_id=province.id,
        kind=wish.kind,
        first_day=wish.first_day,
        last_day=wish.last_day,
        basis=wish.basis,
        selector=selector,
        moved_to=wish.moved_to,
        obligation_id=duty.id if duty is not None else None,
    )


def _effect_row(effect: Effect) -> dict[str, Any]:
    status = effect.values.get("status", effect.duty.assignment.status.value)
    return _duty_row(effect.duty) | {"status": status, "new_last_day": effect.last_day}


def _duty_row(duty: Duty) -> dict[str, Any]:
    assignment = duty.assignment
    return {
        "unit_code": duty.unit.code,
        "unit": duty.unit.name,
        "code": duty.code,
        "obligation_id": duty.obligation.id,
        "obligation": duty.obligation.title,
        "period": assignment.period.key,
        "status": assignment.status.value,
        "last_day": assignment.current.last_day,
    }


def _row(decision: Decision, province: str, opened: House) -> dict[str, Any]:
    local = opened.calendar.local
    selector = decision.selector
    return {
        "id": decision.id,
        "province": province,
        "kind": decision.kind.value,
        "first_day": decision.first_day,
        "last_day": decision.last_day,
        "moved_to": decision.moved_to,
        "units": list(selector.units) if selector else [],
        "groups": [group.value for group in selector.groups] if selector else [],
        "exceptions": list(selector.exceptions) if selector else [],
        "obligation_id": decision.obligation_id,
        "basis": decision.basis,
        "decided_by": decision.decided_by,
        "decided_at": local(decision.decided_at),
        "affected": len(decision.affected),
        "undone_at": local(decision.undone_at) if decision.undone_at else None,
    }
