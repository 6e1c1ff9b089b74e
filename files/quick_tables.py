"""The answers to one question as a workbook: a head that says what it is, then a line for each unit."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (44, 16, 28, 24, 24)
_HEAD = PatternFill("solid", fgColor="DDE7F3")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# A workbook keeps fifteen digits of a number; a longer one stays what was written.
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One unit's line; empty texts and a figure of None leave their cells blank."""

    unit: str
    figure: str | None = None
    by: str = ""
    at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """What the workbook says: its name, lines above the table, column headings, rows, a last row if any."""

    title: str
    head: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[FigureRow]
    last: FigureRow | None = None


def write_figures(table: FigureTable) -> bytes:
    """The workbook. Nothing in it is a formula, whatever people have written."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.title
    for number, line in enumerate(table.head, start=1):
        _text(_at(sheet, number, 1), line).font = Font(bold=number == 1)
    top = len(table.head) + 2
    for index, heading in enumerate(table.columns, start=1):
        cell = _text(_at(sheet, top, index), heading)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, _WRAPPED
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS[index - 1]
    for number, row in enumerate(table.rows, start=top + 1):
        _row(sheet, number, row)
    if table.last is not None:
        number = top + len(table.rows) + 1
        _row(sheet, number, table.last)
        for index in range(1, len(table.columns) + 1):
            _at(sheet, number, index).font = Font(bold=True)
    sheet.freeze_panes = f"A{top + 1}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "nothing is merged here"
    return cell


def _row(sheet: Worksheet, number: int, row: FigureRow) -> None:
    _text(_at(sheet, number, 1), row.unit)
    _figure(_at(sheet, number, 2), row.figure)
    for index, text in enumerate((row.by, row.at, row.note), start=3):
        _text(_at(sheet, number, index), text)


def _text(cell: Cell, text: str) -> Cell:
    """Text stays text, also where it begins as a formula would; nothing stays nothing."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    return cell


def _figure(cell: Cell, figure: str | None) -> None:
    if figure is None:
        return
    if sum(char.isdigit() for char in figure) > _MOST_DIGITS:
        _text(cell, figure)
        return
    number = Decimal(figure)
    cell.value = number
    places = max(0, -int(number.as_tuple().exponent))
    cell.number_format = "#,##0" + (f".{'0' * places}" if places else "")
