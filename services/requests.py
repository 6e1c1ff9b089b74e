"""What units ask for: opened as they write, put before their coordinator, decided once or lapsed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.calendar import Calendar
from domain.errors import Conflict, NotFound
from domain.obligations import Assignment
from domain.permissions import Action, Scope, scope_of
from domain.requests import Request, RequestKind, RequestState
from domain.statuses import Status
from domain.units import OPERATOR, Actor, Role, Unit, UnitKind
from locales.speech import Speech
from services import digests, history, notices, obligations
from services.changes import Said
from services.wording import Duty
from storage.store import UnitOfWork

OPENED, DECIDED = "request_opened", "request_decided"
# So long a call is still about what was asked last.
_STILL_TALKING = timedelta(days=7)
_ABOUT_DUTIES = (RequestKind.EXTENSION, RequestKind.DISPUTE, RequestKind.OBSTACLE)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one message asked for: its requests, one for each duty, and whose they are."""

    requests: tuple[Request, ...]
    unit: Unit
    coordinator: Unit
    duties: tuple[Duty, ...] = ()

    @property
    def kind(self) -> RequestKind:
        """What is asked."""
        return self.requests[0].kind

    @property
    def ids(self) -> list[int]:
        """The keys of the requests."""
        return [item.id for item in self.requests]

    @property
    def data(self) -> Mapping[str, Any]:
        """What was said; all requests of one message say the same."""
        return self.requests[0].data

    @property
    def asked_at(self) -> datetime:
        """When it was asked."""
        moment = self.requests[0].created_at
        assert moment is not None, "every stored request carries its moment"
        return moment

    @property
    def until(self) -> date:
        """The day that is asked for, of an extension."""
        return date.fromisoformat(self.data["until"])

    @property
    def hour(self) -> time | None:
        """The hour that is asked for, of an extension."""
        return time.fromisoformat(self.data["hour"]) if self.data.get("hour") else None

    def about(self, codes: Iterable[str]) -> "Ask":
        """Only what is asked about the duties with these codes; everything when none is named."""
        wanted = set(codes)
        duties = tuple(duty for duty in self.duties if duty.code in wanted)
        if not duties:
            return self
        keys = {duty.assignment.id for duty in duties}
        kept = tuple(item for item in self.requests if item.assignment_id in keys)
        return replace(self, requests=kept, duties=duties)


async def open_about(
    uow: UnitOfWork,
    actor: Actor,
    kind: RequestKind,
    duties: Sequence[Duty],
    *,
    told: tuple[Mapping[str, Any], Said],
) -> None:
    """Ask about each of these duties; what was asked of the same kind before is withdrawn by it."""
    data, said = told
    for duty in duties:
        assignment = duty.assignment
        everywhere = Scope(provinces=frozenset({assignment.province_id}))
        before = await uow.requests.open(everywhere, kinds=[kind], assignment_ids=[assignment.id])
        for old in before:
            await uow.requests.close(old.id, RequestState.WITHDRAWN, by=actor.label, at=said.now)
        place = (duty.unit, duty.coordinator.id, assignment.id)
        await _open(uow, actor, kind, place, told=(data, said))


async def open_of_unit(
    uow: UnitOfWork, actor: Actor, kind: RequestKind, unit: Unit, *, told: tuple[Mapping[str, Any], Said]
) -> Unit:
    """Ask something that concerns the unit itself; the body that is asked."""
    data, said = told
    coordinator = await _coordinator_of(uow, unit, kind, said.now)
    here = Scope(units=frozenset({unit.id}))
    for old in await uow.requests.open(here, kinds=[kind]):
        await uow.requests.close(old.id, RequestState.WITHDRAWN, by=actor.label, at=said.now)
    await _open(uow, actor, kind, (unit, coordinator.id, None), told=(data, said))
    return coordinator


async def _open(
    uow: UnitOfWork,
    actor: Actor,
    kind: RequestKind,
    place: tuple[Unit, int, int | None],
    *,
    told: tuple[Mapping[str, Any], Said],
) -> None:
    (unit, coordinator_unit_id, assignment_id), (data, said) = place, told
    request_id = await uow.requests.add(
        kind=kind,
        data={**data, "message": said.message},
        province_id=unit.province_id,
        unit_id=unit.id,
        coordinator_unit_id=coordinator_unit_id,
        assignment_id=assignment_id,
        person_id=actor.person.id if actor.person else None,
        created_at=said.now,
    )
    fact = history.Fact(
        OPENED, f"request:{request_id}", unit.province_id, unit.id, data={"kind": kind.value, **data}
    )
    await history.record(uow, actor, fact, now=said.now)


async def _coordinator_of(uow: UnitOfWork, unit: Unit, kind: RequestKind, now: datetime) -> Unit:
    """Who is asked: for a call whoever the unit last asked something; otherwise the Office, if it is linked.

    Where no coordinator of the Office is linked it is the body that coordinates the unit's nearest duty.
    """
    if kind is RequestKind.CALL_BACK:
        last = await uow.requests.newest_of_unit(unit.id, now - _STILL_TALKING)
        if last is not None:
            return (await uow.organisation.units_by_id([last.coordinator_unit_id]))[last.coordinator_unit_id]
    members = await uow.organisation.memberships(province_id=unit.province_id, roles=[Role.COORDINATOR])
    linked = {member.unit_id for member in members}
    units = await uow.organisation.units(unit.province_id)
    offices = [item for item in units if item.kind is UnitKind.OFFICE]
    found = await uow.duties.assignments(Scope(units=frozenset({unit.id})), owed=True)
    duties = sorted(await obligations.duties(uow, found), key=obligations.by_deadline)
    candidates = [*offices, *(duty.coordinator for duty in duties)]
    first = candidates[0] if candidates else unit
    return next((item for item in candidates if item.id in linked), first)


async def to_decide(
    uow: UnitOfWork, actor: Actor, *, now: datetime, ids: Iterable[int] | None = None
) -> list[Ask]:
    """What waits for this coordinator, the oldest first; what has become pointless lapses on the way.

    Nothing of another coordinator is among it. With `ids` only these requests.
    """
    scope = scope_of(actor, Action.DECIDE)
    own = [item.unit_id for item in actor.memberships if item.role is Role.COORDINATOR]
    found = await uow.requests.open(scope, coordinator_units=own)
    if ids is not None:
        wanted = set(ids)
        found = [item for item in found if item.id in wanted]
    return await grouped(uow, await living(uow, found, now=now))


async def of_ids(uow: UnitOfWork, actor: Actor, ids: Sequence[int], *, now: datetime) -> Ask:
    """One ask by the keys of its requests; NotFound when it does not wait for this coordinator any more."""
    found = await to_decide(uow, actor, now=now, ids=ids)
    if len(found) != 1:
        raise NotFound
    return found[0]


async def living(uow: UnitOfWork, found: Sequence[Request], *, now: datetime) -> list[Request]:
    """The requests that still have a point; the others lapse, as the report was sent or released."""
    keys = {item.assignment_id for item in found if item.assignment_id is not None}
    assignments = await uow.duties.assignments(Scope(everything=True), ids=keys) if keys else []
    by_id = {item.id: item for item in assignments}
    alive = []
    for item in found:
        if item.kind in _ABOUT_DUTIES and not _has_a_point(item.kind, by_id[item.assignment_id or 0]):
            await uow.requests.close(item.id, RequestState.LAPSED, by=OPERATOR.label, at=now)
        else:
            alive.append(item)
    return alive


def _has_a_point(kind: RequestKind, assignment: Assignment) -> bool:
    if kind is RequestKind.DISPUTE:
        return assignment.disputed and assignment.status.is_owed
    if kind is RequestKind.OBSTACLE:
        return assignment.status is Status.BLOCKED
    return assignment.status.is_owed


async def grouped(uow: UnitOfWork, found: Sequence[Request]) -> list[Ask]:
    """Requests by the message that opened them."""
    if not found:
        return []
    keys = [item.assignment_id for item in found if item.assignment_id is not None]
    assignments = await uow.duties.assignments(Scope(everything=True), ids=keys) if keys else []
    duties = {duty.assignment.id: duty for duty in await obligations.duties(uow, assignments)}
    bodies = {key for item in found for key in (item.unit_id, item.coordinator_unit_id)}
    units = await uow.organisation.units_by_id(bodies)
    groups: dict[tuple[object, ...], list[Request]] = {}
    for item in found:
        message = item.data.get("message") or f"request:{item.id}"
        groups.setdefault((item.kind, item.unit_id, message), []).append(item)
    return [
        Ask(
            tuple(items),
            units[items[0].unit_id],
            units[items[0].coordinator_unit_id],
            tuple(duties[item.assignment_id] for item in items if item.assignment_id is not None),
        )
        for items in groups.values()
    ]


async def close(
    uow: UnitOfWork, actor: Actor, ask: Ask, decided: tuple[RequestState, Mapping[str, Any]], *, now: datetime
) -> None:
    """Decide on what was asked, with what the decision says; Conflict when somebody was faster."""
    state, data = decided
    for item in ask.requests:
        if not await uow.requests.close(item.id, state, by=actor.label, at=now, **data):
            raise Conflict
        told = {"kind": item.kind.value, "state": state.value, **data}
        fact = history.Fact(DECIDED, f"request:{item.id}", item.province_id, item.unit_id, data=told)
        await history.record(uow, actor, fact, now=now)


async def people_of(uow: UnitOfWork, ask: Ask) -> list[int]:
    """Who hears the answer: the unit's focal points, and whoever asked while they act for the unit."""
    reachable = await digests.reachable(uow, {ask.unit.id})
    members = await uow.organisation.memberships(unit_ids=[ask.unit.id])
    asked = {item.person_id for item in ask.requests} & {member.person_id for member in members}
    return sorted({*reachable.get(ask.unit.id, ()), *asked})


async def answer(
    uow: UnitOfWork, ask: Ask, words: Callable[[Speech], str], *, moment: tuple[datetime, Calendar]
) -> None:
    """Tell the unit what was decided, at once and each person once."""
    key = f"decided:{ask.ids[0]}:{moment[0]:%Y%m%dT%H%M%S}"
    people = await people_of(uow, ask)
    await notices.answer_people(uow, people, key=key, write=lambda _, tr: words(tr), moment=moment)
