"""What the vendor's answers and the network's faults mean for one send."""

from collections.abc import Mapping

from channels.zalo_bot.client import Accepted, NoAnswer, NotConnected, Outcome, Refused, described
from domain.messages import SendError, SendResult, SendState

# The vendor names no pause with its 429, which stands for a burst and for a spent month alike.
RATE_PAUSE = 60.0

_RETRY, _REFUSED, _UNCERTAIN = SendState.RETRY, SendState.REFUSED, SendState.UNCERTAIN


def outcome(answer: Outcome) -> SendResult:
    """The outcome of a send that was answered so.

    The channel keeps no memory: whoever counts attempts ends a 403, which the vendor calls an internal
    error, and takes a 429 that stays for a spent quota.
    """
    match answer:
        case Accepted(result=result):
            return SendResult.sent(_message_id(result))
        case NotConnected(description=detail):
            return SendResult(_RETRY, error=SendError.NOT_CONNECTED, detail=detail)
        case NoAnswer(description=detail):
            return SendResult(_UNCERTAIN, error=SendError.NO_ANSWER, detail=detail)
        case Refused():
            return _refusal(answer, described(answer))


def _refusal(answer: Refused, detail: str) -> SendResult:
    match answer:
        case Refused(code=408 | 502 | 504):
            # The vendor, or a gateway before it, stopped waiting for the part that delivers.
            return SendResult(_UNCERTAIN, error=SendError.NO_ANSWER, detail=detail)
        case Refused(code=429):
            return SendResult(_RETRY, error=SendError.RATE_LIMITED, detail=detail, retry_after=RATE_PAUSE)
        case Refused(code=401):
            return SendResult(_REFUSED, error=SendError.UNAUTHORIZED, detail=detail, pauses_account=True)
        case Refused(code=404, by_vendor=True):
            return SendResult(_REFUSED, error=SendError.CHAT_NOT_FOUND, detail=detail, disables_contact=True)
        case Refused(code=400, by_vendor=True):
            return SendResult(_REFUSED, error=SendError.BAD_REQUEST, detail=detail)
        case _:
            # An edge that turns a request away has not passed it on, and says nothing about the chat.
            return SendResult(_RETRY, error=SendError.SERVER_ERROR, detail=detail)


def _message_id(result: object) -> str | None:
    given = result.get("message_id") if isinstance(result, Mapping) else None
    return str(given) if isinstance(given, str | int) and not isinstance(given, bool) else None
