"""The table of units: its columns, and one value from each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.units import UnitKind
from files import yaml_values as values
from files.tables import Column, read_table
from files.typed_rows import Cells, Lines, day, listed, one_word_of, read_lines

COLUMNS = (
    Column("code", "Mã đơn vị", ("Mã", "Ký hiệu", "Viết tắt"), required=True),
    Column("name", "Tên đơn vị", ("Tên", "Đơn vị", "Tên cơ quan"), required=True),
    Column("kind", "Loại đơn vị", ("Loại",), required=True),
    Column("order_no", "Thứ tự", ("Số thứ tự nghi thức", "Thứ tự nghi thức")),
    Column("parent", "Đơn vị cấp trên", ("Trực thuộc", "Mã đơn vị cấp trên")),
    Column("aliases", "Tên gọi khác", ("Tên thường gọi",)),
    Column("former_names", "Tên cũ", ("Tên trước đây",)),
    Column("valid_from", "Có từ ngày", ("Thành lập ngày", "Từ ngày")),
    Column("valid_to", "Đến hết ngày", ("Kết thúc ngày", "Hết hiệu lực")),
    Column("successor", "Đơn vị kế thừa", ("Mã đơn vị kế thừa",)),
    Column("number", "STT", ("TT",), is_read=False),
    Column("note", "Ghi chú", is_read=False),
)
# The first word of a kind is the one that templates offer.
KIND_WORDS: Mapping[str, UnitKind] = {
    "sở": UnitKind.DEPARTMENT,
    "văn phòng": UnitKind.OFFICE,
    "cơ quan": UnitKind.AGENCY,
    "ban quản lý": UnitKind.BOARD,
    "trung tâm": UnitKind.CENTRE,
    "cấp huyện": UnitKind.DISTRICT,
    "cấp xã": UnitKind.COMMUNE,
    "ngành dọc": UnitKind.VERTICAL,
    "cấp tỉnh": UnitKind.PROVINCE,
}
_OTHER_KIND_WORDS: Mapping[str, UnitKind] = {
    "tỉnh": UnitKind.PROVINCE,
    "UBND tỉnh": UnitKind.PROVINCE,
    "văn phòng UBND tỉnh": UnitKind.OFFICE,
    "ban": UnitKind.AGENCY,
    "thanh tra": UnitKind.AGENCY,
    "cơ quan thuộc UBND tỉnh": UnitKind.AGENCY,
    "trung tâm phục vụ hành chính công": UnitKind.CENTRE,
    "huyện": UnitKind.DISTRICT,
    "thị xã": UnitKind.DISTRICT,
    "thành phố thuộc tỉnh": UnitKind.DISTRICT,
    "UBND cấp huyện": UnitKind.DISTRICT,
    "xã": UnitKind.COMMUNE,
    "phường": UnitKind.COMMUNE,
    "đặc khu": UnitKind.COMMUNE,
    "UBND cấp xã": UnitKind.COMMUNE,
    "cơ quan ngành dọc": UnitKind.VERTICAL,
} | {kind.value: kind for kind in UnitKind}
_KNOWN_KINDS = one_word_of({**KIND_WORDS, **_OTHER_KIND_WORDS})


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row: the code, and by column what the row says; a column left empty says nothing.

    `parent` and `successor` are codes. None is a dash: the unit has no such thing.
    """

    code: str
    said: Mapping[str, Any]


def read_units(content: bytes, name: str) -> Lines[UnitLine]:
    """The units a file lists; InvalidInput when the file cannot be read at all."""
    return read_lines(read_table(content, name=name, columns=COLUMNS), COLUMNS, _unit)


def _unit(cells: Cells) -> UnitLine:
    said = {
        "name": cells.need("name", values.words, ""),
        "kind": cells.need("kind", _kind, UnitKind.AGENCY),
    }
    optional = cells.said(
        {
            "order_no": values.whole(1, 99999),
            "parent": values.unit_code,
            "aliases": listed(values.words),
            "former_names": listed(values.words),
            "valid_from": day,
            "valid_to": day,
            "successor": values.unit_code,
        }
    )
    if "order_no" in optional and optional["order_no"] is None and cells.is_sound:
        cells.reject("order_no", "must be a number; leave it empty to keep the order")
    return UnitLine(cells.need("code", values.unit_code, ""), said | optional)


def _kind(written: str) -> UnitKind:
    try:
        return _KNOWN_KINDS(written)
    except ValueError:
        raise ValueError(f"{written!r} is no kind of unit; there are {', '.join(KIND_WORDS)}") from None
