"""Counting who has reported."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consolidation import Outcome, outcome, tally, was_on_time
from domain.deadlines import compute
from domain.due_rules import DueRule, Relation
from domain.obligations import Assignment
from domain.statuses import Status
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
