"""How long a loop sleeps, and that the metronome only wakes and never works."""

import asyncio
from datetime import timedelta

import pytest

from bot.app import _look
from domain.clocks import FixedClock
from schedules import metronome
from schedules.loops import NAP, seconds_until
from storage import wakes
from storage.store import Store
from tests.factories import NOW


@pytest.mark.parametrize(
    ("ahead", "speed", "seconds"),
    [
        (3, 1.0, 3.0),
        (0.2, 1.0, 0.2),
        (60, 20.0, 3.0),
        (2, 0.5, 4.0),
        (0, 1.0, 0.05),
        (-3600, 1.0, 0.05),
        (86400, 1.0, NAP),
        (86400, 100_000.0, 0.864),
        (3, 0.0, NAP),
        (-3, 0.0, NAP),
    ],
)
def test_a_loop_sleeps_until_its_moment_within_its_bounds(ahead: float, speed: float, seconds: float) -> None:
    found = seconds_until(FixedClock(NOW), NOW + timedelta(seconds=ahead), speed)
    assert found == pytest.approx(seconds)


async def test_the_metronome_wakes_who_listens_and_holds_no_job_but_its_own(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metronome, "TICK_SECONDS", 0.01)
    inbox = sqlite_store.wakes.listen(wakes.INBOX)
    outbox = sqlite_store.wakes.listen(wakes.OUTBOX)
    plan = sqlite_store.wakes.listen(wakes.PLAN)
    ticking = metronome.build(lambda: _look(sqlite_store))
    assert not ticking.running
    ticking.start()
    try:
        assert await inbox.wait(5)
        assert await outbox.wait(5)
        assert len(ticking.get_jobs()) == 1
    finally:
        ticking.shutdown(wait=False)
    # The planner wakes by its own table; a needless call would make it look for new periods each time.
    assert not await plan.wait(0.05)


async def test_ticks_that_were_missed_become_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metronome, "TICK_SECONDS", 3600)
    ticking = metronome.build(lambda: None)
    ticking.start(paused=True)
    try:
        (job,) = ticking.get_jobs()
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    finally:
        ticking.shutdown(wait=False)
        await asyncio.sleep(0)
