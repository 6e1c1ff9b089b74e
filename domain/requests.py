"""What units ask a coordinator to decide: more time, another reading of a duty, another person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class RequestKind(StrEnum):
    """What is asked."""

    EXTENSION = "extension"
    DISPUTE = "dispute"
    OBSTACLE = "obstacle"
    SUBSTITUTE = "substitute"
    CALL_BACK = "call_back"


class RequestState(StrEnum):
    """Where a request stands; `lapsed` when the duty was sent or released before anybody decided."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `data` of an extension: `until` (day), `hour` (HH:MM) and `reason`; of others: `words`.

    `raised_at` is when it was last put before the coordinator again.
    """

    id: int
    kind: RequestKind
    state: RequestState
    province_id: int
    unit_id: int
    coordinator_unit_id: int
    assignment_id: int | None
    person_id: int | None
    data: Mapping[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    raised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone call to a unit as it was logged; it counts as chasing."""

    id: int
    unit_id: int
    assignment_id: int | None
    logged_by: str
    called_at: datetime
    note: str
    promised: date | None = None
