"""The chain over history: committed events are sealed by hash, so that a later change shows."""

import hashlib
import json
from dataclasses import dataclass

from storage.history import Event
from storage.store import UnitOfWork

BATCH = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """Result of checking the chain; `broken_at` is the first wrong position, None when all is whole."""

    sealed: int
    unsealed: int
    broken_at: int | None


async def seal(uow: UnitOfWork) -> int:
    """Chain the next batch of events; returns how many were sealed."""
    position, previous = await uow.history.head()
    events = await uow.history.unsealed(BATCH)
    for event in events:
        position += 1
        digest = _digest(event, position, previous)
        await uow.history.seal(event.id, position=position, previous_hash=previous, digest=digest)
        previous = digest
    return len(events)


async def verify(uow: UnitOfWork) -> Verified:
    """Walk the whole chain."""
    position, previous = 0, ""
    while events := await uow.history.sealed_after(position, BATCH):
        for event in events:
            intact = (
                event.position == position + 1
                and event.previous_hash == previous
                and event.hash == _digest(event, position + 1, previous)
            )
            if not intact:
                return Verified(position, await uow.history.count_unsealed(), broken_at=position + 1)
            position, previous = position + 1, event.hash or ""
    return Verified(position, await uow.history.count_unsealed(), broken_at=None)


def _digest(event: Event, position: int, previous: str) -> str:
    """SHA-256 over a canonical, length-prefixed form with the previous hash; times to the millisecond."""
    fields = (
        str(position),
        previous,
        str(event.id),
        event.at.isoformat(timespec="milliseconds"),
        event.recorded_at.isoformat(timespec="milliseconds"),
        str(event.province_id),
        str(event.unit_id),
        event.actor,
        event.verb,
        event.subject,
        json.dumps(event.data, ensure_ascii=False, sort_keys=True),
    )
    hashed = hashlib.sha256()
    for text in fields:
        raw = text.encode()
        hashed.update(len(raw).to_bytes(8, "big") + raw)
    return hashed.hexdigest()
