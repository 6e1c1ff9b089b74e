"""Rules the database itself keeps: history is append-only, outbox rows move only along known edges."""

from sqlalchemy import DDL, event

from domain.delivery import EDGES
from storage.tables import metadata

_SEALED_COLUMNS = ["id", "at", "recorded_at", "province_id", "unit_id", "actor", "verb", "subject", "data"]


def _edges_sql() -> str:
    pairs = sorted((source.value, target.value) for source, targets in EDGES.items() for target in targets)
    return " OR ".join(f"(OLD.state = '{source}' AND NEW.state = '{target}')" for source, target in pairs)


def _facts_changed(operator: str) -> str:
    return " OR ".join(f"NEW.{column} {operator} OLD.{column}" for column in _SEALED_COLUMNS)


def statements(dialect: str) -> tuple[str, ...]:
    """The DDL of all triggers for `sqlite` or `postgresql`."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> tuple[str, ...]:
    return (
        (
            "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
            "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        ),
        (
            "CREATE TRIGGER event_no_change BEFORE UPDATE ON event "
            f"WHEN OLD.hash IS NOT NULL OR {_facts_changed('IS NOT')} "
            "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        ),
        (
            "CREATE TRIGGER outbox_edges BEFORE UPDATE OF state ON outbox "
            f"WHEN OLD.state <> NEW.state AND NOT ({_edges_sql()}) "
            "BEGIN SELECT RAISE(ABORT, 'outbox edge not allowed'); END"
        ),
    )


def _postgresql() -> tuple[str, ...]:
    return (
        (
            "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'history is append-only'; END IF; "
            f"IF OLD.hash IS NOT NULL OR {_facts_changed('IS DISTINCT FROM')} "
            "THEN RAISE EXCEPTION 'history is append-only'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event "
            "FOR EACH ROW EXECUTE FUNCTION event_append_only()"
        ),
        (
            "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event "
            "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
        ),
        (
            "CREATE FUNCTION outbox_edges() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF OLD.state <> NEW.state AND NOT ({_edges_sql()}) "
            "THEN RAISE EXCEPTION 'outbox edge not allowed'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER outbox_edges BEFORE UPDATE OF state ON outbox "
            "FOR EACH ROW EXECUTE FUNCTION outbox_edges()"
        ),
    )


def attach() -> None:
    """Make `metadata.create_all` create the triggers as well; the schema test compares it with migrations."""
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(dialect):
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call] # untyped in the library
            event.listen(metadata, "after_create", ddl.execute_if(dialect=dialect))
