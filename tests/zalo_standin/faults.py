"""Faults to be scripted per method: each is used up by one request."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer this instead of doing anything; a string or None is sent as it is, all else as JSON."""

    status: int
    body: Any
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """Reset the connection, before reading the request or after having acted on it."""

    accepted: bool


@dataclass(frozen=True, slots=True)
class Hang:
    """Act on the request, or not, and never answer."""

    accepted: bool


Fault = Answer | Reset | Hang


class Faults:
    """What is scripted to go wrong, method by method, first in first out."""

    def __init__(self) -> None:
        self._queues: dict[str, deque[Fault]] = defaultdict(deque)

    def script(self, method: str, *faults: Fault) -> None:
        self._queues[method].extend(faults)

    def next(self, method: str) -> Fault | None:
        queue = self._queues[method]
        return queue.popleft() if queue else None


def refused(code: int, description: str = "refused", *, status: int = 200) -> Answer:
    """The vendor's envelope of a refusal, as measured with HTTP 200."""
    return Answer(status, {"ok": False, "error_code": code, "description": description})


def refused_in_camel_case(code: int, description: str = "refused") -> Answer:
    """The other spelling that one client tolerates."""
    return Answer(200, {"ok": False, "errorCode": code, "description": description})


def unauthorized() -> Answer:
    return refused(401, "Unauthorized")


def quota_spent() -> Answer:
    return refused(429, "Quota exceeded")


def timed_out() -> Answer:
    """Code 408 in a body that came with HTTP 200."""
    return refused(408, "Request timeout")


def timed_out_by_status() -> Answer:
    """Code 408 as the HTTP status too."""
    return refused(408, "Request timeout", status=408)


def server_error(status: int = 500) -> Answer:
    return refused(status, "Internal server error", status=status)


def page(status: int = 502) -> Answer:
    """What a gateway, a firewall or a log-in page says; no JSON."""
    return Answer(status, f"<html><head><title>{status}</title></head><body>nginx</body></html>")


def sent_elsewhere(location: str) -> Answer:
    """What a log-in page in the way does."""
    return Answer(302, "<html>log in</html>", location)


def reset_before_reading() -> Reset:
    return Reset(accepted=False)


def accept_then_reset() -> Reset:
    return Reset(accepted=True)


def hang(*, accepted: bool = True) -> Hang:
    return Hang(accepted)
