"""Stages in October 2026: the invented province, with everything but that month behind it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime

import pytest

from domain.calendar import VIETNAM
from storage.store import Store, UnitOfWork
from storage.tables import AssignmentRow, table_of
from tests.flows.stage import Stage, staged
from tests.flows.troupes import TROUPES, Troupe

PROVINCE = "tinh-mau-2026"
Opening = Callable[[datetime], AbstractAsyncContextManager[Stage]]


def oct26(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of October 2026 on the province's wall clock."""
    return datetime(2026, 10, day, hour, minute, tzinfo=VIETNAM)


@asynccontextmanager
async def october_of(store: Store, troupe: Troupe, at: datetime) -> AsyncIterator[Stage]:
    """The invented province at a moment of October 2026: all earlier reports were received."""
    async with staged(store, troupe, at=at, name=PROVINCE) as stage:
        stage.patient = True
        await stage.store.transact(_only_october)
        yield stage


async def _only_october(uow: UnitOfWork) -> None:
    assignment = table_of(AssignmentRow)
    behind = assignment.update().where(assignment.c.period != "2026-10")
    await uow._connection.execute(behind.values(status="accepted", next_step_at=None))


@pytest.fixture
async def opens(store: Store, channel: str) -> AsyncIterator[Opening]:
    """Open the stage at a moment, on every channel and both databases."""
    async with TROUPES[channel]() as troupe:
        yield lambda at: october_of(store, troupe, at)


@pytest.fixture
async def quickly(sqlite_store: Store) -> AsyncIterator[Opening]:
    """Open the stage at a moment in the web chat on SQLite."""
    async with TROUPES["webchat"]() as troupe:
        yield lambda at: october_of(sqlite_store, troupe, at)
