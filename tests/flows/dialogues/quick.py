"""What the tests of quick orders share: how an order is given, and what a unit has answered."""

import re

from domain.statuses import Status
from storage.store import UnitOfWork
from tests.flows.stage import Player, Stage

ORDER = "giao nhanh các sở, xã: số máy quét đang dùng, trước 9h mai"


def plain(text: str) -> str:
    """Without the year, which goes without saying, and without the nought before an hour."""
    return re.sub(r"\b0(\d:\d\d)", r"\1", text.replace("/2026", ""))


async def says(player: Player, text: str) -> str:
    return plain(await player.says(text))


async def settled(stage: Stage, unit: str) -> None:
    """Everything that a unit owes has been received."""

    async def work(uow: UnitOfWork) -> None:
        for duty in (await stage.duties(unit)).values():
            values = {"status": Status.ACCEPTED.value, "next_step_at": None}
            await uow.duties.change(duty.assignment, values)

    await stage.store.transact(work)


async def forgotten(stage: Stage, unit: str) -> None:
    """The figure of GN1 as if it had never been given."""
    before = await stage.duty(unit, "GN1")
    values = {"status": Status.PENDING.value, "figure": None, "told_at": None}
    await stage.store.transact(lambda uow: uow.duties.change(before, values))


async def ordered(specialist: Player, text: str = ORDER) -> str:
    """An order, sent; what its sender heard last."""
    draft = await specialist.says(text)
    assert "1. gửi ngay" in draft, draft
    return await says(specialist, "1")


async def figure(stage: Stage, unit: str, code: str = "GN1") -> str | None:
    return (await stage.duty(unit, code)).figure


async def fresh(player: Player) -> list[str]:
    return [plain(text) for text in await player.heard()]
