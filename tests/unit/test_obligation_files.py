"""Duties handed in as YAML or as a table mean the same, and every problem names its line or row."""

import io
from collections.abc import Mapping
from datetime import date, time

import pytest
from openpyxl import Workbook

from domain.due_rules import Counted, CountUnit, DueRule, MonthOfPeriod, Relation, Weekday
from domain.obligations import ObligationKind, Schedule
from domain.packs import Drafts
from domain.periods import Frequency
from domain.units import Group, Selector
from files.obligation_files import read_obligations
from files.obligation_tables import COLUMNS

UNITS = frozenset({"VP", "STP", "SNV"})
ROW = {
    "directive": "cv-1", "issuer": "UBND tỉnh", "doc_type": "công văn", "subject": "Cải cách TTHC",
    "number": "12", "symbol": "/UBND-NC", "date_text": "02/01/2026", "year": "2026", "coordinator": "VP",
    "key": "bao-cao", "stem": "BC", "clause": "7", "title": "Báo cáo tháng", "kind": "báo cáo định kỳ",
    "frequency": "tháng", "phrase": "trước ngày 21 hằng tháng", "relation": "trước", "day": "21",
    "groups": "sở; ban, ngành", "units": "VP",
}  # fmt: skip
YAML = """
directives:
  - key: cv-1
    issuer: UBND tỉnh
    doc_type: công văn
    subject: Cải cách TTHC
    number: "12"
    symbol: /UBND-NC
    date_text: 02/01/2026
    year: 2026
    coordinator: VP
    obligations:
      - key: bao-cao
        stem: BC
        clause: "7"
        title: Báo cáo tháng
        kind: periodic_report
        schedule:
          frequency: monthly
          due: {relation: before, day: 21, phrase: trước ngày 21 hằng tháng}
        selector: {groups: [departments, agencies], units: [VP]}
"""


def workbook(*rows: Mapping[str, str]) -> bytes:
    """A workbook with the template's headings and these rows below them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.heading for column in COLUMNS])
    for row in rows:
        sheet.append([row.get(column.key, "") for column in COLUMNS])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def read(*rows: Mapping[str, str], duties: Mapping[str, ObligationKind] | None = None) -> Drafts:
    """The duties of a workbook in which nothing is wrong."""
    drafts, rejected = read_obligations(workbook(*rows), name="viec.xlsx", units=UNITS, duties=duties or {})
    assert rejected == ()
    return drafts


def reasons(*rows: Mapping[str, str]) -> list[tuple[int, str]]:
    """What is wrong in a workbook, by row."""
    _, rejected = read_obligations(workbook(*rows), name="viec.xlsx", units=UNITS, duties={})
    return [(item.row, item.reason) for item in rejected]


def schedule(**cells: str) -> Schedule:
    """The schedule of one row that differs from the monthly report in these cells."""
    return read({**ROW, "relation": "", "day": "", **cells}).obligations[0].schedule


def test_a_row_means_what_the_same_duty_means_in_yaml() -> None:
    written, rejected = read_obligations(YAML.encode(), name="viec.yaml", units=UNITS, duties={})
    assert (read(ROW), ()) == (written, rejected)
    (duty,) = written.obligations
    assert duty.selector == Selector((Group.DEPARTMENTS, Group.AGENCIES), ("VP",))
    assert duty.schedule.due == DueRule(Relation.BEFORE, "trước ngày 21 hằng tháng", day=21)


def test_two_rows_of_one_directive_make_one_directive() -> None:
    found = read(ROW, {**ROW, "key": "thong-ke", "stem": "TK"})
    assert [item.key for item in found.directives] == ["cv-1"]
    assert [item.key for item in found.obligations] == ["bao-cao", "thong-ke"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"frequency": "tuần", "relation": "trước", "weekday": "thứ năm", "at": "16:00"},
            DueRule(Relation.BEFORE, ROW["phrase"], weekday=Weekday.THU, at=time(16)),
        ),
        (
            {"frequency": "quý", "relation": "trước", "day": "20", "month_of_period": "tháng cuối"},
            DueRule(Relation.BEFORE, ROW["phrase"], day=20, month_of_period=MonthOfPeriod.LAST),
        ),
        (
            {"frequency": "một lần", "kind": "việc một lần", "relation": "trước", "on": "20/10/2026"},
            DueRule(Relation.BEFORE, ROW["phrase"], on=date(2026, 10, 20)),
        ),
        (
            {
                "frequency": "một lần", "kind": "việc một lần", "relation": "trong", "count": "5",
                "count_unit": "ngày làm việc", "trigger": "ngày nhận văn bản",
            },
            DueRule(
                Relation.WITHIN,
                ROW["phrase"],
                counted=Counted(5, CountUnit.WORKING_DAYS, "ngày nhận văn bản"),
            ),
        ),
    ],
)  # fmt: skip
def test_the_words_of_the_table_are_those_of_directives(cells: dict[str, str], expected: DueRule) -> None:
    assert schedule(**cells).due == expected


def test_a_row_without_a_reckoning_leaves_the_day_open_and_keeps_its_words() -> None:
    assert schedule(phrase="hằng tháng") == Schedule(Frequency.MONTHLY, None, phrase="hằng tháng")


def test_a_duty_may_gather_one_that_is_stored_already() -> None:
    row = {**ROW, "consolidates": "bao-cao-cu"}
    assert read(row, duties={"bao-cao-cu": ObligationKind.PERIODIC_REPORT}).obligations
    ((number, reason),) = reasons(row)
    assert (number, "no other obligation 'bao-cao-cu'" in reason) == (2, True)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"units": "SYT"}, "no unit 'SYT'"),
        ({"relation": "khoảng"}, "'khoảng' is none of before"),
        ({"frequency": "tháng", "kind": "việc một lần"}, "cannot have the frequency"),
        ({"stem": "bc"}, "2 to 6 capital letters"),
        ({"relation": "trước", "on": "31/02/2026", "day": ""}, "31/02/2026"),
        ({"groups": "", "units": ""}, "nobody owes this"),
    ],
)
def test_a_problem_names_its_row(cells: dict[str, str], reason: str) -> None:
    found = reasons(ROW, {**ROW, "key": "khac", "stem": "KH", **cells})
    assert {number for number, _ in found} == {3}
    assert reason in " ".join(text for _, text in found)


def test_a_key_that_stands_twice_is_refused() -> None:
    ((number, reason),) = reasons(ROW, {**ROW, "stem": "BD"})
    assert (number, "'bao-cao' is taken" in reason) == (3, True)
