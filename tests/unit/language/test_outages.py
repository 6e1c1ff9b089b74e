"""Decisions on outages and exemptions in a sentence; complaints and requests decide nothing."""

from datetime import date

import pytest

from domain.decisions import DecisionKind
from language.outages import Wish, decision_sentence, read_days, read_decision

TODAY = date(2026, 10, 20)
OUTAGE, EXEMPTION = DecisionKind.OUTAGE, DecisionKind.EXEMPTION


def october(day: int) -> date:
    return date(2026, 10, day)


def read(text: str) -> Wish | None:
    return decision_sentence(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        (
            "hệ thống lỗi ngày 19 và 20, lùi cho các xã đến 22",
            Wish(OUTAGE, october(19), october(20), october(22), "các xã"),
        ),
        (
            "he thong loi ngay 19 va 20, lui cho cac xa den 22",
            Wish(OUTAGE, october(19), october(20), october(22), "cac xa"),
        ),
        (
            "Phần mềm bị sập hôm qua, dời hạn BC10 cho SYT, SNV đến thứ 6, căn cứ công văn 12/CV-VNPT",
            Wish(OUTAGE, october(19), october(19), october(23), "SYT, SNV", "công văn 12/CV-VNPT", "BC10"),
        ),
        (
            "mất điện ngày 19-20/10, gia hạn cho phường Tân Lập sang 26/10 theo báo cáo của điện lực",
            Wish(OUTAGE, october(19), october(20), october(26), "phường Tân Lập", "báo cáo của điện lực"),
        ),
        (
            "lùi hạn cho các xã, phường trừ Tân Lập đến 23/10 vì mạng mất từ ngày 19 đến 20/10",
            Wish(OUTAGE, october(19), october(20), october(23), "các xã, phường trừ Tân Lập"),
        ),
        (
            "miễn BC10 cho xã Tân Lập ngày 20/10, căn cứ Quyết định 5/QĐ-UBND",
            Wish(EXEMPTION, october(20), october(20), None, "xã Tân Lập", "Quyết định 5/QĐ-UBND", "BC10"),
        ),
        ("mien cho SDL ngay 20", Wish(EXEMPTION, october(20), october(20), None, "SDL")),
    ],
)
def test_a_decision_is_read_with_all_its_parts(text: str, wish: Wish) -> None:
    assert read(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "hệ thống lỗi từ sáng",
        "hệ thống lỗi xin lùi đến thứ 5",
        "máy hỏng cho em lùi đến thứ 5",
        "hệ thống lỗi có lùi cho các xã đến 22 không?",
        "đồng ý đến 12h",
        "miễn là gửi trước ngày 20",
        "",
    ],
)
def test_complaints_requests_and_questions_decide_nothing(text: str) -> None:
    assert read(text) is None


def test_what_is_not_said_stays_open() -> None:
    assert read("hệ thống lỗi, lùi cho các xã đến 22") == Wish(OUTAGE, None, None, october(22), "các xã")
    assert read("hệ thống lỗi ngày 19, lùi đến 22") == Wish(OUTAGE, october(19), october(19), october(22))
    assert read_decision("", OUTAGE, today=TODAY) == Wish(OUTAGE)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("19 và 20", october(19), october(20)),
        ("ngày 19, 20", october(19), october(20)),
        ("từ ngày 30/9 đến 2/10", date(2026, 9, 30), october(2)),
        ("hôm qua", october(19), october(19)),
        ("ngày 28", october(28), october(28)),
    ],
)
def test_days_are_the_nearest_of_their_name(text: str, first: date, last: date) -> None:
    assert read_days(text, today=TODAY) == (first, last)


@pytest.mark.parametrize("text", ["không rõ", "ngày 40", "32/13"])
def test_a_text_without_days_names_none(text: str) -> None:
    assert read_days(text, today=TODAY) is None
