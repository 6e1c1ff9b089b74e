"""The demo page with a control of its own over a real store."""

import asyncio
import functools
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.webchat import cookies
from channels.webchat.origin import is_own_page
from channels.webchat.routes import build_routes as chat_routes
from domain.calendar import Calendar
from domain.clocks import FixedClock
from domain.errors import StoreUnavailable
from domain.units import Role
from services import board
from services.webchat import Desk
from storage.store import Store
from tests.pages import MARK, ORIGIN, OWN, application, browser, marked
from tests.web.conftest import Province
from web.demo import DemoState, Seat, build_routes

MOVES = ["/demo/next", "/demo/day", "/demo/date"]
TOMORROW = {"day": "2023-10-18"}


@dataclass
class Control:
    """Moves a fixed clock over a real store; `is_stuck` makes every move fail."""

    store: Store
    clock: FixedClock
    calendar: Calendar
    province: Province
    seats: tuple[Seat, ...] = ()
    is_stuck: bool = False
    moves: list[str] = field(default_factory=list)

    async def state(self) -> DemoState:
        actor = self.province.actor(Role.LEADER)
        async with self.store.reading() as uow:
            found = await board.boards(uow, actor, now=self.clock.now(), calendar=self.calendar)
        captions = ("Trước hạn", "Ngày <b>cuối</b>", "Sau hạn")
        following = self.clock.now() + timedelta(hours=1)
        return DemoState(self.clock.now(), 2, captions, following, found, "Xong.")

    async def to_next(self) -> DemoState:
        return await self._move("next", self.clock.now() + timedelta(hours=1))

    async def to_next_day(self) -> DemoState:
        return await self._move("day", self.clock.now() + timedelta(days=1))

    async def to_day(self, day: date) -> DemoState:
        return await self._move(f"{day}", self.calendar.at(day, self.clock.now().time()))

    async def _move(self, name: str, moment: datetime) -> DemoState:
        if self.is_stuck:
            raise StoreUnavailable
        self.moves.append(name)
        self.clock.move_to(moment)
        return await self.state()


@pytest.fixture
async def control(
    sqlite_store: Store, desk: Desk, clock: FixedClock, calendar: Calendar, province: Province
) -> Control:
    seats = [
        Seat(key, person, "Sở <Tư> pháp", "cán bộ đầu mối", (await desk.open_session())[0])
        for key, person in (("daumoi", "Đầu mối"), ("vanphong", "Chuyên viên"), ("lanhdao", "Phó Chủ tịch"))
    ]
    return Control(sqlite_store, clock, calendar, province, tuple(seats))


@pytest.fixture
def app(control: Control, desk: Desk) -> FastAPI:
    give = functools.partial(cookies.give, secure=False)
    return application(
        chat_routes(desk, secure=False, marks=marked),
        build_routes(control, seat_cookie=give, is_own_page=is_own_page),
    )


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as client:
        yield client


async def test_the_page_seats_the_browser_in_all_three_chats(
    client: httpx.AsyncClient, desk: Desk, control: Control
) -> None:
    page = (await client.get("/demo")).text

    for seat in control.seats:
        assert f'src="/chat?seat={seat.key}"' in page
        assert "set-cookie" not in (await client.get("/chat", params={"seat": seat.key})).headers
        assert seat.token not in page
        assert client.cookies[f"dondoc-{seat.key}"] == seat.token


async def test_the_page_tells_clock_step_people_and_mark(client: httpx.AsyncClient) -> None:
    page = (await client.get("/demo")).text

    assert "Thứ Ba 17/10/2023, 08:30" in page
    assert re.findall(r"<li (aria-current=\"step\")?>", page) == ["", 'aria-current="step"', ""]
    assert MARK in page
    assert "Nhắc việc kế tiếp: 09:30 thứ Ba 17/10/2023" in page
    assert "cán bộ đầu mối · Sở &lt;Tư&gt; pháp" in page
    assert "Ngày &lt;b&gt;cuối&lt;/b&gt;" in page
    assert "<b>" not in page


async def test_the_page_has_no_script_or_style_of_its_own(client: httpx.AsyncClient) -> None:
    page = (await client.get("/demo")).text

    for script in re.findall(r"<script[^>]*>", page):
        assert 'src="/static/' in script or 'type="application/json"' in script
    assert not re.search(r"<style|style=|\son\w+=|javascript:|https?://", page)


async def test_the_state_shows_the_board_in_words(client: httpx.AsyncClient) -> None:
    state = (await client.get("/demo/state")).json()

    assert state["clock"] == "Thứ Ba 17/10/2023, 08:30"
    assert state["step"] == 2
    assert state["days"][0] == {"value": "2023-10-18", "label": "Thứ Tư 18/10/2023"}
    (report,) = state["boards"]
    assert report["counts"] == [{"outcome": "missing", "word": "chưa nhận", "count": 3}]
    assert [tile["code"] for block in report["blocks"] for tile in block["tiles"]] == ["STP", "SNV", "TANYEN"]


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/demo/next", {}, "Thứ Ba 17/10/2023, 09:30"),
        ("/demo/day", {}, "Thứ Tư 18/10/2023, 08:30"),
        ("/demo/date", {"day": "2023-10-21"}, "Thứ Bảy 21/10/2023, 01:30"),
    ],
)
async def test_a_button_moves_the_clock(
    client: httpx.AsyncClient, path: str, body: dict[str, str], told: str
) -> None:
    moved = await client.post(path, json=body, headers=OWN)

    assert moved.json()["clock"] == told
    assert (await client.get("/demo/state")).json()["clock"] == told


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": ORIGIN}, {"X-Dondoc": "1"}, {"X-Dondoc": "1", "Origin": "https://evil.example"}],
)
@pytest.mark.parametrize("path", MOVES)
async def test_what_no_page_of_ours_sent_moves_nothing(
    client: httpx.AsyncClient, control: Control, path: str, headers: dict[str, str]
) -> None:
    answer = await client.post(path, json=TOMORROW, headers=headers)

    assert answer.status_code == 403
    assert control.moves == []


@pytest.mark.parametrize(
    "day", ["2023-10-17", "2023-10-16", "2023-12-31", "0001-01-01", "9999-12-31", "18/10/2023", "", None, 7]
)
async def test_a_day_that_is_past_far_or_none_is_refused(
    client: httpx.AsyncClient, control: Control, day: object
) -> None:
    answer = await client.post("/demo/date", json={"day": day}, headers=OWN)

    assert answer.status_code == 422
    assert answer.json()["error"] == "Ngày chọn không hợp lệ hoặc đã qua. Xin chọn lại."
    assert control.moves == []


days = st.fixed_dictionaries({"day": st.none() | st.integers() | st.text(max_size=12)})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=60) | st.builds(json.dumps, days).map(str.encode))
async def test_whatever_is_sent_as_a_day_is_refused_in_words(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/demo/date", content=body, headers=OWN)

    assert (answer.status_code, "error" in answer.json()) == (422, True)


@pytest.mark.parametrize("path", MOVES)
async def test_a_move_that_fails_is_told_without_details(
    client: httpx.AsyncClient, control: Control, path: str
) -> None:
    control.is_stuck = True
    answer = await client.post(path, json=TOMORROW, headers=OWN)

    assert answer.status_code == 409
    assert answer.json() == {"error": "Chưa chuyển được thời gian. Xin thử lại."}


async def test_the_end_of_the_story_is_told(client: httpx.AsyncClient, control: Control) -> None:
    state: dict[str, Any] = (await client.get("/demo/state")).json()
    assert state["has_next"]

    async def over() -> DemoState:
        now = control.clock.now()
        return DemoState(now, 3, ("a", "b", "c"), None, [], "")

    control.state = over  # type: ignore[method-assign] # the story's last state, without playing all of it
    state = (await client.get("/demo/state")).json()
    assert not state["has_next"]
    assert state["next"] == "Không còn lời nhắc nào đang chờ"


async def test_questions_may_come_while_a_move_is_made(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        client.post("/demo/next", json={}, headers=OWN), *(client.get("/demo/state") for _ in range(5))
    )

    assert {answer.status_code for answer in answers} == {200}
