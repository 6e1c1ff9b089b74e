"""Workbooks for tests: rows of cells as XLSX, and archives put together by hand."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook


def workbook(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), hidden: bool = False) -> bytes:
    """An XLSX file with these rows on its first visible sheet; with `hidden` another sheet lies before it."""
    book = Workbook()
    sheet = book.worksheets[0]
    if hidden:
        sheet.title, sheet["A1"] = "ẩn", "Mã"
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("bảng")
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive with parts replaced or added."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return changed.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
