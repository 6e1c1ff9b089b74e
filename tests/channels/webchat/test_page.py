"""The page of the chat and its session cookie."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from channels.webchat.routes import build_routes
from services.webchat import Desk
from storage.store import Store
from tests.pages import MARK, application, browser, chat_application, marked, unmarked


async def test_the_page_opens_a_session_that_scripts_and_other_sites_cannot_use(app: FastAPI) -> None:
    async with browser(app) as client:
        answer = await client.get("/chat")

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("dondoc-chinh=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/;" in cookie
    assert "Domain" not in cookie


async def test_over_tls_the_cookie_is_bound_to_the_host(desk: Desk) -> None:
    app = application(build_routes(desk, secure=True, marks=unmarked))
    async with browser(app, base_url="https://dondoc.test") as client:
        answer = await client.get("/chat")
        lines = await client.get("/chat/lines")

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-dondoc-chinh=")
    assert "; Secure" in cookie
    assert lines.status_code == 200


async def test_the_secret_is_long_and_no_part_of_the_page(app: FastAPI) -> None:
    async with browser(app) as client:
        answer = await client.get("/chat")
        token = client.cookies["dondoc-chinh"]

    assert len(token) >= 43
    assert token not in answer.text


async def test_a_browser_keeps_its_session(client: httpx.AsyncClient) -> None:
    again = await client.get("/chat")

    assert "set-cookie" not in again.headers


async def test_the_page_names_its_own_chat(client: httpx.AsyncClient, address: str) -> None:
    assert f'data-chat="{address}"' in (await client.get("/chat")).text


async def test_a_session_ends_after_thirty_days(desk: Desk, sqlite_store: Store) -> None:
    for days, address in ((30, None), (29, "a" * 16)):
        opened = datetime.now(UTC) - timedelta(days=days)
        token = f"token-{days}"
        digest = hashlib.sha256(token.encode()).hexdigest()
        await sqlite_store.transact(
            lambda uow, digest=digest, opened=opened: uow.webchat.add_session(digest, "a" * 16, opened)
        )
        assert await desk.address_of(token) == address


async def test_a_planted_session_is_replaced_by_one_of_ours(app: FastAPI, desk: Desk) -> None:
    async with browser(app, cookies={"dondoc-chinh": "planted-by-somebody"}) as client:
        answer = await client.get("/chat")

    assert "planted" not in answer.headers["set-cookie"]
    assert await desk.address_of("planted-by-somebody") is None


async def test_seats_of_one_browser_are_different_chats(client: httpx.AsyncClient, desk: Desk) -> None:
    await client.get("/chat", params={"seat": "lanhdao"})

    addresses = {await desk.address_of(client.cookies[f"dondoc-{seat}"]) for seat in ("chinh", "lanhdao")}
    assert None not in addresses
    assert len(addresses) == 2


@pytest.mark.parametrize("seat", ["", "A", "a b", "<script>", "abcdefghijklm", "a\n"])
async def test_a_seat_that_is_none_is_not_found(app: FastAPI, seat: str) -> None:
    async with browser(app) as client:
        answer = await client.get("/chat", params={"seat": seat})

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


async def test_a_link_on_another_site_does_not_cost_the_session(app: FastAPI) -> None:
    async with browser(app) as client:
        answer = await client.get("/chat", headers={"Sec-Fetch-Site": "cross-site"})
        again = await client.get("/chat", headers={"Sec-Fetch-Site": "same-origin"})

    assert "set-cookie" not in answer.headers
    assert 'content="0;url=/chat?seat=chinh"' in answer.text
    assert "set-cookie" in again.headers


async def test_invented_figures_look_invented_and_real_ones_do_not(desk: Desk) -> None:
    async with browser(application(build_routes(desk, secure=False, marks=marked))) as client:
        assert MARK in (await client.get("/chat")).text
    async with browser(application(build_routes(desk, secure=False, marks=unmarked))) as client:
        assert MARK not in (await client.get("/chat")).text


async def test_the_page_is_vietnamese_and_has_nothing_inline(client: httpx.AsyncClient) -> None:
    page = (await client.get("/chat")).text

    assert '<html lang="vi">' in page
    assert 'role="log"' in page
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=|javascript:|https?://", page)


@pytest.mark.parametrize(("name", "kind"), [("chat.css", "text/css"), ("chat.js", "text/javascript")])
async def test_style_and_script_are_ours(app: FastAPI, name: str, kind: str) -> None:
    async with browser(app) as client:
        answer = await client.get(f"/chat/static/{name}")

    assert answer.headers["content-type"].startswith(kind)
    assert "://" not in answer.text
    assert "innerHTML" not in answer.text


@pytest.mark.parametrize("name", ["routes.py", "..%2Froutes.py", "%2e%2e/routes.py", "chat.html"])
async def test_no_other_file_is_given_out(app: FastAPI, name: str) -> None:
    async with browser(app) as client:
        assert (await client.get(f"/chat/static/{name}")).status_code == 404


async def test_pages_with_a_session_are_kept_by_no_cache(desk: Desk) -> None:
    async with browser(chat_application(desk)) as client:
        for path in ("/chat", "/chat/lines"):
            assert (await client.get(path)).headers["cache-control"] == "no-store"
