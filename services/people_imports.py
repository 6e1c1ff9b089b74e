"""People from a table: who acts for which unit in which role. Nobody is ever removed."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from domain.imports import Difference, ImportReport, Rejection
from domain.units import Person, Role, Unit
from files.people_tables import COLUMNS, PersonLine
from files.typed_rows import Lines, Numbered
from locales.catalogue import DEFAULT
from services.table_imports import KnownUnits, Run, known_units, note
from storage import wakes
from storage.store import UnitOfWork

KIND = "people"
_HEADINGS = {column.key: column.heading for column in COLUMNS}
_REACHED_BY = ("phone", "email")


@dataclass(slots=True, eq=False)
class _Known:
    """A person as stored (`id` None: not yet) and as the file says; `rows` are where it says so."""

    id: int | None
    name: str
    phone: str | None
    email: str | None
    places: set[tuple[int, Role]] = field(default_factory=set)
    new_places: list[tuple[int, Role]] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def differences(self) -> dict[str, tuple[Any, Any]]:
        """Telephone and e-mail address that change, old and new."""
        return {
            name: (getattr(self, name), new) for name, new in self.said.items() if new != getattr(self, name)
        }


@dataclass(slots=True)
class _Plan:
    """Everybody known, and what the file adds."""

    units: KnownUnits
    people: list[_Known]
    unchanged: int = 0
    added: list[str] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    by_unit: dict[tuple[int, str], list[_Known]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[tuple[str, str], _Known] = field(default_factory=dict)

    def reject(self, row: int, key: str, reason: str) -> None:
        self.rejected.append(Rejection(row, _HEADINGS[key], reason))

    def remember(self, known: _Known) -> None:
        """Make a person findable by unit and name, and by telephone and name."""
        name = known.name.casefold()
        for unit_id in {unit_id for unit_id, _ in known.places}:
            if all(known is not other for other in self.by_unit[unit_id, name]):
                self.by_unit[unit_id, name].append(known)
        for phone in {known.phone, known.said.get("phone")} - {None}:
            self.by_phone.setdefault((name, str(phone)), known)

    def person(self, line: PersonLine, unit: Unit) -> _Known:
        """The same person: of that unit and name, or of that name and telephone; otherwise somebody new."""
        name = line.name.casefold()
        here = self.by_unit.get((unit.id, name), [])
        in_role = [known for known in here if (unit.id, line.role) in known.places]
        if in_role or here:
            return (in_role or here)[0]
        elsewhere = self.by_phone.get((name, line.said.get("phone") or ""))
        if elsewhere is not None:
            return elsewhere
        known = _Known(None, line.name, None, None)
        self.people.append(known)
        return known


async def import_people(uow: UnitOfWork, lines: Lines[PersonLine], run: Run) -> ImportReport:
    """Check the whole file, then store all of it, or nothing when a row is rejected.

    Who is imported here and linked later by a code of the same unit, role and name is one person.
    """
    plan = await _known_people(uow, run)
    plan.rejected += lines.rejected
    for line in lines.rows:
        _take(plan, line, run)
    changed = [
        Difference(known.name, known.differences)
        for known in plan.people
        if known.id is not None and known.differences
    ]
    report = ImportReport(
        KIND,
        tuple(plan.added),
        tuple(changed),
        plan.unchanged,
        tuple(sorted(plan.rejected, key=lambda item: item.row)),
    )
    if not run.dry_run and not report.is_refused and report.says_something:
        await _store(uow, plan, run)
        await note(uow, run, report)
        uow.wake(wakes.PLAN)
    return report


async def _known_people(uow: UnitOfWork, run: Run) -> _Plan:
    stored = await uow.people.of_province(run.province.id)
    known = {key: _as_known(person) for key, person in stored.items()}
    for member in await uow.organisation.memberships(province_id=run.province.id):
        known[member.person_id].places.add((member.unit_id, member.role))
    plan = _Plan(await known_units(uow, run.province), list(known.values()))
    for person in plan.people:
        plan.remember(person)
    return plan


def _as_known(person: Person) -> _Known:
    return _Known(person.id, person.name, person.phone, person.email)


def _take(plan: _Plan, line: Numbered[PersonLine], run: Run) -> None:
    try:
        unit = plan.units.find(line.value.unit, run.today).unit
    except ValueError as error:
        plan.reject(line.row, "unit", str(error))
        return
    assert unit is not None, "a unit that cannot be told has been refused"
    if line.value.name.casefold() == unit.name.casefold():
        plan.reject(line.row, "name", "is the unit's own name; write the person's")
        return
    known = plan.person(line.value, unit)
    for name, value in line.value.said.items():
        if known.said.setdefault(name, value) != value:
            plan.reject(line.row, name, f"row {known.rows[name]} says another one of the same person")
        known.rows.setdefault(name, line.row)
    place = (unit.id, line.value.role)
    if place not in known.places:
        known.places.add(place)
        known.new_places.append(place)
        plan.added.append(f"{line.value.name} ({unit.code}, {line.value.role})")
    elif not known.differences.keys() & line.value.said.keys():
        plan.unchanged += 1
    plan.remember(known)


async def _store(uow: UnitOfWork, plan: _Plan, run: Run) -> None:
    queries = uow.people
    new = {known: None for known in plan.people if known.id is None}
    rows = [
        {"name": known.name, "locale": DEFAULT, **{name: known.said.get(name) for name in _REACHED_BY}}
        for known in new
    ]
    ids = await queries.add(rows)
    linked = await uow.organisation.contacts(known.id for known in plan.people if known.id is not None)
    again = {unit_id for known in plan.people if known.id in linked for unit_id, _ in known.new_places}
    for known, person_id in zip(new, ids, strict=True):
        known.id = person_id
    places = []
    for done, known in enumerate(plan.people, start=1):
        assert known.id is not None, "everybody new has just been stored"
        places += [(known.id, unit_id, role) for unit_id, role in known.new_places]
        if known not in new and known.differences:
            await queries.change(known.id, {name: value for name, (_, value) in known.differences.items()})
        run.step(done, len(plan.people))
    await queries.add_memberships(places)
    if again:
        # Somebody who is reached already now acts for these units too, so they are looked at anew.
        await uow.duties.arm(again, run.now)
