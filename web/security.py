"""What stands on every answer, and how much may be sent: the outermost layer of the pages."""

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Only our own files, no inline script or style, nobody else's frame (ASVS 3.4).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
LONGEST_BODY = 1024 * 1024


class Secured:
    """An application behind the headers and the limit; also its error pages pass through here."""

    def __init__(self, app: ASGIApp, *, longest_body: int = LONGEST_BODY) -> None:
        self._app, self._longest = app, longest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass on what is none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, _limited(receive, self._longest), secured)


def _limited(receive: Receive, longest: int) -> Receive:
    """A body that grows past the limit is answered with 413 as soon as somebody reads that far."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > longest:
            raise HTTPException(413)
        return message

    return limited
