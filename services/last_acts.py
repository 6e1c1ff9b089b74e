"""What somebody did last besides changing reports: an undo means that, and never silently something older."""

from collections.abc import Mapping
from datetime import datetime

from domain.calendar import Calendar
from domain.errors import Conflict
from domain.permissions import Scope
from domain.requests import RequestKind, RequestState
from domain.units import Actor
from services import history, notices, requests
from services.changes import CHANGED, UNDONE, Said
from services.quick_tasks import SENT
from services.replies import UNDO_WINDOW
from services.requests import Ask
from services.wording import called
from storage.history import Event
from storage.store import UnitOfWork

WITHDRAWN = "request_withdrawn"
_DECISION, _CALL, _NUDGE = "decision_made", "called", "nudged"
_DEEDS = (requests.OPENED, requests.DECIDED, SENT, _DECISION, _CALL, _NUDGE)
# These come with a change of the report, and go with it.
_OPENED_BY_CHANGE = {RequestKind.DISPUTE.value, RequestKind.OBSTACLE.value}
_DECIDED_BY_CHANGE = {
    (RequestKind.EXTENSION.value, RequestState.AGREED.value),
    (RequestKind.DISPUTE.value, RequestState.AGREED.value),
    (RequestKind.DISPUTE.value, RequestState.ANSWERED.value),
}


async def newest(uow: UnitOfWork, actor: Actor, *, now: datetime) -> Event | None:
    """The actor's last deed, when it may still be taken back and no report was changed by it or after it."""
    for event in await uow.history.recent_of_actor(actor.label, (CHANGED, UNDONE, WITHDRAWN, *_DEEDS)):
        if _is_of_a_change(event):
            continue
        return event if event.verb in _DEEDS and now - event.at <= UNDO_WINDOW else None
    return None


def _is_of_a_change(event: Event) -> bool:
    kind, state = event.data.get("kind"), event.data.get("state")
    if event.verb == requests.OPENED:
        return kind in _OPENED_BY_CHANGE
    return event.verb == requests.DECIDED and (kind, state) in _DECIDED_BY_CHANGE


async def is_changed_before(uow: UnitOfWork, actor: Actor, *, now: datetime) -> bool:
    """Whether a change of the actor could be undone if the last deed is left as it is."""
    recent = await uow.history.recent_of_actor(actor.label, (CHANGED, UNDONE), 1)
    return bool(recent) and recent[0].verb == CHANGED and now - recent[0].at <= UNDO_WINDOW


def name_of(event: Event) -> str:
    """What kind of deed an event tells of, as the catalogue words it."""
    names: Mapping[str, str] = {SENT: "quick", _DECISION: "decision", _CALL: "call", _NUDGE: "nudge"}
    return names.get(event.verb, "answered")


async def withdraw(uow: UnitOfWork, actor: Actor, last: Event, *, moment: tuple[Said, Calendar]) -> Ask:
    """Take back what the unit asked for last; the coordinator hears of it.

    Conflict when it has been decided meanwhile.
    """
    said, calendar = moment
    found = await uow.requests.open(_own(last), kinds=[RequestKind(last.data["kind"])])
    mine = [item for item in found if item.person_id == (actor.person.id if actor.person else None)]
    asked = await requests.grouped(uow, mine)
    ask = next((one for one in reversed(asked) if f"request:{one.ids[-1]}" == last.subject), None)
    if ask is None:
        raise Conflict
    for item in ask.requests:
        if not await uow.requests.close(item.id, RequestState.WITHDRAWN, by=actor.label, at=said.now):
            raise Conflict
        fact = history.Fact(WITHDRAWN, f"request:{item.id}", item.province_id, item.unit_id)
        await history.record(uow, actor, fact, now=said.now)
    tr = await notices.coordinator_speech(uow, ask.coordinator.id, calendar)
    codes = tr.listing(called(ask.duties))
    text = tr(f"undo.told_{ask.kind}", unit=ask.unit.name, codes=codes)
    key = f"withdrawn:{ask.ids[0]}"
    await notices.tell_coordinators(uow, ask.coordinator.id, key=key, text=text, now=said.now)
    return ask


def _own(event: Event) -> Scope:
    return Scope(units=frozenset({event.unit_id or 0}))
