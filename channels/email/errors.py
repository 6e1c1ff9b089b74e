"""What a mail server's replies and the network's faults mean for one send (RFC 5321, RFC 3463, RFC 4954)."""

import re
from enum import Enum, auto

from aiosmtplib import SMTPResponseException

from domain.messages import SendError, SendResult, SendState

# Replies that ask for a login, another login, or encryption first.
_NOT_ADMITTED = (530, 534, 535, 538)
_CLOSING = 421
_NO_SUCH_MAILBOX = (550, 551, 553)
_TOO_LARGE = 552
_REPLIES = range(400, 600)
_FINAL = 500
# Servers often refuse a sender or a network only once they know the recipient; the finer code tells.
_FINER = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})\b")
_ABOUT_THE_MAILBOX = re.compile(r"5\.(?:0\.0|1\.(?:[0-6]|9|10)|2\.1)")
# Seconds. A server that delays unknown senders on purpose takes them after some five minutes.
_PATIENCE = 60.0
_NOT_YET = 300.0
_LONGEST_DETAIL = 300

_RETRY, _REFUSED = SendState.RETRY, SendState.REFUSED


class Phase(Enum):
    """How far a letter came before something went wrong."""

    CONNECT = auto()
    LOGIN = auto()
    SENDER = auto()
    RECIPIENT = auto()
    CONTENT = auto()
    ANSWER = auto()


def describe(error: Exception) -> str:
    """One short line for the operator: the server's reply, or the kind of fault."""
    if isinstance(error, SMTPResponseException):
        text = f"{error.code} {error.message}"
    else:
        text = f"{type(error).__name__}: {error}"
    # A reply may hold bytes that are no text; a database would not take them.
    readable = text.encode("utf-8", "replace").decode()
    return " ".join(readable.replace("\0", " ").split())[:_LONGEST_DETAIL]


def outcome(phase: Phase, error: Exception, detail: str) -> SendResult:
    """The outcome of a send that ended with this error; `detail` is its text without secrets."""
    if isinstance(error, SMTPResponseException) and error.code in _REPLIES:
        if error.code < _FINAL:
            return _delay(phase, error.code, detail)
        return _refusal(phase, error, detail)
    if phase is Phase.ANSWER:
        return SendResult(SendState.UNCERTAIN, error=SendError.NO_ANSWER, detail=detail)
    return SendResult(_RETRY, error=SendError.NOT_CONNECTED, detail=detail)


def _delay(phase: Phase, code: int, detail: str) -> SendResult:
    if phase in (Phase.CONNECT, Phase.LOGIN):
        return SendResult(_RETRY, error=SendError.NOT_CONNECTED, detail=detail)
    if code == _CLOSING:
        return SendResult(_RETRY, error=SendError.RATE_LIMITED, detail=detail, retry_after=_PATIENCE)
    # A mailbox may stay busy for ever, so this costs attempts, which being asked for patience does not.
    return SendResult(_RETRY, error=SendError.SERVER_ERROR, detail=detail, retry_after=_NOT_YET)


def _refusal(phase: Phase, error: SMTPResponseException, detail: str) -> SendResult:
    code = error.code
    if code in _NOT_ADMITTED or phase is Phase.LOGIN or (phase is Phase.SENDER and code in _NO_SUCH_MAILBOX):
        # A login or a sender that is refused is refused for every letter, until a person mends it.
        return SendResult(_REFUSED, error=SendError.UNAUTHORIZED, detail=detail, pauses_account=True)
    if phase is Phase.CONNECT:
        return SendResult(_RETRY, error=SendError.NOT_CONNECTED, detail=detail)
    if phase is Phase.RECIPIENT and code in _NO_SUCH_MAILBOX and _is_about_the_mailbox(error.message):
        return SendResult(_REFUSED, error=SendError.CHAT_NOT_FOUND, detail=detail, disables_contact=True)
    if phase is not Phase.RECIPIENT and code == _TOO_LARGE:
        return SendResult(_REFUSED, error=SendError.TOO_LARGE, detail=detail)
    return SendResult(_REFUSED, error=SendError.BAD_REQUEST, detail=detail)


def _is_about_the_mailbox(reply: str) -> bool:
    """Whether a refused recipient is the address's own fault; without a finer code it is."""
    finer = _FINER.match(reply)
    return finer is None or _ABOUT_THE_MAILBOX.fullmatch(finer[1]) is not None
