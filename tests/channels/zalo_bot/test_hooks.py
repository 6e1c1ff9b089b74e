"""The webhook: nothing without the secret, nothing acknowledged unsaved."""

import json
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from channels.zalo_bot.hooks import LONGEST_BODY, SECRET_HEADER, build_routes
from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import StoreUnavailable
from domain.messages import RawUpdate
from tests.channels.zalo_bot.conftest import SECRET
from tests.zalo_standin import ZaloStandIn, ZaloUser
from tests.zalo_standin.payloads import (
    I_unsupported_without_message,
    N2_bare_body,
    Place,
    U_unknown_event,
    V2_full_envelope,
    V2_text_received,
)

PLACE = Place(ZaloUser("3ab9"), "3ab9", "m1")
UPDATE = V2_full_envelope(V2_text_received(PLACE, "2"))
PATH = "/hooks/zalo-bot/default"


class Shelf:
    """An intake that keeps what it is given, unless it is away."""

    def __init__(self) -> None:
        self.kept: list[RawUpdate] = []
        self.away = 0

    async def accept(self, updates: Sequence[RawUpdate], *, cursor: int | None = None) -> int:
        if self.away:
            self.away -= 1
            raise StoreUnavailable
        self.kept += updates
        return len(updates)

    async def cursor(self) -> int | None:
        return None


def client(shelf: Shelf, *, account: str = "default", **chosen: object) -> httpx.AsyncClient:
    given = {"token": "78:" + "x" * 35, "webhook_secret": SECRET} | chosen
    app = FastAPI()
    app.include_router(build_routes(ZaloBotSettings.model_validate(given), shelf, account=account))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")


async def post(shelf: Shelf, **call: Any) -> int:
    headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"} | dict(call.pop("headers", {}))
    async with client(shelf) as http:
        return (await http.post(PATH, headers=headers, **call)).status_code


@pytest.mark.parametrize("shape", [V2_full_envelope, N2_bare_body])
async def test_an_update_with_the_secret_is_stored_before_it_is_acknowledged(shape: Any) -> None:
    shelf = Shelf()

    assert await post(shelf, json=shape(V2_text_received(PLACE, "2"))) == 200
    assert [update.dedupe_key for update in shelf.kept] == ["78:message.text.received:3ab9:3ab9:m1"]


async def test_the_answer_is_the_one_the_vendor_asks_for() -> None:
    async with client(Shelf()) as http:
        answer = await http.post(PATH, json=UPDATE, headers={SECRET_HEADER: SECRET})

    assert (answer.status_code, answer.json()) == (200, {"ok": True})


@pytest.mark.parametrize("wrong", ["", "s" * 39, "S" * 40, SECRET + " x", "ữ"])
async def test_an_update_without_the_secret_is_refused_and_not_stored(wrong: str) -> None:
    shelf = Shelf()

    assert await post(shelf, json=UPDATE, headers={SECRET_HEADER: wrong.encode()}) == 403
    assert shelf.kept == []


async def test_a_forged_update_is_refused_before_it_is_read() -> None:
    forged = {"headers": {SECRET_HEADER: "x"}}

    assert await post(Shelf(), content=b"{", **forged) == 403
    assert await post(Shelf(), content=b" " * (LONGEST_BODY + 1), **forged) == 403


async def test_no_secret_that_is_unset_can_be_guessed_by_sending_none() -> None:
    async with client(Shelf(), mode="polling", webhook_secret=None) as http:
        answer = await http.post(PATH, json=UPDATE, headers={SECRET_HEADER: ""})

    assert answer.status_code == 403


async def test_a_spoofed_address_of_the_caller_opens_nothing() -> None:
    spoofed = {"X-Forwarded-For": "127.0.0.1", SECRET_HEADER: "x" * 40}

    assert await post(Shelf(), json=UPDATE, headers=spoofed) == 403


async def test_when_the_store_is_away_the_vendor_is_asked_to_bring_it_again() -> None:
    shelf = Shelf()
    shelf.away = 1

    assert await post(shelf, json=UPDATE) == 503
    assert await post(shelf, json=UPDATE) == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_post_is_taken(method: str) -> None:
    async with client(Shelf()) as http:
        answer = await http.request(method, PATH, headers={SECRET_HEADER: SECRET})

    assert answer.status_code == 405


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"])
async def test_only_json_is_taken(kind: str) -> None:
    shelf = Shelf()

    assert await post(shelf, content=json.dumps(UPDATE), headers={"Content-Type": kind}) == 415
    assert shelf.kept == []


async def test_json_with_its_charset_named_is_json() -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}

    assert await post(Shelf(), content=json.dumps(UPDATE), headers=headers) == 200


MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b"{}",
    b'{"ok": true}',
    b'{"event_name": 7}',
    b"[" * 100_000,
    b'{"event_name": "x", "message": ' + b"[" * 500 + b"]" * 500 + b"}",
    b'{"event_name": "x", "message": NaN}',
    b'{"event_name": "x", "message": ' + b"9" * 5000 + b"}",
    b"\xff\xfe",
]


@pytest.mark.parametrize("body", MALFORMED)
async def test_a_malformed_body_is_refused_without_a_crash(body: bytes) -> None:
    shelf = Shelf()

    assert await post(shelf, content=body) == 400
    assert shelf.kept == []


@pytest.mark.parametrize("update", [U_unknown_event(PLACE), I_unsupported_without_message()])
async def test_an_event_nobody_knows_is_kept_and_acknowledged(update: dict[str, Any]) -> None:
    shelf = Shelf()

    assert await post(shelf, json=update) == 200
    assert len(shelf.kept) == 1


async def test_a_body_past_the_limit_is_refused_and_one_below_it_is_not() -> None:
    long = {"event_name": "message.text.received", "x": "đ" * 400_000}

    assert await post(Shelf(), content=json.dumps(long, ensure_ascii=False).encode()) == 200
    assert await post(Shelf(), content=b" " * (LONGEST_BODY + 1)) == 400


@given(body=st.binary(max_size=200))
async def test_no_bytes_at_all_break_the_hook(body: bytes) -> None:
    assert await post(Shelf(), content=body) in (200, 400)


async def test_every_account_has_a_hook_of_its_own() -> None:
    async with client(Shelf(), account="so-y-te") as http:
        headers = {SECRET_HEADER: SECRET}
        assert (await http.post("/hooks/zalo-bot/so-y-te", json=UPDATE, headers=headers)).status_code == 200
        assert (await http.post(PATH, json=UPDATE, headers=headers)).status_code == 404


async def test_the_stand_in_delivers_through_the_hook_and_again_after_a_failure(
    standin: ZaloStandIn,
) -> None:
    shelf = Shelf()
    shelf.away = 2
    async with client(shelf) as http:
        poster = standin.post_to(http, PATH, SECRET)
        await standin.user_says("3ab9", "BC10 2")

    assert [post.status for post in poster.posts] == [503, 503, 200]
    assert [update.raw["result"]["message"]["text"] for update in shelf.kept] == ["BC10 2"]


async def test_the_same_update_five_times_is_acknowledged_five_times_under_one_key(
    standin: ZaloStandIn,
) -> None:
    shelf = Shelf()
    standin.api.queue.copies = 5
    async with client(shelf) as http:
        poster = standin.post_to(http, PATH, SECRET)
        await standin.user_says("3ab9", "2")

    assert [post.status for post in poster.posts] == [200] * 5
    assert len({update.dedupe_key for update in shelf.kept}) == 1
