"""The shipped pack of Hải Dương 2023: its structure, and its agreement with the annotated letter."""

import re
from datetime import date

import pytest

from domain.obligations import Filing, ObligationKind
from domain.packs import Pack
from domain.periods import Frequency, Period
from domain.units import UnitKind
from files.packs import read_shipped
from tests.unit import pack_corpus
from tests.unit.shipped_packs import ambiguous_names, duty, found_by, owing

DEPARTMENTS = re.findall(
    r"\S+", "STP SNV STC SKHĐT SCT SNN SGTVT SXD STNMT STTTT SLĐTBXH SVHTTDL SKHCN SGDĐT SYT TTr"
)
DISTRICTS = re.findall(
    r"\S+",
    "TPHAIDUONG CHILINH KINHMON NAMSACH THANHHA KIMTHANH CAMGIANG BINHGIANG GIALOC TUKY NINHGIANG THANHMIEN",
)
EVERYBODY = [*DEPARTMENTS, "BQLKCN", *DISTRICTS]
LETTER = "ket-luan-252-2023"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_shipped("hai-duong-2023")


def test_the_pack_is_historic_and_marked_as_such(pack: Pack) -> None:
    assert (pack.province_code, pack.fictitious) == ("hai-duong", True)
    assert (pack.in_use_from, pack.in_use_until) == (date(2023, 7, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (UnitKind.OFFICE, ["VP"]),
        (UnitKind.CENTRE, []),
        (UnitKind.DEPARTMENT, DEPARTMENTS),
        (UnitKind.BOARD, ["BQLKCN"]),
        (UnitKind.DISTRICT, DISTRICTS),
        (UnitKind.COMMUNE, []),
    ],
)
def test_the_units_of_2023_stand_in_protocol_order(pack: Pack, kind: UnitKind, codes: list[str]) -> None:
    in_order = sorted(pack.units, key=lambda unit: unit.order_no)
    assert [unit.code for unit in in_order if unit.kind is kind] == codes
    assert list(pack.units) == in_order
    assert len({unit.order_no for unit in pack.units}) == len(pack.units) == 30


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("tp hai duong", {"TPHAIDUONG"}),
        ("chi linh", {"CHILINH"}),
        ("TX Kinh Môn", {"KINHMON"}),
        ("tu ky", {"TUKY"}),
        ("bql các kcn", {"BQLKCN"}),
        ("hải dương", set()),
    ],
)
def test_people_find_a_unit_by_what_they_type(pack: Pack, said: str, codes: set[str]) -> None:
    assert found_by(pack, said) == codes


def test_no_name_leads_to_two_units_even_without_diacritics(pack: Pack) -> None:
    assert ambiguous_names(pack) == set()


def test_stems_are_short_and_no_unit_is_called_by_one(pack: Pack) -> None:
    stems = [obligation.stem for obligation in pack.obligations]
    assert all(re.fullmatch(r"[A-Z]{2,4}", stem) for stem in stems)
    assert len(set(stems)) == len(stems) == 18
    assert not [stem for stem in stems if found_by(pack, stem)]


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("RS", EVERYBODY),
        ("GT", EVERYBODY),
        ("BCDT", EVERYBODY),
        ("BC", [*DEPARTMENTS, *DISTRICTS]),
        ("BCN", [*DEPARTMENTS, *DISTRICTS]),
        ("TTCV", ["SNV"]),
        *((stem, ["VP"]) for stem in ("TM", "DD", "TH")),
    ],
)
def test_a_duty_is_owed_by_those_its_clause_names_and_nobody_else(
    pack: Pack, stem: str, codes: list[str]
) -> None:
    assert owing(pack, duty(pack, stem).selector) == codes


@pytest.mark.parametrize("stem", ["BC", "BCN"])
def test_whether_the_board_reports_is_asked_and_not_decided(pack: Pack, stem: str) -> None:
    assert any("Ban Quản lý các khu công nghiệp" in remark for remark in duty(pack, stem).remarks)


def test_those_who_help_owe_nothing(pack: Pack) -> None:
    helped = {each.stem: set(each.supporting) for each in pack.obligations if each.supporting}
    assert helped == {"TTCV": {"VP"}, "TM": set(EVERYBODY)}
    for stem, helpers in helped.items():
        assert not helpers & set(owing(pack, duty(pack, stem).selector))


def test_a_report_goes_to_the_body_its_clause_names(pack: Pack) -> None:
    assert {each.stem: (each.recipient, each.via) for each in pack.obligations if each.recipient} == {
        "DTH": ("UBND tỉnh", None),
        "TTCV": ("Chủ tịch UBND tỉnh", None),
        "TH": ("Chủ tịch UBND tỉnh", None),
        "BC": ("UBND tỉnh", "Văn phòng UBND tỉnh"),
        "BCN": ("UBND tỉnh", "Văn phòng UBND tỉnh"),
    }


def test_no_duty_of_the_letter_has_a_day(pack: Pack) -> None:
    assert not [each.stem for each in pack.obligations if each.schedule.due]
    recurring = [each for each in pack.obligations if each.kind is not ObligationKind.STANDING]
    assert {each.stem: (each.schedule.frequency, each.schedule.phrase) for each in recurring} == {
        "BC": (Frequency.QUARTERLY, "định kỳ hằng quý"),
        "BCN": (Frequency.ANNUAL, "hàng năm"),
    }


def test_the_last_quarter_and_the_year_end_together_and_somebody_is_asked(pack: Pack) -> None:
    assert Period.parse("2023-Q4").last_day == Period.parse("2023").last_day
    assert any("Quý IV" in remark for remark in duty(pack, "BC").remarks)


def test_electronic_reports_are_complete_when_both_systems_have_them(pack: Pack) -> None:
    filings = {each.stem: each.filings for each in pack.obligations if each.filings != (Filing.DOCUMENT,)}
    assert filings == {"BCDT": (Filing.PROVINCIAL_SYSTEM, Filing.UPPER_SYSTEM)}


def test_the_earlier_letter_is_added_to_and_not_replaced(pack: Pack) -> None:
    assert duty(pack, "NVDG").sources == ("1961/UBND-VP ngày 07/6/2023",)
    assert not [each.stem for each in pack.obligations if each.supersedes]


def test_the_letter_sets_no_target(pack: Pack) -> None:
    assert pack.indicators == ()


# ------------------------------------------------------------- the annotated letter, where it is at hand
def test_the_pack_holds_every_annotated_obligation_and_no_other(pack: Pack) -> None:
    assert len(pack.obligations) == len(pack_corpus.annotation("003")["obligations"]) == 18
    assert pack_corpus.unmatched(pack, LETTER, "003") == ([], set())
    assert pack_corpus.annotated_targets(pack, "003") == []


def test_the_head_of_the_letter_is_the_annotated_one(pack: Pack) -> None:
    (directive,) = pack.directives
    assert pack_corpus.written_head(directive) == pack_corpus.annotated_head("003")
    assert f"{directive.year}-07" == pack_corpus.annotation("003")["meta"]["date"]


def test_phrases_and_documents_are_the_letters_own_and_titles_are_ours(pack: Pack) -> None:
    assert len(pack_corpus.phrases(pack, LETTER)) == 6
    assert pack_corpus.foreign_quotations(pack, LETTER, "003") == []
    assert pack_corpus.copied_titles(pack, LETTER, "003") == []
