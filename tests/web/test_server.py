"""The server as a loop of the process: a port told early, an orderly end."""

import asyncio
import signal

import httpx
import pytest

from tests.pages import application, served
from web import server


async def test_whoever_connects_before_the_start_is_answered() -> None:
    bound = server.listen("127.0.0.1", 0)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bound.getsockname()[1]}") as client:
        early = asyncio.ensure_future(client.get("/health/live"))
        await asyncio.sleep(0)
        serving = asyncio.ensure_future(server.serve(application(), bound, asyncio.Event()))
        assert (await early).status_code == 200
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving


async def test_a_port_that_is_taken_is_refused() -> None:
    with server.listen("127.0.0.1", 0) as first, pytest.raises(OSError, match="in use"):
        server.listen("127.0.0.1", first.getsockname()[1])


async def test_the_signals_stay_the_applications() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    async with (
        served(application(), asyncio.Event()) as base,
        httpx.AsyncClient() as client,
    ):
        await client.get(f"{base}/health/live")
        during = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    assert during == before


async def test_the_end_is_announced_before_connections_are_waited_for() -> None:
    closing = asyncio.Event()
    async with served(application(), closing) as base, httpx.AsyncClient() as client:
        await client.get(f"{base}/health/live")
        assert not closing.is_set()

    assert closing.is_set()
