"""Directives, obligations and the assignments units owe."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, exists, func, literal, select, type_coerce

from domain.deadlines import Deadline
from domain.errors import Conflict
from domain.ladder import Step
from domain.obligations import (
    AnswerKind,
    Assignment,
    ClauseOf,
    Directive,
    Filing,
    Indicator,
    NilRule,
    Obligation,
    ObligationKind,
    ObligationState,
    Schedule,
    Supersession,
)
from domain.periods import Period
from domain.permissions import Scope
from domain.statuses import OWED, Status
from domain.units import Selector
from storage.queries import Queries, dump, is_one_of, keys_of, load, pages, read, within
from storage.tables import AssignmentRow, DirectiveRow, IndicatorRow, ObligationRow, UnitRow, table_of

directive = table_of(DirectiveRow)
obligation = table_of(ObligationRow)
indicator = table_of(IndicatorRow)
assignment = table_of(AssignmentRow)
unit = table_of(UnitRow)

_DEADLINES = ("original", "current")
# Deadlines are read as they are written: units share them, so each text is understood once.
_COLUMNS = [
    type_coerce(column, Text).label(column.name) if column.name in _DEADLINES else column
    for column in assignment.c
]
# So many rows of two numbers travel at once.
_PART = 10_000
_OWED = sorted(status.value for status in OWED)
# A superseded duty is still owed up to its last period.
_IN_FORCE = (ObligationState.ACTIVE.value, ObligationState.SUPERSEDED.value)


class Duties(Queries):
    """Named queries on what is owed."""

    async def add_directive(
        self, *, basis: Sequence[str] = (), remarks: Sequence[str] = (), **values: Any
    ) -> int:
        """Insert a directive; `basis` are the documents it rests on."""
        return await self._insert(directive, values | {"basis": list(basis), "remarks": list(remarks)})

    async def directives(self, ids: Iterable[int] | None = None) -> dict[int, Directive]:
        """Directives by key."""
        statement = select(directive)
        if ids is not None:
            statement = statement.where(directive.c.id.in_(sorted(set(ids))))
        return {row.id: _directive(row) for row in await self._all(statement)}

    async def add_obligation(
        self, *, schedule: Schedule, selector: Selector, supersedes: Sequence[Supersession], **values: Any
    ) -> int:
        """Insert an obligation."""
        documents = {
            "schedule": dump(Schedule, schedule),
            "selector": dump(Selector, selector),
            "supersedes": [dump(Supersession, item) for item in supersedes],
            "also_in": [dump(ClauseOf, item) for item in values.get("also_in", ())],
            "remarks": list(values.get("remarks", ())),
        }
        return await self._insert(obligation, {"version": 1} | values | documents)

    async def link(self, obligation_id: int, *, consolidates: int) -> None:
        """Name the duty whose answers this one gathers."""
        statement = obligation.update().where(obligation.c.id == obligation_id)
        await self._connection.execute(statement.values(consolidates_id=consolidates))

    async def revise(self, before: Obligation, after: Obligation) -> Obligation:
        """Store a new version of a duty (everything but its keys); Conflict when somebody was faster."""
        values = {
            "title": after.title,
            "clause": after.clause,
            "kind": after.kind.value,
            "schedule": dump(Schedule, after.schedule),
            "selector": dump(Selector, after.selector),
            "ladder": None if after.ladder is None else [dump(Step, step) for step in after.ladder],
            "coordinator_unit_id": after.coordinator_unit_id,
            "state": after.state.value,
            "in_use_from": after.in_use_from,
            "recipient": after.recipient,
            "via": after.via,
            "nil_rule": after.nil_rule.value,
            "filings": [filing.value for filing in after.filings],
            "supersedes": [dump(Supersession, item) for item in after.supersedes],
            "supporting": list(after.supporting),
            "sources": list(after.sources),
            "also_in": [dump(ClauseOf, item) for item in after.also_in],
            "remarks": list(after.remarks),
            "continues": after.continues,
            "valid_until": after.valid_until,
            "superseded_by": after.superseded_by,
            "last_period": after.last_period.key if after.last_period else None,
            "version": before.version + 1,
        }
        statement = obligation.update().where(
            obligation.c.id == before.id, obligation.c.version == before.version
        )
        row = await self._one(statement.values(**values).returning(obligation))
        if row is None:
            raise Conflict
        return _obligation(row)

    async def hand_over(self, unit_id: int, successor_id: int) -> None:
        """Let the successor coordinate what the unit did: its directives and its duties in force."""
        theirs = directive.c.coordinator_unit_id == unit_id
        await self._connection.execute(
            directive.update().where(theirs).values(coordinator_unit_id=successor_id)
        )
        in_force = is_one_of(obligation.c.state, _IN_FORCE)
        duties = obligation.update().where(obligation.c.coordinator_unit_id == unit_id, in_force)
        values = {"coordinator_unit_id": successor_id, "version": obligation.c.version + 1}
        await self._connection.execute(duties.values(**values))

    async def obligations(
        self, *, ids: Iterable[int] | None = None, province_id: int | None = None, active: bool = False
    ) -> list[Obligation]:
        """Obligations in the order they were stored."""
        statement = select(obligation).order_by(obligation.c.id)
        if ids is not None:
            statement = statement.where(obligation.c.id.in_(sorted(set(ids))))
        if province_id is not None:
            statement = statement.where(obligation.c.province_id == province_id)
        if active:
            statement = statement.where(is_one_of(obligation.c.state, _IN_FORCE))
        return [_obligation(row) for row in await self._all(statement)]

    async def add_indicator(self, *, selector: Selector, sources: Sequence[str] = (), **values: Any) -> int:
        """Insert a target."""
        documents = {"selector": dump(Selector, selector), "sources": list(sources)}
        return await self._insert(indicator, values | documents)

    async def indicators(self, province_id: int | None = None) -> list[Indicator]:
        """Targets in the order they were stored, of one province or of all."""
        statement = select(indicator).order_by(indicator.c.id)
        if province_id is not None:
            statement = statement.join(directive, directive.c.id == indicator.c.directive_id).where(
                directive.c.province_id == province_id
            )
        return [_indicator(row) for row in await self._all(statement)]

    async def add_assignments(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert assignments in bulk; each row carries `original` and `current` deadlines."""
        return await self._insert_many(assignment, [_owed_row(row) for row in rows])

    async def assign(self, owed: Mapping[str, Any], unit_ids: Sequence[int]) -> int:
        """Let units owe the same, in protocol order; who owes it already is left out. How many are new.

        The database copies the values to its units by itself: nothing is read and no row travels.
        """
        row = _owed_row(owed)
        has_it = exists().where(
            assignment.c.obligation_id == row["obligation_id"],
            assignment.c.period == row["period"],
            assignment.c.unit_id == unit.c.id,
        )
        values = [literal(value, assignment.c[name].type) for name, value in row.items()]
        added = 0
        for page in pages(unit_ids):
            owing = select(*values, unit.c.id).where(unit.c.id.in_(page), ~has_it)
            owing = owing.order_by(unit.c.order_no, unit.c.code)
            added += await self._changed(assignment.insert().from_select([*row, "unit_id"], owing))
        return added

    async def assigned(self, obligation_id: int) -> dict[str, set[int]]:
        """Units that have an assignment of the obligation, by period."""
        columns = select(assignment.c.period, assignment.c.unit_id)
        found: dict[str, set[int]] = {}
        for row in await self._all(columns.where(assignment.c.obligation_id == obligation_id)):
            found.setdefault(row.period, set()).add(row.unit_id)
        return found

    async def newest_periods(self, province_id: int) -> dict[int, Period]:
        """The newest period that anybody owes, by obligation; keys sort as their periods follow."""
        newest = select(func.max(assignment.c.period)).where(assignment.c.obligation_id == obligation.c.id)
        keys = select(obligation.c.id, newest.scalar_subquery().label("key"))
        rows = await self._all(keys.where(obligation.c.province_id == province_id))
        return {row.id: Period.parse(row.key) for row in rows if row.key is not None}

    async def assignment(self, assignment_id: int) -> Assignment | None:
        """One assignment by key."""
        row = await self._one(select(*_COLUMNS).where(assignment.c.id == assignment_id))
        return _assignment(row) if row is not None else None

    async def assignments(
        self,
        scope: Scope,
        *,
        obligation_ids: Iterable[int] | None = None,
        period: Period | None = None,
        owed: bool = False,
        ids: Iterable[int] | None = None,
    ) -> list[Assignment]:
        """Assignments the scope may see, limited as asked; the scope is part of the SQL."""
        statement = (
            select(*_COLUMNS)
            .where(within(scope, assignment.c.province_id, assignment.c.unit_id))
            .order_by(assignment.c.id)
        )
        if obligation_ids is not None:
            statement = statement.where(assignment.c.obligation_id.in_(sorted(set(obligation_ids))))
        if period is not None:
            statement = statement.where(assignment.c.period == period.key)
        if owed:
            statement = statement.where(is_one_of(assignment.c.status, _OWED))
        if ids is not None:
            statement = statement.where(assignment.c.id.in_(sorted(set(ids))))
        return [_assignment(row) for row in await self._all(statement)]

    async def stop_steps(self, province_id: int) -> None:
        """A province whose duties have run out is not reminded any more."""
        statement = assignment.update().where(
            assignment.c.province_id == province_id, assignment.c.next_step_at.is_not(None)
        )
        await self._connection.execute(statement.values(next_step_at=None))

    async def with_step_due(self, now: datetime, limit: int) -> list[Assignment]:
        """Assignments whose next step has come, the oldest first."""
        statement = (
            select(*_COLUMNS)
            .where(assignment.c.next_step_at.is_not(None), assignment.c.next_step_at <= now)
            .order_by(assignment.c.next_step_at, assignment.c.id)
            .limit(limit)
        )
        return [_assignment(row) for row in await self._all(statement)]

    async def steps_due(self, now: datetime) -> dict[int, list[int]]:
        """Assignments whose next step has come, by unit: only their keys, as there may be very many."""
        statement = select(assignment.c.id, assignment.c.unit_id).where(
            assignment.c.next_step_at.is_not(None), assignment.c.next_step_at <= now
        )
        found: dict[int, list[int]] = {}
        async with self._connection.stream(statement) as rows:
            async for part in rows.partitions(_PART):
                for row in part:
                    found.setdefault(row.unit_id, []).append(row.id)
        return found

    async def by_step(self, ids: Iterable[int]) -> list[Assignment]:
        """The assignments with these keys, the oldest next step first."""
        statement = select(*_COLUMNS).order_by(assignment.c.next_step_at, assignment.c.id)
        found: list[Assignment] = []
        for page in keys_of(ids):
            rows = await self._all(statement.where(assignment.c.id.in_(page)))
            found += map(_assignment, rows)
        return found

    async def oldest_step(self, now: datetime) -> datetime | None:
        """The moment of the oldest step that is due and not looked at yet."""
        found = await self.with_step_due(now, 1)
        return found[0].next_step_at if found else None

    async def next_step_after(self, now: datetime) -> datetime | None:
        """The next moment at which the planner has something to look at."""
        statement = (
            select(assignment.c.next_step_at)
            .where(assignment.c.next_step_at.is_not(None), assignment.c.next_step_at > now)
            .order_by(assignment.c.next_step_at)
            .limit(1)
        )
        row = await self._one(statement)
        return row.next_step_at if row is not None else None

    async def set_next_step(self, ids: Iterable[int], at: datetime | None) -> None:
        """Store when the planner looks at these assignments again; None stops their ladder."""
        for page in keys_of(ids):
            statement = assignment.update().where(assignment.c.id.in_(page))
            await self._connection.execute(statement.values(next_step_at=at))

    async def arm(self, unit_ids: Iterable[int], at: datetime) -> None:
        """Let the planner look again at everything these units still owe (somebody became reachable)."""
        statement = assignment.update().where(
            assignment.c.unit_id.in_(sorted(set(unit_ids))), is_one_of(assignment.c.status, _OWED)
        )
        await self._connection.execute(statement.values(next_step_at=at))

    async def change(self, before: Assignment, values: Mapping[str, Any]) -> Assignment:
        """Compare-and-set on the version; Conflict when somebody changed the assignment first."""
        columns = dict(values)
        if "filed" in columns:
            columns["filed"] = [filing.value for filing in columns["filed"]]
        if "current" in columns:
            columns |= {
                "current": dump(Deadline, columns["current"]),
                "late_from": columns["current"].late_from,
            }
        statement = (
            assignment.update()
            .where(assignment.c.id == before.id, assignment.c.version == before.version)
            .values(version=before.version + 1, **columns)
            .returning(*_COLUMNS)
        )
        row = await self._one(statement)
        if row is None:
            raise Conflict
        return _assignment(row)


def _directive(row: Any) -> Directive:
    return Directive(**{**row._mapping, "basis": tuple(row.basis), "remarks": tuple(row.remarks)})


def _indicator(row: Any) -> Indicator:
    documents = {"selector": load(Selector, row.selector), "sources": tuple(row.sources)}
    return Indicator(**{**row._mapping, **documents})


def _obligation(row: Any) -> Obligation:
    values = dict(row._mapping)
    values["sources"] = tuple(row.sources)
    values["ladder"] = None if row.ladder is None else tuple(load(Step, step) for step in row.ladder)
    values["kind"] = ObligationKind(row.kind)
    values["state"] = ObligationState(row.state)
    values["nil_rule"] = NilRule(row.nil_rule)
    values["answer"] = AnswerKind(row.answer)
    values["schedule"] = load(Schedule, row.schedule)
    values["selector"] = load(Selector, row.selector)
    values["filings"] = tuple(Filing(filing) for filing in row.filings)
    values["supersedes"] = tuple(load(Supersession, item) for item in row.supersedes)
    values["supporting"] = tuple(row.supporting)
    values["also_in"] = tuple(load(ClauseOf, item) for item in row.also_in)
    values["remarks"] = tuple(row.remarks)
    values["last_period"] = Period.parse(row.last_period) if row.last_period else None
    return Obligation(**values)


def _owed_row(values: Mapping[str, Any]) -> dict[str, Any]:
    documents = {name: dump(Deadline, values[name]) for name in _DEADLINES}
    return {**values, **documents, "late_from": values["current"].late_from}


def _assignment(row: Any) -> Assignment:
    values = dict(row._mapping)
    values.pop("late_from")
    values["period"] = Period.parse(row.period)
    values["status"] = Status(row.status)
    values["original"] = read(Deadline, row.original)
    values["current"] = read(Deadline, row.current)
    values["filed"] = tuple(Filing(filing) for filing in row.filed)
    return Assignment(**values)
