"""Date expressions relative to Monday 19/10/2026."""

from datetime import date

import pytest

from language.date_readers import Shift
from language.dates import asked_until, find_dates
from language.normalise import canonical, clean, fold

TODAY = date(2026, 10, 19)


def only(text: str, *, today: date = TODAY, hour: int = 9) -> tuple[date | None, date | None]:
    (mention,) = find_dates(canonical(clean(text)).text, today=today, hour=hour)
    return mention.future, mention.past


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mai em nộp", (10, 20)),
        ("ngày kia nộp", (10, 21)),
        ("bữa mốt gửi", (10, 21)),
        ("hôm nay gửi", (10, 19)),
        ("chiều nay gửi", (10, 19)),
        ("cuối ngày gửi", (10, 19)),
        ("trong ngày", (10, 19)),
        ("thứ 6 nộp", (10, 23)),
        ("thứ sáu này", (10, 23)),
        ("thu 2 tuan sau", (10, 26)),
        ("chủ nhật", (10, 25)),
        ("hẹn t4 nhé", (10, 21)),
        ("hết tuần", (10, 23)),
        ("tuần này", (10, 23)),
        ("đầu tuần sau", (10, 26)),
        ("giữa tuần sau", (10, 28)),
        ("cuối tuần sau", (10, 30)),
        ("sang tuần", (10, 30)),
        ("hết tháng", (10, 31)),
        ("đầu tháng sau", (11, 1)),
        ("giữa tháng", (11, 15)),
        ("mùng 5 tháng sau", (11, 5)),
        ("hết quý", (12, 31)),
        ("hết năm", (12, 31)),
        ("ngày 25", (10, 25)),
        ("ngày 5", (11, 5)),
        ("25/10", (10, 25)),
        ("ngày 25 tháng 10", (10, 25)),
        ("ngày hai lăm tháng mười hai", (12, 25)),
        ("3 ngày nữa", (10, 22)),
        ("sau 2 ngày", (10, 21)),
        ("tuần nữa", (10, 26)),
        ("28-30/10", (10, 30)),
        ("từ 28/10 đến 30/10", (10, 30)),
        ("eod", (10, 19)),
    ],
)
def test_a_promise_points_forward(text: str, day: tuple[int, int]) -> None:
    assert only(text)[0] == date(2026, *day)
    assert only(fold(text))[0] == date(2026, *day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("gửi hôm qua", (10, 18)),
        ("nộp bữa qua", (10, 18)),
        ("hôm kia", (10, 17)),
        ("hôm thứ sáu", (10, 16)),
        ("thứ 6 tuần trước", (10, 16)),
        ("thứ hai vừa rồi", (10, 12)),
        ("ngày 16/10/2026", (10, 16)),
        ("ngày 16/10", (10, 16)),
        ("hôm 15", (10, 15)),
        ("ngày 25", (9, 25)),
        ("16.10.2026", (10, 16)),
        ("sáng nay", (10, 19)),
    ],
)
def test_a_report_points_back(text: str, day: tuple[int, int]) -> None:
    assert only(text)[1] == date(2026, *day)


@pytest.mark.parametrize(
    "text",
    [
        "xong 6/8 phòng",
        "đủ 4/4",
        "đề án 06 tháng 10",
        "6 tháng năm 2026",
        "quý 3",
        "vài hôm nữa",
        "sau Tết",
        "hôm trước",
    ],
)
def test_counts_names_and_vague_words_are_no_dates(text: str) -> None:
    assert find_dates(canonical(clean(text)).text, today=TODAY) == ()


def test_a_month_abbreviation_of_an_open_report_is_no_weekday() -> None:
    text = "tiep dan t5 em bao roi"
    assert find_dates(text, today=TODAY, months=frozenset({5})) == ()
    assert find_dates("hen t5 em nop", today=TODAY, months=frozenset({5}))[0].future == date(2026, 10, 22)


def test_this_morning_lies_behind_in_the_afternoon() -> None:
    assert only("gửi sáng nay", hour=15) == (None, TODAY)
    assert only("gửi chiều nay", hour=15) == (TODAY, TODAY)


@pytest.mark.parametrize(("text", "day"), [("mùng 5 tết", date(2027, 2, 10)), ("28 tết", date(2027, 2, 4))])
def test_days_of_tet_follow_the_lunar_new_year(text: str, day: date) -> None:
    assert only(text, today=date(2027, 1, 20))[0] == day


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("xin thêm 2 ngày", Shift(2)),
        ("cho em thêm 3 ngày làm việc", Shift(3, working=True)),
        ("xin lùi 1 tuần", Shift(7)),
        ("xin hoãn hai bữa", Shift(2)),
        ("gia hạn thêm 05 ngày làm việc", Shift(5, working=True)),
    ],
)
def test_more_time_is_a_length(text: str, shift: Shift) -> None:
    (mention,) = find_dates(canonical(clean(text)).text, today=TODAY)
    assert mention.shift == shift


def test_more_time_counts_from_the_due_date_while_it_is_not_over() -> None:
    assert asked_until(Shift(2), date(2026, 10, 20), TODAY) == date(2026, 10, 22)
    assert asked_until(Shift(2), date(2026, 10, 15), TODAY) == date(2026, 10, 21)
    assert asked_until(Shift(3, working=True), date(2026, 10, 22), TODAY) == date(2026, 10, 27)
