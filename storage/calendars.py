"""The days off that the office entered: every version of every year, the highest one counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from storage import dialects
from storage.queries import Queries
from storage.tables import CalendarYearRow, table_of

calendar_year = table_of(CalendarYearRow)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One version of one year: days off besides weekends, days worked in exchange."""

    year: int
    version: int
    off: frozenset[date]
    working: frozenset[date]
    official: bool
    source: str
    entered_at: datetime


class CalendarYears(Queries):
    """Named queries on entered years."""

    async def mark(self) -> tuple[int, int]:
        """What differs as soon as anything was entered; the count sees a row that was committed late."""
        newest = func.coalesce(func.max(calendar_year.c.id), 0).label("newest")
        row = await self._one(select(newest, func.count(calendar_year.c.id).label("entered")))
        return (row.newest, row.entered) if row is not None else (0, 0)

    async def newest(self) -> dict[int, CalendarYear]:
        """The highest version of every year that was entered, by year."""
        statement = select(calendar_year).order_by(calendar_year.c.year, calendar_year.c.version)
        return {row.year: _year(row) for row in await self._all(statement)}

    async def add(self, entered: CalendarYear) -> bool:
        """Insert one version; False when somebody was faster and has taken its number."""
        values = {
            "year": entered.year,
            "version": entered.version,
            "off": _written(entered.off),
            "working": _written(entered.working),
            "official": entered.official,
            "source": entered.source,
            "entered_at": entered.entered_at,
        }
        statement = dialects.insert_new(self._dialect, calendar_year).values(**values)
        return await self._changed(statement) == 1


def _written(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def _year(row: Any) -> CalendarYear:
    return CalendarYear(
        row.year,
        row.version,
        frozenset(map(date.fromisoformat, row.off)),
        frozenset(map(date.fromisoformat, row.working)),
        row.official,
        row.source,
        row.entered_at,
    )
