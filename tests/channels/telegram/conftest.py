"""A stand-in, and channels that talk to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import Pace
from channels.telegram.session import OneTrySession
from channels.telegram.settings import TelegramSettings
from tests.telegram_standin import TelegramStandIn

SWIFT = Pace(
    long_poll=1, after_nothing=0.001, fault=(0.001, 0.01), conflict=(0.001, 0.01), between_parts=0.001
)

Build = Callable[..., TelegramChannel]


@pytest.fixture(autouse=True)
def _referee_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second library warns of its old way of giving time spans; this chooses the new one."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def standin() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as running:
        yield running


@pytest.fixture
async def build(standin: TelegramStandIn) -> AsyncIterator[Build]:
    """Builds channels at the stand-in, or elsewhere by `api_base`; all are closed at the end."""
    async with AsyncExitStack() as stack:

        def make(
            *, pace: Pace = SWIFT, answer_within: float = 5.0, connect_within: float = 1.0, **chosen: object
        ) -> TelegramChannel:
            settings = TelegramSettings(**{"token": standin.token, "api_base": standin.base, **chosen})
            session = OneTrySession(settings, answer_within=answer_within, connect_within=connect_within)
            channel = TelegramChannel(settings, session=session, pace=pace)
            stack.push_async_callback(channel.close)
            return channel

        yield make


@pytest.fixture
def channel(build: Build) -> TelegramChannel:
    return build()
