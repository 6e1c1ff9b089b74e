"""Deadlines worked out by hand, one by one; product and plain reading must both give them."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from domain.calendar import Calendar
from domain.deadlines import compute
from domain.due_rules import Counted, CountUnit, DueRule, MonthOfPeriod, Relation, Weekday
from domain.periods import Period
from tests.oracle.almanac import WorkingDays
from tests.oracle.official import OFF, WORKING
from tests.oracle.plain import Answer, answer

HANOI = timezone(timedelta(hours=7))
# Of 2027 only the days that are certain: New Year, Reunification, 3/5 for 1/5, National Day, Culture Day.
OFF_2027 = frozenset(date(2027, month, day) for day, month in ((1, 1), (30, 4), (3, 5), (2, 9), (24, 11)))
CALENDAR = Calendar(off=OFF | OFF_2027, working=WORKING)
DAYS = WorkingDays(OFF | OFF_2027, WORKING)
BEFORE, BY, ON, WITHIN = Relation.BEFORE, Relation.BY, Relation.ON, Relation.WITHIN
FIRST, LAST, NEXT = MonthOfPeriod.FIRST, MonthOfPeriod.LAST, MonthOfPeriod.NEXT
WORKING_DAYS, CALENDAR_DAYS, MONTHS = CountUnit.WORKING_DAYS, CountUnit.DAYS, CountUnit.MONTHS
MIDNIGHT = time(0)


def rule(relation: Relation, **named: object) -> DueRule:
    """A rule of those fields; its phrase does not matter here."""
    return DueRule(relation, "theo văn bản", **named)  # type: ignore[arg-type]


def counted(count: int, unit: CountUnit, since: date, *, backwards: bool = False) -> Counted:
    return Counted(count, unit, "sự kiện", since, backwards)


def both(due: DueRule, key: str, grace_days: int = 0) -> Answer:
    """What the two say, once it is the same."""
    period = Period.parse(key)
    found = compute(due, period, CALENDAR, grace_days=grace_days)
    plain = answer(due, period, DAYS, grace_days)
    ours = Answer(found.named_day, found.last_day, found.last_moment, found.target_day, found.late_from)
    assert ours == plain
    return plain


def local(day: date, hour: time = MIDNIGHT) -> datetime:
    """That hour in Việt Nam, in UTC."""
    return datetime.combine(day, hour, tzinfo=HANOI).astimezone(UTC)


# Monthly reports before a day: month, day named, last day, that or the working day before, working day after.
BEFORE_A_DAY = [
    ("2026-01", 25, date(2026, 1, 24), date(2026, 1, 23), date(2026, 1, 26)),
    ("2026-02", 21, date(2026, 2, 20), date(2026, 2, 13), date(2026, 2, 23)),
    ("2026-05", 25, date(2026, 5, 24), date(2026, 5, 22), date(2026, 5, 25)),
    ("2026-06", 21, date(2026, 6, 20), date(2026, 6, 19), date(2026, 6, 22)),
    ("2026-09", 21, date(2026, 9, 20), date(2026, 9, 18), date(2026, 9, 21)),
    ("2026-10", 21, date(2026, 10, 20), date(2026, 10, 20), date(2026, 10, 21)),
    ("2026-10", 25, date(2026, 10, 24), date(2026, 10, 23), date(2026, 10, 26)),
    ("2026-11", 21, date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23)),
    ("2026-11", 25, date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25)),
    ("2026-12", 21, date(2026, 12, 20), date(2026, 12, 18), date(2026, 12, 21)),
    ("2027-01", 25, date(2027, 1, 24), date(2027, 1, 22), date(2027, 1, 25)),
    ("2027-02", 21, date(2027, 2, 20), date(2027, 2, 19), date(2027, 2, 22)),
    ("2027-03", 21, date(2027, 3, 20), date(2027, 3, 19), date(2027, 3, 22)),
    ("2027-04", 25, date(2027, 4, 24), date(2027, 4, 23), date(2027, 4, 26)),
    ("2027-06", 21, date(2027, 6, 20), date(2027, 6, 18), date(2027, 6, 21)),
    ("2027-07", 25, date(2027, 7, 24), date(2027, 7, 23), date(2027, 7, 26)),
    ("2027-10", 25, date(2027, 10, 24), date(2027, 10, 22), date(2027, 10, 25)),
    ("2027-11", 21, date(2027, 11, 20), date(2027, 11, 19), date(2027, 11, 22)),
    ("2027-11", 25, date(2027, 11, 24), date(2027, 11, 23), date(2027, 11, 25)),
]


@pytest.mark.parametrize(("key", "day", "last", "target", "after"), BEFORE_A_DAY)
def test_before_a_day_ends_with_the_day_before_whatever_day_that_is(
    key: str, day: int, last: date, target: date, after: date
) -> None:
    found = both(rule(BEFORE, day=day), key)
    ends = local(last + timedelta(days=1))
    assert found == Answer(last + timedelta(days=1), last, ends, target, ends)
    # With a grace of one working day "muộn" waits for the end of the working day after.
    late = local(after + timedelta(days=1))
    assert both(rule(BEFORE, day=day), key, grace_days=1) == Answer(
        last + timedelta(days=1), last, ends, target, late
    )


# Words, the rule they make, the period, and the last day, which ends at 24:00.
WHOLE_DAYS = [
    ("trước ngày 21", rule(BEFORE, day=21), "2026-10", date(2026, 10, 20)),
    ("xong trước ngày 20/10/2023", rule(BEFORE, on=date(2023, 10, 20)), "once", date(2023, 10, 19)),
    ("đến hết ngày 21", rule(BY, day=21), "2026-10", date(2026, 10, 21)),
    ("chậm nhất vào ngày 25", rule(BY, day=25), "2026-10", date(2026, 10, 25)),
    ("vào ngày 15 hằng tháng", rule(ON, day=15), "2026-10", date(2026, 10, 15)),
    ("trong ngày 20/10/2026", rule(WITHIN, on=date(2026, 10, 20)), "once", date(2026, 10, 20)),
    ("trong tháng 10/2023", rule(WITHIN), "2023-10", date(2023, 10, 31)),
    ("trong tháng 10/2023", rule(WITHIN, on=date(2023, 10, 31)), "once", date(2023, 10, 31)),
    ("trong quý III/2026", rule(WITHIN), "2026-Q3", date(2026, 9, 30)),
    ("trong quý III/2026", rule(WITHIN, on=date(2026, 9, 30)), "once", date(2026, 9, 30)),
    ("trong năm 2026", rule(WITHIN), "2026", date(2026, 12, 31)),
    ("trong 9 tháng", rule(WITHIN), "2026-9M", date(2026, 9, 30)),
    ("trước tháng 10/2026", rule(BEFORE, on=date(2026, 10, 1)), "once", date(2026, 9, 30)),
    ("trước tháng 10/2026", rule(BEFORE, day=1), "2026-10", date(2026, 9, 30)),
    (
        "trước ngày 20 tháng cuối quý",
        rule(BEFORE, day=20, month_of_period=LAST),
        "2026-Q1",
        date(2026, 3, 19),
    ),
    (
        "trước ngày 20 tháng cuối quý",
        rule(BEFORE, day=20, month_of_period=LAST),
        "2026-Q4",
        date(2026, 12, 19),
    ),
    ("ngày 05 tháng đầu quý", rule(BY, day=5, month_of_period=FIRST), "2026-Q2", date(2026, 4, 5)),
    ("ngày 05 tháng đầu quý sau", rule(BY, day=5, month_of_period=NEXT), "2026-Q2", date(2026, 7, 5)),
    ("ngày 10 của tháng sau", rule(BY, day=10, month_of_period=NEXT), "2026-12", date(2027, 1, 10)),
    ("trước ngày 05 sau 9 tháng", rule(BEFORE, day=5, month_of_period=NEXT), "2026-9M", date(2026, 10, 4)),
    ("6 tháng (trước 20/6)", rule(BEFORE, day=20), "2026-H1", date(2026, 6, 19)),
    ("năm (trước 25/11)", rule(BEFORE, day=25, month=11), "2026", date(2026, 11, 24)),
    ("hằng tuần vào thứ Năm", rule(ON, weekday=Weekday.THU), "2026-W42", date(2026, 10, 15)),
    ("trước thứ Hai hằng tuần", rule(BEFORE, weekday=Weekday.MON), "2026-W42", date(2026, 10, 11)),
    ("đến hết Chủ nhật", rule(BY, weekday=Weekday.SUN), "2026-W53", date(2027, 1, 3)),
    ("vào thứ Năm", rule(ON, weekday=Weekday.THU), "2026-W01", date(2026, 1, 1)),
    ("trước ngày 1", rule(BEFORE, day=1), "2026-03", date(2026, 2, 28)),
    ("trước ngày 1", rule(BEFORE, day=1), "2024-03", date(2024, 2, 29)),
    ("trước ngày 1", rule(BEFORE, day=1), "2027-01", date(2026, 12, 31)),
    ("trước ngày 1 tháng sau", rule(BEFORE, day=1, month_of_period=NEXT), "2026-12", date(2026, 12, 31)),
    ("trước ngày 29", rule(BEFORE, day=29), "2024-02", date(2024, 2, 28)),
    ("trước ngày 29", rule(BEFORE, day=29), "2026-02", date(2026, 2, 28)),
    ("trước ngày 30", rule(BEFORE, day=30), "2024-02", date(2024, 2, 29)),
    ("đến ngày 29", rule(BY, day=29), "2024-02", date(2024, 2, 29)),
    ("đến ngày 29", rule(BY, day=29), "2026-02", date(2026, 2, 28)),
    ("trước ngày 31", rule(BEFORE, day=31), "2026-11", date(2026, 11, 30)),
    ("trước ngày 31", rule(BEFORE, day=31), "2026-12", date(2026, 12, 30)),
    ("đến ngày 31", rule(BY, day=31), "2026-11", date(2026, 11, 30)),
    ("đến ngày 31", rule(BY, day=31), "2026-12", date(2026, 12, 31)),
    ("ngày làm việc đầu tiên", rule(BY, working_day=1), "2026-01", date(2026, 1, 5)),
    ("ngày làm việc thứ 5", rule(BY, working_day=5), "2026-01", date(2026, 1, 9)),
    # Saturday 10/1/2026 was worked in exchange for Friday 2/1.
    ("ngày làm việc thứ 6", rule(BY, working_day=6), "2026-01", date(2026, 1, 10)),
    ("trước ngày làm việc thứ 2", rule(BEFORE, working_day=2), "2026-05", date(2026, 5, 4)),
    ("ngày làm việc cuối cùng", rule(BY, working_day=-1), "2026-08", date(2026, 8, 28)),
    ("ngày làm việc cuối cùng", rule(BY, working_day=-1), "2026-Q4", date(2026, 12, 31)),
]


@pytest.mark.parametrize(("words", "due", "key", "last"), WHOLE_DAYS)
def test_the_words_end_at_midnight_after_their_last_day(
    words: str, due: DueRule, key: str, last: date
) -> None:
    found = both(due, key)
    assert (found.last_day, found.last_moment) == (last, local(last + timedelta(days=1)))
    assert found.late_from == found.last_moment


# Words, the rule, the period, the last day, and the first instant that is too late.
HOURS = [
    ("trước 16 giờ", rule(BEFORE, day=21, at=time(16)), "2026-10", date(2026, 10, 21), time(16)),
    (
        "trước 16h thứ 5",
        rule(BEFORE, weekday=Weekday.THU, at=time(16)),
        "2026-W42",
        date(2026, 10, 15),
        time(16),
    ),
    ("đến 12 giờ", rule(BY, day=21, at=time(12)), "2026-10", date(2026, 10, 21), time(12, 1)),
    ("lúc 16 giờ 30", rule(ON, day=21, at=time(16, 30)), "2026-10", date(2026, 10, 21), time(16, 31)),
    ("trong 17 giờ", rule(WITHIN, day=21, at=time(17)), "2026-10", date(2026, 10, 21), time(17, 1)),
    ("đến 16 giờ ngày 31", rule(BY, day=31, at=time(16)), "2026-11", date(2026, 11, 30), time(16, 1)),
    ("đến 0 giờ", rule(BY, day=21, at=MIDNIGHT), "2026-10", date(2026, 10, 21), time(0, 1)),
]


@pytest.mark.parametrize(("words", "due", "key", "last", "ends"), HOURS)
def test_an_hour_ends_the_deadline_within_its_day(
    words: str, due: DueRule, key: str, last: date, ends: time
) -> None:
    found = both(due, key)
    assert (found.last_day, found.last_moment, found.late_from) == (
        last,
        local(last, ends),
        local(last, ends),
    )


def test_the_last_minute_of_a_day_ends_with_it() -> None:
    found = both(rule(BY, day=21, at=time(23, 59)), "2026-10")
    assert (found.last_day, found.last_moment) == (date(2026, 10, 21), local(date(2026, 10, 22)))


def test_before_midnight_leaves_nothing_of_the_day() -> None:
    found = both(rule(BEFORE, day=21, at=MIDNIGHT), "2026-10")
    assert (found.last_day, found.last_moment) == (date(2026, 10, 20), local(date(2026, 10, 21)))


def test_an_hour_on_a_day_off_keeps_its_day_and_moves_the_target() -> None:
    found = both(rule(BEFORE, on=date(2026, 11, 24), at=time(16)), "once", grace_days=1)
    assert (found.last_day, found.target_day) == (date(2026, 11, 24), date(2026, 11, 23))
    assert (found.last_moment, found.late_from) == (
        local(date(2026, 11, 24), time(16)),
        local(date(2026, 11, 26)),
    )


# Count, unit, the event's day, and the last day (Civil Code 2015 Art. 147 and 148).
FORWARD = [
    (5, WORKING_DAYS, date(2026, 10, 14), date(2026, 10, 21)),
    (1, WORKING_DAYS, date(2026, 10, 16), date(2026, 10, 19)),
    (1, WORKING_DAYS, date(2026, 10, 17), date(2026, 10, 19)),
    (5, WORKING_DAYS, date(2026, 2, 13), date(2026, 2, 27)),
    (2, WORKING_DAYS, date(2026, 1, 8), date(2026, 1, 10)),
    (2, WORKING_DAYS, date(2026, 12, 31), date(2027, 1, 5)),
    (10, CALENDAR_DAYS, date(2026, 10, 9), date(2026, 10, 19)),
    (10, CALENDAR_DAYS, date(2026, 10, 7), date(2026, 10, 19)),
    (10, CALENDAR_DAYS, date(2026, 10, 6), date(2026, 10, 16)),
    (5, CALENDAR_DAYS, date(2026, 2, 11), date(2026, 2, 23)),
    (5, CALENDAR_DAYS, date(2026, 11, 19), date(2026, 11, 25)),
    (5, CALENDAR_DAYS, date(2026, 1, 5), date(2026, 1, 10)),
    (1, CALENDAR_DAYS, date(2024, 2, 28), date(2024, 2, 29)),
    (1, MONTHS, date(2026, 10, 14), date(2026, 11, 16)),
    (1, MONTHS, date(2025, 1, 31), date(2025, 2, 28)),
    (1, MONTHS, date(2024, 1, 31), date(2024, 2, 29)),
    (12, MONTHS, date(2024, 2, 29), date(2025, 2, 28)),
    (1, MONTHS, date(2026, 1, 31), date(2026, 3, 2)),
    (3, MONTHS, date(2026, 11, 30), date(2027, 3, 1)),
]


@pytest.mark.parametrize("relation", [WITHIN, BY])
@pytest.mark.parametrize(("count", "unit", "since", "last"), FORWARD)
def test_a_count_skips_the_event_and_ends_on_a_working_day(
    count: int, unit: CountUnit, since: date, last: date, relation: Relation
) -> None:
    found = both(rule(relation, counted=counted(count, unit, since)), "once")
    assert (found.last_day, found.target_day) == (last, last)
    assert found.last_moment == local(last + timedelta(days=1))


# Count, unit, the event's day, the last day, the target day.
BACK = [
    (3, WORKING_DAYS, date(2026, 10, 16), date(2026, 10, 13), date(2026, 10, 13)),
    (3, WORKING_DAYS, date(2026, 10, 20), date(2026, 10, 15), date(2026, 10, 15)),
    (3, WORKING_DAYS, date(2026, 2, 24), date(2026, 2, 12), date(2026, 2, 12)),
    (1, WORKING_DAYS, date(2026, 11, 25), date(2026, 11, 23), date(2026, 11, 23)),
    (5, CALENDAR_DAYS, date(2026, 10, 16), date(2026, 10, 11), date(2026, 10, 9)),
    (1, CALENDAR_DAYS, date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 23)),
    (3, CALENDAR_DAYS, date(2024, 3, 1), date(2024, 2, 27), date(2024, 2, 27)),
    (1, MONTHS, date(2026, 3, 31), date(2026, 2, 28), date(2026, 2, 27)),
    (2, MONTHS, date(2026, 1, 15), date(2025, 11, 15), date(2025, 11, 14)),
]


@pytest.mark.parametrize("relation", [BEFORE, BY])
@pytest.mark.parametrize(("count", "unit", "since", "last", "target"), BACK)
def test_a_count_back_from_an_event_is_never_moved_later(
    count: int, unit: CountUnit, since: date, relation: Relation, last: date, target: date
) -> None:
    found = both(rule(relation, counted=counted(count, unit, since, backwards=True)), "once")
    assert (found.last_day, found.target_day) == (last, target)


@pytest.mark.parametrize(
    ("grace_days", "late"),
    [(0, date(2026, 2, 21)), (1, date(2026, 2, 24)), (2, date(2026, 2, 25)), (3, date(2026, 2, 26))],
)
def test_a_grace_counts_working_days_after_the_last_day(grace_days: int, late: date) -> None:
    assert both(rule(BEFORE, day=21), "2026-02", grace_days).late_from == local(late)


def test_there_is_no_grace_unless_one_is_asked_for() -> None:
    found = compute(rule(BEFORE, day=21), Period.parse("2026-10"), CALENDAR)
    assert found.late_from == found.last_moment == local(date(2026, 10, 21))
