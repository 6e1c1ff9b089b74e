"""The planner: which reminders are due, to whom, as one digest per person and slot."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain import ladder
from domain.calendar import Calendar
from domain.deadlines import Deadline
from domain.periods import Period
from services import digests, obligations, supporting
from services.digests import Told
from services.wording import Duty
from storage.store import UnitOfWork

# So many assignments are held in memory at once, or all of those whose units share their persons.
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Planned:
    """What one pass of the planner did."""

    assigned: int = 0
    steps: int = 0
    coalesced: int = 0
    queued: int = 0
    unreachable: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """What a deadline asks for now: a rung to tell, and when to look again."""

    rung: ladder.Rung | None
    again: datetime | None


@dataclass(slots=True)
class _Pass:
    """Working memory of one pass."""

    now: datetime
    calendar: Calendar
    people: Mapping[int, list[int]]
    ended: frozenset[int]
    opening: datetime
    looks: dict[tuple[int, Period, Deadline, date | None], _Look] = field(default_factory=dict)
    steps: int = 0
    coalesced: int = 0
    queued: int = 0
    unreachable: int = 0


async def plan(uow: UnitOfWork, *, calendar: Calendar, now: datetime) -> Planned:
    """Turn due steps into queued digests, in the given unit of work.

    Idempotent: a reminder's key is assignment x plan version x step x person, a digest's is person x slot.
    After downtime only the latest missed step is told, and nothing outside the sending hours.
    """
    waiting = await uow.duties.steps_due(now)
    if not waiting:
        return Planned()
    people = await digests.reachable(uow, set(waiting))
    day = calendar.day_of(now)
    ended = frozenset(item.id for item in await uow.organisation.provinces() if item.is_history(day))
    work = _Pass(now, calendar, people, ended, ladder.next_sending_time(now, calendar))
    for ids in batches(waiting, people):
        await _emit(uow, work, await _look(uow, work, ids))
    return Planned(0, work.steps, work.coalesced, work.queued, work.unreachable)


def batches(waiting: Mapping[int, Sequence[int]], people: Mapping[int, Sequence[int]]) -> Iterator[list[int]]:
    """The assignments that wait, by unit, in batches that never part the duties of one person.

    Otherwise somebody could get two digests in one slot.
    """
    batch: list[int] = []
    for units in _circles(people):
        batch += [key for unit in units for key in waiting[unit]]
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _circles(people: Mapping[int, Sequence[int]]) -> Iterator[list[int]]:
    """Units in groups of which no two share a person."""
    units_of: dict[int, list[int]] = defaultdict(list)
    for unit, persons in people.items():
        for person in persons:
            units_of[person].append(unit)
    seen: set[int] = set()
    for first in people:
        circle, found = [], [first]
        while found:
            unit = found.pop()
            if unit in seen:
                continue
            seen.add(unit)
            circle.append(unit)
            found += [other for person in people[unit] for other in units_of.pop(person, ())]
        if circle:
            yield circle


async def _look(uow: UnitOfWork, work: _Pass, ids: Sequence[int]) -> dict[int, list[Told]]:
    """What each person is told now of these assignments; all of them get their next look."""
    found = await uow.duties.by_step(ids)
    work.steps += len(found)
    duties = await obligations.duties(uow, [item for item in found if item.province_id not in work.ended])
    told = await uow.reminders.emitted(duty.assignment.id for duty in duties)
    due: dict[int, list[Told]] = defaultdict(list)
    again: dict[datetime | None, list[int]] = defaultdict(list)
    again[None] = [item.id for item in found if item.province_id in work.ended]
    for duty in duties:
        look = _look_at(work, duty)
        again[look.again].append(duty.assignment.id)
        if look.rung is not None:
            _tell(work, duty, look.rung, told=told, due=due)
    for moment, keys in again.items():
        await uow.duties.set_next_step(keys, moment)
    reminded = [duty.assignment for duty in duties]
    await supporting.inform(uow, reminded, calendar=work.calendar, now=work.now)
    return due


def _look_at(work: _Pass, duty: Duty) -> _Look:
    """What the duty asks for now; duties with one deadline and promise ask for the same, found once."""
    if not is_reminded(duty):
        return _Look(None, None)
    assignment = duty.assignment
    key = (duty.obligation.id, assignment.period, assignment.current, assignment.promised)
    if key not in work.looks:
        work.looks[key] = _judge(work, rungs_of(duty, work.calendar))
    return work.looks[key]


def _judge(work: _Pass, rungs: Sequence[ladder.Rung]) -> _Look:
    latest, following = ladder.latest(rungs, work.now), ladder.following(rungs, work.now)
    again = following.at if following else None
    if latest is None:
        return _Look(None, again)
    if work.opening > work.now:
        return _Look(None, min(work.opening, again) if again else work.opening)
    is_over = following is None and work.now - latest.at > ladder.ENDED
    if is_over or _is_followed_today(work, latest, following):
        return _Look(None, again)
    return _Look(latest, again)


def _is_followed_today(work: _Pass, latest: ladder.Rung, following: ladder.Rung | None) -> bool:
    """A late step is left out when the next one falls on the same day anyway."""
    if following is None or work.now - latest.at <= ladder.PUNCTUAL:
        return False
    return work.calendar.day_of(following.at) == work.calendar.day_of(work.now)


def _tell(
    work: _Pass,
    duty: Duty,
    rung: ladder.Rung,
    *,
    told: set[tuple[int, int, str, int]],
    due: dict[int, list[Told]],
) -> None:
    key = (duty.assignment.id, duty.assignment.plan_version, rung.step.key)
    people = work.people[duty.unit.id]
    missing = [person for person in people if (*key, person) not in told]
    for person in missing:
        due[person].append(Told(duty, rung.step.key, rung.at))
    if missing and work.now - rung.at > ladder.PUNCTUAL:
        work.coalesced += 1
    work.unreachable += not people


async def _emit(uow: UnitOfWork, work: _Pass, due: Mapping[int, Sequence[Told]]) -> None:
    recipients = await digests.recipients(uow, list(due))
    drafts = [
        digests.Draft(recipients[person_id], told, f"digest:{person_id}:{_slot(work, told)}")
        for person_id, told in sorted(due.items())
    ]
    moment = digests.Moment(work.now, work.calendar, work.now)
    queued = await digests.queue_all(uow, drafts, moment=moment)
    work.queued += len(queued)
    # Where the slot's digest has gone already (a duty appeared a moment later) it is told as a catch-up.
    missed = [item.duty.assignment.id for draft in drafts if draft.key not in queued for item in draft.told]
    await uow.duties.set_next_step(missed, work.now + ladder.PUNCTUAL)


def _slot(work: _Pass, told: Sequence[Told]) -> str:
    """The slot of a digest: the moment of its newest step, or the present one when it is a catch-up."""
    newest = max(item.due_at for item in told)
    if work.now - newest <= ladder.PUNCTUAL:
        return f"{newest:%Y%m%dT%H%M}"
    return f"{work.now:%Y%m%dT%H%M}:late:{told[0].duty.assignment.id}"


def is_reminded(duty: Duty) -> bool:
    """Whether the ladder still speaks about the duty: owed, not history, not in dispute."""
    return duty.assignment.status.is_owed and not duty.obligation.history and not duty.assignment.disputed


def rungs_of(duty: Duty, calendar: Calendar) -> tuple[ladder.Rung, ...]:
    """The rungs of a duty's present deadline, and of the day the unit has promised."""
    assignment = duty.assignment
    found = ladder.rungs(
        duty.obligation.steps, deadline=assignment.current, period=assignment.period, calendar=calendar
    )
    if assignment.promised is None:
        return found
    promised = ladder.promise(assignment.promised, found, calendar)
    return tuple(sorted((*found, promised), key=lambda rung: rung.at)) if promised is not None else found
