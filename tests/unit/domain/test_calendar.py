"""Working days and local days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from tests.unit.domain.strategies import days_and_calendars

# The official schedule around Tết 2026 and the exchange of Friday 2/1 for Saturday 10/1.
YEAR_2026 = Calendar(
    off=frozenset({date(2026, 1, 1), date(2026, 1, 2), *(date(2026, 2, day) for day in range(16, 21))}),
    working=frozenset({date(2026, 1, 10)}),
)
PLAIN = Calendar()


def test_a_weekday_is_worked() -> None:
    assert PLAIN.is_working(date(2023, 10, 20))


def test_a_saturday_and_a_sunday_are_not_worked() -> None:
    assert not PLAIN.is_working(date(2023, 10, 21))
    assert not PLAIN.is_working(date(2023, 10, 22))


def test_a_public_holiday_on_a_weekday_is_not_worked() -> None:
    assert not YEAR_2026.is_working(date(2026, 1, 2))


def test_the_same_weekday_is_worked_where_it_is_no_holiday() -> None:
    assert PLAIN.is_working(date(2026, 1, 2))


def test_a_saturday_worked_in_exchange_is_worked() -> None:
    assert YEAR_2026.is_working(date(2026, 1, 10))


def test_another_saturday_is_not_worked() -> None:
    assert not YEAR_2026.is_working(date(2026, 1, 17))


def test_seeking_from_inside_tet_finds_the_days_on_either_side() -> None:
    inside = date(2026, 2, 18)
    assert YEAR_2026.previous_working(inside) == date(2026, 2, 13)
    assert YEAR_2026.next_working(inside) == date(2026, 2, 23)


def test_seeking_from_a_worked_day_stays_there() -> None:
    friday = date(2023, 10, 20)
    assert PLAIN.previous_working(friday) == friday == PLAIN.next_working(friday)


def test_shifting_one_day_from_friday_leads_to_monday() -> None:
    assert PLAIN.shift(date(2023, 10, 20), 1) == date(2023, 10, 23)


def test_shifting_back_from_monday_leads_to_friday() -> None:
    assert PLAIN.shift(date(2023, 10, 23), -1) == date(2023, 10, 20)


def test_shifting_by_nothing_stays_on_the_day() -> None:
    assert PLAIN.shift(date(2023, 10, 21), 0) == date(2023, 10, 21)


def test_the_first_day_of_a_shift_is_not_counted() -> None:
    """Civil Code 2015 Art. 147: the day of the event is left out, so five days from Monday end on Monday."""
    assert PLAIN.shift(date(2023, 10, 16), 5) == date(2023, 10, 23)


def test_working_days_after_a_friday_count_the_monday_only() -> None:
    assert PLAIN.working_days_between(date(2023, 10, 20), date(2023, 10, 23)) == 1


def test_no_working_days_lie_between_a_day_and_itself_or_an_earlier_one() -> None:
    friday = date(2023, 10, 20)
    assert PLAIN.working_days_between(friday, friday) == 0
    assert PLAIN.working_days_between(friday, date(2023, 10, 2)) == 0


def test_a_local_day_begins_at_seventeen_hours_utc_of_the_day_before() -> None:
    assert PLAIN.start_of(date(2023, 10, 21)) == datetime(2023, 10, 20, 17, tzinfo=UTC)


def test_an_instant_just_before_local_midnight_belongs_to_the_earlier_day() -> None:
    midnight = PLAIN.start_of(date(2023, 10, 21))
    assert PLAIN.day_of(midnight - timedelta(seconds=1)) == date(2023, 10, 20)
    assert PLAIN.day_of(midnight) == date(2023, 10, 21)


def test_a_wall_clock_time_comes_back_from_its_instant() -> None:
    instant = PLAIN.at(date(2023, 10, 19), time(8, 30))
    assert instant == datetime(2023, 10, 19, 1, 30, tzinfo=UTC)
    assert PLAIN.local(instant).time() == time(8, 30)


def test_a_calendar_without_any_working_day_is_refused_instead_of_searched_for_ever() -> None:
    month_off = frozenset(date(2026, 3, 1) + timedelta(days=n) for n in range(60))
    with pytest.raises(ValueError, match="no working day"):
        Calendar(off=month_off).next_working(date(2026, 3, 1))


@given(days_and_calendars(), st.integers(-15, 15).filter(bool))
def test_a_shift_ends_on_a_working_day_that_many_working_days_away(
    case: tuple[date, Calendar], count: int
) -> None:
    day, calendar = case
    end = calendar.shift(day, count)
    assert calendar.is_working(end)
    if count > 0:
        assert calendar.working_days_between(day, end) == count
    else:
        one = timedelta(days=1)
        assert calendar.working_days_between(end - one, day - one) == -count


@given(days_and_calendars())
def test_only_days_off_lie_between_a_day_and_its_neighbouring_working_days(
    case: tuple[date, Calendar],
) -> None:
    day, calendar = case
    before, after = calendar.previous_working(day), calendar.next_working(day)
    assert before <= day <= after
    skipped = [date.fromordinal(n) for n in range(before.toordinal() + 1, after.toordinal())]
    assert not any(calendar.is_working(between) for between in skipped)
