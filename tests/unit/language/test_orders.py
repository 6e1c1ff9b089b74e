"""What a coordinator decides in free words, who takes over, and who wants to be called."""

from datetime import date, datetime, time

import pytest

from domain.calendar import VIETNAM
from language.orders import (
    OrderKind,
    asks_call_back,
    read_order,
    read_substitution,
    spoken_day,
    spoken_hour,
)

# A Monday morning; the units' last day is the Tuesday.
NOW = datetime(2026, 10, 19, 9, tzinfo=VIETNAM)
DUE = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("đồng ý", None, None),
        ("Dong y", None, None),
        ("vâng, đồng ý", None, None),
        ("ok, đồng ý nhé", None, None),
        ("nhất trí", None, None),
        ("chấp thuận đến hết thứ 6", 23, None),
        ("đồng ý đến 12h", None, time(12)),
        ("dong y den 8h30 sang thu 4", 21, time(8, 30)),
        ("cho phép đến 4 giờ chiều mai", 20, time(16)),
        ("ok cho đến t6", 23, None),
        ("cho xã Bản Mây lùi 3 ngày", 23, None),
        ("đồng ý, đến 15g ngày 22/10", 22, time(15)),
        ("được đến thứ 5", 22, None),
        ("không đồng ý thứ 6, chỉ đến thứ 4", 21, None),
        ("khong dong y, toi da den 10h thu 5", 22, time(10)),
    ],
)
def test_an_agreement_is_read_with_its_day_and_hour(text: str, day: int | None, hour: time | None) -> None:
    order = read_order(text, now=NOW, due=DUE)
    assert order is not None
    assert order.kind is OrderKind.AGREE
    assert order.until == (date(2026, 10, day) if day else None)
    assert order.hour == hour


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("không đồng ý", None),
        ("ko dong y", None),
        ("không đồng ý, giữ nguyên hạn cũ", None),
        ("từ chối vì đã gia hạn hai lần", "đã gia hạn hai lần"),
        ("khong gia han, so lieu phai khoa", "so lieu phai khoa"),
        ("giữ hạn cũ nhé", None),
        ("vẫn theo hạn cũ", None),
        ("không cho lùi do sát ngày họp", "sát ngày họp"),
    ],
)
def test_a_refusal_is_read_with_its_reason(text: str, basis: str | None) -> None:
    order = read_order(text, now=NOW)
    assert order is not None
    assert (order.kind, order.basis) == (OrderKind.REFUSE, basis)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("vẫn thuộc đơn vị", None),
        ("vẫn là nhiệm vụ của sở, khoản 2 đã ghi", "khoản 2 đã ghi"),
        ("van phai bao cao vi van ban gui ca cap xa", "van ban gui ca cap xa"),
        ("đúng là trách nhiệm của xã", None),
    ],
)
def test_a_duty_that_stays_is_read_with_its_basis(text: str, basis: str | None) -> None:
    order = read_order(text, now=NOW)
    assert order is not None
    assert (order.kind, order.basis) == (OrderKind.UPHOLD, basis)


@pytest.mark.parametrize(
    "text",
    [
        "đúng, việc này của Sở Xây dựng",
        "không thuộc phường",
        "khong phai viec cua so",
        "không phải là trách nhiệm của xã",
        "đơn vị nói đúng",
        "miễn cho đơn vị",
    ],
)
def test_a_duty_that_is_taken_off_rests_on_the_whole_sentence(text: str) -> None:
    order = read_order(text, now=NOW)
    assert order is not None
    assert (order.kind, order.basis) == (OrderKind.RELEASE, text)


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "ok em",
        "vâng",
        "được",
        "đồng ý chưa",
        "đồng ý không ạ",
        "có đồng ý không?",
        "chưa đồng ý",
        "cho hỏi còn ai chưa nộp",
        "cho tôi danh sách đến hôm nay",
        "cho em xin biểu mẫu",
        "còn xã nào chưa gửi",
        "việc này của ai",
        "duyệt BC10 STP, SNV",
        "đã nhận BC10: STP",
        "BC10 2",
        "",
    ],
)
def test_questions_and_other_words_decide_nothing(text: str) -> None:
    assert read_order(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12h", time(12)),
        ("đến 7 giờ", time(7)),
        ("16h30", time(16, 30)),
        ("9 giờ rưỡi", time(9, 30)),
        ("3h chiều", time(15)),
        ("8 giờ tối", time(20)),
        ("10:15", time(10, 15)),
        ("12 giờ trưa", time(12)),
        ("12h đêm", None),
        ("25h", None),
        ("số 12/BC", None),
        ("BC10", None),
        ("thứ 5", None),
    ],
)
def test_an_hour_is_read_from_its_own_sign(text: str, hour: time | None) -> None:
    assert spoken_hour(text) == hour


def test_an_hour_of_something_else_limits_nothing() -> None:
    assert spoken_hour("họp lúc 9h, xin đến thứ 6", as_limit=True) is None
    assert spoken_hour("xin đến 15h thứ 6", as_limit=True) == time(15)


def test_more_time_counts_from_the_due_day() -> None:
    assert spoken_day("thêm 2 ngày", now=NOW, due=DUE) == date(2026, 10, 22)
    assert spoken_day("thêm 2 ngày", now=NOW) == date(2026, 10, 21)
    assert spoken_day("không có ngày nào", now=NOW) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("từ nay có người khác thay em", None),
        ("tu nay co nguoi khac thay em", None),
        ("em nghỉ hưu, chị Nguyễn Thị Mai phụ trách", "Nguyễn Thị Mai"),
        ("Từ tuần sau đ/c Minh làm đầu mối", "Minh"),
        ("em được điều động, anh Hải thay em ạ", "Hải"),
        ("em bàn giao cho cô Thu Hà", "Thu Hà"),
        ("đổi đầu mối: đồng chí Bình", "Bình"),
        ("em không phụ trách nữa, có người mới rồi", None),
    ],
)
def test_a_change_of_person_is_read_with_the_name(text: str, name: str | None) -> None:
    meant = read_substitution(text)
    assert meant is not None
    assert meant.name == name


@pytest.mark.parametrize(
    "text",
    [
        "đồng chí Minh gửi thay em hôm qua số 45",
        "chị Mai đã gửi rồi, em chuyển công tác, thay mặt báo cáo",
        "ai thay em?",
        "từ nay gửi báo cáo ở đâu",
        "từ hôm nay em gửi qua hệ thống",
        "em chuyển sang làm báo cáo khác",
        "mai em gửi",
        "thay thế phụ lục 2",
    ],
)
def test_work_done_once_for_another_is_no_change_of_person(text: str) -> None:
    assert read_substitution(text) is None


@pytest.mark.parametrize(
    "text", ["gọi", "GOI", "gọi lại", "nhờ Văn phòng gọi lại giúp xã", "xin gọi điện cho em", "goi lai nhe"]
)
def test_a_call_back_is_asked_for(text: str) -> None:
    assert asks_call_back(text)


@pytest.mark.parametrize(
    "text", ["đã gọi", "gọi ai", "gọi là gì", "em gọi rồi", "đã gọi 15:10", "gọi số nào"]
)
def test_other_words_about_calls_ask_for_none(text: str) -> None:
    assert not asks_call_back(text)
