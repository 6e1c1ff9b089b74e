"""The session cookie: one for each seat of a browser, out of reach of scripts and of other sites."""

from starlette.requests import Request
from starlette.responses import Response

# The desk lets a session live for thirty days; the browser forgets it then too. Seconds.
_LIFE = 30 * 24 * 3600
# The board at `/` knows its viewer by the same session.
_PATH = "/"


def give(response: Response, seat: str, token: str, *, secure: bool) -> None:
    """Hand a seat's session to the browser. `secure` is for pages served over TLS."""
    response.set_cookie(
        _name(seat, secure=secure),
        token,
        max_age=_LIFE,
        path=_PATH,
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def token_of(request: Request, seat: str, *, secure: bool) -> str | None:
    """The session that the browser holds for a seat."""
    return request.cookies.get(_name(seat, secure=secure))


def _name(seat: str, *, secure: bool) -> str:
    """With `__Host-` no other host and no page without TLS can plant the cookie (ASVS 3.3.1)."""
    return f"__Host-dondoc-{seat}" if secure else f"dondoc-{seat}"
