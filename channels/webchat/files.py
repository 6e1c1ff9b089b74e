"""A file of ours as a browser gets it: saved, never opened as a page."""

import re
from urllib.parse import quote

from starlette.responses import Response

from domain.messages import Document

_MIME = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_UNKNOWN = "application/octet-stream"


def attached(document: Document) -> Response:
    """The answer that a browser saves under the document's name; no cache keeps it."""
    name = quote(document.name, safe="", errors="replace")
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
    }
    mime = document.mime if _MIME.fullmatch(document.mime) else _UNKNOWN
    return Response(document.content, media_type=mime, headers=headers)
