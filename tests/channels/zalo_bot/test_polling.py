"""The polling loop: one update a call, committed before the next."""

import asyncio
from collections.abc import Sequence

import pytest

from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.polling import Pace
from domain.errors import LeaseLost, StoreUnavailable
from domain.messages import RawUpdate
from tests.channels.inbox import Inbox, receiving
from tests.channels.zalo_bot.conftest import Build
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.faults import (
    Answer,
    Fault,
    page,
    quota_spent,
    refused,
    reset_before_reading,
    server_error,
    timed_out,
    timed_out_by_status,
)
from tests.zalo_standin.payloads import Place, V2_text_received

CHAT = "3ab9"


def texts(inbox: Inbox) -> list[str]:
    return [update.raw["message"]["text"] for update in inbox.stored.values()]


async def test_updates_are_stored_one_by_one_in_order(channel: ZaloBotChannel, standin: ZaloStandIn) -> None:
    inbox = Inbox()
    for text in ("một", "hai", "ba"):
        await standin.user_says(CHAT, text)

    async with receiving(channel, inbox):
        await inbox.holds(3)

    assert texts(inbox) == ["một", "hai", "ba"]
    assert [len(batch) for batch in inbox.offered] == [1, 1, 1]
    assert await inbox.cursor() is None


async def test_an_update_is_stored_before_the_next_is_asked_for(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    asked: list[int] = []

    class Watching(Inbox):
        async def accept(self, updates: Sequence[RawUpdate], *, cursor: int | None = None) -> int:
            asked.append(len(standin.called("getUpdates")))
            return await super().accept(updates, cursor=cursor)

    inbox = Watching()
    for text in ("một", "hai"):
        await standin.user_says(CHAT, text)

    async with receiving(channel, inbox):
        await standin.settled()

    assert asked == [1, 2]
    assert len(inbox.stored) == 2


async def test_an_update_that_comes_during_the_long_poll_is_delivered(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    inbox = Inbox()

    async with receiving(channel, inbox):
        await standin.until(lambda: standin.called("getUpdates"))
        await standin.user_says(CHAT, "2")
        await inbox.holds(1)

    assert texts(inbox) == ["2"]
    assert standin.called("getUpdates")[0] == {"timeout": "1"}


async def test_the_same_update_five_times_is_stored_once(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    standin.api.queue.copies = 5
    inbox = Inbox()
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await standin.settled()

    assert len(inbox.offered) == 5
    assert len(inbox.stored) == 1


async def test_updates_out_of_order_are_all_stored_with_their_own_times(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    standin.api.queue.newest_first = True
    inbox = Inbox()
    for text in ("một", "hai", "ba"):
        await standin.user_says(CHAT, text)

    async with receiving(channel, inbox):
        await inbox.holds(3)

    moments = [update.said_at for update in inbox.stored.values()]
    assert texts(inbox) == ["ba", "hai", "một"]
    assert moments == sorted(moments, reverse=True)


async def test_an_update_that_could_not_be_stored_is_kept_until_it_can(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    inbox = Inbox(StoreUnavailable(), StoreUnavailable())
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)

    assert len(inbox.offered) == 3
    assert len(set(map(tuple, inbox.offered))) == 1


@pytest.mark.parametrize("trouble", [LeaseLost(), OSError("disk full")])
async def test_any_other_trouble_ends_receiving_and_the_update_is_offered_first_afterwards(
    channel: ZaloBotChannel, standin: ZaloStandIn, trouble: Exception
) -> None:
    inbox = Inbox(trouble)
    await standin.user_says(CHAT, "2")

    with pytest.raises(type(trouble)):
        await channel.receive(inbox)
    asked = len(standin.called("getUpdates"))

    async with receiving(channel, inbox):
        await inbox.holds(1)
    assert asked == 1
    assert texts(inbox) == ["2"]


async def test_an_update_nobody_can_parse_is_stored_and_holds_up_no_other(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    inbox = Inbox()
    await standin.push({"event_name": 7, "message": "?"})
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(2)

    assert [update.raw.get("event_name") for update in inbox.stored.values()] == [7, "message.text.received"]


@pytest.mark.parametrize("odd", ["x", 7, [7], [["x"]]])
async def test_what_is_no_update_at_all_is_a_pause_and_no_end(
    channel: ZaloBotChannel, standin: ZaloStandIn, odd: object
) -> None:
    standin.fail("getUpdates", Answer(200, {"ok": True, "result": odd}))
    inbox = Inbox()
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)


async def test_a_list_of_updates_would_be_understood(channel: ZaloBotChannel, standin: ZaloStandIn) -> None:
    both = [V2_text_received(standin.place(CHAT), text) for text in ("một", "hai")]
    standin.fail("getUpdates", Answer(200, {"ok": True, "result": both}))
    inbox = Inbox()

    async with receiving(channel, inbox):
        await inbox.holds(2)

    assert texts(inbox) == ["một", "hai"]


async def test_an_update_nested_without_end_is_left_out(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    deep = V2_text_received(Place(standin.place(CHAT).user, CHAT, "m"), "2")
    for _ in range(100):
        deep = {"event_name": "message.text.received", "message": deep}
    standin.fail("getUpdates", Answer(200, {"ok": True, "result": deep}))
    inbox = Inbox()
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)

    assert texts(inbox) == ["2"]


EMPTY = ["408 in the body", "408 as the status", "an empty object", "null", "absent"]


@pytest.mark.parametrize("empty", EMPTY)
async def test_nothing_new_is_no_fault_however_it_is_said(
    build: Build, standin: ZaloStandIn, caplog: pytest.LogCaptureFixture, empty: str
) -> None:
    standin.api.whims.empty = empty
    quick = build(pace=Pace(long_poll=0, after_nothing=0.001, fault=(60.0, 60.0)))

    async with receiving(quick, Inbox()):
        await standin.until(lambda: len(standin.called("getUpdates")) > 5)

    assert "pauses" not in caplog.text


@pytest.mark.parametrize(
    "empty", [timed_out(), timed_out_by_status(), Answer(200, {}), Answer(200, None), page(408)]
)
async def test_an_empty_body_is_no_fault_either(build: Build, standin: ZaloStandIn, empty: Fault) -> None:
    standin.fail("getUpdates", empty, empty)
    inbox = Inbox()
    await standin.user_says(CHAT, "2")

    async with receiving(build(pace=Pace(long_poll=1, after_nothing=0.001, fault=(60.0, 60.0))), inbox):
        await inbox.holds(1)


async def test_a_server_that_does_not_wait_is_not_asked_without_end(
    build: Build, standin: ZaloStandIn
) -> None:
    patient = build(pace=Pace(long_poll=0, after_nothing=60.0))

    async with receiving(patient, Inbox()) as task:
        await standin.until(lambda: standin.called("getUpdates"))
        await asyncio.wait([task], timeout=0.05)

    assert len(standin.called("getUpdates")) == 1


async def test_a_server_that_did_wait_is_asked_again_at_once(build: Build, standin: ZaloStandIn) -> None:
    prompt = build(pace=Pace(long_poll=0, hasty=0.0, after_nothing=60.0))

    async with receiving(prompt, Inbox()):
        await standin.until(lambda: len(standin.called("getUpdates")) > 3)


@pytest.mark.parametrize(
    "fault",
    [reset_before_reading(), page(502), page(200), server_error(), quota_spent(), refused(400), refused(403)],
)
async def test_a_fault_on_the_way_is_a_pause_and_no_end(
    channel: ZaloBotChannel, standin: ZaloStandIn, fault: Fault
) -> None:
    standin.fail("getUpdates", fault, fault)
    inbox = Inbox()
    await standin.user_says(CHAT, "2")

    async with receiving(channel, inbox):
        await inbox.holds(1)


async def test_an_outage_of_the_vendor_ends_by_itself(build: Build, standin: ZaloStandIn) -> None:
    channel, inbox = build(), Inbox()
    await standin.__aexit__()
    async with receiving(channel, inbox) as task:
        await asyncio.wait([task], timeout=0.05)
        await standin.__aenter__()
        await standin.user_says(CHAT, "2")
        await inbox.holds(1)


async def test_two_pollers_would_share_the_messages(build: Build, standin: ZaloStandIn) -> None:
    one, two = Inbox(), Inbox()
    async with receiving(build(), one), receiving(build(), two):
        for n in range(6):
            await standin.user_says(CHAT, str(n))
        await standin.settled()

    assert sorted([*texts(one), *texts(two)]) == ["0", "1", "2", "3", "4", "5"]
