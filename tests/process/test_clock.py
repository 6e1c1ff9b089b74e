"""Which clock a process runs on, and that made-up time never reaches real people."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import clock as clocks
from bot.settings import Settings
from domain.calendar import VIETNAM
from domain.clocks import FixedClock, SimulatedClock, SystemClock
from domain.errors import ClockRefused
from storage.store import Store

STORY = datetime(2023, 10, 19, 8, 29, tzinfo=VIETNAM)
OTHER = datetime(2024, 1, 2, 9, 0, tzinfo=VIETNAM)
TOKEN = "123456:" + "A" * 35
REAL = {"telegram": {"token": TOKEN}}
NEAR = {"telegram": {"token": TOKEN, "api_base": "http://127.0.0.1:8081"}}


def settings(**values: Any) -> Settings:
    """Settings as an operator gives them."""
    return Settings.model_validate(values)


def is_close(found: datetime, wanted: datetime) -> bool:
    """Whether a running clock stands there, give or take a slow machine."""
    return timedelta() <= found - wanted < timedelta(minutes=1)


async def test_the_option_wins_over_the_variable_and_both_over_the_row(store: Store) -> None:
    await clocks.set_to(store, OTHER, 1.0)
    named = settings(now=STORY)
    option = await clocks.for_command(named, store, OTHER + timedelta(days=1))
    variable = await clocks.for_command(named, store, None)
    row = await clocks.for_command(settings(), store, None)
    assert (option.now(), variable.now()) == (OTHER + timedelta(days=1), STORY)
    assert isinstance(row, SimulatedClock)
    assert is_close(row.now(), OTHER)


async def test_a_commands_own_time_stands_still_and_is_utc(sqlite_store: Store) -> None:
    found = await clocks.for_command(settings(), sqlite_store, STORY)
    assert isinstance(found, FixedClock)
    assert found.now().tzinfo is UTC


async def test_a_command_never_touches_the_row(sqlite_store: Store) -> None:
    await clocks.for_command(settings(now=STORY), sqlite_store, OTHER)
    assert await clocks.stored(sqlite_store) is None
    await clocks.set_to(sqlite_store, OTHER, 60.0)
    await clocks.for_command(settings(now=STORY), sqlite_store, STORY)
    kept = await clocks.stored(sqlite_store)
    assert kept is not None
    assert (kept.business_anchor, kept.speed) == (OTHER, 60.0)


async def test_without_anything_time_is_real(sqlite_store: Store) -> None:
    for found in (
        await clocks.for_command(settings(), sqlite_store, None),
        await clocks.for_run(settings(), sqlite_store, None, 1.0),
    ):
        assert isinstance(found, SystemClock)
        assert not found.is_simulated


async def test_the_service_ignores_the_variable(sqlite_store: Store) -> None:
    assert isinstance(await clocks.for_run(settings(now=STORY), sqlite_store, None, 1.0), SystemClock)


async def test_the_service_without_a_start_returns_everybody_to_real_time(store: Store) -> None:
    await clocks.set_to(store, OTHER, 1.0)
    await clocks.for_run(settings(), store, None, 1.0)
    assert await clocks.stored(store) is None
    assert isinstance(await clocks.for_command(settings(), store, None), SystemClock)


async def test_the_service_with_a_start_replaces_the_row_for_everybody(store: Store) -> None:
    await clocks.set_to(store, OTHER, 1.0)
    own = await clocks.for_run(settings(), store, STORY, 600.0)
    other = await clocks.for_command(settings(), store, None)
    assert isinstance(own, SimulatedClock)
    assert isinstance(other, SimulatedClock)
    assert (own.business_anchor, own.speed) == (STORY, 600.0)
    assert other.business_anchor == own.business_anchor
    # The store keeps milliseconds.
    assert abs(other.machine_anchor - own.machine_anchor) < timedelta(milliseconds=1)


async def test_made_up_time_is_refused_beside_a_real_messenger(sqlite_store: Store) -> None:
    with pytest.raises(ClockRefused, match=r"127\.0\.0\.1"):
        await clocks.for_command(settings(**REAL), sqlite_store, STORY)
    with pytest.raises(ClockRefused):
        await clocks.for_command(settings(now=STORY, **REAL), sqlite_store, None)
    with pytest.raises(ClockRefused):
        await clocks.for_run(settings(**REAL), sqlite_store, STORY, 1.0)
    assert await clocks.stored(sqlite_store) is None


async def test_a_row_that_was_left_behind_is_refused_beside_a_real_messenger(sqlite_store: Store) -> None:
    await clocks.set_to(sqlite_store, STORY, 1.0)
    with pytest.raises(ClockRefused):
        await clocks.for_command(settings(**REAL), sqlite_store, None)
    assert isinstance(await clocks.for_run(settings(**REAL), sqlite_store, None, 1.0), SystemClock)
    assert isinstance(await clocks.for_command(settings(**REAL), sqlite_store, None), SystemClock)


@pytest.mark.parametrize("given", [{}, NEAR])
async def test_made_up_time_is_fine_on_this_machine(sqlite_store: Store, given: dict[str, Any]) -> None:
    assert (await clocks.for_command(settings(**given), sqlite_store, STORY)).is_simulated
    assert (await clocks.for_run(settings(**given), sqlite_store, STORY, 1.0)).is_simulated
