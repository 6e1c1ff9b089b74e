"""The board at `/`: every unit of what the viewer may see, for somebody the house knows."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ports import Clock
from domain.units import Actor
from locales.catalogue import DEFAULT
from locales.speech import speech
from services import board as boards
from services.calendar import Calendars
from storage.store import Store
from web.pages import Pages
from web.views import board_view

Viewer = Callable[[Request], Awaitable[Actor | None]]


def build_routes(
    store: Store,
    clock: Clock,
    calendars: Calendars,
    *,
    viewer: Viewer,
    marks: Callable[[], Awaitable[str | None]],
) -> APIRouter:
    """The board's route; `viewer` tells who looks, `marks` gives the mark of invented figures."""
    router = APIRouter(include_in_schema=False)
    pages = Pages(speech(DEFAULT, calendars.value.zone))
    tr = pages.tr

    @router.get("/", response_model=None)
    async def board(request: Request) -> Response:
        actor = await viewer(request)
        if actor is None:
            return pages.notice(
                tr("web.board.closed"), tr("web.board.access"), tr("web.board.how"), status=403
            )
        now = clock.now()
        async with store.reading() as uow:
            calendar = await calendars.refresh(uow)
            found = await boards.boards(uow, actor, now=now, calendar=calendar)
        return pages.answer(
            "board.html",
            title=tr("web.board.title"),
            moment=tr("web.board.moment", moment=tr.moment(now)),
            mark=await marks(),
            boards=[board_view(tr, one) for one in found],
            nothing=tr("web.board.nothing"),
            ask=tr("web.board.ask"),
            to_chat=tr("web.to_chat"),
        )

    return router
