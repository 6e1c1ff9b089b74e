"""Group chats: linked to one unit by a person of it, or left alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class GroupState(StrEnum):
    """Where a group stands: nobody's yet, a unit's, or we are out of it."""

    UNKNOWN = "unknown"
    LINKED = "linked"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class GroupChat:
    """A group chat; `greeted_at` is when it heard its one line."""

    id: int
    channel: str
    account: str
    address: str
    state: GroupState
    unit_id: int | None = None
    greeted_at: datetime | None = None
    thread: str | None = None
