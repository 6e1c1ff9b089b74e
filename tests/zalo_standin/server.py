"""The HTTP face of the stand-in and the people in front of it."""

import asyncio
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import httpx
from aiohttp import web

from tests.zalo_standin import payloads
from tests.zalo_standin.api import NOTHING, Accepted, BotApi
from tests.zalo_standin.faults import Answer, Fault, Faults, Hang, Reset
from tests.zalo_standin.payloads import GROUP_PREFIX, Place, ZaloUser
from tests.zalo_standin.poster import Poster
from tests.zalo_standin.rules import Refusal

TOKEN = "7878:canary-secret_of.the-zalo-stand-in"
BOT_NAME = "Bot Đôn Đốc"
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was read."""

    method: str
    params: dict[str, Any]
    at: datetime


class ZaloStandIn:
    """One bot's Bot API on a free loopback port, as an asynchronous context manager.

    Entered again after leaving it, it comes back on its port with its memory: an outage.
    `accepted` is the ledger of messages, `calls` of requests; `fail` scripts faults, `api.whims` chooses what
    the vendor leaves open, `meter` knows how fast it was sent to.
    """

    def __init__(self, token: str = TOKEN, *, name: str = BOT_NAME) -> None:
        self.token = token
        self.name = name
        self.api = BotApi(token.partition(":")[0], name)
        self.calls: list[Call] = []
        self.poster: Poster | None = None
        self._faults = Faults()
        self._said = 0
        self._closing = asyncio.Event()
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        # Without an access log: it would write the token, which tests look for in the product's log.
        self._closing.clear()
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self._runner.cleanup()

    @property
    def base(self) -> str:
        """The API address, for `api_base`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def accepted(self) -> list[Accepted]:
        return self.api.accepted

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each request to that method."""
        return [call.params for call in self.calls if call.method == method]

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next requests to the method go wrong, one fault each."""
        self._faults.script(method, *faults)

    def post_to(self, client: httpx.AsyncClient, url: str, secret: str) -> Poster:
        """Deliver updates to this webhook from now on, instead of keeping them for a poller."""
        self.poster = Poster(client, url, secret)
        return self.poster

    async def until(self, condition: Callable[[], Any], *, within: float = _PATIENCE) -> None:
        """Wait until requests or updates have made the condition true."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(condition)

    async def settled(self) -> None:
        """Wait until a poller has fetched everything and come back for more, so that it has stored it."""
        queue = self.api.queue
        await self.until(lambda: not queue.pending and queue.settled == queue.handed_out)

    async def user_says(
        self, chat: str, text: str, *, user: ZaloUser | None = None, at: datetime | None = None
    ) -> dict[str, Any] | None:
        """Somebody writes; in a group the bot hears it only when the text mentions it."""
        place = self.place(chat, user=user, at=at)
        update = payloads.V2_text_received(place, text)
        if chat.startswith(GROUP_PREFIX) and not self.is_mentioned(text):
            return None
        return await self.push(update)

    async def user_says_in_group(
        self, group: str, text: str, *, user: ZaloUser, mentions: bool = False, replies: bool = False
    ) -> dict[str, Any] | None:
        """Somebody writes in a group; None when the vendor keeps it from the bot.

        Whoever mentions the bot has its name put before the text; whoever replies to it need not.
        """
        written = f"@{self.name} {text}" if mentions else text
        if not (replies or self.is_mentioned(written)):
            return None
        return await self.push(payloads.V2_text_received(self.place(group, user=user), written))

    async def push(self, update: dict[str, Any]) -> dict[str, Any]:
        """Deliver any update by whichever way is chosen, as often as `api.queue.copies` says."""
        if self.poster is None:
            await self.api.queue.put(update)
        else:
            for _ in range(self.api.queue.copies):
                await self.poster.deliver(update)
        await self._notify()
        return update

    def place(self, chat: str, *, user: ZaloUser | None = None, at: datetime | None = None) -> Place:
        """Where somebody speaks, with a message id of its own; in private the chat is the person."""
        self._said += 1
        return Place(user or ZaloUser(chat), chat, f"u{self._said:015x}", at)

    def is_mentioned(self, text: str) -> bool:
        mention = unicodedata.normalize("NFC", f"@{self.name}").casefold()
        return mention in unicodedata.normalize("NFC", text).casefold()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, is_known = request.match_info["method"], request.match_info["token"] == self.token
        fault = self._faults.next(method) if is_known else None
        if fault == Reset(accepted=False):
            return _reset(request)
        params = await _params(request)
        self.calls.append(Call(method, params, datetime.now(UTC)))
        if method in {"sendMessage", "sendPhoto"}:
            self.api.meter.note(str(params.get("chat_id", "")))
        if method == "getUpdates":
            self.api.queue.come_back()
        await self._notify()
        answer = await self._answer(method, params, fault) if is_known else _refusal(401, "Unauthorized")
        await self._notify()
        if isinstance(fault, Reset):
            return _reset(request)
        if isinstance(fault, Hang):
            await self._closing.wait()
        return _response(answer)

    async def _answer(self, method: str, params: dict[str, Any], fault: Fault | None) -> Answer:
        if isinstance(fault, Answer):
            return fault
        act = self.api.find(method)
        if act is None:
            return _refusal(404, "Not Found")
        if fault == Hang(accepted=False):
            return Answer(200, {"ok": True})
        try:
            result = await act(params)
        except Refusal as refusal:
            return _refusal(refusal.code, refusal.description, refusal.status)
        return Answer(200, {"ok": True} if result is NOTHING else {"ok": True, "result": result})

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _refusal(code: int, description: str, status: int = 200) -> Answer:
    return Answer(status, {"ok": False, "error_code": code, "description": description})


def _response(answer: Answer) -> web.Response:
    headers = {"Location": answer.location} if answer.location else None
    if answer.body is None or isinstance(answer.body, str):
        page = answer.body or ""
        return web.Response(status=answer.status, text=page, content_type="text/html", headers=headers)
    return web.json_response(answer.body, status=answer.status, headers=headers)


async def _params(request: web.Request) -> dict[str, Any]:
    """Parameters from the query, a form or a JSON body."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        params.update(await request.json())
    else:
        params.update(await request.post())
    return params


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
