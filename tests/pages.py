"""Our pages for tests: an application over a real store, in memory or on a port of the loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI

from channels.webchat.routes import build_routes
from services.webchat import Desk
from web import server
from web.app import create_app

HOST = "dondoc.test"
ORIGIN = f"http://{HOST}"
# What a page of ours sends with everything that changes something.
OWN = {"Origin": ORIGIN, "X-Dondoc": "1"}
MARK = "SỐ LIỆU GIẢ ĐỊNH"
A_NAME = "client-0001"


async def unmarked() -> str | None:
    """Figures are real."""
    return None


async def marked() -> str | None:
    """Figures are invented."""
    return MARK


async def all_well() -> Mapping[str, Any]:
    """Every check is good."""
    return {"store": True}


def application(*routers: APIRouter) -> FastAPI:
    """The web application of these routes."""
    return create_app(routers=routers, checks=all_well)


def chat_application(desk: Desk, *, closing: asyncio.Event | None = None) -> FastAPI:
    """The web chat alone."""
    return application(build_routes(desk, secure=False, marks=marked, closing=closing))


def browser(app: FastAPI, *, raising: bool = True, **options: Any) -> httpx.AsyncClient:
    """A client that keeps cookies; with `raising` off it sees error pages as a person does."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=raising)
    return httpx.AsyncClient(transport=transport, **{"base_url": ORIGIN, **options})


def message(text: str = "Xin chào", **changes: Any) -> dict[str, Any]:
    """What the page's script sends."""
    return {"text": text, "client_id": A_NAME, "choice": None, **changes}


@asynccontextmanager
async def served(app: FastAPI, closing: asyncio.Event, *, port: int = 0) -> AsyncIterator[str]:
    """The application on a real port of the loopback; its address."""
    bound = server.listen("127.0.0.1", port)
    serving = asyncio.ensure_future(server.serve(app, bound, closing))
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def read_events(
    address: str, cookies: Mapping[str, str], *, until: int, **headers: str
) -> Sequence[tuple[int, str]]:
    """Ids and data of the first events of a stream, at most `until` of them."""
    found: list[tuple[int, str]] = []
    async with (
        httpx.AsyncClient(cookies=dict(cookies), timeout=10) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        number, kind = 0, ""
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "id":
                number = int(value)
            if name == "data" and not kind:
                found.append((number, value))
            kind = value if name == "event" else kind if line else ""
            if len(found) == until:
                break
    return found


async def eventually(happened: Callable[[], bool]) -> bool:
    """Whether it happens within some hundred turns of the loop."""
    for _ in range(300):
        if happened():
            return True
        await asyncio.sleep(0.01)
    return False
