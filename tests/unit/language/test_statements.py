"""Several statements, several duties, quotations."""

import pytest

from language.normalise import fold
from tests.unit.language.desk import DIGITAL, FIRE, MONTHLY, heard, statements

TWO = (MONTHLY, DIGITAL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "báo cáo tháng gửi rồi còn chuyển đổi số thì mai em nộp",
            [("submitted", ("m10",)), ("in_progress", ("cds",))],
        ),
        (
            "chuyển đổi số em chưa làm, báo cáo tháng xong rồi",
            [("not_started", ("cds",)), ("submitted", ("m10",))],
        ),
        ("CDS4 đã gửi, BC10 đang trình ký", [("submitted", ("cds",)), ("in_progress", ("m10",))]),
        ("đang làm chuyển đổi số và báo cáo tháng", [("in_progress", ("m10", "cds"))]),
        ("cả hai đều gửi rồi ạ", [("submitted", ("m10", "cds"))]),
        ("em nộp hết rồi", [("submitted", ("m10", "cds"))]),
        ("trừ chuyển đổi số ra thì em gửi hết rồi", [("submitted", ("m10",))]),
        ("cđs xin lùi tới 30/10", [("extension_request", ("cds",))]),
        ("cái hạn 20/10 em gửi rồi", [("submitted", ("m10",))]),
        ("hạn chuyển đổi số ngày mấy", [("ask_deadline", ("cds",))]),
        ("đơn vị nào chưa nộp chuyển đổi số", [("ask_overdue", ("cds",))]),
        ("ok, chuyển đổi số em nộp thứ 6", [("in_progress", ("cds",))]),
        ("bc quý em gửi rồi", [("submitted", ("cds",))]),
    ],
)
def test_every_duty_gets_its_own_statement(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert statements(heard(text, *TWO)) == expected
    assert statements(heard(fold(text), *TWO)) == expected


def test_spoken_text_without_punctuation_is_cut_where_the_next_duty_begins() -> None:
    text = (
        "thưa anh báo cáo tháng mười bên em đã hoàn thành và gửi lên trục từ hôm qua rồi ạ "
        "còn báo cáo chuyển đổi số thì đang chờ lãnh đạo ký"
    )
    assert statements(heard(text, *TWO)) == [("submitted", ("m10",)), ("in_progress", ("cds",))]


def test_a_report_and_a_question_are_two_statements() -> None:
    said = heard("báo cáo CCHC tháng 10 đã gửi, cho em hỏi chuyển đổi số hạn khi nào", *TWO)
    assert [part.intent for part in (said, *said.also)] == ["submitted", "ask_deadline"]


@pytest.mark.parametrize(
    ("text", "duty", "ambiguous"),
    [
        ("nộp rồi", (), True),
        ("phòng cháy gửi rồi", ("pccc",), False),
        ("pccc đang làm", ("pccc",), False),
        ("báo cáo khen thưởng gửi rồi", (), False),
        ("bc tháng 9 gửi rồi mà", (), False),
        ("báo cáo tháng nộp rồi", ("m10",), False),
    ],
)
def test_wording_names_one_duty_several_or_another(text: str, duty: tuple[str, ...], ambiguous: bool) -> None:
    said = heard(text, MONTHLY, DIGITAL, FIRE)
    assert (said.obligations, said.ambiguous) == (duty, ambiguous)


def test_the_only_open_duty_is_meant_unless_another_is_named() -> None:
    assert heard("nộp rồi").obligations == ("m10",)
    assert heard("báo cáo khen thưởng nộp rồi").obligations == ()


def test_questions_are_never_ambiguous() -> None:
    assert not heard("ai chưa nộp", *TWO).ambiguous


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> Báo cáo chuyển đổi số quý IV/2026 đã nộp chưa?\nđang soạn", ("in_progress", ("cds",))),
        ("«Nhắc việc: Báo cáo tháng 10/2026» đã gửi rồi nhé", ("submitted", ("m10",))),
        ("> Báo cáo tháng 10/2026: đã gửi\nchưa ạ", ("not_started", ("m10",))),
        ("> đã gửi\nok", ("ack", ())),
    ],
)
def test_a_quotation_names_a_duty_but_carries_no_status(
    text: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert statements(heard(text, *TWO)) == [expected]


def test_every_further_value_is_a_statement_and_a_share_joins_its_fraction() -> None:
    two = heard("tổng số hồ sơ 1.234, đúng hạn 1.200")
    assert [part.indicator.value for part in (two, *two.also) if part.indicator] == [1234, 1200]
    one = heard("trực tuyến 85/120 hồ sơ, đạt 70,8%")
    assert one.also == ()
    assert one.indicator is not None
    assert (one.indicator.value, one.indicator.numerator, one.indicator.denominator) == (70.8, 85, 120)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TK10 đang làm", [("in_progress", ())]),
        ("bc10 mai nộp, tk10 xong rồi", [("in_progress", ("m10",)), ("submitted", ())]),
        ("BC10 đã gửi", [("submitted", ("m10",))]),
    ],
)
def test_a_code_that_is_not_open_never_stands_for_the_only_open_duty(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert statements(heard(text)) == expected


def test_a_question_about_late_dossiers_is_none_about_late_reports() -> None:
    assert heard("quá hạn bao nhiêu hồ sơ").intent == "other"
    assert heard("bao nhiêu đơn vị quá hạn").intent == "ask_overdue"
