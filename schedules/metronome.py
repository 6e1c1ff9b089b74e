"""APScheduler as a metronome: it only says "look at the table", it never holds a job of ours."""

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

# The safety net below the wake-up calls; nothing waits longer than this for a missed one.
TICK_SECONDS = 5


def build(look: Callable[[], None]) -> AsyncIOScheduler:
    """A scheduler, not started, that calls `look` every tick; late ticks are folded into one."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        look, "interval", seconds=TICK_SECONDS, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    return scheduler
