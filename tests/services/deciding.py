"""Taking decisions in the town: an outage or an exemption of Friday 20 October 2023."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.decisions import Decision, DecisionKind
from domain.units import OPERATOR, Actor, Selector
from services import decisions, obligations, standing_decisions
from services.decision_drafts import Draft
from services.decisions import Decided, Undone
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, Town, october

FRIDAY, MONDAY, TUESDAY = date(2023, 10, 20), date(2023, 10, 23), date(2023, 10, 24)
OUTAGE, EXEMPTION = DecisionKind.OUTAGE, DecisionKind.EXEMPTION
BASIS = "Công văn của đơn vị vận hành"
# Friday afternoon: the last day, after both of its reminders.
AT = october(20, 15)
STP = Selector(units=("STP",))


def draft(town: Town, kind: DecisionKind = OUTAGE, **changes: Any) -> Draft:
    """What somebody wants to decide about that Friday."""
    return replace(Draft(town.id, kind, FRIDAY, FRIDAY, BASIS), **changes)


async def decide(
    town: Town, kind: DecisionKind = OUTAGE, *, actor: Actor = OPERATOR, at: datetime = AT, **changes: Any
) -> Decided:
    """Somebody decides."""
    wanted = draft(town, kind, **changes)
    return await town.store.transact(
        lambda uow: decisions.decide(uow, actor, wanted, calendar=CALENDAR, now=at)
    )


async def undo(town: Town, decided: Decided, *, actor: Actor = OPERATOR, at: datetime = AT) -> Undone:
    """Somebody takes it back."""
    key = decided.decision.id
    return await town.store.transact(lambda uow: decisions.undo(uow, actor, key, calendar=CALENDAR, now=at))


async def stored(town: Town) -> list[Decision]:
    """Every decision."""
    async with town.store.reading() as uow:
        return await uow.decisions.all()


async def opens(town: Town, now: datetime) -> None:
    """The periods of that day are opened, and decisions that stand reach them."""

    async def work(uow: UnitOfWork) -> None:
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=now)
        await standing_decisions.apply_standing(uow, calendar=CALENDAR, now=now)

    await town.store.transact(work)
