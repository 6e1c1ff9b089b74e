"""Business time: real, fixed or simulated."""

from datetime import UTC, datetime, timedelta

from domain.clocks import FixedClock, SimulatedClock, SystemClock
from domain.ports import Clock

OCTOBER = datetime(2023, 10, 1, 1, tzinfo=UTC)


def between(clock: Clock) -> tuple[datetime, datetime, datetime]:
    """Machine time just before and after the clock was read, and what it said."""
    before = datetime.now(UTC)
    moment = clock.now()
    return before, moment, datetime.now(UTC)


def test_the_system_clock_tells_the_real_time_in_utc() -> None:
    before, moment, after = between(SystemClock())
    assert before <= moment <= after
    assert moment.tzinfo is UTC


def test_only_the_system_clock_is_not_simulated() -> None:
    assert not SystemClock().is_simulated
    assert FixedClock(OCTOBER).is_simulated
    assert SimulatedClock(OCTOBER, OCTOBER).is_simulated


def test_a_fixed_clock_stands_until_it_is_moved() -> None:
    clock = FixedClock(OCTOBER)
    assert clock.now() == OCTOBER == clock.now()
    clock.move_to(OCTOBER + timedelta(days=20))
    assert clock.now() == OCTOBER + timedelta(days=20)


def test_a_simulated_clock_runs_from_its_anchor_at_its_speed() -> None:
    machine_anchor = datetime.now(UTC) - timedelta(hours=1)
    before, moment, after = between(SimulatedClock(OCTOBER, machine_anchor, speed=24))
    assert OCTOBER + 24 * (before - machine_anchor) <= moment <= OCTOBER + 24 * (after - machine_anchor)


def test_a_simulated_clock_at_speed_zero_stands() -> None:
    assert SimulatedClock(OCTOBER, datetime(2020, 1, 1, tzinfo=UTC), speed=0).now() == OCTOBER


def test_processes_that_read_the_same_anchor_agree() -> None:
    anchor = datetime.now(UTC)
    here, there = SimulatedClock(OCTOBER, anchor, 60), SimulatedClock(anchor, anchor)
    there.set(OCTOBER, anchor, 60)
    assert here == there


def test_processes_with_different_anchors_do_not_agree() -> None:
    anchor = datetime.now(UTC)
    assert SimulatedClock(OCTOBER, anchor, 60) != SimulatedClock(OCTOBER, anchor, 1)
