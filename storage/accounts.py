"""Accounts of ours on messengers: pauses and how much of a month's quota is spent."""

from typing import Any

from sqlalchemy import func, select

from domain.accounts import AccountStanding, AccountState
from domain.delivery import OutboxState
from domain.units import ContactState
from storage import dialects
from storage.queries import Queries
from storage.queues import OutboxRow
from storage.tables import ContactRow, table_of
from storage.talk import AccountRow, SendCountRow

account = table_of(AccountRow)
send_count = table_of(SendCountRow)
contact = table_of(ContactRow)
outbox = table_of(OutboxRow)

_KEYS = ("channel", "account")


class Accounts(Queries):
    """Named queries on channel accounts."""

    async def standing(self, channel: str, name: str) -> AccountStanding:
        """How an account stands; one nobody spoke of is active."""
        row = await self._one(select(account).where(account.c.channel == channel, account.c.account == name))
        if row is None:
            return AccountStanding(channel, name, AccountState.ACTIVE)
        return AccountStanding(**{**row._mapping, "state": AccountState(row.state)})

    async def all(self) -> list[AccountStanding]:
        """Every account somebody spoke of."""
        rows = await self._all(select(account).order_by(account.c.channel, account.c.account))
        return [AccountStanding(**{**row._mapping, "state": AccountState(row.state)}) for row in rows]

    async def set(self, standing: AccountStanding) -> None:
        """Pause an account or let it send again."""
        values: dict[str, Any] = {
            name: getattr(standing, name) for name in AccountStanding.__dataclass_fields__
        }
        values["state"] = standing.state.value
        await self._connection.execute(dialects.upsert(self._dialect, account, values, keys=_KEYS))

    async def count_sent(self, channel: str, name: str, month: str, more: int = 1) -> int:
        """Add to what an account has sent in a month, `2026-10`; how many it is now."""
        place = {"channel": channel, "account": name, "month": month}
        await self._connection.execute(dialects.insert_new(self._dialect, send_count).values(**place, sent=0))
        where = [send_count.c[key] == value for key, value in place.items()]
        statement = send_count.update().where(*where).values(sent=send_count.c.sent + more)
        counted = await self._connection.execute(statement.returning(send_count.c.sent))
        total: int = counted.scalar_one()
        return total

    async def sent(self, channel: str, name: str, month: str) -> int:
        """How many messages an account has sent in a month."""
        counted = select(send_count.c.sent).where(
            send_count.c.channel == channel, send_count.c.account == name, send_count.c.month == month
        )
        return (await self._connection.execute(counted)).scalar_one_or_none() or 0

    async def people(self) -> dict[tuple[str, str], int]:
        """How many persons are linked through each account."""
        counted = (
            select(contact.c.channel, contact.c.account, func.count().label("n"))
            .where(contact.c.state == ContactState.ACTIVE.value)
            .group_by(contact.c.channel, contact.c.account)
        )
        return {(row.channel, row.account): row.n for row in await self._all(counted)}

    async def last_errors(self) -> dict[tuple[str, str], str]:
        """The error that a message met last on each account, as long as the message has not gone out."""
        unsent = outbox.c.error.is_not(None), outbox.c.state != OutboxState.SENT.value
        newest = select(func.max(outbox.c.id)).where(*unsent).group_by(outbox.c.channel, outbox.c.account)
        columns = select(outbox.c.channel, outbox.c.account, outbox.c.error)
        rows = await self._all(columns.where(outbox.c.id.in_(newest)))
        return {(row.channel, row.account): row.error for row in rows}
