"""Receipts: the coordinator records what reached the Office, so that nobody is chased for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.consolidation import Outcome, outcome
from domain.permissions import Action, scope_of
from domain.statuses import Verb
from domain.units import Actor, Unit
from language.normalise import fold
from services import obligations, replies
from services.changes import Said
from services.replies import Statement
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
    matched: list[Duty] = []
    already: list[Duty] = []
    unknown: list[str] = []
    unclear: list[str] = []
    for name in names:
        hits = [duty for duty in duties if _is_called(duty.unit, name)]
        if len(hits) != 1:
            (unclear if hits else unknown).append(name)
        elif outcome(hits[0].assignment, said.now) in (Outcome.RECEIVED_ON_TIME, Outcome.RECEIVED_LATE):
            already.append(hits[0])
        else:
            matched.append(hits[0])
    return Preview(tuple(matched), tuple(already), tuple(unknown), tuple(unclear))


async def receive(uow: UnitOfWork, actor: Actor, duties: Sequence[Duty], *, day: date, said: Said) -> None:
    """Confirm receipt on a local day; the day of sending stays as the unit stated it."""
    for duty in duties:
        statement = Statement(Verb.RECEIVE, received_on=day)
        await replies.record(uow, actor, duty, statement, said=said)


def _is_called(unit: Unit, name: str) -> bool:
    wanted = fold(name)
    return wanted in {fold(known) for known in (unit.code, unit.name, *unit.aliases)}
