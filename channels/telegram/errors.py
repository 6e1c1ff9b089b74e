"""What the vendor's refusals and the network's faults mean for one send."""

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from channels.telegram.session import NoAnswer, NotConnected
from domain.messages import SendError, SendResult, SendState

# Vendor descriptions of a 400 after which the chat can never be written to again.
_GONE = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")
# … after which the topic alone is out of reach …
_NO_TOPIC = ("message thread not found", "topic_closed", "topic closed", "topic_deleted", "topic_id_invalid")
# … and after which the message must become smaller.
_TOO_LARGE = ("message is too long", "caption is too long", "file is too big")

_RETRY, _REFUSED = SendState.RETRY, SendState.REFUSED


def outcome(error: TelegramAPIError, detail: str) -> SendResult:
    """The outcome of a send that ended with this error; `detail` is its text without secrets."""
    match error:
        case NoAnswer():
            return SendResult(SendState.UNCERTAIN, error=SendError.NO_ANSWER, detail=detail)
        case NotConnected():
            return SendResult(_RETRY, error=SendError.NOT_CONNECTED, detail=detail)
        case TelegramRetryAfter(retry_after=seconds):
            return SendResult(_RETRY, error=SendError.RATE_LIMITED, detail=detail, retry_after=float(seconds))
        case TelegramMigrateToChat(migrate_to_chat_id=chat):
            return SendResult(_REFUSED, error=SendError.CHAT_MOVED, detail=detail, new_address=str(chat))
        case _:
            return _refusal(error, detail)


def _refusal(error: TelegramAPIError, detail: str) -> SendResult:
    match error:
        case TelegramForbiddenError():
            # Every 403 of sendMessage is about this address: blocked, kicked, deactivated, never started.
            return SendResult(_REFUSED, error=SendError.BLOCKED, detail=detail, disables_contact=True)
        case TelegramUnauthorizedError() | TelegramNotFound():
            # The vendor answers 401 to a revoked token and 404 to one it cannot read.
            return SendResult(_REFUSED, error=SendError.UNAUTHORIZED, detail=detail, pauses_account=True)
        case TelegramEntityTooLarge():
            return SendResult(_REFUSED, error=SendError.TOO_LARGE, detail=detail)
        case TelegramBadRequest():
            code = _meaning(error.message.lower())
            gone = code is SendError.CHAT_NOT_FOUND
            return SendResult(_REFUSED, error=code, detail=detail, disables_contact=gone)
        case _:
            return SendResult(_RETRY, error=SendError.SERVER_ERROR, detail=detail)


def _meaning(description: str) -> SendError:
    """What a 400 is about; the vendor says it in its description alone."""
    marks = {
        SendError.CHAT_NOT_FOUND: _GONE,
        SendError.THREAD_CLOSED: _NO_TOPIC,
        SendError.TOO_LARGE: _TOO_LARGE,
    }
    return next(
        (code for code, texts in marks.items() if any(text in description for text in texts)),
        SendError.BAD_REQUEST,
    )
