"""Decisions over dates and units, and what fell due in their days."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from domain.decisions import Decision, DecisionKind
from domain.statuses import OWED
from domain.units import Selector
from storage.queries import Queries, dump, is_one_of, load
from storage.tables import AssignmentRow, DecisionRow, table_of

decision = table_of(DecisionRow)
assignment = table_of(AssignmentRow)

_OWED = sorted(status.value for status in OWED)


class Decisions(Queries):
    """Named queries on decisions."""

    async def add(self, *, kind: DecisionKind, selector: Selector | None, **values: Any) -> int:
        """Insert a decision; nothing is affected yet."""
        document = None if selector is None else dump(Selector, selector)
        rest: dict[str, Any] = {"kind": kind.value, "selector": document, "affected": []}
        return await self._insert(decision, values | rest)

    async def get(self, decision_id: int) -> Decision | None:
        """One decision by key."""
        row = await self._one(select(decision).where(decision.c.id == decision_id))
        return _decision(row) if row is not None else None

    async def all(self, *, province_id: int | None = None, standing: bool = False) -> list[Decision]:
        """Decisions in the order they were taken; `standing` leaves out what was taken back."""
        statement = select(decision).order_by(decision.c.id)
        if province_id is not None:
            statement = statement.where(decision.c.province_id == province_id)
        if standing:
            statement = statement.where(decision.c.undone_at.is_(None))
        return [_decision(row) for row in await self._all(statement)]

    async def set_affected(self, decision_id: int, assignment_ids: Iterable[int]) -> None:
        """Store the keys of the assignments that a decision has changed."""
        statement = decision.update().where(decision.c.id == decision_id)
        await self._connection.execute(statement.values(affected=sorted(set(assignment_ids))))

    async def undo(self, decision_id: int, at: datetime) -> bool:
        """Mark a decision as taken back; False when it was so already."""
        statement = decision.update().where(decision.c.id == decision_id, decision.c.undone_at.is_(None))
        return await self._changed(statement.values(undone_at=at)) == 1

    async def late_within(
        self, province_id: int, after: datetime, until: datetime, *, owed: bool, untouched: bool = False
    ) -> list[int]:
        """Keys of a province's assignments with `after` < `late_from` <= `until`.

        `owed` leaves out what was sent or waived, `untouched` what was ever changed since it was opened.
        """
        wanted: list[ColumnElement[bool]] = [
            assignment.c.province_id == province_id,
            assignment.c.late_from > after,
            assignment.c.late_from <= until,
        ]
        if owed:
            wanted.append(is_one_of(assignment.c.status, _OWED))
        if untouched:
            wanted.append(assignment.c.version == 1)
        statement = select(assignment.c.id).where(*wanted).order_by(assignment.c.id)
        return [row.id for row in await self._all(statement)]


def _decision(row: Any) -> Decision:
    values = dict(row._mapping)
    values["kind"] = DecisionKind(row.kind)
    values["affected"] = tuple(row.affected)
    values["selector"] = None if row.selector is None else load(Selector, row.selector)
    return Decision(**values)
