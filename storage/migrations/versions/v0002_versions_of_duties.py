"""Versions of duties, their further sources, the office's days off, decisions, former names of units."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision: str = "0002"
down_revision: str | None = "0001"

_LISTS = (("unit", "former_names"), ("directive", "basis"), ("directive", "remarks"))


def upgrade() -> None:
    """Add what is new; nothing that is stored is lost or reread."""
    for table, column in _LISTS:
        _add_list(table, column)
    op.add_column("person", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("email", sa.Text(), nullable=True))
    _widen_obligations()
    _widen_indicators()
    _add_calendar_years()
    _add_decisions()


def downgrade() -> None:
    """Take it back; indicators without a year get 0."""
    op.drop_table("decision")
    op.drop_table("calendar_year")
    for column in ("sources", "evaluator", "selector"):
        op.drop_column("indicator", column)
    for column in (
        "last_period",
        "superseded_by",
        "valid_until",
        "remarks",
        "also_in",
        "continues",
        "ladder",
    ):
        op.drop_column("obligation", column)
    op.drop_column("obligation", "version")
    op.drop_column("person", "email")
    op.drop_column("person", "phone")
    for table, column in reversed(_LISTS):
        op.drop_column(table, column)


def _add_list(table: str, column: str) -> None:
    op.add_column(table, sa.Column(column, storage.types.Json(), server_default="[]", nullable=False))


def _widen_obligations() -> None:
    op.add_column("obligation", sa.Column("version", storage.types.Key(), server_default="1", nullable=False))
    op.add_column("obligation", sa.Column("ladder", storage.types.Json(), nullable=True))
    op.add_column("obligation", sa.Column("continues", sa.Text(), nullable=True))
    _add_list("obligation", "also_in")
    _add_list("obligation", "remarks")
    op.add_column("obligation", sa.Column("valid_until", storage.types.Day(), nullable=True))
    op.add_column("obligation", sa.Column("superseded_by", sa.Text(), nullable=True))
    op.add_column("obligation", sa.Column("last_period", sa.Text(), nullable=True))


def _widen_indicators() -> None:
    """A target may name no year. SQLite cannot lift NOT NULL; nothing points at the table, so it is remade."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("indicator", "year", nullable=True)
    else:
        op.rename_table("indicator", "indicator_before")
        _create_indicator()
        columns = "id, directive_id, obligation_id, clause, name, unit, operator, target, year"
        op.execute(f"INSERT INTO indicator ({columns}) SELECT {columns} FROM indicator_before")  # noqa: S608 - no input
        op.drop_table("indicator_before")
    op.add_column(
        "indicator", sa.Column("selector", storage.types.Json(), server_default="{}", nullable=False)
    )
    op.add_column("indicator", sa.Column("evaluator", sa.Text(), nullable=True))
    _add_list("indicator", "sources")


def _create_indicator() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("directive_id", storage.types.Key(), nullable=False),
        sa.Column("obligation_id", storage.types.Key(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("target", storage.types.Json(), nullable=False),
        sa.Column("year", storage.types.Key(), nullable=True),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_indicator_directive_id")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_indicator_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint(
            "directive_id", "clause", "name", name=op.f("uq_indicator_directive_id_clause_name")
        ),
        sqlite_strict=True,
    )


def _add_calendar_years() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("year", storage.types.Key(), nullable=False),
        sa.Column("version", storage.types.Key(), nullable=False),
        sa.Column("off", storage.types.Json(), nullable=False),
        sa.Column("working", storage.types.Json(), nullable=False),
        sa.Column("official", storage.types.Flag(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_at", storage.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_calendar_year_year_version")),
        sqlite_strict=True,
    )


def _add_decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("province_id", storage.types.Key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_day", storage.types.Day(), nullable=False),
        sa.Column("last_day", storage.types.Day(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", storage.types.Instant(), nullable=False),
        sa.Column("affected", storage.types.Json(), nullable=False),
        sa.Column("moved_to", storage.types.Day(), nullable=True),
        sa.Column("undone_at", storage.types.Instant(), nullable=True),
        sa.Column("selector", storage.types.Json(), nullable=True),
        sa.Column("obligation_id", storage.types.Key(), nullable=True),
        sa.CheckConstraint("kind IN ('outage', 'exemption')", name=op.f("ck_decision_kind")),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_decision_province_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_decision_obligation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_strict=True,
    )
