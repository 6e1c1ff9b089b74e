"""What people ask of each other through the bot: buttons, requests, calls, groups, files, accounts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.accounts import AccountState
from domain.groups import GroupState
from domain.requests import RequestKind, RequestState
from domain.uploads import UploadState
from storage.tables import STRICT, one_of
from storage.types import Day, Instant, Json, Key


class ButtonRow(SQLModel, table=True):
    """A button below a message: an opaque token, who may press it, and what a press says."""

    __tablename__ = "button"
    __table_args__ = (Index("ix_button_outbox", "outbox_id"), STRICT)
    token: str = Field(primary_key=True, sa_type=Text)
    outbox_id: int = Field(foreign_key="outbox.id", sa_type=Key)
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    prompt_id: int | None = Field(default=None, foreign_key="prompt.id", sa_type=Key)
    n: int = Field(sa_type=Key)
    says: str = Field(sa_type=Text)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", sa_type=Key)
    version: int | None = Field(default=None, sa_type=Key)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class RequestRow(SQLModel, table=True):
    """What a unit asks a coordinator to decide; `data` depends on the kind."""

    __tablename__ = "request"
    __table_args__ = (
        one_of("kind", RequestKind),
        one_of("state", RequestState),
        Index(
            "ix_request_open",
            "province_id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_request_assignment", "assignment_id"),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    kind: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    province_id: int = Field(foreign_key="province.id", sa_type=Key)
    unit_id: int = Field(foreign_key="unit.id", sa_type=Key)
    coordinator_unit_id: int = Field(foreign_key="unit.id", sa_type=Key)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", sa_type=Key)
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    data: Any = Field(sa_type=Json)
    created_at: datetime = Field(sa_type=Instant)
    decided_by: str | None = Field(default=None, sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    raised_at: datetime | None = Field(default=None, sa_type=Instant)


class CallRow(SQLModel, table=True):
    """A telephone call to a unit; it counts as chasing."""

    __tablename__ = "call_log"
    __table_args__ = (Index("ix_call_log_unit", "unit_id", "called_at"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    province_id: int = Field(foreign_key="province.id", sa_type=Key)
    unit_id: int = Field(foreign_key="unit.id", sa_type=Key)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", sa_type=Key)
    logged_by: str = Field(sa_type=Text)
    called_at: datetime = Field(sa_type=Instant)
    note: str = Field(sa_type=Text)
    promised: date | None = Field(default=None, sa_type=Day)


class GroupRow(SQLModel, table=True):
    """A group chat we were added to; details are never said there."""

    __tablename__ = "group_chat"
    __table_args__ = (UniqueConstraint("channel", "account", "address"), one_of("state", GroupState), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    channel: str = Field(sa_type=Text)
    account: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)
    linked_by: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    greeted_at: datetime | None = Field(default=None, sa_type=Instant)
    thread: str | None = Field(default=None, sa_type=Text)


class StoredFileRow(SQLModel, table=True):
    """A file that was made or received."""

    __tablename__ = "stored_file"
    __table_args__ = (STRICT,)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    name: str = Field(sa_type=Text)
    mime: str = Field(sa_type=Text)
    content: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=Instant)


class UploadRow(SQLModel, table=True):
    """A file somebody sent and a handler asked for; it is fetched outside any transaction."""

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("inbox_id"),
        one_of("state", UploadState),
        Index(
            "ix_upload_wanted",
            "id",
            sqlite_where=text("state = 'wanted'"),
            postgresql_where=text("state = 'wanted'"),
        ),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    inbox_id: int = Field(foreign_key="inbox.id", sa_type=Key)
    purpose: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    attachment: Any = Field(sa_type=Json)
    attempts: int = Field(default=0, sa_type=Key)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id", sa_type=Key)
    created_at: datetime = Field(sa_type=Instant)


class AccountRow(SQLModel, table=True):
    """Whether an account of ours on a messenger may send; secrets are never kept here. Machine time."""

    __tablename__ = "channel_account"
    __table_args__ = (one_of("state", AccountState), STRICT)
    channel: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)


class SendCountRow(SQLModel, table=True):
    """How many messages an account has sent in a calendar month, `2026-10`, for the platform's quota."""

    __tablename__ = "send_count"
    __table_args__ = (STRICT,)
    channel: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    month: str = Field(primary_key=True, sa_type=Text)
    sent: int = Field(sa_type=Key)
