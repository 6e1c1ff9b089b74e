"""Durable delivery: the states of a queued message and the only edges between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.messages import Inbound, Option


class OutboxState(StrEnum):
    """Where a queued message stands. `uncertain`: the platform may or may not have taken it."""

    QUEUED = "queued"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    RETRY_WAIT = "retry_wait"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_GIVEN_UP = frozenset({OutboxState.CANCELLED, OutboxState.EXPIRED})

EDGES: Mapping[OutboxState, frozenset[OutboxState]] = MappingProxyType(
    {
        OutboxState.QUEUED: frozenset({OutboxState.LEASED}) | _GIVEN_UP,
        OutboxState.LEASED: frozenset({OutboxState.SENDING, OutboxState.QUEUED}) | _GIVEN_UP,
        OutboxState.SENDING: frozenset(
            {OutboxState.SENT, OutboxState.UNCERTAIN, OutboxState.RETRY_WAIT, OutboxState.FAILED}
        ),
        OutboxState.RETRY_WAIT: frozenset({OutboxState.LEASED, OutboxState.FAILED}) | _GIVEN_UP,
        # One resend is allowed for chat replies only; a later act of the person proves arrival.
        OutboxState.UNCERTAIN: frozenset({OutboxState.QUEUED, OutboxState.SENT}),
    }
)


class MessageClass(StrEnum):
    """Why a message is sent; the rule for an unknown outcome depends on it."""

    REPLY = "reply"
    NOTICE = "notice"
    DIGEST = "digest"


# Lower goes first: an answer never waits for a campaign.
PRIORITY: Mapping[MessageClass, int] = MappingProxyType(
    {MessageClass.REPLY: 0, MessageClass.NOTICE: 1, MessageClass.DIGEST: 2}
)


class InboxState(StrEnum):
    """Where a received update stands."""

    NEW = "new"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A queued message. `not_before` is business time, leases, retries and `follow_up_at` are machine time.

    `turn` spreads a campaign fairly over units. Parts of one text share `series_id` (the first part's key).
    `stands_for` is the message that this one replaces on another channel.
    """

    id: int
    idem_key: str
    message_class: MessageClass
    channel: str
    account: str
    address: str
    person_id: int | None
    body: str
    options: tuple[Option, ...]
    prompt_id: int | None
    state: OutboxState
    attempts: int
    not_before: datetime
    created_at: datetime
    lease_epoch: int = 0
    error: str | None = None
    detail: str = ""
    provider_id: str | None = None
    finished_at: datetime | None = None
    thread: str | None = None
    late_lines: tuple[int, ...] = ()
    file_id: int | None = None
    turn: int = 0
    series_id: int | None = None
    part_no: int = 1
    stands_for: int | None = None
    follow_up_at: datetime | None = None
    displayed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message; a press by anybody but its person is refused.

    Either it answers an open question, or it `says` what one would type. `version` is the assignment's when
    the button left; a press after a change is answered with what stands now.
    """

    token: str
    outbox_id: int
    person_id: int | None
    prompt_id: int | None
    n: int
    says: str
    assignment_id: int | None
    version: int | None
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A stored raw update waiting for its handler, with the parsed message once it is known."""

    id: int
    channel: str
    account: str
    chat_key: str
    raw: Mapping[str, object]
    said_at: datetime
    received_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Received:
    """A parsed message together with where and when it arrived."""

    inbound: Inbound
    channel: str
    account: str
    said_at: datetime
    inbox_id: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """An open question. `owner` is `person:<id>`, or an address while nobody is linked."""

    id: int
    owner: str
    kind: str
    data: Mapping[str, object]
    options: tuple[Option, ...]
    expires_at: datetime
    created_at: datetime
