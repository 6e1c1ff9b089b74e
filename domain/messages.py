"""What crosses the border between the conversation and a messenger. No messenger's type appears here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class InboundKind(StrEnum):
    """What kind of thing arrived."""

    TEXT = "text"
    CHOICE = "choice"
    UNSUPPORTED = "unsupported"
    BLOCKED = "blocked"


class ChatKind(StrEnum):
    """Private conversations may link and name units; groups may not."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as the platform sent it, before anybody parsed it.

    `dedupe_key` is unique per account, `chat_key` orders updates of one chat, `said_at` is the platform's
    time as an aware UTC instant, or None when the platform gives none.
    """

    dedupe_key: str
    chat_key: str
    raw: Mapping[str, Any]
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """A parsed message. `sender` is the platform's id of the person, never a name or a chat."""

    kind: InboundKind
    chat_kind: ChatKind
    chat: str
    sender: str
    sender_name: str = ""
    text: str = ""
    choice: str | None = None
    callback_id: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A numbered choice; `n` is what people type, `label` what they read."""

    n: int
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message to one address. Options are also written in the text; a channel may add buttons."""

    address: str
    text: str
    options: Sequence[Option] = ()
    prompt_id: int | None = None
    reference: str = ""


class SendState(StrEnum):
    """How a send ended, seen from the outbox."""

    SENT = "sent"
    RETRY = "retry"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"


class SendError(StrEnum):
    """Stable codes an operator reads; texts are in the catalogues under `send_error.<code>`."""

    NOT_CONNECTED = "not_connected"
    NO_ANSWER = "no_answer"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    BLOCKED = "blocked"
    CHAT_NOT_FOUND = "chat_not_found"
    BAD_REQUEST = "bad_request"
    UNAUTHORIZED = "unauthorized"
    CHAT_MOVED = "chat_moved"


@dataclass(frozen=True, slots=True)
class SendResult:
    """Outcome of one send. `retry_after` is in seconds; `disables_contact` marks a permanent refusal."""

    state: SendState
    provider_id: str | None = None
    error: SendError | None = None
    detail: str = ""
    retry_after: float | None = None
    disables_contact: bool = False
    new_address: str | None = None

    @classmethod
    def sent(cls, provider_id: str | None = None) -> "SendResult":
        """The platform accepted the message."""
        return cls(SendState.SENT, provider_id)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do; the engine asks these, never the channel's name. Rates are per second."""

    max_text: int
    buttons: bool = False
    edits: bool = False
    per_second: float = 30.0
    per_chat_per_second: float = 1.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the conversation to the chat that asked."""

    text: str
    options: tuple[Option, ...] = ()
    prompt: "PromptDraft | None" = None


@dataclass(frozen=True, slots=True)
class PromptDraft:
    """An open question to be stored with the reply: its kind and what its handler needs to go on."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
