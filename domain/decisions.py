"""Decisions over dates and units: an outage moves what fell due, an exemption waives it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DecisionKind(StrEnum):
    """What was decided: `outage` (systems were down, not late) or `exemption` (nothing is owed)."""

    OUTAGE = "outage"
    EXEMPTION = "exemption"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: the days it covers (both inclusive), the units, and its basis in the decider's words.

    Of an outage `moved_to` is the working day to which everything due in those days was moved. `affected` are
    the keys of the assignments it changed; `undone_at` is set when it was taken back.
    """

    id: int
    province_id: int
    kind: DecisionKind
    first_day: date
    last_day: date
    basis: str
    decided_by: str
    decided_at: datetime
    affected: tuple[int, ...]
    moved_to: date | None = None
    undone_at: datetime | None = None
