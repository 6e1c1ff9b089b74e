"""Storing what files describe: a pack's units, directives and obligations. Loading twice adds nothing."""

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Calendar
from domain.errors import Conflict
from domain.packs import Pack
from domain.units import OPERATOR
from services import history, obligation_imports
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
    province = next(item for item in await uow.organisation.provinces() if item.id == province_id)
    obligations = await obligation_imports.add_all(uow, pack.drafts, province, calendar)
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
