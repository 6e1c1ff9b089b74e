"""Rows of a table as values: what cannot be read is said by row and column."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from domain.imports import Rejection
from files import yaml_values as values
from files.tables import Column, Table, TableRow, folded

T = TypeVar("T")
# People write a dash where there is nothing; an empty cell says nothing at all.
_NOTHING = frozenset({"-", "–", "—"})
_WRITTEN_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_LIKELY_YEARS = range(1945, 2200)


@dataclass(frozen=True, slots=True)
class Numbered(Generic[T]):
    """A value beside the number of the row it was read from."""

    row: int
    value: T


@dataclass(frozen=True, slots=True)
class Lines(Generic[T]):
    """All rows of a file that could be read, and why the others could not."""

    rows: tuple[Numbered[T], ...]
    rejected: tuple[Rejection, ...]


@dataclass(slots=True)
class Cells:
    """One row while it is read; a cell that cannot be parsed makes the row unsound."""

    row: TableRow
    headings: Mapping[str, str]
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether every cell so far could be read."""
        return not self.rejected

    def need(self, key: str, parse: Callable[[str], T], default: T) -> T:
        """A cell that must be filled in; the default stands in for one that cannot be read."""
        if self._is_empty(key):
            self.reject(key, "must be filled in")
            return default
        value: T = self._parsed(key, parse, default)
        return value

    def take(self, key: str, parse: Callable[[str], T]) -> T | None:
        """A cell that may be empty."""
        return None if self._is_empty(key) else self._parsed(key, parse, None)

    def said(self, keys: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
        """The cells that say something, by key: an empty one is left out, a dash means "nothing"."""
        found: dict[str, Any] = {}
        for key, parse in keys.items():
            written = self.row.cells[key]
            if written in _NOTHING:
                found[key] = None
            elif written:
                found[key] = self._parsed(key, parse, None)
        return found

    def reject(self, key: str | None, reason: str) -> None:
        """Say what is wrong with a cell, or with the row."""
        heading = self.headings[key] if key else None
        self.rejected.append(Rejection(self.row.number, heading, reason))

    def _is_empty(self, key: str) -> bool:
        written = self.row.cells[key]
        return not written or written in _NOTHING

    def _parsed(self, key: str, parse: Callable[[str], Any], default: Any) -> Any:
        try:
            return parse(self.row.cells[key])
        except ValueError as error:
            self.reject(key, str(error))
            return default


def read_lines(table: Table, columns: Sequence[Column], build: Callable[[Cells], T]) -> Lines[T]:
    """Build one value from every row that is sound, in the order of the file."""
    rejected = [Rejection(problem.row, problem.column, problem.text) for problem in table.problems]
    faulty = {problem.row for problem in table.problems}
    headings = {column.key: column.heading for column in columns}
    rows = []
    for row in table.rows:
        if row.number in faulty:
            continue
        cells = Cells(row, headings)
        value = build(cells)
        rejected += cells.rejected
        if cells.is_sound:
            rows.append(Numbered(row.number, value))
    return Lines(tuple(rows), tuple(sorted(rejected, key=lambda item: item.row)))


def day(written: str) -> date:
    """A date as people and spreadsheets write it: 20/10/2023, 20-10-2023 or 2023-10-20."""
    match = _WRITTEN_DAY.fullmatch(written)
    try:
        if match:
            found = date(int(match[4]), int(match[3]), int(match[1]))
        else:
            # A spreadsheet's cell may carry an hour beside the day; only the day is asked for.
            found = datetime.fromisoformat(written).date() if "T" in written else values.day(written)
    except ValueError:
        found = date.min
    if found.year not in _LIKELY_YEARS:
        raise ValueError(f"{written!r} is not a date written 20/10/2023 (day/month/year)")
    return found


def one_word_of(known: Mapping[str, T]) -> Callable[[str], T]:
    """A parser of fixed words, however they are typed; `known` is keyed by the words as people write them."""
    by_word = {folded(word): value for word, value in known.items()}

    def parse(written: str) -> T:
        if folded(written) not in by_word:
            raise ValueError(f"{written!r} is none of {', '.join(known)}")
        return by_word[folded(written)]

    return parse


def listed(parse: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    """A parser of several values with `;` between them, each kept once."""

    def parse_all(written: str) -> tuple[T, ...]:
        return tuple(dict.fromkeys(parse(part.strip()) for part in written.split(";") if part.strip()))

    return parse_all
