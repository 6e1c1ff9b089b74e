"""The demo page: three people side by side, a clock that can be moved, and where everybody stands."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.calendar import VIETNAM
from domain.errors import DondocError
from locales.catalogue import DEFAULT
from locales.speech import speech
from services.board import Board
from web.pages import FRESH, Pages
from web.views import board_view, clock_words, date_words

# How many days ahead a visitor may choose: the story is about one month.
_DAYS_AHEAD = 31


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the persons a visitor plays; `token` is the session of its chat."""

    key: str
    person: str
    unit: str
    role: str
    token: str


@dataclass(frozen=True, slots=True)
class DemoState:
    """Where the story stands. `step` is 1 to 3; `now` and `next_at` are business time, aware UTC."""

    now: datetime
    step: int
    captions: tuple[str, str, str]
    next_at: datetime | None
    boards: list[Board]
    message: str


class DemoControl(Protocol):
    """Moves the story on; every move returns when all of it has happened."""

    @property
    def seats(self) -> Sequence[Seat]:
        """Who sits where."""
        ...

    async def state(self) -> DemoState:
        """Where the story stands."""
        ...

    async def to_next(self) -> DemoState:
        """Go to the next reminder."""
        ...

    async def to_next_day(self) -> DemoState:
        """Go to the next morning."""
        ...

    async def to_day(self, day: date) -> DemoState:
        """Go to the morning of a day."""
        ...


class _Day(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)
    day: date


SeatCookie = Callable[[Response, str, str], None]
Move = Callable[[], Awaitable[DemoState]]


def build_routes(
    control: DemoControl, *, seat_cookie: SeatCookie, is_own_page: Callable[[Request], bool]
) -> APIRouter:
    """The demo's routes.

    `seat_cookie` gives the browser a seat's chat session (answer, key, token); `is_own_page` judges whether
    a page of ours sent a request.
    """
    routes = _Routes(control, seat_cookie, is_own_page)
    router = APIRouter(prefix="/demo", include_in_schema=False)
    router.add_api_route("", routes.page, methods=["GET"], response_model=None)
    router.add_api_route("/state", routes.state, methods=["GET"], response_model=None)
    router.add_api_route("/next", routes.to_next, methods=["POST"], response_model=None)
    router.add_api_route("/day", routes.to_next_day, methods=["POST"], response_model=None)
    router.add_api_route("/date", routes.to_day, methods=["POST"], response_model=None)
    return router


class _Routes:
    def __init__(
        self, control: DemoControl, seat_cookie: SeatCookie, is_own_page: Callable[[Request], bool]
    ) -> None:
        self._control, self._seat_cookie, self._is_own_page = control, seat_cookie, is_own_page
        self._pages = Pages(speech(DEFAULT, VIETNAM))
        self._tr = self._pages.tr

    async def page(self) -> Response:
        """The page; visiting it seats the browser in all three chats."""
        state = self._shown(await self._control.state())
        response = self._pages.answer(
            "demo.html",
            state=state,
            # Inside a script element of type application/json nothing is run; `<` must not end it.
            state_json=json.dumps(state, ensure_ascii=False).replace("<", "\\u003c"),
            seats=self._control.seats,
            mark=self._tr("mark.fictitious"),
            words=self._words(),
        )
        for seat in self._control.seats:
            self._seat_cookie(response, seat.key, seat.token)
        return response

    async def state(self) -> Response:
        """Where the story stands, for the page's script."""
        return JSONResponse(self._shown(await self._control.state()), headers=FRESH)

    async def to_next(self, request: Request) -> Response:
        """Go to the next reminder."""
        return await self._moved(request, self._control.to_next)

    async def to_next_day(self, request: Request) -> Response:
        """Go to the next morning."""
        return await self._moved(request, self._control.to_next_day)

    async def to_day(self, request: Request) -> Response:
        """Go to the morning of a day; time never runs backwards."""
        if not self._is_own_page(request):
            return self._refused(403, self._tr("web.error.origin"))
        try:
            day = _Day.model_validate_json(await request.body()).day
        except ValidationError:
            return self._refused(422, self._tr("demo.error.date"))
        if day not in _days((await self._control.state()).now):
            return self._refused(422, self._tr("demo.error.date"))
        return await self._moved(request, lambda: self._control.to_day(day))

    async def _moved(self, request: Request, move: Move) -> Response:
        if not self._is_own_page(request):
            return self._refused(403, self._tr("web.error.origin"))
        try:
            state = await move()
        except DondocError:
            return self._refused(409, self._tr("demo.error.stuck"))
        return JSONResponse(self._shown(state), headers=FRESH)

    def _refused(self, status: int, sentence: str) -> Response:
        return JSONResponse({"error": sentence}, status, headers=FRESH)

    def _shown(self, state: DemoState) -> dict[str, Any]:
        tr = self._tr
        following = (
            tr("demo.next_at", moment=tr.moment(state.next_at)) if state.next_at else tr("demo.no_next")
        )
        return {
            "clock": clock_words(tr, state.now),
            "days": [{"value": f"{day}", "label": date_words(tr, day)} for day in _days(state.now)],
            "step": state.step,
            "captions": list(state.captions),
            "next": following,
            "has_next": state.next_at is not None,
            "message": state.message,
            "boards": [asdict(board_view(tr, board)) for board in state.boards],
        }

    def _words(self) -> dict[str, str]:
        tr = self._tr
        return {
            "tagline": tr("demo.tagline"),
            "clock": tr("demo.clock"),
            "next": tr("demo.to_next"),
            "day": tr("demo.to_next_day"),
            "date": tr("demo.date"),
            "to_date": tr("demo.to_date"),
            "moving": tr("demo.moving"),
            "steps": tr("demo.steps"),
            "seats": tr("demo.seats"),
            "board": tr("demo.board"),
            "failed": tr("demo.error.failed"),
            "unread": tr("demo.unread"),
            "no_script": tr("web.no_script"),
        }


def _days(now: datetime) -> list[date]:
    """The days a visitor may choose."""
    today = now.astimezone(VIETNAM).date()
    return [today + timedelta(days=ahead) for ahead in range(1, _DAYS_AHEAD + 1)]
