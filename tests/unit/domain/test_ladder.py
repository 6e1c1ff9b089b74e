"""Which reminder falls when, and when a message may go out at all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import ladder
from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.due_rules import DueRule, MonthOfPeriod, Relation
from domain.ladder import Rung, Step, following, is_sending_time, latest, next_sending_time, rungs, steps_for
from domain.periods import ONCE, Frequency, Period
from tests.unit.domain.strategies import calendars, duties, moments

WEEKENDS = Calendar()
OCTOBER = Period.parse("2023-10")
MONTHLY_21 = DueRule(Relation.BEFORE, "trước ngày 21", day=21)


def october(rule: DueRule = MONTHLY_21) -> tuple[Rung, ...]:
    """The default monthly ladder of October 2023."""
    deadline = compute(rule, OCTOBER, WEEKENDS)
    return rungs(ladder.MONTHLY, deadline=deadline, period=OCTOBER, calendar=WEEKENDS)


def written(found: tuple[Rung, ...]) -> list[tuple[str, str]]:
    """Steps with their local moments, for comparing by eye."""
    return [(rung.step.key, f"{WEEKENDS.local(rung.at):%d/%m %H:%M}") for rung in found]


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A local moment of October 2023."""
    return WEEKENDS.at(date(2023, 10, day), time(hour, minute))


def default_ladder(duty: tuple[DueRule, Period, Calendar]) -> tuple[Deadline, tuple[Rung, ...]]:
    """The deadline of a duty and its default rungs."""
    rule, period, calendar = duty
    deadline = compute(rule, period, calendar)
    return deadline, rungs(steps_for(period.frequency), deadline=deadline, period=period, calendar=calendar)


def test_the_report_before_21_october_2023_has_these_reminders() -> None:
    assert written(october()) == [
        ("open", "10/10 08:30"),
        ("-3", "17/10 08:30"),
        ("-1", "19/10 08:30"),
        ("0", "20/10 08:30"),
        ("0-pm", "20/10 14:30"),
        ("+1", "23/10 08:30"),
    ]


def test_only_monthly_duties_have_an_opening_notice() -> None:
    assert ladder.OPENING in steps_for(Frequency.MONTHLY)
    others = set(Frequency) - {Frequency.MONTHLY}
    assert not any(ladder.OPENING in steps_for(frequency) for frequency in others)


def test_an_opening_notice_waits_for_the_first_working_day_from_the_tenth() -> None:
    june = Period.parse("2023-06")
    deadline = compute(MONTHLY_21, june, WEEKENDS)
    found = rungs(ladder.MONTHLY, deadline=deadline, period=june, calendar=WEEKENDS)
    assert written(found)[0] == ("open", "12/06 08:30")


def test_an_opening_notice_that_would_not_come_first_is_left_out() -> None:
    assert [key for key, _ in written(october(DueRule(Relation.BEFORE, "", day=12)))] == [
        "-3", "-1", "0", "0-pm", "+1",
    ]  # fmt: skip


def test_a_ladder_of_an_opening_notice_alone_has_that_rung() -> None:
    deadline = compute(MONTHLY_21, OCTOBER, WEEKENDS)
    found = rungs((ladder.OPENING,), deadline=deadline, period=OCTOBER, calendar=WEEKENDS)
    assert written(found) == [("open", "10/10 08:30")]


def test_a_one_off_opens_in_the_month_of_its_last_day() -> None:
    rule = DueRule(Relation.BEFORE, "", on=date(2023, 10, 25))
    deadline = compute(rule, ONCE, WEEKENDS)
    found = rungs(ladder.MONTHLY, deadline=deadline, period=ONCE, calendar=WEEKENDS)
    assert written(found)[0] == ("open", "10/10 08:30")


def test_a_report_due_next_month_opens_in_its_own_month() -> None:
    rule = DueRule(Relation.BEFORE, "", day=5, month_of_period=MonthOfPeriod.NEXT)
    assert written(october(rule))[:2] == [("open", "10/10 08:30"), ("-3", "31/10 08:30")]


def test_a_reminder_that_would_fall_after_an_hour_of_the_day_is_left_out() -> None:
    keys = [key for key, _ in written(october(DueRule(Relation.BEFORE, "", day=20, at=time(12))))]
    assert "0" in keys
    assert "0-pm" not in keys


def test_a_reminder_before_an_hour_of_the_afternoon_stays() -> None:
    keys = [key for key, _ in written(october(DueRule(Relation.BEFORE, "", day=20, at=time(16))))]
    assert keys[-3:] == ["0", "0-pm", "+1"]


def test_before_tet_everything_moves_ahead_of_the_break() -> None:
    tet = Calendar(off=frozenset(date(2026, 2, day) for day in range(16, 21)))
    february = Period.parse("2026-02")
    deadline = compute(MONTHLY_21, february, tet)
    found = rungs(ladder.MONTHLY, deadline=deadline, period=february, calendar=tet)
    assert written(found) == [
        ("-3", "10/02 08:30"),
        ("-1", "12/02 08:30"),
        ("0", "13/02 08:30"),
        ("0-pm", "13/02 14:30"),
        ("+1", "23/02 08:30"),
    ]


def test_the_latest_rung_is_the_last_one_whose_moment_has_come() -> None:
    found = latest(october(), local(19, 8, 30))
    assert found is not None
    assert found.step == ladder.BEFORE_ONE


def test_before_the_first_moment_there_is_no_latest_rung() -> None:
    assert latest(october(), local(10, 8, 29)) is None


def test_the_following_rung_is_strictly_later_than_now() -> None:
    found = following(october(), local(19, 8, 30))
    assert found is not None
    assert found.step == ladder.LAST_MORNING


def test_after_the_last_moment_nothing_follows() -> None:
    assert following(october(), local(23, 8, 30)) is None


@pytest.mark.parametrize(("hour", "minute"), [(8, 0), (10, 59), (14, 0), (16, 29)])
def test_messages_go_out_inside_the_sending_hours(hour: int, minute: int) -> None:
    assert is_sending_time(local(20, hour, minute), WEEKENDS)


@pytest.mark.parametrize(("hour", "minute"), [(7, 59), (11, 0), (12, 30), (13, 59), (16, 30), (20, 0)])
def test_messages_rest_early_at_lunch_and_in_the_evening(hour: int, minute: int) -> None:
    assert not is_sending_time(local(20, hour, minute), WEEKENDS)


def test_messages_rest_on_a_day_off_even_in_the_morning() -> None:
    assert not is_sending_time(local(21, 9), WEEKENDS)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (local(20, 9), local(20, 9)),
        (local(20, 6), local(20, 8)),
        (local(20, 11), local(20, 14)),
        (local(20, 16, 30), local(23, 8)),
        (local(21, 9), local(23, 8)),
        (local(19, 18), local(20, 8)),
    ],
)
def test_what_may_not_go_out_now_waits_for_the_next_opening(now: datetime, opening: datetime) -> None:
    assert next_sending_time(now, WEEKENDS) == opening


@given(duties())
def test_rungs_are_strictly_ordered_in_time(duty: tuple[DueRule, Period, Calendar]) -> None:
    _, found = default_ladder(duty)
    moments_of_rungs = [rung.at for rung in found]
    assert moments_of_rungs == sorted(set(moments_of_rungs))


@given(duties())
def test_reminders_come_before_the_last_moment_and_chasing_after_it(
    duty: tuple[DueRule, Period, Calendar],
) -> None:
    deadline, found = default_ladder(duty)
    for rung in found:
        chases = rung.step.offset is not None and rung.step.offset > 0
        assert rung.at >= deadline.last_moment if chases else rung.at < deadline.last_moment


@given(duties())
def test_every_default_rung_falls_on_a_working_day_inside_the_sending_hours(
    duty: tuple[DueRule, Period, Calendar],
) -> None:
    calendar = duty[2]
    _, found = default_ladder(duty)
    assert all(is_sending_time(rung.at, calendar) for rung in found)
    assert all(rung.at.tzinfo is UTC for rung in found)


@given(duties())
def test_the_first_reminders_and_the_chasing_are_never_left_out(
    duty: tuple[DueRule, Period, Calendar],
) -> None:
    _, found = default_ladder(duty)
    assert {"-3", "-1", "+1"} <= {rung.step.key for rung in found}


@given(duties(), st.data())
def test_latest_and_following_divide_the_ladder_at_now(
    duty: tuple[DueRule, Period, Calendar], data: st.DataObject
) -> None:
    _, found = default_ladder(duty)
    now = data.draw(st.sampled_from(found)).at + timedelta(minutes=data.draw(st.integers(-90, 90)))
    past, ahead = latest(found, now), following(found, now)
    split = sum(rung.at <= now for rung in found)
    assert past == (found[split - 1] if split else None)
    assert ahead == (found[split] if split < len(found) else None)


@given(moments, st.data())
def test_the_next_sending_time_is_allowed_never_earlier_and_stays_put(
    now: datetime, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(now.date()))
    opening = next_sending_time(now, calendar)
    assert opening >= now
    assert is_sending_time(opening, calendar)
    assert next_sending_time(opening, calendar) == opening


@given(moments, st.timedeltas(timedelta(0), timedelta(60)))
def test_time_that_passes_never_takes_a_step_back(earlier: datetime, passed: timedelta) -> None:
    period = Period.containing(WEEKENDS.day_of(earlier), Frequency.MONTHLY)
    deadline = compute(MONTHLY_21, period, WEEKENDS)
    found = rungs(ladder.MONTHLY, deadline=deadline, period=period, calendar=WEEKENDS)
    first, second = latest(found, earlier), latest(found, earlier + passed)
    assert first is None or (second is not None and first.at <= second.at)
    upcoming = following(found, earlier)
    assert upcoming is None or upcoming.at > earlier


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("open,-3,-1,0,0@14:30,+1", ladder.MONTHLY),
        ("-5@09:00", (Step("-5@09:00", -5, time(9)),)),
        ("2", (Step("+2", 2),)),
    ],
)
def test_a_ladder_is_read_as_it_is_written(text: str, steps: tuple[Step, ...]) -> None:
    assert ladder.read_steps(text) == steps


@pytest.mark.parametrize("text", ["", "soon", "-3,", "0@25:00", "0@9:00"])
def test_what_is_no_ladder_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ladder.read_steps(text)


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (10, ("promise:2023-10-10", "11/10 08:30")),
        # A promise for Friday or for the days off is asked about on Monday.
        (13, ("promise:2023-10-13", "16/10 08:30")),
        (14, ("promise:2023-10-14", "16/10 08:30")),
    ],
)
def test_a_promised_day_is_asked_about_on_the_next_working_morning(day: int, asked: tuple[str, str]) -> None:
    found = ladder.promise(date(2023, 10, day), october(), WEEKENDS)
    assert found is not None
    assert written((found,)) == [asked]


@pytest.mark.parametrize("day", [9, 16, 18, 19, 20, 22])
def test_a_step_of_the_same_day_asks_in_its_place(day: int) -> None:
    assert ladder.promise(date(2023, 10, day), october(), WEEKENDS) is None
