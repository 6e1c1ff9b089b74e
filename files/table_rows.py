"""The raw lines of a CSV text or of an XLSX workbook, each with the number people see beside it."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import repeat
from typing import IO, Any
from xml.parsers import expat

from openpyxl import load_workbook

from domain.errors import InvalidInput

MOST_COLUMNS = 200
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
# A workbook of an office has some dozens of parts; each one costs time to open.
_MOST_PARTS = 10_000
_LAST_SHEET_ROW = 1_048_576
_CHUNK = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
# Part of a formula's tag may lie in the chunk before: a prefix, a colon and the name.
_OVERLAP = 64
_HALF_SECOND = timedelta(microseconds=500_000)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank; `faults` says of a cell (counted from 0) why it cannot be read."""

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, str] = field(default_factory=dict)


def tidy(text: str) -> str:
    """NFC, no blanks at the ends, single blanks inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def decoded(content: bytes, name: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its byte order mark; raises InvalidInput otherwise."""
    if content.startswith((_OLE, _ZIP)):
        raise InvalidInput(f"{name}: this is a workbook, not a text file; give it its own suffix, .xlsx")
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(f'{name}, line {line}: not UTF-8 text; save it again as "CSV UTF-8"') from error
    if "\0" in text:
        raise InvalidInput(f'{name}: holds NUL characters, so it is no text; save it again as "CSV UTF-8"')
    return text


def csv_lines(text: str, delimiter: str, name: str) -> Iterator[Line]:
    """The lines of a CSV text, numbered by the line of the file on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield from _lines(before + 1, [tidy(cell) for cell in cells], {}, name)
            before = reader.line_num
    except csv.Error as error:
        raise InvalidInput(
            f"{name}, line {before + 1}: the quotes do not pair or a cell is too long ({error}); "
            'write " inside a cell twice'
        ) from error


def xlsx_lines(content: bytes, name: str) -> Iterator[Line]:
    """The lines of the first visible sheet, numbered as the spreadsheet numbers its rows."""
    with _readable(name):
        has_formulas = _inspect(content, name)
        shown = _rows_of_sheet(content, name, data_only=True)
        # Only the other reading tells a formula nobody has calculated from an empty cell.
        written = _rows_of_sheet(content, name, data_only=False) if has_formulas else repeat(())
        for number, (row, formulas) in enumerate(zip(shown, written, strict=False), start=1):
            if number > _LAST_SHEET_ROW:
                raise InvalidInput(f"{name}: names a row below {_LAST_SHEET_ROW}, the last of a sheet")
            yield from _lines(number, [_text(cell.value) for cell in row], _faults(row, formulas), name)


def _lines(number: int, cells: list[str], faults: Mapping[int, str], name: str) -> Iterator[Line]:
    """The line without the empty cells at its end; none when it is blank."""
    used = 1 + max((index for index, cell in enumerate(cells) if cell or index in faults), default=-1)
    if used > MOST_COLUMNS:
        raise InvalidInput(f"{name}, line {number}: {used} columns; at most {MOST_COLUMNS} are read")
    if used:
        yield Line(number, tuple(cells[:used]), faults)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except InvalidInput:
        raise
    except Exception as error:
        # A damaged or hostile workbook makes the libraries raise nearly anything.
        raise InvalidInput(
            f"{name}: not a readable XLSX workbook ({type(error).__name__}); "
            "open it in a spreadsheet program and save it again as .xlsx"
        ) from error


def _inspect(content: bytes, name: str) -> bool:
    """Refuse what must not be unpacked; otherwise say whether any part holds formulas."""
    if content.startswith(_OLE):
        raise InvalidInput(
            f"{name}: an old .xls or a workbook with a password; save it as .xlsx without a password"
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise InvalidInput(
            f"{name}: broken, or no XLSX workbook at all; open it in a spreadsheet program "
            "and save it as .xlsx"
        )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        _check_parts(parts, name)
        for part in parts:
            with archive.open(part) as opened:
                _check_no_document_type(opened, name)
        return any(_holds_formula(archive, part) for part in parts)


def _check_parts(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise InvalidInput(f"{name}: locked with a password; save it without one")
    # The archive never gives more bytes of a part than it declares here.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED_BYTES or len(parts) > _MOST_PARTS:
        raise InvalidInput(
            f"{name}: unpacks to {unpacked >> 20} MB in {len(parts)} parts, at most "
            f"{MOST_UNPACKED_BYTES >> 20} MB are read; copy the table alone into a new workbook"
        )
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise InvalidInput(f"{name}: a zip archive, but no XLSX workbook; save the table as .xlsx")


def _check_no_document_type(part: IO[bytes], name: str) -> None:
    """Refuse a DTD before its entities can unfold; one may stand only before the first element."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append("doctype")
    parser.StartElementHandler = lambda *_: found.append("element")
    try:
        while not found and (chunk := part.read(_CHUNK)):
            parser.Parse(chunk)
    except expat.ExpatError:
        # Pictures are no XML; broken XML is reported when the sheet itself is read.
        pass
    if found[:1] == ["doctype"]:
        raise InvalidInput(
            f"{name}: declares an XML document type, which no spreadsheet program writes; refused"
        )


def _holds_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    tail = b""
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            if _FORMULA.search(tail + chunk):
                return True
            tail = chunk[-_OVERLAP:]
    return False


def _rows_of_sheet(content: bytes, name: str, *, data_only: bool) -> Iterable[Sequence[Any]]:
    """The rows of cells of the first visible sheet; with `data_only` formulas are their stored results."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise InvalidInput(f"{name}: every sheet is hidden; unhide the one with the table")
    # What a sheet declares as its size may be wrong or immense; its rows are counted as they come.
    sheets[0].reset_dimensions()
    rows: Iterable[Sequence[Any]] = sheets[0].iter_rows()
    return rows


def _faults(row: Sequence[Any], formulas: Sequence[Any]) -> Mapping[int, str]:
    faults = {
        index: f"the cell holds the error {cell.value}"
        for index, cell in enumerate(row)
        if cell.data_type == "e"
    }
    for index, (cell, written) in enumerate(zip(row, formulas, strict=False)):
        # An empty text is a result too: the cell then has the type of a text formula.
        if written.data_type == "f" and cell.value is None and cell.data_type != "str":
            faults[index] = (
                "the cell holds a formula without its result; "
                "open the file in a spreadsheet program and save it"
            )
    return faults


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        # Fifteen digits are what a spreadsheet shows and what people typed.
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime):
        moment = (value + _HALF_SECOND).replace(microsecond=0)
        return moment.isoformat() if moment.time() != time() else moment.date().isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds").removesuffix(":00")
    return tidy(str(value))
