"""A desk over a real store, and a browser at its page."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from domain.clocks import FixedClock
from domain.delivery import InboxState
from services.webchat import Desk
from storage.files import stored_file
from storage.queues import InboxRow, WebSessionRow
from storage.store import Store
from storage.tables import table_of
from tests.factories import NOW
from tests.pages import browser, chat_application


@pytest.fixture
def desk(sqlite_store: Store) -> Desk:
    """The desk at 08:30 of Tuesday 17/10/2023."""
    return Desk(sqlite_store, FixedClock(NOW))


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    """The web chat's application."""
    return chat_application(desk)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has opened the page."""
    async with browser(app) as client:
        assert (await client.get("/chat")).status_code == 200
        yield client


@pytest.fixture
async def address(desk: Desk, client: httpx.AsyncClient) -> str:
    """The chat address of that browser."""
    found = await desk.address_of(client.cookies["dondoc-chinh"])
    assert found is not None
    return found


class Stored:
    """The store behind the desk: what was taken, and the end of sessions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def count(self) -> int:
        """How many messages wait in the inbox."""
        async with self._store.reading() as uow:
            return await uow.inbox.count(InboxState.NEW)

    async def raw(self) -> list[Any]:
        """What waits in the inbox, as it was taken."""
        async with self._store.engines.read.connect() as connection:
            return list((await connection.execute(select(table_of(InboxRow).c.raw))).scalars())

    async def files(self) -> int:
        """How many files are kept."""
        async with self._store.engines.read.connect() as connection:
            return (await connection.execute(select(func.count()).select_from(stored_file))).scalar_one()

    async def displayed(self) -> dict[str, datetime | None]:
        """When each queued message was displayed."""
        async with self._store.reading() as uow:
            return {message.idem_key: message.displayed_at for message in await uow.outbox.messages()}

    async def end_sessions(self) -> None:
        """End every session on the server's side."""
        async with self._store.engines.write.begin() as connection:
            await connection.execute(table_of(WebSessionRow).update().values(ended_at=NOW))


@pytest.fixture
def stored(sqlite_store: Store) -> Stored:
    """What was taken."""
    return Stored(sqlite_store)
