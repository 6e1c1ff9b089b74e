"""Workbooks to fill in: headings of a table, examples and notes beside them, fixed words to choose from.

One entry of `TEMPLATES` makes a template: the columns that are read are the columns that are written.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.errors import NotFound
from files import calendar_tables, obligation_tables, people_tables, receipt_tables, unit_tables
from files.tables import MOST_ROWS, Column
from locales.speech import Speech

REQUIRED = " *"
_TEXT = "@"
_NARROWEST, _WIDEST, _MARGIN = 12, 60, 4
_HEAD = PatternFill("solid", fgColor="DDE7F3")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class Template:
    """A table to fill in; by column key: keys of notes, two example rows, fixed words."""

    kind: str
    columns: Sequence[Column]
    notes: Mapping[str, str] = field(default_factory=dict)
    examples: Sequence[Mapping[str, str]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def offered(self) -> list[Column]:
        """The columns to fill in; what is passed over when read is not asked for."""
        return [column for column in self.columns if column.is_read]


TEMPLATES = {
    template.kind: template
    for template in (
        Template(
            "units",
            unit_tables.COLUMNS,
            {
                "code": "template.units_code",
                "kind": "template.units_kind",
                "order_no": "template.units_order_no",
                "parent": "template.code_of_unit",
                "aliases": "template.several",
                "former_names": "template.several",
                "valid_from": "template.day",
                "valid_to": "template.units_valid_to",
                "successor": "template.units_successor",
            },
            (
                {
                    "code": "STP",
                    "name": "Sở Tư pháp",
                    "kind": "sở",
                    "order_no": "20",
                    "aliases": "Tư pháp; Sở TP",
                },
                {
                    "code": "TANLAP",
                    "name": "UBND xã Tân Lập",
                    "kind": "cấp xã",
                    "former_names": "xã Tân Hòa; xã Lập Đông",
                    "valid_from": "01/07/2025",
                },
            ),
            {"kind": tuple(unit_tables.KIND_WORDS)},
        ),
        Template(
            "people",
            people_tables.COLUMNS,
            {
                "unit": "template.unit",
                "name": "template.people_name",
                "role": "template.people_role",
                "phone": "template.people_phone",
                "email": "template.people_email",
            },
            (
                {
                    "unit": "STP",
                    "name": "Nguyễn Văn A",
                    "role": "đầu mối",
                    "phone": "0900 000 001",
                    "email": "dau.moi@example.vn",
                },
                {"unit": "UBND xã Tân Lập", "name": "Trần Thị B", "role": "lãnh đạo đơn vị"},
            ),
            {"role": tuple(people_tables.ROLE_WORDS)},
        ),
        Template(
            "receipts",
            receipt_tables.COLUMNS,
            {
                "received_on": "template.day",
                "unit": "template.unit",
                "document_number": "template.receipts_document_number",
                "document_date": "template.receipts_document_date",
                "sent_on": "template.receipts_sent_on",
                "subject": "template.receipts_subject",
                "code": "template.receipts_code",
            },
            (
                {
                    "received_on": "19/10/2026",
                    "unit": "Sở Tư pháp",
                    "document_number": "215/BC-STP",
                    "document_date": "16/10/2026",
                    "subject": "Báo cáo cải cách TTHC tháng 10/2026",
                },
                {
                    "received_on": "20/10/2026",
                    "unit": "TANLAP",
                    "document_number": "96/BC-UBND",
                    "document_date": "19/10/2026",
                    "sent_on": "20/10/2026",
                    "code": "BC10",
                },
            ),
        ),
        Template(
            "obligations",
            obligation_tables.COLUMNS,
            choices={column: tuple(words) for column, words in obligation_tables.WORDS.items()},
        ),
        Template(
            "calendar",
            calendar_tables.COLUMNS,
            {"day": "template.day"},
            ({"day": "01/01/2027", "kind": "nghỉ"}, {"day": "09/01/2027", "kind": "làm bù"}),
            {"kind": ("nghỉ", "làm bù")},
        ),
    )
}


def write_template(kind: str, tr: Speech) -> bytes:
    """The workbook of a kind; NotFound for a kind that has none."""
    if kind not in TEMPLATES:
        raise NotFound(f"there is no template {kind}; there are {', '.join(TEMPLATES)}")
    template = TEMPLATES[kind]
    book = Workbook()
    rows = book.worksheets[0]
    # Only the first sheet is read, so examples on the second one are never taken for data.
    rows.title = tr("template.sheet_rows")
    _write_headings(rows, template)
    _write_guide(book.create_sheet(tr("template.sheet_guide")), template, tr)
    if template.choices:
        _offer_choices(rows, book.create_sheet(tr("template.sheet_words")), template)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_headings(sheet: Worksheet, template: Template) -> None:
    for index, column in enumerate(template.offered, start=1):
        shown = _heading(column)
        _write_head(sheet, index, shown)
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = _width(shown)
        # As text a number keeps its zeros, and a date stays as it was typed.
        sheet.column_dimensions[letter].number_format = _TEXT
    sheet.freeze_panes = "A2"


def _write_guide(sheet: Worksheet, template: Template, tr: Speech) -> None:
    heads = [tr("template.column"), tr("template.required"), tr("template.note")]
    heads += [tr("template.example", number=number) for number in range(1, len(template.examples) + 1)]
    for index, head in enumerate(heads, start=1):
        _write_head(sheet, index, head)
        sheet.column_dimensions[get_column_letter(index)].width = _WIDEST if index == 3 else _width(head, 30)
    for number, column in enumerate(template.offered, start=2):
        needed = tr("template.yes") if column.required else ""
        note = tr(template.notes[column.key]) if column.key in template.notes else ""
        examples = [example.get(column.key, "") for example in template.examples]
        for index, text in enumerate([column.heading, needed, note, *examples], start=1):
            cell = sheet.cell(number, index, text)
            cell.alignment, cell.number_format = _WRAPPED, _TEXT
    for number, key in enumerate(("template.rule_empty", "template.rule_whole"), len(template.offered) + 3):
        sheet.cell(number, 1, tr(key))
    sheet.freeze_panes = "A2"


def _offer_choices(rows: Worksheet, words: Worksheet, template: Template) -> None:
    places = {column.key: index for index, column in enumerate(template.offered, start=1)}
    offered = [key for key in template.choices if key in places]
    for index, key in enumerate(offered, start=1):
        column = template.offered[places[key] - 1]
        _write_head(words, index, column.heading)
        for number, word in enumerate(template.choices[key], start=2):
            words.cell(number, index, word)
        letter, last = get_column_letter(index), len(template.choices[key]) + 1
        words.column_dimensions[letter].width = 30
        listed = f"{quote_sheetname(words.title)}!${letter}$2:${letter}${last}"
        # Other words are understood too, and a list may name several, so nothing is refused here.
        validation = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=False)
        place = get_column_letter(places[key])
        validation.add(f"{place}2:{place}{MOST_ROWS + 1}")
        rows.add_data_validation(validation)


def _write_head(sheet: Worksheet, index: int, text: str) -> None:
    cell = sheet.cell(1, index, text)
    cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, _WRAPPED


def _heading(column: Column) -> str:
    return column.heading + (REQUIRED if column.required else "")


def _width(text: str, least: int = _NARROWEST) -> int:
    return min(max(len(text) + _MARGIN, least), _WIDEST)
