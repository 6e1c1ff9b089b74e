"""Counting who has reported: one definition for chat, page, files and API."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.obligations import Assignment
from domain.statuses import Status
from domain.units import Unit

_PERIODS_LOOKED_AT, _OFTEN = 3, 2


class Outcome(StrEnum):
    """Where an assignment stands for a reader at one moment.

    `claimed` is the unit's unconfirmed word; `missing` is still within time, `extended` within time that was
    granted, `late` in neither.
    """

    RECEIVED_ON_TIME = "received_on_time"
    RECEIVED_LATE = "received_late"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    WAIVED = "waived"
    MISSING = "missing"
    EXTENDED = "extended"
    LATE = "late"


# "Chưa nhận": nothing came, nothing was said to have been sent, and no more time was granted.
NOT_RECEIVED = (Outcome.MISSING, Outcome.LATE)
# Whose report a consolidating office still waits for, whatever the time.
AWAITED = (Outcome.MISSING, Outcome.EXTENDED, Outcome.LATE)


class Block(StrEnum):
    """The two blocks of every list: departments and agencies, then territorial units; never mixed."""

    BODIES = "bodies"
    PLACES = "places"

    def has(self, unit: Unit) -> bool:
        """Whether the unit stands in this block."""
        return unit.is_territorial is (self is Block.PLACES)


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
    def extended(self) -> int:
        """Still owed within time that was granted."""
        return self.counts[Outcome.EXTENDED]

    @property
    def disputed(self) -> int:
        """The unit says that the duty is not its own, and nobody has decided."""
        return self.counts[Outcome.DISPUTED]

    @property
    def late(self) -> int:
        """Still owed after `late_from`."""
        return self.counts[Outcome.LATE]

    @property
    def missing(self) -> int:
        """Nothing received, nothing claimed, no more time granted, not in dispute."""
        return sum(self.counts[one] for one in NOT_RECEIVED)

    @property
    def outstanding(self) -> int:
        """Nothing received and nothing claimed, in dispute or within granted time or not."""
        return self.missing + self.extended + self.disputed

    @property
    def owing(self) -> int:
        """How many units the rate is counted over: all but the waived."""
        return self.expected - self.counts[Outcome.WAIVED]


def outcome(assignment: Assignment, now: datetime) -> Outcome:
    """The outcome of one assignment at that moment."""
    if assignment.status is Status.WAIVED:
        return Outcome.WAIVED
    if assignment.status is Status.SUBMITTED and assignment.figure is None:
        return Outcome.CLAIMED
    # A figure is received with the message that gives it; nobody confirms it.
    if assignment.status in (Status.ACCEPTED, Status.SUBMITTED):
        return Outcome.RECEIVED_ON_TIME if was_on_time(assignment) else Outcome.RECEIVED_LATE
    if assignment.disputed:
        return Outcome.DISPUTED
    if assignment.is_overdue(now):
        return Outcome.LATE
    return Outcome.EXTENDED if has_more_time(assignment) else Outcome.MISSING


def has_more_time(assignment: Assignment) -> bool:
    """Whether the deadline in force ends later than the one the directive set."""
    return assignment.current.last_moment > assignment.original.last_moment


def was_on_time(assignment: Assignment) -> bool:
    """Whether the report kept the current deadline, judged by the day of sending as confirmed or stated.

    Without one, the moment it was told counts, then the day it was received; lateness is never invented. An
    extension asked for after the last moment changes nothing: the original deadline is the one that counts.
    """
    deadline = assignment.original if assignment.current.was_asked_late else assignment.current
    if assignment.sent_on is not None:
        return deadline.is_on_time(assignment.sent_on)
    if assignment.told_at is not None:
        return assignment.told_at < deadline.last_moment
    return assignment.received_on is None or deadline.is_on_time(assignment.received_on)


def times_late(recent: Sequence[Outcome]) -> int:
    """How many of the last three periods, the newest first, were late or are."""
    return sum(one in (Outcome.RECEIVED_LATE, Outcome.LATE) for one in recent[:_PERIODS_LOOKED_AT])


def is_often_late(recent: Sequence[Outcome]) -> bool:
    """Whether at least two of the last three periods were late."""
    return times_late(recent) >= _OFTEN


def tally(assignments: Iterable[Assignment], now: datetime) -> Tally:
    """Count assignments by outcome."""
    counts = Counter(outcome(assignment, now) for assignment in assignments)
    return Tally(expected=counts.total(), counts=counts)
