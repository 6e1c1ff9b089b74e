"""The printed sheet: the code in groups, the steps of each messenger, the mark, and nothing from anywhere."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.units import Role, Unit, UnitKind
from files import invitation_sheets as files
from locales.speech import speech
from services import invitation_sheets
from services.accounts import Minted
from services.invitation_sheets import About, grouped
from services.onboarding import Slip, Way

VI, EN = (speech(locale, ZoneInfo("Asia/Ho_Chi_Minh")) for locale in ("vi", "en"))
UNIT = Unit(1, 1, None, UnitKind.COMMUNE, "XTANLAP", "UBND xã Tân Lập", 1)
MINTED = Minted(
    "ABCDEFGH234JK", UNIT, Role.FOCAL_POINT, datetime(2026, 10, 19, 2, tzinfo=UTC), 1, "Nguyễn Thị Mẫu"
)
ABOUT = About("Tỉnh Mẫu", True, "Văn phòng UBND tỉnh")


def text_of(slip: Slip, about: About = ABOUT) -> str:
    return files.write(invitation_sheets.compose(VI, [slip], about))


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("ABCDEFGH234JK", "ABCD EFGH 234JK"),
        ("ABCD2345", "ABCD 2345"),
        ("ABCDEF", "ABCD EF"),
        ("ABC", "ABC"),
    ],
)
def test_a_code_is_shown_in_groups(code: str, shown: str) -> None:
    assert grouped(code) == shown
    assert grouped(code).replace(" ", "") == code


def test_a_block_names_unit_person_role_expiry_and_whom_to_ask() -> None:
    text = text_of(Slip(MINTED, ()))
    for words in (
        "UBND xã Tân Lập",
        "Nguyễn Thị Mẫu",
        "cán bộ đầu mối",
        "09:00 thứ Hai 19/10/2026",
        "ABCD EFGH 234JK",
        "xin liên hệ Văn phòng UBND tỉnh",
        "chỉ lưu họ tên",
    ):
        assert words in text


def test_a_code_in_the_name_of_a_unit_is_for_whoever_the_unit_appoints() -> None:
    text = text_of(Slip(replace(MINTED, person_name=UNIT.name), ()))
    assert text.count(UNIT.name) == 1
    assert "người được đơn vị phân công" in text


def test_each_messenger_that_is_on_has_its_step_and_no_other() -> None:
    ways = (
        Way("zalo_bot", "khoi_xa", "Bot Nhắc việc 2"),
        Way(
            "telegram",
            "default",
            "nhacviec_bot",
            None,
            lambda code: f"https://t.me/nhacviec_bot?start={code}",
        ),
    )
    text = text_of(Slip(MINTED, ways))
    assert "Bot Nhắc việc 2" in text
    assert "https://t.me/nhacviec_bot?start=ABCDEFGH234JK" in text
    assert "Trình duyệt" not in text


def test_a_messenger_the_catalogues_do_not_know_is_named_as_it_is() -> None:
    assert "fax: mở &quot;0204 000&quot;" in text_of(Slip(MINTED, (Way("fax", "default", "0204 000"),)))


def test_an_account_whose_name_is_not_known_says_where_to_learn_it() -> None:
    assert "tên do nơi cấp mã thông báo" in text_of(Slip(MINTED, (Way("zalo_bot", "a"),)))


@pytest.mark.parametrize("fictitious", [True, False])
def test_every_block_of_an_invented_province_is_marked(fictitious: bool) -> None:
    sheet = invitation_sheets.compose(
        VI, [Slip(MINTED, ()), Slip(MINTED, ())], replace(ABOUT, fictitious=fictitious)
    )
    assert files.write(sheet).count("SỐ LIỆU GIẢ ĐỊNH") == (2 if fictitious else 0)


def test_names_are_text_and_never_markup() -> None:
    text = text_of(Slip(replace(MINTED, person_name='<script>alert("x")</script>'), ()))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_the_sheet_needs_nothing_from_anywhere() -> None:
    text = text_of(Slip(MINTED, ()))
    assert not re.search(r"\b(?:src|href)=|@import|url\(", text)
    assert "size: A4" in text
    assert "break-inside: avoid" in text


def test_the_sheet_is_written_in_the_operators_language() -> None:
    text = files.write(invitation_sheets.compose(EN, [Slip(MINTED, ())], ABOUT))
    assert '<html lang="en">' in text
    assert "focal point" in text
