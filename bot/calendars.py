"""Entering days off from a file: read it, foresee the effect, let somebody agree, apply."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.commands import house
from domain.errors import InvalidInput
from domain.units import OPERATOR
from files.calendar_overrides import CalendarOverrides
from files.calendar_tables import read_calendar
from services import calendar_imports
from services.calendar_imports import DeadlineChange, Effect, StepChange
from storage.store import UnitOfWork


def read(path: Path) -> CalendarOverrides:
    """What the file says; InvalidInput when it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from error
    return read_calendar(content, name=path.name)


async def enter(
    overrides: CalendarOverrides, *, source: str, now: datetime | None, agree: Callable[[Effect], bool]
) -> tuple[Effect, bool]:
    """Enter the schedule if `agree` says so of its effect; the effect, and whether it was applied."""
    async with house(now) as opened:
        moment, calendars = opened.clock.now(), opened.calendars
        async with opened.store.reading() as uow:
            shown = await calendar_imports.foresee(
                uow, overrides, source=source, calendars=calendars, now=moment
            )
        if shown.is_unchanged or not agree(shown):
            return shown, False

        async def work(uow: UnitOfWork) -> Effect:
            return await calendar_imports.enter(uow, OPERATOR, shown, calendars=calendars, now=moment)

        return await opened.store.transact(work), True


def as_rows(effect: Effect) -> dict[str, Any]:
    """The effect as plain data."""
    return {
        "source": effect.source,
        "unchanged": effect.is_unchanged,
        "years": [
            {
                "year": one.entered.year,
                "version": one.entered.version,
                "official": one.is_official,
                "now_off": list(one.now_off),
                "now_worked": list(one.now_worked),
            }
            for one in effect.years
        ],
        "deadlines": [_deadline(one) for one in effect.deadlines],
        "reminders": [_step(one) for one in effect.steps],
        "cancelled": effect.cancelled,
    }


def _deadline(change: DeadlineChange) -> dict[str, Any]:
    return {
        "obligation_id": change.duty.obligation.id,
        "code": change.duty.code,
        "period": change.duty.assignment.period.key,
        "units": change.units,
        "target_before": change.before.target_day,
        "target_after": change.after.target_day,
        "last_before": change.before.last_day,
        "last_after": change.after.last_day,
        "cancelled": change.cancelled,
    }


def _step(change: StepChange) -> dict[str, Any]:
    return {
        "obligation_id": change.duty.obligation.id,
        "code": change.duty.code,
        "period": change.duty.assignment.period.key,
        "units": change.units,
        "next_before": change.before,
        "next_after": change.after,
    }
