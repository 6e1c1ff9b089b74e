"""The data of a period: Decree 09/2019/NĐ-CP Art. 12, and sectors that close their figures on other days."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.obligations import Schedule
from domain.periods import ONCE, Frequency, Period
from tests.oracle.cases import BY_MONTHS, FIRST_YEAR, LAST_YEAR, PERIODS_OF_YEAR
from tests.oracle.plain import data_window

_SHOWN = 5


def by_months() -> Iterator[Period]:
    """Every period of the ten years that is made of months."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for frequency in BY_MONTHS:
            for number in range(1, PERIODS_OF_YEAR[frequency] + 1):
                yield Period(year, number, frequency)


def windows() -> Iterator[tuple[int, int, int | None]]:
    """Start and end of the figures, and the end in December; a window of one day is nobody's."""
    for start in range(1, 32):
        for end in range(1, 32):
            if start != end:
                yield from ((start, end, None), (start, end, 31), (start, end, 30))


def test_product_and_law_agree_on_every_data_window() -> None:
    found = [
        f"{period} {window}: product {ours}   law {theirs}"
        for window in windows()
        for period in by_months()
        if (ours := Schedule(period.frequency, None, *window).data_window(period))
        != (theirs := data_window(period, *window))
    ]
    assert not found, f"{len(found)} disagreements\n" + "\n".join(found[:_SHOWN])


@pytest.mark.parametrize(
    ("key", "window", "first", "last"),
    [
        ("2026-10", (15, 14, None), date(2026, 9, 15), date(2026, 10, 14)),
        ("2026-01", (15, 14, None), date(2025, 12, 15), date(2026, 1, 14)),
        ("2026-Q4", (15, 14, None), date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-Q1", (15, 14, None), date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-H1", (15, 14, None), date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-H2", (15, 14, None), date(2026, 6, 15), date(2026, 12, 14)),
        ("2026-9M", (15, 14, None), date(2025, 12, 15), date(2026, 9, 14)),
        ("2026", (15, 14, None), date(2025, 12, 15), date(2026, 12, 14)),
        ("2026-10", (1, 31, None), date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-02", (1, 31, None), date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", (1, 31, None), date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", (1, 31, None), date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-11", (26, 25, 31), date(2026, 10, 26), date(2026, 11, 25)),
        ("2026-12", (26, 25, 31), date(2026, 11, 26), date(2026, 12, 31)),
        ("2027-01", (26, 25, 31), date(2027, 1, 1), date(2027, 1, 25)),
        ("2027-02", (26, 25, 31), date(2027, 1, 26), date(2027, 2, 25)),
        ("2026", (26, 25, 31), date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H2", (26, 25, 31), date(2026, 6, 26), date(2026, 12, 31)),
    ],
)
def test_the_figures_of_a_period_run_between_these_days(
    key: str, window: tuple[int, int, int | None], first: date, last: date
) -> None:
    period = Period.parse(key)
    assert Schedule(period.frequency, None, *window).data_window(period) == (first, last)
    assert data_window(period, *window) == (first, last)


@pytest.mark.parametrize("period", [ONCE, Period(2026, 42, Frequency.WEEKLY)])
def test_a_week_and_a_one_off_have_no_figures_of_a_period(period: Period) -> None:
    assert Schedule(period.frequency).data_window(period) is None
    assert data_window(period, 15, 14) is None


def seams(window: tuple[int, int, int | None]) -> list[str]:
    """Where the figures of one month do not begin on the day after those of the month before."""
    monthly = [period for period in by_months() if period.frequency is Frequency.MONTHLY]
    days = [Schedule(Frequency.MONTHLY, None, *window).data_window(period) for period in monthly]
    pairs = zip(monthly[1:], days, days[1:], strict=False)
    return [
        f"{period}: {before[1]} then {after[0]}"
        for period, before, after in pairs
        if before is not None and after is not None and after[0] != before[1] + timedelta(days=1)
    ]


@pytest.mark.parametrize(
    "window", [(15, 14, None), (1, 31, None), (26, 25, 31), (26, 25, None), (28, 27, None)]
)
def test_no_figure_is_counted_twice_or_lost_between_two_months(window: tuple[int, int, int | None]) -> None:
    assert seams(window) == []


def test_a_window_with_a_hole_in_it_is_noticed() -> None:
    assert len(seams((16, 14, None))) == len(range(FIRST_YEAR, LAST_YEAR + 1)) * 12 - 1


@pytest.mark.parametrize("window", [(29, 28, None), (30, 29, None), (31, 30, None)])
def test_no_figure_of_the_end_of_february_is_counted_twice(window: tuple[int, int, int | None]) -> None:
    assert seams(window) == []
