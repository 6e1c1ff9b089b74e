"""Who has reported and who has not: the overdue list and progress, at any moment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.calendar import Calendar
from domain.consolidation import (
    NOT_RECEIVED,
    Block,
    Outcome,
    Tally,
    is_often_late,
    outcome,
    tally,
    times_late,
)
from domain.deadlines import Deadline
from domain.obligations import AnswerKind, Assignment, Obligation
from domain.periods import Period
from domain.permissions import Action, Scope, scope_of
from domain.units import Actor
from services import changes, obligations
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Overdue:
    """One duty with what a leader asks about it; 0 working days while it is not overdue."""

    duty: Duty
    working_days_late: int
    reminders_sent: int
    last_reply: datetime | None
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One obligation and period: who owes, and where everybody stands.

    `is_main` marks the obligation most units owe, which people mean by "báo cáo" alone; `block` is set when
    only the units of one block are looked at.
    """

    obligation: Obligation
    period: Period
    duties: tuple[Duty, ...]
    tally: Tally
    moment: datetime
    is_main: bool = False
    block: Block | None = None

    @property
    def deadline(self) -> Deadline:
        """The deadline most units have whose time was not moved; moved ones count where all were moved."""
        every = [duty.assignment for duty in self.duties]
        unmoved = [item for item in every if item.current.last_moment <= item.original.last_moment]
        counted = Counter(item.current for item in unmoved or every)
        return max(counted, key=lambda one: (counted[one], -one.last_moment.timestamp()))

    @property
    def missing(self) -> list[Duty]:
        """Whose report was not received: those "chưa nhận", in protocol order."""
        return self.with_outcome(*NOT_RECEIVED)

    def of(self, block: Block | None) -> "Standing":
        """The same report of the units of one block alone."""
        if block is None:
            return self
        kept = tuple(duty for duty in self.duties if block.has(duty.unit))
        counted = tally([duty.assignment for duty in kept], self.moment)
        return replace(self, duties=kept, tally=counted, block=block)

    def blocks(self, found: Sequence[Duty]) -> dict[Block, list[Duty]]:
        """Some of its duties by block."""
        return {block: [duty for duty in found if block.has(duty.unit)] for block in Block}

    def with_outcome(self, *outcomes: Outcome) -> list[Duty]:
        """Duties with one of the outcomes: departments before territorial units, in protocol order."""
        found = [duty for duty in self.duties if outcome(duty.assignment, self.moment) in outcomes]
        return sorted(found, key=protocol_order)


def protocol_order(duty: Duty) -> tuple[bool, int, str]:
    """The place of a duty's unit in lists."""
    return duty.unit.protocol


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
    found = await chased(uow, duties, calendar=calendar, now=moment)
    return sorted(found, key=lambda item: (item.duty.obligation.id, *protocol_order(item.duty)))


async def chased(
    uow: UnitOfWork, duties: Sequence[Duty], *, calendar: Calendar, now: datetime
) -> list[Overdue]:
    """Duties with how late they are and how often their units were reminded and telephoned."""
    ids = [duty.assignment.id for duty in duties]
    counts = await uow.reminders.sent_counts(ids, until=now)
    calls = await uow.requests.call_counts(ids)
    today = calendar.day_of(now)
    return [
        Overdue(
            duty,
            calendar.working_days_between(duty.assignment.current.last_day, today)
            if duty.assignment.is_overdue(now)
            else 0,
            counts.get(duty.assignment.id, 0),
            duty.assignment.told_at,
            calls.get(duty.assignment.id, 0),
        )
        for duty in duties
    ]


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
    return await _grouped(uow, assignments, moment)


async def _grouped(uow: UnitOfWork, assignments: Sequence[Assignment], moment: datetime) -> list[Standing]:
    grouped: dict[tuple[int, Period], list[Duty]] = {}
    for duty in await obligations.duties(uow, assignments):
        if not duty.obligation.history:
            grouped.setdefault((duty.obligation.id, duty.assignment.period), []).append(duty)
    found = [_standing(duties, moment) for duties in grouped.values()]
    found.sort(
        key=lambda item: (
            item.obligation.answer is AnswerKind.FIGURE,
            -len(item.duties),
            item.obligation.id,
            item.period.key,
        )
    )
    return [replace(item, is_main=item.obligation.id == found[0].obligation.id) for item in found]


async def main_report(uow: UnitOfWork, province_id: int, *, now: datetime, today: date) -> Standing | None:
    """The main report of a province, for a line that counts and names nobody."""
    assignments = await uow.duties.assignments(Scope(provinces=frozenset({province_id})))
    found = current(await _grouped(uow, assignments, now), today)
    return found[0] if found else None


async def find(uow: UnitOfWork, actor: Actor, key: tuple[int, str], *, now: datetime) -> Standing | None:
    """One obligation and period by their keys, as far as the actor may see."""
    for standing in await standings(uow, actor, now=now):
        if (standing.obligation.id, standing.period.key) == key:
            return standing
    return None


def often_late(found: Sequence[Standing], of: Standing) -> list[tuple[Duty, int]]:
    """Units that were late in two of the last three periods of a report that are over; how often each was."""
    same = [item for item in found if item.obligation.id == of.obligation.id and _is_over(item)]
    outcomes: dict[int, list[Outcome]] = {}
    for item in sorted(same, key=lambda item: item.period, reverse=True):
        for duty in item.duties:
            outcomes.setdefault(duty.unit.id, []).append(outcome(duty.assignment, item.moment))
    known = {duty.unit.id: duty for item in [*same, of] for duty in item.duties}
    often = {key: recent for key, recent in outcomes.items() if is_often_late(recent)}
    counted = [(known[key], times_late(recent)) for key, recent in often.items()]
    return sorted(counted, key=lambda pair: protocol_order(pair[0]))


def silent(found: Sequence[Standing], of: Standing) -> list[Duty]:
    """Units of a report that have never said a word about anything they owe or owed."""
    spoke = {duty.unit.id for item in found for duty in item.duties if duty.assignment.told_at is not None}
    return sorted((duty for duty in of.duties if duty.unit.id not in spoke), key=protocol_order)


def _is_over(standing: Standing) -> bool:
    return standing.moment >= standing.deadline.last_moment


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
