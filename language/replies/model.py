"""What a short message says: intents, slots and the open obligations it may be about."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum


class Intent(StrEnum):
    """The fourteen things a short message can do."""

    SUBMITTED = "submitted"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    BLOCKED = "blocked"
    EXTENSION_REQUEST = "extension_request"
    NOT_APPLICABLE = "not_applicable"
    CORRECTION = "correction"
    INDICATOR_VALUE = "indicator_value"
    ASK_OVERDUE = "ask_overdue"
    ASK_MY_TASKS = "ask_my_tasks"
    ASK_DEADLINE = "ask_deadline"
    ASK_HELP = "ask_help"
    ACK = "ack"
    OTHER = "other"


REPORT_INTENTS = frozenset(list(Intent)[:8])


@dataclass(frozen=True, slots=True)
class OpenObligation:
    """One duty the sender's unit still owes; `code` is what people type, such as BC10."""

    id: str
    title: str
    due: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """The value of an indicator as stated; a fraction stands without a computed share."""

    name_hint: str = ""
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """One statement with its slots; `also` holds the further statements of the message."""

    intent: Intent
    obligations: tuple[str, ...] = ()
    ambiguous: bool = False
    percent: float | None = None
    document_number: str | None = None
    document_date: date | None = None
    until: date | None = None
    reason: str | None = None
    indicator: Indicator | None = None
    negated: bool = False
    also: tuple["Understanding", ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give plain data without the empty slots; dates in ISO form."""
        slots: dict[str, object] = {"intent": self.intent.value, "obligations": list(self.obligations)}
        slots |= _filled({f.name: getattr(self, f.name) for f in fields(self)[2:]})
        return slots


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _plain(value) for name, value in values.items() if _is_filled(value)}


def _is_filled(value: object) -> bool:
    # Zero is a value; only the absence of one is left out.
    return value is not None and value is not False and value not in ("", ())


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [item.to_dict() for item in value]
    if isinstance(value, Indicator):
        return _filled({f.name: getattr(value, f.name) for f in fields(value)})
    return value
