"""Corrections in a few words, and sentences with a number that correct nothing."""

import pytest

from language.corrections import corrected_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sửa lại 215/BC-STP", "215/BC-STP"),
        ("sua so 7/BC-UBND a", "7/BC-UBND"),
        ("sửa số 215", "215"),
        ("SUA LAI 31 NHE", "31"),
        ("cho em sửa thành 40", "40"),
        ("sai số, đúng là 216", "216"),
        ("em nhầm, phải là số 19", "19"),
        ("nhầm, 17 mới đúng", "17"),
    ],
)
def test_the_right_number_is_found(text: str, number: str) -> None:
    assert corrected_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "sửa",
        "sửa ngày 14/10",
        "sửa 3 chỗ nữa rồi gửi",
        "đang sửa báo cáo, được 80%",
        "em sửa lại báo cáo 2 ngày nữa gửi",
        "đã gửi số 215/BC-STP",
        "215",
        "nhầm, chưa gửi",
    ],
)
def test_other_sentences_correct_no_number(text: str) -> None:
    assert corrected_number(text) is None
