"""What no patience can mend: a webhook in the way, a refused token."""

import asyncio

import pytest

from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.polling import Pace
from domain.errors import InvalidSetting
from domain.pauses import Pauses
from tests.channels.inbox import Inbox, receiving
from tests.channels.zalo_bot.conftest import SECRET, Build
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.faults import Fault, page, refused, reset_before_reading, server_error, unauthorized

HOOK = {"url": "https://dondoc.example/hooks/zalo-bot/default", "secret_token": SECRET}
HASTE = Pace(long_poll=0, after_nothing=0.001, fault=(0.001, 0.01))


async def test_a_registered_webhook_is_named_before_anything_is_fetched(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    await standin.api.setWebhook(HOOK)

    with pytest.raises(InvalidSetting, match="delete the webhook or set DONDOC_ZALO_BOT__MODE=webhook"):
        await channel.receive(Inbox())
    assert standin.called("getUpdates") == []


async def test_a_webhook_that_was_deleted_is_not_in_the_way(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    await standin.api.setWebhook(HOOK)
    await standin.api.deleteWebhook({})
    inbox = Inbox()
    await standin.user_says("3ab9", "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)


async def test_a_webhook_registered_meanwhile_is_found_when_fetching_is_refused(
    build: Build, standin: ZaloStandIn
) -> None:
    receiving_on = asyncio.create_task(build(pace=HASTE).receive(Inbox()))
    await standin.until(lambda: standin.called("getUpdates"))

    await standin.api.setWebhook(HOOK)

    with pytest.raises(InvalidSetting, match="webhook"):
        await asyncio.wait_for(receiving_on, timeout=10)


async def test_a_webhook_that_only_silences_fetching_is_found_after_some_empty_answers(
    build: Build, standin: ZaloStandIn
) -> None:
    standin.api.whims.refuses_polls = False
    pace = Pace(long_poll=0, after_nothing=0.0, fault=(0.001, 0.01), look_after=3)
    receiving_on = asyncio.create_task(build(pace=pace).receive(Inbox()))
    await standin.until(lambda: len(standin.called("getWebhookInfo")) > 1)
    assert len(standin.called("getUpdates")) == 3

    await standin.api.setWebhook(HOOK)

    with pytest.raises(InvalidSetting, match="webhook"):
        await asyncio.wait_for(receiving_on, timeout=10)


@pytest.mark.parametrize("method", ["getUpdates", "getWebhookInfo"])
@pytest.mark.parametrize("fault", [unauthorized(), refused(401, status=401)])
async def test_a_refused_token_ends_at_once(
    channel: ZaloBotChannel, standin: ZaloStandIn, method: str, fault: Fault
) -> None:
    standin.fail(method, fault)

    with pytest.raises(InvalidSetting, match="TOKEN"):
        await channel.receive(Inbox())


async def test_a_token_the_vendor_does_not_know_ends_at_once(build: Build) -> None:
    with pytest.raises(InvalidSetting, match="TOKEN"):
        await build(token="7878:another").receive(Inbox())


@pytest.mark.parametrize("fault", [reset_before_reading(), page(502), server_error(), refused(400)])
async def test_a_vendor_that_cannot_be_asked_about_webhooks_is_waited_for(
    channel: ZaloBotChannel, standin: ZaloStandIn, fault: Fault
) -> None:
    standin.fail("getWebhookInfo", fault, fault)
    inbox = Inbox()
    await standin.user_says("3ab9", "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)


async def test_in_webhook_mode_nothing_is_polled(build: Build, standin: ZaloStandIn) -> None:
    await build(mode="webhook", webhook_secret=SECRET).receive(Inbox())

    assert {call.method for call in standin.calls} == {"getMe"}


def test_pauses_grow_within_their_limits_and_begin_anew() -> None:
    pauses = Pauses(1.0, 30.0)
    grown = [pauses.next() for _ in range(50)]
    pauses.restart()

    assert all(1.0 <= pause <= 30.0 for pause in grown)
    assert max(grown) > 4.0
    assert pauses.next() <= 2.0


def test_the_default_patience_is_a_long_poll_and_half_a_minute_of_back_off() -> None:
    assert (Pace().long_poll, Pace().answer_slack, Pace().look_after) == (25, 10.0, 30)
    assert Pace().fault == (1.0, 30.0)
