"""Pages for what goes wrong: one polite sentence, no trace."""

import logging
import re

import pytest
from fastapi import FastAPI

from channels.webchat.routes import build_routes as chat_routes
from domain.clocks import FixedClock
from services.webchat import Desk
from tests.conftest import OpenStore
from tests.databases import SqliteFiles
from tests.pages import OWN, application, browser, message, unmarked
from tests.web.test_security import oddities

PAGE, DATA = {"Accept": "text/html,*/*"}, {"Accept": "application/json"}


@pytest.fixture
def app() -> FastAPI:
    return application(oddities())


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("GET", "/none", "Không tìm thấy"),
        ("POST", "/fails", "không được dùng ở đây"),
        ("GET", "/number/x", "không hợp lệ"),
    ],
)
async def test_an_error_is_a_sentence(app: FastAPI, method: str, path: str, says: str) -> None:
    async with browser(app) as client:
        page = await client.request(method, path, headers=PAGE)
        data = await client.request(method, path, headers=DATA)

    assert says in page.text
    assert '<html lang="vi">' in page.text
    assert says in data.json()["error"]


async def test_a_fault_of_ours_is_a_number_that_the_log_knows(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        async with browser(app, raising=False) as client:
            page = await client.get("/fails", headers=PAGE)

    reference = re.search(r"mã ([0-9a-f]{6})", page.text)
    assert page.status_code == 500
    assert reference is not None
    assert reference[1] in caplog.text
    assert not [word for word in ("Traceback", "RuntimeError", "12345", ".py") if word in page.text]


async def test_while_the_database_is_away_everything_is_refused_for_now(
    sqlite_files: SqliteFiles, open_store: OpenStore, clock: FixedClock
) -> None:
    async with sqlite_files.database(migrated=False) as url:
        routes = chat_routes(Desk(open_store(url), clock), secure=False, marks=unmarked)
        async with browser(application(routes)) as client:
            page = await client.get("/chat", headers=PAGE)
            said = await client.post(
                "/chat/messages", json=message(), headers=OWN | DATA | {"Cookie": "dondoc-chinh=x"}
            )

    assert (page.status_code, said.status_code) == (503, 503)
    assert "tạm thời chưa sử dụng được" in page.text
    assert "tạm thời chưa sử dụng được" in said.json()["error"]
    assert "set-cookie" not in page.headers


async def test_a_wrong_method_is_told_which_would_be_right(app: FastAPI) -> None:
    async with browser(app) as client:
        assert (await client.post("/fails")).headers["allow"] == "GET"


async def test_what_was_sent_is_not_repeated(app: FastAPI) -> None:
    async with browser(app) as client:
        answers = [await client.get("/%3Cscript%3E", headers=accept) for accept in (PAGE, DATA)]

    assert not [answer for answer in answers if "script" in answer.text]


async def test_the_description_of_the_api_names_no_page(app: FastAPI) -> None:
    async with browser(app) as client:
        paths = (await client.get("/api/v1/openapi.json")).json()["paths"]

    assert not [path for path in paths if path.startswith(("/chat", "/health", "/demo"))]
