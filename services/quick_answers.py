"""Figures that units give to an order without a letter, and the table they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.errors import NotAllowedNow
from domain.ladder import PUNCTUAL
from domain.obligations import AnswerKind, Assignment, Obligation, ObligationState
from domain.permissions import Action, Scope, authorize, scope_of
from domain.statuses import Status, Verb, move
from domain.units import Actor, Unit
from language.figures import is_summable
from locales.speech import Speech
from services import changes, consolidation, obligations
from services.changes import CHANGED, Cause, Said
from services.quick_tasks import SENT
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's line: its figure, who gave it and when; None where nothing was given."""

    unit: Unit
    status: Status
    figure: str | None = None
    by: str = ""
    at: datetime | None = None
    is_late: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether an answer is still owed."""
        return self.figure is None and self.status.is_owed


@dataclass(frozen=True, slots=True)
class Table:
    """The answers to one order, departments first; `total` is None where figures make no sum."""

    duties: tuple[Duty, ...]
    lines: tuple[Line, ...]
    total: Decimal | None
    is_fictitious: bool

    @property
    def answered(self) -> int:
        """How many units gave a figure."""
        return sum(line.figure is not None for line in self.lines)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The units whose answer is still owed."""
        return tuple(line for line in self.lines if line.is_missing)


async def give(uow: UnitOfWork, actor: Actor, duty: Duty, figure: str, *, said: Said) -> Assignment:
    """Record a figure or replace the one before, which the history keeps.

    NotFound for another unit's duty, NotAllowedNow once the order has ended, Conflict when somebody was
    faster. A figure that is replaced after the deadline was still given when it was first given.
    """
    before = duty.assignment
    authorize(actor, Action.REPORT_STATUS, province_id=before.province_id, unit_id=before.unit_id)
    if not is_open(duty):
        raise NotAllowedNow(f"{duty.code} takes no figure any more")
    is_new = before.figure is None
    values = {
        "status": (move(before.status, Verb.SEND) if before.status.is_owed else before.status).value,
        "figure": figure,
        "told_at": said.said_at if is_new else before.told_at,
        "reason": None,
        "promised": None,
        "percent": None,
        "next_step_at": None,
    }
    cause = Cause(CHANGED, said.now, {"message": said.message})
    after = await changes.change(uow, actor, before, values, cause=cause)
    if actor.person is not None:
        # Whoever answers has read what was sent, so an unknown outcome is known now.
        await uow.outbox.arrived(actor.person.id)
    return after


def is_open(duty: Duty) -> bool:
    """Whether a duty takes a figure: it asks for one, nobody has ended it, its unit was not released."""
    return (
        duty.obligation.answer is AnswerKind.FIGURE
        and duty.obligation.state is ObligationState.ACTIVE
        and duty.assignment.status is not Status.WAIVED
    )


async def own(uow: UnitOfWork, actor: Actor) -> list[Duty]:
    """The actor's own duties that ask for a figure, the newest first, whether answered, ended or open."""
    found = await uow.duties.assignments(scope_of(actor, Action.REPORT_STATUS))
    asked = await uow.duties.obligations(ids={item.obligation_id for item in found})
    wanted = {item.id for item in asked if item.answer is AnswerKind.FIGURE}
    duties = await obligations.duties(uow, [item for item in found if item.obligation_id in wanted])
    return sorted(duties, key=lambda duty: (-duty.obligation.id, duty.unit.order_no))


async def spoke_last_of(uow: UnitOfWork, actor: Actor, duty: Duty) -> bool:
    """Whether the last thing the actor changed is the answer to this duty."""
    last = await uow.history.recent_of_actor(actor.label, changes.CHANGES, 1)
    return bool(last) and last[0].subject == f"assignment:{duty.assignment.id}"


async def was_asked_last(uow: UnitOfWork, actor: Actor, duty: Duty) -> bool:
    """Whether no reminder has reached the actor since the order was sent."""
    assert actor.person is not None, "only people are asked"
    sent = await uow.history.of_verbs([f"obligation:{duty.obligation.id}"], [SENT])
    last = await uow.reminders.last_sent_to(actor.person.id)
    return bool(sent) and last is not None and last - sent[0].at <= PUNCTUAL


async def table(uow: UnitOfWork, actor: Actor, obligation: Obligation) -> Table:
    """The answers as they stand; only those of a province the actor oversees."""
    provinces = scope_of(actor, Action.VIEW_PROGRESS).provinces
    owed = await uow.duties.assignments(Scope(provinces=provinces), obligation_ids=[obligation.id])
    duties = sorted(await obligations.duties(uow, owed), key=consolidation.protocol_order)
    names = await _answered_by(uow, [duty.assignment for duty in duties])
    lines = tuple(_line(duty, names.get(duty.assignment.id, "")) for duty in duties)
    given = [Decimal(line.figure) for line in lines if line.figure is not None]
    total = sum(given, Decimal(0)) if given and is_summable(obligation.title) else None
    invented = {item.id for item in await uow.organisation.provinces() if item.fictitious}
    return Table(tuple(duties), lines, total, obligation.province_id in invented)


def written(tr: Speech, figure: str | Decimal) -> str:
    """A figure as people write it: `1.250,5`."""
    grouped = f"{Decimal(figure):,f}"
    if tr.locale != "vi":
        return grouped
    return grouped.replace(",", " ").replace(".", ",").replace(" ", ".")


def _line(duty: Duty, by: str) -> Line:
    assignment = duty.assignment
    told = assignment.told_at if assignment.figure is not None else None
    is_late = told is not None and told >= assignment.current.last_moment
    return Line(duty.unit, assignment.status, assignment.figure, by if told else "", told, is_late)


async def _answered_by(uow: UnitOfWork, assignments: Sequence[Assignment]) -> dict[int, str]:
    """Who gave the figure that stands, by assignment."""
    subjects = {f"assignment:{item.id}": item for item in assignments if item.figure is not None}
    if not subjects:
        return {}
    actors: dict[str, str] = {}
    for event in await uow.history.of_verbs(subjects, changes.CHANGES):
        before, after = event.data["before"].get("figure"), event.data["after"].get("figure")
        if before != after == subjects[event.subject].figure:
            actors.setdefault(event.subject, event.actor)
    ids = {key: int(actor.partition(":")[2]) for key, actor in actors.items() if actor.startswith("person:")}
    people = await uow.organisation.people(ids.values())
    return {subjects[key].id: people[person].name for key, person in ids.items() if person in people}
