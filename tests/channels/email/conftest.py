"""A mail server, and channels that send through it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest

from channels.email.channel import EmailChannel
from channels.email.session import Patience
from channels.email.settings import EmailSettings
from domain.clocks import FixedClock
from tests.channels.email.mailserver import MailServer

SENDER = "dondoc@vanphong.example.test"
SENT_AT = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)

Build = Callable[..., EmailChannel]


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer() as running:
        yield running


def settings_at(port: int, **chosen: object) -> EmailSettings:
    """Settings for a server of this machine, without encryption unless chosen."""
    return EmailSettings(**{"host": "127.0.0.1", "port": port, "sender": SENDER, "tls": "none", **chosen})


@pytest.fixture
def build(server: MailServer) -> Build:
    """Builds channels at the server, or elsewhere by `port`."""

    def make(
        *, public_url: str | None = None, patience: Patience | None = None, **chosen: object
    ) -> EmailChannel:
        settings = settings_at(**{"port": server.port, **chosen})
        clock = FixedClock(SENT_AT)
        return EmailChannel(settings, public_url=public_url, clock=clock, patience=patience or Patience())

    return make


@pytest.fixture
def channel(build: Build) -> EmailChannel:
    return build()
