"""Buttons, requests, calls, groups, files, accounts; parts and follow-ups of messages; figures as answers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

import storage.types

revision: str = "0003"
down_revision: str | None = "0002"

_KEY, _INSTANT, _JSON = storage.types.Key, storage.types.Instant, storage.types.Json

# Columns that rows stored earlier have empty, or with the default in the third place.
_COLUMNS: tuple[tuple[str, str, Any, str | None], ...] = (
    ("assignment", "figure", sa.Text, None),
    ("contact", "rank", _KEY, "0"),
    ("invitation", "channel", sa.Text, None),
    ("invitation", "account", sa.Text, None),
    ("obligation", "answer", sa.Text, "report"),
    ("outbox", "thread", sa.Text, None),
    ("outbox", "late_lines", _JSON, "[]"),
    ("outbox", "file_id", _KEY, None),
    ("outbox", "turn", _KEY, "0"),
    ("outbox", "series_id", _KEY, None),
    ("outbox", "part_no", _KEY, "1"),
    ("outbox", "stands_for", _KEY, None),
    ("outbox", "follow_up_at", _INSTANT, None),
    ("outbox", "displayed_at", _INSTANT, None),
    ("web_session", "displayed_line", _KEY, "0"),
    ("web_line", "file_id", _KEY, None),
    ("web_line", "late_lines", _JSON, "[]"),
)
_TABLES = (
    "send_count",
    "channel_account",
    "upload",
    "stored_file",
    "group_chat",
    "call_log",
    "request",
    "button",
)


def upgrade() -> None:
    """Add what is new; nothing that is stored is lost or reread."""
    for table, name, kind, default in _COLUMNS:
        column = sa.Column(name, kind(), server_default=default, nullable=default is None)
        op.add_column(table, column)
    op.create_index(
        "ix_outbox_follow_up",
        "outbox",
        ["follow_up_at"],
        sqlite_where=sa.text("follow_up_at IS NOT NULL"),
        postgresql_where=sa.text("follow_up_at IS NOT NULL"),
    )
    op.create_index("ix_outbox_person", "outbox", ["person_id", "finished_at"])
    _create_buttons()
    _create_requests()
    _create_calls()
    _create_groups()
    _create_files()
    _create_accounts()


def downgrade() -> None:
    """Take it back."""
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("ix_outbox_person", "outbox")
    op.drop_index("ix_outbox_follow_up", "outbox")
    for table, name, _, _ in reversed(_COLUMNS):
        op.drop_column(table, name)


def _key(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _KEY(), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _INSTANT(), nullable=nullable)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _one_of(table: str, column: str, *words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _partial(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _create_buttons() -> None:
    op.create_table(
        "button",
        _text("token"),
        _key("outbox_id"),
        _key("person_id", nullable=True),
        _key("prompt_id", nullable=True),
        _key("n"),
        _text("says"),
        _key("assignment_id", nullable=True),
        _key("version", nullable=True),
        _instant("expires_at"),
        _instant("used_at", nullable=True),
        _points("button", "outbox_id", "outbox"),
        _points("button", "person_id", "person"),
        _points("button", "prompt_id", "prompt"),
        _points("button", "assignment_id", "assignment"),
        _primary("button", "token"),
        sqlite_strict=True,
    )
    op.create_index("ix_button_outbox", "button", ["outbox_id"])


def _create_requests() -> None:
    kinds = ("extension", "dispute", "obstacle", "substitute", "call_back")
    states = ("open", "agreed", "refused", "answered", "withdrawn", "lapsed")
    op.create_table(
        "request",
        _key("id"),
        _text("kind"),
        _text("state"),
        _key("province_id"),
        _key("unit_id"),
        _key("coordinator_unit_id"),
        _key("assignment_id", nullable=True),
        _key("person_id", nullable=True),
        sa.Column("data", _JSON(), nullable=False),
        _instant("created_at"),
        _text("decided_by", nullable=True),
        _instant("decided_at", nullable=True),
        _instant("raised_at", nullable=True),
        _one_of("request", "kind", *kinds),
        _one_of("request", "state", *states),
        _points("request", "province_id", "province"),
        _points("request", "unit_id", "unit"),
        _points("request", "coordinator_unit_id", "unit"),
        _points("request", "assignment_id", "assignment"),
        _points("request", "person_id", "person"),
        _primary("request", "id"),
        sqlite_strict=True,
    )
    _partial("ix_request_open", "request", "province_id", "state = 'open'")
    op.create_index("ix_request_assignment", "request", ["assignment_id"])


def _create_calls() -> None:
    op.create_table(
        "call_log",
        _key("id"),
        _key("province_id"),
        _key("unit_id"),
        _key("assignment_id", nullable=True),
        _text("logged_by"),
        _instant("called_at"),
        _text("note"),
        sa.Column("promised", storage.types.Day(), nullable=True),
        _points("call_log", "province_id", "province"),
        _points("call_log", "unit_id", "unit"),
        _points("call_log", "assignment_id", "assignment"),
        _primary("call_log", "id"),
        sqlite_strict=True,
    )
    op.create_index("ix_call_log_unit", "call_log", ["unit_id", "called_at"])


def _create_groups() -> None:
    op.create_table(
        "group_chat",
        _key("id"),
        _text("channel"),
        _text("account"),
        _text("address"),
        _text("state"),
        _key("unit_id", nullable=True),
        _key("linked_by", nullable=True),
        _instant("greeted_at", nullable=True),
        _text("thread", nullable=True),
        _one_of("group_chat", "state", "unknown", "linked", "left"),
        _points("group_chat", "unit_id", "unit"),
        _points("group_chat", "linked_by", "person"),
        _primary("group_chat", "id"),
        sa.UniqueConstraint(
            "channel", "account", "address", name=op.f("uq_group_chat_channel_account_address")
        ),
        sqlite_strict=True,
    )


def _create_files() -> None:
    op.create_table(
        "stored_file",
        _key("id"),
        _text("name"),
        _text("mime"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _instant("created_at"),
        _primary("stored_file", "id"),
        sqlite_strict=True,
    )
    op.create_table(
        "upload",
        _key("id"),
        _key("inbox_id"),
        _text("purpose"),
        _text("state"),
        sa.Column("attachment", _JSON(), nullable=False),
        _key("attempts"),
        _key("file_id", nullable=True),
        _instant("created_at"),
        _one_of("upload", "state", "wanted", "here", "failed"),
        _points("upload", "inbox_id", "inbox"),
        _points("upload", "file_id", "stored_file"),
        _primary("upload", "id"),
        sa.UniqueConstraint("inbox_id", name=op.f("uq_upload_inbox_id")),
        sqlite_strict=True,
    )
    _partial("ix_upload_wanted", "upload", "id", "state = 'wanted'")


def _create_accounts() -> None:
    op.create_table(
        "channel_account",
        _text("channel"),
        _text("account"),
        _text("state"),
        _text("reason", nullable=True),
        _instant("since"),
        _instant("until", nullable=True),
        _one_of("channel_account", "state", "active", "paused"),
        _primary("channel_account", "channel", "account"),
        sqlite_strict=True,
    )
    op.create_table(
        "send_count",
        _text("channel"),
        _text("account"),
        _text("month"),
        _key("sent"),
        _primary("send_count", "channel", "account", "month"),
        sqlite_strict=True,
    )
