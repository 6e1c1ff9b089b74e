"""Receipts: the coordinator records what reached the Office, so that nobody is chased for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.calendar import VIETNAM
from domain.consolidation import Outcome, outcome
from domain.permissions import Action, scope_of
from domain.statuses import Status, Verb
from domain.units import Actor
from language.normalise import fold
from services import obligations, replies, unit_names
from services.changes import Said
from services.replies import Statement
from services.unit_names import Found
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Preview:
    """What a receipt line would record: matched duties, already received ones, unknown and unclear names."""

    matched: tuple[Duty, ...]
    already: tuple[Duty, ...]
    unknown: tuple[str, ...]
    unclear: tuple[str, ...]


async def preview(uow: UnitOfWork, actor: Actor, code: str, names: Sequence[str], *, said: Said) -> Preview:
    """Resolve a duty code and unit names (code, alias or name) within the coordinator's provinces."""
    found = await uow.duties.assignments(scope_of(actor, Action.CONFIRM))
    duties = [duty for duty in await obligations.duties(uow, found) if fold(duty.code) == fold(code)]
    newest = max((duty.assignment.period for duty in duties), default=None)
    duties = [duty for duty in duties if duty.assignment.period == newest]
    units = await uow.organisation.units()
    provinces = {duty.assignment.province_id for duty in duties}
    # A body that ended since still names its own report: it is looked for on the day the report was due, too.
    today = said.now.astimezone(VIETNAM).date()
    days = [today, *sorted({duty.assignment.current.last_day for duty in duties})]
    matched: list[Duty] = []
    already: list[Duty] = []
    unknown: list[str] = []
    unclear: list[str] = []
    for name in names:
        meant = [unit_names.find_among(units, name, provinces, day) for day in days]
        hit = next((duty for one in meant if (duty := _owed_by(one, duties)) is not None), None)
        if hit is None:
            (unclear if meant[0].is_ambiguous else unknown).append(name)
        elif outcome(hit.assignment, said.now) in (Outcome.RECEIVED_ON_TIME, Outcome.RECEIVED_LATE):
            already.append(hit)
        else:
            matched.append(hit)
    return Preview(tuple(matched), tuple(already), tuple(unknown), tuple(unclear))


def _owed_by(found: Found, duties: Sequence[Duty]) -> Duty | None:
    """The duty of the unit that was named, or of its successor once it has been handed on."""
    for unit in (found.instead_of, found.unit):
        for duty in duties:
            if unit is not None and duty.unit.id == unit.id and duty.assignment.status is not Status.WAIVED:
                return duty
    return None


async def receive(uow: UnitOfWork, actor: Actor, duties: Sequence[Duty], *, day: date, said: Said) -> None:
    """Confirm receipt on a local day; the day of sending stays as the unit stated it."""
    for duty in duties:
        statement = Statement(Verb.RECEIVE, received_on=day)
        await replies.record(uow, actor, duty, statement, said=said)
