"""The table of people: its columns, and one value from each row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.units import Role
from files import yaml_values as values
from files.tables import Column, read_table
from files.typed_rows import Cells, Lines, one_word_of, read_lines

COLUMNS = (
    Column("unit", "Đơn vị", ("Mã đơn vị", "Tên đơn vị", "Cơ quan"), required=True),
    Column("name", "Họ và tên", ("Họ tên", "Họ tên cán bộ"), required=True),
    Column("role", "Vai trò", ("Nhiệm vụ",), required=True),
    Column("phone", "Điện thoại", ("Số điện thoại", "ĐT", "SĐT", "Di động")),
    Column("email", "Thư điện tử", ("E-mail", "Hộp thư", "Thư công vụ")),
    Column("number", "STT", ("TT",), is_read=False),
    Column("position", "Chức vụ", is_read=False),
    Column("note", "Ghi chú", is_read=False),
)
# The first word of a role is the one that templates offer.
ROLE_WORDS: Mapping[str, Role] = {
    "đầu mối": Role.FOCAL_POINT,
    "lãnh đạo đơn vị": Role.UNIT_HEAD,
    "theo dõi, tổng hợp": Role.COORDINATOR,
    "lãnh đạo UBND tỉnh": Role.LEADER,
    "quản trị": Role.ADMIN,
}
_OTHER_ROLE_WORDS: Mapping[str, Role] = {
    "cán bộ đầu mối": Role.FOCAL_POINT,
    "công chức đầu mối": Role.FOCAL_POINT,
    "thủ trưởng": Role.UNIT_HEAD,
    "thủ trưởng đơn vị": Role.UNIT_HEAD,
    "cán bộ theo dõi": Role.COORDINATOR,
    "điều phối": Role.COORDINATOR,
    "theo dõi": Role.COORDINATOR,
    "tổng hợp": Role.COORDINATOR,
    "lãnh đạo tỉnh": Role.LEADER,
    "quản trị viên": Role.ADMIN,
} | {role.value: role for role in Role}
_KNOWN_ROLES = one_word_of({**ROLE_WORDS, **_OTHER_ROLE_WORDS})
# Vietnamese numbers have 10 digits, those of landlines and short service numbers may have another length.
_PHONE = re.compile(r"0\d{7,10}", re.ASCII)
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)+")
_BARE_MOBILE = 9


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One row; `said` holds phone and e-mail address where the row fills them in, None for a dash."""

    unit: str
    name: str
    role: Role
    said: Mapping[str, Any]


def read_people(content: bytes, name: str) -> Lines[PersonLine]:
    """The people a file lists; InvalidInput when the file cannot be read at all."""
    return read_lines(read_table(content, name=name, columns=COLUMNS), COLUMNS, _person)


def phone(written: str) -> str:
    """Digits only, beginning with 0, however blanks, dots and the country's code are written."""
    digits = re.sub(r"[\s.()-]", "", written)
    for country in ("+84", "0084"):
        digits = "0" + digits.removeprefix(country).lstrip("0") if digits.startswith(country) else digits
    if len(digits) == len("84") + _BARE_MOBILE and digits.startswith("84"):
        digits = "0" + digits.removeprefix("84")
    if len(digits) == _BARE_MOBILE and not digits.startswith("0"):
        # A spreadsheet drops the zero of what it takes for a number.
        digits = "0" + digits
    if not _PHONE.fullmatch(digits):
        raise ValueError(f"{written!r} is not a telephone number such as 0912345678")
    return digits


def email(written: str) -> str:
    """An e-mail address in small letters; only its shape is looked at."""
    if not _EMAIL.fullmatch(written):
        raise ValueError(f"{written!r} is not an e-mail address")
    return written.casefold()


def _person(cells: Cells) -> PersonLine:
    return PersonLine(
        unit=cells.need("unit", values.words, ""),
        name=cells.need("name", values.words, ""),
        role=cells.need("role", _role, Role.FOCAL_POINT),
        said=cells.said({"phone": phone, "email": email}),
    )


def _role(written: str) -> Role:
    try:
        return _KNOWN_ROLES(written)
    except ValueError:
        raise ValueError(f"{written!r} is no role; there are {', '.join(ROLE_WORDS)}") from None
