"""Packs are read strictly: every mistake is named with its line, all of them at once."""

import unicodedata
from datetime import date, time

import pytest

from domain.due_rules import DueRule, MonthOfPeriod, Relation
from domain.errors import InvalidPack, NotFound
from domain.obligations import Filing, NilRule, ObligationKind, Schedule, Supersession
from domain.packs import PackIndicator, PackUnit
from domain.periods import Frequency
from domain.units import Group, Selector, UnitKind
from files.packs import read_pack, read_shipped, shipped_packs

GOOD = """\
province_code: tinh-thu
province_name: Tỉnh Thử
in_use_from: 2026-01-01
fictitious: true
units:
  - {code: VP, name: Văn phòng, kind: office, order_no: 10}
  - {code: SYT, name: Sở Y tế, kind: department, order_no: 20, aliases: [Sở YT]}
  - {code: BDT, name: Ban Dân tộc, kind: agency, order_no: 25}
  - code: TTHCC
    name: Trung tâm
    kind: centre
    order_no: 30
    parent: VP
    valid_from: 2025-07-01
    valid_to: 2026-12-31
directives:
  - key: cv-2215
    issuer: UBND tỉnh Thử
    doc_type: công văn
    subject: Cải cách TTHC
    number: 2215
    symbol: /UBND-NC
    date_text: ngày 05 tháng 01 năm 2026
    year: 2026
    coordinator: VP
    obligations:
      - key: bao-cao
        clause: "7"
        stem: BC
        title: Báo cáo tháng
        kind: periodic_report
        schedule:
          frequency: quarterly
          due:
            relation: on
            day: 5
            month_of_period: next
            at: 16:30
            phrase: 16 giờ 30 ngày 05 tháng đầu quý sau
          data_start_day: 1
          data_end_day: 31
        selector:
          groups: [departments]
          units: [TTHCC]
          exceptions: [SYT]
        recipient: UBND tỉnh
        via: Văn phòng
        coordinator: SYT
        nil_rule: by_chat
        filings: [document, upper_system]
        supporting: [VP]
        sources: [12/UBND]
        supersedes:
          - document: 12/UBND
            document_alt: 12/UBND-NC
            document_date: 2025-12-01
            old_phrase: vào ngày 15
      - key: ra-soat
        clause: 1/¶2
        stem: RS
        title: Rà soát
        kind: one_off
        schedule: {frequency: once, due: {relation: before, on: 2026-10-20, phrase: trước 20/10}}
        selector: {groups: [office]}
        consolidates: bao-cao
      - key: thuong-xuyen
        clause: "2"
        stem: TX
        title: Việc thường xuyên
        kind: standing
        schedule: {frequency: none}
        selector: {groups: [departments]}
    indicators:
      - {clause: "7", obligation: bao-cao, name: Tỷ lệ, unit: "%", operator: "<=", target: 12.5, year: 2026}
"""


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


def problems_of(text: str) -> list[str]:
    with pytest.raises(InvalidPack) as caught:
        read_pack(text, name="thu")
    return str(caught.value).splitlines()


def test_every_field_of_a_pack_arrives() -> None:
    pack = read_pack(GOOD, name="thu")
    assert (pack.name, pack.province_code, pack.province_name) == ("thu", "tinh-thu", "Tỉnh Thử")
    assert pack.in_use_from == date(2026, 1, 1)
    assert pack.fictitious
    assert pack.units[1] == PackUnit("SYT", "Sở Y tế", UnitKind.DEPARTMENT, 20, ("Sở YT",))
    assert pack.units[3] == PackUnit(
        "TTHCC", "Trung tâm", UnitKind.CENTRE, 30, (), "VP", date(2025, 7, 1), date(2026, 12, 31)
    )
    assert (pack.directives[0].number, pack.directives[0].symbol) == ("2215", "/UBND-NC")
    assert pack.indicators == (PackIndicator("cv-2215", "bao-cao", "7", "Tỷ lệ", "%", "<=", 12.5, 2026),)


def test_every_field_of_an_obligation_arrives() -> None:
    report = read_pack(GOOD, name="thu").obligations[0]
    assert report.kind is ObligationKind.PERIODIC_REPORT
    assert report.schedule == Schedule(
        Frequency.QUARTERLY,
        DueRule(
            Relation.ON,
            "16 giờ 30 ngày 05 tháng đầu quý sau",
            day=5,
            month_of_period=MonthOfPeriod.NEXT,
            at=time(16, 30),
        ),
        data_start_day=1,
        data_end_day=31,
    )
    assert report.selector == Selector((Group.DEPARTMENTS,), ("TTHCC",), ("SYT",))
    assert (report.recipient, report.via, report.coordinator) == ("UBND tỉnh", "Văn phòng", "SYT")
    assert report.nil_rule is NilRule.BY_CHAT
    assert report.filings == (Filing.DOCUMENT, Filing.UPPER_SYSTEM)
    assert (report.supporting, report.sources) == (("VP",), ("12/UBND",))
    assert report.supersedes == (Supersession("12/UBND", date(2025, 12, 1), "vào ngày 15", "12/UBND-NC"),)


def test_what_is_left_out_takes_the_defaults() -> None:
    _, review, standing = read_pack(GOOD, name="thu").obligations
    assert review.consolidates == "bao-cao"
    assert review.coordinator == "VP"  # the directive's
    assert review.schedule.due == DueRule(Relation.BEFORE, "trước 20/10", on=date(2026, 10, 20))
    assert standing.schedule == Schedule(Frequency.NONE)
    assert (standing.recipient, standing.via, standing.supersedes) == (None, None, ())
    assert standing.nil_rule is NilRule.DOCUMENT_REQUIRED
    assert standing.filings == (Filing.DOCUMENT,)


@pytest.mark.parametrize("blank", ["null", "~", ""])
def test_a_blank_number_is_none(blank: str) -> None:
    pack = read_pack(GOOD.replace("number: 2215", f"number: {blank}"), name="thu")
    assert pack.directives[0].number is None


def test_a_quoted_blank_is_not_none_but_an_empty_text() -> None:
    (problem,) = problems_of(GOOD.replace("number: 2215", 'number: ""'))
    assert "directives.number: must not be empty" in problem


def test_text_is_composed_to_one_unicode_form() -> None:
    decomposed = unicodedata.normalize("NFD", GOOD)
    assert decomposed != GOOD
    assert read_pack(decomposed, name="thu").units[1].name == "Sở Y tế"


# The mistake made in the good pack, what the problem must say, and a mark of the line it must name.
MISTAKES = [
    ("fictitious: true", "fictitious: yes", "fictitious: 'yes' is neither true nor false", "fictitious"),
    ("province_name: Tỉnh Thử\n", "", "province_name: is missing", "province_code"),
    ("in_use_from: 2026-01-01", "in_use_from: 2026-02-30", "'2026-02-30' is not a date", "in_use_from"),
    ("in_use_from: 2026-01-01", "in_use_from: 1/1/2026", "'1/1/2026' is not a date", "in_use_from"),
    ("fictitious: true", "fictitious: true\ncolour: red", "colour: unknown key", "colour"),
    ("kind: office", "kind: offices", "units.kind: 'offices' is none of province, office", "offices"),
    ("order_no: 10", "order_no: first", "units.order_no: 'first' is not a whole number", "first"),
    ("code: BDT", "code: B D T", "units.code: 'B D T' is not a unit code", "B D T"),
    ("code: BDT", "code: vp", "units.code: 'vp' is taken by an earlier one", "code: vp"),
    ("parent: VP", "parent: VPX", "units.parent: no unit 'VPX'", "parent"),
    ("parent: VP", "parent: TTHCC", "the parents of TTHCC lead back to it", "parent"),
    ("valid_to: 2026-12-31", "valid_to: 2025-06-30", "units.valid_to: lies before", "valid_to"),
    ("aliases: [Sở YT]", "aliases: Sở YT", "units.aliases: must be a list", "aliases"),
    ("aliases: [Sở YT]", "aliases: [[Sở YT]]", "units.aliases: must be a single value", "aliases"),
    ("aliases: [Sở YT]", "alias: [Sở YT]", "units.alias: unknown key, known here are code", "alias"),
    ("  - {code: VP,", "  - VP\n  - {code: VP,", "units: must be a mapping of keys and values", "- VP"),
    ("key: cv-2215", "key: CV 2215", "directives.key: 'CV 2215' is not a key", "CV 2215"),
    ("year: 2026\n    coor", "year: 26\n    coor", "directives.year: '26' is not", "    year: 26"),
    (
        "\n    coordinator: VP",
        "\n    coordinator: X",
        "directives.coordinator: no unit 'X'",
        "coordinator: X",
    ),
    ("coordinator: SYT", "coordinator: X", "obligations.coordinator: no unit 'X'", "coordinator: X"),
    ("stem: RS", "stem: BC", "obligations.stem: 'BC' is taken", "stem: RS"),
    ("stem: RS", "stem: BC10", "'BC10' is not a stem of 2 to 6 capital letters", "stem: RS"),
    ("key: thuong-xuyen", "key: bao-cao", "obligations.key: 'bao-cao' is taken", "thuong-xuyen"),
    ("kind: one_off", "kind: task", "obligations.kind: 'task' is none of periodic_report", "one_off"),
    ("kind: one_off", "kind: standing", "a standing duty cannot have the frequency once", "frequency: once"),
    ("        selector: {groups: [office]}\n", "", "obligations.selector: is missing", "key: ra-soat"),
    ("{groups: [office]}", "{}", "selector: nobody owes this", "[office]"),
    ("{groups: [office]}", "{groups: [all]}", "selector.groups: 'all' is none of", "[office]"),
    ("units: [TTHCC]", "units: [TTX]", "obligations.selector: no unit 'TTX'", "selector:"),
    ("exceptions: [SYT]", "exceptions: [SYX]", "obligations.selector: no unit 'SYX'", "selector:"),
    ("supporting: [VP]", "supporting: [VX]", "obligations.supporting: no unit 'VX'", "supporting"),
    ("consolidates: bao-cao", "consolidates: x", "no other obligation 'x'", "consolidates"),
    ("consolidates: bao-cao", "consolidates: ra-soat", "no other obligation 'ra-soat'", "consolidates"),
    ("consolidates: bao-cao", "consolidates: thuong-xuyen", "has no answers to gather", "consolidates"),
    ("nil_rule: by_chat", "nil_rule: maybe", "nil_rule: 'maybe' is none of", "nil_rule"),
    ("[document, upper_system]", "[fax]", "filings: 'fax' is none of", "filings"),
    ("document_date: 2025-12-01", "document_date: 12/2025", "supersedes.document_date:", "document_date"),
    ("            old_phrase: vào ngày 15\n", "", "supersedes.old_phrase: is missing", "- document: 12"),
    ("frequency: quarterly", "frequency: yearly", "schedule.frequency: 'yearly' is none", "quarterly"),
    ("{frequency: none}", "{}", "schedule.frequency: is missing", "{frequency: none}"),
    ("        schedule: {frequency: none}\n", "", "obligations.schedule: is missing", "key: thuong-xuyen"),
    (
        "{frequency: none}",
        "{frequency: none, due: 5}",
        "schedule.due: must be a mapping",
        "{frequency: none}",
    ),
    (
        "{frequency: none}",
        "{frequency: none, due: {relation: by, phrase: ngay}}",
        "a standing duty has no due day",
        "{frequency: none}",
    ),
    ("relation: on", "relation: around", "due.relation: 'around' is none of before, by, on", "relation: on"),
    ("day: 5", "day: 32", "due.day: '32' is not a whole number from 1 to 31", "day: 5"),
    ("at: 16:30", "at: 16h30", "due.at: '16h30' is not an hour", "at: 16"),
    ("at: 16:30", "at: 24:30", "due.at: '24:30' is not an hour", "at: 16"),
    ("day: 5", "on: 2026-05-05", "never `on` one date", "schedule:"),
    ("            day: 5\n", "", "`month` and `month_of_period` say nothing without a `day`", "schedule:"),
    ("quarterly", "weekly", "a weekly duty needs a `weekday`", "schedule:"),
    ("on: 2026-10-20", "day: 20", "a one-off is due `on` a date", "frequency: once"),
    ("data_end_day: 31", "data_end_day: 0", "schedule.data_end_day: '0' is not", "data_end_day"),
    ('operator: "<="', 'operator: "<"', "indicators.operator: '<' is none of >=, <=, =", "operator"),
    ("target: 12.5", "target: .nan", "indicators.target: '.nan' is not a number", "operator"),
    ("target: 12.5", "target: nan", "indicators.target: 'nan' is not a number", "operator"),
    ("obligation: bao-cao", "obligation: bc", "indicators.obligation: no obligation 'bc'", "operator"),
]


@pytest.mark.parametrize(("old", "new", "says", "mark"), MISTAKES, ids=[case[2] for case in MISTAKES])
def test_one_mistake_gives_one_problem_on_its_line(old: str, new: str, says: str, mark: str) -> None:
    assert GOOD.count(old) == 1
    bad = GOOD.replace(old, new)
    (problem,) = problems_of(bad)
    assert says in problem
    line = line_of(bad if mark in bad else GOOD, mark)
    assert problem.startswith(f"thu, line {line}: ")


def test_problems_of_all_kinds_are_raised_together_in_the_order_of_the_file() -> None:
    bad = GOOD
    for old, new in (
        ("in_use_from: 2026-01-01", "in_use_from: soon"),
        ("kind: office", "kind: offices"),
        ("code: BDT", "code: VP"),
        ("stem: RS", "stem: rs"),
        ("consolidates: bao-cao", "consolidates: x"),
        ("target: 12.5", "target: many"),
    ):
        bad = bad.replace(old, new)
    wanted = ["'soon'", "'offices'", "'VP' is taken", "'rs'", "no other obligation 'x'", "'many'"]
    for problem, says in zip(problems_of(bad), wanted, strict=True):
        assert says in problem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "thu, line 1: the file must be a mapping"),
        ("- a\n- b\n", "thu, line 1: the file must be a mapping"),
        ("province_code: [a\nfictitious: true\n", "thu, line 2: not readable as YAML"),
        ("province_code: \x07\n", "thu, line 1: not readable as YAML"),
        ("a: 1\n---\nb: 2\n", "thu, line 2: not readable as YAML"),
        ("a: &x [1]\nb: *x\n", "thu, line 2: not readable as YAML: aliases"),
    ],
)
def test_what_is_no_single_plain_document_is_refused_in_one_line(text: str, says: str) -> None:
    (problem,) = problems_of(text)
    assert problem.startswith(says)


def test_a_key_written_twice_is_named() -> None:
    assert problems_of(GOOD + "fictitious: false\n") == [
        f"thu, line {len(GOOD.splitlines()) + 1}: fictitious: written twice"
    ]


def test_missing_units_and_directives_are_named() -> None:
    found = problems_of("province_code: a\nprovince_name: A\nin_use_from: 2026-01-01\nfictitious: false\n")
    assert found == ["thu, line 1: units: is missing", "thu, line 1: directives: is missing"]


def test_every_shipped_pack_can_be_read() -> None:
    assert "bac-giang-2023" in shipped_packs()
    for name in shipped_packs():
        assert read_shipped(name).name == name


@pytest.mark.parametrize("name", ["bac-giang", "../calendar/overrides", ""])
def test_an_unknown_pack_is_not_found_and_the_shipped_ones_are_named(name: str) -> None:
    with pytest.raises(NotFound, match="bac-giang-2023"):
        read_shipped(name)
