"""Tables people hand in: what is read, what is said of the rest, and what is not opened at all."""

import unicodedata
from datetime import date, datetime

import pytest

from domain.errors import InvalidInput
from files import table_rows, tables
from files.tables import Column, Problem, Table, read_table
from tests.unit.workbooks import part, with_parts, workbook

COLUMNS = (
    Column("code", "Mã đơn vị", ("Mã",), required=True),
    Column("name", "Tên đơn vị", required=True),
    Column("day", "Ngày"),
    Column("number", "STT", is_read=False),
)
HEAD = ("Mã đơn vị", "Tên đơn vị", "Ngày")
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes | str, name: str = "bang.csv") -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return read_table(raw, name=name, columns=COLUMNS)


def refused(content: bytes | str, name: str = "bang.csv") -> str:
    with pytest.raises(InvalidInput) as error:
        read(content, name)
    assert name in str(error.value)
    return str(error.value)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in table.rows]


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def texts(table: Table) -> list[str]:
    return [problem.text for problem in table.problems]


def test_a_workbook_gives_its_rows_by_number() -> None:
    table = read(workbook([HEAD, ("STP", "Sở Tư pháp", None), ("SNV", "Sở Nội vụ", "x")]), "bang.xlsx")
    assert cells(table) == [("STP", "Sở Tư pháp", ""), ("SNV", "Sở Nội vụ", "x")]
    assert (numbers(table), table.problems, table.headings) == ([2, 3], (), HEAD)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_with_any_delimiter_and_byte_order_mark(delimiter: str, encoding: str) -> None:
    rows = [HEAD, ("STP", "Sở Tư pháp", "20/10/2023")]
    table = read("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert cells(table) == [("STP", "Sở Tư pháp", "20/10/2023")]
    assert table.problems == ()


def test_a_yaml_list_is_read_by_keys_or_headings() -> None:
    table = read(
        "units:\n- code: STP\n  Tên đơn vị: Sở Tư pháp\n- {code: SNV, name: Sở Nội vụ, day: ~}\n", "a.yaml"
    )
    assert cells(table) == [("STP", "Sở Tư pháp", ""), ("SNV", "Sở Nội vụ", "")]
    assert numbers(table) == [2, 4]


@pytest.mark.parametrize("heading", ["Mã đơn vị", "mã ĐƠN VỊ *", "ma don vi", "MÃ", "code", "Mã đơn-vị:"])
def test_a_heading_is_known_however_it_is_typed(heading: str) -> None:
    assert cells(read(f"{heading},Tên đơn vị\nSTP,Sở Tư pháp\n")) == [("STP", "Sở Tư pháp", "")]


def test_title_lines_above_the_headings_are_passed_over() -> None:
    table = read("UBND TỈNH,,\nDANH SÁCH ĐƠN VỊ,,\n\nMã,Tên đơn vị,Ngày\nSTP,Sở Tư pháp,\n")
    assert (cells(table), numbers(table)) == ([("STP", "Sở Tư pháp", "")], [5])


def test_more_title_lines_than_a_register_has_are_not_searched() -> None:
    table = read("tên\n" * 11 + "Mã,Tên đơn vị\nSTP,Sở Tư pháp\n")
    assert table.rows == ()
    assert "no heading row in the first 11 lines" in texts(table)[0]


def test_the_line_that_numbers_the_columns_is_passed_over() -> None:
    assert numbers(read("Mã,Tên đơn vị,Ngày\n(1),(2),(3)\nSTP,Sở Tư pháp,\n")) == [3]


def test_a_row_of_words_below_the_headings_is_no_numbering() -> None:
    assert numbers(read("Mã,Tên đơn vị,Ngày\nSTP,Sở Tư pháp,x\nSNV,Sở Nội vụ,y\n")) == [2, 3]


def test_two_figures_in_a_row_are_somebodys_data() -> None:
    assert cells(read("Mã,Tên đơn vị,Ngày\n1,2,\n")) == [("1", "2", "")]


def test_figures_that_do_not_count_are_data() -> None:
    assert numbers(read("Mã,Tên đơn vị,Ngày\n3,1,2\n")) == [2]


def test_an_unknown_column_is_said_and_the_others_are_read() -> None:
    table = read("Mã,Màu,Tên đơn vị\nSTP,đỏ,Sở Tư pháp\n")
    assert cells(table) == [("STP", "Sở Tư pháp", "")]
    assert table.problems == (
        Problem(1, None, "unknown column 'Màu'; known are Mã đơn vị, Tên đơn vị, Ngày"),
    )


def test_a_column_that_is_not_read_is_no_unknown_one() -> None:
    table = read("STT,Mã,Tên đơn vị\n1,STP,Sở Tư pháp\n2,,\n")
    assert (cells(table), table.problems) == ([("STP", "Sở Tư pháp", "")], ())


def test_a_double_column_is_said_and_the_first_one_is_read() -> None:
    table = read("Mã,Mã đơn vị,Tên đơn vị\nSTP,SNV,Sở\n")
    assert cells(table) == [("STP", "Sở", "")]
    assert [(problem.row, problem.column) for problem in table.problems] == [(1, "Mã đơn vị")]


def test_a_missing_required_column_is_named_and_no_row_is_read() -> None:
    table = read("Mã,Ngày\nSTP,x\n")
    assert table.rows == ()
    assert texts(table) == ["the heading row lacks: Tên đơn vị; known are Mã đơn vị, Tên đơn vị, Ngày"]


def test_a_missing_optional_column_is_empty_in_every_row() -> None:
    assert cells(read("Mã,Tên đơn vị\nSTP,Sở\n")) == [("STP", "Sở", "")]


def test_a_value_below_no_heading_is_said_with_its_row() -> None:
    table = read("Mã,Tên đơn vị\nSTP,Sở,thừa\n")
    assert table.problems == (Problem(2, None, "a value without a heading in column C"),)


def test_a_formula_without_a_result_is_said_with_its_column() -> None:
    content = workbook([HEAD, ("STP", '=CONCATENATE("Sở"," Tư pháp")', "x"), ("SNV", "Sở Nội vụ", "")])
    table = read(content, "bang.xlsx")
    (problem,) = table.problems
    assert (problem.row, problem.column) == (2, "Tên đơn vị")
    assert "formula without its result" in problem.text


def test_a_formula_with_its_result_is_the_result() -> None:
    content = workbook([HEAD, ("STP", "=A2", "x")])
    calculated = (
        part(content, SHEET).replace(b"<v></v>", b"<v>Tu phap</v>").replace(b"<v />", b"<v>Tu phap</v>")
    )
    calculated = calculated.replace(b'<c r="B2">', b'<c r="B2" t="str">')
    table = read(with_parts(content, {SHEET: calculated}), "bang.xlsx")
    assert (cells(table), table.problems) == ([("STP", "Tu phap", "x")], ())


def test_an_error_in_a_cell_is_said() -> None:
    content = workbook([HEAD, ("STP", "#N/A", "")])
    (problem,) = read(content, "bang.xlsx").problems
    assert (problem.row, problem.text) == (2, "the cell holds the error #N/A")


def test_merged_cells_hold_their_value_once_and_blank_rows_are_passed_over() -> None:
    rows = [
        ("DANH SÁCH", None, None),
        HEAD,
        ("STP", "Sở Tư pháp", "x"),
        (None, None, None),
        ("SNV", "Sở", ""),
    ]
    table = read(workbook(rows, merged=("A1:C1", "B3:C3")), "bang.xlsx")
    assert cells(table) == [("STP", "Sở Tư pháp", ""), ("SNV", "Sở", "")]
    assert numbers(table) == [3, 5]


def test_a_hidden_sheet_is_not_the_table() -> None:
    table = read(workbook([HEAD, ("STP", "Sở", "")], hidden=True), "bang.xlsx")
    assert cells(table) == [("STP", "Sở", "")]


def test_dates_and_numbers_of_a_workbook_are_plain_text() -> None:
    moment = datetime(2023, 10, 20, 8, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
    rows = [HEAD, (12, 1.5, date(2023, 10, 20)), (True, "a", moment)]
    assert cells(read(workbook(rows), "bang.xlsx")) == [
        ("12", "1.5", "2023-10-20"),
        ("true", "a", "2023-10-20T08:30:00"),
    ]


def test_text_is_composed_and_its_blanks_are_single() -> None:
    decomposed = unicodedata.normalize("NFD", "Mã,Tên đơn vị\nSTP,  Sở \u00a0 Tư   pháp\n")
    assert decomposed != unicodedata.normalize("NFC", decomposed)
    assert cells(read(decomposed)) == [("STP", "Sở Tư pháp", "")]


def test_a_quoted_cell_keeps_its_delimiter_and_the_row_its_line() -> None:
    table = read('Mã,Tên đơn vị\nSTP,"Sở, ban\nngành"\nSNV,Sở\n')
    assert (cells(table)[0], numbers(table)) == (("STP", "Sở, ban ngành", ""), [2, 4])


def test_a_quote_that_does_not_end_is_refused_with_its_line() -> None:
    assert "line 2" in refused('Mã,Tên đơn vị\nSTP,"Sở\n')


@pytest.mark.parametrize("encoding", ["cp1258", "latin-1", "utf-16-le"])
def test_another_encoding_is_refused_and_never_guessed(encoding: str) -> None:
    text = "Mã,Tên đơn vị\nSTP,Sở Tư pháp\n" if encoding == "utf-16-le" else "Mã,Tên\nSTP,Sà\n"
    content = text.encode(encoding, errors="replace")
    assert "CSV UTF-8" in refused(content)


def test_a_workbook_under_the_name_of_a_text_is_refused() -> None:
    assert ".xlsx" in refused(workbook([HEAD]), "bang.csv")


@pytest.mark.parametrize("name", ["bang.xls", "bang.xlsm", "bang.ods", "bang"])
def test_other_suffixes_are_refused(name: str) -> None:
    assert "only .xlsx" in refused(b"x", name)


@pytest.mark.parametrize("content", ["", " \n\n"])
def test_an_empty_file_is_refused(content: str) -> None:
    assert "empty" in refused(content)


def test_a_workbook_without_a_row_is_refused() -> None:
    assert "the table is empty" in refused(workbook([]), "bang.xlsx")


def test_an_old_or_locked_workbook_is_refused_with_what_to_do() -> None:
    assert "password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "bang.xlsx")


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 cut off"])
def test_a_broken_workbook_is_refused(content: bytes) -> None:
    assert "XLSX" in refused(content, "bang.xlsx")


def test_a_workbook_with_broken_xml_is_refused() -> None:
    content = with_parts(workbook([HEAD, ("STP", "Sở", "")]), {SHEET: b"<worksheet><sheetData><row"})
    assert "not a readable XLSX workbook" in refused(content, "bang.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    content = with_parts(workbook([HEAD]), {})
    hollow = content.replace(b"[Content_Types].xml", b"[Content_Typos].xml")
    assert "no XLSX workbook" in refused(hollow, "bang.xlsx")


def test_an_archive_that_unpacks_too_large_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = with_parts(workbook([HEAD, ("STP", "Sở", "")]), {"xl/media/zeros.bin": bytes(4 << 20)})
    assert len(read(content, "bang.xlsx").rows) == 1
    monkeypatch.setattr(table_rows, "MOST_UNPACKED_BYTES", 3 << 20)
    assert len(content) < 64 * 1024
    assert "unpacks to 4 MB" in refused(content, "bang.xlsx")


def test_a_workbook_that_declares_a_document_type_is_refused() -> None:
    content = workbook([HEAD, ("STP", "Sở", "")])
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'
    sheet = bomb + part(content, SHEET)
    assert "document type" in refused(with_parts(content, {SHEET: sheet}), "bang.xlsx")


def test_a_file_of_more_than_twenty_megabytes_is_refused() -> None:
    assert "at most 20 MB" in refused(b"a" * (tables.MOST_BYTES + 1))


def test_one_row_more_than_the_most_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tables.MOST_ROWS == 50_000
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    text = "Mã,Tên đơn vị\n" + "STP,Sở\n" * 3
    assert len(read(text).rows) == 3
    assert "more than 3 rows" in refused(text + "STP,Sở\n")


def test_more_columns_than_a_table_has_are_refused() -> None:
    wide = [*HEAD, *["x"] * 197]
    assert "at most 200" not in str(read(workbook([wide]), "bang.xlsx").problems)
    assert "at most 200" in refused(workbook([[*wide, "x"]]), "bang.xlsx")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- code: STP\n  name: a\n  code: SNV\n", "written twice"),
        ("- code: [a, b]\n  name: a\n", "must be a single value"),
        ("- STP\n", "must be a mapping"),
        ("- code: STP\n  name: a\n  colour: red\n", "unknown column 'colour'"),
    ],
)
def test_what_is_wrong_in_a_yaml_list_is_said_with_its_line(text: str, words: str) -> None:
    try:
        found = texts(read(text, "a.yaml"))
    except InvalidInput as error:
        found = [str(error)]
    assert words in found[0]


@pytest.mark.parametrize("text", ["code: STP\n", "a: 1\nb: 2\n", "just text\n", "- code: [\n", "{{{\n"])
def test_a_yaml_file_without_a_list_is_refused(text: str) -> None:
    assert refused(text, "a.yaml")


def test_a_yaml_file_with_an_anchor_is_refused() -> None:
    assert refused("- &a {code: STP, name: Sở}\n- *a\n", "a.yml")


def test_a_yaml_file_nested_without_end_is_refused() -> None:
    assert refused("[" * 5000 + "]" * 5000, "a.yml")
