"""Deadlines as extensions move them: a day or an hour later, the words and the original kept."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.consolidation import Outcome, outcome, was_on_time
from domain.deadlines import Deadline, granted
from domain.due_rules import Relation
from domain.statuses import Status
from tests.unit.domain.examples import LAST_DAY, WEEKENDS, assignment, before_the_21st

DEADLINE = before_the_21st()
IN_TIME = DEADLINE.last_moment - timedelta(hours=1)
TOO_LATE = DEADLINE.last_moment
LATER = LAST_DAY + timedelta(days=4)


def extended(day: date = LATER, at: time | None = None, *, asked_at: object = IN_TIME) -> Deadline:
    assert asked_at in (IN_TIME, TOO_LATE)
    moment = IN_TIME if asked_at == IN_TIME else TOO_LATE
    return granted(DEADLINE, day, at, WEEKENDS, asked_at=moment)


def test_a_whole_day_is_granted_to_its_end() -> None:
    found = extended()
    assert (found.last_day, found.at) == (LATER, None)
    assert found.last_moment == WEEKENDS.start_of(LATER + timedelta(days=1))
    assert found.late_from == found.last_moment
    assert (found.phrase, found.named_day) == (DEADLINE.phrase, DEADLINE.named_day)


def test_an_hour_is_granted_to_the_end_of_its_minute() -> None:
    found = extended(at=time(12))
    assert found.last_moment == WEEKENDS.at(LATER, time(12, 1))
    assert (found.relation, found.at, found.named_day) == (Relation.BY, time(12), LATER)
    assert found.phrase == DEADLINE.phrase


def test_an_hour_is_not_kept_when_a_whole_day_is_granted_later() -> None:
    found = granted(extended(at=time(12)), LATER + timedelta(days=1), None, WEEKENDS, asked_at=IN_TIME)
    assert found.at is None


def test_the_day_to_aim_at_is_a_working_day() -> None:
    saturday = LAST_DAY + timedelta(days=1)
    assert not WEEKENDS.is_working(saturday)
    assert extended(saturday).target_day == LAST_DAY
    assert extended(LATER).target_day == LATER


def test_a_report_sent_within_the_extension_is_on_time() -> None:
    owed = assignment(Status.ACCEPTED, current=extended(), sent_on=LATER)
    assert was_on_time(owed)
    assert outcome(owed, IN_TIME) is Outcome.RECEIVED_ON_TIME


def test_what_was_asked_for_after_the_last_moment_stays_late() -> None:
    current = extended(asked_at=TOO_LATE)
    assert current.was_asked_late
    owed = assignment(Status.ACCEPTED, current=current, sent_on=LATER)
    assert not was_on_time(owed)
    assert assignment(Status.PENDING, current=current).is_overdue(TOO_LATE)


def test_a_report_sent_in_time_but_told_late_is_still_on_time() -> None:
    owed = assignment(Status.ACCEPTED, current=extended(asked_at=TOO_LATE), sent_on=LAST_DAY)
    assert was_on_time(owed)


def test_an_extension_asked_for_in_time_takes_lateness_away() -> None:
    current = extended()
    assert not current.was_asked_late
    assert not assignment(Status.PENDING, current=current).is_overdue(TOO_LATE)


@given(st.integers(1, 60), st.none() | st.times())
def test_no_extension_ever_ends_before_it_becomes_late(days: int, at: time | None) -> None:
    hour = at.replace(second=0, microsecond=0, tzinfo=None) if at else None
    found = extended(LAST_DAY + timedelta(days=days), hour)
    assert found.last_moment > DEADLINE.last_moment
    assert found.late_from == found.last_moment
    assert found.last_day == LAST_DAY + timedelta(days=days)
