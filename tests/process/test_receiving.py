"""A revoked token silences one account; the others go on, and the process says that it is not ready."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bot import health
from bot.app import Running
from bot.receiving import receive
from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import Pace
from channels.telegram.settings import TelegramSettings
from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.polling import Pace as ZaloPace
from channels.zalo_bot.settings import ZaloBotSettings
from domain.accounts import AccountState
from domain.errors import InvalidSetting
from domain.ports import Channel
from tests.telegram_standin import TelegramStandIn
from tests.zalo_standin import ZaloStandIn

SWIFT = Pace(
    long_poll=1, after_nothing=0.001, fault=(0.001, 0.01), conflict=(0.001, 0.01), conflict_limit=0.0
)


@asynccontextmanager
async def telegram(token: str) -> AsyncIterator[Channel]:
    async with TelegramStandIn() as standin:
        settings = TelegramSettings.model_validate({"token": token, "api_base": standin.base})
        channel = TelegramChannel(settings, pace=SWIFT)
        yield channel
        await channel.close()


@asynccontextmanager
async def zalo(token: str) -> AsyncIterator[Channel]:
    async with ZaloStandIn() as standin:
        settings = ZaloBotSettings.model_validate(
            {"token": token, "api_base": standin.base, "mode": "polling"}
        )
        channel = ZaloBotChannel(settings, pace=ZaloPace(long_poll=1, fault=(0.001, 0.01)))
        yield channel
        await channel.close()


@pytest.mark.parametrize("opened", [telegram, zalo])
async def test_an_account_whose_token_was_revoked_is_paused_and_the_loop_ends(
    running: Running, opened: object
) -> None:
    async with opened("99:" + "r" * 40) as channel:  # type: ignore[operator]
        await asyncio.wait_for(receive(running.house, channel, running.refused), 10)

    assert running.refused == {(channel.kind, "default")}
    async with running.house.store.reading() as uow:
        standing = await uow.accounts.standing(channel.kind, "default")
    assert (standing.state, standing.reason) == (AccountState.PAUSED, "unauthorized")
    assert standing.until is None


async def test_the_process_says_that_it_is_not_ready(running: Running) -> None:
    assert (await health.checks(running))["channels"] is True
    running.refused.add(("telegram", "default"))
    assert (await health.checks(running))["channels"] is False


async def test_a_webhook_in_the_way_still_ends_the_process(running: Running) -> None:
    async with TelegramStandIn() as standin:
        standin.api.webhook = {"url": "https://elsewhere.example.test/hook"}
        settings = TelegramSettings.model_validate({"token": standin.token, "api_base": standin.base})
        channel = TelegramChannel(settings, pace=SWIFT)
        try:
            with pytest.raises(InvalidSetting, match="webhook"):
                await asyncio.wait_for(receive(running.house, channel, running.refused), 10)
        finally:
            await channel.close()
    assert running.refused == set()


async def test_an_account_that_is_known_goes_on_until_it_is_told_to_stop(running: Running) -> None:
    async with TelegramStandIn() as standin:
        settings = TelegramSettings.model_validate({"token": standin.token, "api_base": standin.base})
        channel = TelegramChannel(settings, pace=SWIFT)
        receiving = asyncio.ensure_future(receive(running.house, channel, running.refused))
        await standin.until(lambda: standin.called("getUpdates"))
        assert not receiving.done()
        receiving.cancel()
        with suppress(asyncio.CancelledError):
            await receiving
        await channel.close()
    assert running.refused == set()
