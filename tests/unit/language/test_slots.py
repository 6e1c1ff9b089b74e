"""The values told along with a statement."""

from datetime import date

import pytest

from tests.unit.language.desk import DIGITAL, MONTHLY, heard


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("đã gửi số 215/BC-STP ngày 16/10", "215/BC-STP", date(2026, 10, 16)),
        ("gửi hôm qua số 251/BC-STP", "251/BC-STP", date(2026, 10, 18)),
        ("nộp sáng thứ sáu tuần trước rồi", None, date(2026, 10, 16)),
        ("văn bản đi số 340, ngày 16 tháng 10", "340", date(2026, 10, 16)),
        (
            "theo Kế hoạch 65/KH-UBND ngày 01/3/2026, đã phát hành 88/BC-UBND ngày 15/10/2026",
            "88/BC-UBND",
            date(2026, 10, 15),
        ),
        ("vừa gửi rồi", None, None),
        ("nhầm, số 12/BC-STP mới đúng, không phải 10/BC-STP", "12/BC-STP", None),
    ],
)
def test_number_and_date_are_those_of_the_own_document(
    text: str, number: str | None, day: date | None
) -> None:
    said = heard(text)
    assert (said.document_number, said.document_date) == (number, day)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("xin gia hạn đến thứ 6", date(2026, 10, 23)),
        ("xin thêm 2 ngày", date(2026, 10, 22)),
        ("xin lùi từ 20/10 đến 25/10", date(2026, 10, 25)),
        ("mai em nộp", date(2026, 10, 20)),
        ("chưa làm, thứ 4 em làm", date(2026, 10, 21)),
        ("vài hôm nữa em gửi", None),
        ("đã gửi hôm qua", None),
    ],
)
def test_until_is_the_day_promised_or_asked_for(text: str, until: date | None) -> None:
    assert heard(text).until == until


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("làm được 70%", 70),
        ("khoảng 80-90% rồi", 80),
        ("mới được một nửa", 50),
        ("tám mươi phần trăm rồi", 80),
        ("ba phần tư rồi anh", 75),
        ("đã làm 6/8 mục", None),
        ("tỷ lệ đúng hạn 98%", None),
    ],
)
def test_percent_is_the_progress_of_the_work(text: str, percent: float | None) -> None:
    assert heard(text).percent == percent


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("chưa nộp ạ", True),
        ("dạ chưa", True),
        ("sếp chưa ký", True),
        ("chưa làm", False),
        ("chưa có số liệu", False),
        ("đã gửi rồi", False),
        ("đã gửi chưa ạ?", False),
        ("xã nào chưa gửi", False),
    ],
)
def test_negated_only_when_the_own_sending_is_denied(text: str, negated: bool) -> None:
    assert heard(text).negated is negated


def test_the_reason_is_copied_as_typed() -> None:
    assert heard("xin thêm 2 ngày vì Máy Hỏng nặng").reason == "Máy Hỏng nặng"
    assert heard("máy hỏng cho em xin đến thứ 5").reason == "máy hỏng"
    assert heard("em gửi rồi").reason is None


def test_the_plain_form_leaves_empty_slots_out_and_writes_dates_in_iso() -> None:
    assert heard("gửi hôm qua số 251/BC-STP").to_dict() == {
        "intent": "submitted",
        "obligations": ["m10"],
        "document_number": "251/BC-STP",
        "document_date": "2026-10-18",
    }
    assert heard("nộp rồi", MONTHLY, DIGITAL).to_dict() == {
        "intent": "submitted",
        "obligations": [],
        "ambiguous": True,
    }


def test_zero_is_a_value() -> None:
    said = heard("hồ sơ quá hạn là 0")
    assert said.to_dict()["indicator"] == {"value": 0}
