"""What the commands about the organisation do: mergers of units."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot import commands
from domain.units import OPERATOR
from services import accounts, merges
from services.merges import Effect, Merger
from services.wording import Duty
from storage.store import UnitOfWork


async def merge(
    old: Sequence[str], into: str, on: date, *, dry_run: bool, now: datetime | None
) -> list[dict[str, Any]]:
    """End units the day before and hand their duties on; with `dry_run` only look at what would happen."""
    async with commands.house(now) as opened:
        moment = opened.clock.now()

        async def work(uow: UnitOfWork) -> list[Effect]:
            units = tuple([await accounts.find_unit(uow, code) for code in old])
            merger = Merger(units, await accounts.find_unit(uow, into), on)
            return await merges.merge(uow, OPERATOR, merger, now=moment)

        if dry_run:
            effects = await commands.rehearse(opened, work)
        else:
            effects = await opened.store.transact(work)
    return [_row(effect, into, on) for effect in effects]


def _row(effect: Effect, into: str, on: date) -> dict[str, Any]:
    return {
        "unit_code": effect.unit.code,
        "unit": effect.unit.name,
        "into": into,
        "on": on,
        "unchanged": not (effect.is_new or effect.moved or effect.waived),
        "moved": _codes(effect.moved),
        "waived": _codes(effect.waived),
        "kept": _codes(effect.kept),
        "cancelled": effect.cancelled,
    }


def _codes(duties: Sequence[Duty]) -> list[str]:
    return [duty.code for duty in duties]
