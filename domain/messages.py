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
    FILE = "file"
    UNSUPPORTED = "unsupported"
    BLOCKED = "blocked"
    JOINED = "joined"
    MOVED = "moved"


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
class Attachment:
    """A file as the platform announces it: its key there, and what it says of name, type and bytes."""

    key: str
    name: str = ""
    mime: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """A parsed message. `sender` is the platform's id of the person, never a name or a chat.

    `choice` is the token of a pressed button. In a group `is_addressed` says whether we were mentioned,
    answered or given a command; `thread` is the topic. `new_chat` is where a moved chat lives on.
    """

    kind: InboundKind
    chat_kind: ChatKind
    chat: str
    sender: str
    sender_name: str = ""
    text: str = ""
    choice: str | None = None
    callback_id: str | None = None
    message_id: str | None = None
    thread: str | None = None
    is_addressed: bool = True
    is_forwarded: bool = False
    attachment: Attachment | None = None
    new_chat: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A numbered choice; `n` is what people type, `label` what they read.

    `token` is what a button sends back; empty until the message leaves, and where there are no buttons.
    """

    n: int
    key: str
    label: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of ours: name with its ending, media type, content in bytes."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message to one address. Options are also written in the text; a channel may add buttons.

    `late_lines` are the numbers, from 0, of the lines of the text that speak of something late.
    """

    address: str
    text: str
    options: Sequence[Option] = ()
    reference: str = ""
    thread: str | None = None
    late_lines: Sequence[int] = ()
    document: Document | None = None


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
    QUOTA_SPENT = "quota_spent"
    THREAD_CLOSED = "thread_closed"
    TOO_LARGE = "too_large"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class SendResult:
    """Outcome of one send. `retry_after` is in seconds; `disables_contact` marks a permanent refusal.

    `pauses_account` stops all sending of the account until a person or the platform's next period frees it.
    """

    state: SendState
    provider_id: str | None = None
    error: SendError | None = None
    detail: str = ""
    retry_after: float | None = None
    disables_contact: bool = False
    new_address: str | None = None
    pauses_account: bool = False

    @classmethod
    def sent(cls, provider_id: str | None = None) -> "SendResult":
        """The platform accepted the message."""
        return cls(SendState.SENT, provider_id)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do; the engine asks these, never the channel's name.

    `max_text` is in UTF-16 code units after NFC. Rates are per second, `per_group_per_minute` per minute.
    `receipts`: a sent message counts as delivered only when it was displayed. Quotas are the platform's own:
    messages a month, people and groups of one account; None where there is none. Where `answers` is false the
    address is the one on a person's card, and comes after everything else.
    """

    max_text: int
    buttons: bool = False
    edits: bool = False
    late_lines: bool = False
    documents_out: bool = False
    max_document: int = 0
    groups: bool = False
    groups_need_mention: bool = False
    receipts: bool = False
    answers: bool = True
    per_second: float = 30.0
    per_chat_per_second: float = 1.0
    per_group_per_minute: float | None = None
    quota_month: int | None = None
    quota_people: int | None = None
    quota_groups: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the conversation to the chat that asked.

    `private` goes to the sender's own chat instead (from a group); `alert` is shown to who pressed a button.
    """

    text: str
    options: tuple[Option, ...] = ()
    prompt: "PromptDraft | None" = None
    late_lines: tuple[int, ...] = ()
    document: Document | None = None
    private: "Reply | None" = None
    alert: str = ""


@dataclass(frozen=True, slots=True)
class PromptDraft:
    """An open question to be stored with the reply: its kind and what its handler needs to go on."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Menu:
    """A command menu: names without the slash with what they do, for a language (two letters) or all others.

    `chat` is None for everybody without a menu of their own, `all_private_chats`, `all_group_chats`, or the
    number of one chat: a menu shows only what its reader may do. One without commands is taken away.
    """

    commands: Mapping[str, str]
    language: str | None = None
    chat: str | None = None
