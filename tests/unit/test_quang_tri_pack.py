"""The shipped pack of Quảng Trị 2023-2024: its structure, and its agreement with the annotated directives."""

import re
from datetime import date, timedelta

import pytest

from domain.due_rules import Relation
from domain.obligations import ClauseOf, ObligationKind
from domain.packs import Pack
from domain.periods import Frequency
from domain.units import UnitKind
from files.packs import read_shipped
from tests.unit import pack_corpus
from tests.unit.shipped_packs import CALENDAR, ambiguous_names, days, duty, found_by, owing

DEPARTMENTS = re.findall(
    r"\S+", "STP SNV STC SKHĐT SCT SNN SGTVT SXD STNMT STTTT SLĐTBXH SVHTTDL SKHCN SGDĐT SYT SNgV TTr BDT"
)
DISTRICTS = re.findall(
    r"\S+", "DONGHA TXQUANGTRI VINHLINH GIOLINH CAMLO TRIEUPHONG HAILANG HUONGHOA DAKRONG CONCO"
)
EVERYBODY = [*DEPARTMENTS, "BQLKKT", *DISTRICTS]
REST_OF_2023, AFTER_INSPECTION, PLAN = "cai-cach-tthc-cuoi-2023", "chan-chinh-cchc-2023", "ke-hoach-tthc-2024"
NUMBERS = {REST_OF_2023: "000", PLAN: "001", AFTER_INSPECTION: "004"}
# Duties of their own that the annotation keeps inside a neighbour or leaves out as aims and requirements.
NOT_ANNOTATED = {
    REST_OF_2023: set(),
    PLAN: {"phan-anh-vuong-mac", "trinh-ket-qua-ra-soat"},
    AFTER_INSPECTION: {"xin-loi-tre-han", "don-doc-ho-so"},
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_shipped("quang-tri-2023")


# ------------------------------------------------------------------------------------ frame and units
def test_the_pack_is_historic_and_the_plan_comes_into_use_with_its_year(pack: Pack) -> None:
    assert (pack.province_code, pack.fictitious) == ("quang-tri", True)
    assert (pack.in_use_from, pack.in_use_until) == (date(2023, 10, 1), date(2024, 12, 31))
    assert {each.key: each.in_use_from for each in pack.directives} == {
        REST_OF_2023: None,
        AFTER_INSPECTION: None,
        PLAN: date(2024, 1, 1),
    }


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (UnitKind.OFFICE, ["VP"]),
        (UnitKind.CENTRE, ["TTPVHCC", "CTTĐT"]),
        (UnitKind.DEPARTMENT, DEPARTMENTS),
        (UnitKind.BOARD, ["BQLKKT"]),
        (UnitKind.DISTRICT, DISTRICTS),
        (UnitKind.COMMUNE, []),
    ],
)
def test_the_units_of_2023_stand_in_protocol_order(pack: Pack, kind: UnitKind, codes: list[str]) -> None:
    in_order = sorted(pack.units, key=lambda unit: unit.order_no)
    assert [unit.code for unit in in_order if unit.kind is kind] == codes
    assert list(pack.units) == in_order
    assert len({unit.order_no for unit in pack.units}) == len(pack.units) == 32


def test_both_centres_stand_under_the_office(pack: Pack) -> None:
    assert {unit.code: unit.parent for unit in pack.units if unit.parent} == {"TTPVHCC": "VP", "CTTĐT": "VP"}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("tx quang tri", {"TXQUANGTRI"}),
        ("Đa Krông", {"DAKRONG"}),
        ("con co", {"CONCO"}),
        ("bql kkt", {"BQLKKT"}),
        ("cong ttdt", {"CTTĐT"}),
        ("sở ngv", {"SNgV"}),
        ("sở nv", {"SNV"}),
        ("quảng trị", set()),
    ],
)
def test_people_find_a_unit_by_what_they_type(pack: Pack, said: str, codes: set[str]) -> None:
    assert found_by(pack, said) == codes


def test_no_name_leads_to_two_units_even_without_diacritics(pack: Pack) -> None:
    assert ambiguous_names(pack) == set()


def test_stems_are_short_and_no_unit_is_called_by_one(pack: Pack) -> None:
    stems = [obligation.stem for obligation in pack.obligations]
    assert all(re.fullmatch(r"[A-Z]{2,4}", stem) for stem in stems)
    assert len(set(stems)) == len(stems) == 48
    assert not [stem for stem in stems if found_by(pack, stem)]


# ------------------------------------------------------------------------------------------- who owes
@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("BCKQ", EVERYBODY),
        ("TK", EVERYBODY),
        ("BC", EVERYBODY),
        ("RSB", EVERYBODY),
        ("SHHS", EVERYBODY),
        ("DGVB", [*DEPARTMENTS, *DISTRICTS]),
        ("BMDT", ["TTPVHCC", *DEPARTMENTS, *DISTRICTS]),
        ("TCNS", DISTRICTS),
        ("CK", ["TTPVHCC", "CTTĐT"]),
        ("TD", ["STP"]),
        ("MS", ["STC"]),
        ("DDCC", ["SNV"]),
        *((stem, ["VP"]) for stem in ("CSDL", "DD", "TH", "THRS", "CKT", "DDKH", "THKH")),
    ],
)
def test_a_duty_is_owed_by_those_its_clause_names_and_nobody_else(
    pack: Pack, stem: str, codes: list[str]
) -> None:
    assert owing(pack, duty(pack, stem).selector) == codes


def test_the_office_is_no_debtor_of_its_own_unit_list(pack: Pack) -> None:
    for obligation in pack.obligations:
        codes = owing(pack, obligation.selector)
        assert "VP" not in codes or codes == ["VP"]


def test_the_department_of_home_affairs_follows_up_its_letter_and_the_office_the_others(pack: Pack) -> None:
    coordinators = {(each.directive, each.coordinator) for each in pack.obligations}
    assert coordinators == {(REST_OF_2023, "VP"), (PLAN, "VP"), (AFTER_INSPECTION, "SNV")}


def test_a_report_goes_to_the_body_its_clause_names(pack: Pack) -> None:
    assert {each.stem: (each.recipient, each.via) for each in pack.obligations if each.recipient} == {
        "KN": ("các Bộ, ngành liên quan", None),
        "BCKQ": ("UBND tỉnh", None),
        "TH": ("Thủ tướng Chính phủ", "UBND tỉnh"),
        "HSLT": ("UBND tỉnh", None),
        "DDCC": ("Chủ tịch UBND tỉnh", None),
        "RSKQ": ("Văn phòng UBND tỉnh", None),
        "THRS": ("UBND tỉnh", None),
        "BC": ("UBND tỉnh", None),
        "THKH": ("Văn phòng Chính phủ", "UBND tỉnh"),
    }


# -------------------------------------------------------------------------------------------- the days
@pytest.mark.parametrize(
    ("stem", "last", "target"),
    [
        ("CG", date(2023, 9, 29), date(2023, 9, 29)),
        ("BCKQ", date(2023, 10, 19), date(2023, 10, 19)),
        ("TH", date(2023, 10, 29), date(2023, 10, 27)),
        ("CSDL", date(2023, 10, 31), date(2023, 10, 31)),
        ("RSNB", date(2023, 12, 19), date(2023, 12, 19)),
        ("DMB", date(2024, 5, 30), date(2024, 5, 30)),
        ("RSKQ", date(2024, 8, 30), date(2024, 8, 30)),
        ("RSB", date(2024, 9, 14), date(2024, 9, 13)),
    ],
)
def test_a_day_off_moves_only_the_target(pack: Pack, stem: str, last: date, target: date) -> None:
    assert days(pack, stem) == (last, target)


def test_the_office_of_2023_aims_at_friday_because_its_last_day_is_a_sunday(pack: Pack) -> None:
    last, target = days(pack, "TH")
    assert (f"{last:%a}", f"{target:%a}") == ("Sun", "Fri")


def test_the_office_has_six_working_days_between_the_reports_and_its_own(pack: Pack) -> None:
    (units_last, _), (_, target) = days(pack, "BCKQ"), days(pack, "TH")
    between = (units_last + timedelta(days=n + 1) for n in range((target - units_last).days))
    assert sum(CALENDAR.is_working(day) for day in between) == 6
    assert duty(pack, "TH").consolidates == duty(pack, "BCKQ").key


def test_in_a_month_takes_in_its_last_day_and_before_a_day_leaves_it_out(pack: Pack) -> None:
    relations = {each.stem: each.schedule.due.relation for each in pack.obligations if each.schedule.due}
    assert {stem for stem, relation in relations.items() if relation is Relation.WITHIN} == {"CSDL"}
    assert {stem for stem, relation in relations.items() if relation is Relation.BEFORE} == {
        *("RSNB", "CG", "BCKQ", "TH", "DMB", "RSKQ", "RSB")
    }


def test_what_names_no_day_stays_open_with_the_words_that_leave_it_open(pack: Pack) -> None:
    undated = [each for each in pack.obligations if each.schedule.due is None]
    assert {
        each.stem: each.schedule.phrase for each in undated if each.kind is not ObligationKind.STANDING
    } == {
        "TK": "định kỳ hàng tháng",
        "CKT": "định kỳ hàng tháng",
        "BC": "hàng tháng",
        "TTPA": "ngay sau khi được Thủ tướng Chính phủ phê duyệt",
    }
    assert duty(pack, "THKH").schedule.phrase == "theo đúng thời gian quy định"
    assert not [each.stem for each in undated if re.search(r"\d", each.schedule.phrase or "")]


def test_no_frequency_is_invented(pack: Pack) -> None:
    monthly = {each.stem for each in pack.obligations if each.schedule.frequency is Frequency.MONTHLY}
    assert monthly == {"TK", "CKT", "BC"}
    for obligation in pack.obligations:
        is_standing = obligation.kind is ObligationKind.STANDING
        assert is_standing is (obligation.schedule.frequency is Frequency.NONE)


# --------------------------------------------------------------------------------- links and quirks
def test_the_same_duty_in_two_directives_is_one_duty_with_two_sources(pack: Pack) -> None:
    shared = {each.stem: each.also_in for each in pack.obligations if each.also_in}
    assert shared == {
        "TD": (ClauseOf(PLAN, "III.1.d"),),
        "CB": (ClauseOf(PLAN, "III.2.a/-4"),),
        "TK": (ClauseOf(PLAN, "III.2.a/-4"),),
        "PAKN": (ClauseOf(PLAN, "III.2.a/-7"),),
    }
    assert not [each.stem for each in pack.obligations if each.directive == PLAN and "/-4" in each.clause]


def test_the_review_of_internal_procedures_is_one_programme_over_two_years(pack: Pack) -> None:
    links = {each.stem: each.continues for each in pack.obligations if each.continues}
    assert links == {
        "RSB": duty(pack, "RSNB").key,
        "DMB": duty(pack, "RSNB").key,
        "TTPA": duty(pack, "RSKQ").key,
    }
    for stem in ("RSNB", "RSB", "DMB"):
        assert "198/KH-UBND ngày 31/10/2022" in duty(pack, stem).sources


def test_no_directive_has_got_a_number_and_each_says_so(pack: Pack) -> None:
    for directive in pack.directives:
        assert directive.number is None
        assert any("để trống số" in remark for remark in directive.remarks)
    assert duty(pack, "BC").remarks
    assert duty(pack, "BMDT").remarks


def test_a_gap_in_the_numbering_and_two_dates_of_one_plan_are_told_to_the_clerk(pack: Pack) -> None:
    letter = next(each for each in pack.directives if each.key == AFTER_INSPECTION)
    clauses = [int(each.clause) for each in pack.obligations if each.directive == AFTER_INSPECTION]
    assert sorted(set(clauses)) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13]
    remarks = " ".join(letter.remarks)
    assert "Thiếu mục 11" in remarks
    assert "22/4/2023" in remarks
    assert "28/3/2023" in remarks


# ------------------------------------------------------- the annotated directives, where they are at hand
@pytest.mark.parametrize("key", NUMBERS)
def test_every_annotated_obligation_is_in_the_pack(pack: Pack, key: str) -> None:
    found = pack_corpus.unmatched(pack, key, NUMBERS[key])
    assert found == ([], NOT_ANNOTATED[key])


def test_what_waits_for_an_event_keeps_the_annotated_event(pack: Pack) -> None:
    dues = [each["schedule"]["due"] or {} for each in pack_corpus.annotation("001")["obligations"]]
    (event,) = (due["event"] for due in dues if "event" in due)
    assert event in (duty(pack, "TTPA").schedule.phrase or "")


@pytest.mark.parametrize("key", NUMBERS)
def test_the_head_of_a_directive_is_the_annotated_one(pack: Pack, key: str) -> None:
    directive = next(each for each in pack.directives if each.key == key)
    assert pack_corpus.written_head(directive) == pack_corpus.annotated_head(NUMBERS[key])
    assert str(directive.year) == pack_corpus.annotation(NUMBERS[key])["meta"]["date"]


@pytest.mark.parametrize("key", NUMBERS)
def test_phrases_and_documents_are_the_directives_own_and_titles_are_ours(pack: Pack, key: str) -> None:
    assert pack_corpus.foreign_quotations(pack, key, NUMBERS[key]) == []
    assert pack_corpus.copied_titles(pack, key, NUMBERS[key]) == []


@pytest.mark.parametrize("key", NUMBERS)
def test_no_date_that_is_only_cited_has_become_a_day(pack: Pack, key: str) -> None:
    cited = pack_corpus.annotation(NUMBERS[key])["not_deadlines"]
    assert cited
    assert not [phrase for phrase in pack_corpus.phrases(pack, key) for day in cited if day in phrase]
