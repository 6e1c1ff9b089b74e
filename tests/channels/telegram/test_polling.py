"""The polling loop: commit first, confirm by the next fetch."""

import asyncio
from collections.abc import Sequence

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import Pace
from domain.errors import LeaseLost, StoreUnavailable
from domain.messages import RawUpdate
from tests.channels.inbox import Inbox, receiving
from tests.channels.telegram.conftest import Build
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Fault,
    bad_request,
    gateway_page,
    rate_limited,
    reset_before_reading,
    server_error,
)

CHAT = 501


async def test_updates_are_stored_in_order_with_the_next_offset(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    inbox = Inbox()
    for text in ("một", "hai", "ba"):
        await standin.user_says(CHAT, text)

    async with receiving(channel, inbox):
        await inbox.holds(3)

    assert [update.raw["message"]["text"] for update in inbox.stored.values()] == ["một", "hai", "ba"]
    assert list(inbox.stored) == ["4242:1000", "4242:1001", "4242:1002"]
    assert await inbox.cursor() == 1003


async def test_an_update_is_confirmed_only_after_it_was_stored(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    class Watching(Inbox):
        confirmed_before: int | None = None

        async def accept(self, updates: Sequence[RawUpdate], *, cursor: int | None = None) -> int:
            self.confirmed_before = standin.confirmed
            return await super().accept(updates, cursor=cursor)

    inbox = Watching()
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await standin.until(lambda: standin.confirmed)

    assert (inbox.confirmed_before, standin.confirmed) == (0, 1001)
    assert standin.api.queue.pending == []


async def test_an_update_that_comes_during_the_long_poll_is_delivered(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    inbox = Inbox()

    async with receiving(channel, inbox):
        await standin.until(lambda: standin.called("getUpdates"))
        await standin.user_says(CHAT, "2")
        await inbox.holds(1)

    assert list(inbox.stored) == ["4242:1000"]


async def test_a_store_that_is_away_sees_the_same_updates_again(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    inbox = Inbox(StoreUnavailable(), StoreUnavailable())
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)

    assert inbox.offered == [["4242:1000"]] * 3


@pytest.mark.parametrize("trouble", [LeaseLost(), OSError("disk full")])
async def test_any_other_trouble_of_the_intake_ends_receiving_and_confirms_nothing(
    channel: TelegramChannel, standin: TelegramStandIn, trouble: Exception
) -> None:
    inbox = Inbox(trouble)
    await standin.user_says(CHAT, "2")

    with pytest.raises(type(trouble)):
        await channel.receive(inbox)
    assert standin.confirmed == 0

    async with receiving(channel, inbox):
        await inbox.holds(1)
    assert inbox.offered == [["4242:1000"]] * 2


async def test_duplicates_within_a_batch_are_offered_and_stored_once(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    standin.api.queue.copies = 3
    inbox = Inbox()
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)

    assert inbox.offered[0] == ["4242:1000"] * 3
    assert list(inbox.stored) == ["4242:1000"]


async def test_a_restart_goes_on_from_the_stored_cursor(build: Build, standin: TelegramStandIn) -> None:
    inbox = Inbox(cursor=1002)
    for text in ("một", "hai", "ba"):
        await standin.user_says(CHAT, text)

    async with receiving(build(), inbox):
        await inbox.holds(1)

    assert standin.called("getUpdates")[0]["offset"] == "1002"
    assert list(inbox.stored) == ["4242:1002"]


async def test_without_a_cursor_no_offset_is_claimed(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    async with receiving(channel, Inbox()):
        await standin.until(lambda: standin.called("getUpdates"))

    assert "offset" not in standin.called("getUpdates")[0]


async def test_a_backlog_comes_in_batches_of_at_most_a_hundred(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    inbox = Inbox()
    for n in range(205):
        await standin.user_says(CHAT + n, "2")

    async with receiving(channel, inbox):
        await inbox.holds(205)

    assert [len(batch) for batch in inbox.offered] == [100, 100, 5]


async def test_one_update_nobody_can_parse_does_not_hold_up_the_others(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    inbox = Inbox()
    await standin.push({"message": {"text": 7}})
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(2)

    assert await channel.parse(inbox.stored["4242:1001"].raw)


async def test_only_the_kinds_that_are_read_are_asked_for(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    async with receiving(channel, Inbox()):
        await standin.until(lambda: standin.api.queue.allowed)

    assert standin.api.queue.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]


@pytest.mark.parametrize(
    "fault",
    [
        reset_before_reading(),
        gateway_page(502),
        server_error(),
        rate_limited(0),
        bad_request("invalid offset"),
    ],
)
async def test_a_fault_on_the_way_is_a_pause_and_no_end(
    channel: TelegramChannel, standin: TelegramStandIn, fault: Fault
) -> None:
    standin.fail("getUpdates", fault, fault)
    inbox = Inbox()
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)


async def test_an_outage_of_the_vendor_ends_by_itself(build: Build, standin: TelegramStandIn) -> None:
    channel, inbox = build(), Inbox()
    await standin.__aexit__()
    async with receiving(channel, inbox) as task:
        await asyncio.wait([task], timeout=0.05)
        await standin.__aenter__()
        await standin.user_says(CHAT, "2")
        await inbox.holds(1)


async def test_a_server_that_does_not_wait_is_not_asked_without_end(
    build: Build, standin: TelegramStandIn
) -> None:
    patient = build(pace=Pace(long_poll=0, after_nothing=60.0))

    async with receiving(patient, Inbox()) as task:
        await standin.until(lambda: standin.called("getUpdates"))
        await asyncio.wait([task], timeout=0.1)

    assert len(standin.called("getUpdates")) == 1
