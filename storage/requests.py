"""Requests of units, and telephone calls to them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from domain.permissions import Scope
from domain.requests import Call, Request, RequestKind, RequestState
from storage.queries import Queries, is_one_of, within
from storage.tables import table_of
from storage.talk import CallRow, RequestRow

request = table_of(RequestRow)
call = table_of(CallRow)

_OPEN = RequestState.OPEN.value
_CALL = ("id", "unit_id", "assignment_id", "logged_by", "called_at", "note", "promised")


class Requests(Queries):
    """Named queries on requests and calls; what a person may see is part of the SQL."""

    async def add(self, *, kind: RequestKind, data: Mapping[str, Any], **values: Any) -> int:
        """Open a request; its key."""
        fresh = {"kind": kind.value, "state": _OPEN, "data": dict(data)}
        return await self._insert(request, values | fresh)

    async def get(self, request_id: int, scope: Scope) -> Request | None:
        """One request, when the scope may see it."""
        seen = within(scope, request.c.province_id, request.c.unit_id)
        row = await self._one(select(request).where(request.c.id == request_id, seen))
        return _request(row) if row is not None else None

    async def open(
        self,
        scope: Scope,
        *,
        kinds: Iterable[RequestKind] = tuple(RequestKind),
        assignment_ids: Iterable[int] | None = None,
        coordinator_units: Iterable[int] | None = None,
    ) -> list[Request]:
        """Open requests the scope may see, the oldest first."""
        statement = (
            select(request)
            .where(
                is_one_of(request.c.state, [_OPEN]), within(scope, request.c.province_id, request.c.unit_id)
            )
            .where(request.c.kind.in_([kind.value for kind in kinds]))
            .order_by(request.c.id)
        )
        if assignment_ids is not None:
            statement = statement.where(request.c.assignment_id.in_(sorted(set(assignment_ids))))
        if coordinator_units is not None:
            statement = statement.where(request.c.coordinator_unit_id.in_(sorted(set(coordinator_units))))
        return [_request(row) for row in await self._all(statement)]

    async def newest_of_unit(self, unit_id: int, since: datetime) -> Request | None:
        """The newest request about a unit's duties since a moment, whatever became of it."""
        statement = select(request).where(
            request.c.unit_id == unit_id,
            request.c.assignment_id.is_not(None),
            request.c.created_at >= since,
        )
        row = await self._one(statement.order_by(request.c.id.desc()).limit(1))
        return _request(row) if row is not None else None

    async def agreed(self, unit_id: int, kind: RequestKind) -> list[Request]:
        """Requests of a unit that were agreed to, the newest first."""
        statement = select(request).where(
            request.c.unit_id == unit_id,
            request.c.kind == kind.value,
            request.c.state == RequestState.AGREED.value,
        )
        return [_request(row) for row in await self._all(statement.order_by(request.c.id.desc()))]

    async def reopen(self, ids: Iterable[int]) -> list[Request]:
        """Let requests wait again whose decision was taken back."""
        statement = request.update().where(request.c.id.in_(sorted(set(ids))), request.c.state != _OPEN)
        values = {"state": _OPEN, "decided_by": None, "decided_at": None}
        rows = await self._all(statement.values(**values).returning(request))
        return [_request(row) for row in rows]

    async def close(
        self, request_id: int, state: RequestState, *, by: str, at: datetime, **data: Any
    ) -> bool:
        """Decide an open request; False when somebody was faster. `data` is added to what it says."""
        known = await self._one(select(request).where(request.c.id == request_id))
        if known is None:
            return False
        statement = request.update().where(request.c.id == request_id, request.c.state == _OPEN)
        values = {"state": state.value, "decided_by": by, "decided_at": at, "data": {**known.data, **data}}
        return await self._changed(statement.values(**values)) == 1

    async def raised(self, ids: Iterable[int], at: datetime) -> None:
        """Remember when open requests were last put before a coordinator."""
        statement = request.update().where(request.c.id.in_(sorted(set(ids))))
        await self._connection.execute(statement.values(raised_at=at))

    async def log_call(self, *, promised: date | None = None, **values: Any) -> int:
        """Store a telephone call; its key."""
        return await self._insert(call, {**values, "promised": promised})

    async def calls(self, scope: Scope, *, unit_ids: Iterable[int] | None = None) -> list[Call]:
        """Calls the scope may see, the newest first."""
        statement = select(*(call.c[name] for name in _CALL)).where(
            within(scope, call.c.province_id, call.c.unit_id)
        )
        if unit_ids is not None:
            statement = statement.where(call.c.unit_id.in_(sorted(set(unit_ids))))
        newest_first = statement.order_by(call.c.called_at.desc(), call.c.id.desc())
        return [Call(**row._mapping) for row in await self._all(newest_first)]

    async def call_counts(self, assignment_ids: Iterable[int]) -> dict[int, int]:
        """How often a unit was telephoned about an assignment."""
        statement = (
            select(call.c.assignment_id, func.count().label("n"))
            .where(call.c.assignment_id.in_(sorted(set(assignment_ids))))
            .group_by(call.c.assignment_id)
        )
        return {row.assignment_id: row.n for row in await self._all(statement)}


def _request(row: Any) -> Request:
    values = dict(row._mapping)
    values["kind"], values["state"] = RequestKind(row.kind), RequestState(row.state)
    return Request(**values)
