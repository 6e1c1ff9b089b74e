"""The webhook: nothing without the secret, nothing acknowledged unsaved."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.channel import TelegramChannel
from channels.telegram.hooks import DEEPEST, LONGEST_BODY, SECRET_HEADER, build_routes
from channels.telegram.settings import TelegramSettings
from domain.errors import StoreUnavailable
from domain.messages import RawUpdate
from tests.telegram_standin import TelegramStandIn

SECRET = "s" * 40
UPDATE: dict[str, Any] = {
    "update_id": 7,
    "message": {"message_id": 1, "date": 1_697_700_000, "chat": {"id": 5}, "text": "2"},
}


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


@pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity"])
async def test_numbers_that_are_no_json_are_refused(constant: bytes) -> None:
    shelf = Shelf()
    assert await post(shelf, content=b'{"update_id": 7, "message": {"date": %s}}' % constant) == 400
    assert shelf.kept == []


@pytest.mark.parametrize("number", ["true", "-1", "1e3", "9" * 19, "9" * 4000, "9" * 5000])
async def test_an_update_whose_number_is_none_of_the_vendors_is_refused(number: str) -> None:
    shelf = Shelf()
    assert await post(shelf, content=f'{{"update_id": {number}}}'.encode()) == 400
    assert shelf.kept == []


@pytest.mark.parametrize(("depth", "status"), [(DEEPEST - 1, 200), (DEEPEST, 400), (900, 400)])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
async def test_a_body_nested_deeper_than_any_update_is_refused(
    depth: int, status: int, opening: bytes, closing: bytes
) -> None:
    nested = opening * depth + b"1" + closing * depth
    assert await post(Shelf(), content=b'{"update_id": 7, "message": ' + nested + b"}") == status


async def test_null_characters_and_halves_of_letters_are_no_crash() -> None:
    shelf = Shelf()
    said = rb'{"update_id": 7, "message": {"message_id": 1, "date": 1, "text": "a\u0000b\ud800"}}'
    assert await post(shelf, content=said) == 200
    assert len(shelf.kept) == 1


async def test_forgeries_without_the_secret_are_not_even_read() -> None:
    shelf = Shelf()
    async with client(shelf) as http:
        for n in range(300):
            headers = {SECRET_HEADER: SECRET[: n % 40], "X-Forwarded-For": "149.154.167.220"}
            answer = await http.post("/hooks/telegram/default", content=b"{" * n, headers=headers)
            assert answer.status_code == 401
    assert shelf.kept == []


async def test_updates_brought_twice_and_out_of_order_are_told_apart(standin: TelegramStandIn) -> None:
    shelf = Shelf()
    await standin.api.setWebhook({"url": "https://dondoc.example/hooks", "secret_token": SECRET})
    standin.api.queue.is_reversed = True
    for text in ("một", "hai"):
        await standin.user_says(501, text)

    async with client(shelf) as http:
        assert await standin.calls_the_hook(http, "/hooks/telegram/default", copies=2) == [200] * 4

    assert [update.dedupe_key for update in shelf.kept] == ["42:1001", "42:1001", "42:1000", "42:1000"]
    assert standin.api.queue.pending == []


async def test_what_the_hook_did_not_take_is_brought_again(standin: TelegramStandIn) -> None:
    shelf = Shelf()
    shelf.is_away = True
    await standin.api.setWebhook({"url": "https://dondoc.example/hooks", "secret_token": SECRET})
    await standin.user_says(501, "2")

    async with client(shelf) as http:
        assert await standin.calls_the_hook(http, "/hooks/telegram/default") == [503]
        shelf.is_away = False
        assert await standin.calls_the_hook(http, "/hooks/telegram/default") == [200]
    assert [update.dedupe_key for update in shelf.kept] == ["42:1000"]


async def test_what_the_hook_stored_can_be_read(channel: TelegramChannel) -> None:
    shelf = Shelf()
    person = {"id": 5, "is_bot": False, "first_name": "Thử"}
    message = {**UPDATE["message"], "from": person, "chat": {"id": 5, "type": "private"}}
    await post(shelf, json={"update_id": 7, "message": message})

    assert (await channel.parse(shelf.kept[0].raw)).text == "2"


async def test_a_body_past_the_limit_is_refused() -> None:
    assert await post(Shelf(), content=b" " * (LONGEST_BODY + 1)) == 400


@given(body=st.binary(max_size=200))
async def test_no_bytes_at_all_break_the_hook(body: bytes) -> None:
    assert await post(Shelf(), content=body) in (200, 400)


async def test_other_accounts_have_no_hook() -> None:
    async with client(Shelf()) as http:
        assert (await http.post("/hooks/telegram/other", json=UPDATE)).status_code == 404
