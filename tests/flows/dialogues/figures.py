"""The figures the leader's and the groups' dialogues begin with, put into the store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.obligations import Assignment
from domain.statuses import Status
from services.wording import Duty
from storage.store import UnitOfWork
from tests.flows.stage import EVERYTHING, Stage

MISSING_BODIES = ("STC", "SXD")
# Two of them share a name.
MISSING_PLACES = 8
RECEIVED = {"status": Status.ACCEPTED.value, "received_on": date(2026, 10, 19), "sent_on": date(2026, 10, 19)}
CLAIMED = {"status": Status.SUBMITTED.value}


async def of_dialogue_7(stage: Stage) -> dict[str, list[Duty]]:
    """71 received, 9 claimed, 2 with more time, 10 missing: 2 departments and 8 communes."""
    duties = await monthly(stage)
    bodies = [duty for duty in duties if not duty.unit.is_territorial]
    places = [duty for duty in duties if duty.unit.is_territorial]
    missing = [duty for duty in bodies if duty.unit.code in MISSING_BODIES] + places[:MISSING_PLACES]
    others = [duty for duty in duties if duty not in missing]
    found = {"missing": missing, "extended": others[:2], "claimed": others[2:11], "received": others[11:]}
    await put(stage, found["received"], RECEIVED)
    await put(stage, found["claimed"], CLAIMED)
    for duty in found["extended"]:
        await put(stage, [duty], {"current": later(duty.assignment, 2)})
    return found


async def monthly(stage: Stage, code: str = "BC10") -> list[Duty]:
    """Everybody's duty of that code, in protocol order."""
    from services import obligations

    found = await stage.read(lambda uow: uow.duties.assignments(EVERYTHING))
    duties = await stage.read(lambda uow: obligations.duties(uow, found))
    return sorted((one for one in duties if one.code == code), key=lambda one: one.unit.order_no)


async def put(stage: Stage, duties: Sequence[Duty], values: Mapping[str, Any]) -> None:
    """Put reports into a state without asking anybody."""

    async def work(uow: UnitOfWork) -> None:
        for duty in duties:
            await uow.duties.change(duty.assignment, dict(values))

    await stage.store.transact(work)


def later(assignment: Assignment, days: int) -> Any:
    """The deadline in force, so many days on."""
    more, now = timedelta(days=days), assignment.current
    return replace(
        now,
        last_day=now.last_day + more,
        named_day=now.named_day + more,
        target_day=now.target_day + more,
        last_moment=now.last_moment + more,
        late_from=now.late_from + more,
    )
