"""What every group of named queries shares: a connection, a dialect, and how scope becomes SQL."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Column, ColumnElement, Executable, Row, Table, false, literal, or_, true
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.permissions import Scope

T = TypeVar("T")
# SQLite allows 32,766 variables in one statement, PostgreSQL 32,767.
_BULK_ROWS = 1000
_MOST_KEYS = 10_000


class Queries:
    """Base of the query groups."""

    def __init__(self, connection: AsyncConnection, dialect: str) -> None:
        self._connection, self._dialect = connection, dialect

    async def _all(self, statement: Executable) -> Sequence[Row[Any]]:
        return (await self._connection.execute(statement)).all()

    async def _one(self, statement: Executable) -> Row[Any] | None:
        return (await self._connection.execute(statement)).first()

    async def _changed(self, statement: Executable) -> int:
        result = await self._connection.execute(statement)
        count: int = result.rowcount
        return count

    async def _insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Insert one row and return its key."""
        statement = table.insert().values(**values).returning(table.c.id)
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def _insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows of the same columns, in pages, and return their keys in the same order."""
        statement = table.insert().returning(table.c.id)
        return sorted(row.id for row in await self._pour(statement, rows))

    async def _pour(self, insert: Executable, rows: Sequence[Mapping[str, Any]]) -> list[Row[Any]]:
        """Run an insert for all rows, page by page: compiled once, so that many rows cost little more."""
        returned: list[Row[Any]] = []
        for page in pages(rows, _BULK_ROWS):
            result = await self._connection.execute(insert, [dict(row) for row in page])
            returned += result.all()
        return returned


def pages(items: Sequence[T], size: int = _MOST_KEYS) -> Iterator[Sequence[T]]:
    """The items in pages that one statement can carry."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def keys_of(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    """Keys, each once and in order, in pages that one statement can carry."""
    return pages(sorted(set(ids)))


def is_one_of(column: ColumnElement[str], words: Iterable[str]) -> ColumnElement[bool]:
    """A condition with its words written out, in their order.

    A partial index serves only the very condition it was made with, and a bound value hides that.
    """
    written = [literal(word, literal_execute=True) for word in words]
    return column.in_(written) if len(written) > 1 else column == written[0]


def within(scope: Scope, province: Column[Any], unit: Column[Any]) -> ColumnElement[bool]:
    """The scope as a WHERE clause; an empty scope selects nothing."""
    if scope.everything:
        return true()
    clauses: list[ColumnElement[bool]] = []
    if scope.provinces:
        clauses.append(province.in_(sorted(scope.provinces)))
    if scope.units:
        clauses.append(unit.in_(sorted(scope.units)))
    return or_(*clauses) if clauses else false()


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """How a domain dataclass is written as a JSON document and read back."""
    return TypeAdapter(kind)


def dump(kind: Any, value: Any) -> Any:
    """A JSON-ready document of the value."""
    return adapter(kind).dump_python(value, mode="json")


def load(kind: Callable[..., T], document: Any) -> T:
    """The value of a document written by `dump`."""
    value: T = adapter(kind).validate_python(document)
    return value


@lru_cache(maxsize=4096)
def read(kind: Any, text: str) -> Any:
    """The value of a document's text; many rows carry the same one, and frozen values can be shared."""
    return adapter(kind).validate_json(text)
