"""A stand-in, and channels that talk to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.client import ZaloBotClient
from channels.zalo_bot.polling import Pace
from channels.zalo_bot.settings import ZaloBotSettings
from tests.zalo_standin import ZaloStandIn

SWIFT = Pace(long_poll=1, after_nothing=0.001, fault=(0.001, 0.01))
SECRET = "s" * 40

Build = Callable[..., ZaloBotChannel]


@pytest.fixture
async def standin() -> AsyncIterator[ZaloStandIn]:
    async with ZaloStandIn() as running:
        yield running


@pytest.fixture
async def build(standin: ZaloStandIn) -> AsyncIterator[Build]:
    """Builds polling channels at the stand-in, or elsewhere by `api_base`; all are closed at the end."""
    async with AsyncExitStack() as stack:

        def make(
            *, pace: Pace = SWIFT, answer_within: float = 5.0, connect_within: float = 1.0, **chosen: object
        ) -> ZaloBotChannel:
            given = {"token": standin.token, "api_base": standin.base, "mode": "polling", **chosen}
            settings = ZaloBotSettings.model_validate(given)
            client = ZaloBotClient(settings, answer_within=answer_within, connect_within=connect_within)
            channel = ZaloBotChannel(settings, client=client, pace=pace)
            stack.push_async_callback(channel.close)
            return channel

        yield make


@pytest.fixture
def channel(build: Build) -> ZaloBotChannel:
    return build()
