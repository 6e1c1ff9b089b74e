"""The two ports of the house: a clock and a messenger."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from domain.messages import Attachment, Capabilities, Inbound, Outbound, RawUpdate, SendResult


class Clock(Protocol):
    """Business time. Machine time (leases, time-outs, invitations) never comes from here."""

    @property
    def is_simulated(self) -> bool:
        """Whether the time is made up."""
        ...

    def now(self) -> datetime:
        """The present business moment as an aware UTC instant."""
        ...


class Intake(Protocol):
    """Where a channel hands over raw updates; when `accept` returns, they are committed."""

    async def accept(self, updates: Sequence[RawUpdate], *, cursor: int | None = None) -> int:
        """Store the updates (known ones are skipped) and the cursor; returns how many were new."""
        ...

    async def cursor(self) -> int | None:
        """The cursor stored last, or None."""
        ...


class Channel(Protocol):
    """One account on one messenger."""

    @property
    def kind(self) -> str:
        """The messenger: `telegram`, `webchat`, `console` …"""
        ...

    @property
    def account(self) -> str:
        """The account's name; the one configured by environment is `default`."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the channel can do."""
        ...

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        """Read a stored raw update; None for what is none of our business. InvalidInput when malformed."""
        ...

    async def send(self, message: Outbound) -> SendResult:
        """Try to deliver once; never raises for what the platform or the network did."""
        ...

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None:
        """Tell the platform that a button press was taken, with a line only the presser sees.

        A no-op where there are no buttons. Never raises for what the platform or the network did.
        """
        ...

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """The content of a received file; InvalidInput when it is larger than `limit` bytes or gone."""
        ...

    async def receive(self, intake: Intake) -> None:
        """Receive until cancelled. A channel that is only pushed to returns at once."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


AfterCommit = Callable[[], Awaitable[None]]
