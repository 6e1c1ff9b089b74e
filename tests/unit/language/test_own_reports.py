"""Questions about the own report, figures entered in a system, and why something is not sent yet."""

import pytest

from language.own_reports import (
    asks_what_remains,
    asks_whether_sent,
    gives_thanks,
    says_entered,
    what_is_missing,
)


@pytest.mark.parametrize(
    "text",
    [
        "bc thang 10 ben e da gui chua a",
        "đã gửi chưa?",
        "Báo cáo quý III bên em nộp chưa nhỉ",
        "VP nhận được báo cáo tháng 9 của phường chưa ạ",
        "van phong nhan duoc khong a",
        "có nhận được bc của xã không",
        "TK09 gửi chưa vậy anh",
        "xem giúp em đã ghi nhận chưa",
    ],
)
def test_a_question_about_the_own_report_is_known(text: str) -> None:
    assert asks_whether_sent(text)


@pytest.mark.parametrize(
    "text",
    [
        "ai gửi rồi ạ",
        "còn ai chưa nộp",
        "đơn vị nào chưa nộp",
        "còn việc gì chưa nộp",
        "báo cáo nào chưa gửi ạ",
        "chưa gửi",
        "chưa đóng dấu, mai em gửi",
        "em gửi rồi",
        "đã gửi số 45/BC-UBND hôm qua",
        "hạn bao giờ",
        "2",
    ],
)
def test_statements_and_questions_about_lists_are_not(text: str) -> None:
    assert not asks_whether_sent(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("còn việc gì chưa nộp", True),
        ("con bao cao nao chua gui khong a", True),
        ("báo cáo nào em chưa gửi", True),
        ("chưa nộp báo cáo", False),
        ("việc này chưa xong", False),
        ("đã gửi chưa", False),
    ],
)
def test_asking_for_what_remains_is_no_report(text: str, asks: bool) -> None:
    assert asks_what_remains(text) is asks


@pytest.mark.parametrize(
    ("text", "entered"),
    [
        ("đã nhập hệ thống", True),
        ("da nhap so lieu len he thong roi a", True),
        ("số liệu đã cập nhật trên hệ thống", True),
        ("Phần mềm em nhập xong rồi ạ", True),
        ("chưa nhập hệ thống", False),
        ("đang nhập hệ thống", False),
        ("mai em nhập hệ thống", False),
        ("đã nhập hệ thống chưa?", False),
        ("hệ thống lỗi", False),
        ("đã gửi rồi", False),
    ],
)
def test_figures_are_entered_only_when_that_is_said(text: str, entered: bool) -> None:
    assert says_entered(text) is entered


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("chua dong dau, mai e gui", "chua dong dau"),
        ("Chủ tịch chưa ký, thứ 5 gửi ạ", "Chủ tịch chưa ký"),
        ("mai gửi, chưa xong phụ lục", "chưa xong phụ lục"),
        ("chưa gửi, mai gửi", None),
        ("dạ chưa ạ", None),
        ("mai em gửi", None),
    ],
)
def test_why_nothing_was_sent_is_kept_in_the_senders_words(text: str, words: str | None) -> None:
    assert what_is_missing(text) == words


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("cảm ơn", True),
        ("em cam on anh chi nhieu a", True),
        ("xin cảm ơn Văn phòng.", True),
        ("cảm ơn, em gửi rồi", False),
        ("cảm ơn anh, mai em gửi", False),
        ("vâng", False),
    ],
)
def test_thanks_alone_are_told_from_thanks_with_news(text: str, thanks: bool) -> None:
    assert gives_thanks(text) is thanks
