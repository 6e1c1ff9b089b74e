"""The one file in which SQLite and PostgreSQL differ."""

import asyncio
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, Table, event, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from domain.errors import InvalidSetting

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
# "dond" in ASCII; lets a person and `file` tell our database from others.
SQLITE_APPLICATION_ID = 0x646F6E64
_WAL_LIMIT = 64 * 1024 * 1024
_RETRYABLE = {"40001", "40P01"}
# What opening or using a database may raise; `is_away` tells a missing database from a broken rule.
FAULTS = (DBAPIError, PoolTimeoutError, OSError)
# Classes of SQLSTATE: no connection, no right or database, rolled back, no such table, out of resources,
# lock or statement timeout, shutting down, system error.
_AWAY_STATES = {"08", "28", "3D", "40", "42", "53", "55", "57", "58"}
# A damaged file is a plain DatabaseError.
_AWAY_KINDS = {"OperationalError", "InterfaceError", "ProgrammingError", "DatabaseError"}


@dataclass(frozen=True, slots=True)
class Engines:
    """A writing and a reading engine on one database; on PostgreSQL they are the same."""

    name: str
    write: AsyncEngine
    read: AsyncEngine

    async def dispose(self) -> None:
        """Close all connections."""
        await self.write.dispose()
        if self.read is not self.write:
            await self.read.dispose()


def build(url: str) -> Engines:
    """Engines for a database URL; InvalidSetting when it names neither database nor driver we use."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InvalidSetting("DONDOC_DATABASE_URL is not a database address") from error
    if parsed.drivername == "sqlite+aiosqlite":
        return _sqlite(parsed)
    if parsed.drivername == "postgresql+asyncpg":
        return _postgresql(parsed)
    raise InvalidSetting(
        "DONDOC_DATABASE_URL must begin with sqlite+aiosqlite:/// or postgresql+asyncpg:// "
        f"(found {parsed.drivername})"
    )


def _sqlite(url: URL) -> Engines:
    # One writer, so that a writing transaction waits in our own queue and never meets a busy database.
    write = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    read = create_async_engine(url, pool_size=4, max_overflow=0, hide_parameters=True)
    for engine, begin, query_only in ((write, "BEGIN IMMEDIATE", 0), (read, "BEGIN", 1)):
        _prepare_sqlite(engine, begin=begin, query_only=query_only)
    return Engines(SQLITE, write, read)


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, query_only: int) -> None:
    pragmas = (
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA busy_timeout = 5000",
        f"PRAGMA journal_size_limit = {_WAL_LIMIT}",
        "PRAGMA trusted_schema = OFF",
        # Otherwise INSERT OR REPLACE would delete history without firing its trigger.
        "PRAGMA recursive_triggers = ON",
        f"PRAGMA query_only = {query_only}",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        # BEGIN is ours: the driver's deferred one fails at once when a reader wants to write.
        connection.isolation_level = None
        try:
            _switch_to_wal(connection)
            for pragma in pragmas:
                connection.execute(pragma).close()
        except BaseException:
            connection.close()
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _switch_to_wal(connection: Any) -> None:
    """Choose the write-ahead log; while another process does the same on a new file SQLite does not wait."""
    for pause in (0.02, 0.05, 0.1, 0.2, 0.4, 0.8):
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            await_only(asyncio.sleep(pause))
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL").close()


def _postgresql(url: URL) -> Engines:
    engine = create_async_engine(
        url,
        pool_size=8,
        max_overflow=4,
        pool_pre_ping=True,
        # What people wrote must not reach a log with the error of a statement.
        hide_parameters=True,
        connect_args={
            "timeout": 5,
            "server_settings": {
                "lock_timeout": "3000",
                "statement_timeout": "10000",
                "idle_in_transaction_session_timeout": "15000",
                "timezone": "UTC",
                "tcp_keepalives_idle": "30",
            },
        },
    )
    return Engines(POSTGRESQL, engine, engine)


def insert_new(dialect: str, table: Table) -> Any:
    """An INSERT that skips rows whose unique key exists."""
    builder = sqlite.insert if dialect == SQLITE else postgresql.insert
    return builder(table).on_conflict_do_nothing()


def upsert(dialect: str, table: Table, values: dict[str, Any], *, keys: tuple[str, ...]) -> Any:
    """An INSERT that overwrites the other columns of the row with the same key."""
    builder = sqlite.insert if dialect == SQLITE else postgresql.insert
    statement = builder(table).values(**values)
    changed = {name: value for name, value in values.items() if name not in keys}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changed)


def claim(dialect: str, statement: Select[Any]) -> Select[Any]:
    """Lock the selected rows for this transaction and skip those another worker holds.

    On SQLite the whole writing transaction is exclusive already.
    """
    return statement if dialect == SQLITE else statement.with_for_update(skip_locked=True)


async def machine_now(dialect: str, connection: AsyncConnection) -> datetime:
    """Machine time for leases: the database server's where processes may sit on several machines."""
    if dialect == SQLITE:
        return datetime.now(UTC)
    moment: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    return moment.astimezone(UTC)


async def notify(dialect: str, connection: AsyncConnection, topics: frozenset[str]) -> None:
    """Wake other processes when this transaction commits; one process needs no messenger."""
    if dialect == POSTGRESQL:
        for topic in sorted(topics):
            await connection.execute(text("SELECT pg_notify('dondoc', :topic)"), {"topic": topic})


async def in_turn(dialect: str, connection: AsyncConnection, names: Iterable[str]) -> None:
    """Let writers of the same names follow each other until the commit; SQLite has one writer anyway."""
    if dialect == POSTGRESQL:
        for name in sorted(set(names)):
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
            await connection.execute(lock, {"name": name})


def is_away(error: Exception) -> bool:
    """Whether the database is away, refuses us or is not migrated; a broken rule of ours is not."""
    if not isinstance(error, DBAPIError):
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state[:2] in _AWAY_STATES
    return error.connection_invalidated or type(error).__name__ in _AWAY_KINDS


def is_retryable(error: Exception) -> bool:
    """Whether the whole unit of work may be run again (serialisation failure, deadlock)."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in _RETRYABLE
