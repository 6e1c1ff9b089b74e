"""The first schema: organisation, duties, history, queues, machinery."""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0001"
down_revision = None


TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
        "CREATE TRIGGER event_no_change BEFORE UPDATE ON event WHEN OLD.hash IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.province_id IS NOT OLD.province_id OR NEW.unit_id IS NOT OLD.unit_id OR NEW.actor IS NOT OLD.actor OR NEW.verb IS NOT OLD.verb OR NEW.subject IS NOT OLD.subject OR NEW.data IS NOT OLD.data BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
        "CREATE TRIGGER outbox_edges BEFORE UPDATE OF state ON outbox WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'leased' AND NEW.state = 'cancelled') OR (OLD.state = 'leased' AND NEW.state = 'expired') OR (OLD.state = 'leased' AND NEW.state = 'queued') OR (OLD.state = 'leased' AND NEW.state = 'sending') OR (OLD.state = 'queued' AND NEW.state = 'cancelled') OR (OLD.state = 'queued' AND NEW.state = 'expired') OR (OLD.state = 'queued' AND NEW.state = 'leased') OR (OLD.state = 'retry_wait' AND NEW.state = 'cancelled') OR (OLD.state = 'retry_wait' AND NEW.state = 'expired') OR (OLD.state = 'retry_wait' AND NEW.state = 'failed') OR (OLD.state = 'retry_wait' AND NEW.state = 'leased') OR (OLD.state = 'sending' AND NEW.state = 'failed') OR (OLD.state = 'sending' AND NEW.state = 'retry_wait') OR (OLD.state = 'sending' AND NEW.state = 'sent') OR (OLD.state = 'sending' AND NEW.state = 'uncertain') OR (OLD.state = 'uncertain' AND NEW.state = 'queued') OR (OLD.state = 'uncertain' AND NEW.state = 'sent')) BEGIN SELECT RAISE(ABORT, 'outbox edge not allowed'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'history is append-only'; END IF; IF OLD.hash IS NOT NULL OR NEW.id IS DISTINCT FROM OLD.id OR NEW.at IS DISTINCT FROM OLD.at OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at OR NEW.province_id IS DISTINCT FROM OLD.province_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.actor IS DISTINCT FROM OLD.actor OR NEW.verb IS DISTINCT FROM OLD.verb OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.data IS DISTINCT FROM OLD.data THEN RAISE EXCEPTION 'history is append-only'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_append_only()",
        "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()",
        "CREATE FUNCTION outbox_edges() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state <> NEW.state AND NOT ((OLD.state = 'leased' AND NEW.state = 'cancelled') OR (OLD.state = 'leased' AND NEW.state = 'expired') OR (OLD.state = 'leased' AND NEW.state = 'queued') OR (OLD.state = 'leased' AND NEW.state = 'sending') OR (OLD.state = 'queued' AND NEW.state = 'cancelled') OR (OLD.state = 'queued' AND NEW.state = 'expired') OR (OLD.state = 'queued' AND NEW.state = 'leased') OR (OLD.state = 'retry_wait' AND NEW.state = 'cancelled') OR (OLD.state = 'retry_wait' AND NEW.state = 'expired') OR (OLD.state = 'retry_wait' AND NEW.state = 'failed') OR (OLD.state = 'retry_wait' AND NEW.state = 'leased') OR (OLD.state = 'sending' AND NEW.state = 'failed') OR (OLD.state = 'sending' AND NEW.state = 'retry_wait') OR (OLD.state = 'sending' AND NEW.state = 'sent') OR (OLD.state = 'sending' AND NEW.state = 'uncertain') OR (OLD.state = 'uncertain' AND NEW.state = 'queued') OR (OLD.state = 'uncertain' AND NEW.state = 'sent')) THEN RAISE EXCEPTION 'outbox edge not allowed'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER outbox_edges BEFORE UPDATE OF state ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_edges()",
    ),
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "clock",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("business_anchor", storage.types.Instant(), nullable=False),
        sa.Column("machine_anchor", storage.types.Instant(), nullable=False),
        sa.Column("speed", storage.types.Json(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
        sqlite_strict=True,
    )
    op.create_table(
        "cursor",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("value", storage.types.Key(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", name=op.f("pk_cursor")),
        sqlite_strict=True,
    )
    op.create_table(
        "inbox",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("raw", storage.types.Json(), nullable=False),
        sa.Column("said_at", storage.types.Instant(), nullable=False),
        sa.Column("received_at", storage.types.Instant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", storage.types.Key(), nullable=False),
        sa.Column("retry_at", storage.types.Instant(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('new', 'done', 'dead')", name=op.f("ck_inbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "channel", "account", "dedupe_key", name=op.f("uq_inbox_channel_account_dedupe_key")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_inbox_chat",
        "inbox",
        ["channel", "account", "chat_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("epoch", storage.types.Key(), nullable=False),
        sa.Column("expires_at", storage.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
        sqlite_strict=True,
    )
    op.create_table(
        "link_failure",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("at", storage.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_failure")),
        sqlite_strict=True,
    )
    op.create_index("ix_link_failure_owner_at", "link_failure", ["owner", "at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_strict=True,
    )
    op.create_table(
        "prompt",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", storage.types.Json(), nullable=False),
        sa.Column("options", storage.types.Json(), nullable=False),
        sa.Column("created_at", storage.types.Instant(), nullable=False),
        sa.Column("expires_at", storage.types.Instant(), nullable=False),
        sa.Column("closed_at", storage.types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_prompt_open",
        "prompt",
        ["owner"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "province",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fictitious", storage.types.Flag(), nullable=False),
        sa.Column("grace_days", storage.types.Key(), nullable=False),
        sa.Column("in_use_from", storage.types.Day(), nullable=False),
        sa.Column("in_use_until", storage.types.Day(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_province")),
        sa.UniqueConstraint("code", name=op.f("uq_province_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "web_line",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("options", storage.types.Json(), nullable=False),
        sa.Column("prompt_id", storage.types.Key(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("at", storage.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_line")),
        sa.UniqueConstraint("reference", name=op.f("uq_web_line_reference")),
        sqlite_strict=True,
    )
    op.create_index("ix_web_line_address_id", "web_line", ["address", "id"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", storage.types.Instant(), nullable=False),
        sa.Column("seen_at", storage.types.Instant(), nullable=False),
        sa.Column("ended_at", storage.types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "contact",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("person_id", storage.types.Key(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("linked_at", storage.types.Instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('active', 'disabled')", name=op.f("ck_contact_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("channel", "account", "address", name=op.f("uq_contact_channel_account_address")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("idem_key", sa.Text(), nullable=False),
        sa.Column("message_class", sa.Text(), nullable=False),
        sa.Column("priority", storage.types.Key(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person_id", storage.types.Key(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("options", storage.types.Json(), nullable=False),
        sa.Column("prompt_id", storage.types.Key(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", storage.types.Key(), nullable=False),
        sa.Column("not_before", storage.types.Instant(), nullable=False),
        sa.Column("expires_at", storage.types.Instant(), nullable=True),
        sa.Column("retry_at", storage.types.Instant(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_epoch", storage.types.Key(), nullable=False),
        sa.Column("lease_until", storage.types.Instant(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_at", storage.types.Instant(), nullable=False),
        sa.Column("finished_at", storage.types.Instant(), nullable=True),
        sa.CheckConstraint(
            "message_class IN ('reply', 'notice', 'digest')", name=op.f("ck_outbox_message_class")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'leased', 'sending', 'sent', 'uncertain', 'retry_wait', 'failed', 'cancelled', 'expired')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_person_id")),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompt.id"], name=op.f("fk_outbox_prompt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("idem_key", name=op.f("uq_outbox_idem_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_outbox_address",
        "outbox",
        ["channel", "account", "address"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'retry_wait', 'leased', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'retry_wait', 'leased', 'sending')"),
    )
    op.create_index(
        "ix_outbox_claimable",
        "outbox",
        ["priority", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'retry_wait')"),
        postgresql_where=sa.text("state IN ('queued', 'retry_wait')"),
    )
    op.create_index(
        "ix_outbox_leased",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('leased', 'sending')"),
        postgresql_where=sa.text("state IN ('leased', 'sending')"),
    )
    op.create_table(
        "unit",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("province_id", storage.types.Key(), nullable=False),
        sa.Column("parent_id", storage.types.Key(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("order_no", storage.types.Key(), nullable=False),
        sa.Column("aliases", storage.types.Json(), nullable=False),
        sa.Column("valid_from", storage.types.Day(), nullable=True),
        sa.Column("valid_to", storage.types.Day(), nullable=True),
        sa.Column("successor_id", storage.types.Key(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('province', 'office', 'department', 'agency', 'board', 'centre', 'district', 'commune', 'vertical')",
            name=op.f("ck_unit_kind"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_unit_province_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("province_id", "code", name=op.f("uq_unit_province_id_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "directive",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("province_id", storage.types.Key(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("doc_type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("date_text", sa.Text(), nullable=False),
        sa.Column("year", storage.types.Key(), nullable=False),
        sa.Column("coordinator_unit_id", storage.types.Key(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_unit_id"], ["unit.id"], name=op.f("fk_directive_coordinator_unit_id")
        ),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_directive_province_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
        sa.UniqueConstraint("province_id", "key", name=op.f("uq_directive_province_id_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "event",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("at", storage.types.Instant(), nullable=False),
        sa.Column("recorded_at", storage.types.Instant(), nullable=False),
        sa.Column("province_id", storage.types.Key(), nullable=True),
        sa.Column("unit_id", storage.types.Key(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data", storage.types.Json(), nullable=False),
        sa.Column("position", storage.types.Key(), nullable=True),
        sa.Column("previous_hash", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_event_province_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_event_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("position", name=op.f("uq_event_position")),
        sqlite_strict=True,
    )
    op.create_index("ix_event_subject", "event", ["subject", "at"], unique=False)
    op.create_index(
        "ix_event_unsealed",
        "event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("hash IS NULL"),
        postgresql_where=sa.text("hash IS NULL"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("unit_id", storage.types.Key(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("created_at", storage.types.Instant(), nullable=False),
        sa.Column("expires_at", storage.types.Instant(), nullable=False),
        sa.Column("used_at", storage.types.Instant(), nullable=True),
        sa.Column("used_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "role IN ('focal_point', 'unit_head', 'coordinator', 'leader', 'admin')",
            name=op.f("ck_invitation_role"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_invitation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "membership",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("person_id", storage.types.Key(), nullable=False),
        sa.Column("unit_id", storage.types.Key(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('focal_point', 'unit_head', 'coordinator', 'leader', 'admin')",
            name=op.f("ck_membership_role"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_membership_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "person_id", "unit_id", "role", name=op.f("uq_membership_person_id_unit_id_role")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_membership_unit_id"), "membership", ["unit_id"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("province_id", storage.types.Key(), nullable=False),
        sa.Column("directive_id", storage.types.Key(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("schedule", storage.types.Json(), nullable=False),
        sa.Column("selector", storage.types.Json(), nullable=False),
        sa.Column("coordinator_unit_id", storage.types.Key(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("in_use_from", storage.types.Day(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("consolidates_id", storage.types.Key(), nullable=True),
        sa.Column("nil_rule", sa.Text(), nullable=False),
        sa.Column("filings", storage.types.Json(), nullable=False),
        sa.Column("supersedes", storage.types.Json(), nullable=False),
        sa.Column("supporting", storage.types.Json(), nullable=False),
        sa.Column("sources", storage.types.Json(), nullable=False),
        sa.Column("history", storage.types.Flag(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('periodic_report', 'one_off', 'standing')", name=op.f("ck_obligation_kind")
        ),
        sa.CheckConstraint(
            "nil_rule IN ('by_chat', 'document_required')", name=op.f("ck_obligation_nil_rule")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'active', 'superseded', 'expired')", name=op.f("ck_obligation_state")
        ),
        sa.ForeignKeyConstraint(
            ["consolidates_id"], ["obligation.id"], name=op.f("fk_obligation_consolidates_id")
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_unit_id"], ["unit.id"], name=op.f("fk_obligation_coordinator_unit_id")
        ),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_obligation_directive_id")),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_obligation_province_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("province_id", "key", name=op.f("uq_obligation_province_id_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "assignment",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("obligation_id", storage.types.Key(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("unit_id", storage.types.Key(), nullable=False),
        sa.Column("province_id", storage.types.Key(), nullable=False),
        sa.Column("version", storage.types.Key(), nullable=False),
        sa.Column("plan_version", storage.types.Key(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("original", storage.types.Json(), nullable=False),
        sa.Column("current", storage.types.Json(), nullable=False),
        sa.Column("late_from", storage.types.Instant(), nullable=False),
        sa.Column("told_at", storage.types.Instant(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_date", storage.types.Day(), nullable=True),
        sa.Column("sent_on", storage.types.Day(), nullable=True),
        sa.Column("received_on", storage.types.Day(), nullable=True),
        sa.Column("nil", storage.types.Flag(), nullable=False),
        sa.Column("percent", storage.types.Key(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("promised", storage.types.Day(), nullable=True),
        sa.Column("filed", storage.types.Json(), nullable=False),
        sa.Column("disputed", storage.types.Flag(), nullable=False),
        sa.Column("next_step_at", storage.types.Instant(), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'in_progress', 'blocked', 'submitted', 'accepted', 'returned', 'waived')",
            name=op.f("ck_assignment_status"),
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_assignment_obligation_id")
        ),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_assignment_province_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "obligation_id", "period", "unit_id", name=op.f("uq_assignment_obligation_id_period_unit_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_assignment_next_step",
        "assignment",
        ["next_step_at"],
        unique=False,
        sqlite_where=sa.text("next_step_at IS NOT NULL"),
        postgresql_where=sa.text("next_step_at IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_owed",
        "assignment",
        ["late_from"],
        unique=False,
        sqlite_where=sa.text("status IN ('blocked', 'in_progress', 'pending', 'returned')"),
        postgresql_where=sa.text("status IN ('blocked', 'in_progress', 'pending', 'returned')"),
    )
    op.create_index(op.f("ix_assignment_unit_id"), "assignment", ["unit_id"], unique=False)
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
        sa.Column("year", storage.types.Key(), nullable=False),
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
    op.create_table(
        "reminder",
        sa.Column("id", storage.types.Key(), nullable=False),
        sa.Column("assignment_id", storage.types.Key(), nullable=False),
        sa.Column("version", storage.types.Key(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person_id", storage.types.Key(), nullable=False),
        sa.Column("outbox_id", storage.types.Key(), nullable=False),
        sa.Column("due_at", storage.types.Instant(), nullable=False),
        sa.Column("emitted_at", storage.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_reminder_assignment_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_reminder_outbox_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "assignment_id",
            "version",
            "step",
            "person_id",
            name=op.f("uq_reminder_assignment_id_version_step_person_id"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reminder_outbox_id"), "reminder", ["outbox_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_reminder_outbox_id"), table_name="reminder")
    op.drop_table("reminder")
    op.drop_table("indicator")
    op.drop_index(op.f("ix_assignment_unit_id"), table_name="assignment")
    op.drop_index(
        "ix_assignment_owed",
        table_name="assignment",
        sqlite_where=sa.text("status IN ('blocked', 'in_progress', 'pending', 'returned')"),
        postgresql_where=sa.text("status IN ('blocked', 'in_progress', 'pending', 'returned')"),
    )
    op.drop_index(
        "ix_assignment_next_step",
        table_name="assignment",
        sqlite_where=sa.text("next_step_at IS NOT NULL"),
        postgresql_where=sa.text("next_step_at IS NOT NULL"),
    )
    op.drop_table("assignment")
    op.drop_table("obligation")
    op.drop_index(op.f("ix_membership_unit_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_table("invitation")
    op.drop_index(
        "ix_event_unsealed",
        table_name="event",
        sqlite_where=sa.text("hash IS NULL"),
        postgresql_where=sa.text("hash IS NULL"),
    )
    op.drop_index("ix_event_subject", table_name="event")
    op.drop_table("event")
    op.drop_table("directive")
    op.drop_table("unit")
    op.drop_index(
        "ix_outbox_leased",
        table_name="outbox",
        sqlite_where=sa.text("state IN ('leased', 'sending')"),
        postgresql_where=sa.text("state IN ('leased', 'sending')"),
    )
    op.drop_index(
        "ix_outbox_claimable",
        table_name="outbox",
        sqlite_where=sa.text("state IN ('queued', 'retry_wait')"),
        postgresql_where=sa.text("state IN ('queued', 'retry_wait')"),
    )
    op.drop_index(
        "ix_outbox_address",
        table_name="outbox",
        sqlite_where=sa.text("state IN ('queued', 'retry_wait', 'leased', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'retry_wait', 'leased', 'sending')"),
    )
    op.drop_table("outbox")
    op.drop_index(op.f("ix_contact_person_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_table("web_session")
    op.drop_index("ix_web_line_address_id", table_name="web_line")
    op.drop_table("web_line")
    op.drop_table("province")
    op.drop_index(
        "uq_prompt_open",
        table_name="prompt",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("prompt")
    op.drop_table("person")
    op.drop_index("ix_link_failure_owner_at", table_name="link_failure")
    op.drop_table("link_failure")
    op.drop_table("lease")
    op.drop_index(
        "ix_inbox_waiting",
        table_name="inbox",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.drop_index(
        "ix_inbox_chat",
        table_name="inbox",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.drop_table("inbox")
    op.drop_table("cursor")
    op.drop_table("clock")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION event_append_only")
        op.execute("DROP FUNCTION outbox_edges")
