"""A schedule of days off handed in as a file: YAML of the shipped shape, or a table with one day a row."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath

from domain.errors import InvalidInput
from files.calendar_overrides import CalendarOverrides, read_overrides
from files.strict_yaml import Problems
from files.table_rows import decoded
from files.tables import Column, Table, folded, read_table

# Labour Code 2019 Art. 112 gives eleven days; one that falls on a weekend is given back on a working day, so
# a table with fewer weekdays off cannot be the whole schedule of its year.
_FEWEST_OFF = 11
_SATURDAY = 5
COLUMNS = (
    Column("day", "Ngày", ("Ngày tháng", "date"), required=True),
    Column("kind", "Loại", ("Loại ngày",), required=True),
    Column("note", "Ghi chú", is_read=False),
)
_OFF = frozenset(map(folded, ("off", "nghỉ", "nghỉ lễ", "nghỉ Tết", "nghỉ bù", "nghỉ hoán đổi")))
_WORKING = frozenset(map(folded, ("working", "làm bù", "làm việc", "đi làm", "đi làm bù")))


def read_calendar(content: bytes, *, name: str) -> CalendarOverrides:
    """The overrides of a file handed in: YAML of the shipped shape, or XLSX or CSV with one day a row.

    A table is the whole schedule of a year when it names enough days off. Raises InvalidInput with one line
    for every problem found.
    """
    if PurePath(name).suffix.casefold() in {".yaml", ".yml"}:
        found = read_overrides(decoded(content, name), name=name)
    else:
        found = _from_table(read_table(content, name=name, columns=COLUMNS))
    if not found.years:
        raise InvalidInput(f"{name}: names no day and no year")
    return found


def _from_table(table: Table) -> CalendarOverrides:
    problems = Problems(table.name, InvalidInput)
    for problem in table.problems:
        problems.add(problem.row, ": ".join(filter(None, (problem.column, problem.text))))
    broken = {problem.row for problem in table.problems}
    found: dict[date, bool] = {}
    for row in table.rows:
        if row.number in broken:
            continue
        try:
            day, is_off = _day(row.cells["day"]), _is_off(row.cells["kind"])
        except ValueError as error:
            problems.add(row.number, str(error))
            continue
        if day in found:
            problems.add(row.number, f"Ngày: {day} is written twice")
        found[day] = is_off
    if problems:
        raise problems.as_error()
    off = frozenset(day for day, is_off in found.items() if is_off)
    return CalendarOverrides(off, frozenset(found) - off, _complete(off))


def _day(written: str) -> date:
    """A date as a spreadsheet or an official writes it; ValueError says what is wrong."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"Ngày: {written!r} is not a date written 01/02/2027 (day first) or 2027-02-01")


def _is_off(written: str) -> bool:
    kind = folded(written)
    if kind not in _OFF | _WORKING:
        raise ValueError(f"Loại: {written!r} is neither off (nghỉ) nor working (làm bù)")
    return kind in _OFF


def _complete(off: Iterable[date]) -> frozenset[int]:
    weekdays = Counter(day.year for day in off if day.weekday() < _SATURDAY)
    return frozenset(year for year, count in weekdays.items() if count >= _FEWEST_OFF)
