"""Short answers to a numbered list: what they name, and what they leave open."""

import pytest

from language.picking import Entry, head_and_rest, picked

LIST = (
    Entry(1, "BC10", "Báo cáo cải cách TTHC tháng 10/2026"),
    Entry(2, "TK10", "Thống kê TTHC tháng 10/2026"),
    Entry(3, "KK", "Kiểm kê thiết bị số hóa tại bộ phận một cửa"),
)
UNITS = (Entry(1, "BC10 (STP)"), Entry(2, "BC10 (SNV)"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("cả ba", {1, 2, 3}),
        ("CA 3", {1, 2, 3}),
        ("tất cả ạ", {1, 2, 3}),
        ("het", {1, 2, 3}),
        ("1 và 3", {1, 3}),
        ("1,3", {1, 3}),
        ("1 3", {1, 3}),
        ("dạ 2 ạ", {2}),
        ("BC10", {1}),
        ("bc10, tk10", {1, 2}),
        ("KK nhé", {3}),
        ("trừ TK10", {1, 3}),
        ("tất cả trừ 1", {2, 3}),
        ("ngoai tru kk", {1, 2}),
        ("thống kê", {2}),
        ("cái cải cách ạ", {1}),
        ("bao cao kiem ke", {3}),
    ],
)
def test_entries_are_named_by_number_code_title_or_exception(text: str, numbers: set[int]) -> None:
    assert picked(text, LIST) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "cả hai",
        "4",
        "1 và 7",
        "tthc",
        "tháng 10",
        "trừ",
        "trừ KSL",
        "BC10 đã gửi số 3/BC-SNV",
        "BC10 chưa xong",
        "không",
        "",
        "ạ",
    ],
)
def test_what_names_no_entry_or_says_more_is_left_open(text: str) -> None:
    assert picked(text, LIST) is None


@pytest.mark.parametrize(("text", "numbers"), [("BC10 (SNV)", {2}), ("bc10 (stp)", {1}), ("cả hai", {1, 2})])
def test_two_units_with_one_code_are_told_apart(text: str, numbers: set[int]) -> None:
    assert picked(text, UNITS) == numbers


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1. ma e nham, so 215", 1, "ma e nham, so 215"),
        ("1, số 88/BC-UBND hôm nay", 1, "số 88/BC-UBND hôm nay"),
        ("2) thứ 4 gửi", 2, "thứ 4 gửi"),
        ("2 em chưa nhập", 2, "em chưa nhập"),
        ("số 1; đúng rồi", 1, "đúng rồi"),
    ],
)
def test_a_number_may_have_words_behind_it(text: str, number: int, rest: str) -> None:
    assert head_and_rest(text) == (number, rest)


@pytest.mark.parametrize(
    "text", ["1", "2 ngày nữa", "3 báo cáo", "1 và 7", "12/10 gửi", "15 thì xong", "80% rồi", "em chọn", ""]
)
def test_a_count_a_date_or_a_bare_number_has_no_words_behind_it(text: str) -> None:
    assert head_and_rest(text) is None
