"""Whether a request was made by a page of ours: the guard of everything that changes something."""

from urllib.parse import urlsplit

from starlette.requests import Request

HEADER, VALUE = "X-Dondoc", "1"


def is_own_page(request: Request) -> bool:
    """Origin names our own host, and the header is there that no foreign page may add without asking.

    Browsers send Origin with every POST; a request without one does not come from a page (ASVS 3.5).
    """
    origin = urlsplit(request.headers.get("origin", ""))
    host = request.headers.get("host", "").lower()
    is_ours = bool(host) and origin.scheme in {"http", "https"} and origin.netloc.lower() == host
    return is_ours and request.headers.get(HEADER) == VALUE


def is_foreign(request: Request) -> bool:
    """Whether the browser says that another site led here, so that it kept our strict cookies back."""
    return request.headers.get("sec-fetch-site") == "cross-site"
