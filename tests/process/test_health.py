"""Health is told truthfully: each check turns false by its own cause, and lags are real seconds."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from bot import health, supervisor
from bot.app import Running
from domain.clocks import FixedClock
from storage.store import Store, UnitOfWork
from tests import factories
from tests.factories import NOW, TELEGRAM


class _Usage(NamedTuple):
    """What `shutil.disk_usage` answers with, bytes."""

    total: int
    used: int
    free: int


async def test_a_house_in_order_is_well(running: Running) -> None:
    running.beats.beat("planner")
    assert await health.checks(running) == {
        "loops": True,
        "disk": True,
        "channels": True,
        "calendar": True,
        "inbox_lag_seconds": 0.0,
        "due_reminder_lag_seconds": 0.0,
        "queued_send_lag_seconds": 0.0,
        "store": True,
    }


async def test_a_silent_loop_is_not_well_and_one_that_speaks_again_is(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.beats.last = {"planner": 0.0, "sender": 0.0}
    now = [29.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    assert (await health.checks(running))["loops"] is True
    now[0] = 30.0
    assert (await health.checks(running))["loops"] is False
    running.beats.beat("planner")
    assert (await health.checks(running))["loops"] is False
    running.beats.beat("sender")
    assert (await health.checks(running))["loops"] is True


async def test_a_store_that_is_away_is_told_with_its_reason_and_without_figures(
    running: Running, tmp_path: Any
) -> None:
    running.house.store = Store(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    found = await health.checks(running)
    await running.house.store.close()
    assert found["store"] is False
    assert found["reason"]
    assert "inbox_lag_seconds" not in found
    assert (found["disk"], found["loops"]) == (True, True)


async def test_a_store_that_was_never_migrated_is_not_well(running: Running, tmp_path: Any) -> None:
    running.house.store = Store(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    assert (await health.checks(running))["store"] is False
    await running.house.store.close()


@pytest.mark.parametrize(("free", "well"), [(100 * 1024**2, False), (100 * 1024**2 + 1, True), (0, False)])
async def test_a_full_disk_is_not_well(
    running: Running, monkeypatch: pytest.MonkeyPatch, free: int, well: bool
) -> None:
    asked = []

    def usage(folder: Any) -> _Usage:
        asked.append(folder)
        return _Usage(free, 0, free)

    monkeypatch.setattr(health.shutil, "disk_usage", usage)
    assert (await health.checks(running))["disk"] is well
    database = running.house.store.engines.write.url.database
    assert str(database).startswith(str(asked[0]))


@pytest.mark.parametrize(("year", "well"), [(2023, True), (2099, False)])
async def test_a_year_without_announced_days_off_is_not_well(running: Running, year: int, well: bool) -> None:
    running.house.clock = FixedClock(datetime(year, 10, 17, 1, 30, tzinfo=UTC))
    assert (await health.checks(running))["calendar"] is well


@dataclass
class Polling:
    """What health reads of a messenger's channel."""

    conflict_since: datetime | None


@pytest.mark.parametrize(("seconds", "well"), [(None, True), (30, True), (90, False)])
async def test_another_process_taking_our_updates_is_not_well_after_a_minute(
    running: Running, seconds: int | None, well: bool
) -> None:
    since = datetime.now(UTC) - timedelta(seconds=seconds) if seconds is not None else None
    running.house.channels = {(TELEGRAM, "default"): Polling(since)}  # type: ignore[dict-item] # only this is read
    assert (await health.checks(running))["channels"] is well


async def test_lags_are_the_age_of_what_waits_longest(running: Running) -> None:
    def ago(seconds: float) -> datetime:
        return NOW - timedelta(seconds=seconds)

    async def wait(uow: UnitOfWork) -> None:
        for age in (40, 90.5):
            updates = [factories.update(f"u{age}", f"c{age}")]
            await uow.inbox.store(TELEGRAM, "x", updates, received_at=ago(age))
        await factories.owed(uow, next_step_at=ago(7))
        await factories.message(uow, "old", not_before=ago(12.3))
        await factories.message(uow, "young", "chat-2", not_before=ago(2))

    await running.house.store.transact(wait)
    found = await health.checks(running)
    assert found["inbox_lag_seconds"] == 90.5
    assert (found["due_reminder_lag_seconds"], found["queued_send_lag_seconds"]) == (7.0, 12.3)
    assert found["store"] is True


async def test_what_is_for_later_is_no_lag(running: Running) -> None:
    later = NOW + timedelta(hours=1)

    async def wait(uow: UnitOfWork) -> None:
        await factories.owed(uow, next_step_at=later)
        await factories.message(uow, "later", not_before=later)

    await running.house.store.transact(wait)
    found = await health.checks(running)
    assert (found["due_reminder_lag_seconds"], found["queued_send_lag_seconds"]) == (0.0, 0.0)
