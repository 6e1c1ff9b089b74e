"""Messages and machinery: history, reminders, inbox, outbox, prompts, leases, clock, sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.delivery import InboxState, MessageClass, OutboxState
from storage.tables import NO_ITEMS, STRICT, ZERO, one_of
from storage.types import Instant, Json, Key


class EventRow(SQLModel, table=True):
    """The append-only history. `position`, `previous_hash` and `hash` are filled once, by the sealer."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("position"),
        Index("ix_event_subject", "subject", "at"),
        Index(
            "ix_event_unsealed",
            "id",
            sqlite_where=text("hash IS NULL"),
            postgresql_where=text("hash IS NULL"),
        ),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    province_id: int | None = Field(default=None, foreign_key="province.id", sa_type=Key)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)
    actor: str = Field(sa_type=Text)
    verb: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    data: Any = Field(sa_type=Json)
    position: int | None = Field(default=None, sa_type=Key)
    previous_hash: str | None = Field(default=None, sa_type=Text)
    hash: str | None = Field(default=None, sa_type=Text)


class ReminderRow(SQLModel, table=True):
    """One step told to one person; the unique key is what makes planning idempotent."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("assignment_id", "version", "step", "person_id"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    assignment_id: int = Field(foreign_key="assignment.id", sa_type=Key)
    version: int = Field(sa_type=Key)
    step: str = Field(sa_type=Text)
    person_id: int = Field(foreign_key="person.id", sa_type=Key)
    outbox_id: int = Field(foreign_key="outbox.id", sa_type=Key, index=True)
    due_at: datetime = Field(sa_type=Instant)
    emitted_at: datetime = Field(sa_type=Instant)


class InboxRow(SQLModel, table=True):
    """A raw update, committed before it is acknowledged."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "dedupe_key"),
        one_of("state", InboxState),
        Index(
            "ix_inbox_waiting",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_inbox_chat",
            "channel",
            "account",
            "chat_key",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    channel: str = Field(sa_type=Text)
    account: str = Field(sa_type=Text)
    dedupe_key: str = Field(sa_type=Text)
    chat_key: str = Field(sa_type=Text)
    raw: Any = Field(sa_type=Json)
    said_at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    state: str = Field(sa_type=Text)
    attempts: int = Field(sa_type=Key)
    retry_at: datetime | None = Field(default=None, sa_type=Instant)
    error: str | None = Field(default=None, sa_type=Text)


class OutboxRow(SQLModel, table=True):
    """A message to one address; a trigger allows only the edges of domain.delivery."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("idem_key"),
        one_of("state", OutboxState),
        one_of("message_class", MessageClass),
        Index(
            "ix_outbox_claimable",
            "priority",
            "id",
            sqlite_where=text("state IN ('queued', 'retry_wait')"),
            postgresql_where=text("state IN ('queued', 'retry_wait')"),
        ),
        Index(
            "ix_outbox_leased",
            "lease_until",
            sqlite_where=text("state IN ('leased', 'sending')"),
            postgresql_where=text("state IN ('leased', 'sending')"),
        ),
        Index(
            "ix_outbox_address",
            "channel",
            "account",
            "address",
            sqlite_where=text("state IN ('queued', 'retry_wait', 'leased', 'sending')"),
            postgresql_where=text("state IN ('queued', 'retry_wait', 'leased', 'sending')"),
        ),
        # What has left and must be looked at again: unseen in the web chat, or of unknown outcome.
        Index(
            "ix_outbox_follow_up",
            "follow_up_at",
            sqlite_where=text("follow_up_at IS NOT NULL"),
            postgresql_where=text("follow_up_at IS NOT NULL"),
        ),
        Index("ix_outbox_person", "person_id", "finished_at"),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    idem_key: str = Field(sa_type=Text)
    message_class: str = Field(sa_type=Text)
    priority: int = Field(sa_type=Key)
    channel: str = Field(sa_type=Text)
    account: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    body: str = Field(sa_type=Text)
    options: Any = Field(sa_type=Json)
    prompt_id: int | None = Field(default=None, foreign_key="prompt.id", sa_type=Key)
    state: str = Field(sa_type=Text)
    attempts: int = Field(sa_type=Key)
    not_before: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    retry_at: datetime | None = Field(default=None, sa_type=Instant)
    lease_owner: str | None = Field(default=None, sa_type=Text)
    lease_epoch: int = Field(sa_type=Key)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    provider_id: str | None = Field(default=None, sa_type=Text)
    error: str | None = Field(default=None, sa_type=Text)
    detail: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    thread: str | None = Field(default=None, sa_type=Text)
    late_lines: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)
    file_id: int | None = Field(default=None, sa_type=Key)
    turn: int = Field(default=0, sa_type=Key, sa_column_kwargs=ZERO)
    series_id: int | None = Field(default=None, sa_type=Key)
    part_no: int = Field(default=1, sa_type=Key, sa_column_kwargs={"server_default": "1"})
    stands_for: int | None = Field(default=None, sa_type=Key)
    follow_up_at: datetime | None = Field(default=None, sa_type=Instant)
    displayed_at: datetime | None = Field(default=None, sa_type=Instant)


class PromptRow(SQLModel, table=True):
    """An open question; at most one is open per owner."""

    __tablename__ = "prompt"
    __table_args__ = (
        Index(
            "uq_prompt_open",
            "owner",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    owner: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    data: Any = Field(sa_type=Json)
    options: Any = Field(sa_type=Json)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class CursorRow(SQLModel, table=True):
    """Where a polling channel goes on reading."""

    __tablename__ = "cursor"
    __table_args__ = (STRICT,)
    channel: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    value: int = Field(sa_type=Key)


class LeaseRow(SQLModel, table=True):
    """Who leads a loop; `epoch` grows with every change of owner and fences late writers."""

    __tablename__ = "lease"
    __table_args__ = (STRICT,)
    name: str = Field(primary_key=True, sa_type=Text)
    owner: str = Field(sa_type=Text)
    epoch: int = Field(sa_type=Key)
    expires_at: datetime = Field(sa_type=Instant)


class ClockRow(SQLModel, table=True):
    """The simulated clock, when there is one: a single row."""

    __tablename__ = "clock"
    __table_args__ = (CheckConstraint("id = 1", name="single"), STRICT)
    id: int = Field(primary_key=True, sa_type=Key)
    business_anchor: datetime = Field(sa_type=Instant)
    machine_anchor: datetime = Field(sa_type=Instant)
    speed: Any = Field(sa_type=Json)


class WebSessionRow(SQLModel, table=True):
    """A browser of the web chat, by the hash of its secret; machine time."""

    __tablename__ = "web_session"
    __table_args__ = (UniqueConstraint("token_hash"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    token_hash: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    displayed_line: int = Field(default=0, sa_type=Key, sa_column_kwargs=ZERO)


class WebLineRow(SQLModel, table=True):
    """One line of a web chat, in the order in which it was said; `reference` makes a line single."""

    __tablename__ = "web_line"
    __table_args__ = (UniqueConstraint("reference"), Index("ix_web_line_address_id", "address", "id"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    address: str = Field(sa_type=Text)
    who: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    options: Any = Field(sa_type=Json)
    prompt_id: int | None = Field(default=None, sa_type=Key)
    reference: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    file_id: int | None = Field(default=None, sa_type=Key)
    late_lines: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)
