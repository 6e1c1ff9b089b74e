"""How often a browser may speak and come anew: enough for people, not for a script."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from channels.webchat.limits import Limit
from channels.webchat.routes import build_routes
from services.webchat import Desk
from tests.channels.webchat.conftest import Stored
from tests.pages import OWN, application, browser, message, unmarked


@dataclass
class Seconds:
    """A clock that is moved by hand."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def app(desk: Desk, seconds: Seconds) -> FastAPI:
    return application(build_routes(desk, secure=False, marks=unmarked, now=seconds))


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as client:
        await client.get("/chat")
        yield client


async def say(client: httpx.AsyncClient, *numbers: int) -> list[int]:
    """Statuses of messages said one after another."""
    answers = [
        await client.post("/chat/messages", json=message(client_id=f"client-{n:04}"), headers=OWN)
        for n in numbers
    ]
    return [answer.status_code for answer in answers]


def test_a_limit_lets_so_many_pass_and_then_says_how_long_to_wait(seconds: Seconds) -> None:
    limit = Limit(2, 10, seconds)
    assert limit.take("a") == 0
    seconds.now += 4
    assert limit.take("a") == 0
    assert limit.take("a") == pytest.approx(6)
    seconds.now += 6
    assert limit.take("a") == 0
    assert limit.take("a") == pytest.approx(4)


def test_who_was_refused_is_not_punished_for_asking(seconds: Seconds) -> None:
    limit = Limit(1, 10, seconds)
    limit.take("a")
    seconds.now += 9
    assert limit.take("a") == pytest.approx(1)
    seconds.now += 1
    assert limit.take("a") == 0


def test_one_key_never_uses_up_anothers_places(seconds: Seconds) -> None:
    limit = Limit(1, 10, seconds)
    assert [limit.take(key) == 0 for key in ("a", "b", "a", "b")] == [True, True, False, False]


def test_keys_that_are_free_again_are_forgotten_and_busy_ones_are_not(seconds: Seconds) -> None:
    limit = Limit(1, 10, seconds)
    for number in range(5000):
        limit.take(str(number))
    assert limit.take("4999") > 0
    seconds.now += 11
    limit.take("new")
    assert len(limit._times) == 1


async def test_twenty_messages_in_ten_seconds_are_taken_and_the_next_one_is_not(
    client: httpx.AsyncClient, stored: Stored, seconds: Seconds
) -> None:
    assert await say(client, *range(20)) == [202] * 20
    answer = await client.post("/chat/messages", json=message("Thêm"), headers=OWN)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "10"
    assert answer.json()["error"].startswith("Anh/chị vừa gửi nhiều tin liên tiếp")
    assert await stored.count() == 20
    seconds.now += 10
    assert await say(client, 20) == [202]


async def test_one_chat_that_speaks_too_fast_leaves_the_others_alone(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    assert (await say(client, *range(21)))[-1] == 429
    async with browser(app) as other:
        await other.get("/chat")
        assert await say(other, 1) == [202]


async def test_what_is_refused_anyway_uses_up_no_place(client: httpx.AsyncClient) -> None:
    for _ in range(30):
        answer = await client.post("/chat/messages", json=message(text=""), headers=OWN)
        assert answer.status_code == 422
    assert await say(client, 1) == [202]


async def test_thirty_new_browsers_a_minute_come_in_and_the_next_is_asked_to_wait(
    app: FastAPI, seconds: Seconds
) -> None:
    for _ in range(30):
        async with browser(app) as new:
            assert (await new.get("/chat")).status_code == 200
    async with browser(app) as late:
        answer = await late.get("/chat")
        assert answer.status_code == 429
        assert "set-cookie" not in answer.headers
        assert answer.headers["retry-after"] == "60"
        assert 'content="60;url=/chat?seat=chinh"' in answer.text
        assert "Vừa có nhiều trang được mở từ cùng một nơi" in answer.text
        seconds.now += 60
        assert (await late.get("/chat")).status_code == 200


async def test_a_browser_with_a_session_comes_back_however_many_are_new(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    for _ in range(40):
        async with browser(app) as new:
            await new.get("/chat")

    assert (await client.get("/chat")).status_code == 200


async def test_another_address_is_not_kept_waiting(app: FastAPI) -> None:
    for _ in range(31):
        async with browser(app) as new:
            answer = await new.get("/chat")
    assert answer.status_code == 429

    elsewhere = httpx.ASGITransport(app, client=("192.0.2.7", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://dondoc.test") as new:
        assert (await new.get("/chat")).status_code == 200
