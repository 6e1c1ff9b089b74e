"""Bringing a database's schema up to date, and knowing whether it is."""

import re
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from domain.errors import StoreUnavailable
from storage import dialects
from storage.store import Store

if TYPE_CHECKING:
    from alembic.config import Config


_VERSION_FILE = re.compile(r"v(?P<revision>\d{4})_\w+\.py")


def known_revisions() -> tuple[str, ...]:
    """Every revision of this program, oldest first, by the names of the migration files."""
    names = (entry.name for entry in resources.files("storage.migrations.versions").iterdir())
    return tuple(sorted(match["revision"] for name in names if (match := _VERSION_FILE.fullmatch(name))))


def alembic_config(connection: Connection) -> "Config":
    """What Alembic needs to know to work over this connection."""
    # Imported here: a service on an up-to-date database need not carry Alembic's eleven megabytes.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("storage") / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision this program expects."""
    return known_revisions()[-1]


async def upgrade(store: Store) -> tuple[str | None, str]:
    """Apply what is missing in one transaction; returns the revision before and after.

    StoreUnavailable when the database cannot be opened or belongs to a newer program.
    """
    try:
        async with store.engines.write.begin() as connection:
            # Two processes that start together must not both create the tables.
            await dialects.in_turn(store.engines.name, connection, ["migration"])
            before = await connection.run_sync(_revision)
            _refuse_newer(before)
            await connection.run_sync(_apply)
        if store.engines.name == dialects.SQLITE:
            await _mark_sqlite(store)
    except dialects.FAULTS as error:
        raise StoreUnavailable(f"the database cannot be opened: {getattr(error, 'orig', error)}") from error
    return before, newest()


async def revision(store: Store) -> str | None:
    """The revision the database is at; None when it was never migrated. Looking never makes a file."""
    if store.is_missing:
        raise StoreUnavailable("there is no database yet: run `dondoc migrate`")
    try:
        async with store.engines.read.connect() as connection:
            return await connection.run_sync(_revision)
    except dialects.FAULTS as error:
        raise StoreUnavailable(f"the database cannot be opened: {getattr(error, 'orig', error)}") from error


async def require_current(store: Store) -> None:
    """StoreUnavailable unless the schema is the one this program expects."""
    found = await revision(store)
    _refuse_newer(found)
    if found != newest():
        raise StoreUnavailable


def _apply(connection: Connection) -> None:
    if _revision(connection) == newest():
        return
    from alembic import command

    command.upgrade(alembic_config(connection), "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in known_revisions():
        raise StoreUnavailable(f"the database has schema {found} of a newer Đôn Đốc; update the program")


async def _mark_sqlite(store: Store) -> None:
    async with store.engines.write.connect() as connection:
        await connection.execute(text(f"PRAGMA application_id = {dialects.SQLITE_APPLICATION_ID}"))
        await connection.commit()
