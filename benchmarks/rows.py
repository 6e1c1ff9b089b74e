"""One line of the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    ours: float
    peer: float
    unit: str

    @property
    def ratio(self) -> float:
        """Ours divided by the peer's."""
        return self.ours / self.peer
