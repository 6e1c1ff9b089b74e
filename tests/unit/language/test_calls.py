"""Notes of telephone calls: who, when, what was said, and the day that was promised."""

from datetime import date, datetime

import pytest

from domain.calendar import VIETNAM
from language.calls import call_sentence, read_call

NOW = datetime(2026, 10, 20, 15, 20, tzinfo=VIETNAM)
TODAY, TOMORROW = date(2026, 10, 20), date(2026, 10, 21)


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("đã gọi Sở Y tế 15:10", "Sở Y tế 15:10"),
        ("da goi so y te", "so y te"),
        ("vừa gọi điện cho STP", "STP"),
        ("Em mới gọi xã Tân Lập, không nghe máy", "xã Tân Lập, không nghe máy"),
    ],
)
def test_a_note_of_a_call_is_known_by_its_verb(text: str, argument: str) -> None:
    assert call_sentence(text) == argument


@pytest.mark.parametrize("text", ["gọi", "đã gửi rồi", "đã gọi ai chưa?", "nhờ gọi lại", "đã gọi"])
def test_other_sentences_are_no_note(text: str) -> None:
    assert call_sentence(text) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Sở Y tế 15:10, hẹn chiều", "Sở Y tế"),
        ("so y te 15h10 hen chieu", "so y te"),
        ("xã Tân Lập, không nghe máy", "xã Tân Lập"),
        ("STP: hẹn mai", "STP"),
        ("SNV lúc 9 giờ", "SNV"),
        ("Sở Công Thương", "Sở Công Thương"),
        ("SXD hôm qua", "SXD"),
    ],
)
def test_the_name_ends_where_the_time_or_the_talk_begins(text: str, who: str) -> None:
    assert read_call(text, now=NOW).who == who


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute"),
    [
        ("SYT 15:10", 20, 15, 10),
        ("SYT 15h10, hẹn mai", 20, 15, 10),
        ("SYT lúc 2h chiều", 20, 14, 0),
        ("SYT lúc 9h sáng hôm qua", 19, 9, 0),
        ("SYT 8 giờ rưỡi", 20, 8, 30),
    ],
)
def test_the_moment_of_the_call(text: str, day: int, hour: int, minute: int) -> None:
    assert read_call(text, now=NOW).at == datetime(2026, 10, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize("text", ["SYT", "SYT, hẹn 16h gửi", "SYT, không nghe máy"])
def test_an_hour_that_was_promised_is_not_when_the_call_was(text: str) -> None:
    assert read_call(text, now=NOW).at is None


@pytest.mark.parametrize(
    ("text", "note", "promised"),
    [
        ("SYT 15:10, hẹn chiều", "hẹn chiều nay", TODAY),
        ("SYT hen chieu", "hen chieu nay", TODAY),
        ("SYT, hẹn sáng", "hẹn sáng mai", TOMORROW),
        ("SYT, hẹn sáng mai gửi", "hẹn sáng mai gửi", TOMORROW),
        ("SYT, hứa thứ 5", "hứa thứ 5", date(2026, 10, 22)),
        ("SYT, hẹn 22/10", "hẹn 22/10", date(2026, 10, 22)),
        ("SYT, không nghe máy", "không nghe máy", None),
        ("SYT, báo chiều họp", "báo chiều họp", None),
        ("SYT", "", None),
    ],
)
def test_what_was_said_and_the_day_that_was_named(text: str, note: str, promised: date | None) -> None:
    found = read_call(text, now=NOW)
    assert (found.note, found.promised) == (note, promised)


def test_a_report_is_named_by_its_code() -> None:
    assert read_call("SYT, về TK10, hẹn mai", now=NOW).code == "TK10"
    assert read_call("SYT, hẹn mai", now=NOW).code is None


@pytest.mark.parametrize(
    "text", ["9:50 An Lạc, hẹn chiều", "lúc 9h50 An Lạc, hẹn chiều", "An Lạc 9:50, hẹn chiều"]
)
def test_the_time_may_stand_before_the_name(text: str) -> None:
    note = read_call(text, now=NOW)
    assert note.who == "An Lạc"
    assert note.at == NOW.replace(hour=9, minute=50)
    assert note.promised == TODAY
