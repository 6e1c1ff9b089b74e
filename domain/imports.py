"""What the import of a file did, or would do: added, changed with old and new values, unchanged, rejected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row is not taken: its number in the file, the heading of the column, and the reason."""

    row: int
    column: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored item that the file changes; `fields` holds the old and the new value of each column."""

    key: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of one file. With any rejection nothing of the file is stored."""

    kind: str
    added: tuple[str, ...] = ()
    changed: tuple[Difference, ...] = ()
    unchanged: int = 0
    rejected: tuple[Rejection, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the file stores nothing because of its rows."""
        return bool(self.rejected)

    @property
    def says_something(self) -> bool:
        """Whether the file would add or change anything at all."""
        return bool(self.added or self.changed)

    @property
    def counts(self) -> dict[str, int]:
        """What the history keeps of an import: numbers, never a name."""
        return {"added": len(self.added), "changed": len(self.changed), "unchanged": self.unchanged}
