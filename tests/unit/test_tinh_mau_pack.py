"""The shipped pack of Tỉnh Mẫu 2026: an invented province of today, its bodies and their days."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from domain.deadlines import Deadline, compute
from domain.obligations import Filing, NilRule, ObligationKind
from domain.packs import Pack, PackObligation, PackUnit
from domain.periods import ONCE, Frequency, Period
from domain.units import TERRITORIAL, Group, Selector, Unit, UnitKind
from files.packs import read_shipped
from services.calendar import load_calendar

TODAY = date(2026, 10, 20)
DEPARTMENTS = re.findall(r"\S+", "STP SNV STC SCT SNNMT SXD SKHCN SVHTT SGDĐT SYT SDTTG SNgV SDL TTr")
VERTICAL = ["CAT", "THUE", "BHXH", "KBNN"]
FORMER = ["HANTHINH", "HHAITRIEU", "HLUONGPHU", "TXHALUONG"]
# A name that two bodies carry belongs to neither: whoever writes it is asked which one is meant.
UNCLEAR = {"Tân Lập", "An Thịnh", "Hải Triều", "Lương Phú", "Hà Lương"}
TERRITORIAL_NAME = re.compile(r"UBND (?P<word>xã|phường|đặc khu|huyện|thị xã) (?P<bare>.+)")
# The provinces of Việt Nam before 1 July 2025; those of today carry one of these names.
PROVINCES = """
An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định,
Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai,
Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình,
Hồ Chí Minh, Huế, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An,
Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh,
Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế, Tiền Giang,
Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái
"""
LETTERS = " aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_shipped("tinh-mau-2026")


@pytest.fixture(scope="module")
def units(pack: Pack) -> list[Unit]:
    return [
        Unit(n, 1, None, unit.kind, unit.code, unit.name, unit.order_no, valid_to=unit.valid_to)
        for n, unit in enumerate(pack.units)
    ]


def duty(pack: Pack, stem: str) -> PackObligation:
    return next(obligation for obligation in pack.obligations if obligation.stem == stem)


def owing(pack: Pack, units: Iterable[Unit], stem: str, on: date = TODAY) -> list[str]:
    return [unit.code for unit in duty(pack, stem).selector.expand(units, on)]


def due(pack: Pack, stem: str, period: str) -> Deadline:
    rule = duty(pack, stem).schedule.due
    assert rule is not None
    return compute(rule, Period.parse(period), load_calendar(None, first_year=2025, last_year=2027))


def typed(name: str) -> str:
    """How a name looks when typed in a hurry: no diacritics, no capitals, no stops."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum() or char == " ")


def alphabetical(name: str) -> list[list[int]]:
    """The place of a name in a Vietnamese list: word by word, tones aside."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if c not in TONES)
    return [[LETTERS.index(char) for char in word] for word in unicodedata.normalize("NFC", plain).split()]


def written(value: Any) -> list[str]:
    """Every text in a pack, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [text for item in value for text in written(item)]
    return [value] if isinstance(value, str) else []


def provinces_in(texts: Iterable[str]) -> set[str]:
    names = [name.strip() for name in PROVINCES.split(",")]
    return {name for name in names for text in texts if re.search(rf"\b{name}\b", text)}


def test_the_province_is_invented_and_stays_in_use(pack: Pack) -> None:
    assert (pack.province_code, pack.province_name) == ("tinh-mau", "Tỉnh Mẫu")
    assert (pack.in_use_from, pack.in_use_until, pack.fictitious) == (date(2026, 1, 1), None, True)


# ------------------------------------------------------------------------------------------------- the bodies
def test_the_bodies_of_the_province_are_those_of_today(pack: Pack) -> None:
    found: dict[UnitKind, list[str]] = {}
    for unit in pack.units:
        found.setdefault(unit.kind, []).append(unit.code)
    assert len(found.pop(UnitKind.COMMUNE)) == 76
    assert found == {
        UnitKind.OFFICE: ["VP"],
        UnitKind.CENTRE: ["TTPVHCC"],
        UnitKind.DEPARTMENT: DEPARTMENTS,
        UnitKind.BOARD: ["BQLKKT", "BQLKCN"],
        UnitKind.VERTICAL: VERTICAL,
        UnitKind.DISTRICT: FORMER,
    }
    assert len(DEPARTMENTS) == 14
    assert {unit.code: unit.parent for unit in pack.units if unit.parent} == {"TTPVHCC": "VP"}


@pytest.mark.parametrize(
    ("word", "letter", "count"), [("xã", "X", 54), ("phường", "P", 21), ("đặc khu", "DK", 1)]
)
def test_communes_wards_and_the_zone_are_alphabetical(pack: Pack, word: str, letter: str, count: int) -> None:
    start = f"UBND {word} "
    found = [unit for unit in pack.units if unit.kind is UnitKind.COMMUNE and unit.name.startswith(start)]
    names = [unit.name.removeprefix(start) for unit in found]
    assert len(names) == count
    assert names == sorted(names, key=alphabetical)
    codes = [letter + typed(name).replace(" ", "").upper() for name in names]
    assert [unit.code for unit in found] == codes


def test_the_list_stands_in_protocol_order_and_no_commune_above_a_department(pack: Pack) -> None:
    orders = [unit.order_no for unit in pack.units]
    assert orders == sorted(set(orders))
    territorial = [unit.order_no for unit in pack.units if unit.kind in TERRITORIAL]
    assert max(set(orders) - set(territorial)) < min(territorial)


def test_districts_ended_with_june_2025_and_nobody_alone_succeeded_them(pack: Pack) -> None:
    ended = {unit.code: (unit.valid_to, unit.successor) for unit in pack.units if unit.valid_to}
    assert ended == dict.fromkeys(FORMER, (date(2025, 6, 30), None))


# -------------------------------------------------------------------------------------------------- the names
def test_no_code_or_name_leads_to_two_bodies_even_without_diacritics(pack: Pack) -> None:
    assert len({typed(unit.code) for unit in pack.units}) == len(pack.units)
    owners: dict[str, set[str]] = {}
    for unit in pack.units:
        for name in (unit.code, unit.name, *unit.aliases, *unit.former_names):
            owners.setdefault(typed(name), set()).add(unit.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_a_bare_name_leads_to_a_body_only_when_no_other_carries_it(pack: Pack) -> None:
    carriers: dict[str, list[PackUnit]] = {}
    for unit in pack.units:
        if match := TERRITORIAL_NAME.fullmatch(unit.name):
            carriers.setdefault(match["bare"], []).append(unit)
    assert {name for name, carried in carriers.items() if len(carried) > 1} == UNCLEAR
    assert [unit.code for unit in carriers["Tân Lập"]] == ["XTANLAP", "PTANLAP"]
    known = {name for unit in pack.units for name in unit.aliases}
    for name, carried in carriers.items():
        bare = {name, f"UBND {name}"}
        assert bare & known == (bare if len(carried) == 1 else set())
        assert len(carried) > 1 or bare <= set(carried[0].aliases)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("sở y tế", "SYT"),
        ("Sở CT", "SCT"),
        ("Sở TC", "STC"),
        ("snn&mt", "SNNMT"),
        ("xã tân lập", "XTANLAP"),
        ("X. Tan Lap", "XTANLAP"),
        ("p. tân lập", "PTANLAP"),
        ("thanh nam", "PTHANHNAM"),
        ("dac khu hon van", "DKHONVAN"),
        ("huyện An Thịnh", "HANTHINH"),
        ("tx. ha luong", "TXHALUONG"),
    ],
)
def test_people_find_a_body_by_what_they_type(pack: Pack, said: str, code: str) -> None:
    found = [
        unit.code
        for unit in pack.units
        if typed(said) in {typed(name) for name in (unit.code, unit.name, *unit.aliases)}
    ]
    assert found == [code]


def test_a_department_is_still_known_by_what_it_absorbed(pack: Pack) -> None:
    absorbed = {name: unit.code for unit in pack.units for name in unit.former_names if " " in name}
    assert absorbed["Sở Kế hoạch và Đầu tư"] == "STC"
    assert absorbed["Sở Thông tin và Truyền thông"] == "SKHCN"
    assert absorbed["Sở Giao thông vận tải"] == "SXD"
    assert absorbed["Sở Tài nguyên và Môi trường"] == "SNNMT"
    assert absorbed["Sở Văn hóa, Thể thao và Du lịch"] == "SVHTT"
    assert not set(absorbed) & {name for unit in pack.units for name in (unit.name, *unit.aliases)}


# --------------------------------------------------------------------------------------------------- who owes
def test_ninety_two_bodies_owe_the_monthly_report(pack: Pack, units: list[Unit]) -> None:
    codes = owing(pack, units, "BC")
    assert codes[:16] == [*DEPARTMENTS, "BQLKKT", "BQLKCN"]
    assert len(codes) == len(set(codes)) == 92
    assert {"XTANLAP", "PTANLAP", "DKHONVAN"} <= set(codes)


def test_neither_office_nor_centre_nor_vertical_body_nor_former_district_is_among_them(
    pack: Pack, units: list[Unit]
) -> None:
    assert not set(owing(pack, units, "BC")) & {"VP", "TTPVHCC", *VERTICAL, *FORMER}


def test_a_class_word_means_districts_only_while_there_were_some(units: list[Unit]) -> None:
    districts = Selector(groups=(Group.DISTRICTS,))
    assert [unit.code for unit in districts.expand(units, date(2025, 6, 30))] == FORMER
    assert districts.expand(units, TODAY) == ()


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("TH", ["VP"]),
        ("DD", ["VP"]),
        ("BD", ["VP"]),
        ("TK", [code for code in DEPARTMENTS if code != "STP"]),
        ("NB", [*DEPARTMENTS, "BQLKKT", "BQLKCN"]),
        ("CK", ["TTPVHCC"]),
        ("HSTT", ["TTPVHCC"]),
        ("DGH", ["STC", "SCT", "SNNMT", "SXD", "SKHCN", "SGDĐT"]),
        ("KT", ["TTr"]),
        ("PLP", ["STC"]),
        ("CTN", ["TTPVHCC", "STC", "SKHCN"]),
        ("KP", ["SCT", "SXD", "SGDĐT", "BQLKCN", "XDAILAM", "PHOATHUAN"]),
        ("CCHC", ["SNV"]),
        ("SH", ["TTPVHCC", "SNNMT", "XTRUONGGIANG", "PTHANHNAM"]),
    ],
)
def test_each_duty_binds_whom_it_names(pack: Pack, units: list[Unit], stem: str, codes: list[str]) -> None:
    assert owing(pack, units, stem) == codes


def test_nobody_is_asked_for_the_quarter_besides_the_month_unless_named(
    pack: Pack, units: list[Unit]
) -> None:
    dated = [each for each in pack.obligations if each.schedule.is_dated]
    recurring = [each.stem for each in dated if each.kind is ObligationKind.PERIODIC_REPORT]
    asked = {
        code: {stem for stem in recurring if code in owing(pack, units, stem)}
        for code in ("XTANLAP", "STP", "SYT", "PTHANHNAM")
    }
    assert asked == {"XTANLAP": {"BC"}, "STP": {"BC"}, "SYT": {"BC", "TK"}, "PTHANHNAM": {"BC", "SH"}}


def test_vertical_bodies_only_support_and_are_asked_to(pack: Pack) -> None:
    supported = {each.stem: set(each.supporting) & set(VERTICAL) for each in pack.obligations}
    supported = {stem: codes for stem, codes in supported.items() if codes}
    assert supported == {"PLP": {"THUE", "KBNN"}, "LT": {"CAT", "THUE", "BHXH"}}
    asked = {each.stem for each in pack.obligations if "đề nghị phối hợp" in " ".join(each.remarks)}
    assert asked == set(supported)
    assert not {code for each in pack.obligations for code in each.selector.units} & set(VERTICAL)


# --------------------------------------------------------------------------------------------------- the days
@pytest.mark.parametrize(
    ("stem", "period", "last", "target"),
    [
        # Friday in Tết: the last working day before it is 13/2.
        ("BC", "2026-02", date(2026, 2, 20), date(2026, 2, 13)),
        ("BC", "2026-10", date(2026, 10, 20), date(2026, 10, 20)),
        ("BC", "2026-11", date(2026, 11, 20), date(2026, 11, 20)),
        ("TK", "2026-10", date(2026, 10, 20), date(2026, 10, 20)),
        ("TH", "2026-10", date(2026, 10, 24), date(2026, 10, 23)),
        # Vietnam Culture Day on a Tuesday.
        ("TH", "2026-11", date(2026, 11, 24), date(2026, 11, 23)),
        ("CK", "2026-10", date(2026, 11, 4), date(2026, 11, 4)),
        # The first three working days of September are 3, 4 and 7.
        ("HSTT", "2026-08", date(2026, 9, 7), date(2026, 9, 7)),
        ("DGH", "2026-Q4", date(2026, 12, 19), date(2026, 12, 18)),
        ("KT", "2026-H1", date(2026, 6, 19), date(2026, 6, 19)),
        ("PLP", "2026-9M", date(2026, 9, 19), date(2026, 9, 18)),
        ("CTN", "2026", date(2026, 12, 14), date(2026, 12, 14)),
        ("KP", "2026-Q4", date(2026, 12, 14), date(2026, 12, 14)),
        ("CCHC", "2026-Q4", date(2026, 12, 20), date(2026, 12, 18)),
        ("SH", "2026-W42", date(2026, 10, 15), date(2026, 10, 15)),
        ("KSL", "once", date(2025, 12, 30), date(2025, 12, 30)),
        ("KK", "once", date(2026, 10, 30), date(2026, 10, 30)),
        ("PADG", "once", date(2026, 11, 14), date(2026, 11, 13)),
        ("BD", "once", date(2026, 11, 30), date(2026, 11, 30)),
        ("LT", "once", date(2026, 12, 15), date(2026, 12, 15)),
    ],
)
def test_each_duty_ends_on_its_day(pack: Pack, stem: str, period: str, last: date, target: date) -> None:
    deadline = due(pack, stem, period)
    assert (deadline.last_day, deadline.target_day) == (last, target)


def test_an_hour_counts_only_where_the_letter_names_one(pack: Pack) -> None:
    rules = {each.stem: each.schedule.due for each in pack.obligations}
    assert {stem for stem, rule in rules.items() if rule and rule.at} == {"KK", "SH"}
    # 16:00 in Việt Nam is 09:00 UTC; without an hour the day ends with its midnight, 17:00 UTC.
    assert f"{due(pack, 'KK', 'once').last_moment:%d %H:%M}" == "30 09:00"
    assert f"{due(pack, 'BC', '2026-10').last_moment:%d %H:%M}" == "20 17:00"


def test_a_duty_without_a_day_stays_open(pack: Pack) -> None:
    undated = {each.stem for each in pack.obligations if not each.schedule.is_dated}
    standing = {each.stem for each in pack.obligations if each.kind is ObligationKind.STANDING}
    assert (standing, undated - standing) == ({"PAKN", "DD"}, {"NB", "DM"})
    open_every_month = duty(pack, "NB").schedule
    assert (open_every_month.frequency, open_every_month.phrase) == (Frequency.MONTHLY, "hằng tháng")


def test_days_from_receipt_are_counted_once_the_receipt_is_recorded(pack: Pack) -> None:
    rule = duty(pack, "DM").schedule.due
    assert rule is not None
    assert rule.counted is not None
    assert rule.awaits_event
    received = replace(rule, counted=replace(rule.counted, since=date(2025, 12, 24)))
    calendar = load_calendar(None, first_year=2025, last_year=2026)
    assert not received.awaits_event
    assert compute(received, ONCE, calendar).last_day == date(2025, 12, 31)


def test_one_task_alone_fell_due_before_the_pack_came_into_use(pack: Pack) -> None:
    tasks = [each for each in pack.obligations if each.kind is ObligationKind.ONE_OFF]
    fixed = [each.stem for each in tasks if each.schedule.is_dated]
    assert [stem for stem in fixed if due(pack, stem, "once").last_day < pack.in_use_from] == ["KSL"]


# --------------------------------------------------------------------------------------------- the directives
def test_the_letters_are_numbered_and_each_has_its_coordinator(pack: Pack) -> None:
    heads = {each.key: (each.number, each.symbol, each.coordinator) for each in pack.directives}
    assert heads == {
        "cai-cach-tthc": ("2215", "/UBND-NC", "VP"),
        "ke-hoach-kstthc": ("17", "/KH-UBND", "VP"),
        "khac-phuc-cchc": ("96", "/UBND-NC", "SNV"),
        "cao-diem-so-hoa": ("1874", "/UBND-NC", "VP"),
    }
    coordinators = {each.directive: each.coordinator for each in pack.obligations}
    assert coordinators == {key: coordinator for key, (_, _, coordinator) in heads.items()}


def test_what_is_named_for_the_year_ends_with_it_and_the_monthly_letter_does_not(pack: Pack) -> None:
    ends = {each.key: each.valid_until for each in pack.directives}
    assert ends.pop("cai-cach-tthc") is None
    assert set(ends.values()) == {date(2026, 12, 31)}
    starts = {each.key: each.in_use_from for each in pack.directives if each.in_use_from}
    assert starts == {"cao-diem-so-hoa": date(2026, 9, 28)}


def test_the_monthly_report_stands_in_item_7_and_goes_to_the_chairman(pack: Pack) -> None:
    report = duty(pack, "BC")
    assert (report.directive, report.clause) == ("cai-cach-tthc", "7")
    assert (report.recipient, report.via) == ("Chủ tịch UBND tỉnh", "Văn phòng UBND tỉnh")
    assert report.filings == (Filing.DOCUMENT, Filing.PROVINCIAL_SYSTEM)
    assert report.nil_rule is NilRule.DOCUMENT_REQUIRED
    assert [(each.directive, each.clause) for each in report.also_in] == [("ke-hoach-kstthc", "III.2")]
    assert [each.old_phrase for each in report.supersedes] == ["trước ngày 18 hằng tháng"]


def test_who_receives_the_consolidated_report_is_left_to_the_province(pack: Pack) -> None:
    consolidated = duty(pack, "TH")
    assert consolidated.recipient is None
    assert any("Nghị định 09/2026/NĐ-CP" in remark for remark in consolidated.remarks)
    assert not [text for text in written(asdict(pack)) if re.search(r"VPCP|Văn phòng Chính phủ", text)]


def test_two_bodies_consolidate_each_its_own_reports(pack: Pack) -> None:
    gathered = {each.stem: each.consolidates for each in pack.obligations if each.consolidates}
    assert gathered == {"TH": duty(pack, "BC").key, "CCHC": duty(pack, "KP").key}


def test_stems_are_short_and_nobodys_code(pack: Pack) -> None:
    stems = [obligation.stem for obligation in pack.obligations]
    assert len(stems) == len(set(stems)) == 21
    assert not {stem.casefold() for stem in stems} & {typed(unit.code) for unit in pack.units}


def test_electronic_documents_have_a_target_for_each_level(pack: Pack, units: list[Unit]) -> None:
    levels = [each for each in pack.indicators if each.clause.startswith("PL.1.")]
    assert [each.target for each in levels] == [100, 95, 80]
    measured = [unit.code for each in levels for unit in pack.drafts.measured(each).expand(units, TODAY)]
    assert sorted(measured) == sorted(owing(pack, units, "BC"))


def test_every_target_is_for_2026_and_measures_somebody(pack: Pack, units: list[Unit]) -> None:
    assert {(each.year, bool(each.evaluator)) for each in pack.indicators} == {(2026, True)}
    assert {each.operator for each in pack.indicators} == {">=", "<=", "="}
    assert all(pack.drafts.measured(each).expand(units, TODAY) for each in pack.indicators)


def test_no_real_province_is_named(pack: Pack) -> None:
    assert provinces_in(written(asdict(pack))) == set()


def test_a_real_province_would_be_found() -> None:
    assert provinces_in(["UBND tỉnh Bắc Giang", "Sở Y tế thành phố Huế"]) == {"Bắc Giang", "Huế"}
    assert provinces_in(["UBND xã Lâm Giang", "UBND phường Thành Nam"]) == set()
