"""Storing what files describe: a pack's units, directives and obligations. Loading twice adds nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import Calendar
from domain.deadlines import compute
from domain.errors import Conflict
from domain.obligations import ObligationState
from domain.packs import Pack, PackObligation
from domain.periods import ONCE
from domain.units import OPERATOR
from services import history
from storage import wakes
from storage.organisation import Province
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    name: str
    units: int
    obligations: int
    unchanged: bool


async def load_pack(uow: UnitOfWork, pack: Pack, *, now: datetime, calendar: Calendar) -> Imported:
    """Store a pack. A province that exists is left as it is; the obligations take effect at once."""
    known = {province.code: province for province in await uow.organisation.provinces()}
    if pack.province_code in known:
        await _require_same(uow, pack, known[pack.province_code])
        return Imported(pack.name, 0, 0, unchanged=True)
    province_id = await uow.organisation.add_province(
        code=pack.province_code,
        name=pack.province_name,
        fictitious=pack.fictitious,
        grace_days=0,
        in_use_from=pack.in_use_from,
        in_use_until=pack.in_use_until,
    )
    units = await _store_units(uow, pack, province_id)
    directives = await _store_directives(uow, pack, province_id, units)
    obligations = await _store_obligations(uow, pack, directives=directives, units=units, calendar=calendar)
    await _store_indicators(uow, pack, directives=directives, obligations=obligations)
    data = {"pack": pack.name, "units": len(units), "obligations": len(obligations)}
    fact = history.Fact("pack_loaded", f"province:{province_id}", province_id=province_id, data=data)
    await history.record(uow, OPERATOR, fact, now=now)
    uow.wake(wakes.PLAN)
    return Imported(pack.name, len(units), len(obligations), unchanged=False)


async def _require_same(uow: UnitOfWork, pack: Pack, province: Province) -> None:
    stored = {unit.code for unit in await uow.organisation.units(province.id)}
    if missing := [unit.code for unit in pack.units if unit.code not in stored]:
        raise Conflict(
            f"province {province.code} is stored without {', '.join(missing)}; load into a new database"
        )


async def _store_units(uow: UnitOfWork, pack: Pack, province_id: int) -> dict[str, int]:
    rows = [
        {
            "province_id": province_id,
            "kind": unit.kind.value,
            "code": unit.code,
            "name": unit.name,
            "order_no": unit.order_no,
            "aliases": list(unit.aliases),
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "former_names": list(unit.former_names),
        }
        for unit in pack.units
    ]
    await uow.organisation.add_units(rows)
    ids = {unit.code: unit.id for unit in await uow.organisation.units(province_id)}
    for unit in pack.units:
        places = {"parent_id": ids.get(unit.parent or ""), "successor_id": ids.get(unit.successor or "")}
        if any(places.values()):
            await uow.organisation.change_unit(ids[unit.code], places)
    return ids


async def _store_directives(
    uow: UnitOfWork, pack: Pack, province_id: int, units: dict[str, int]
) -> dict[str, tuple[int, int]]:
    stored = {}
    for directive in pack.directives:
        key = await uow.duties.add_directive(
            province_id=province_id,
            key=directive.key,
            issuer=directive.issuer,
            doc_type=directive.doc_type,
            subject=directive.subject,
            number=directive.number,
            symbol=directive.symbol,
            date_text=directive.date_text,
            year=directive.year,
            coordinator_unit_id=units[directive.coordinator],
            basis=directive.basis,
            remarks=directive.remarks,
        )
        stored[directive.key] = (key, province_id)
    return stored


async def _store_obligations(
    uow: UnitOfWork,
    pack: Pack,
    *,
    directives: dict[str, tuple[int, int]],
    units: dict[str, int],
    calendar: Calendar,
) -> dict[str, int]:
    stored: dict[str, int] = {}
    terms = {directive.key: directive for directive in pack.directives}
    for item in pack.obligations:
        directive_id, province_id = directives[item.directive]
        in_use_from = terms[item.directive].in_use_from or pack.in_use_from
        stored[item.key] = await uow.duties.add_obligation(
            province_id=province_id,
            directive_id=directive_id,
            key=item.key,
            clause=item.clause,
            stem=item.stem,
            title=item.title,
            kind=item.kind.value,
            schedule=item.schedule,
            selector=item.selector,
            coordinator_unit_id=units[item.coordinator],
            state=ObligationState.ACTIVE.value,
            in_use_from=in_use_from,
            recipient=item.recipient,
            via=item.via,
            nil_rule=item.nil_rule.value,
            filings=[filing.value for filing in item.filings],
            supersedes=item.supersedes,
            supporting=list(item.supporting),
            sources=list(item.sources),
            history=_is_history(item, in_use_from, calendar),
            also_in=item.also_in,
            remarks=item.remarks,
            continues=item.continues,
            valid_until=terms[item.directive].valid_until,
        )
    for item in pack.obligations:
        if item.consolidates is not None:
            await uow.duties.link(stored[item.key], consolidates=stored[item.consolidates])
    return stored


async def _store_indicators(
    uow: UnitOfWork, pack: Pack, *, directives: dict[str, tuple[int, int]], obligations: dict[str, int]
) -> None:
    for item in pack.indicators:
        await uow.duties.add_indicator(
            directive_id=directives[item.directive][0],
            obligation_id=obligations[item.obligation] if item.obligation is not None else None,
            clause=item.clause,
            name=item.name,
            unit=item.unit,
            operator=item.operator,
            target=item.target,
            year=item.year,
            selector=pack.measured(item),
            evaluator=item.evaluator,
            sources=item.sources,
        )


def _is_history(item: PackObligation, in_use_from: date, calendar: Calendar) -> bool:
    """A one-off that fell due before the pack came into use is listed, never reminded, never overdue."""
    due = item.schedule.due
    if due is None or due.on is None:
        return False
    return compute(due, ONCE, calendar).last_day < in_use_from
