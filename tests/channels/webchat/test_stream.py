"""The stream of lines over a real port: nothing lost, nothing doubled, no stream outlives its reason."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest

from channels.webchat import stream
from domain.messages import Outbound
from services.webchat import Desk
from storage import wakes
from storage.store import Store
from tests.channels.webchat.conftest import Stored
from tests.pages import chat_application, eventually, read_events, served

MANY = 40


async def seat(desk: Desk) -> tuple[dict[str, str], str]:
    """A browser's cookies and its chat address."""
    token, address = await desk.open_session()
    return {"dondoc-chinh": token}, address


async def tell(desk: Desk, address: str, *numbers: int) -> None:
    for number in numbers:
        await desk.show(Outbound(address, f"Tin {number}", reference=f"{address}:{number}"))


@asynccontextmanager
async def opened(base: str, cookies: dict[str, str]) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of an open stream."""
    async with (
        httpx.AsyncClient(cookies=cookies, timeout=10) as client,
        client.stream("GET", f"{base}/chat/stream") as answer,
    ):
        yield answer.aiter_lines()


def said(lines: list[str]) -> list[str]:
    """What was said in a stream, heartbeats aside."""
    return [line for line in lines if line.startswith("id")]


def texts(events: list[tuple[int, str]]) -> list[str]:
    return [json.loads(data)["text"] for _, data in events]


async def test_lines_come_as_they_are_said(desk: Desk) -> None:
    cookies, address = await seat(desk)
    closing = asyncio.Event()
    async with served(chat_application(desk, closing=closing), closing) as base:
        await tell(desk, address, 0)
        reading = asyncio.ensure_future(read_events(f"{base}/chat/stream", cookies, until=3))
        await tell(desk, address, 1, 2)
        events = list(await reading)

    assert texts(events) == ["Tin 0", "Tin 1", "Tin 2"]
    assert [number for number, _ in events] == sorted(number for number, _ in events)


async def test_a_browser_that_comes_back_again_and_again_gets_each_line_once(desk: Desk) -> None:
    cookies, address = await seat(desk)
    closing = asyncio.Event()
    async with served(chat_application(desk, closing=closing), closing) as base:
        telling = asyncio.ensure_future(tell(desk, address, *range(MANY)))
        events: list[tuple[int, str]] = []
        while len(events) < MANY:
            resume = {"Last-Event-ID": str(events[-1][0])} if events else {}
            wanted = min(7, MANY - len(events))
            events += await read_events(f"{base}/chat/stream?after=0", cookies, until=wanted, **resume)
        await telling

    assert texts(events) == [f"Tin {number}" for number in range(MANY)]


async def test_the_last_seen_line_is_also_taken_from_the_address(desk: Desk) -> None:
    cookies, address = await seat(desk)
    await tell(desk, address, 0, 1)
    first = (await desk.lines(address, 0))[0].id
    closing = asyncio.Event()
    async with served(chat_application(desk, closing=closing), closing) as base:
        events = list(await read_events(f"{base}/chat/stream?after={first}", cookies, until=1))

    assert texts(events) == ["Tin 1"]


async def test_a_browser_that_was_away_for_hundreds_of_lines_gets_every_one(desk: Desk) -> None:
    cookies, address = await seat(desk)
    await tell(desk, address, *range(451))
    first = (await desk.lines(address, 1))[0].id
    closing = asyncio.Event()
    async with served(chat_application(desk, closing=closing), closing) as base:
        resume = {"Last-Event-ID": str(first)}
        events = list(await read_events(f"{base}/chat/stream?after=0", cookies, until=449, **resume))

    assert texts(events) == [f"Tin {number}" for number in range(2, 451)]


async def test_lines_of_another_chat_wake_nobody_wrongly(desk: Desk) -> None:
    cookies, address = await seat(desk)
    _, other = await seat(desk)
    closing = asyncio.Event()
    async with served(chat_application(desk, closing=closing), closing) as base:
        reading = asyncio.ensure_future(read_events(f"{base}/chat/stream", cookies, until=1))
        await tell(desk, other, 1, 2)
        await tell(desk, address, 3)

        assert texts(list(await reading)) == ["Tin 3"]


async def test_a_closing_server_ends_its_streams_at_once(desk: Desk) -> None:
    cookies, _ = await seat(desk)
    closing = asyncio.Event()
    async with asyncio.timeout(3):
        async with (
            served(chat_application(desk, closing=closing), closing) as base,
            opened(base, cookies) as lines,
        ):
            assert await anext(lines) == "retry: 1000"
            closing.set()
            assert said([line async for line in lines]) == []


async def test_a_server_that_is_stopped_does_not_wait_for_its_streams(desk: Desk) -> None:
    cookies, _ = await seat(desk)
    closing = asyncio.Event()
    async with AsyncExitStack() as browsers:
        async with asyncio.timeout(3):
            async with served(chat_application(desk, closing=closing), closing) as base:
                lines = await browsers.enter_async_context(opened(base, cookies))
                assert await anext(lines) == "retry: 1000"
        assert said([line async for line in lines]) == []


async def test_a_browser_that_leaves_leaves_no_listener(desk: Desk, sqlite_store: Store) -> None:
    cookies, _ = await seat(desk)
    listeners = sqlite_store.wakes._listeners[wakes.LINES]
    closing = asyncio.Event()
    async with served(chat_application(desk, closing=closing), closing) as base:
        async with opened(base, cookies) as lines:
            assert await anext(lines) == "retry: 1000"
            assert len(listeners) == 1
        assert await eventually(lambda: not listeners)


async def test_a_silent_stream_says_that_all_is_told_and_that_it_lives(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.01)
    cookies, _ = await seat(desk)
    closing = asyncio.Event()
    async with (
        served(chat_application(desk, closing=closing), closing) as base,
        opened(base, cookies) as lines,
    ):
        found = [await anext(lines) for _ in range(7)]

    assert found == ["retry: 1000", "", "event: ready", "data: {}", "", "event: beat", "data: {}"]


async def test_the_stream_of_an_ended_session_ends(
    desk: Desk, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.01)
    cookies, _ = await seat(desk)
    closing = asyncio.Event()
    async with asyncio.timeout(3):
        async with (
            served(chat_application(desk, closing=closing), closing) as base,
            opened(base, cookies) as lines,
        ):
            assert await anext(lines) == "retry: 1000"
            await stored.end_sessions()
            rest = [line async for line in lines]

    assert said(rest) == []
