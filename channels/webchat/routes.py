"""The web chat's address: one page, what it says, and what it hears."""

import asyncio
import contextlib
import functools
import math
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse

from channels.webchat import cookies, files, stream
from channels.webchat.desk import ChatDesk
from channels.webchat.limits import Limit, Now
from channels.webchat.origin import is_foreign, is_own_page
from channels.webchat.page import ChatPage
from channels.webchat.said import Read, Refused, Said, Seen, read
from domain.calendar import VIETNAM
from locales.catalogue import DEFAULT
from locales.speech import speech

DEFAULT_SEAT = "chinh"
_SEAT = re.compile(r"[a-z]{1,12}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_STATIC = Path(__file__).parent / "static"
_FILES = {"chat.css": "text/css", "chat.js": "text/javascript"}
_FRESH = {"Cache-Control": "no-store"}
# How often, within so many seconds: messages of one session, new sessions from one address.
_MESSAGES, _NEWCOMERS = (20, 10.0), (30, 60.0)

Endpoint = Callable[["_Routes", Request], Awaitable[Response]]


def build_routes(
    desk: ChatDesk,
    *,
    secure: bool,
    marks: Callable[[], Awaitable[str | None]],
    closing: asyncio.Event | None = None,
    now: Now = time.monotonic,
) -> APIRouter:
    """The routes of the web chat.

    `secure` says that pages are served over TLS, `marks` gives the mark of invented figures, `closing`
    is set when the server stops, so that open streams end at once, and `now` counts seconds for the limits.
    """
    routes = _Routes(desk, secure=secure, marks=marks, closing=closing or asyncio.Event(), now=now)
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/chat", routes.page, methods=["GET"], response_model=None)
    router.add_api_route("/chat/messages", routes.take, methods=["POST"], response_model=None)
    router.add_api_route("/chat/seen", routes.seen, methods=["POST"], response_model=None)
    router.add_api_route("/chat/lines", routes.lines, methods=["GET"], response_model=None)
    router.add_api_route("/chat/stream", routes.stream, methods=["GET"], response_model=None)
    router.add_api_route("/chat/files/{number}", routes.document, methods=["GET"], response_model=None)
    router.add_api_route("/chat/static/{name}", routes.file, methods=["GET"], response_model=None)
    return router


def _answering(endpoint: Endpoint) -> Endpoint:
    """Answer a refusal with its sentence instead of an error page."""

    @functools.wraps(endpoint)
    async def answering(self: "_Routes", request: Request) -> Response:
        try:
            return await endpoint(self, request)
        except Refused as refused:
            tr = speech(DEFAULT, VIETNAM)
            headers = _FRESH | _patience(refused.wait)
            return JSONResponse({"error": tr(refused.key)}, refused.status, headers=headers)

    return answering


class _Routes:
    def __init__(
        self,
        desk: ChatDesk,
        *,
        secure: bool,
        marks: Callable[[], Awaitable[str | None]],
        closing: asyncio.Event,
        now: Now,
    ) -> None:
        self._desk, self._secure, self._marks, self._closing = desk, secure, marks, closing
        self._messages, self._newcomers = Limit(*_MESSAGES, now), Limit(*_NEWCOMERS, now)
        self._page = ChatPage(speech(DEFAULT, VIETNAM))

    async def page(self, request: Request) -> Response:
        """The page; it brings a session when the browser has none."""
        seat = request.query_params.get("seat", DEFAULT_SEAT)
        if not _SEAT.fullmatch(seat):
            raise HTTPException(404)
        token = cookies.token_of(request, seat, secure=self._secure)
        if token is None and is_foreign(request):
            # A link on another site: the strict cookie was kept back and must not be overwritten.
            return HTMLResponse(self._page.again(seat), headers=_FRESH)
        address = await self._desk.address_of(token) if token is not None else None
        if address is None:
            return await self._newcomer(request, seat)
        return await self._rendered(seat, address)

    async def _newcomer(self, request: Request, seat: str) -> Response:
        """The page with a new session, or the advice to wait where too many were opened from one place."""
        wait = self._newcomers.take(request.client.host if request.client is not None else "")
        if wait:
            page = self._page.crowded(seat, pause=math.ceil(wait))
            return HTMLResponse(page, 429, headers=_FRESH | _patience(wait))
        token, address = await self._desk.open_session()
        response = await self._rendered(seat, address)
        cookies.give(response, seat, token, secure=self._secure)
        return response

    async def _rendered(self, seat: str, address: str) -> Response:
        page = self._page.render(seat, chat=address, mark=await self._marks())
        return HTMLResponse(page, headers=_FRESH)

    @_answering
    async def take(self, request: Request) -> Response:
        """Take a message; when this answers, it is committed."""
        address, said = await self._heard(request, Said)
        if wait := self._messages.take(address):
            raise Refused(429, "web.error.too_fast", wait=wait)
        await self._desk.say(address, said.text, client_id=said.client_id, choice=said.choice)
        return JSONResponse({"taken": said.client_id}, 202, headers=_FRESH)

    @_answering
    async def seen(self, request: Request) -> Response:
        """Learn up to which line a visible page has shown its chat."""
        address, seen = await self._heard(request, Seen)
        if not await self._desk.seen(address, seen.line):
            raise Refused(404, "web.error.line")
        return JSONResponse({"seen": seen.line}, headers=_FRESH)

    async def document(self, request: Request, number: str) -> Response:
        """A file, for the browser in whose chat it was sent; for others there is none."""
        found = None
        with contextlib.suppress(Refused):
            _, address = await self._session(request)
            if _NUMBER.fullmatch(number):
                found = await self._desk.document(address, int(number))
        if found is None:
            raise HTTPException(404)
        return files.attached(found)

    @_answering
    async def lines(self, request: Request) -> Response:
        """The lines after a line."""
        _, address = await self._session(request)
        found = await self._desk.lines(address, _after(request))
        return JSONResponse({"lines": [stream.shown(line, VIETNAM) for line in found]}, headers=_FRESH)

    @_answering
    async def stream(self, request: Request) -> Response:
        """The lines after a line as events, without an end."""
        token, _ = await self._session(request)
        after = _after(request)
        events = stream.events(self._desk, token, after, zone=VIETNAM, closing=self._closing)
        headers = _FRESH | {"X-Accel-Buffering": "no"}
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    async def file(self, name: str) -> Response:
        """Style and script of the page; browsers ask each time whether they changed."""
        if name not in _FILES:
            raise HTTPException(404)
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(_STATIC / name, media_type=_FILES[name], headers=headers)

    async def _heard(self, request: Request, kind: type[Read]) -> tuple[str, Read]:
        """The chat's address and what its page says; Refused when no page of ours with a session says it."""
        if not is_own_page(request):
            raise Refused(403, "web.error.origin")
        _, address = await self._session(request)
        return address, await read(request, kind)

    async def _session(self, request: Request) -> tuple[str, str]:
        """Token and address of the browser's session; Refused when it has no live one.

        A page names its chat: left open over the end of a session, it never speaks in the next one.
        """
        seat = request.query_params.get("seat", DEFAULT_SEAT)
        token = cookies.token_of(request, seat, secure=self._secure) if _SEAT.fullmatch(seat) else None
        address = await self._desk.address_of(token) if token is not None else None
        if token is None or address is None or request.query_params.get("chat", address) != address:
            raise Refused(401, "web.error.session")
        return token, address


def _patience(wait: float) -> dict[str, str]:
    """Whole seconds after which to try again, as a header."""
    return {"Retry-After": str(math.ceil(wait))} if wait else {}


def _after(request: Request) -> int:
    """The line the browser has seen last: a reconnecting stream names it in a header."""
    wanted = request.query_params.get("after", "0")
    seen = request.headers.get("last-event-id", "0")
    if not (_NUMBER.fullmatch(wanted) and _NUMBER.fullmatch(seen)):
        raise Refused(422, "web.error.after")
    return max(int(wanted), int(seen))
