"""The five answers, what comes with one, and how an answer is put aside while something is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from services.wording import Duty


class Answer(IntEnum):
    """The numbered answers to a reminder."""

    SENT = 1
    IN_PROGRESS = 2
    BLOCKED = 3
    EXTENSION = 4
    NIL = 5


@dataclass(frozen=True, slots=True)
class Details:
    """What came with an answer; None where nothing was said.

    `negated`: not sent yet; `begun`: but being worked at.
    """

    document_number: str | None = None
    document_date: date | None = None
    percent: int | None = None
    reason: str | None = None
    until: date | None = None
    negated: bool = False
    begun: bool = False
    nil: bool | None = None
    is_ours: bool = False


NOTHING = Details()


def kept(choice: Answer, duties: Sequence[Duty], details: Details) -> dict[str, object]:
    """An answer put aside while something is asked."""
    return {
        "answer": int(choice),
        "ids": [duty.assignment.id for duty in duties],
        "number": details.document_number,
        "date": details.document_date.isoformat() if details.document_date else None,
        "percent": details.percent,
        "reason": details.reason,
        "until": details.until.isoformat() if details.until else None,
        "negated": details.negated,
        "begun": details.begun,
        "nil": details.nil,
    }


def taken_up(data: Mapping[str, object]) -> tuple[Answer, list[int], Details]:
    """The answer that was put aside, with the keys of its duties."""
    details = Details(
        document_number=text_of(data["number"]),
        document_date=day_of(data["date"]),
        percent=int(str(data["percent"])) if data["percent"] is not None else None,
        reason=text_of(data["reason"]),
        until=day_of(data["until"]),
        negated=bool(data["negated"]),
        begun=bool(data.get("begun")),
        nil=True if data.get("nil") else None,
    )
    return Answer(int(str(data["answer"]))), ids_of(data), details


def ids_of(data: Mapping[str, object]) -> list[int]:
    """The keys of the duties an open question is about."""
    found = data.get("ids")
    return [int(str(item)) for item in found] if isinstance(found, list) else []


def text_of(value: object) -> str | None:
    """A text kept in an open question."""
    return str(value) if value is not None else None


def day_of(value: object) -> date | None:
    """A day kept in an open question."""
    return date.fromisoformat(str(value)) if value is not None else None
