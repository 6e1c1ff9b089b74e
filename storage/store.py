"""The store: one database, units of work that roll back unless they end well."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import StoreUnavailable
from storage import dialects
from storage.accounts import Accounts
from storage.buttons import Buttons
from storage.calendars import CalendarYears
from storage.cards import Cards
from storage.decisions import Decisions
from storage.duties import Duties
from storage.files import Files
from storage.groups import Groups
from storage.history import History
from storage.inbox import Inbox
from storage.machinery import Machinery
from storage.organisation import Organisation
from storage.outbox import Outbox
from storage.people import People
from storage.prompts import Prompts
from storage.reminders import Reminders
from storage.requests import Requests
from storage.wakes import Wakes
from storage.webchat import WebChat

T = TypeVar("T")
_ATTEMPTS = 3
_PAUSE = 0.05


class UnitOfWork:
    """One transaction with the named queries. Services work in it and never commit."""

    def __init__(self, connection: AsyncConnection, dialect: str) -> None:
        self._connection, self._dialect = connection, dialect
        self.organisation = Organisation(connection, dialect)
        self.accounts = Accounts(connection, dialect)
        self.buttons = Buttons(connection, dialect)
        self.calendars = CalendarYears(connection, dialect)
        self.cards = Cards(connection, dialect)
        self.duties = Duties(connection, dialect)
        self.decisions = Decisions(connection, dialect)
        self.files = Files(connection, dialect)
        self.groups = Groups(connection, dialect)
        self.history = History(connection, dialect)
        self.inbox = Inbox(connection, dialect)
        self.outbox = Outbox(connection, dialect)
        self.people = People(connection, dialect)
        self.prompts = Prompts(connection, dialect)
        self.reminders = Reminders(connection, dialect)
        self.requests = Requests(connection, dialect)
        self.machinery = Machinery(connection, dialect)
        self.webchat = WebChat(connection, dialect)
        self._wakes: set[str] = set()

    def wake(self, *topics: str) -> None:
        """Wake the loops of these topics once the work is committed."""
        self._wakes.update(topics)

    @property
    def wakes(self) -> frozenset[str]:
        """Topics to wake after the commit."""
        return frozenset(self._wakes)

    async def machine_now(self) -> datetime:
        """Machine time, for leases and invitations; never simulated."""
        return await dialects.machine_now(self._dialect, self._connection)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Work inside is undone alone when it raises; the unit of work goes on."""
        async with self._connection.begin_nested():
            yield


class Store:
    """A database and its wake-up calls."""

    def __init__(self, url: str) -> None:
        self.engines = dialects.build(url)
        self.wakes = Wakes()
        self._writing = asyncio.Lock()

    @property
    def is_missing(self) -> bool:
        """Whether the database is a SQLite file that does not exist."""
        path = self.engines.write.url.database
        return self.engines.name == dialects.SQLITE and bool(path) and not Path(str(path)).exists()

    async def transact(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run the work in one transaction, commit, then wake the loops it named.

        The whole work is run again, at most three times, after a deadlock or serialisation failure. A
        cancelled caller leaves only after the transaction has ended, so that no connection is torn.
        StoreUnavailable when the database does not answer.
        """
        running = asyncio.ensure_future(self._attempt(work))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            while not running.done():
                # Being cancelled again is no reason to leave earlier.
                with suppress(asyncio.CancelledError):
                    await asyncio.wait({running})
            if not running.cancelled():
                running.exception()
            raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """A unit of work that only reads and is never committed."""
        try:
            async with self.engines.read.connect() as connection:
                yield UnitOfWork(connection, self.engines.name)
        except dialects.FAULTS as error:
            raise _unavailable(error) from error

    async def close(self) -> None:
        """Close all connections."""
        await self.engines.dispose()

    async def _attempt(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                result, wakes = await self._once(work)
            except dialects.FAULTS as error:
                if not dialects.is_retryable(error) or attempt == _ATTEMPTS:
                    raise _unavailable(error) from error
                await asyncio.sleep(_PAUSE * attempt * (1 + random.random()))  # noqa: S311 - only a jitter
            else:
                self.wakes.fire(wakes)
                return result
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _once(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> tuple[T, frozenset[str]]:
        if self.engines.name == dialects.SQLITE:
            async with self._writing:
                return await self._in_transaction(work)
        return await self._in_transaction(work)

    async def _in_transaction(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> tuple[T, frozenset[str]]:
        async with self.engines.write.begin() as connection:
            uow = UnitOfWork(connection, self.engines.name)
            result = await work(uow)
            await dialects.notify(self.engines.name, connection, uow.wakes)
            return result, uow.wakes


def _unavailable(error: Exception) -> Exception:
    """StoreUnavailable for a database that is away or not migrated; a broken constraint stays what it is."""
    if not dialects.is_away(error):
        return error
    original = getattr(error, "orig", error)
    words = str(original).splitlines()[0] if str(original) else type(original).__name__
    return StoreUnavailable(f"{StoreUnavailable.__doc__} ({words})")
