"""Cleaning, folding and the canonical form of messages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.normalise import canonical, clean, fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đã  GỬI rồi", "da gui roi"),
        (unicodedata.normalize("NFD", "chưa nộp ạ"), "chua nop a"),
        ("tháng １２", "thang 12"),
        ("92–BC", "92-bc"),
        ("  quá\u00a0hạn ", "qua han"),
    ],
)
def test_folding_removes_marks_case_and_blanks(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("e gởi bc r", "em gửi báo cáo rồi"),
        ("nộp rồiiii", "nộp rồi"),
        ("số hoá", "số hóa"),
        ("92/BC-UBND", "92/bc-ubnd"),
        ("đ/c hnay lm xog", "đồng chí hôm nay làm xong"),
    ],
)
def test_chat_spellings_become_the_words_they_stand_for(typed: str, form: str) -> None:
    assert canonical(clean(typed)).text == form


def test_a_bare_word_in_a_marked_message_stands_for_itself_only() -> None:
    assert canonical("cho em đến thứ sáu").text.startswith("cho_ ")
    assert canonical("cho em den thu sau").text.startswith("cho ")


def test_a_span_of_the_canonical_form_leads_back_to_what_was_typed() -> None:
    own = canonical(clean("Dạ e gởi bc  tháng rồi"))
    start = own.text.index("báo")
    assert own.original(start, start + len("báo cáo")) == "bc"


@given(st.text(max_size=80))
def test_every_canonical_character_has_a_place_in_the_source(text: str) -> None:
    own = canonical(clean(text))
    assert len(own.text) == len(own.offsets)
    assert all(0 <= place < len(own.source) for place in own.offsets)
    assert list(own.offsets) == sorted(own.offsets)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
