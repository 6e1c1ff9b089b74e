"""Queued messages: claimed with a lease, sent outside any transaction, recorded under the same lease."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, or_, select, tuple_

from domain.delivery import EDGES, PRIORITY, MessageClass, OutboxMessage, OutboxState
from domain.messages import Option
from storage import dialects
from storage.queries import Queries, is_one_of, keys_of
from storage.queues import OutboxRow
from storage.tables import table_of

outbox = table_of(OutboxRow)

_CANCELLABLE = sorted(state.value for state, targets in EDGES.items() if OutboxState.CANCELLED in targets)
_WAITING = (OutboxState.QUEUED.value, OutboxState.RETRY_WAIT.value)
_HELD = (OutboxState.LEASED.value, OutboxState.SENDING.value)
_UNFINISHED = _WAITING + _HELD


class Outbox(Queries):
    """Named queries on the outbox. Every change of state obeys the edges of domain.delivery by trigger."""

    async def add(
        self,
        *,
        idem_key: str,
        message_class: MessageClass,
        options: Sequence[Option] = (),
        **values: Any,
    ) -> int | None:
        """Queue a message once per `idem_key`; None when it was queued before."""
        message = {"idem_key": idem_key, "message_class": message_class, "options": options, **values}
        return (await self.add_all([message])).get(idem_key)

    async def add_all(self, messages: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """Queue many messages, each once; the keys of those that are new by `idem_key`."""
        statement = dialects.insert_new(self._dialect, outbox).returning(outbox.c.id, outbox.c.idem_key)
        rows = await self._pour(statement, [_queued(message) for message in messages])
        return {row.idem_key: row.id for row in rows}

    async def claim(
        self, *, owner: str, limit: int, now: datetime, machine_now: datetime, lease_until: datetime
    ) -> list[OutboxMessage]:
        """Lease the most urgent waiting messages, one per address, so that a chat keeps its order.

        `now` is business time and decides on `not_before`; leases and retries run on machine time.
        """
        other = outbox.alias("other")
        same_chat = and_(
            other.c.channel == outbox.c.channel,
            other.c.account == outbox.c.account,
            other.c.address == outbox.c.address,
            is_one_of(other.c.state, _UNFINISHED),
        )
        # Also a message that another sender is just leasing, unseen by us yet, keeps the next ones waiting.
        before = tuple_(other.c.priority, other.c.id) < tuple_(outbox.c.priority, outbox.c.id)
        not_first = and_(_ready(other, now, machine_now), before)
        waits = exists().where(same_chat, or_(is_one_of(other.c.state, _HELD), not_first))
        statement = (
            select(outbox.c.id)
            .where(_ready(outbox, now, machine_now), ~waits)
            .order_by(outbox.c.priority, outbox.c.id)
            .limit(limit)
        )
        rows = await self._all(dialects.claim(self._dialect, statement))
        return await self._move(
            [row.id for row in rows],
            {
                "state": OutboxState.LEASED.value,
                "lease_owner": owner,
                "lease_epoch": outbox.c.lease_epoch + 1,
                "lease_until": lease_until,
            },
        )

    async def sending(self, message: OutboxMessage, body: str) -> OutboxMessage:
        """Mark a leased message as being written to the wire, with the text that will go out."""
        moved = await self._move([message.id], {"state": OutboxState.SENDING.value, "body": body})
        return moved[0]

    async def finish(self, message: OutboxMessage, *, owner: str, state: OutboxState, **values: Any) -> bool:
        """Record the outcome; False when the lease was lost, and then nothing changes."""
        statement = outbox.update().where(
            outbox.c.id == message.id,
            outbox.c.lease_owner == owner,
            outbox.c.lease_epoch == message.lease_epoch,
            outbox.c.state == OutboxState.SENDING.value,
        )
        return await self._changed(statement.values(state=state.value, **values)) == 1

    async def set_state(self, ids: Iterable[int], state: OutboxState, **values: Any) -> int:
        """Move messages along an allowed edge; returns how many moved."""
        moved = 0
        for page in keys_of(ids):
            statement = outbox.update().where(outbox.c.id.in_(page))
            moved += await self._changed(statement.values(state=state.value, **values))
        return moved

    async def cancel(self, ids: Iterable[int], **values: Any) -> int:
        """Cancel what has not begun to leave; returns how many. A sender may have been faster since."""
        state, before = OutboxState.CANCELLED, _CANCELLABLE
        cancelled = 0
        for page in keys_of(ids):
            statement = outbox.update().where(outbox.c.id.in_(page), is_one_of(outbox.c.state, before))
            cancelled += await self._changed(statement.values(state=state.value, **values))
        return cancelled

    async def expired_leases(self, machine_now: datetime) -> list[OutboxMessage]:
        """Messages whose holder vanished."""
        statement = select(outbox).where(is_one_of(outbox.c.state, _HELD), outbox.c.lease_until < machine_now)
        return [_message(row) for row in await self._all(dialects.claim(self._dialect, statement))]

    async def arrived(self, person_id: int) -> int:
        """A person's act proves that messages of unknown outcome reached them; returns how many."""
        statement = outbox.update().where(
            outbox.c.person_id == person_id, outbox.c.state == OutboxState.UNCERTAIN.value
        )
        return await self._changed(statement.values(state=OutboxState.SENT.value))

    async def readdress(self, address: tuple[str, str, str], new_address: str) -> int:
        """Send what waits for a chat to its new id; returns how many messages."""
        channel, account, where = address
        statement = outbox.update().where(
            outbox.c.channel == channel,
            outbox.c.account == account,
            outbox.c.address == where,
            is_one_of(outbox.c.state, _WAITING),
        )
        return await self._changed(statement.values(address=new_address, retry_at=None))

    async def postpone_chat(self, message: OutboxMessage, retry_at: datetime) -> None:
        """The platform asked for patience in one chat: everything waiting there waits."""
        statement = outbox.update().where(
            outbox.c.channel == message.channel,
            outbox.c.account == message.account,
            outbox.c.address == message.address,
            is_one_of(outbox.c.state, _WAITING),
        )
        await self._connection.execute(statement.values(retry_at=retry_at))

    async def messages(
        self, *, states: Iterable[OutboxState] = tuple(OutboxState), ids: Iterable[int] | None = None
    ) -> list[OutboxMessage]:
        """Messages in these states, in order of queueing."""
        words = [state.value for state in states]
        statement = select(outbox).where(outbox.c.state.in_(words)).order_by(outbox.c.id)
        if ids is not None:
            statement = statement.where(outbox.c.id.in_(sorted(set(ids))))
        return [_message(row) for row in await self._all(statement)]

    async def counts(self) -> dict[OutboxState, int]:
        """How many messages are in each state."""
        rows = await self._all(select(outbox.c.state, func.count().label("n")).group_by(outbox.c.state))
        return {OutboxState(row.state): row.n for row in rows}

    async def oldest_waiting(self, now: datetime) -> datetime | None:
        """Since when the oldest message that may go has been waiting."""
        moments = select(func.min(outbox.c.not_before).label("at")).where(
            outbox.c.state.in_(_WAITING), outbox.c.not_before <= now
        )
        row = await self._one(moments)
        return row.at if row is not None else None

    async def next_waiting(self, now: datetime) -> datetime | None:
        """The next business moment at which a waiting message may go."""
        moments = select(func.min(outbox.c.not_before).label("at")).where(
            is_one_of(outbox.c.state, _WAITING), outbox.c.not_before > now
        )
        row = await self._one(moments)
        return row.at if row is not None else None

    async def _move(self, ids: Iterable[int], values: dict[str, Any]) -> list[OutboxMessage]:
        statement = (
            outbox.update().where(outbox.c.id.in_(sorted(set(ids)))).values(**values).returning(outbox)
        )
        moved = [_message(row) for row in await self._all(statement)]
        return sorted(moved, key=lambda message: (PRIORITY[message.message_class], message.id))


def _queued(message: Mapping[str, Any]) -> dict[str, Any]:
    message_class: MessageClass = message["message_class"]
    return {
        "state": OutboxState.QUEUED.value,
        "attempts": 0,
        "lease_epoch": 0,
        "detail": "",
        **message,
        "message_class": message_class.value,
        "priority": PRIORITY[message_class],
        "options": [[option.n, option.key, option.label] for option in message["options"]],
    }


def _ready(table: FromClause, now: datetime, machine_now: datetime) -> ColumnElement[bool]:
    """Waiting, and its hour has come: `not_before` by business time, `retry_at` by machine time."""
    return and_(
        is_one_of(table.c.state, _WAITING),
        table.c.not_before <= now,
        or_(table.c.retry_at.is_(None), table.c.retry_at <= machine_now),
    )


def _message(row: Any) -> OutboxMessage:
    return OutboxMessage(
        id=row.id,
        idem_key=row.idem_key,
        message_class=MessageClass(row.message_class),
        channel=row.channel,
        account=row.account,
        address=row.address,
        person_id=row.person_id,
        body=row.body,
        options=tuple(Option(*option) for option in row.options),
        prompt_id=row.prompt_id,
        state=OutboxState(row.state),
        attempts=row.attempts,
        not_before=row.not_before,
        created_at=row.created_at,
        lease_epoch=row.lease_epoch,
        error=row.error,
        detail=row.detail,
        provider_id=row.provider_id,
        finished_at=row.finished_at,
    )
