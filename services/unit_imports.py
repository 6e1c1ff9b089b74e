"""Units from a table: new ones are added, known ones changed; what the file does not name stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.imports import Difference, ImportReport, Rejection
from domain.units import Unit
from files.typed_rows import Lines, Numbered
from files.unit_tables import COLUMNS, UnitLine
from services.table_imports import Run, note
from storage import wakes
from storage.store import UnitOfWork

KIND = "units"
_HEADINGS = {column.key: column.heading for column in COLUMNS}
_LISTS = ("aliases", "former_names")
_PLACES = {"parent": "parent_id", "successor": "successor_id"}


@dataclass(slots=True)
class _Plan:
    """What the file says, beside what is stored; both by the key of the code."""

    stored: Mapping[str, Unit]
    lines: dict[str, Numbered[UnitLine]] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)

    def reject(self, row: int, key: str, reason: str) -> None:
        self.rejected.append(Rejection(row, _HEADINGS[key], reason))

    def code_of(self, unit_id: int | None) -> str | None:
        """The stored code of a unit."""
        return next((unit.code for unit in self.stored.values() if unit.id == unit_id), None)

    def place(self, key: str, which: str) -> str | None:
        """The parent or successor a unit will have, as the key of its code."""
        line, unit = self.lines.get(key), self.stored.get(key)
        if line is not None and which in line.value.said:
            code = line.value.said[which]
        else:
            code = self.code_of(getattr(unit, _PLACES[which])) if unit is not None else None
        return code_key(code) if code else None

    def will_be(self, key: str, name: str) -> Any:
        """What a column of a unit will hold."""
        line, unit = self.lines[key].value, self.stored.get(key)
        return line.said[name] if name in line.said else getattr(unit, name, None)


async def import_units(uow: UnitOfWork, lines: Lines[UnitLine], run: Run) -> ImportReport:
    """Check the whole file, then store all of it, or nothing when a row is rejected."""
    units = await uow.organisation.units(run.province.id)
    plan = _Plan({code_key(unit.code): unit for unit in units}, rejected=list(lines.rejected))
    _take_lines(plan, lines.rows)
    for key in plan.lines:
        _check(plan, key)
    added = [line for key, line in plan.lines.items() if key not in plan.stored]
    changed = [item for key in plan.lines if key in plan.stored and (item := _difference(plan, key)).fields]
    report = ImportReport(
        KIND,
        tuple(line.value.code for line in added),
        tuple(changed),
        len(plan.lines) - len(added) - len(changed),
        tuple(sorted(plan.rejected, key=lambda item: item.row)),
    )
    if not run.dry_run and not report.is_refused and report.says_something:
        await _store(uow, plan, report, run)
        await note(uow, run, report)
        uow.wake(wakes.PLAN)
    return report


def _take_lines(plan: _Plan, rows: Sequence[Numbered[UnitLine]]) -> None:
    for line in rows:
        key = code_key(line.value.code)
        if key in plan.lines:
            earlier = plan.lines[key]
            plan.reject(line.row, "code", f"{line.value.code} is listed already in row {earlier.row}")
        else:
            plan.lines[key] = line


def _check(plan: _Plan, key: str) -> None:
    row, line = plan.lines[key].row, plan.lines[key].value
    for which in _PLACES:
        code = line.said.get(which)
        if code and code_key(code) not in plan.stored.keys() | plan.lines.keys():
            plan.reject(row, which, f"no unit {code} in this file or in the province")
        elif _leads_back(plan, key, which):
            plan.reject(row, which, f"from {line.code} it leads back to {line.code}")
    begins, ends = plan.will_be(key, "valid_from"), plan.will_be(key, "valid_to")
    if begins and ends and ends < begins:
        plan.reject(row, "valid_to", f"lies before {_HEADINGS['valid_from']}")
    if plan.place(key, "successor") and ends is None:
        plan.reject(row, "successor", f"only a unit that has ended ({_HEADINGS['valid_to']}) has a successor")


def _leads_back(plan: _Plan, key: str, which: str) -> bool:
    seen: set[str] = set()
    above = plan.place(key, which)
    while above is not None and above != key and above not in seen:
        seen.add(above)
        above = plan.place(above, which)
    return above == key


def _difference(plan: _Plan, key: str) -> Difference:
    unit, fields = plan.stored[key], {}
    for name, new in plan.lines[key].value.said.items():
        if name in _PLACES:
            old: Any = plan.code_of(getattr(unit, _PLACES[name]))
            is_same = (old and code_key(old)) == (new and code_key(new))
        else:
            old, new = getattr(unit, name), (new or ()) if name in _LISTS else new
            is_same = old == new
        if not is_same:
            fields[name] = (old, new)
    return Difference(unit.code, fields)


async def _store(uow: UnitOfWork, plan: _Plan, report: ImportReport, run: Run) -> None:
    await uow.organisation.add_units(_new_rows(plan, run.province.id))
    ids = {code_key(unit.code): unit.id for unit in await uow.organisation.units(run.province.id)}
    changed = {code_key(item.key): item.fields for item in report.changed}
    for done, (key, line) in enumerate(plan.lines.items(), start=1):
        if key in plan.stored:
            columns = {name: new for name, (_, new) in changed.get(key, {}).items()}
        else:
            columns = {name: line.value.said[name] for name in _PLACES if line.value.said.get(name)}
        if columns:
            await uow.organisation.change_unit(ids[key], _as_stored(columns, ids))
        run.step(done, len(plan.lines))


def _new_rows(plan: _Plan, province_id: int) -> list[dict[str, Any]]:
    """The new units without their places, which may be units of the same file."""
    last = max((unit.order_no for unit in plan.stored.values()), default=0)
    rows = []
    for key, line in plan.lines.items():
        if key in plan.stored:
            continue
        said = line.value.said
        last = max(last, said.get("order_no") or last + 1)
        rows.append(
            {
                "province_id": province_id,
                "code": line.value.code,
                "name": said["name"],
                "kind": said["kind"].value,
                "order_no": said.get("order_no") or last,
                "aliases": list(said.get("aliases") or ()),
                "former_names": list(said.get("former_names") or ()),
                "valid_from": said.get("valid_from"),
                "valid_to": said.get("valid_to"),
            }
        )
    return rows


def _as_stored(columns: Mapping[str, Any], ids: Mapping[str, int]) -> dict[str, Any]:
    stored: dict[str, Any] = {}
    for name, value in columns.items():
        if name in _PLACES:
            stored[_PLACES[name]] = ids[code_key(value)] if value else None
        elif name in _LISTS:
            stored[name] = list(value)
        else:
            stored[name] = value
    return stored


def code_key(code: str) -> str:
    """Codes that differ only in case or in Đ are one code to somebody who types without diacritics."""
    return code.casefold().replace("đ", "d")
