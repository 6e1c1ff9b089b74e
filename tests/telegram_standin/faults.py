"""Faults to be scripted per method: each is used up by one request."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer this instead of doing anything; a mapping is sent as JSON, a string as HTML."""

    status: int
    body: dict[str, Any] | str
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """Reset the connection, before reading the request or after having acted on it."""

    accepted: bool


@dataclass(frozen=True, slots=True)
class Hang:
    """Act on the request, or not, and never answer."""

    accepted: bool


@dataclass(frozen=True, slots=True)
class Endless:
    """A download that never ends."""


Fault = Answer | Reset | Hang | Endless


class Faults:
    """What is scripted to go wrong, method by method, first in first out."""

    def __init__(self) -> None:
        self._queues: dict[str, deque[Fault]] = defaultdict(deque)

    def script(self, method: str, *faults: Fault) -> None:
        self._queues[method.lower()].extend(faults)

    def next(self, method: str) -> Fault | None:
        queue = self._queues[method.lower()]
        return queue.popleft() if queue else None


def refused(status: int, description: str, **parameters: int) -> Answer:
    """The vendor's envelope of a refusal."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer(status, body)


def rate_limited(seconds: int) -> Answer:
    return refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def forbidden(reason: str = "bot was blocked by the user") -> Answer:
    return refused(403, f"Forbidden: {reason}")


def bad_request(reason: str) -> Answer:
    return refused(400, f"Bad Request: {reason}")


def moved_to(chat_id: int) -> Answer:
    return refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=chat_id,
    )


def unauthorized() -> Answer:
    return refused(401, "Unauthorized")


def conflict() -> Answer:
    return refused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def server_error(status: int = 500) -> Answer:
    return refused(status, "Internal Server Error")


def gateway_page(status: int = 502) -> Answer:
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
