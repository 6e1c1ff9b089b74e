"""What the bot is called in groups is learned before anything is received."""

import asyncio

import pytest

from tests.channels.inbox import Inbox, receiving
from tests.channels.zalo_bot.conftest import SECRET, Build
from tests.zalo_standin import ZaloStandIn, ZaloUser
from tests.zalo_standin.faults import (
    Answer,
    Fault,
    page,
    quota_spent,
    refused,
    reset_before_reading,
    server_error,
    unauthorized,
)
from tests.zalo_standin.payloads import Place, V2_text_received

IN_GROUP = V2_text_received(Place(ZaloUser("3ab9"), "zgr-1", "m1"), "@Bot Đôn Đốc BC10 2")


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_the_vendor_is_asked_for_the_name_in_either_mode(
    build: Build, standin: ZaloStandIn, mode: str
) -> None:
    channel = build(mode=mode, webhook_secret=SECRET)
    assert (await channel.parse(IN_GROUP)).text == "Đôn Đốc BC10 2"

    async with receiving(channel, Inbox()) as task:
        if mode == "polling":
            await standin.until(lambda: standin.called("getUpdates"))
        else:
            await task

    assert (await channel.parse(IN_GROUP)).text == "BC10 2"


async def test_a_name_the_operator_gave_is_not_asked_for(build: Build, standin: ZaloStandIn) -> None:
    await build(mode="webhook", webhook_secret=SECRET, mention_names="Bot Đôn Đốc").receive(Inbox())

    assert standin.calls == []


@pytest.mark.parametrize(
    "fault", [reset_before_reading(), page(502), page(503), server_error(), quota_spent(), refused(403)]
)
async def test_a_vendor_that_is_away_is_asked_again(build: Build, standin: ZaloStandIn, fault: Fault) -> None:
    standin.fail("getMe", fault, fault)
    channel = build(mode="webhook", webhook_secret=SECRET)

    await asyncio.wait_for(channel.receive(Inbox()), timeout=10)

    assert (await channel.parse(IN_GROUP)).text == "BC10 2"


@pytest.mark.parametrize("fault", [unauthorized(), refused(400), page(404)])
async def test_a_refusal_leaves_the_name_unknown_and_the_hook_alive(
    build: Build, standin: ZaloStandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    standin.fail("getMe", fault)
    channel = build(mode="webhook", webhook_secret=SECRET)

    await channel.receive(Inbox())

    assert "does not name its bot" in caplog.text
    assert (await channel.parse(IN_GROUP)).text == "Đôn Đốc BC10 2"


@pytest.mark.parametrize("result", [None, [], {"display_name": 7}, {"account_name": ""}])
async def test_a_vendor_without_a_name_is_not_asked_twice(
    build: Build, standin: ZaloStandIn, result: object
) -> None:
    standin.fail("getMe", Answer(200, {"ok": True, "result": result}))

    await build(mode="webhook", webhook_secret=SECRET).receive(Inbox())

    assert len(standin.called("getMe")) == 1
