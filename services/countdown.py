"""The Office's countdown: how many reports its consolidated report still waits for, by name."""

from collections.abc import Sequence
from datetime import datetime

from domain.calendar import Calendar
from domain.consolidation import AWAITED, outcome, tally
from domain.permissions import Scope
from locales.speech import Speech
from services import obligations
from services.wording import Duty
from storage.store import UnitOfWork

MOST_NAMES = 12


async def notes(
    uow: UnitOfWork, tr: Speech, duties: Sequence[Duty], *, now: datetime, calendar: Calendar
) -> dict[int, str]:
    """For each consolidating duty: received of expected, missing names, working days left."""
    found = {}
    for duty in duties:
        if duty.obligation.consolidates_id is not None:
            found[duty.assignment.id] = await _note(uow, tr, duty, now=now, calendar=calendar)
    return found


async def _note(uow: UnitOfWork, tr: Speech, duty: Duty, *, now: datetime, calendar: Calendar) -> str:
    gathered = await uow.duties.assignments(
        Scope(provinces=frozenset({duty.assignment.province_id})),
        obligation_ids=[duty.obligation.consolidates_id or 0],
        period=duty.assignment.period,
    )
    counted = tally(gathered, now)
    missing = [item for item in gathered if outcome(item, now) in AWAITED]
    ordered = sorted(await obligations.duties(uow, missing), key=lambda duty: duty.unit.protocol)
    names = [duty.unit.code for duty in ordered]
    counts = tr(
        "countdown.note",
        received=counted.received,
        claimed=counted.claimed,
        owing=counted.owing,
        missing=len(names),
        names=_shortened(tr, names),
    )
    today, target = calendar.day_of(now), duty.assignment.current.target_day
    if today > target:
        return counts
    days = calendar.working_days_between(today, target)
    left = tr("countdown.days", days=days) if days else tr("countdown.last_day")
    return f"{counts} {left}"


def _shortened(tr: Speech, names: Sequence[str]) -> str:
    if not names:
        return tr("countdown.nobody")
    if len(names) <= MOST_NAMES:
        return tr.listing(names)
    return tr("countdown.more", names=tr.listing(names[:MOST_NAMES]), more=len(names) - MOST_NAMES)
