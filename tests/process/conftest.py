"""A running process's parts without its loops."""

import pytest

from bot import wiring
from bot.app import Running
from bot.settings import Settings
from bot.supervisor import Heartbeats
from domain.clocks import FixedClock
from storage.store import Store
from tests.factories import NOW


@pytest.fixture
def running(sqlite_store: Store) -> Running:
    """All roles, at half past eight of Tuesday 17/10/2023."""
    house = wiring.assemble(Settings.model_validate({}), sqlite_store, FixedClock(NOW))
    return Running(house, Heartbeats(), frozenset({"web", "worker", "clock"}), 1.0)
