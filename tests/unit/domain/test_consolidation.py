"""Counting who has reported."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consolidation import Block, Outcome, is_often_late, outcome, tally, times_late, was_on_time
from domain.deadlines import compute
from domain.due_rules import DueRule, Relation
from domain.obligations import Assignment
from domain.statuses import Status
from domain.units import Unit, UnitKind
from tests.unit.domain.examples import LAST_DAY, OCTOBER, WEEKENDS, assignment, before_the_21st

DEADLINE = before_the_21st()
IN_TIME = DEADLINE.last_moment - timedelta(seconds=1)
PAST = DEADLINE.last_moment

near_days = st.none() | st.dates(date(2023, 10, 15), date(2023, 10, 25))
assignments = st.builds(
    assignment,
    st.sampled_from(Status),
    sent_on=near_days,
    received_on=near_days,
    disputed=st.booleans(),
)


@pytest.mark.parametrize(
    ("status", "facts", "expected"),
    [
        (Status.PENDING, {}, Outcome.MISSING),
        (Status.IN_PROGRESS, {}, Outcome.MISSING),
        (Status.BLOCKED, {}, Outcome.MISSING),
        (Status.RETURNED, {"sent_on": LAST_DAY}, Outcome.MISSING),
        (Status.SUBMITTED, {}, Outcome.CLAIMED),
        (Status.ACCEPTED, {"sent_on": LAST_DAY}, Outcome.RECEIVED_ON_TIME),
        (Status.ACCEPTED, {"sent_on": LAST_DAY + timedelta(days=1)}, Outcome.RECEIVED_LATE),
        (Status.WAIVED, {}, Outcome.WAIVED),
        (Status.PENDING, {"disputed": True}, Outcome.DISPUTED),
    ],
)
def test_within_time_each_status_has_its_outcome(
    status: Status, facts: dict[str, Any], expected: Outcome
) -> None:
    assert outcome(assignment(status, **facts), IN_TIME) is expected


@pytest.mark.parametrize("status", [Status.PENDING, Status.IN_PROGRESS, Status.BLOCKED, Status.RETURNED])
def test_what_is_still_owed_turns_late_at_the_very_moment(status: Status) -> None:
    assert outcome(assignment(status), PAST) is Outcome.LATE
    assert outcome(assignment(status), IN_TIME) is Outcome.MISSING


def test_the_units_word_is_not_late_however_much_time_passes() -> None:
    assert outcome(assignment(Status.SUBMITTED), PAST + timedelta(days=30)) is Outcome.CLAIMED


def test_a_dispute_keeps_an_overdue_duty_out_of_the_late_ones() -> None:
    assert outcome(assignment(disputed=True), PAST) is Outcome.DISPUTED


def test_a_dispute_does_not_hide_an_accepted_report() -> None:
    accepted = assignment(Status.ACCEPTED, sent_on=LAST_DAY, disputed=True)
    assert outcome(accepted, PAST) is Outcome.RECEIVED_ON_TIME


def test_grace_puts_off_being_late_but_not_being_on_time() -> None:
    graced = before_the_21st(grace_days=1)
    assert outcome(assignment(current=graced), PAST) is Outcome.MISSING
    assert outcome(assignment(current=graced), graced.late_from) is Outcome.LATE
    assert not was_on_time(assignment(current=graced, sent_on=LAST_DAY + timedelta(days=1)))


def test_the_day_of_sending_decides_even_when_it_was_received_later() -> None:
    late_arrival = LAST_DAY + timedelta(days=5)
    assert was_on_time(assignment(sent_on=LAST_DAY, received_on=late_arrival))


def test_the_day_of_receipt_stands_in_only_when_no_day_of_sending_is_known() -> None:
    assert was_on_time(assignment(received_on=LAST_DAY))
    assert not was_on_time(assignment(sent_on=LAST_DAY + timedelta(days=1), received_on=LAST_DAY))


def test_the_date_written_on_a_document_never_makes_it_on_time() -> None:
    backdated = assignment(document_date=LAST_DAY, sent_on=LAST_DAY + timedelta(days=3))
    assert not was_on_time(backdated)


def test_a_granted_extension_is_what_counts() -> None:
    extended = compute(DueRule(Relation.BY, "gia hạn", on=date(2023, 10, 25)), OCTOBER, WEEKENDS)
    sent = date(2023, 10, 25)
    assert was_on_time(assignment(sent_on=sent, current=extended))
    assert not was_on_time(assignment(sent_on=sent))


MORE_TIME = compute(DueRule(Relation.BY, "gia hạn", on=date(2023, 10, 25)), OCTOBER, WEEKENDS)


@pytest.mark.parametrize("status", [Status.PENDING, Status.IN_PROGRESS, Status.BLOCKED, Status.RETURNED])
def test_who_was_given_more_time_is_counted_apart_until_that_is_over(status: Status) -> None:
    given_more = assignment(status, current=MORE_TIME)
    assert outcome(given_more, IN_TIME) is outcome(given_more, PAST) is Outcome.EXTENDED
    assert outcome(given_more, MORE_TIME.last_moment) is Outcome.LATE


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"status": Status.SUBMITTED}, Outcome.CLAIMED),
        ({"status": Status.ACCEPTED, "sent_on": date(2023, 10, 24)}, Outcome.RECEIVED_ON_TIME),
        ({"status": Status.WAIVED}, Outcome.WAIVED),
        ({"disputed": True}, Outcome.DISPUTED),
    ],
)
def test_more_time_hides_nothing_else(facts: dict[str, Any], expected: Outcome) -> None:
    assert outcome(assignment(**facts, current=MORE_TIME), PAST) is expected


def test_a_deadline_that_was_moved_forward_is_no_extension() -> None:
    sooner = compute(DueRule(Relation.BY, "gửi sớm", on=date(2023, 10, 18)), OCTOBER, WEEKENDS)
    assert outcome(assignment(current=sooner), sooner.last_moment - timedelta(days=1)) is Outcome.MISSING


def test_more_time_granted_to_who_was_late_already_is_still_late() -> None:
    asked_late = replace(MORE_TIME, late_from=DEADLINE.late_from)
    assert outcome(assignment(current=asked_late), PAST) is Outcome.LATE


def test_those_with_more_time_are_outstanding_but_not_missing() -> None:
    counted = tally([assignment(), assignment(current=MORE_TIME), assignment(disputed=True)], IN_TIME)
    assert (counted.missing, counted.extended, counted.disputed, counted.late) == (1, 1, 1, 0)
    assert counted.outstanding == 3


ON_TIME, LATE, STILL_LATE = Outcome.RECEIVED_ON_TIME, Outcome.RECEIVED_LATE, Outcome.LATE


@pytest.mark.parametrize(
    ("newest_first", "times", "often"),
    [
        ((), 0, False),
        ((LATE,), 1, False),
        ((LATE, LATE), 2, True),
        ((STILL_LATE, ON_TIME, LATE), 2, True),
        ((ON_TIME, ON_TIME, LATE, LATE, LATE), 1, False),
        ((LATE, LATE, LATE, LATE), 3, True),
        ((Outcome.CLAIMED, Outcome.MISSING, LATE), 1, False),
    ],
)
def test_two_of_the_last_three_periods_are_often(
    newest_first: tuple[Outcome, ...], times: int, often: bool
) -> None:
    assert (times_late(newest_first), is_often_late(newest_first)) == (times, often)


@pytest.mark.parametrize("kind", UnitKind)
def test_every_unit_stands_in_exactly_one_block(kind: UnitKind) -> None:
    unit = Unit(1, 1, None, kind, "X", "X", 1)
    assert [block.has(unit) for block in Block].count(True) == 1
    assert Block.PLACES.has(unit) == (kind in (UnitKind.DISTRICT, UnitKind.COMMUNE))


def test_a_tally_of_nothing_is_all_zeros() -> None:
    empty = tally([], PAST)
    assert (empty.expected, empty.received, empty.claimed, empty.outstanding, empty.owing) == (0, 0, 0, 0, 0)


def test_a_tally_keeps_what_was_said_apart_from_what_was_received() -> None:
    found = tally(
        [
            assignment(Status.ACCEPTED, sent_on=LAST_DAY),
            assignment(Status.ACCEPTED, sent_on=LAST_DAY + timedelta(days=1)),
            assignment(Status.SUBMITTED),
            assignment(Status.PENDING),
            assignment(Status.PENDING, disputed=True),
            assignment(Status.WAIVED),
        ],
        PAST,
    )
    assert (found.expected, found.received, found.claimed, found.outstanding, found.owing) == (6, 2, 1, 2, 5)


@given(st.lists(assignments, max_size=30), st.integers(-10, 10))
def test_every_assignment_is_counted_exactly_once(found: list[Assignment], days: int) -> None:
    counted = tally(found, PAST + timedelta(days=days))
    assert sum(counted.counts.values()) == counted.expected == len(found)
    assert counted.received + counted.claimed + counted.outstanding == counted.owing


@given(assignments, st.integers(0, 40))
def test_only_owed_assignments_are_ever_late(found: Assignment, days: int) -> None:
    result = outcome(found, PAST + timedelta(days=days))
    assert (result is Outcome.LATE) == (found.status.is_owed and not found.disputed)
