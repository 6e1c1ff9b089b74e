"""Questions about the reports of others: what is asked, of whom, for which period; and what is none."""

import pytest

from language.normalise import fold
from language.questions import Asked, Units, read_question

ASKED = {
    Asked.MISSING: (
        "còn ai chưa nộp | Đơn vị nào chưa gửi? | các xã còn ai | còn xã nào chưa nộp? | sở nào quá hạn | "
        "bao nhiêu đơn vị chưa báo cáo | còn bao nhiêu phường chưa gửi | danh sách chưa nộp | "
        "thiếu những ai | những đơn vị nào đang trễ | các đơn vị gửi đủ chưa | TK10 còn ai | "
        "chưa nhận được báo cáo của đơn vị nào | các sở nộp chưa | các xã gửi báo cáo chưa"
    ),
    Asked.CLAIMED: "ai báo đã gửi chưa kiểm tra | đơn vị nào đang chờ xác nhận | danh sách báo đã gửi",
    Asked.EXTENDED: "ai được gia hạn | những đơn vị nào được gia hạn | có sở nào được lùi hạn không",
    Asked.SILENT: "ai chưa từng trả lời | đơn vị nào chưa trả lời lần nào | xã nào không phản hồi",
    Asked.OFTEN_LATE: "đơn vị nào hay muộn | ai thường nộp chậm | sở nào liên tục trễ",
    Asked.RECEIVED: "ai nộp rồi | những đơn vị nào đã gửi rồi",
    Asked.PROGRESS: "tiến độ thế nào | được bao nhiêu rồi | đã nhận được mấy báo cáo | "
    "tình hình nộp báo cáo | tỷ lệ nộp | quý 3 thế nào",
    Asked.URGE: "nhắc lại các đơn vị chưa nộp | đôn đốc các xã còn thiếu | "
    "đề nghị nhắc những sở chưa gửi | đôn đốc các xã đi | nhắc các sở gửi báo cáo | nhắc các đơn vị",
    Asked.DOSSIERS: "quá hạn bao nhiêu hồ sơ | hồ sơ trễ hạn của sở nào nhiều | bao nhiêu hồ sơ bị chậm",
}
CASES = [(asked, text.strip()) for asked, texts in ASKED.items() for text in texts.split("|")]
NOT_QUESTIONS = (
    "đã gửi | đã gửi số 45/BC-UBND hôm qua | chưa gửi | mai em nộp | đang làm | 1 | BC10 2 | "
    "đồng ý đến 12h | "
    "máy hỏng cho em xin đến thứ 5 | xin gia hạn đến thứ 6 | tháng này xã không phát sinh | "
    "cv này gửi UBND huyện, không phải việc của xã em | chưa đóng dấu, mai em gửi | dạ vâng ạ | cảm ơn anh | "
    "báo cáo này nộp cho ai | gửi về phòng nào | hạn nộp khi nào | em chưa gửi được vì chưa có ai ký | "
    "đã nhận BC10: SYT, SNV | vẫn thuộc xã, mục 7 có nêu UBND cấp xã | nhắc em trước một ngày nhé | "
    "nhắc Sở Y tế | nhắc các sở Y tế, Nội vụ | đã nhắc các xã rồi"
)
OF_OWN = "bc tháng 10 bên em gửi chưa | đơn vị mình nộp chưa | xã em gửi chưa ạ | báo cáo của sở em nhận chưa"


@pytest.mark.parametrize(("asked", "text"), CASES)
def test_a_question_is_read_with_and_without_diacritics_and_in_capitals(asked: Asked, text: str) -> None:
    for form in (text, fold(text), text.upper(), f"  {text} ạ"):
        question = read_question(form)
        assert question is not None, form
        assert question.asked is asked, form


@pytest.mark.parametrize("text", [text.strip() for text in NOT_QUESTIONS.split("|")])
def test_a_statement_is_no_question_about_others(text: str) -> None:
    for form in (text, fold(text)):
        assert read_question(form) is None, form


@pytest.mark.parametrize("text", [text.strip() for text in OF_OWN.split("|")])
def test_a_question_about_the_own_unit_is_left_to_others(text: str) -> None:
    assert read_question(text) is None
    assert read_question(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("sở nào chưa nộp", Units.BODIES),
        ("các sở, ban, ngành còn ai", Units.BODIES),
        ("cac xa con ai chua gui", Units.PLACES),
        ("phường nào quá hạn", Units.PLACES),
        ("nhắc lại các xã, phường chưa nộp", Units.PLACES),
        ("đơn vị nào chưa nộp", None),
        ("sở, xã nào chưa nộp", None),
        ("còn ai chưa nộp", None),
    ],
)
def test_a_class_word_limits_the_question(text: str, units: Units | None) -> None:
    question = read_question(text)
    assert question is not None
    assert question.units is units


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sở Y tế nộp chưa?", "Sở Y tế"),
        ("so noi vu da gui bao cao chua", "so noi vu"),
        ("SYT gửi báo cáo tháng 9 chưa", "SYT"),
        ("UBND xã Bình Khê thế nào rồi", "UBND xã Bình Khê"),
        ("tình hình Sở Công Thương", "Sở Công Thương"),
        ("cho hỏi phường Tân Lập đã có báo cáo chưa ạ", "phường Tân Lập"),
        ("Sở Du lịch còn báo cáo nào chưa gửi", "Sở Du lịch"),
    ],
)
def test_the_name_of_one_unit_is_found_as_typed(text: str, name: str) -> None:
    question = read_question(text)
    assert question is not None
    assert (question.asked, question.name) == (Asked.ONE_UNIT, name)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("tháng 9 còn ai", "month", 9),
        ("thang 11 con ai chua nop", "month", 11),
        ("quý 3 còn ai chưa nộp", "quarter", 3),
        ("quý III sở nào chưa gửi", "quarter", 3),
        ("SYT gửi báo cáo tháng 8 chưa", "month", 8),
    ],
)
def test_a_period_is_read(text: str, kind: str, number: int) -> None:
    question = read_question(text)
    assert question is not None
    assert question.period is not None
    assert (question.period.kind, question.period.number) == (kind, number)


@pytest.mark.parametrize(
    ("text", "kind"), [("tháng trước còn ai", "tháng"), ("kỳ vừa rồi ai chưa nộp", "kỳ")]
)
def test_a_period_counted_back_is_read(text: str, kind: str) -> None:
    question = read_question(text)
    assert question is not None
    assert (question.period, question.previous) == (None, kind)


def test_what_asks_is_no_part_of_what_may_name_a_report() -> None:
    question = read_question("thống kê ai báo đã gửi chưa kiểm tra")
    assert question is not None
    assert "kiểm tra" in "thống kê ai báo đã gửi chưa kiểm tra"
    assert "thống kê" in question.rest
    assert "đã gửi" not in question.rest
