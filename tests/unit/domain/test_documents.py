"""Two writings of one document number are one document, and similar ones are not."""

import pytest

from domain.documents import document_key, is_same_document


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3995/UBND-NC", "3995/UBND"),
        ("3995/UBND-NC", "số 3995/UBND-NC"),
        ("3995/UBND-NC", "3995 / ubnd – nc"),
        ("12/BC-SNN&MT", "12/BC-SNNMT"),
        ("933/QĐ-TTg", "933/QD-TTg"),
        ("09/BC-STP", "9/BC-STP"),
    ],
)
def test_variants_mean_one_document(one: str, other: str) -> None:
    assert is_same_document(one, other)
    assert is_same_document(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3995/UBND-NC", "3995/UBND-KT"),
        ("3995/UBND-NC", "3996/UBND-NC"),
        ("/UBND-NC", "/UBND-NC"),
        ("45/BC-UBND", "45/QĐ-UBND"),
        ("28/2026/QH16", "28/2025/QH16"),
        ("3995", "3995/UBND-NC"),
    ],
)
def test_what_differs_is_another_document(one: str, other: str) -> None:
    assert not is_same_document(one, other)
    assert not is_same_document(other, one)


def test_a_key_keeps_number_year_issuer_and_drafter() -> None:
    assert document_key("Số: 28/2026/QH16") == ("28", "2026", "QH16")
    assert document_key("/UBND-NC") == ("", "UBND", "NC")
