"""Implementations of the business clock."""

from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    """Business time is real time."""

    is_simulated = False

    def now(self) -> datetime:
        """The real present."""
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """Business time stands where it was put; commands with `--now` and tests use it."""

    moment: datetime
    is_simulated: bool = True

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def move_to(self, moment: datetime) -> None:
        """Set another moment."""
        self.moment = moment


@dataclass(slots=True)
class SimulatedClock:
    """Business time runs from an anchor at a speed; the anchor is one database row shared by processes.

    business = business_anchor + speed x (machine now - machine_anchor).
    """

    business_anchor: datetime
    machine_anchor: datetime
    speed: float = 1.0
    is_simulated: bool = True

    def now(self) -> datetime:
        """The simulated present."""
        return self.business_anchor + self.speed * (datetime.now(UTC) - self.machine_anchor)

    def set(self, business_anchor: datetime, machine_anchor: datetime, speed: float) -> None:
        """Take over an anchor read from the store."""
        self.business_anchor, self.machine_anchor, self.speed = business_anchor, machine_anchor, speed
