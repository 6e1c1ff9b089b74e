"""What people could see: told by their own page, for their own chat, and never taken back."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from domain.messages import Outbound
from services.webchat import Desk
from storage.store import Store
from tests import factories
from tests.channels.webchat.conftest import Stored
from tests.factories import NOW
from tests.pages import OWN, browser

PATH = "/chat/seen"


async def send(store: Store, desk: Desk, address: str, *keys: str) -> list[int]:
    """Messages that were queued and shown; the ids of their lines."""
    for key in keys:
        await store.transact(
            lambda uow, key=key: factories.message(uow, key, address, channel="webchat", account="default")
        )
        await desk.show(Outbound(address, f"Tin {key}", reference=key))
    return [line.id for line in await desk.lines(address, 0) if line.reference in keys]


async def test_a_shown_line_and_those_before_it_are_displayed(
    client: httpx.AsyncClient, desk: Desk, address: str, stored: Stored, sqlite_store: Store
) -> None:
    _, second, _ = await send(sqlite_store, desk, address, "m1", "m2", "m3")
    answer = await client.post(PATH, json={"line": second}, headers=OWN)

    assert (answer.status_code, answer.json()) == (200, {"seen": second})
    assert answer.headers["cache-control"] == "no-store"
    assert await stored.displayed() == {"m1": NOW, "m2": NOW, "m3": None}


async def test_a_sent_line_is_not_displayed_before_a_page_says_so(
    client: httpx.AsyncClient, desk: Desk, address: str, stored: Stored, sqlite_store: Store
) -> None:
    await send(sqlite_store, desk, address, "m1")
    await client.get("/chat/lines")

    assert await stored.displayed() == {"m1": None}


async def test_a_line_of_another_chat_cannot_be_seen(
    app: FastAPI, client: httpx.AsyncClient, desk: Desk, stored: Stored, sqlite_store: Store
) -> None:
    _, other = await desk.open_session()
    (line,) = await send(sqlite_store, desk, other, "m1")
    answer = await client.post(PATH, json={"line": line}, headers=OWN)

    assert answer.status_code == 404
    assert answer.json()["error"] == "Cuộc trao đổi này không có dòng tin đó."
    assert await stored.displayed() == {"m1": None}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Dondoc": "1"},
        {"X-Dondoc": "1", "Origin": "https://evil.example"},
        {"Origin": "http://dondoc.test"},
    ],
)
async def test_no_foreign_page_says_what_was_seen(
    client: httpx.AsyncClient,
    desk: Desk,
    address: str,
    stored: Stored,
    sqlite_store: Store,
    headers: dict[str, str],
) -> None:
    (line,) = await send(sqlite_store, desk, address, "m1")
    answer = await client.post(PATH, json={"line": line}, headers=headers)

    assert answer.status_code == 403
    assert await stored.displayed() == {"m1": None}


async def test_without_a_session_nothing_was_seen(app: FastAPI) -> None:
    async with browser(app, cookies={"dondoc-chinh": "made-up"}) as stranger:
        assert (await stranger.post(PATH, json={"line": 1}, headers=OWN)).status_code == 401


async def test_a_page_of_an_earlier_session_is_told_that_it_has_ended(
    client: httpx.AsyncClient, address: str
) -> None:
    for chat, status in ((address, 200), ("f" * 16, 401), ("", 401)):
        assert (await client.get("/chat/lines", params={"chat": chat})).status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"line": 0}, 422),
        ({"line": -1}, 422),
        ({"line": "1"}, 422),
        ({"line": 1.5}, 422),
        ({"line": True}, 422),
        ({"line": None}, 422),
        ({"line": 10**18}, 422),
        ({"line": 10**18 - 1}, 404),
        ([], 400),
        (None, 400),
    ],
)
async def test_what_is_no_line_is_refused(client: httpx.AsyncClient, body: Any, status: int) -> None:
    answer = await client.post(PATH, json=body, headers=OWN)

    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
