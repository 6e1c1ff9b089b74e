"""The workbook of a quick order: numbers are numbers, texts are texts, blanks stay blank."""

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from files.quick_tables import FigureRow, FigureTable, write_figures

COLUMNS = ("Đơn vị", "Số liệu", "Người trả lời", "Lúc", "Ghi chú")


def sheet_of(
    *rows: FigureRow, last: FigureRow | None = None, head: tuple[str, ...] = ("Đầu bảng",)
) -> Worksheet:
    content = write_figures(FigureTable("GN1", head, COLUMNS, rows, last))
    return load_workbook(io.BytesIO(content)).worksheets[0]


def test_head_columns_rows_and_total_stand_in_this_order() -> None:
    sheet = sheet_of(
        FigureRow("Sở A", "12", "Người một", "08:30", "muộn"),
        FigureRow("Sở B"),
        last=FigureRow("Tổng cộng", "12"),
        head=("GN1: số máy", "SỐ LIỆU GIẢ ĐỊNH"),
    )
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    nothing = [None] * 5
    assert sheet.title == "GN1"
    assert lines[:4] == [
        ["GN1: số máy", None, None, None, None],
        ["SỐ LIỆU GIẢ ĐỊNH", None, None, None, None],
        nothing,
        list(COLUMNS),
    ]
    assert lines[4:] == [
        ["Sở A", 12, "Người một", "08:30", "muộn"],
        ["Sở B", None, None, None, None],
        ["Tổng cộng", 12, None, None, None],
    ]
    assert sheet.freeze_panes == "A5"


@pytest.mark.parametrize(
    ("figure", "value", "shown"),
    [("0", 0, "#,##0"), ("1250", 1250, "#,##0"), ("1250.5", 1250.5, "#,##0.0"), ("0.25", 0.25, "#,##0.00")],
)
def test_a_figure_is_a_number_with_its_places(figure: str, value: float, shown: str) -> None:
    cell = sheet_of(FigureRow("Sở A", figure))["B4"]
    assert (cell.value, cell.data_type, cell.number_format) == (value, "n", shown)


def test_no_answer_is_no_zero() -> None:
    assert sheet_of(FigureRow("Sở A"))["B4"].value is None


def test_a_number_that_a_workbook_would_round_stays_text() -> None:
    cell = sheet_of(FigureRow("Sở A", "1234567890123456"))["B4"]
    assert (cell.value, cell.data_type) == ("1234567890123456", "s")


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "=1+1"])
def test_what_people_wrote_is_never_a_formula(text: str) -> None:
    sheet = sheet_of(FigureRow(text, "1", text, note=text), last=FigureRow(text, "1"), head=(text,))
    texts = [sheet["A1"], sheet["A4"], sheet["C4"], sheet["E4"], sheet["A5"]]
    assert [(cell.value, cell.data_type) for cell in texts] == [(text, "s")] * 5
    assert all(cell.quotePrefix for cell in texts)


def test_an_ordinary_text_is_not_marked_as_one() -> None:
    assert not sheet_of(FigureRow("Sở A"))["A4"].quotePrefix


def test_characters_no_workbook_takes_are_left_out() -> None:
    assert sheet_of(FigureRow("Sở\x0b A\x00"))["A4"].value == "Sở A"
