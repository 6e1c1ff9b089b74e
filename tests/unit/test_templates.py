"""Workbooks to fill in: what is written is what is read, and examples are never taken for data."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import load_workbook

from domain.calendar import VIETNAM
from domain.errors import NotFound
from files.people_tables import read_people
from files.receipt_tables import read_receipts
from files.tables import Column, read_table
from files.templates import REQUIRED, TEMPLATES, write_template
from files.unit_tables import read_units
from locales.speech import speech
from tests.unit.workbooks import workbook

KINDS = ("units", "people", "receipts", "obligations", "calendar")


def written(kind: str, locale: str = "vi") -> bytes:
    return write_template(kind, speech(locale, VIETNAM))


def headings(columns: Sequence[Column]) -> list[str]:
    return [column.heading + (REQUIRED if column.required else "") for column in columns if column.is_read]


def test_there_is_a_template_for_every_kind() -> None:
    assert tuple(TEMPLATES) == KINDS


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="units, people"):
        written("boats")


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_headings_are_the_columns_that_are_read_with_the_required_ones_marked(
    kind: str, locale: str
) -> None:
    columns = TEMPLATES[kind].columns
    table = read_table(written(kind, locale), name="mau.xlsx", columns=columns)
    assert (table.problems, table.rows) == ((), ())
    assert list(table.headings) == headings(columns)
    assert any(heading.endswith(REQUIRED) for heading in table.headings)


@pytest.mark.parametrize(
    ("kind", "read"), [("units", read_units), ("people", read_people), ("receipts", read_receipts)]
)
def test_the_examples_are_rows_that_would_be_taken(kind: str, read: object) -> None:
    template = TEMPLATES[kind]
    rows = [[example.get(column.key, "") for column in template.offered] for example in template.examples]
    assert callable(read)
    lines = read(workbook([headings(template.columns), *rows]), "mau.xlsx")
    assert lines.rejected == ()
    assert len(lines.rows) == len(template.examples) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_guide_explains_every_column_and_notes_name_only_columns(kind: str) -> None:
    template = TEMPLATES[kind]
    book = load_workbook(io.BytesIO(written(kind)))
    guide = book["Hướng dẫn"]
    explained = [guide.cell(row, 1).value for row in range(2, len(template.offered) + 2)]
    assert explained == [column.heading for column in template.offered]
    known = {column.key for column in template.columns}
    assert template.notes.keys() | template.choices.keys() <= known
    assert all(example.keys() <= known for example in template.examples)


def test_fixed_words_are_offered_below_their_heading() -> None:
    book = load_workbook(io.BytesIO(written("people")))
    words = [row[0].value for row in book["Danh mục"].iter_rows()]
    assert words[:2] == ["Vai trò", "đầu mối"]
    (validation,) = book.worksheets[0].data_validations.dataValidation
    assert str(validation.sqref).startswith("C2:C")
    assert validation.formula1 == "'Danh mục'!$A$2:$A$6"


def test_what_is_typed_stays_text_so_that_numbers_keep_their_zeros() -> None:
    sheet = load_workbook(io.BytesIO(written("people"))).worksheets[0]
    assert sheet.column_dimensions["D"].number_format == "@"
