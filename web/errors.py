"""Pages for what goes wrong: a sentence, never a trace."""

import logging
import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from web.pages import FRESH, Pages

logger = logging.getLogger(__name__)

_SENTENCES = {
    404: "web.error.not_found",
    405: "web.error.method",
    413: "web.error.too_large",
}


class ErrorPages:
    """Answers errors as a page, or as JSON where a program or a script of ours asked."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def refused(self, request: Request, error: Exception) -> Response:
        """An answer for a status that somebody raised."""
        assert isinstance(error, HTTPException), "registered for this error only"
        key = _SENTENCES.get(error.status_code, "web.error.refused")
        answer = self._answer(request, error.status_code, self._pages.tr(key))
        answer.headers.update(error.headers or {})
        return answer

    async def unreadable(self, request: Request, error: Exception) -> Response:
        """An answer for parameters that do not fit; what exactly was sent is not repeated."""
        return self._answer(request, 422, self._pages.tr("web.error.refused"))

    async def away(self, request: Request, error: Exception) -> Response:
        """An answer while the database cannot be used; whoever asked may try again."""
        logger.error("request refused, the store is away: %s", error)
        return self._answer(request, 503, self._pages.tr("web.error.away"))

    async def failed(self, request: Request, error: Exception) -> Response:
        """An answer for a fault of ours, with a number under which the log names it."""
        reference = secrets.token_hex(3)
        logger.error("request failed, reference %s: %s", reference, type(error).__name__)
        return self._answer(request, 500, self._pages.tr("web.error.failed", reference=reference))

    def _answer(self, request: Request, status: int, sentence: str) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return self._pages.notice(self._pages.tr("web.error.title"), sentence, status=status)
        return JSONResponse({"error": sentence}, status, headers=FRESH)
