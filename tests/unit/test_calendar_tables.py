"""A schedule handed in as a file: the same days from every format, each mistake named by its row."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from domain.errors import InvalidInput
from files.calendar_overrides import CalendarOverrides
from files.calendar_tables import read_calendar

OFF = (date(2027, 1, 1), date(2027, 2, 4))
WORKED = date(2027, 1, 9)
SAME = CalendarOverrides(off=frozenset(OFF), working=frozenset({WORKED}))
HEADINGS = ("Ngày", "Loại", "Ghi chú")
ROWS = ((OFF[0], "nghỉ", "Tết Dương lịch"), (OFF[1], "off", ""), (WORKED, "làm bù", ""))
# The weekdays off of 2026 and those of 2027 less one: eleven and ten.
ELEVEN = [date(2027, 3, day) for day in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15)]


def csv(*lines: str) -> bytes:
    return "\n".join(("Ngày,Loại,Ghi chú", *lines)).encode()


def test_yaml_csv_and_a_workbook_say_the_same() -> None:
    yaml = b"off: [2027-01-01, 2027-02-04]\nworking: [2027-01-09]\n"
    table = csv("01/01/2027,nghỉ,Tết Dương lịch", "2027-02-04,off,", "9/1/2027,làm bù,")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    files = {"lich.yaml": yaml, "lich.csv": table, "lich.xlsx": saved.getvalue()}
    assert {name: read_calendar(content, name=name) for name, content in files.items()} == dict.fromkeys(
        files, SAME
    )


@pytest.mark.parametrize(
    ("kind", "is_off"), [("Nghỉ", True), ("NGHI", True), ("off", True), ("Làm bù", False), ("working", False)]
)
def test_the_kind_is_read_in_both_languages_with_and_without_accents(kind: str, is_off: bool) -> None:
    found = read_calendar(csv(f"2027-01-09,{kind},"), name="lich.csv")
    assert (WORKED in found.off, WORKED in found.working) == (is_off, not is_off)


@pytest.mark.parametrize(("days", "official"), [(ELEVEN, {2027}), (ELEVEN[1:], set())])
def test_a_table_is_official_from_as_many_weekdays_off_as_the_law_gives(
    days: list[date], official: set[int]
) -> None:
    lines = [f"{day},nghỉ," for day in days]
    # Weekends are off anyway, so naming them completes nothing.
    lines += ["2027-03-06,nghỉ,", "2027-03-07,nghỉ,"]
    assert read_calendar(csv(*lines), name="lich.csv").official_years == official


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("31/02/2027,nghỉ,", "lich.csv, line 3: Ngày: '31/02/2027' is not a date"),
        ("02-03-2027,nghỉ,", "lich.csv, line 3: Ngày: '02-03-2027' is not a date"),
        ("2027-02-05,ốm,", "lich.csv, line 3: Loại: 'ốm' is neither off (nghỉ) nor working (làm bù)"),
        ("2027-02-05,,", "lich.csv, line 3: Loại"),
        ("2027-02-04,làm bù,", "lich.csv, line 3: Ngày: 2027-02-04 is written twice"),
    ],
)
def test_a_mistake_in_a_table_is_named_with_its_row(line: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_calendar(csv("2027-02-04,nghỉ,", line), name="lich.csv")
    (problem,) = str(caught.value).splitlines()
    assert problem.startswith(says)


def test_all_mistakes_of_a_table_are_raised_together() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_calendar(csv("x,nghỉ,", "2027-02-04,y,"), name="lich.csv")
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("lich.yaml", b"off: []\n", "names no day"),
        ("lich.csv", csv(), "names no day"),
        ("lich.csv", "Ngày,Ghi chú\n2027-01-01,x\n".encode(), "Loại"),
        ("lich.pdf", b"%PDF", "only .xlsx, .csv"),
        ("lich.yaml", b"off: [2027-01-01]\nworking: [2027-01-01]\n", "also among the days off"),
    ],
)
def test_a_file_that_gives_no_schedule_is_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read_calendar(content, name=name)
