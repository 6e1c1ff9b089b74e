"""Choices, decimals, number words and document numbers."""

import pytest

from language.numbers import (
    bare_choice,
    chooses_all,
    code_and_choice,
    codes_and_choices,
    decimal,
    document_number,
    find_bare_numbers,
    find_document_numbers,
    number_of_words,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("2.", 2),
        ("2)", 2),
        (" 3 ạ", 3),
        ("số 2", 2),
        ("so 4", 4),
        ("hai", 2),
        ("Một", 1),
        ("chọn 5", 5),
        ("10", 10),
    ],
)
def test_a_message_that_is_only_a_number_is_a_choice(text: str, number: int) -> None:
    assert bare_choice(text) == number


@pytest.mark.parametrize(
    "text", ["", "2 ngày", "BC10 2", "số 215/BC-STP", "em chọn sau", "2/2", "123", "mai"]
)
def test_a_longer_message_is_no_choice(text: str) -> None:
    assert bare_choice(text) is None


@pytest.mark.parametrize(
    ("text", "pair"),
    [("BC10 2", ("BC10", 2)), ("bc10: 1", ("BC10", 1)), ("tk10-3", ("TK10", 3)), ("BC-10 2 ạ", ("BC-10", 2))],
)
def test_a_code_and_a_number_answer_a_reminder(text: str, pair: tuple[str, int]) -> None:
    assert code_and_choice(text) == pair


@pytest.mark.parametrize("text", ["BC10", "BC10 đang làm", "2", "10 2", "báo cáo 2"])
def test_a_code_without_a_number_is_no_choice(text: str) -> None:
    assert code_and_choice(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.245", 1245),
        ("98,5", 98.5),
        ("71.5", 71.5),
        ("1.234.567", 1234567),
        ("12", 12),
        ("1.298,4", 1298.4),
    ],
)
def test_a_comma_is_decimal_and_three_digits_after_a_dot_are_thousands(text: str, value: float) -> None:
    assert decimal(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hai muoi lam", 25),
        ("muoi mot", 11),
        ("ba", 3),
        ("tam muoi", 80),
        ("hai lam", 25),
        ("muoi", 10),
        ("xanh", None),
    ],
)
def test_number_words_are_read(text: str, value: int | None) -> None:
    assert number_of_words(text) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("đã gửi số 215/BC-STP hôm qua", "215/BC-STP"),
        ("cv so 1203/snv-cchc", "1203/SNV-CCHC"),
        ("92 / BC – UBND", "92/BC-UBND"),
        ("theo 61/2018/NĐ-CP", "61/2018/NĐ-CP"),
        ("nghị quyết 15-NQ/TU", "15-NQ/TU"),
        ("07/SNN&MT", "07/SNN&MT"),
        ("văn bản 201A/BC-UBND", "201A/BC-UBND"),
    ],
)
def test_a_number_with_a_symbol_is_a_document_number(text: str, number: str) -> None:
    assert document_number(text) == number


@pytest.mark.parametrize(
    "text", ["giải quyết 135/217 hồ sơ", "ngày 16/9/2026", "xong 6/8 phòng", "98,5%", "quý 3/2026"]
)
def test_fractions_and_dates_are_no_document_numbers(text: str) -> None:
    assert find_document_numbers(text) == ()


def test_two_document_numbers_leave_no_single_one() -> None:
    assert document_number("thay 10/BC-STP bằng 12/BC-STP") is None


@pytest.mark.parametrize(
    ("text", "number"), [("BC 215 gửi rồi", "215"), ("số 340 nhé", "340"), ("mã 0322", "0322")]
)
def test_a_number_after_a_type_word_is_a_bare_document_number(text: str, number: str) -> None:
    assert [d.value for d in find_bare_numbers(text)] == [number]


@pytest.mark.parametrize("text", ["số hóa 83%", "so 45/BC-UBND", "số 98,5"])
def test_other_numbers_are_no_bare_document_numbers(text: str) -> None:
    assert find_bare_numbers(text) == ()


@pytest.mark.parametrize("text", ["cả hai", "ca 2", "Tất cả ạ", "hết", "cả 3 nhé", "all"])
def test_a_message_may_pick_every_option(text: str) -> None:
    assert chooses_all(text)


@pytest.mark.parametrize("text", ["cả hai đang làm", "hết hạn", "2", "hai", ""])
def test_a_sentence_picks_no_options(text: str) -> None:
    assert not chooses_all(text)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("BC10 2, TK10 1", [("BC10", 2), ("TK10", 1)]),
        ("bc10 1 tk10 2", [("BC10", 1), ("TK10", 2)]),
        ("BC10: 2\nTK10: 3 ạ", [("BC10", 2), ("TK10", 3)]),
        ("BC10 1 và TK10 2; GN1 4.", [("BC10", 1), ("TK10", 2), ("GN1", 4)]),
        ("BC10 2", []),
        ("BC10 12/BC-STP, TK10 1", []),
        ("BC10 đang làm, TK10 1", []),
    ],
)
def test_several_codes_are_read_with_their_choices_or_not_at_all(
    text: str, pairs: list[tuple[str, int]]
) -> None:
    assert codes_and_choices(text) == pairs
