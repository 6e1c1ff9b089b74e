"""The HTTP face of the stand-in and the people in front of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

from tests.telegram_standin import people
from tests.telegram_standin.api import Accepted, BotApi
from tests.telegram_standin.faults import Answer, Fault, Faults, Hang, Reset
from tests.telegram_standin.people import TelegramUser
from tests.telegram_standin.rules import Refusal

TOKEN = "4242:AAHcanary-token_of-the-stand-in"
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was read."""

    method: str
    params: dict[str, Any]
    at: datetime


class TelegramStandIn:
    """One bot's Bot API on a free loopback port, as an asynchronous context manager.

    Entered again after leaving it, it comes back on its port with its memory: an outage.
    `accepted` is the ledger of messages, `calls` of requests; `fail` scripts faults.
    """

    def __init__(self, token: str = TOKEN, *, first_update: int = 1000) -> None:
        self.token = token
        self.api = BotApi(int(token.partition(":")[0]), first_update)
        self.calls: list[Call] = []
        self._faults = Faults()
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

    async def user_says(
        self, chat_id: int, text: str, *, user: TelegramUser | None = None, at: datetime | None = None
    ) -> dict[str, Any]:
        """Somebody writes; returns the update."""
        return await self.user_sends(chat_id, people.words(text), user=user, at=at)

    async def user_sends(
        self,
        chat_id: int,
        content: dict[str, Any],
        *,
        user: TelegramUser | None = None,
        at: datetime | None = None,
    ) -> dict[str, Any]:
        """Somebody sends a message with any content; returns the update."""
        sender = user or TelegramUser(abs(chat_id))
        message = people.message(chat_id, next(self.api.message_ids), sender, at) | content
        self.api.messages[chat_id, message["message_id"]] = message
        return await self.push({"message": message})

    async def user_edits(
        self, update: dict[str, Any], text: str, at: datetime | None = None
    ) -> dict[str, Any]:
        """The author of the message in `update` changes its text; returns the new update."""
        edited = {**update["message"], **people.words(text), "edit_date": people.seconds(at)}
        return await self.push({"edited_message": edited})

    async def user_presses(
        self, chat_id: int, message: Accepted, data: str, *, user: TelegramUser | None = None
    ) -> dict[str, Any]:
        """Somebody presses a button below a message of the bot; returns the update."""
        press = str(10_000 + len(self.api.presses))
        self.api.presses[press] = None
        sender = user or TelegramUser(abs(chat_id))
        below = self.api.messages[chat_id, message.message_id]
        query = {"id": press, "from": sender.as_dict(), "message": below, "chat_instance": "7", "data": data}
        return await self.push({"callback_query": query})

    async def blocked(self, chat_id: int, *, user: TelegramUser | None = None) -> dict[str, Any]:
        """Somebody blocks the bot, or throws it out of a group: sends fail from now on."""
        person = user or TelegramUser(abs(chat_id))
        private = chat_id > 0
        reason = "bot was blocked by the user" if private else "bot was kicked from the group chat"
        self.api.chats.blocked[chat_id] = reason
        new = "kicked" if private else "left"
        return await self.push(
            {
                "my_chat_member": people.membership(
                    chat_id, person, self.api.me, old="member", new=new, at=None
                )
            }
        )

    async def unblocked(self, chat_id: int, *, user: TelegramUser | None = None) -> dict[str, Any]:
        """Somebody lets the bot back in."""
        self.api.chats.blocked.pop(chat_id, None)
        person = user or TelegramUser(abs(chat_id))
        change = people.membership(chat_id, person, self.api.me, old="kicked", new="member", at=None)
        return await self.push({"my_chat_member": change})

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
        await self._notify()
        answer = await self._answer(request.match_info["token"], method, params, fault)
        await self._notify()
        if isinstance(fault, Reset):
            return _reset(request)
        if isinstance(fault, Hang):
            await self._closing.wait()
        headers = {"Location": answer.location} if answer.location else None
        if isinstance(answer.body, str):
            page = answer.body
            return web.Response(status=answer.status, text=page, content_type="text/html", headers=headers)
        return web.json_response(answer.body, status=answer.status)

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
    return params


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
