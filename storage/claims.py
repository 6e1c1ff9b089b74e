"""Which waiting messages may be leased now, and in which order."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, or_, select, true, tuple_

from domain.delivery import PRIORITY, MessageClass, OutboxState
from domain.messages import SendError
from storage.queries import is_one_of
from storage.queues import OutboxRow
from storage.tables import table_of

outbox = table_of(OutboxRow)

WAITING = (OutboxState.QUEUED.value, OutboxState.RETRY_WAIT.value)
HELD = (OutboxState.LEASED.value, OutboxState.SENDING.value)
UNFINISHED = WAITING + HELD

_ANSWER = PRIORITY[MessageClass.REPLY]


class Lane(StrEnum):
    """Which messages a sender takes: answers have a lane of their own, so that no campaign delays them."""

    EVERYTHING = "everything"
    ANSWERS = "answers"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who leases how many messages, as of when. `now` is business time, the other two are machine time.

    Accounts in `closed`, as (channel, account), are left alone.
    """

    owner: str
    limit: int
    now: datetime
    machine_now: datetime
    lease_until: datetime
    lane: Lane = Lane.EVERYTHING
    closed: frozenset[tuple[str, str]] = frozenset()


def claimable(claim: Claim) -> Select[Any]:
    """The keys of messages to lease, one per address: the urgent first, then fairly over units."""
    other = outbox.alias("other")
    return (
        select(outbox.c.id)
        .where(
            _ready(outbox, claim),
            _in_lane(claim.lane),
            _is_open(claim),
            ~exists().where(_same_chat(other), _holds_back(other, claim)),
        )
        .order_by(outbox.c.priority, outbox.c.turn, _series(outbox), outbox.c.part_no)
        .limit(claim.limit)
    )


def order_of(row: Any) -> tuple[int, int, int, int]:
    """The order in which leased messages leave."""
    return (row.priority, row.turn, row.series_id or row.id, row.part_no)


def _same_chat(other: FromClause) -> ColumnElement[bool]:
    return and_(
        other.c.channel == outbox.c.channel,
        other.c.account == outbox.c.account,
        other.c.address == outbox.c.address,
        is_one_of(other.c.state, UNFINISHED),
    )


def _holds_back(other: FromClause, claim: Claim) -> ColumnElement[bool]:
    """What keeps a message of the same chat waiting.

    One under way, one that goes before it (also when another sender is just leasing it, unseen by us yet), an
    earlier part of the same text, and the platform's wish for patience in this chat.
    """
    goes_before = tuple_(*_chat_order(other)) < tuple_(*_chat_order(outbox))
    earlier_part = and_(other.c.series_id == outbox.c.series_id, other.c.part_no < outbox.c.part_no)
    patience = and_(other.c.error == SendError.RATE_LIMITED.value, other.c.retry_at > claim.machine_now)
    return or_(
        is_one_of(other.c.state, HELD), and_(_ready(other, claim), goes_before), earlier_part, patience
    )


def _chat_order(table: FromClause) -> tuple[ColumnElement[Any], ...]:
    """A chat keeps its own order, whatever is fair among units."""
    return (table.c.priority, _series(table), table.c.part_no)


def _series(table: FromClause) -> ColumnElement[Any]:
    return func.coalesce(table.c.series_id, table.c.id)


def _in_lane(lane: Lane) -> ColumnElement[bool]:
    if lane is Lane.ANSWERS:
        return outbox.c.priority == _ANSWER
    return outbox.c.priority > _ANSWER if lane is Lane.ROUTINE else true()


def _is_open(claim: Claim) -> ColumnElement[bool]:
    if not claim.closed:
        return true()
    return tuple_(outbox.c.channel, outbox.c.account).not_in(sorted(claim.closed))


def _ready(table: FromClause, claim: Claim) -> ColumnElement[bool]:
    """Waiting, and its hour has come: `not_before` by business time, `retry_at` by machine time."""
    return and_(
        is_one_of(table.c.state, WAITING),
        table.c.not_before <= claim.now,
        or_(table.c.retry_at.is_(None), table.c.retry_at <= claim.machine_now),
    )
