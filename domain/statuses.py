"""The status machine of an assignment: one table here, one diagram in docs/architecture.md."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.errors import NotAllowedNow


class Status(StrEnum):
    """Where an assignment stands. `submitted` is the unit's word, `accepted` the coordinator's."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAIVED = "waived"

    @property
    def is_owed(self) -> bool:
        """Whether the unit still has to send something ("đang làm" never silences a duty)."""
        return self in OWED


OWED = frozenset({Status.PENDING, Status.IN_PROGRESS, Status.BLOCKED, Status.RETURNED})


class Verb(StrEnum):
    """What moves an assignment from one status to another."""

    SEND = "send"
    PROGRESS = "progress"
    BLOCK = "block"
    DENY = "deny"
    RECEIVE = "receive"
    RETURN = "return"
    WAIVE = "waive"
    REOPEN = "reopen"


_UNIT_WORDS = {Verb.SEND: Status.SUBMITTED, Verb.PROGRESS: Status.IN_PROGRESS, Verb.BLOCK: Status.BLOCKED}
_COORDINATOR_WORDS = {Verb.RECEIVE: Status.ACCEPTED, Verb.WAIVE: Status.WAIVED}

TRANSITIONS: Mapping[Status, Mapping[Verb, Status]] = MappingProxyType(
    {
        Status.PENDING: {**_UNIT_WORDS, Verb.DENY: Status.PENDING, **_COORDINATOR_WORDS},
        Status.IN_PROGRESS: {**_UNIT_WORDS, Verb.DENY: Status.IN_PROGRESS, **_COORDINATOR_WORDS},
        Status.BLOCKED: {**_UNIT_WORDS, Verb.DENY: Status.BLOCKED, **_COORDINATOR_WORDS},
        Status.SUBMITTED: {
            Verb.SEND: Status.SUBMITTED,
            Verb.DENY: Status.IN_PROGRESS,
            **_COORDINATOR_WORDS,
            Verb.RETURN: Status.RETURNED,
        },
        Status.ACCEPTED: {Verb.RETURN: Status.RETURNED},
        Status.RETURNED: {**_UNIT_WORDS, Verb.DENY: Status.RETURNED, **_COORDINATOR_WORDS},
        Status.WAIVED: {Verb.REOPEN: Status.PENDING},
    }
)


def move(status: Status, verb: Verb) -> Status:
    """The status after the verb; NotAllowedNow when the table has no such edge."""
    try:
        return TRANSITIONS[status][verb]
    except KeyError:
        raise NotAllowedNow(f"{verb} is not possible from {status}") from None
