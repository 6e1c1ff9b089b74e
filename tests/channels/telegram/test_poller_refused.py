"""Who else may hold the bot: other pollers, a webhook, a revoked token."""

import asyncio

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import Pace
from domain.errors import InvalidSetting
from domain.pauses import Pauses
from tests.channels.inbox import Inbox, receiving
from tests.channels.telegram.conftest import Build
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Fault,
    conflict,
    refused,
    unauthorized,
)

CHAT = 501


async def test_a_second_poller_is_waited_out_and_shown_meanwhile(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    standin.fail("getUpdates", *[conflict()] * 5)
    inbox = Inbox()
    seen = []

    async with receiving(channel, inbox):
        await standin.until(
            lambda: seen.append(channel.conflict_since) or len(standin.called("getUpdates")) > 4
        )
        await standin.user_says(CHAT, "2")
        await inbox.holds(1)

    assert any(seen)
    assert channel.conflict_since is None


async def test_a_second_poller_that_stays_ends_the_process_instead_of_leaving_it_deaf(
    build: Build, standin: TelegramStandIn
) -> None:
    standin.fail("getUpdates", *[conflict()] * 1000)
    impatient = build(pace=Pace(long_poll=1, conflict=(0.001, 0.01), conflict_limit=0.1))

    with pytest.raises(InvalidSetting, match="another process"):
        await asyncio.wait_for(impatient.receive(Inbox()), timeout=10)
    assert impatient.conflict_since is not None


async def test_two_pollers_at_the_vendor_really_conflict(build: Build, standin: TelegramStandIn) -> None:
    first, second = build(), build()

    async with receiving(first, Inbox()), receiving(second, Inbox()):
        await standin.until(lambda: first.conflict_since or second.conflict_since)


async def test_a_registered_webhook_is_named_at_once(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await standin.api.setWebhook({"url": "https://dondoc.example/hooks/telegram/default"})

    with pytest.raises(InvalidSetting, match="webhook"):
        await channel.receive(Inbox())


@pytest.mark.parametrize("fault", [unauthorized(), refused(404, "Not Found")])
async def test_a_refused_token_ends_at_once(
    channel: TelegramChannel, standin: TelegramStandIn, fault: Fault
) -> None:
    standin.fail("getUpdates", fault)

    with pytest.raises(InvalidSetting, match="TOKEN"):
        await channel.receive(Inbox())


async def test_in_webhook_mode_nothing_is_polled(build: Build, standin: TelegramStandIn) -> None:
    await build(mode="webhook", webhook_secret="s" * 32).receive(Inbox())

    assert {call.method for call in standin.calls} == {"getMe"}


def test_pauses_grow_within_their_limits_and_begin_anew() -> None:
    pauses = Pauses(1.0, 30.0)
    grown = [pauses.next() for _ in range(50)]
    pauses.restart()

    assert all(1.0 <= pause <= 30.0 for pause in grown)
    assert max(grown) > 4.0
    assert pauses.next() <= 2.0
