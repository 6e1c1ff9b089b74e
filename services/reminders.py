"""The planner: which reminders are due, to whom, as one digest per person and slot."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain import ladder
from domain.calendar import Calendar
from domain.obligations import Assignment
from services import digests, obligations
from services.digests import Told
from services.wording import Duty
from storage.store import UnitOfWork

# All of one slot is looked at together, so that nobody gets two digests; a province has far fewer.
MOST_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Planned:
    """What one pass of the planner did."""

    assigned: int = 0
    steps: int = 0
    coalesced: int = 0
    queued: int = 0
    unreachable: int = 0


@dataclass(slots=True)
class _Pass:
    """Working memory of one pass."""

    now: datetime
    calendar: Calendar
    people: Mapping[int, list[int]]
    told: set[tuple[int, int, str, int]]
    coalesced: int = 0
    unreachable: int = 0
    due: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))


async def plan(uow: UnitOfWork, *, calendar: Calendar, now: datetime) -> Planned:
    """Turn due steps into queued digests, in the given unit of work.

    Idempotent: a reminder's key is assignment x plan version x step x person, a digest's is person x slot.
    After downtime only the latest missed step is told, and nothing outside the sending hours.
    """
    waiting = await uow.duties.with_step_due(now, MOST_AT_ONCE)
    if not waiting:
        return Planned()
    work = await _look(uow, waiting, calendar=calendar, now=now)
    queued = await _emit(uow, work)
    return Planned(0, len(waiting), work.coalesced, queued, work.unreachable)


async def _look(
    uow: UnitOfWork, waiting: Sequence[Assignment], *, calendar: Calendar, now: datetime
) -> _Pass:
    day = calendar.day_of(now)
    ended = {item.id for item in await uow.organisation.provinces() if item.is_history(day)}
    await uow.duties.set_next_step([item.id for item in waiting if item.province_id in ended], None)
    duties = await obligations.duties(uow, waiting)
    duties = [duty for duty in duties if duty.assignment.province_id not in ended]
    people = await digests.reachable(uow, {duty.unit.id for duty in duties})
    told = await uow.reminders.emitted(duty.assignment.id for duty in duties)
    work = _Pass(now, calendar, people, told)
    again: dict[datetime | None, list[int]] = defaultdict(list)
    for duty in duties:
        again[_next_look(work, duty)].append(duty.assignment.id)
    for moment, ids in again.items():
        await uow.duties.set_next_step(ids, moment)
    return work


def _next_look(work: _Pass, duty: Duty) -> datetime | None:
    """Note who is told which step now; returns when to look at the assignment again."""
    if not is_reminded(duty):
        return None
    found = rungs_of(duty, work.calendar)
    latest, following = ladder.latest(found, work.now), ladder.following(found, work.now)
    if latest is None:
        return following.at if following else None
    opening = ladder.next_sending_time(work.now, work.calendar)
    if opening > work.now:
        return min(opening, following.at) if following else opening
    is_over = following is None and work.now - latest.at > ladder.ENDED
    if not is_over and not _is_followed_today(work, latest, following):
        _tell(work, duty, latest)
    return following.at if following else None


def _is_followed_today(work: _Pass, latest: ladder.Rung, following: ladder.Rung | None) -> bool:
    """A late step is left out when the next one falls on the same day anyway."""
    if following is None or work.now - latest.at <= ladder.PUNCTUAL:
        return False
    return work.calendar.day_of(following.at) == work.calendar.day_of(work.now)


def _tell(work: _Pass, duty: Duty, rung: ladder.Rung) -> None:
    key = (duty.assignment.id, duty.assignment.plan_version, rung.step.key)
    people = work.people[duty.unit.id]
    missing = [person for person in people if (*key, person) not in work.told]
    for person in missing:
        work.due[person].append(Told(duty, rung.step.key, rung.at))
    if missing and work.now - rung.at > ladder.PUNCTUAL:
        work.coalesced += 1
    work.unreachable += not people


async def _emit(uow: UnitOfWork, work: _Pass) -> int:
    recipients = await digests.recipients(uow, list(work.due))
    moment = digests.Moment(work.now, work.calendar, work.now)
    queued = 0
    for person_id, told in sorted(work.due.items()):
        key = f"digest:{person_id}:{_slot(work, told)}"
        if await digests.queue(uow, recipients[person_id], told, key=key, moment=moment):
            queued += 1
        else:
            # The slot's digest has gone already (a duty appeared a moment later): tell it as a catch-up.
            ids = [item.duty.assignment.id for item in told]
            await uow.duties.set_next_step(ids, work.now + ladder.PUNCTUAL)
    return queued


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
    """The rungs of a duty's present deadline."""
    assignment = duty.assignment
    return ladder.rungs(
        duty.obligation.steps, deadline=assignment.current, period=assignment.period, calendar=calendar
    )
