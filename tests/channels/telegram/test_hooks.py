"""The webhook: nothing without the secret, nothing acknowledged unsaved."""

from collections.abc import Sequence

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.hooks import LONGEST_BODY, SECRET_HEADER, build_routes
from channels.telegram.settings import TelegramSettings
from domain.errors import StoreUnavailable
from domain.messages import RawUpdate

SECRET = "s" * 40
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 1_697_700_000, "chat": {"id": 5}, "text": "2"}}


class Shelf:
    """An intake that keeps what it is given, unless it is away."""

    def __init__(self) -> None:
        self.kept: list[RawUpdate] = []
        self.is_away = False

    async def accept(self, updates: Sequence[RawUpdate], *, cursor: int | None = None) -> int:
        if self.is_away:
            raise StoreUnavailable
        self.kept += updates
        return len(updates)

    async def cursor(self) -> int | None:
        return None


def client(shelf: Shelf) -> httpx.AsyncClient:
    settings = TelegramSettings.model_validate(
        {"token": "42:" + "x" * 35, "mode": "webhook", "webhook_secret": SECRET}
    )
    app = FastAPI()
    app.include_router(build_routes(settings, shelf))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")


async def post(shelf: Shelf, **call: object) -> int:
    async with client(shelf) as http:
        headers = {SECRET_HEADER: SECRET} | dict(call.pop("headers", {}))  # type: ignore[call-overload]
        return (await http.post("/hooks/telegram/default", headers=headers, **call)).status_code


async def test_an_update_with_the_secret_is_stored_before_it_is_acknowledged() -> None:
    shelf = Shelf()
    assert await post(shelf, json=UPDATE) == 200
    assert [update.dedupe_key for update in shelf.kept] == ["42:7"]


@pytest.mark.parametrize("wrong", ["", "s" * 39, "S" * 40, SECRET + " x", "ữ"])
async def test_an_update_without_the_secret_is_refused_and_not_stored(wrong: str) -> None:
    shelf = Shelf()
    assert await post(shelf, json=UPDATE, headers={SECRET_HEADER: wrong.encode()}) == 401
    assert shelf.kept == []


async def test_when_the_store_is_away_telegram_is_asked_to_bring_it_again() -> None:
    shelf = Shelf()
    shelf.is_away = True
    assert await post(shelf, json=UPDATE) == 503


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"7", b"{}", b'{"update_id": "7"}', b"[" * 100_000, b"\xff\xfe"]
)
async def test_a_malformed_body_is_refused_without_a_crash(body: bytes) -> None:
    shelf = Shelf()
    assert await post(shelf, content=body) == 400
    assert shelf.kept == []


async def test_a_body_past_the_limit_is_refused() -> None:
    assert await post(Shelf(), content=b" " * (LONGEST_BODY + 1)) == 400


@given(body=st.binary(max_size=200))
async def test_no_bytes_at_all_break_the_hook(body: bytes) -> None:
    assert await post(Shelf(), content=body) in (200, 400)


async def test_other_accounts_have_no_hook() -> None:
    async with client(Shelf()) as http:
        assert (await http.post("/hooks/telegram/other", json=UPDATE)).status_code == 404
