"""The register of incoming documents (Decree 30/2020/NĐ-CP, Annex IV): its columns, and one value a row."""

from dataclasses import dataclass
from datetime import date

from files import yaml_values as values
from files.tables import Column, read_table
from files.typed_rows import Cells, Lines, day, read_lines

COLUMNS = (
    Column("arrival_number", "Số đến", is_read=False),
    Column("received_on", "Ngày đến", ("Ngày nhận",), required=True),
    Column(
        "unit",
        "Cơ quan ban hành",
        ("Tác giả", "Cơ quan, đơn vị ban hành", "Đơn vị", "Nơi gửi"),
        required=True,
    ),
    Column(
        "document_number",
        "Số, ký hiệu",
        ("Số và ký hiệu", "Số ký hiệu văn bản", "Số văn bản"),
        required=True,
    ),
    Column("document_date", "Ngày văn bản", ("Ngày tháng", "Ngày tháng văn bản", "Ngày ban hành")),
    Column("sent_on", "Ngày gửi"),
    Column(
        "subject",
        "Trích yếu",
        ("Tên loại và trích yếu nội dung", "Trích yếu nội dung", "Tên loại và trích yếu nội dung văn bản"),
    ),
    Column("code", "Mã việc", ("Mã nhiệm vụ",)),
    Column("number", "STT", ("TT",), is_read=False),
    Column("type", "Tên loại", ("Loại văn bản",), is_read=False),
    Column("addressee", "Đơn vị hoặc người nhận", ("Đơn vị nhận", "Người nhận"), is_read=False),
    Column("passed_on", "Ngày chuyển", is_read=False),
    Column("signature", "Ký nhận", is_read=False),
    Column("time_limit", "Thời hạn", ("Thời hạn giải quyết",), is_read=False),
    Column("note", "Ghi chú", is_read=False),
)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One document that reached the Office; `code` names the duty it answers, such as BC10."""

    unit: str
    received_on: date
    document_number: str
    document_date: date | None = None
    sent_on: date | None = None
    subject: str = ""
    code: str | None = None


def read_receipts(content: bytes, name: str) -> Lines[ReceiptLine]:
    """The documents a register lists; InvalidInput when the file cannot be read at all."""
    return read_lines(read_table(content, name=name, columns=COLUMNS), COLUMNS, _receipt)


def _receipt(cells: Cells) -> ReceiptLine:
    return ReceiptLine(
        unit=cells.need("unit", values.words, ""),
        received_on=cells.need("received_on", day, date.min),
        document_number=cells.need("document_number", values.words, ""),
        document_date=cells.take("document_date", day),
        sent_on=cells.take("sent_on", day),
        subject=cells.take("subject", values.words) or "",
        code=cells.take("code", values.words),
    )
