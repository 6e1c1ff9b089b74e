"""Stages: a province on every channel and both databases, or on the quickest of each."""

from collections.abc import AsyncIterator

import pytest

from storage.store import Store
from tests.databases import ENGINES
from tests.flows.stage import Stage, october, staged
from tests.flows.troupes import TROUPES

# A channel does not know the database: all of them are played on SQLite, the richest one on PostgreSQL too.
ON_POSTGRESQL = "telegram"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other channels on PostgreSQL."""
    left = [item for item in items if _is_repetition(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def _is_repetition(item: pytest.Item) -> bool:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return given.get("engine") == ENGINES[1] and given.get("channel", ON_POSTGRESQL) != ON_POSTGRESQL


@pytest.fixture(params=TROUPES)
def channel(request: pytest.FixtureRequest) -> str:
    """The name of the channel people use: every test runs on all."""
    return str(request.param)


@pytest.fixture
async def everywhere(store: Store, channel: str) -> AsyncIterator[Stage]:
    """Bắc Giang before the working day of Thursday 19 October 2023, on every channel and both databases."""
    async with TROUPES[channel]() as troupe, staged(store, troupe, at=october(19, 7, 45)) as stage:
        stage.patient = True
        yield stage


@pytest.fixture
async def stage(sqlite_store: Store) -> AsyncIterator[Stage]:
    """The same morning in the web chat on SQLite."""
    async with TROUPES["webchat"]() as troupe, staged(sqlite_store, troupe, at=october(19, 7, 45)) as found:
        yield found


@pytest.fixture
async def phones(sqlite_store: Store) -> AsyncIterator[Stage]:
    """The same morning on Telegram and SQLite."""
    async with TROUPES["telegram"]() as troupe, staged(sqlite_store, troupe, at=october(19, 7, 45)) as found:
        yield found
