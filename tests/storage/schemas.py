"""Reading a database's schema back, in a form in which two databases can be compared."""

import re
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

Schema = dict[str, Any]

_POSTGRESQL = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               pg_get_expr(d.adbin, d.adrelid), a.attidentity
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
          AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' ORDER BY 1, 2""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal ORDER BY 1, 2""",
    "functions": """
        SELECT proname, pg_get_functiondef(oid), prosrc FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace ORDER BY 1""",
}


async def schema_of(connection: AsyncConnection) -> Schema:
    """Tables with their columns, types, nullability and rules, indexes, triggers and functions."""
    return await connection.run_sync(_read)


def _read(connection: Connection) -> Schema:
    if connection.dialect.name == "sqlite":
        return _sqlite(connection)
    return {
        kind: [tuple(row) for row in connection.execute(text(query)) if "alembic_version" not in str(row[0])]
        for kind, query in _POSTGRESQL.items()
    }


def _sqlite(connection: Connection) -> Schema:
    query = text(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic_version%' ORDER BY 1, 2"
    )
    found: Schema = {"tables": {}, "indexes": {}, "triggers": {}}
    for kind, name, sql in connection.execute(query):
        if kind == "table":
            found["tables"][name] = _table(sql)
        elif sql is not None:
            found["indexes" if kind == "index" else "triggers"][name] = _one_line(sql)
    return found


def _table(sql: str) -> tuple[list[str], list[str], str]:
    """Columns in order, rules in any order, and what follows the last bracket (STRICT)."""
    head, _, tail = _one_line(sql).partition("(")[2].rpartition(")")
    parts = _split(head)
    rules = [part for part in parts if re.match(r"(CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN)\b", part)]
    return [part for part in parts if part not in rules], sorted(rules), tail.strip()


def _split(body: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth = [""], 0
    for character in body:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _one_line(sql: str) -> str:
    return " ".join(sql.split())
