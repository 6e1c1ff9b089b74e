"""The HTTP session under aiogram: it tells "never connected" from "sent, and no answer"."""

from typing import Any, cast
from urllib.parse import quote

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
)
from aiogram.methods import GetFile, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
)

from channels.telegram.settings import TelegramSettings

# Seconds for the whole request, and for its connection alone.
_ANSWER_WITHIN = 20.0
_CONNECT_WITHIN = 5.0

_NEVER_SENT = (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError, InvalidURL)
# A gateway gives up on the server behind it; what that server did with the request is unknown.
_GATEWAY_GAVE_UP = (502, 504)
# Seconds for a whole file, and the piece of it that is read at once.
_FILE_WITHIN = 60.0
_PIECE = 64 * 1024
_NOT_FOUND = 404
_OK = range(200, 300)
_SERVER_FAULT = 500


class NotConnected(TelegramNetworkError):
    """No connection came about, nothing was sent: trying again is safe."""


class NoAnswer(TelegramNetworkError):
    """The request went out and no readable answer came: it may have been accepted."""


class OneTrySession(AiohttpSession):
    """Tries each request once and raises nothing but TelegramAPIError for what the network did.

    Messages hold the kind of fault only: aiohttp's own texts quote the address, and the token with it.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        answer_within: float = _ANSWER_WITHIN,
        connect_within: float = _CONNECT_WITHIN,
    ) -> None:
        super().__init__(api=TelegramAPIServer.from_base(settings.api_base), timeout=answer_within)
        self._connect_within = connect_within
        self._http_proxy = settings.proxy.get_secret_value() if settings.proxy else None

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's signature)
    ) -> TelegramType:
        """Send one request; `timeout` in seconds replaces the session's for the whole answer."""
        try:
            status, content = await self._post(bot, method, timeout or self.timeout)
        except _NEVER_SENT as error:
            fault: TelegramNetworkError = NotConnected(method, type(error).__name__)
        except (ClientError, TimeoutError) as error:
            fault = NoAnswer(method, type(error).__name__)
        else:
            return cast("TelegramType", self.check_response(bot, method, status, content).result)
        # Raised outside the handler, so that no traceback carries the client's error and its address.
        raise fault

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Read the vendor's envelope; a body that is none is judged by its HTTP status."""
        if status_code in _GATEWAY_GAVE_UP:
            raise NoAnswer(method, f"HTTP {status_code}")
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError:
            fault = _unreadable(method, status_code)
        except TypeError:
            # aiogram searches the description of a 5xx without looking whether there is one.
            fault = TelegramServerError(method, f"HTTP {status_code}")
        raise fault

    async def close(self) -> None:
        """Close the connections; aiohttp itself waits for TLS, aiogram's extra wait is not needed."""
        if self._session is not None:
            await self._session.close()

    async def download(self, bot: Bot, method: GetFile, path: str, *, limit: int) -> bytes:
        """At most one byte more than `limit` of a file, so that a longer one shows."""
        try:
            status, content = await self._get(bot, path, limit)
        except _NEVER_SENT as error:
            fault: TelegramAPIError = NotConnected(method, type(error).__name__)
        except (ClientError, TimeoutError) as error:
            fault = NoAnswer(method, type(error).__name__)
        else:
            if status in _OK:
                return content
            kind = TelegramNotFound if status == _NOT_FOUND else TelegramServerError
            fault = kind(method, f"HTTP {status}")
        raise fault

    async def _get(self, bot: Bot, path: str, limit: int) -> tuple[int, bytes]:
        session = await self.create_session()
        content = bytearray()
        async with session.get(
            self.api.file_url(bot.token, quote(path)),
            timeout=self._patience(_FILE_WITHIN),
            proxy=self._http_proxy,
            allow_redirects=False,
        ) as answer:
            async for piece in answer.content.iter_chunked(_PIECE):
                content += piece
                if len(content) > limit:
                    break
            return answer.status, bytes(content[: limit + 1])

    async def _post(self, bot: Bot, method: TelegramMethod[Any], total: float) -> tuple[int, str]:
        session = await self.create_session()
        async with session.post(
            self.api.api_url(token=bot.token, method=method.__api_method__),
            data=self.build_form_data(bot=bot, method=method),
            timeout=self._patience(total),
            proxy=self._http_proxy,
            allow_redirects=False,
        ) as answer:
            return answer.status, (await answer.read()).decode("utf-8", "replace")

    def _patience(self, total: float) -> ClientTimeout:
        # `connect` also covers the name look-up and the wait for a free connection, which `sock_connect` does
        # not; it ends before the total does, so that a time-out before the first byte is known as one.
        return ClientTimeout(total=total, connect=2 * self._connect_within, sock_connect=self._connect_within)


def _unreadable(method: TelegramMethod[Any], status: int) -> TelegramNetworkError | TelegramServerError:
    """An edge that turns a request away has not passed it on; any other strange answer proves nothing."""
    text = f"HTTP {status} with an unreadable body"
    if status in _OK or status >= _SERVER_FAULT:
        return NoAnswer(method, text)
    return TelegramServerError(method, text)
