"""Accounts of ours on messengers: whether they may send, and how much of their quota is spent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountState(StrEnum):
    """Whether an account may send."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """How an account stands; `until` (machine time) is when a pause ends by itself, None: by a person."""

    channel: str
    account: str
    state: AccountState
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None
