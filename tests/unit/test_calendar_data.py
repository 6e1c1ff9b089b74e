"""The official days off of civil servants, and where the two monthly deadlines fall because of them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.calendar import Calendar
from domain.deadlines import compute
from domain.due_rules import DueRule, Relation
from domain.errors import InvalidInput, InvalidSetting
from domain.periods import Frequency, Period
from files.calendar_overrides import CalendarOverrides, read_overrides, shipped_overrides
from services.calendar import build_calendar, load_calendar, missing_year

ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(None, first_year=2023, last_year=2027)


# Weekdays without work, and Saturdays worked in exchange, as announced for each year.
OFF = {
    2023: "2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9",
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
}
WORKED = {2023: "", 2024: "4/5", 2025: "26/4", 2026: "10/1 22/8"}


def days_of(year: int, written: str) -> set[date]:
    return {date(year, int(month), int(day)) for day, month in (item.split("/") for item in written.split())}


def whole_year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + n * ONE_DAY for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", sorted(OFF))
def test_the_weekdays_off_of_an_official_year_are_exactly_the_announced_ones(
    calendar: Calendar, year: int
) -> None:
    off = {day for day in whole_year(year) if day.weekday() < 5 and not calendar.is_working(day)}
    assert off == days_of(year, OFF[year])


@pytest.mark.parametrize("year", sorted(WORKED))
def test_the_weekend_days_worked_in_an_official_year_are_exactly_the_announced_ones(
    calendar: Calendar, year: int
) -> None:
    worked = {day for day in whole_year(year) if day.weekday() >= 5 and calendar.is_working(day)}
    assert worked == days_of(year, WORKED[year])


@pytest.mark.parametrize("written", ["1/1", "16/4", "30/4", "3/5", "2/9", "24/11"])
def test_the_days_of_2027_that_the_law_fixes_are_off(calendar: Calendar, written: str) -> None:
    (day,) = days_of(2027, written)
    assert not calendar.is_working(day)


def test_2027_is_computed_and_never_called_official(calendar: Calendar) -> None:
    assert calendar.official_years == {2023, 2024, 2025, 2026}
    assert not calendar.is_working(date(2027, 2, 8))


def test_neither_teachers_day_nor_the_monday_before_culture_day_is_off(calendar: Calendar) -> None:
    assert calendar.is_working(date(2026, 11, 20))
    assert calendar.is_working(date(2026, 11, 23))


def test_the_shipped_file_alone_holds_every_official_day() -> None:
    shipped = shipped_overrides()
    assert shipped.off == set().union(*(days_of(year, OFF[year]) for year in OFF))
    assert shipped.working == set().union(*(days_of(year, WORKED[year]) for year in WORKED))


# The named day, the last day, and the working days before and after it when that day is off.
FALLS = [
    ("25/1/2026", "24/1/2026", "23/1/2026", "26/1/2026"),
    ("21/2/2026", "20/2/2026", "13/2/2026", "23/2/2026"),
    ("25/5/2026", "24/5/2026", "22/5/2026", "25/5/2026"),
    ("21/6/2026", "20/6/2026", "19/6/2026", "22/6/2026"),
    ("21/9/2026", "20/9/2026", "18/9/2026", "21/9/2026"),
    ("25/10/2026", "24/10/2026", "23/10/2026", "26/10/2026"),
    ("21/11/2026", "20/11/2026", "20/11/2026", "20/11/2026"),
    ("25/11/2026", "24/11/2026", "23/11/2026", "25/11/2026"),
    ("21/12/2026", "20/12/2026", "18/12/2026", "21/12/2026"),
    ("25/1/2027", "24/1/2027", "22/1/2027", "25/1/2027"),
    ("21/2/2027", "20/2/2027", "19/2/2027", "22/2/2027"),
    ("21/3/2027", "20/3/2027", "19/3/2027", "22/3/2027"),
    ("25/4/2027", "24/4/2027", "23/4/2027", "26/4/2027"),
    ("21/6/2027", "20/6/2027", "18/6/2027", "21/6/2027"),
    ("25/7/2027", "24/7/2027", "23/7/2027", "26/7/2027"),
    ("25/10/2027", "24/10/2027", "22/10/2027", "25/10/2027"),
    ("21/11/2027", "20/11/2027", "19/11/2027", "22/11/2027"),
    ("25/11/2027", "24/11/2027", "23/11/2027", "25/11/2027"),
]


def day_of(written: str) -> date:
    day, month, year = (int(part) for part in written.split("/"))
    return date(year, month, day)


@pytest.mark.parametrize(("named", "last", "before", "after"), FALLS, ids=[row[0] for row in FALLS])
def test_a_monthly_deadline_keeps_its_last_day_and_moves_only_its_target(
    calendar: Calendar, named: str, last: str, before: str, after: str
) -> None:
    day = day_of(named)
    rule = DueRule(Relation.BEFORE, f"trước ngày {day.day} hằng tháng", day=day.day)
    deadline = compute(rule, Period.containing(day, Frequency.MONTHLY), calendar)
    assert deadline.named_day == day
    assert deadline.last_day == day_of(last)
    assert deadline.target_day == day_of(before)
    assert calendar.next_working(deadline.last_day) == day_of(after)
    assert deadline.last_moment == deadline.late_from == calendar.start_of(day)


@pytest.mark.parametrize(
    ("year", "day", "months"),
    [
        (2026, 21, {2, 6, 9, 12}),
        (2026, 25, {1, 5, 10, 11}),
        (2027, 21, {2, 3, 6, 11}),
        (2027, 25, {1, 4, 7, 10, 11}),
    ],
)
def test_in_the_other_months_the_last_day_is_worked_and_is_the_target(
    calendar: Calendar, year: int, day: int, months: set[int]
) -> None:
    rule = DueRule(Relation.BEFORE, f"trước ngày {day} hằng tháng", day=day)
    deadlines = [compute(rule, Period(year, month, Frequency.MONTHLY), calendar) for month in range(1, 13)]
    moved = {each.named_day.month for each in deadlines if each.target_day != each.last_day}
    assert moved == months


def test_an_override_wins_over_the_package_in_both_directions() -> None:
    culture_day, swapped = date(2026, 11, 24), date(2026, 8, 22)
    overrides = CalendarOverrides(off=frozenset({swapped}), working=frozenset({culture_day}))
    calendar = build_calendar(overrides, first_year=2026, last_year=2026)
    assert calendar.is_working(culture_day)
    assert not calendar.is_working(swapped)
    assert not calendar.official_years


def test_the_package_alone_still_misses_the_swap_of_2_january_2026() -> None:
    # When this fails the package has caught up; the override then only confirms it.
    calendar = build_calendar(CalendarOverrides(), first_year=2026, last_year=2026)
    assert calendar.is_working(date(2026, 1, 2))
    assert not calendar.is_working(date(2026, 1, 10))


def test_worked_saturdays_of_years_not_asked_for_stay_out() -> None:
    calendar = build_calendar(CalendarOverrides(), first_year=2025, last_year=2025)
    assert calendar.working == {date(2025, 4, 26)}
    assert {day.year for day in calendar.off} == {2025}


def test_the_file_of_the_office_wins_over_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(
        "official_years: [2027]\noff: [2027-02-03, 2026-11-23]\nworking:\n  - 2026-11-24\n  - 2027-01-09\n",
        encoding="utf-8",
    )
    calendar = load_calendar(path, first_year=2026, last_year=2027)
    assert calendar.official_years == {2023, 2024, 2025, 2026, 2027}
    for worked in (date(2026, 11, 24), date(2027, 1, 9), date(2026, 1, 10)):
        assert calendar.is_working(worked)
    for off in (date(2026, 11, 23), date(2027, 2, 3), date(2026, 1, 2)):
        assert not calendar.is_working(off)


def test_a_calendar_file_that_is_not_there_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match=r"none\.yaml cannot be read"):
        load_calendar(tmp_path / "none.yaml", first_year=2026, last_year=2026)


def test_a_calendar_file_in_another_encoding_is_a_wrong_setting(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_bytes("# Tết\n".encode("utf-16"))
    with pytest.raises(InvalidSetting, match="cannot be read"):
        load_calendar(path, first_year=2026, last_year=2026)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("off: 2026-01-02\n", "calendar, line 1: off: must be a list"),
        ("off:\n  - 2026-01-02\n  - 30/4/2026\n", "calendar, line 3: off: '30/4/2026' is not a date"),
        ("off:\n  - 2026-02-29\n", "calendar, line 2: off: '2026-02-29' is not a date of the calendar"),
        ("\noff: [2026-01-02, 2026-01-02]\n", "calendar, line 2: off: 2026-01-02 is written twice"),
        ("working: [2026-01-10, 2026-01-10]\n", "calendar, line 1: working: 2026-01-10 is written twice"),
        (
            "off: [2026-01-02]\nworking: [2026-01-02]\n",
            "line 2: working: 2026-01-02 is also among the days off",
        ),
        ("official_years: [twenty]\n", "calendar, line 1: official_years: 'twenty' is not a whole number"),
        ("holidays: [2026-01-02]\n", "calendar, line 1: holidays: unknown key, known here are off, working"),
        ("off: [\n", "calendar, line 2: not readable as YAML"),
    ],
)
def test_a_mistake_in_a_calendar_file_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_overrides(text)
    (problem,) = str(caught.value).splitlines()
    assert says in problem


def test_all_mistakes_of_a_calendar_file_are_raised_together() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_overrides("off: [x]\nworking: [y]\ncolour: red\n", name="office.yaml")
    assert [problem.split(":")[0] for problem in str(caught.value).splitlines()] == [
        "office.yaml, line 1",
        "office.yaml, line 2",
        "office.yaml, line 3",
    ]


def test_an_empty_list_is_no_mistake() -> None:
    assert read_overrides("off:\nworking: []\n") == CalendarOverrides()


def test_what_the_package_guesses_of_a_year_gives_way_once_the_year_is_announced() -> None:
    # The package gives 2 and 3 September; the day beside National Day is chosen anew every year.
    off = frozenset({date(2027, 9, 1), date(2027, 9, 2)})
    announced = build_calendar(
        CalendarOverrides(off=off, official_years=frozenset({2027})), first_year=2027, last_year=2028
    )
    assert announced.is_working(date(2027, 9, 3))
    assert not announced.is_working(date(2027, 9, 1))
    assert not announced.is_working(date(2028, 9, 4))
    partly = build_calendar(CalendarOverrides(off=off), first_year=2027, last_year=2027)
    assert not partly.is_working(date(2027, 9, 3))


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        (date(2026, 11, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2027, 12, 1), 2027),
    ],
)
def test_a_schedule_is_missed_from_november_before_its_year_until_it_is_known(
    calendar: Calendar, day: date, missing: int
) -> None:
    assert missing_year(calendar, calendar.start_of(day)) == missing


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 1, 1)])
def test_before_november_next_year_is_not_missed(calendar: Calendar, day: date) -> None:
    assert missing_year(calendar, calendar.start_of(day) - timedelta(seconds=1)) is None


def test_a_year_that_is_announced_is_not_missed() -> None:
    overrides = CalendarOverrides(official_years=frozenset({2026, 2027}))
    calendar = build_calendar(overrides, first_year=2026, last_year=2028)
    assert missing_year(calendar, calendar.start_of(date(2026, 12, 31))) is None
    assert missing_year(calendar, calendar.start_of(date(2027, 11, 1))) == 2028
