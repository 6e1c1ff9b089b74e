"""The tables of units, people and receipts: words and dates as people write them, and what is refused."""

from datetime import date

import pytest

from domain.units import Role, UnitKind
from files.people_tables import email, phone, read_people
from files.receipt_tables import ReceiptLine, read_receipts
from files.typed_rows import Lines, day
from files.unit_tables import read_units


def reasons(lines: Lines[object]) -> list[tuple[int, str | None]]:
    return [(item.row, item.column) for item in lines.rejected]


@pytest.mark.parametrize(
    "written", ["20/10/2023", "20-10-2023", "20.10.2023", "2023-10-20", "2023-10-20T08:30:00"]
)
def test_a_date_is_read_as_people_and_spreadsheets_write_it(written: str) -> None:
    assert day(written) == date(2023, 10, 20)


def test_the_day_comes_before_the_month() -> None:
    assert day("5/10/2023") == date(2023, 10, 5)


@pytest.mark.parametrize(
    "written",
    ["10/20/2023", "20/10/23", "20/10-2023", "31/02/2023", "45219", "20/10/0203", "hôm qua", "2023"],
)
def test_what_is_no_date_is_refused_with_how_to_write_one(written: str) -> None:
    with pytest.raises(ValueError, match="20/10/2023"):
        day(written)


@pytest.mark.parametrize(
    "written",
    [
        "0912 345 678",
        "0912.345.678",
        "(091) 234-5678",
        "+84 912 345 678",
        "84912345678",
        "912345678",
        "0084912345678",
    ],
)
def test_a_telephone_number_is_kept_as_digits(written: str) -> None:
    assert phone(written) == "0912345678"


@pytest.mark.parametrize("written", ["12", "0912", "chưa có", "0912345678901", "+1 202 555 0100"])
def test_what_is_no_telephone_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="telephone"):
        phone(written)


def test_an_address_is_kept_in_small_letters() -> None:
    assert email("Dau.Moi@Example.VN") == "dau.moi@example.vn"


@pytest.mark.parametrize("written", ["dau.moi", "a@b", "a@@b.vn", "a@b.vn; c@d.vn", "a b@c.vn", "a@.vn"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="e-mail"):
        email(written)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Sở", UnitKind.DEPARTMENT),
        ("văn phòng", UnitKind.OFFICE),
        ("Ban quản lý", UnitKind.BOARD),
        ("XÃ", UnitKind.COMMUNE),
        ("phuong", UnitKind.COMMUNE),
        ("đặc khu", UnitKind.COMMUNE),
        ("thị xã", UnitKind.DISTRICT),
        ("ngành dọc", UnitKind.VERTICAL),
        ("commune", UnitKind.COMMUNE),
    ],
)
def test_a_kind_is_known_in_both_languages(written: str, kind: UnitKind) -> None:
    (line,) = read_units(f"code,name,kind\nA,Đơn vị A,{written}\n".encode(), "a.csv").rows
    assert line.value.said["kind"] is kind


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("đầu mối", Role.FOCAL_POINT),
        ("Cán bộ đầu mối", Role.FOCAL_POINT),
        ("thủ trưởng", Role.UNIT_HEAD),
        ("lãnh đạo UBND tỉnh", Role.LEADER),
        ("theo dõi", Role.COORDINATOR),
        ("unit_head", Role.UNIT_HEAD),
    ],
)
def test_a_role_is_known_in_both_languages(written: str, role: Role) -> None:
    (line,) = read_people(f"Đơn vị;Họ và tên;Vai trò\nSTP;Người A;{written}\n".encode(), "a.csv").rows
    assert line.value.role is role


@pytest.mark.parametrize("written", ["lãnh đạo", "vua", "0"])
def test_a_word_that_names_no_role_or_several_is_refused(written: str) -> None:
    lines = read_people(f"Đơn vị;Họ và tên;Vai trò\nSTP;Người A;{written}\n".encode(), "a.csv")
    assert (lines.rows, reasons(lines)) == ((), [(2, "Vai trò")])


def test_an_empty_cell_says_nothing_and_a_dash_says_that_there_is_none() -> None:
    text = "code,name,kind,aliases,parent,successor\nA,Đơn vị A,sở,-,,B\n"
    (line,) = read_units(text.encode(), "a.csv").rows
    assert line.value.said == {
        "name": "Đơn vị A",
        "kind": UnitKind.DEPARTMENT,
        "aliases": None,
        "successor": "B",
    }


def test_several_names_stand_between_semicolons_and_each_is_kept_once() -> None:
    text = "code,name,kind,aliases,former_names\nA,Đơn vị A,sở,a ; b;;a,Tên cũ\n"
    (line,) = read_units(text.encode(), "a.csv").rows
    assert (line.value.said["aliases"], line.value.said["former_names"]) == (("a", "b"), ("Tên cũ",))


def test_every_cell_that_cannot_be_read_is_named_and_other_rows_are_still_looked_at() -> None:
    text = "code,name,kind,order_no,valid_from\nA B,,vua,x,32/1/2025\nC,Đơn vị C,sở,,\nD,Đơn vị D,vua,,\n"
    lines = read_units(text.encode(), "a.csv")
    assert [line.value.code for line in lines.rows] == ["C"]
    named = ["Tên đơn vị", "Loại đơn vị", "Thứ tự", "Có từ ngày", "Mã đơn vị"]
    assert reasons(lines) == [*[(2, column) for column in named], (4, "Loại đơn vị")]


def test_an_order_cannot_be_taken_away() -> None:
    lines = read_units("code,name,kind,order_no\nA,Đơn vị A,sở,-\n".encode(), "a.csv")
    assert reasons(lines) == [(2, "Thứ tự")]


def test_the_register_of_the_decree_is_read_as_it_is_kept() -> None:
    head = (
        "Ngày đến;Số đến;Tác giả;Số, ký hiệu;Ngày tháng;Tên loại và trích yếu nội dung;"
        "Đơn vị hoặc người nhận;Ngày chuyển;Ký nhận;Ghi chú"
    )
    row = "19/10/2023;1204;Sở Tư pháp;215/BC-STP;16/10/2023;Báo cáo CCHC tháng 10;VP;19/10/2023;;"
    lines = read_receipts(f"SỔ ĐĂNG KÝ VĂN BẢN ĐẾN\n{head}\n{row}\n".encode(), "so.csv")
    assert lines.rejected == ()
    assert lines.rows[0].value == ReceiptLine(
        unit="Sở Tư pháp",
        received_on=date(2023, 10, 19),
        document_number="215/BC-STP",
        document_date=date(2023, 10, 16),
        subject="Báo cáo CCHC tháng 10",
    )


def test_a_register_without_number_or_day_is_refused_by_row() -> None:
    lines = read_receipts(
        "Ngày đến;Cơ quan ban hành;Số, ký hiệu\n;STP;215/BC-STP\n19/10/2023;STP;-\n".encode(), "so.csv"
    )
    assert reasons(lines) == [(2, "Ngày đến"), (3, "Số, ký hiệu")]
