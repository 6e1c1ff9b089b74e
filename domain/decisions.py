"""Decisions over dates and units: an outage moves what fell due, an exemption waives it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import Calendar
from domain.deadlines import Deadline
from domain.units import Selector, Unit

_ONE_DAY = timedelta(days=1)


class DecisionKind(StrEnum):
    """What was decided: `outage` (systems were down, not late) or `exemption` (nothing is owed)."""

    OUTAGE = "outage"
    EXEMPTION = "exemption"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: the days it covers (both inclusive), the units, and its basis in the decider's words.

    `selector` None means every unit of the province, `obligation_id` None every duty. Of an outage `moved_to`
    is the working day to which everything due in those days was moved. `affected` are the keys of the
    assignments it changed; `undone_at` is set when it was taken back.
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
    selector: Selector | None = None
    obligation_id: int | None = None

    def covers(self, deadline: Deadline) -> bool:
        """Whether the deadline falls due inside the days of the decision."""
        return self.first_day <= deadline.last_day <= self.last_day


def chosen(selector: Selector | None, units: Iterable[Unit], first_day: date, last_day: date) -> set[int]:
    """Keys of the units that a decision means; who came or went within its days is among them."""
    every = list(units)
    if selector is None:
        return {unit.id for unit in every}
    return {unit.id for day in (first_day, last_day) for unit in selector.expand(every, day)}


def moved(deadline: Deadline, to: date, calendar: Calendar, *, grace_days: int = 0) -> Deadline:
    """The deadline moved to the end of a later working day; the directive's words and named day stay."""
    last_moment = calendar.start_of(to + _ONE_DAY)
    late_from = last_moment
    if grace_days:
        late_from = calendar.start_of(calendar.shift(to, grace_days) + _ONE_DAY)
    return replace(
        deadline, at=None, last_day=to, last_moment=last_moment, target_day=to, late_from=late_from
    )
