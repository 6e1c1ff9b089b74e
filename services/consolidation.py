"""Who has reported and who has not: the overdue list and progress, at any moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import Calendar
from domain.consolidation import Outcome, Tally, outcome, tally
from domain.obligations import Assignment, Obligation
from domain.periods import Period
from domain.permissions import Action, scope_of
from domain.units import Actor
from services import changes, obligations
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Overdue:
    """One overdue duty with what a leader asks about it."""

    duty: Duty
    working_days_late: int
    reminders_sent: int
    last_reply: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One obligation and period: who owes, and where everybody stands."""

    obligation: Obligation
    period: Period
    duties: tuple[Duty, ...]
    tally: Tally
    moment: datetime

    def with_outcome(self, *outcomes: Outcome) -> list[Duty]:
        """Duties with one of the outcomes: departments before territorial units, in protocol order."""
        found = [duty for duty in self.duties if outcome(duty.assignment, self.moment) in outcomes]
        return sorted(found, key=protocol_order)


def protocol_order(duty: Duty) -> tuple[bool, int, str]:
    """Departments and agencies first, then territorial units; inside each the protocol order."""
    return duty.unit.is_territorial, duty.unit.order_no, duty.unit.code


async def overdue(
    uow: UnitOfWork, actor: Actor, *, calendar: Calendar, now: datetime, as_of: datetime | None = None
) -> list[Overdue]:
    """Everything past its `late_from` and still owed that the actor may see; replayed up to `as_of`."""
    moment = as_of or now
    scope = scope_of(actor, Action.VIEW_OVERDUE)
    assignments = await _as_of(uow, await uow.duties.assignments(scope), as_of)
    day = calendar.day_of(moment)
    ended = {item.id for item in await uow.organisation.provinces() if item.is_history(day)}
    late = [item for item in assignments if item.is_overdue(moment) and item.province_id not in ended]
    duties = [duty for duty in await obligations.duties(uow, late) if not duty.obligation.history]
    counts = await uow.reminders.sent_counts((duty.assignment.id for duty in duties), until=moment)
    found = [
        Overdue(
            duty,
            calendar.working_days_between(duty.assignment.current.last_day, calendar.day_of(moment)),
            counts.get(duty.assignment.id, 0),
            duty.assignment.told_at,
        )
        for duty in duties
    ]
    return sorted(found, key=lambda item: (item.duty.obligation.id, *protocol_order(item.duty)))


async def standings(
    uow: UnitOfWork,
    actor: Actor,
    *,
    now: datetime,
    period: Period | None = None,
    as_of: datetime | None = None,
) -> list[Standing]:
    """Every obligation and period in the actor's scope, the ones owed by most units first."""
    moment = as_of or now
    scope = scope_of(actor, Action.VIEW_PROGRESS)
    assignments = await _as_of(uow, await uow.duties.assignments(scope, period=period), as_of)
    grouped: dict[tuple[int, Period], list[Duty]] = {}
    for duty in await obligations.duties(uow, assignments):
        if not duty.obligation.history:
            grouped.setdefault((duty.obligation.id, duty.assignment.period), []).append(duty)
    found = [_standing(duties, moment) for duties in grouped.values()]
    return sorted(found, key=lambda item: (-len(item.duties), item.obligation.id, item.period.key))


def current(found: Sequence[Standing], today: date) -> list[Standing]:
    """Of each obligation only the period people talk about: the one whose deadline was last or is next.

    A period counts as current from its opening until the next one's first day has come.
    """
    chosen: dict[int, Standing] = {}
    for standing in sorted(found, key=lambda item: item.period):
        known = chosen.get(standing.obligation.id)
        if known is None or standing.period.is_once or standing.period.first_day <= today:
            chosen[standing.obligation.id] = standing
    return [standing for standing in found if chosen[standing.obligation.id] is standing]


def _standing(duties: list[Duty], moment: datetime) -> Standing:
    assignments = [duty.assignment for duty in duties]
    return Standing(
        duties[0].obligation, assignments[0].period, tuple(duties), tally(assignments, moment), moment
    )


async def _as_of(uow: UnitOfWork, assignments: list[Assignment], moment: datetime | None) -> list[Assignment]:
    """The assignments as they were at a business moment, by replaying their history."""
    if moment is None:
        return assignments
    states = {
        event.subject: event.data["after"]
        for event in await uow.history.changes_until(moment, changes.CHANGES)
    }
    first = {
        event.subject: event.data["before"]
        for event in await uow.history.of_verbs(
            {f"assignment:{item.id}" for item in assignments}, changes.CHANGES
        )
    }
    replayed = []
    for item in assignments:
        subject = f"assignment:{item.id}"
        document = states.get(subject) or first.get(subject)
        replayed.append(changes.state_at(item, document) if document else item)
    return replayed
