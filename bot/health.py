"""Whether this process can do its work, told truthfully."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.supervisor import HANGS_AFTER
from domain.errors import DondocError

if TYPE_CHECKING:
    from bot.app import Running
    from bot.wiring import House
    from storage.store import UnitOfWork

_LEAST_DISK = 100 * 1024 * 1024
_CONFLICT_SECONDS = 60.0


async def checks(running: "Running") -> Mapping[str, Any]:
    """Each check with its outcome; False means not ready, numbers are seconds of lag for a monitor."""
    oldest = running.beats.oldest()
    found: dict[str, Any] = {
        "loops": oldest is None or oldest[1] < HANGS_AFTER,
        "disk": shutil.disk_usage(_folder(running)).free > _LEAST_DISK,
        "channels": not (running.refused or _in_conflict(running)),
    }
    try:
        found |= await running.house.store.transact(lambda uow: _stored(uow, running.house))
    except DondocError as error:
        return found | {"store": False, "reason": error.text}
    return found | {"store": True}


async def _stored(uow: "UnitOfWork", house: "House") -> dict[str, Any]:
    calendar, now = await house.calendars.refresh(uow), house.clock.now()
    is_official = calendar.day_of(now).year in calendar.official_years
    return {"calendar": is_official, **await _lags(uow, now)}


async def _lags(uow: "UnitOfWork", now: datetime) -> dict[str, float]:
    waiting = {
        "inbox_lag_seconds": await uow.inbox.oldest_waiting(),
        "due_reminder_lag_seconds": await uow.duties.oldest_step(now),
        "queued_send_lag_seconds": await uow.outbox.oldest_waiting(now),
    }
    return {name: round((now - at).total_seconds(), 1) if at else 0.0 for name, at in waiting.items()}


def _folder(running: "Running") -> Path:
    """Where the database lies; the working folder when that is another machine."""
    path = running.house.store.engines.write.url.database
    folder = Path(path).parent if path else Path()
    return folder if folder.is_dir() else Path()


def _in_conflict(running: "Running") -> bool:
    """Whether another process has been taking a messenger's updates for a minute."""
    now = datetime.now(UTC)
    since = [getattr(channel, "conflict_since", None) for channel in running.house.channels.values()]
    return any(at is not None and (now - at).total_seconds() > _CONFLICT_SECONDS for at in since)
