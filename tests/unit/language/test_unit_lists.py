"""Lists of units and answers to them, with and without diacritics; names are left as they were typed."""

from datetime import date
from typing import Any

import pytest

from language.unit_lists import Act, Piece, easily_confused, read_answer, read_list

TODAY = date(2026, 10, 20)
YESTERDAY = date(2026, 10, 19)


def listed(text: str) -> tuple[Piece, ...]:
    return read_list(text, today=TODAY)


def answered(text: str) -> tuple[Piece, ...]:
    return read_answer(text, today=TODAY)


def name(text: str, **values: Any) -> Piece:
    return Piece(Act.NAME, text, **values)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SYT, SNV, SCT", ["SYT", "SNV", "SCT"]),
        ("syt; snv\nsct", ["syt", "snv", "sct"]),
        ("1. Sở Y tế\n2) Sở Nội vụ\n- SCT", ["Sở Y tế", "Sở Nội vụ", "SCT"]),
        ("X. Tân Lập, P. An Thịnh. TP. Mẫu", ["X. Tân Lập", "P. An Thịnh", "TP. Mẫu"]),
        ("so y te, so noi vu", ["so y te", "so noi vu"]),
        ("Sở Nông nghiệp và Môi trường", ["Sở Nông nghiệp và Môi trường"]),
        (" , ;\n", []),
    ],
)
def test_names_are_parted_and_left_as_typed(text: str, names: list[str]) -> None:
    assert listed(text) == tuple(name(one) for one in names)


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("các sở", ("so",)),
        ("cac so", ("so",)),
        ("tất cả các xã", ("xa",)),
        ("toàn bộ các phường", ("phuong",)),
        ("các xã, phường, đặc khu", ("xa", "phuong", "dac khu")),
        ("UBND cấp xã", ("xa",)),
        ("các sở, ban, ngành", ("so", "ban", "nganh")),
        ("tất cả", ("don vi",)),
    ],
)
def test_classes_of_units_are_read(text: str, classes: tuple[str, ...]) -> None:
    (piece,) = listed(text)
    assert (piece.act, piece.classes) == (Act.NAME, classes)


@pytest.mark.parametrize("text", ["xã Tân Lập", "Sở Y tế", "phường 5", "các cụ"])
def test_a_unit_of_a_class_is_no_class(text: str) -> None:
    assert [piece.classes for piece in listed(text)] == [()]


@pytest.mark.parametrize("word", ["trừ", "ngoại trừ", "tru", "ngoai tru", ", trừ"])
def test_exceptions_go_on_until_a_class_a_line_or_a_bracket(word: str) -> None:
    assert [piece.act for piece in listed(f"các sở {word} SNV, SYT, các xã")] == [
        Act.NAME, Act.DROP, Act.DROP, Act.NAME,
    ]  # fmt: skip
    assert [piece.act for piece in listed(f"các sở {word} SNV\nSYT")] == [Act.NAME, Act.DROP, Act.NAME]
    assert [piece.act for piece in listed("các sở (trừ SNV), SYT")] == [Act.NAME, Act.DROP, Act.NAME]


@pytest.mark.parametrize(
    ("text", "document", "sent"),
    [
        ("SNV số 310/BC-SNV gửi 16/10", "310/BC-SNV", date(2026, 10, 16)),
        ("SNV 310/BC-SNV", "310/BC-SNV", None),
        ("SNV gửi hôm qua", None, YESTERDAY),
        ("snv gui hom qua so 310/bc-snv", "310/BC-SNV", YESTERDAY),
        ("SNV so 310 gui thu 6", "310", date(2026, 10, 16)),
    ],
)
def test_number_and_day_stand_behind_the_name(text: str, document: str | None, sent: date | None) -> None:
    (piece,) = listed(text)
    assert (piece.name.upper(), piece.document, piece.sent) == ("SNV", document, sent)


@pytest.mark.parametrize("text", ["SNV chưa gửi", "SNV chua gui 16/10", "không phải SNV"])
def test_what_is_denied_stays_a_name_nobody_has(text: str) -> None:
    (piece,) = listed(text)
    assert (piece.name, piece.says_more) == (text, False)


@pytest.mark.parametrize(
    "text",
    ["ghi hết", "ghi het", "Ghi tất cả.", "ok", "ok ghi hết nhé", "đúng rồi", "xác nhận hết ạ", "ghi cả 4"],
)
def test_recording_everything(text: str) -> None:
    assert answered(text) == (Piece(Act.ALL),)


@pytest.mark.parametrize("text", ["hủy", "huy", "thôi", "đừng ghi", "không ghi nữa", "bỏ hết"])
def test_giving_the_list_up(text: str) -> None:
    assert answered(text) == (Piece(Act.CANCEL),)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,2,3", (1, 2, 3)),
        ("ghi 1 2 và 4", (1, 2, 4)),
        ("1-3", (1, 2, 3)),
        ("số 2", (2,)),
        ("1 đến 3", (1, 2, 3)),
    ],
)
def test_picking_by_number(text: str, numbers: tuple[int, ...]) -> None:
    pieces = answered(text)
    assert {piece.act for piece in pieces} == {Act.PICK}
    assert sum((piece.numbers for piece in pieces), ()) == numbers


@pytest.mark.parametrize(
    ("text", "act", "names", "numbers"),
    [
        ("trừ SNV, SXD", Act.DROP, ["SNV", "SXD"], []),
        ("bỏ số 3", Act.DROP, [""], [3]),
        ("thêm SXD, STP", Act.ADD, ["SXD", "STP"], []),
        ("them sxd", Act.ADD, ["sxd"], []),
        ("ghi SYT, SNV", Act.PICK, ["SYT", "SNV"], []),
    ],
)
def test_a_bare_name_goes_on_with_the_verb_before_it(
    text: str, act: Act, names: list[str], numbers: list[int]
) -> None:
    pieces = answered(text)
    assert [piece.act for piece in pieces] == [act] * len(pieces)
    assert [piece.name for piece in pieces] == names
    assert [number for piece in pieces for number in piece.numbers] == numbers


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("xã", Piece(Act.RESOLVE, classes=("xa",))),
        ("phuong", Piece(Act.RESOLVE, classes=("phuong",))),
        ("4 là phường", Piece(Act.RESOLVE, numbers=(4,), classes=("phuong",))),
        ("số 4 xã", Piece(Act.RESOLVE, numbers=(4,), classes=("xa",))),
        ("Hà Lương là phường", Piece(Act.RESOLVE, "Hà Lương", classes=("phuong",))),
        ("cả hai", Piece(Act.RESOLVE, classes=("*",))),
    ],
)
def test_a_class_word_settles_a_shared_name(text: str, piece: Piece) -> None:
    assert answered(text) == (piece,)


def test_several_things_are_said_at_once() -> None:
    assert answered("phường. ghi hết, STP gửi hôm kia") == (
        Piece(Act.RESOLVE, classes=("phuong",)),
        Piece(Act.ALL),
        name("STP", sent=date(2026, 10, 18)),
    )
    assert [piece.act for piece in answered("ghi hết trừ số 2")] == [Act.ALL, Act.DROP]


def test_a_day_is_said_of_every_name_before_it_but_a_number_of_one() -> None:
    assert [piece.sent for piece in answered("SYT, SNV gửi hôm qua")] == [YESTERDAY, YESTERDAY]
    assert [piece.sent for piece in answered("SYT, SNV số 3/BC-SNV gửi hôm qua")] == [None, YESTERDAY]


@pytest.mark.parametrize("text", ["nhận hôm qua", "nhan 19/10", "đã nhận ngày 19/10"])
def test_a_day_of_arrival_is_said_of_the_whole_list(text: str) -> None:
    assert answered(text) == (name("", received=YESTERDAY),)


def test_a_number_of_the_list_is_no_document() -> None:
    (piece,) = answered("số 1 gửi hôm qua")
    assert (piece.numbers, piece.document, piece.sent) == ((1,), None, YESTERDAY)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("SCT", "STC", True),
        ("stc", "SCT", True),
        ("XTANLAP", "PTANLAP", True),
        ("SYT", "SCT", False),
        ("SCT", "SCT", False),
        ("BQLKKT", "BQLKCN", False),
        ("XTANLAP", "XTANLAPA", False),
    ],
)
def test_codes_that_are_easily_confused(one: str, other: str, expected: bool) -> None:
    assert easily_confused(one, other) is expected
