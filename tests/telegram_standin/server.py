"""The HTTP face of the stand-in and the people in front of it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Self

from aiohttp import web

from tests.telegram_standin import rules
from tests.telegram_standin.api import Accepted, BotApi
from tests.telegram_standin.crowd import Crowd
from tests.telegram_standin.faults import Answer, Endless, Fault, Faults, Hang, Reset
from tests.telegram_standin.load import Load
from tests.telegram_standin.rules import Refusal
from tests.telegram_standin.uploads import MAX_UPLOAD, Upload

TOKEN = "4242:AAHcanary-token_of-the-stand-in"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_PATIENCE = 10.0
_TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was read."""

    method: str
    params: dict[str, Any]
    at: datetime


class TelegramStandIn(Crowd):
    """One bot's Bot API on a free loopback port, as an asynchronous context manager.

    Entered again after leaving it, it comes back on its port with its memory: an outage.
    `accepted` is the ledger of messages, `calls` of requests; `fail` scripts faults; `load` counts against
    the vendor's limits. In privacy mode a group's words reach the bot only when they are meant for it.
    """

    def __init__(self, token: str = TOKEN, *, first_update: int = 1000, privacy: bool = True) -> None:
        super().__init__(BotApi(int(token.partition(":")[0]), first_update, privacy=privacy))
        self.token = token
        self.calls: list[Call] = []
        self.load = Load()
        self._faults = Faults()
        self._closing = asyncio.Event()
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2 * MAX_UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        # Without an access log: it would write the token, which tests look for in the product's log.
        self._closing.clear()
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
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

    @property
    def confirmed(self) -> int:
        """The highest offset that was asked for: everything below it is confirmed."""
        return self.api.queue.confirmed

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each request to that method."""
        return [call.params for call in self.calls if call.method.lower() == method.lower()]

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next requests to the method go wrong, one fault each."""
        self._faults.script(method, *faults)

    async def until(self, condition: Callable[[], Any], *, within: float = _PATIENCE) -> None:
        """Wait until requests or updates have made the condition true."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(condition)

    async def calls_the_hook(self, http: Any, path: str, *, copies: int = 1) -> list[int]:
        """Deliver what is pending as the vendor's webhook does; the answers. What got 2xx is confirmed.

        `http` is an httpx client; the order is that of the queue, or the reverse when it is reversed.
        """
        headers = {SECRET_HEADER: str(self.api.webhook.get("secret_token", ""))}
        pending = self.api.queue.pending[::-1] if self.api.queue.is_reversed else self.api.queue.pending[:]
        answers = []
        for update in pending:
            statuses = [
                (await http.post(path, json=update, headers=headers)).status_code for _ in range(copies)
            ]
            if any(status in _TAKEN for status in statuses):
                self.api.queue.pending.remove(update)
            answers += statuses
        return answers

    async def push(self, event: dict[str, Any]) -> dict[str, Any]:
        """Queue any event, `{kind: content}`; returns the update."""
        update = self.api.queue.put(event)
        await self.api.queue.announce()
        await self._notify()
        return update

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self._faults.next(method) if request.match_info["token"] == self.token else None
        if fault == Reset(accepted=False):
            return _reset(request)
        params = await _params(request)
        self.calls.append(Call(method, params, datetime.now(UTC)))
        self.load.note(method, self._chat_of(params), monotonic())
        await self._notify()
        answer = await self._answer(request.match_info["token"], method, params, fault)
        await self._notify()
        if isinstance(fault, Reset):
            return _reset(request)
        if isinstance(fault, Hang):
            await self._closing.wait()
        return _response(answer)

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        """Downloads; their faults are scripted as `download`."""
        fault = self._faults.next("download")
        if isinstance(fault, Reset):
            return _reset(request)
        if isinstance(fault, Hang):
            await self._closing.wait()
        if isinstance(fault, Answer):
            return _response(fault)
        if isinstance(fault, Endless):
            return await self._pour(request)
        content = self.api.files.download(request.match_info["path"])
        if request.match_info["token"] != self.token or content is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=content, content_type="application/octet-stream")

    async def _pour(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse()
        await stream.prepare(request)
        with suppress(ConnectionError):
            while not self._closing.is_set():
                await stream.write(bytes(65_536))
        return stream

    def _chat_of(self, params: dict[str, Any]) -> int | None:
        """The chat a request is about; an answer to a press is about the chat of the press."""
        press = self.api.press_chats.get(str(params.get("callback_query_id", "")))
        return (
            rules.number(params, "chat_id") if str(params.get("chat_id", "")).lstrip("-").isdigit() else press
        )

    async def _answer(self, token: str, method: str, params: dict[str, Any], fault: Fault | None) -> Answer:
        if token != self.token:
            return Answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        if isinstance(fault, Answer):
            return fault
        act = self.api.find(method)
        if act is None:
            return Answer(404, {"ok": False, "error_code": 404, "description": "Not Found: method not found"})
        if fault == Hang(accepted=False):
            return Answer(200, {"ok": True, "result": True})
        try:
            return Answer(200, {"ok": True, "result": await act(params)})
        except Refusal as refusal:
            body = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return Answer(refusal.status, body)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _params(request: web.Request) -> dict[str, Any]:
    """Parameters from the query, a form, a multipart form or a JSON body."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        params.update(await request.json())
    else:
        params.update(await request.post())
    return {
        name: _upload(value) if isinstance(value, web.FileField) else value for name, value in params.items()
    }


def _upload(field: web.FileField) -> Upload:
    with field.file as file:
        return Upload(field.filename, field.content_type, file.read())


def _response(answer: Answer) -> web.Response:
    headers = {"Location": answer.location} if answer.location else None
    if isinstance(answer.body, str):
        page = answer.body
        return web.Response(status=answer.status, text=page, content_type="text/html", headers=headers)
    return web.json_response(answer.body, status=answer.status, headers=headers)


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
