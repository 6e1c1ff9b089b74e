"""Tables people hand in as XLSX, CSV or YAML: rows by the keys of known columns, and what is wrong, by row.

A file that cannot be read at all raises InvalidInput; what is wrong inside it becomes a list of problems.
"""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePath

import yaml
from openpyxl.utils import get_column_letter

from domain.errors import InvalidInput
from files.strict_yaml import Problems, means_nothing, open_node
from files.table_rows import MOST_COLUMNS, Line, csv_lines, decoded, tidy, xlsx_lines
from language.normalise import fold

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
# Registers carry the name of the office and of the register above their headings.
MOST_TITLE_LINES = 10
_DELIMITERS = (",", ";", "\t")
_NUMBERED = re.compile(r"\(?(\d{1,3})\)?", re.ASCII)
# Forms number their columns below the headings; fewer cells could be somebody's figures.
_FEWEST_NUMBERED = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: found by its key, heading or an alias; passed over unless `is_read`."""

    key: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: its row as a person sees it, the heading of the column, what is wrong."""

    row: int
    column: str | None
    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number in the file, and a text (empty when absent) for every column that is read."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows. A row that `problems` names may lack cells and must not be used."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heading:
    line: Line
    columns: Sequence[Column]
    found: Mapping[int, Column]

    @property
    def missing(self) -> tuple[Column, ...]:
        found = {column.key for column in self.found.values()}
        return tuple(column for column in self.columns if column.required and column.key not in found)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A table while it is read."""

    name: str
    columns: Sequence[Column]
    rows: list[TableRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, number: int, cells: Mapping[str, str]) -> None:
        if len(self.rows) == MOST_ROWS:
            raise InvalidInput(f"{self.name}: more than {MOST_ROWS} rows; split the file")
        empty = {column.key: "" for column in self.columns if column.is_read}
        self.rows.append(TableRow(number, {**empty, **cells}))

    def report(self, row: int, text: str, column: Column | None = None) -> None:
        self.problems.append(Problem(row, column.heading if column else None, text))

    def finished(self, headings: Sequence[str]) -> Table:
        in_order = sorted(self.problems, key=lambda problem: problem.row)
        return Table(self.name, tuple(headings), tuple(self.rows), tuple(in_order))


def read_table(content: bytes, *, name: str, columns: Sequence[Column]) -> Table:
    """The rows of a file whose kind its suffix names; raises InvalidInput when it cannot be read at all."""
    suffix = PurePath(name).suffix.casefold()
    if suffix not in {".xlsx", ".csv", ".yaml", ".yml"}:
        raise InvalidInput(f"{name}: only .xlsx, .csv, .yaml and .yml files are read")
    if len(content) > MOST_BYTES:
        raise InvalidInput(
            f"{name}: {len(content) >> 20} MB, at most {MOST_BYTES >> 20} MB are read; split the file"
        )
    if not content.strip():
        raise InvalidInput(f"{name}: the file is empty")
    draft = _Draft(name, columns)
    if suffix == ".csv":
        return _from_lines(_best_split(decoded(content, name), draft), draft)
    if suffix != ".xlsx":
        return _from_yaml(decoded(content, name), draft)
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it passes over; nothing of them is read here.
        warnings.simplefilter("ignore")
        return _from_lines(xlsx_lines(content, name), draft)


def folded(text: str) -> str:
    """How headings and fixed words are compared: no case, diacritics, blanks or punctuation."""
    return "".join(char for char in fold(text) if char.isalnum())


def _by_name(columns: Sequence[Column]) -> dict[str, Column]:
    return {
        folded(written): column
        for column in columns
        for written in (column.key, column.heading, *column.aliases)
    }


def _known(columns: Sequence[Column]) -> str:
    return ", ".join(column.heading for column in columns if column.is_read)


def _best_split(text: str, draft: _Draft) -> Iterator[Line]:
    """The lines split by the delimiter that shows most known headings."""

    def headings_shown(delimiter: str) -> int:
        try:
            heading = _find_heading(csv_lines(text, delimiter, draft.name), draft.columns)
        except InvalidInput:
            return -1
        return len(heading.found) if heading else 0

    return csv_lines(text, max(_DELIMITERS, key=headings_shown), draft.name)


def _find_heading(lines: Iterator[Line], columns: Sequence[Column]) -> _Heading | None:
    """The first line that names every required column, else the one that names most; None without lines."""
    known = _by_name(columns)
    best: _Heading | None = None
    for line in islice(lines, MOST_TITLE_LINES + 1):
        named = ((index, known.get(folded(cell))) for index, cell in enumerate(line.cells))
        heading = _Heading(line, columns, {index: column for index, column in named if column})
        if heading.found and not heading.missing:
            return heading
        if best is None or len(heading.found) > len(best.found):
            best = heading
    return best


def _from_lines(lines: Iterator[Line], draft: _Draft) -> Table:
    heading = _find_heading(lines, draft.columns)
    if heading is None:
        raise InvalidInput(f"{draft.name}: the table is empty; the first line must be the headings")
    if heading.missing or not heading.found:
        _report_missing(heading, draft)
        return draft.finished(heading.line.cells if heading.found else ())
    reading = _check_heading(heading, draft)
    for line in _below(lines):
        _add_line(line, reading, heading, draft)
    return draft.finished([cell for cell in heading.line.cells if cell])


def _report_missing(heading: _Heading, draft: _Draft) -> None:
    if heading.found:
        lacking = ", ".join(column.heading for column in heading.missing)
        draft.report(
            heading.line.number, f"the heading row lacks: {lacking}; known are {_known(draft.columns)}"
        )
    else:
        text = f"no heading row in the first {MOST_TITLE_LINES + 1} lines; known are {_known(draft.columns)}"
        draft.report(heading.line.number, text)


def _check_heading(heading: _Heading, draft: _Draft) -> dict[int, Column]:
    """The columns to read by their place, each key once; what is odd in the heading row is reported."""
    reading: dict[int, Column] = {}
    number = heading.line.number
    for index, cell in enumerate(heading.line.cells):
        column = heading.found.get(index)
        if index in heading.line.faults:
            draft.report(number, f"column {get_column_letter(index + 1)}: {heading.line.faults[index]}")
        elif column is None and cell:
            draft.report(number, f"unknown column {cell!r}; known are {_known(draft.columns)}")
        elif column is not None and column.is_read and column in reading.values():
            draft.report(
                number, f"{cell!r} names a column that is there already; the first one is read", column
            )
        elif column is not None and column.is_read:
            reading[index] = column
    return reading


def _below(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines below the headings, without the line that numbers the columns of a printed form."""
    first = next(lines, None)
    if first is None:
        return lines
    matches = [_NUMBERED.fullmatch(cell) for cell in first.cells if cell]
    numbers = [int(match[1]) for match in matches if match]
    counted = list(range(numbers[0], numbers[0] + len(matches))) if numbers else []
    if len(matches) >= _FEWEST_NUMBERED and numbers and numbers == counted:
        return lines
    return chain([first], lines)


def _add_line(line: Line, reading: Mapping[int, Column], heading: _Heading, draft: _Draft) -> None:
    cells = {column.key: line.cells[index] for index, column in reading.items() if index < len(line.cells)}
    titles = heading.line.cells
    stray = [
        get_column_letter(index + 1)
        for index, cell in enumerate(line.cells)
        if cell and not (index < len(titles) and titles[index]) and index not in heading.line.faults
    ]
    faults = [(reading[index], text) for index, text in line.faults.items() if index in reading]
    passed_over = not any(cells.values()) and not faults and not stray
    if passed_over:
        # What is left of such a row stands in columns that are not read, as a running number does.
        return
    draft.add(line.number, cells)
    for column, text in faults:
        draft.report(line.number, text, column)
    if stray:
        draft.report(line.number, f"a value without a heading in column {', '.join(stray)}")


def _from_yaml(text: str, draft: _Draft) -> Table:
    problems = Problems(draft.name, InvalidInput)
    try:
        items = _list_of(open_node(text, problems), problems)
    except RecursionError as error:
        raise InvalidInput(f"{draft.name}: nested too deeply; write a list of mappings") from error
    known = _by_name(draft.columns)
    headings: dict[str, None] = {}
    for item in items:
        number = item.start_mark.line + 1
        if not isinstance(item, yaml.MappingNode):
            draft.report(number, "must be a mapping of columns and values")
            continue
        if len(item.value) > MOST_COLUMNS:
            raise InvalidInput(
                f"{draft.name}, line {number}: {len(item.value)} columns; at most {MOST_COLUMNS} are read"
            )
        draft.add(number, _yaml_cells(item, known, draft))
        headings.update((str(key.value), None) for key, _ in item.value)
    return draft.finished(tuple(headings))


def _list_of(node: yaml.Node | None, problems: Problems) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        node = node.value[0][1]
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    problems.add(1, "the file must be a list of mappings, or one key with such a list")
    raise problems.as_error()


def _yaml_cells(item: yaml.MappingNode, known: Mapping[str, Column], draft: _Draft) -> dict[str, str]:
    number = item.start_mark.line + 1
    cells: dict[str, str] = {}
    for key, value in item.value:
        column = known.get(folded(str(key.value))) if isinstance(key, yaml.ScalarNode) else None
        if column is None:
            draft.report(number, f"unknown column {str(key.value)!r}; known are {_known(draft.columns)}")
        elif column.key in cells:
            draft.report(number, "written twice", column)
        elif not isinstance(value, yaml.ScalarNode):
            draft.report(number, "must be a single value", column)
        else:
            cells[column.key] = "" if means_nothing(value) else tidy(str(value.value))
    return {
        key: cell for key, cell in cells.items() if any(c.key == key and c.is_read for c in draft.columns)
    }
