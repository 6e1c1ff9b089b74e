"""The headers that stand on every answer, and how much may be sent."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from starlette.requests import Request

from channels.webchat.routes import build_routes as chat_routes
from services.webchat import Desk
from tests.pages import OWN, application, browser, unmarked
from web.security import HEADERS, LONGEST_BODY


def oddities() -> APIRouter:
    """Routes that fail, redirect, and read everything that is sent."""
    router = APIRouter()

    @router.get("/fails")
    async def fails() -> None:
        raise RuntimeError("mật khẩu là 12345")

    @router.get("/number/{value}")
    async def number(value: int) -> int:
        return value

    @router.post("/reads")
    async def reads(request: Request) -> int:
        return len(await request.body())

    @router.get("/folder/")
    async def folder() -> str:
        return "đây"

    return router


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    return application(chat_routes(desk, secure=False, marks=unmarked), oddities())


ANSWERS = [
    ("GET", "/chat", 200),
    ("HEAD", "/chat", 405),
    ("GET", "/chat?seat=KHONG", 404),
    ("GET", "/chat/lines", 401),
    ("POST", "/chat/messages", 403),
    ("GET", "/chat/static/chat.js", 200),
    ("GET", "/static/pages.css", 200),
    ("GET", "/static/none.css", 404),
    ("GET", "/static/../app.py", 404),
    ("GET", "/none", 404),
    ("POST", "/health/live", 405),
    ("GET", "/health/live", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/folder", 307),
    ("GET", "/number/x", 422),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/openapi.json", 404),
    ("GET", "/docs", 404),
    ("GET", "/redoc", 404),
    ("GET", "/fails", 500),
    ("OPTIONS", "/chat", 405),
    ("GET", "/%00%ff", 404),
]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_answer_carries_the_headers(
    app: FastAPI, method: str, path: str, status: int, accept: str
) -> None:
    async with browser(app, raising=False) as client:
        answer = await client.request(method, path, headers={"Accept": accept})

    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value]


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert not [word for word in ("unsafe", "http", "*", "blob:") if word in policy]


async def test_a_body_within_the_limit_is_read(app: FastAPI) -> None:
    async with browser(app) as client:
        answer = await client.post("/reads", content=b"a" * LONGEST_BODY)

    assert answer.json() == LONGEST_BODY


async def test_a_longer_body_is_refused_also_when_its_length_was_not_told(app: FastAPI) -> None:
    async def pieces() -> object:
        for _ in range(3):
            yield b"a" * (LONGEST_BODY // 2)

    async with browser(app) as client:
        told = await client.post("/reads", content=b"a" * (LONGEST_BODY + 1))
        untold = await client.post("/reads", content=pieces())

    assert (told.status_code, untold.status_code) == (413, 413)
    assert told.json()["error"].endswith(".")


async def test_the_chats_own_limit_is_lower(app: FastAPI) -> None:
    async with browser(app) as client:
        await client.get("/chat")
        answer = await client.post("/chat/messages", content=b"a" * 70_000, headers=OWN)

    assert answer.status_code == 413


async def test_nothing_tells_what_serves_the_pages(app: FastAPI) -> None:
    async with browser(app) as client:
        answer: httpx.Response = await client.get("/chat")

    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers
