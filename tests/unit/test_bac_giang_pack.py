"""The shipped pack of Bắc Giang 2023: its structure, and its agreement with the annotated letter."""

import re
from datetime import date

import pytest

from domain.obligations import ObligationKind
from domain.packs import Pack
from domain.periods import ONCE, Frequency, Period
from domain.units import UnitKind
from files.packs import read_shipped
from tests.unit import pack_corpus
from tests.unit.shipped_packs import ambiguous_names, days, duty, found_by, owing

OCTOBER = Period(2023, 10, Frequency.MONTHLY)
DEPARTMENTS = re.findall(
    r"\S+", "STP SNV STC SKHĐT SCT SNN SGTVT SXD STNMT STTTT SLĐTBXH SVHTTDL SKHCN SGDĐT SYT TTr BDT"
)
DISTRICTS = re.findall(
    r"\S+", "TPBACGIANG HIEPHOA VIETYEN YENDUNG LANGGIANG TANYEN YENTHE LUCNAM LUCNGAN SONDONG"
)
EVERYBODY = [*DEPARTMENTS, "BQLKCN", *DISTRICTS]
LETTER = "cai-cach-tthc-cuoi-2023"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_shipped("bac-giang-2023")


def test_the_pack_is_historic_and_marked_as_such(pack: Pack) -> None:
    assert (pack.province_code, pack.in_use_from, pack.fictitious) == ("bac-giang", date(2023, 10, 1), True)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (UnitKind.OFFICE, ["VP"]),
        (UnitKind.CENTRE, ["TTPVHCC"]),
        (UnitKind.DEPARTMENT, DEPARTMENTS),
        (UnitKind.AGENCY, []),
        (UnitKind.BOARD, ["BQLKCN"]),
        (UnitKind.DISTRICT, DISTRICTS),
        (UnitKind.COMMUNE, []),
        (UnitKind.PROVINCE, []),
    ],
)
def test_the_units_of_2023_stand_in_protocol_order(pack: Pack, kind: UnitKind, codes: list[str]) -> None:
    in_order = sorted(pack.units, key=lambda unit: unit.order_no)
    assert [unit.code for unit in in_order if unit.kind is kind] == codes
    assert list(pack.units) == in_order
    assert len({unit.order_no for unit in pack.units}) == len(pack.units)


def test_territorial_units_come_after_all_others(pack: Pack) -> None:
    districts = [unit.order_no for unit in pack.units if unit.kind is UnitKind.DISTRICT]
    assert max(unit.order_no for unit in pack.units if unit.kind is not UnitKind.DISTRICT) < min(districts)


def test_only_the_service_centre_stands_under_another_unit(pack: Pack) -> None:
    assert {unit.code: unit.parent for unit in pack.units if unit.parent} == {"TTPVHCC": "VP"}


def test_no_name_leads_to_two_units_even_without_diacritics(pack: Pack) -> None:
    assert ambiguous_names(pack) == set()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("sở tp", "STP"),
        ("Sở Tư pháp", "STP"),
        ("TP Bắc Giang", "TPBACGIANG"),
        ("hiep hoa", "HIEPHOA"),
        ("Sở LĐTBXH", "SLĐTBXH"),
        ("sldtbxh", "SLĐTBXH"),
        ("skhdt", "SKHĐT"),
        ("sgddt", "SGDĐT"),
        ("van phong", "VP"),
    ],
)
def test_people_find_a_unit_by_what_they_type(pack: Pack, said: str, code: str) -> None:
    assert found_by(pack, said) == {code}


def test_the_name_of_the_province_alone_is_no_unit(pack: Pack) -> None:
    assert found_by(pack, "Bắc Giang") == set()


def test_stems_are_short_and_the_two_reports_have_the_known_ones(pack: Pack) -> None:
    stems = [obligation.stem for obligation in pack.obligations]
    assert {"BC", "TH", "CSDL"} <= set(stems)
    assert len(stems) == len(set(stems)) == 11
    assert all(re.fullmatch(r"[A-Z]{2,4}", stem) for stem in stems)
    assert not set(stems) & {unit.code for unit in pack.units}


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("BC", EVERYBODY),
        ("CG", EVERYBODY),
        ("TK", DEPARTMENTS),
        ("CB", DEPARTMENTS),
        ("TH", ["VP"]),
        ("CSDL", ["VP"]),
        ("CK", ["STTTT"]),
    ],
)
def test_the_office_never_owes_what_the_units_owe(pack: Pack, stem: str, codes: list[str]) -> None:
    assert owing(pack, duty(pack, stem).selector) == codes


@pytest.mark.parametrize(
    ("stem", "period", "last", "target"),
    [
        ("BC", OCTOBER, date(2023, 10, 20), date(2023, 10, 20)),
        ("TH", OCTOBER, date(2023, 10, 24), date(2023, 10, 24)),
        ("CSDL", ONCE, date(2023, 10, 19), date(2023, 10, 19)),
        ("CG", ONCE, date(2023, 9, 14), date(2023, 9, 14)),
    ],
)
def test_before_a_day_ends_with_the_day_before_it(
    pack: Pack, stem: str, period: Period, last: date, target: date
) -> None:
    assert days(pack, stem, period) == (last, target)


def test_monthly_duties_without_a_day_stay_open(pack: Pack) -> None:
    monthly = [each for each in pack.obligations if each.kind is ObligationKind.PERIODIC_REPORT]
    assert {each.stem for each in monthly if each.schedule.due is None} == {"TK", "CK"}
    assert {duty(pack, stem).schedule.phrase for stem in ("TK", "CK")} == {"định kỳ hàng tháng"}
    assert {each.schedule.frequency for each in monthly} == {Frequency.MONTHLY}


def test_the_office_consolidates_the_monthly_reports(pack: Pack) -> None:
    assert duty(pack, "TH").consolidates == duty(pack, "BC").key
    assert [each.stem for each in pack.obligations if each.consolidates] == ["TH"]


def test_only_the_task_of_clause_3_has_another_coordinator(pack: Pack) -> None:
    assert pack.directives[0].coordinator == "VP"
    others = {each.stem: each.coordinator for each in pack.obligations if each.coordinator != "VP"}
    assert others == {"CG": "STTTT"}


def test_earlier_letters_with_the_same_duty_are_kept_as_sources(pack: Pack) -> None:
    sources = {each.stem: [source.split()[0] for source in each.sources] for each in pack.obligations}
    assert {stem: numbers for stem, numbers in sources.items() if numbers} == {
        "DGTD": ["3995/UBND-NC"],
        "TK": ["3995/UBND-NC"],
        "CG": ["3149/UBND-NC"],
        "PAKN": ["3995/UBND-NC"],
        "CK": ["766/QĐ-TTg"],
        "BC": ["3995/UBND-NC"],
    }


def test_only_the_day_of_sending_is_replaced_and_the_first_period_is_asked_for(pack: Pack) -> None:
    report = duty(pack, "BC")
    assert [(each.document, each.old_phrase) for each in report.supersedes] == [
        ("3995/UBND", "vào ngày 15 hằng tháng"),
        ("4352/UBND-NC", "trước ngày 22 hằng tháng"),
    ]
    assert report.sources == ("3995/UBND-NC ngày 19/7/2023",)
    assert any("kỳ đầu tiên" in remark for remark in report.remarks)
    assert [each.stem for each in pack.obligations if each.supersedes] == ["BC"]


def test_a_letter_written_with_two_symbols_is_one_document(pack: Pack) -> None:
    replaced = duty(pack, "BC").supersedes[0]
    assert (replaced.document, replaced.document_alt) == ("3995/UBND", "3995/UBND-NC")
    assert any("3995/UBND-NC" in remark and "3995/UBND " in remark for remark in pack.directives[0].remarks)


# ------------------------------------------------------------- the annotated letter, where it is at hand
def test_the_pack_holds_every_annotated_obligation_and_no_other(pack: Pack) -> None:
    assert len(pack.obligations) == len(pack_corpus.annotation("002")["obligations"]) == 11
    assert pack_corpus.unmatched(pack, LETTER, "002") == ([], set())


def test_the_indicator_is_the_annotated_one(pack: Pack) -> None:
    ours = pack_corpus.printed_targets(pack, LETTER)
    assert ours == pack_corpus.annotated_targets(pack, "002")
    assert len(ours) == 1


def test_the_head_of_the_letter_is_the_annotated_one(pack: Pack) -> None:
    (directive,) = pack.directives
    assert pack_corpus.written_head(directive) == pack_corpus.annotated_head("002")
    meta = pack_corpus.annotation("002")["meta"]
    assert f"{directive.year}-08" == meta["date"]
    superseded = {earlier.document for each in pack.obligations for earlier in each.supersedes}
    assert superseded == set(meta["replaces"])


def test_phrases_are_the_letters_own_and_titles_are_ours(pack: Pack) -> None:
    assert len(pack_corpus.phrases(pack, LETTER)) == 8
    assert pack_corpus.foreign_quotations(pack, LETTER, "002") == []
    assert pack_corpus.copied_titles(pack, LETTER, "002") == []
