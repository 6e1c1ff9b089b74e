"""Long texts come in parts that fit, lose nothing, name their duty and cut no sign in two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parts import Part, length, split

WORDS = st.text(st.sampled_from("abcđếệ 𝄞.;?😀\u0301\u200d"), max_size=400)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map("\n".join)


def heading(number: int, total: int, code: str) -> str:
    return f"({number}/{total}) {code}".strip()


def parts(text: str, limit: int, *late: int) -> list[str]:
    return [part.text for part in split(text, limit, heading=heading, late_lines=late)]


def bodies(found: tuple[Part, ...] | list[str]) -> list[str]:
    """The parts without their headings."""
    texts = [part.text if isinstance(part, Part) else part for part in found]
    return [texts[0], *(text.partition("\n")[2] for text in texts[1:])]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("abc", 3), ("ế", 1), ("e\u0302\u0301", 1), ("😀", 2), ("a😀ế", 4)]
)
def test_length_is_counted_in_utf_16_units_of_the_composed_form(text: str, units: int) -> None:
    assert length(text) == units


@pytest.mark.parametrize("size", [0, 1, 59, 60])
def test_a_text_that_fits_stays_whole(size: int) -> None:
    (only,) = split("x" * size, 60, heading=heading, late_lines=(0,))
    assert only == Part("x" * size, (0,))


def test_one_unit_more_makes_two_parts() -> None:
    text = "\n".join(["x" * 30, "y" * 30])
    assert length(text) == 61
    assert parts(text, 61) == [text]
    assert parts(text, 60) == ["x" * 30, f"(2/2)\n{'y' * 30}"]


def test_a_decomposed_text_is_as_long_as_a_composed_one() -> None:
    composed = "\n".join(["ế" * 30, "đ" * 29])
    assert parts(unicodedata.normalize("NFD", composed), 60) == [composed]


def test_a_part_that_goes_on_names_the_duty_it_speaks_of() -> None:
    text = "\n".join(
        ["Văn phòng đề nghị:", "BC10 (báo cáo tháng): hạn", *(["chi tiết " * 4] * 3), "TK10 (số liệu)"]
    )
    found = parts(text, 80)
    assert [part.partition("\n")[0] for part in found[1:]] == ["(2/4) BC10", "(3/4) BC10", "(4/4) BC10"]
    assert found[-1].endswith("TK10 (số liệu)")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("BC10 (tháng)", "BC10"),
        ("BC10: hạn", "BC10"),
        ("TK2026Q4 (STP)", "TK2026Q4"),
        ("ĐG05 (đánh giá)", "ĐG05"),
        ("CSDL (cập nhật; mục 3)", "CSDL"),
        ("STP chưa gửi", ""),
        ("Đến nay chưa nhận", ""),
        ("1. BC10", ""),
        ("A4 là khổ giấy", ""),
    ],
)
def test_only_a_word_that_looks_like_a_code_is_taken_for_one(line: str, code: str) -> None:
    found = parts("\n".join([line, "y" * 40, "z" * 40]), 60)
    assert found[1].partition("\n")[0] == f"(2/2) {code}".strip() or found[1].startswith(
        f"(2/3) {code}".strip()
    )


def test_a_part_that_begins_with_a_new_duty_is_headed_by_that_one() -> None:
    text = "\n".join(["BC10 (một) " + "x" * 40, "TK10 (hai) " + "y" * 40])
    assert parts(text, 70)[1].startswith("(2/2) TK10\nTK10 (hai)")


def test_a_line_that_is_too_long_is_divided_at_its_sentences() -> None:
    text = "Câu thứ nhất dài. Câu thứ hai dài. Câu thứ ba dài."
    assert bodies(parts(text, 36)) == ["Câu thứ nhất dài.", "Câu thứ hai dài.", "Câu thứ ba dài."]


def test_a_sentence_that_is_too_long_is_divided_at_its_words() -> None:
    words = "một hai ba bốn năm sáu bảy tám chín mười mười-một mười-hai"
    found = bodies(parts(words, 30))
    assert len(found) > 1
    assert " ".join(found) == words


def test_marks_heaped_on_one_letter_cannot_outgrow_a_part() -> None:
    assert all(length(part) <= 60 for part in parts("a" + "\u0338" * 500, 60))


@pytest.mark.parametrize("sign", ["😀", "a\u0301\u0323", "x\u0338", "👩\u200d🌾", "👍🏽"])
def test_a_word_without_end_is_divided_between_signs_and_never_inside_one(sign: str) -> None:
    composed = unicodedata.normalize("NFC", sign)
    found = bodies(parts(sign * 60, 50))
    assert len(found) > 1
    assert all(body and body.replace(composed, "") == "" for body in found)


def test_late_lines_are_counted_anew_in_each_part() -> None:
    text = "\n".join(["mở đầu", "BC10 " + "x" * 40, "TK10 " + "y" * 40, "kết thúc"])
    found = split(text, 70, heading=heading, late_lines=(1, 2))
    assert [part.late_lines for part in found] == [(1,), (1,)]
    for part in found:
        lines = part.text.split("\n")
        assert [lines[at][:4] for at in part.late_lines] in (["BC10"], ["TK10"])


def test_every_piece_of_a_long_late_line_is_late_and_its_neighbours_are_not() -> None:
    text = "\n".join(["đầu", "z" * 100, "cuối"])
    found = split(text, 60, heading=heading, late_lines=(1,))
    marked = ["".join(part.text.split("\n")[at] for at in part.late_lines) for part in found]
    assert "".join(marked) == "z" * 100
    assert [part.late_lines for part in found] == [(), (1,), (1,), ()]
    assert found[-1].text.endswith("\ncuối")


def test_a_limit_without_room_below_a_heading_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no room"):
        split("x" * 50, 9, heading=heading)


@given(TEXTS, st.integers(40, 300))
def test_every_part_fits_and_nothing_is_lost_or_moved(text: str, limit: int) -> None:
    found = split(text, limit, heading=heading)
    assert all(length(part.text) <= limit for part in found)
    assert squeezed("".join(bodies(found))) == squeezed(text)
    numbers = [part.text.partition(")")[0] for part in found[1:]]
    assert numbers == [f"({number}/{len(found)}" for number in range(2, len(found) + 1)]


@given(st.lists(st.text("abcđ ế", max_size=30), min_size=1, max_size=40), st.data())
def test_short_lines_stay_whole_and_late_ones_stay_late(lines: list[str], data: st.DataObject) -> None:
    late = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    found = split("\n".join(lines), 60, heading=heading, late_lines=sorted(late))
    kept, marked = [], []
    for number, part in enumerate(found, 1):
        own = part.text.split("\n")
        kept += own[1:] if number > 1 else own
        marked += [own[at] for at in part.late_lines]
    assert kept == [unicodedata.normalize("NFC", line) for line in lines]
    assert marked == [unicodedata.normalize("NFC", lines[at]) for at in sorted(late)]
