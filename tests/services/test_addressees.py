"""Whom an order is for: classes of units, names, exceptions, and what must be asked."""

from datetime import date

import pytest

from domain.units import Unit, UnitKind
from services import addressees


def body(number: int, kind: UnitKind, code: str, name: str) -> Unit:
    return Unit(number, 1, None, kind, code, name, number)


UNITS = (
    body(1, UnitKind.OFFICE, "VP", "Văn phòng UBND tỉnh"),
    body(2, UnitKind.DEPARTMENT, "STP", "Sở Tư pháp"),
    body(3, UnitKind.DEPARTMENT, "SYT", "Sở Y tế"),
    body(4, UnitKind.BOARD, "BQL", "Ban Quản lý Khu kinh tế"),
    body(5, UnitKind.VERTICAL, "CAT", "Công an tỉnh"),
    body(6, UnitKind.COMMUNE, "XANLAC", "UBND xã An Lạc"),
    body(7, UnitKind.COMMUNE, "XTL", "UBND xã Tân Lập"),
    body(8, UnitKind.COMMUNE, "PTL", "UBND phường Tân Lập"),
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("các sở, xã", "STP SYT BQL XANLAC XTL PTL"),
        ("cac so, xa", "STP SYT BQL XANLAC XTL PTL"),
        ("sở, xã", "STP SYT BQL XANLAC XTL PTL"),
        ("các sở, ban, ngành, UBND các xã, phường", "STP SYT BQL XANLAC XTL PTL"),
        ("tất cả", "STP SYT BQL XANLAC XTL PTL"),
        ("toàn tỉnh trừ Sở Y tế", "STP BQL XANLAC XTL PTL"),
        ("các sở", "STP SYT"),
        ("các xã", "XANLAC XTL PTL"),
        ("các phường", "PTL"),
        ("các xã trừ xã An Lạc", "XTL PTL"),
        ("các xã trừ xã An Lạc, phường Tân Lập", "XTL"),
        ("SYT, xã An Lạc", "SYT XANLAC"),
        ("các sở, xã An Lạc", "STP SYT XANLAC"),
        ("Công an tỉnh", "CAT"),
        ("Tân Lập là xã", "XTL"),
    ],
)
def test_the_words_say_whom_an_order_is_for(text: str, codes: str) -> None:
    found = addressees.read(text, UNITS, 1, date(2026, 10, 20))
    assert found.is_certain
    assert [unit.code for unit in found.units] == codes.split()


@pytest.mark.parametrize(
    ("text", "unknown", "unclear"),
    [
        ("SYT, Sở Vũ trụ", ["Sở Vũ trụ"], []),
        ("các sở, Tân Lập", [], ["Tân Lập"]),
        ("các xã trừ Tân Lập", [], ["Tân Lập"]),
        ("", [], []),
        ("số máy quét", ["số máy quét"], []),
    ],
)
def test_who_is_not_certain_is_asked_for(text: str, unknown: list[str], unclear: list[str]) -> None:
    found = addressees.read(text, UNITS, 1, date(2026, 10, 20))
    assert not found.is_certain
    assert (list(found.unknown), [name for name, _ in found.unclear]) == (unknown, unclear)


def test_units_of_another_province_are_nobody() -> None:
    found = addressees.read("SYT", UNITS, 2, date(2026, 10, 20))
    assert (found.units, found.unknown) == ((), ("SYT",))
