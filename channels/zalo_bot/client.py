"""One call of the Bot API: "never connected" is told from "sent, and no answer"; the token is never shown."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import InvalidSetting

# Seconds for the whole call, and for its connection alone.
_ANSWER_WITHIN = 20.0
_CONNECT_WITHIN = 5.0

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_OK = range(200, 300)
# A gateway gives up on the server behind it; what that server did with the request is unknown.
_GATEWAY_GAVE_UP = (502, 504)
_LONGEST_DESCRIPTION = 200
_NO_JSON: Final = object()
# Logs that quote the headers of answers when set to debug: a redirect repeats our address, token and all.
_TALKATIVE = ("httpcore.http11", "httpcore.http2")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The vendor said `ok`."""

    result: Any = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The vendor said no. Without `by_vendor` only the HTTP status says so, which an edge may have set."""

    code: int
    description: str = ""
    by_vendor: bool = True


@dataclass(frozen=True, slots=True)
class NotConnected:
    """No connection came about, nothing was sent: trying again is safe."""

    description: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The request went out and nothing readable came back; `is_blank` when what came back was empty."""

    description: str
    is_blank: bool = False


Outcome = Accepted | Refused | NotConnected | NoAnswer


class _TokenLast(httpx.AsyncBaseTransport):
    """Puts the token into the path at the last step, so that no log or error of the client can quote it."""

    def __init__(self, token: str, inner: httpx.AsyncBaseTransport) -> None:
        self._token, self._inner = token.encode("ascii"), inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to `…/bot<token>/METHOD` instead of `…/bot/METHOD`."""
        head, _, method = request.url.raw_path.rpartition(b"/")
        return await self._inner.handle_async_request(
            httpx.Request(
                request.method,
                request.url.copy_with(raw_path=head + self._token + b"/" + method),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


class ZaloBotClient:
    """Calls methods for one bot, each once. Proxies named in the environment are left aside."""

    def __init__(
        self,
        settings: ZaloBotSettings,
        *,
        answer_within: float = _ANSWER_WITHIN,
        connect_within: float = _CONNECT_WITHIN,
    ) -> None:
        if settings.token is None:
            raise InvalidSetting("Zalo needs DONDOC_ZALO_BOT__TOKEN")
        self._settings, self._answer_within, self._connect_within = settings, answer_within, connect_within
        inner = httpx.AsyncHTTPTransport(trust_env=False)
        self._http = httpx.AsyncClient(
            transport=_TokenLast(settings.token.get_secret_value(), inner),
            trust_env=False,
            follow_redirects=False,
        )
        for name in _TALKATIVE:
            logging.getLogger(name).addFilter(self._veil)

    async def call(
        self, method: str, parameters: Mapping[str, Any] | None = None, *, within: float | None = None
    ) -> Outcome:
        """Call a method; `within` seconds replace the client's for the whole answer."""
        total = within or self._answer_within
        try:
            async with asyncio.timeout(total):
                answer = await self._post(method, parameters or {}, total)
        except _NEVER_SENT as error:
            return NotConnected(type(error).__name__)
        except (httpx.HTTPError, TimeoutError) as error:
            # Only the kind of fault is kept: what a server sent in its place may quote our request.
            return NoAnswer(type(error).__name__)
        return self._judge(answer.status_code, answer.content)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        for name in _TALKATIVE:
            logging.getLogger(name).removeFilter(self._veil)

    def _veil(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._settings.redact(record.getMessage()), ()
        return True

    async def _post(self, method: str, parameters: Mapping[str, Any], total: float) -> httpx.Response:
        connect = min(self._connect_within, total)
        return await self._http.post(
            f"{self._settings.api_base}/bot/{method}",
            # In ASCII, because a lone half of a surrogate pair has no other way through.
            content=json.dumps(dict(parameters)).encode("ascii"),
            headers={"Content-Type": "application/json"},
            timeout=httpx.Timeout(total, connect=connect, pool=connect),
        )

    def _judge(self, status: int, content: bytes) -> Outcome:
        """Decide on the body: the vendor refuses with HTTP 200 too. The status is the last resort."""
        body = _loaded(content)
        if isinstance(body, Mapping) and body.get("ok") is True:
            return Accepted(body.get("result"))
        if isinstance(body, Mapping) and (body.get("ok") is False or _code(body)):
            return Refused(_code(body) or status, self._clean(body.get("description")))
        if status in _OK:
            blank = body is None or body == {} or not content
            return NoAnswer(f"HTTP {status} with an unreadable body", is_blank=blank)
        if status in _GATEWAY_GAVE_UP:
            return NoAnswer(f"HTTP {status}")
        return Refused(status, "without a readable body", by_vendor=False)

    def _clean(self, description: Any) -> str:
        words = self._settings.redact(description) if isinstance(description, str) else ""
        return " ".join(words.split())[:_LONGEST_DESCRIPTION]


def described(answer: Outcome) -> str:
    """The answer in words for an operator, without secrets."""
    match answer:
        case Refused(code=code, description=words):
            return f"{code} {words}".rstrip()
        case NotConnected(description=words):
            return f"no connection: {words}"
        case NoAnswer(description=words):
            return f"no answer: {words}"
        case Accepted():
            return "accepted"


def _loaded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return _NO_JSON


def _code(body: Mapping[str, Any]) -> int:
    """The vendor's error code under either of its names, 0 when there is none."""
    given = body.get("error_code", body.get("errorCode"))
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < len("10000"):
        return int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) else 0
