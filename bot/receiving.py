"""Receiving from one account: when the platform does not know it any more, the others go on."""

import structlog

from bot.wiring import House
from domain.errors import AccountRefused
from domain.ports import Channel
from services.intake import StoreIntake

log = structlog.get_logger(__name__)


async def receive(house: House, channel: Channel, refused: set[tuple[str, str]]) -> None:
    """Receive until cancelled.

    A revoked token stops this account alone: it is paused, so that its people are written to elsewhere, and
    noted in `refused`, so that the process says that it is not ready. A webhook or another process in the way
    still ends everything: a bot that writes and hears nothing must not live on.
    """
    where = (channel.kind, channel.account)
    intake = StoreIntake(house.store, house.clock, channel=channel.kind, account=channel.account)
    try:
        await channel.receive(intake)
    except AccountRefused as error:
        log.warning("account_refused", channel=channel.kind, account=channel.account, error=error.text)
        refused.add(where)
        await house.ticks.sender.give_up(where, house.clock.now())
