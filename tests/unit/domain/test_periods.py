"""Periods: how they are written, their days, and the one that follows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidPeriod
from domain.periods import ONCE, Frequency, Period, month_end
from tests.unit.domain.strategies import RECURRING, days, periods

FOLLOWING_AT_ONCE = tuple(set(RECURRING) - {Frequency.NINE_MONTHS})


@pytest.mark.parametrize(
    ("text", "frequency", "first", "last"),
    [
        ("2026-10", Frequency.MONTHLY, date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", Frequency.MONTHLY, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q4", Frequency.QUARTERLY, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-H1", Frequency.SEMIANNUAL, date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", Frequency.SEMIANNUAL, date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-9M", Frequency.NINE_MONTHS, date(2026, 1, 1), date(2026, 9, 30)),
        ("2026", Frequency.ANNUAL, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-W42", Frequency.WEEKLY, date(2026, 10, 12), date(2026, 10, 18)),
        ("2026-W53", Frequency.WEEKLY, date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_a_written_period_has_its_first_and_last_day(
    text: str, frequency: Frequency, first: date, last: date
) -> None:
    period = Period.parse(text)
    assert (period.frequency, period.first_day, period.last_day) == (frequency, first, last)
    assert period.key == str(period) == text


def test_once_is_a_period_without_recurrence() -> None:
    assert Period.parse("once") is ONCE
    assert ONCE.is_once
    assert ONCE.next() is ONCE
    assert ONCE.data_window() is None


def test_a_month_recurs() -> None:
    assert not Period.parse("2026-10").is_once


def test_blanks_around_a_period_are_forgiven() -> None:
    assert Period.parse(" 2026-10 ") == Period.parse("2026-10")


@pytest.mark.parametrize(
    "text",
    [
        "", "10", "2026-13", "2026-00", "2026-1", "2026-Q0", "2026-Q5", "2026-H3", "2026-6M", "2026-W00",
        "2025-W53", "2026-W54", "10/2026", "2026-10-21", "2026-q4", "0000", "Once", "tháng 10",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidPeriod, match="2026-10"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["0000-Q1", "0000-9M", "0001-01", "9999", "9999-12", "9999-W52"])
def test_a_year_no_directive_can_have_is_refused(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        Period.parse(text)


def test_once_has_no_days_of_its_own() -> None:
    with pytest.raises(ValueError, match="once"):
        _ = ONCE.first_day
    with pytest.raises(ValueError, match="once"):
        _ = ONCE.last_day


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("2026-12", "2027-01"),
        ("2026-Q4", "2027-Q1"),
        ("2026-H2", "2027-H1"),
        ("2026", "2027"),
        ("2026-W53", "2027-W01"),
        ("2026-9M", "2027-9M"),
    ],
)
def test_the_last_period_of_a_year_leads_into_the_next_year(text: str, following: str) -> None:
    assert Period.parse(text).next() == Period.parse(following)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-10", date(2023, 9, 15), date(2023, 10, 14)),
        ("2026-01", date(2025, 12, 15), date(2026, 1, 14)),
        ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-9M", date(2025, 12, 15), date(2026, 9, 14)),
        ("2026", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_figures_run_from_the_fifteenth_to_the_fourteenth(text: str, first: date, last: date) -> None:
    """Decree 09/2019/NĐ-CP Art. 12."""
    assert Period.parse(text).data_window() == (first, last)


def test_a_week_has_no_data_window_by_the_decree() -> None:
    assert Period.parse("2026-W42").data_window() is None


def test_a_data_window_never_names_a_day_the_month_lacks() -> None:
    assert Period.parse("2026-03").data_window(31, 30) == (date(2026, 3, 1), date(2026, 3, 30))
    assert Period.parse("2026-02").data_window(15, 30) == (date(2026, 2, 15), date(2026, 2, 28))


def test_a_window_that_starts_before_it_ends_lies_in_the_period_itself() -> None:
    assert Period.parse("2026-02").data_window(1, 31) == (date(2026, 2, 1), date(2026, 2, 28))
    assert Period.parse("2026-Q4").data_window(1, 31) == (date(2026, 10, 1), date(2026, 12, 31))


def test_books_that_close_with_the_year_go_on_in_january() -> None:
    windows = [
        Period.parse(text).data_window(26, 25, 31) for text in ("2026-11", "2026-12", "2027-01", "2027-02")
    ]
    assert windows == [
        (date(2026, 10, 26), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 25)),
        (date(2027, 1, 26), date(2027, 2, 25)),
    ]


def test_february_ends_on_the_29th_in_leap_years_only() -> None:
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert month_end(2026, 2) == date(2026, 2, 28)


@given(periods())
def test_a_period_is_read_back_as_it_was_written(period: Period) -> None:
    assert Period.parse(period.key) == period


@given(periods(FOLLOWING_AT_ONCE))
def test_the_next_period_follows_without_a_gap(period: Period) -> None:
    following = period.next()
    assert following.frequency is period.frequency
    assert following.first_day == period.last_day + timedelta(days=1)


@given(periods((Frequency.NINE_MONTHS,)))
def test_nine_months_come_once_a_year(period: Period) -> None:
    assert period.next().first_day == period.first_day.replace(year=period.year + 1)


@given(days, st.sampled_from(FOLLOWING_AT_ONCE))
def test_the_period_containing_a_day_contains_it(day: date, frequency: Frequency) -> None:
    period = Period.containing(day, frequency)
    assert period.first_day <= day <= period.last_day


@given(days, st.sampled_from((Frequency.ONCE, Frequency.NONE)))
def test_what_does_not_recur_is_once_on_any_day(day: date, frequency: Frequency) -> None:
    assert Period.containing(day, frequency) is ONCE


@given(periods((Frequency.MONTHLY,)))
def test_data_windows_of_months_follow_without_a_gap(period: Period) -> None:
    this, following = period.data_window(), period.next().data_window()
    assert this is not None
    assert following is not None
    assert following[0] == this[1] + timedelta(days=1)
