"""Names: every usual spelling finds its unit, and a name that could be two bodies is nobody's."""

from dataclasses import replace
from datetime import date

import pytest

from domain.units import Unit, UnitKind
from services import unit_names, units
from services.unit_names import Found
from storage.store import Store, UnitOfWork
from tests import factories
from tests.services.town import Town

TODAY = date(2026, 3, 2)
ENDED = date(2025, 6, 30)
DEPARTMENT, COMMUNE, DISTRICT = UnitKind.DEPARTMENT, UnitKind.COMMUNE, UnitKind.DISTRICT


def unit(key: int, kind: UnitKind, code: str, name: str, *aliases: str) -> Unit:
    return Unit(key, 1, None, kind, code, name, key, aliases)


UNITS = (
    unit(1, DEPARTMENT, "STP", "Sở Tư pháp"),
    replace(
        unit(2, DEPARTMENT, "STC", "Sở Tài chính"),
        former_names=("Sở Kế hoạch và Đầu tư", "SKHĐT"),
    ),
    unit(3, DEPARTMENT, "SCT", "Sở Công Thương"),
    unit(4, DEPARTMENT, "SNNMT", "Sở Nông nghiệp và Môi trường", "SNN&MT"),
    unit(5, DEPARTMENT, "SGDĐT", "Sở Giáo dục và Đào tạo"),
    unit(6, COMMUNE, "XTANLAP", "UBND xã Tân Lập"),
    unit(7, COMMUNE, "PTANLAP", "UBND phường Tân Lập"),
    unit(8, COMMUNE, "XLUONGPHU", "UBND xã Lương Phú"),
    replace(unit(9, DISTRICT, "HLUONGPHU", "UBND huyện Lương Phú"), valid_to=ENDED),
    unit(10, COMMUNE, "XHIEPHOA", "UBND xã Hiệp Hòa"),
    replace(unit(11, DEPARTMENT, "SGTVT", "Sở Giao thông vận tải"), valid_to=ENDED, successor_id=12),
    unit(12, DEPARTMENT, "SXD", "Sở Xây dựng"),
    unit(13, COMMUNE, "DKHONVAN", "UBND đặc khu Hòn Vân"),
    unit(14, COMMUNE, "XHALUONG", "UBND xã Hà Lương"),
    unit(15, COMMUNE, "XHALUONG2", "UBND xã Hạ Lương"),
    replace(
        unit(16, COMMUNE, "XMINHDUC", "UBND xã Minh Đức"), former_names=("Huyện Yên Sơn", "Xã Quang Minh")
    ),
    replace(unit(17, DISTRICT, "HTAMSON", "UBND huyện Tam Sơn"), valid_to=ENDED, successor_id=18),
    unit(18, COMMUNE, "XDONGTAM", "UBND xã Đông Tâm"),
    replace(unit(19, DEPARTMENT, "BDT", "Ban Dân tộc"), valid_to=ENDED),
    replace(unit(20, COMMUNE, "XTUONGLAI", "UBND xã Tương Lai"), valid_from=date(2026, 7, 1)),
)


def find(text: str, on: date = TODAY) -> Found:
    return unit_names.find_among(UNITS, text, {1}, on)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("STP", "STP"),
        ("stp", "STP"),
        ("Sở TP", "STP"),
        ("so tp", "STP"),
        ("Sở Tư pháp", "STP"),
        ("SO TU PHAP", "STP"),
        ("Tư pháp", "STP"),
        ("S.T.P", "STP"),
        ("SNN&MT", "SNNMT"),
        ("SNNMT", "SNNMT"),
        ("Sở NN&MT", "SNNMT"),
        ("SGD&ĐT", "SGDĐT"),
        ("sgddt", "SGDĐT"),
        ("xã Tân Lập", "XTANLAP"),
        ("X. Tân Lập", "XTANLAP"),
        ("x.tan lap", "XTANLAP"),
        ("UBND xã Tân Lập", "XTANLAP"),
        ("Uỷ ban nhân dân phường Tân Lập", "PTANLAP"),
        ("P. Tân Lập", "PTANLAP"),
        ("ĐK Hòn Vân", "DKHONVAN"),
        ("Hòn Vân", "DKHONVAN"),
        ("xã Lương Phú", "XLUONGPHU"),
        ("Hiệp Hoà", "XHIEPHOA"),
        ("Xã  Hiệp   Hòa", "XHIEPHOA"),
        ("xã Quang Minh", "XMINHDUC"),
        ("STC", "STC"),
        ("SCT", "SCT"),
        ("Sở CT", "SCT"),
        ("Sở TC", "STC"),
        ("Sở Kế hoạch và Đầu tư", "STC"),
        ("SKH&ĐT", "STC"),
    ],
)
def test_a_unit_is_found_however_it_is_written(text: str, code: str) -> None:
    found = find(text)
    assert found.unit is not None
    assert found.unit.code == code
    assert not found.is_ambiguous


@pytest.mark.parametrize(
    "text", ["", " ", "Sở", "xã", "UBND", "ST", "STPX", "xã Tân", "huyện Tân Lập", "?", "Sở X"]
)
def test_what_nobody_is_called_finds_nobody(text: str) -> None:
    assert find(text) == Found()


@pytest.mark.parametrize("text", ["Tân Lập", "tan lap", "UBND Tân Lập"])
def test_a_bare_name_of_a_commune_and_a_ward_is_asked_about(text: str) -> None:
    found = find(text)
    assert found.is_ambiguous
    assert [one.code for one in found.candidates] == ["XTANLAP", "PTANLAP"]


@pytest.mark.parametrize("text", ["Lương Phú", "UBND Lương Phú", "huyện Lương Phú", "H. Lương Phú"])
def test_the_name_of_a_former_district_is_never_the_commune_by_itself(text: str) -> None:
    found = find(text)
    assert found.is_ambiguous
    assert [one.code for one in found.candidates] == ["XLUONGPHU"]


def test_while_the_district_stood_its_full_name_was_its_own() -> None:
    found = find("huyện Lương Phú", ENDED)
    assert found.unit is not None
    assert found.unit.code == "HLUONGPHU"


@pytest.mark.parametrize(
    ("text", "code"), [("Yên Sơn", "XMINHDUC"), ("huyện Yên Sơn", "XMINHDUC"), ("huyện Tam Sơn", "XDONGTAM")]
)
def test_a_commune_that_stands_in_a_districts_place_is_only_a_candidate(text: str, code: str) -> None:
    found = find(text)
    assert found.is_ambiguous
    assert [one.code for one in found.candidates] == [code]


@pytest.mark.parametrize("text", ["SGTVT", "Sở GTVT", "Sở Giao thông vận tải"])
def test_an_ended_unit_gives_way_to_its_successor_and_that_is_said(text: str) -> None:
    found = find(text)
    assert found.unit is not None
    assert found.instead_of is not None
    assert (found.unit.code, found.instead_of.code) == ("SXD", "SGTVT")


def test_before_its_end_the_unit_is_itself() -> None:
    found = find("SGTVT", ENDED)
    assert found.unit is not None
    assert (found.unit.code, found.instead_of) == ("SGTVT", None)


def test_an_ended_unit_without_a_successor_is_shown_and_not_taken() -> None:
    found = find("Ban Dân tộc")
    assert found.unit is None
    assert [one.code for one in found.candidates] == ["BDT"]


def test_a_unit_that_does_not_exist_yet_is_nobody() -> None:
    assert find("xã Tương Lai") == Found()
    assert find("xã Tương Lai", date(2026, 7, 1)).unit is not None


def test_marks_decide_where_two_names_differ_by_nothing_else() -> None:
    written, bare = find("xã Hà Lương"), find("xa ha luong")
    assert written.unit is not None
    assert written.unit.code == "XHALUONG"
    assert [one.code for one in bare.candidates] == ["XHALUONG", "XHALUONG2"]


def test_another_provinces_units_are_not_found() -> None:
    assert unit_names.find_among(UNITS, "STP", {2}, TODAY) == Found()


async def test_units_are_found_in_the_store(sqlite_store: Store) -> None:
    async def work(uow: UnitOfWork) -> tuple[Found, Found]:
        first, second = await factories.province(uow, "a"), await factories.province(uow, "b")
        await factories.units(uow, first, "STP")
        await factories.units(uow, second, "STP")
        one = await unit_names.find(uow, "stp", [second], TODAY)
        return one, await unit_names.find(uow, "stp", [first, second], TODAY)

    one, both = await sqlite_store.transact(work)
    assert one.unit is not None
    assert one.unit.province_id == 2
    assert [unit.province_id for unit in both.candidates] == [1, 2]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("310/BC-STP", "STP"),
        ("310/BC-stp", "STP"),
        ("12/BC-STTTT", "SNV"),
        ("45/BC-UBND", None),
        ("310", None),
    ],
)
async def test_a_document_number_names_the_unit_that_writes_it(
    town: Town, number: str, code: str | None
) -> None:
    former = {"former_names": ["Sở Thông tin và Truyền thông", "STTTT"]}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["SNV"], former))
    async with town.store.reading() as uow:
        found = await units.named_by(uow, number, town.id)
    assert (found.code if found else None) == code
