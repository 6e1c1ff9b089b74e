"""Counting who has reported: one definition for chat, page, files and API."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.obligations import Assignment
from domain.statuses import Status


class Outcome(StrEnum):
    """Where an assignment stands for a reader at one moment.

    `claimed` is the unit's unconfirmed word; `missing` is still within time, `late` is not.
    """

    RECEIVED_ON_TIME = "received_on_time"
    RECEIVED_LATE = "received_late"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    WAIVED = "waived"
    MISSING = "missing"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one obligation and period. Every assignment is in exactly one count."""

    expected: int
    counts: Counter[Outcome]

    @property
    def received(self) -> int:
        """Confirmed by the coordinator, on time or late."""
        return self.counts[Outcome.RECEIVED_ON_TIME] + self.counts[Outcome.RECEIVED_LATE]

    @property
    def claimed(self) -> int:
        """Said sent, not confirmed yet."""
        return self.counts[Outcome.CLAIMED]

    @property
    def outstanding(self) -> int:
        """Nothing received and nothing claimed, in dispute or not."""
        return self.counts[Outcome.MISSING] + self.counts[Outcome.LATE] + self.counts[Outcome.DISPUTED]

    @property
    def owing(self) -> int:
        """How many units the rate is counted over: all but the waived."""
        return self.expected - self.counts[Outcome.WAIVED]


def outcome(assignment: Assignment, now: datetime) -> Outcome:
    """The outcome of one assignment at that moment."""
    if assignment.status is Status.WAIVED:
        return Outcome.WAIVED
    if assignment.status is Status.SUBMITTED:
        return Outcome.CLAIMED
    if assignment.status is Status.ACCEPTED:
        return Outcome.RECEIVED_ON_TIME if was_on_time(assignment) else Outcome.RECEIVED_LATE
    if assignment.disputed:
        return Outcome.DISPUTED
    return Outcome.LATE if assignment.is_overdue(now) else Outcome.MISSING


def was_on_time(assignment: Assignment) -> bool:
    """Whether the report kept the current deadline, judged by the day of sending as confirmed or stated.

    Without one, the moment it was told counts, then the day it was received; lateness is never invented.
    """
    if assignment.sent_on is not None:
        return assignment.current.is_on_time(assignment.sent_on)
    if assignment.told_at is not None:
        return assignment.told_at < assignment.current.last_moment
    return assignment.received_on is None or assignment.current.is_on_time(assignment.received_on)


def tally(assignments: Iterable[Assignment], now: datetime) -> Tally:
    """Count assignments by outcome."""
    counts = Counter(outcome(assignment, now) for assignment in assignments)
    return Tally(expected=counts.total(), counts=counts)
