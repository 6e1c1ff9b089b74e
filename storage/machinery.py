"""Leases and the simulated clock. Leases run on machine time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage import dialects
from storage.queries import Queries
from storage.queues import ClockRow, LeaseRow
from storage.tables import table_of

lease = table_of(LeaseRow)
clock = table_of(ClockRow)


@dataclass(frozen=True, slots=True)
class ClockAnchor:
    """The row of the simulated clock."""

    business_anchor: datetime
    machine_anchor: datetime
    speed: float


class Machinery(Queries):
    """Named queries on what keeps the house running."""

    async def acquire(self, name: str, owner: str, *, machine_now: datetime, until: datetime) -> int | None:
        """Take or renew a lease; its epoch when held by `owner` now, None when another holds it.

        The epoch grows when the owner changes, so a late writer of an older epoch can be refused.
        """
        row = await self._one(dialects.claim(self._dialect, select(lease).where(lease.c.name == name)))
        if row is None:
            values = {"name": name, "owner": owner, "epoch": 1, "expires_at": until}
            taken = await self._changed(dialects.insert_new(self._dialect, lease).values(**values))
            return 1 if taken else None
        if row.owner != owner and row.expires_at > machine_now:
            return None
        epoch: int = row.epoch if row.owner == owner else row.epoch + 1
        statement = lease.update().where(lease.c.name == name, lease.c.epoch == row.epoch)
        changed = await self._changed(statement.values(owner=owner, epoch=epoch, expires_at=until))
        return epoch if changed else None

    async def holds(self, name: str, *, owner: str, epoch: int) -> bool:
        """Whether the owner still leads with that epoch; the row stays locked until the commit."""
        found = select(lease.c.epoch).where(
            lease.c.name == name, lease.c.owner == owner, lease.c.epoch == epoch
        )
        return await self._one(dialects.claim(self._dialect, found)) is not None

    async def release(self, name: str, owner: str, machine_now: datetime) -> None:
        """Give a lease back at once."""
        statement = lease.update().where(lease.c.name == name, lease.c.owner == owner)
        await self._connection.execute(statement.values(expires_at=machine_now))

    async def lease_expiry(self, name: str) -> datetime | None:
        """When the present lease runs out."""
        row = await self._one(select(lease.c.expires_at).where(lease.c.name == name))
        return row.expires_at if row is not None else None

    async def clock(self) -> ClockAnchor | None:
        """The simulated clock, or None when time is real."""
        row = await self._one(select(clock))
        return ClockAnchor(row.business_anchor, row.machine_anchor, float(row.speed)) if row else None

    async def set_clock(self, anchor: ClockAnchor) -> None:
        """Set the simulated clock, replacing any."""
        values = {
            "id": 1,
            "business_anchor": anchor.business_anchor,
            "machine_anchor": anchor.machine_anchor,
            "speed": anchor.speed,
        }
        await self._connection.execute(dialects.upsert(self._dialect, clock, values, keys=("id",)))

    async def delete_clock(self) -> None:
        """Return to real time."""
        await self._connection.execute(clock.delete())
