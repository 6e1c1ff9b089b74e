"""Orders without a letter, their deadlines, and the figures that answer them."""

from datetime import date, datetime, time

import pytest

from domain.calendar import VIETNAM
from language.commands import Command, CommandCall, parse_command
from language.figures import Figure, Kind, is_summable, mentions, read_figure
from language.quick_orders import Due, Order, calls_off, is_for_everybody, read_due, read_order

# Tuesday afternoon.
NOW = datetime(2026, 10, 20, 16, 20, tzinfo=VIETNAM)
TOMORROW = date(2026, 10, 21)
TOPIC = "số máy quét đang dùng UBND xã An Lạc XANLAC"


@pytest.mark.parametrize(
    ("text", "whom", "question", "due"),
    [
        (
            "các sở, xã: số máy quét đang dùng, trước 9h mai",
            "các sở, xã",
            "số máy quét đang dùng",
            Due(TOMORROW, time(9), is_before=True),
        ),
        (
            "cac so, xa: so may quet dang dung, truoc 9h mai",
            "cac so, xa",
            "so may quet dang dung",
            Due(TOMORROW, time(9), is_before=True),
        ),
        (
            "CÁC XÃ: Số trụ sở cũ. Chậm nhất 11h30 thứ 5",
            "CÁC XÃ",
            "Số trụ sở cũ",
            Due(date(2026, 10, 22), time(11, 30)),
        ),
        (
            "SYT, SNV trước 16h ngày 22/10: số biên chế còn thiếu",
            "SYT, SNV",
            "số biên chế còn thiếu",
            Due(date(2026, 10, 22), time(16), is_before=True),
        ),
        (
            "các xã trừ xã An Lạc: số nhà văn hóa, gửi về trước 5 giờ chiều nay nhé",
            "các xã trừ xã An Lạc",
            "số nhà văn hóa",
            Due(date(2026, 10, 20), time(17), is_before=True),
        ),
        (
            "các sở số máy in trước 9h sáng mai",
            "các sở",
            "số máy in",
            Due(TOMORROW, time(9), is_before=True),
        ),
        (
            "tất cả: số cán bộ tập huấn, trong 2 giờ nữa",
            "tất cả",
            "số cán bộ tập huấn",
            Due(date(2026, 10, 20), time(18, 20)),
        ),
        (
            "các sở: số hồ sơ giấy, trước ngày 23/10",
            "các sở",
            "số hồ sơ giấy",
            Due(date(2026, 10, 23), None, is_before=True),
        ),
        ("các sở: trước 10:15 ngày 21/10, số xe công", "các sở", "số xe công", None),
    ],
)
def test_an_order_is_read_in_its_parts(text: str, whom: str, question: str, due: Due | None) -> None:
    wanted = due or Due(TOMORROW, time(10, 15), is_before=True)
    assert read_order(text, now=NOW) == Order(whom, question, wanted)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("các sở: số máy mua trước năm 2020 còn dùng", "số máy mua trước năm 2020 còn dùng"),
        ("các sở: số đơn nhận trước 9h hằng ngày", "số đơn nhận trước 9h hằng ngày"),
        ("các sở: số máy quét", "số máy quét"),
    ],
)
def test_words_of_time_within_the_question_are_no_deadline(text: str, question: str) -> None:
    assert read_order(text, now=NOW) == Order("các sở", question, None)


def test_the_last_of_two_times_is_the_deadline() -> None:
    read = read_order("các sở: số máy mua trước năm 2020 còn dùng, hạn chót 17:00 hôm nay", now=NOW)
    assert read == Order("các sở", "số máy mua trước năm 2020 còn dùng", Due(date(2026, 10, 20), time(17)))


def test_a_part_of_the_day_without_its_hour_is_no_deadline_and_no_question() -> None:
    assert read_order("các sở: số máy quét, trong sáng mai", now=NOW) == Order("các sở", "số máy quét")
    assert read_due("sáng mai", now=NOW) is None


@pytest.mark.parametrize(
    ("text", "whom", "question"),
    [
        ("số máy in", "", "số máy in"),
        (": số máy in", "", "số máy in"),
        ("các sở:", "các sở", ""),
        ("", "", ""),
        ("trước 9h mai", "", ""),
    ],
)
def test_what_is_missing_stays_empty(text: str, whom: str, question: str) -> None:
    read = read_order(text, now=NOW)
    assert (read.whom, read.question) == (whom, question)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("9h mai", Due(TOMORROW, time(9))),
        ("trước 9h", Due(date(2026, 10, 20), time(9), is_before=True)),
        ("truoc 16h30 thu 5", Due(date(2026, 10, 22), time(16, 30), is_before=True)),
        ("đến hết ngày 23/10", Due(date(2026, 10, 23))),
        ("trước 9h ngày 19/10", Due(date(2026, 10, 19), time(9), is_before=True)),
        ("nửa tiếng nữa", Due(date(2026, 10, 20), time(16, 50))),
        ("trong hôm nay", Due(date(2026, 10, 20))),
    ],
)
def test_a_deadline_that_stands_alone_is_read(text: str, due: Due) -> None:
    assert read_due(text, now=NOW) == due


@pytest.mark.parametrize(
    "text", ["", "càng sớm càng tốt", "12", "các sở", "trước cuộc họp", "mai em gửi nhé anh Bình"]
)
def test_other_words_are_no_deadline(text: str) -> None:
    assert read_due(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("12 ạ", "12"),
        ("Dạ 12", "12"),
        ("GN1 12", "12"),
        ("gn1: 12", "12"),
        ("GN1 = 12 máy", "12"),
        ("xã em có 12 máy", "12"),
        ("xa em co 12 may", "12"),
        ("dạ UBND xã An Lạc đang dùng 12 cái máy quét ạ", "12"),
        ("1.250", "1250"),
        ("1.250,5", "1250.5"),
        ("1250,50", "1250.5"),
        ("007", "7"),
        ("0", "0"),
        ("0 máy", "0"),
        ("1.200.000", "1200000"),
    ],
)
def test_a_figure_is_read_as_it_was_meant(text: str, value: str) -> None:
    read = read_figure(text, topic=TOPIC, code="GN1")
    assert read is not None
    assert (read.kind, read.value) == (Kind.SURE, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.25", "1.25"),
        ("1,250", "1.25"),
        ("khoảng 12 máy", "12"),
        ("hơn 30", "30"),
        ("mười hai máy", "12"),
        ("hai muoi may", "20"),
        ("GN1 tầm 5", "5"),
    ],
)
def test_what_may_be_meant_otherwise_must_be_confirmed(text: str, value: str) -> None:
    read = read_figure(text, topic=TOPIC, code="GN1")
    assert read is not None
    assert (read.kind, read.value) == (Kind.UNSURE, value)


@pytest.mark.parametrize(
    "text", ["không có máy nào", "khong co may nao a", "không có", "GN1 không", "chưa có máy quét nào"]
)
def test_none_is_never_a_zero_by_itself(text: str) -> None:
    assert read_figure(text, topic=TOPIC, code="GN1") == Figure(Kind.NIL)


@pytest.mark.parametrize(
    "text",
    [
        "chưa thống kê được",
        "chua co so lieu",
        "để em hỏi lại",
        "không rõ",
        "GN1 đang tổng hợp ạ",
        "chưa đếm xong",
    ],
)
def test_no_answer_yet_is_no_figure(text: str) -> None:
    assert read_figure(text, topic=TOPIC, code="GN1") == Figure(Kind.NOT_YET)


@pytest.mark.parametrize("text", ["12 máy 3", "GN1 12, 13", "15 máy chứ không phải 12"])
def test_several_numbers_are_asked_back(text: str) -> None:
    read = read_figure(text, topic=TOPIC, code="GN1")
    assert read is not None
    assert read.kind is Kind.SEVERAL


@pytest.mark.parametrize(
    "text",
    [
        "đã gửi số 45/BC-UBND hôm qua",
        "em xin đến thứ 5",
        "gửi ngày 20",
        "tháng 10",
        "BC10 2",
        "80%",
        "12/10",
        "12h",
        "-5",
        "GN1 -5",
        "vâng ạ",
        "12 máy đúng không?",
        "GN1 đã gửi rồi",
        "còn 3 đơn vị chưa nộp",
        "9999999999999999",
        "",
    ],
)
def test_other_words_are_no_figure(text: str) -> None:
    assert read_figure(text, topic=TOPIC, code="GN1") is None


def test_words_of_the_question_do_not_make_a_report_a_figure() -> None:
    topic = "số báo cáo đã gửi trong tháng"
    assert read_figure("em đã gửi báo cáo tháng 10", topic=topic, code="GN2") is None
    read = read_figure("GN2 đã gửi 10 báo cáo", topic=topic, code="GN2")
    assert read is not None
    assert read.value == "10"


def test_a_correction_says_so() -> None:
    read = read_figure("em nhầm, 15 máy", topic=TOPIC, code="GN1")
    assert read == Figure(Kind.SURE, "15", corrects=True)


def test_a_rate_is_answered_with_or_without_its_sign_and_makes_no_sum() -> None:
    topic = "tỷ lệ số hóa hồ sơ"
    read = read_figure("80%", topic=topic)
    assert read is not None
    assert read.value == "80"
    assert not is_summable(topic)
    assert is_summable("số máy quét")


@pytest.mark.parametrize(
    ("text", "is_named"), [("gn1 5", True), ("GN1: 5", True), ("GN12 5", False), ("5", False)]
)
def test_a_code_is_a_word_of_its_own(text: str, is_named: bool) -> None:
    assert mentions(text, "GN1") is is_named


@pytest.mark.parametrize("text", ["hủy", "huy", "thôi", "Hủy bỏ.", "dừng nhé"])
def test_an_order_is_called_off_in_one_word(text: str) -> None:
    assert calls_off(text)


@pytest.mark.parametrize("text", ["hủy số 3 thôi", "các xã", "không"])
def test_other_words_call_nothing_off(text: str) -> None:
    assert not calls_off(text)


def test_everybody_has_several_names() -> None:
    assert all(is_for_everybody(text) for text in ("tất cả", "toàn tỉnh", "tat ca cac don vi", "toàn bộ"))
    assert not any(is_for_everybody(text) for text in ("các sở", "toàn bộ các xã", ""))


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("bảng", CommandCall(Command.TABLE)),
        ("bang gn1", CommandCall(Command.TABLE, "gn1")),
        ("/bang GN12", CommandCall(Command.TABLE, "GN12")),
        ("kết thúc GN1", CommandCall(Command.END_QUICK, "GN1")),
        ("/ketthuc", CommandCall(Command.END_QUICK)),
        ("bảng tổng hợp này sai rồi", None),
        ("kết thúc tháng em gửi", None),
    ],
)
def test_the_table_and_the_end_are_commands(text: str, call: CommandCall | None) -> None:
    assert parse_command(text) == call
