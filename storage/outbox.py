"""Queued messages: claimed with a lease, sent outside any transaction, recorded under the same lease."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from domain.delivery import EDGES, PRIORITY, MessageClass, OutboxMessage, OutboxState
from domain.messages import Option
from storage import dialects
from storage.claims import HELD, UNFINISHED, WAITING, Claim, claimable, order_of, outbox
from storage.queries import Queries, is_one_of, keys_of
from storage.queues import EventRow
from storage.tables import table_of

event = table_of(EventRow)

_CANCELLABLE = sorted(state.value for state, targets in EDGES.items() if OutboxState.CANCELLED in targets)
# What a message that is queued once more takes along; everything else begins anew.
_TAKEN_ALONG = (
    "message_class",
    "priority",
    "channel",
    "account",
    "address",
    "person_id",
    "body",
    "options",
    "prompt_id",
    "not_before",
    "expires_at",
    "created_at",
    "thread",
    "late_lines",
    "file_id",
    "turn",
    "series_id",
    "part_no",
)
_FRESH = {"state": OutboxState.QUEUED.value, "attempts": 0, "lease_epoch": 0, "detail": ""}


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

    async def again(self, message_id: int, *, idem_key: str, **changes: Any) -> int | None:
        """Queue a message once more under another key, with changes; None when that key was queued before."""
        row = await self._one(select(outbox).where(outbox.c.id == message_id))
        assert row is not None, "a message is never deleted"
        values = {name: row._mapping[name] for name in _TAKEN_ALONG} | _FRESH | _written(changes)
        statement = dialects.insert_new(self._dialect, outbox).values(idem_key=idem_key, **values)
        added = await self._one(statement.returning(outbox.c.id))
        return added.id if added is not None else None

    async def claim(self, claim: Claim) -> list[OutboxMessage]:
        """Lease the most urgent waiting messages, one per address, so that a chat keeps its order."""
        rows = await self._all(dialects.claim(self._dialect, claimable(claim)))
        return await self._move(
            [row.id for row in rows],
            {
                "state": OutboxState.LEASED.value,
                "lease_owner": claim.owner,
                "lease_epoch": outbox.c.lease_epoch + 1,
                "lease_until": claim.lease_until,
            },
        )

    async def sending(self, message: OutboxMessage, body: str, **values: Any) -> OutboxMessage:
        """Mark a leased message as being written to the wire, with the text that will go out."""
        going = {"state": OutboxState.SENDING.value, "body": body, **_written(values)}
        return (await self._move([message.id], going))[0]

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
        statement = select(outbox).where(is_one_of(outbox.c.state, HELD), outbox.c.lease_until < machine_now)
        return [_message(row) for row in await self._all(dialects.claim(self._dialect, statement))]

    async def arrived(self, person_id: int) -> int:
        """A person's act proves that messages of unknown outcome reached them; returns how many."""
        statement = outbox.update().where(
            outbox.c.person_id == person_id, outbox.c.state == OutboxState.UNCERTAIN.value
        )
        return await self._changed(statement.values(state=OutboxState.SENT.value))

    async def follow_ups(self, machine_now: datetime, limit: int) -> list[OutboxMessage]:
        """Messages that have left and are to be looked at again by now, the earliest first."""
        statement = (
            select(outbox)
            .where(outbox.c.follow_up_at.is_not(None), outbox.c.follow_up_at <= machine_now)
            .order_by(outbox.c.follow_up_at, outbox.c.id)
            .limit(limit)
        )
        return [_message(row) for row in await self._all(dialects.claim(self._dialect, statement))]

    async def follow_up(self, message_id: int, at: datetime | None) -> None:
        """Look at a message again at a machine moment; None: that has been done."""
        statement = outbox.update().where(outbox.c.id == message_id)
        await self._connection.execute(statement.values(follow_up_at=at))

    async def has_acted(self, actor: str, subjects: Iterable[str], since: datetime) -> bool:
        """Whether somebody did something about one of these subjects since a business moment."""
        found = select(event.c.id).where(
            event.c.subject.in_(sorted(set(subjects))), event.c.at >= since, event.c.actor == actor
        )
        return await self._one(found.limit(1)) is not None

    async def later_parts(self, message: OutboxMessage) -> list[int]:
        """Parts after this one, of the same text to the same address, that still wait."""
        statement = select(outbox.c.id).where(
            _at(message),
            is_one_of(outbox.c.state, UNFINISHED),
            outbox.c.state.in_(WAITING),
            outbox.c.series_id == message.series_id,
            outbox.c.part_no > message.part_no,
        )
        return [row.id for row in await self._all(statement)]

    async def hasten(self, channel: str, account: str) -> int:
        """An account sends again: what waits there need not wait any longer; returns how many messages."""
        statement = outbox.update().where(
            outbox.c.channel == channel, outbox.c.account == account, is_one_of(outbox.c.state, WAITING)
        )
        return await self._changed(statement.values(retry_at=None))

    async def readdress(self, address: tuple[str, str, str], new_address: str) -> int:
        """Send what waits for a chat to its new id; returns how many messages."""
        channel, account, where = address
        statement = outbox.update().where(
            outbox.c.channel == channel,
            outbox.c.account == account,
            outbox.c.address == where,
            is_one_of(outbox.c.state, WAITING),
        )
        return await self._changed(statement.values(address=new_address, retry_at=None))

    async def postpone_chat(self, message: OutboxMessage, retry_at: datetime) -> None:
        """The platform asked for patience in one chat: everything waiting there waits."""
        statement = outbox.update().where(_at(message), is_one_of(outbox.c.state, WAITING))
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
            outbox.c.state.in_(WAITING), outbox.c.not_before <= now
        )
        row = await self._one(moments)
        return row.at if row is not None else None

    async def next_waiting(self, now: datetime) -> datetime | None:
        """The next business moment at which a waiting message may go."""
        moments = select(func.min(outbox.c.not_before).label("at")).where(
            is_one_of(outbox.c.state, WAITING), outbox.c.not_before > now
        )
        row = await self._one(moments)
        return row.at if row is not None else None

    async def _move(self, ids: Iterable[int], values: dict[str, Any]) -> list[OutboxMessage]:
        statement = (
            outbox.update().where(outbox.c.id.in_(sorted(set(ids)))).values(**values).returning(outbox)
        )
        return [_message(row) for row in sorted(await self._all(statement), key=order_of)]


def _queued(message: Mapping[str, Any]) -> dict[str, Any]:
    message_class: MessageClass = message["message_class"]
    return {
        **_FRESH,
        "late_lines": [],
        "turn": 0,
        "priority": PRIORITY[message_class],
        **_written(message),
        "message_class": message_class.value,
    }


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the table keeps them; a button's token is no part of the message."""
    if "options" not in values:
        return dict(values)
    return {**values, "options": [[option.n, option.key, option.label] for option in values["options"]]}


def _at(message: OutboxMessage) -> ColumnElement[bool]:
    """Rows of the message's chat."""
    return (
        (outbox.c.channel == message.channel)
        & (outbox.c.account == message.account)
        & (outbox.c.address == message.address)
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
        thread=row.thread,
        late_lines=tuple(row.late_lines),
        file_id=row.file_id,
        turn=row.turn,
        series_id=row.series_id,
        part_no=row.part_no,
        stands_for=row.stands_for,
        follow_up_at=row.follow_up_at,
        displayed_at=row.displayed_at,
    )
