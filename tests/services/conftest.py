"""The town, on SQLite or on both databases."""

import pytest

from storage.store import Store
from tests.services.town import Town, founded


@pytest.fixture
async def town(sqlite_store: Store) -> Town:
    """Where the database does not matter."""
    return await founded(sqlite_store)


@pytest.fixture
async def everywhere(store: Store) -> Town:
    """Where it does: every test runs on both databases."""
    return await founded(store)
