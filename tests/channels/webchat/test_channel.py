"""The web chat behind the port."""

import asyncio
from typing import Any

import pytest

from channels.webchat.channel import WebChatChannel
from domain.clocks import FixedClock
from domain.errors import InvalidInput
from domain.messages import ChatKind, Inbound, InboundKind, Option, Outbound, SendError, SendState
from domain.ports import Channel
from services.intake import StoreIntake
from services.webchat import Desk
from storage.store import Store
from tests.channels.webchat.conftest import Stored
from tests.factories import NOW


@pytest.fixture
def channel(desk: Desk) -> WebChatChannel:
    return WebChatChannel(desk)


def test_it_is_a_channel(channel: WebChatChannel) -> None:
    port: Channel = channel

    assert (port.kind, port.account) == ("webchat", "default")
    assert port.capabilities.buttons
    assert port.capabilities.max_text == 10_000


async def test_a_typed_line_is_text_of_its_chat(channel: WebChatChannel) -> None:
    parsed = await channel.parse({"text": "đã gửi", "sender": "a1", "choice": None})

    assert parsed == Inbound(InboundKind.TEXT, ChatKind.PRIVATE, chat="a1", sender="a1", text="đã gửi")


async def test_a_press_is_a_choice(channel: WebChatChannel) -> None:
    parsed = await channel.parse({"text": "đúng", "sender": "a1", "choice": "p:12:1"})

    assert parsed is not None
    assert (parsed.kind, parsed.choice) == (InboundKind.CHOICE, "p:12:1")


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"text": "x", "sender": None},
        {"text": None, "sender": "a1"},
        {"text": ["x"], "sender": "a1"},
        {"text": "x", "sender": "a1", "choice": 1},
        {"text": "x", "sender": "a1", "choice": ""},
        {"text": "x", "sender": "a1", "choice": "p:1"},
        {"text": "x", "sender": "a1", "choice": "p:1:1 "},
        {"text": "x", "sender": "a1", "choice": "p:١:1"},
        {"text": "x", "sender": "a1", "choice": "p:-1:1"},
    ],
)
async def test_what_no_browser_of_ours_says_is_invalid_input(
    channel: WebChatChannel, raw: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput):
        await channel.parse(raw)


async def test_a_sent_message_is_a_line_of_its_chat_alone(
    channel: WebChatChannel, desk: Desk, address: str
) -> None:
    _, other = await desk.open_session()
    options = (Option(1, "yes", "đúng"),)
    result = await channel.send(Outbound(address, "Đúng không?", options, prompt_id=7, reference="r1"))

    (line,) = await desk.lines(address, 0)
    assert result.state is SendState.SENT
    assert (line.who, line.body, line.options, line.prompt_id) == ("bot", "Đúng không?", options, 7)
    assert await desk.lines(other, 0) == []


async def test_a_message_sent_again_is_still_one_line(
    channel: WebChatChannel, desk: Desk, address: str
) -> None:
    results = [await channel.send(Outbound(address, "Xin chào", reference="r1")) for _ in range(2)]

    assert [result.state for result in results] == [SendState.SENT] * 2
    assert len(await desk.lines(address, 0)) == 1


async def test_a_chat_that_no_browser_can_open_is_refused_for_good(
    channel: WebChatChannel, desk: Desk, address: str, stored: Stored
) -> None:
    await stored.end_sessions()
    result = await channel.send(Outbound(address, "Xin chào", reference="r1"))

    assert (result.state, result.error) == (SendState.REFUSED, SendError.CHAT_NOT_FOUND)
    assert result.disables_contact
    assert await desk.lines(address, 0) == []


async def test_it_has_nothing_to_fetch_acknowledge_or_close(
    channel: WebChatChannel, sqlite_store: Store
) -> None:
    intake = StoreIntake(sqlite_store, FixedClock(NOW), channel="webchat", account="default")
    async with asyncio.timeout(1):
        await channel.receive(intake)
        await channel.acknowledge(Inbound(InboundKind.CHOICE, ChatKind.PRIVATE, chat="a1", sender="a1"))
        await channel.close()
