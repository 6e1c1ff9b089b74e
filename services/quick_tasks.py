"""An order without a letter: drafted, previewed, sent at once by a person's decision, ended by a person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain import ladder
from domain.calendar import VIETNAM, Calendar
from domain.deadlines import Deadline, compute
from domain.due_rules import DueRule, Relation
from domain.errors import InvalidInput
from domain.ladder import Step, read_steps
from domain.obligations import (
    AnswerKind,
    NilRule,
    Obligation,
    ObligationKind,
    ObligationState,
    Schedule,
)
from domain.periods import ONCE, Frequency
from domain.permissions import Action, Scope, authorize, scope_of
from domain.units import Actor, Person, Role, Selector, Unit
from language.quick_orders import Due
from locales.catalogue import DEFAULT
from locales.speech import speech
from services import changes, consolidation, digests, history, obligations, planning, quick_messages
from services.changes import Cause
from storage import wakes
from storage.organisation import Province
from storage.queries import dump
from storage.store import UnitOfWork

# All orders without a letter of a province stand under this key; there is no document to name.
DIRECTIVE = "giao-nhanh"
STEM = "GN"
SENT, ENDED = "quick_task_sent", "quick_task_ended"
BEFORE_DEADLINE = timedelta(hours=2)
_HALF_HOUR = timedelta(minutes=30)
# Who may be telephoned when no messenger reaches a unit.
_TO_CALL = (Role.FOCAL_POINT, Role.UNIT_HEAD)
_NO_UNIT = 0


@dataclass(frozen=True, slots=True)
class Place:
    """On whose behalf an order is given: the province and the coordinator's unit."""

    province: Province
    coordinator: Unit


@dataclass(frozen=True, slots=True)
class Task:
    """An order that is complete: the units that owe an answer, the question, until when."""

    units: tuple[Unit, ...]
    question: str
    due: Due


@dataclass(frozen=True, slots=True)
class Sent:
    """An order as sent: its duty, to how many units it goes, and the units that only a telephone reaches."""

    obligation: Obligation
    told: int
    silent: tuple[tuple[Unit, tuple[Person, ...]], ...]


async def place_of(uow: UnitOfWork, actor: Actor) -> Place | None:
    """Where the actor coordinates; None for everybody else."""
    provinces = scope_of(actor, Action.DECIDE).provinces
    held = [m for m in actor.memberships if m.role is Role.COORDINATOR and m.province_id in provinces]
    if not held:
        return None
    units = await uow.organisation.units_by_id([held[0].unit_id])
    found = {item.id: item for item in await uow.organisation.provinces()}
    return Place(found[held[0].province_id], units[held[0].unit_id])


def rule_of(due: Due) -> DueRule:
    """The deadline as a rule; its phrase is written out, because "mai" means something else tomorrow."""
    tr = speech(DEFAULT, VIETNAM)
    relation = Relation.BEFORE if due.is_before else Relation.BY
    key = "quick.phrase_before" if due.is_before else "quick.phrase_by"
    hour = tr("quick.phrase_hour", hour=f"{due.at.hour}:{due.at:%M}") if due.at is not None else ""
    return DueRule(
        relation, tr(key, hour=hour, day=tr.day(due.day)).replace("  ", " "), on=due.day, at=due.at
    )


def deadline_of(due: Due, place: Place, calendar: Calendar) -> Deadline:
    """The moments of a deadline in a province."""
    return compute(rule_of(due), ONCE, calendar, grace_days=place.province.grace_days)


async def unreached(uow: UnitOfWork, units: Sequence[Unit]) -> list[Unit]:
    """Those of the units that nobody is linked for, in the same order."""
    people = await digests.reachable(uow, {unit.id for unit in units})
    return [unit for unit in units if not people[unit.id]]


async def send(
    uow: UnitOfWork, actor: Actor, place: Place, task: Task, *, moment: tuple[datetime, Calendar]
) -> Sent:
    """Let the units owe the answer and tell them at once, at whatever hour: a person has decided so.

    Forbidden for who does not coordinate there, InvalidInput for a deadline that has passed or no units.
    """
    now, calendar = moment
    authorize(actor, Action.DECIDE, province_id=place.province.id, unit_id=_NO_UNIT)
    deadline = deadline_of(task.due, place, calendar)
    if deadline.last_moment <= now or not task.units:
        raise InvalidInput("an order needs units and a deadline that is still to come")
    key = await _add(
        uow, place, task, steps=reminder_steps(deadline, calendar, now), today=calendar.day_of(now)
    )
    await obligations.ensure_assignments(uow, calendar=calendar, now=now)
    (obligation,) = await uow.duties.obligations(ids=[key])
    scope = Scope(provinces=frozenset({place.province.id}))
    assigned = await uow.duties.assignments(scope, obligation_ids=[key])
    owed = sorted(await obligations.duties(uow, assigned), key=consolidation.protocol_order)
    people = await digests.reachable(uow, {duty.unit.id for duty in owed})
    await quick_messages.tell(uow, owed, people, moment=moment)
    silent = [duty.unit for duty in owed if not people[duty.unit.id]]
    data = {"units": len(owed), "unreached": [unit.id for unit in silent]}
    fact = history.Fact(SENT, f"obligation:{key}", place.province.id, place.coordinator.id, data=data)
    await history.record(uow, actor, fact, now=now)
    uow.wake(wakes.PLAN)
    return Sent(obligation, len(owed) - len(silent), await to_call(uow, silent))


def reminder_steps(deadline: Deadline, calendar: Calendar, now: datetime) -> tuple[Step, ...]:
    """One reminder of those who have not answered, two hours before the deadline.

    Out of the sending hours it waits for their opening, if that leaves half an hour to answer; otherwise it
    goes before their end. None when there is no such moment.
    """
    wanted = deadline.last_moment - BEFORE_DEADLINE
    at = ladder.next_sending_time(wanted, calendar)
    if at > deadline.last_moment - _HALF_HOUR:
        at = wanted
        while at > now and not ladder.is_sending_time(at, calendar):
            at -= _HALF_HOUR
    if at <= now + _HALF_HOUR:
        return ()
    local = calendar.local(at)
    days = calendar.working_days_between(local.date(), deadline.target_day)
    return read_steps(f"-{days}@{local:%H:%M}" if days else f"0@{local:%H:%M}")


async def end(
    uow: UnitOfWork, actor: Actor, obligation: Obligation, *, moment: tuple[datetime, Calendar]
) -> int:
    """Close an order: who has not answered need not any more; to how many that applies.

    Forbidden or NotFound for who does not coordinate there; Conflict when somebody ended it first.
    """
    now, calendar = moment
    authorize(actor, Action.DECIDE, province_id=obligation.province_id, unit_id=_NO_UNIT)
    await uow.duties.revise(obligation, replace(obligation, state=ObligationState.EXPIRED))
    scope = Scope(provinces=frozenset({obligation.province_id}))
    owed = await uow.duties.assignments(scope, obligation_ids=[obligation.id], owed=True)
    reason = speech(DEFAULT, calendar.zone)("quick.ended_reason")
    cause = Cause(changes.REPLANNED, now, {"message": None, "reason": reason})
    await planning.withdraw(uow, actor, owed, cause=cause)
    fact = history.Fact(
        ENDED, f"obligation:{obligation.id}", obligation.province_id, data={"released": len(owed)}
    )
    await history.record(uow, actor, fact, now=now)
    return len(owed)


async def to_call(uow: UnitOfWork, units: Sequence[Unit]) -> tuple[tuple[Unit, tuple[Person, ...]], ...]:
    """Units with the people whose telephone is known, in the same order."""
    ids = [unit.id for unit in units]
    members = await uow.organisation.memberships(unit_ids=ids, roles=_TO_CALL)
    people = await uow.organisation.people(member.person_id for member in members)
    known: dict[int, list[Person]] = defaultdict(list)
    for member in members:
        person = people[member.person_id]
        if person.phone and person not in known[member.unit_id]:
            known[member.unit_id].append(person)
    return tuple((unit, tuple(known[unit.id])) for unit in units)


async def of_province(uow: UnitOfWork, province_id: int) -> list[Obligation]:
    """The orders of a province, the newest first."""
    found = await uow.duties.obligations(province_id=province_id)
    return [item for item in reversed(found) if item.answer is AnswerKind.FIGURE]


async def _add(uow: UnitOfWork, place: Place, task: Task, *, steps: tuple[Step, ...], today: date) -> int:
    number = len(await of_province(uow, place.province.id)) + 1
    # A code is never given twice, so that an old message cannot speak of a new order.
    return await uow.duties.add_obligation(
        province_id=place.province.id,
        directive_id=await _directive(uow, place, today),
        coordinator_unit_id=place.coordinator.id,
        key=f"{DIRECTIVE}-{number}",
        clause=str(number),
        stem=f"{STEM}{number}",
        title=task.question,
        kind=ObligationKind.ONE_OFF.value,
        schedule=Schedule(Frequency.ONCE, rule_of(task.due)),
        selector=Selector(units=tuple(unit.code for unit in task.units)),
        state=ObligationState.ACTIVE.value,
        in_use_from=today,
        nil_rule=NilRule.BY_CHAT.value,
        filings=[],
        supersedes=(),
        supporting=[],
        sources=[],
        history=False,
        ladder=[dump(Step, step) for step in steps],
        answer=AnswerKind.FIGURE.value,
    )


async def _directive(uow: UnitOfWork, place: Place, today: date) -> int:
    for item in (await uow.duties.directives()).values():
        if (item.province_id, item.key) == (place.province.id, DIRECTIVE):
            return item.id
    tr = speech(DEFAULT, VIETNAM)
    return await uow.duties.add_directive(
        province_id=place.province.id,
        key=DIRECTIVE,
        issuer=place.coordinator.name,
        doc_type=tr("quick.doc_type"),
        subject=tr("quick.subject"),
        number=None,
        symbol="",
        date_text="",
        year=today.year,
        coordinator_unit_id=place.coordinator.id,
    )
