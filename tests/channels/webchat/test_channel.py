"""The web chat behind the port."""

import asyncio
from typing import Any

import pytest

from channels.webchat.channel import WebChatChannel
from domain.clocks import FixedClock
from domain.errors import InvalidInput
from domain.messages import (
    Attachment,
    ChatKind,
    Document,
    Inbound,
    InboundKind,
    Option,
    Outbound,
    SendError,
    SendState,
)
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
    able = port.capabilities
    assert able.buttons
    assert able.receipts
    assert able.late_lines
    assert able.documents_out
    assert not able.groups
    assert (able.max_text, able.max_document) == (10_000, 20 * 1024 * 1024)


async def test_a_typed_line_is_text_of_its_chat(channel: WebChatChannel) -> None:
    parsed = await channel.parse({"text": "đã gửi", "sender": "a1", "choice": None})

    assert parsed == Inbound(InboundKind.TEXT, ChatKind.PRIVATE, chat="a1", sender="a1", text="đã gửi")


async def test_a_press_is_a_choice(channel: WebChatChannel) -> None:
    parsed = await channel.parse({"text": "đúng", "sender": "a1", "choice": "Ab3_x-9Z"})

    assert parsed is not None
    assert (parsed.kind, parsed.choice, parsed.text) == (InboundKind.CHOICE, "Ab3_x-9Z", "đúng")


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"text": "x", "sender": None},
        {"text": None, "sender": "a1"},
        {"text": ["x"], "sender": "a1"},
        {"text": "x", "sender": "a1", "choice": 1},
        {"text": "x", "sender": "a1", "choice": ""},
        {"text": "x", "sender": "a1", "choice": "a" * 7},
        {"text": "x", "sender": "a1", "choice": "a" * 65},
        {"text": "x", "sender": "a1", "choice": "p:123456:1"},
        {"text": "x", "sender": "a1", "choice": "token-001 "},
        {"text": "x", "sender": "a1", "choice": "token-001\n"},
        {"text": "x", "sender": "a1", "choice": "mã-nút-001"},
        {"text": "x", "sender": "a1", "choice": "12345678١"},
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
    options = (Option(1, "yes", "đúng", "token-0001"),)
    result = await channel.send(Outbound(address, "Đúng không?", options, reference="r1", late_lines=(0,)))

    (line,) = await desk.lines(address, 0)
    assert result.state is SendState.SENT
    assert (line.who, line.body, line.options, line.late_lines) == ("bot", "Đúng không?", options, (0,))
    assert line.file_id is None
    assert await desk.lines(other, 0) == []


async def test_a_document_goes_with_its_line(channel: WebChatChannel, desk: Desk, address: str) -> None:
    document = Document("Danh sách.csv", "text/csv", b"STP;1\n")
    result = await channel.send(Outbound(address, "Danh sách", reference="r1", document=document))

    (line,) = await desk.lines(address, 0)
    assert result.state is SendState.SENT
    assert line.file_name == "Danh sách.csv"
    assert await desk.document(address, line.file_id or 0) == document


async def test_a_document_sent_again_is_kept_once(
    channel: WebChatChannel, desk: Desk, address: str, stored: Stored
) -> None:
    message = Outbound(address, "Danh sách", reference="r1", document=Document("a.csv", "text/csv", b"1"))
    for _ in range(3):
        await channel.send(message)

    assert len(await desk.lines(address, 0)) == 1
    assert await stored.files() == 1


async def test_a_document_that_is_too_large_is_refused_and_not_kept(
    channel: WebChatChannel, desk: Desk, address: str, stored: Stored
) -> None:
    most = channel.capabilities.max_document
    for size, state in ((most + 1, SendState.REFUSED), (most, SendState.SENT)):
        document = Document("a.bin", "application/octet-stream", bytes(size))
        result = await channel.send(Outbound(address, "Tệp", reference=f"r{size}", document=document))
        assert result.state is state
        assert not result.disables_contact
        assert (result.error is SendError.TOO_LARGE) == (state is SendState.REFUSED)

    assert len(await desk.lines(address, 0)) == 1
    assert await stored.files() == 1


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


async def test_it_has_nothing_to_receive_acknowledge_or_close(
    channel: WebChatChannel, sqlite_store: Store
) -> None:
    intake = StoreIntake(sqlite_store, FixedClock(NOW), channel="webchat", account="default")
    press = Inbound(InboundKind.CHOICE, ChatKind.PRIVATE, chat="a1", sender="a1", choice="token-0001")
    async with asyncio.timeout(1):
        await channel.receive(intake)
        await channel.acknowledge(press)
        await channel.acknowledge(press, alert="Lựa chọn này không dành cho anh/chị")
        await channel.close()


async def test_browsers_send_no_files(channel: WebChatChannel) -> None:
    with pytest.raises(InvalidInput):
        await channel.fetch(Attachment("key"), limit=1000)
