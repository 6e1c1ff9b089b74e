"""Contacts that stand on people's cards: the e-mail address the Office entered needs no code."""

from datetime import datetime

from sqlalchemy import func, select

from domain.units import ContactState
from storage import dialects
from storage.queries import Queries
from storage.tables import ContactRow, PersonRow, table_of

person = table_of(PersonRow)
contact = table_of(ContactRow)

# Behind everything a person has linked.
_LAST = 1000


class Cards(Queries):
    """Named queries on the addresses of people's cards."""

    async def enter(self, channel: str, account: str, at: datetime) -> int:
        """Make each card's address the last contact of its person; returns how many are new.

        An address that is no longer on the card is no contact any more. Of two persons with one address the
        first keeps it; one that was closed stays closed.
        """
        here = (contact.c.channel == channel) & (contact.c.account == account)
        written = select(func.lower(person.c.email)).where(person.c.id == contact.c.person_id)
        astray = contact.c.address.is_distinct_from(written.scalar_subquery())
        await self._connection.execute(contact.delete().where(here, astray))
        known = select(contact.c.id).where(here, contact.c.address == func.lower(person.c.email)).exists()
        missing = select(person.c.id, func.lower(person.c.email).label("address")).where(
            person.c.email.is_not(None), ~known
        )
        entered = 0
        for row in await self._all(missing.order_by(person.c.id)):
            statement = dialects.insert_new(self._dialect, contact).values(
                person_id=row.id,
                channel=channel,
                account=account,
                address=row.address,
                state=ContactState.ACTIVE.value,
                linked_at=at,
                rank=_LAST,
            )
            entered += await self._changed(statement)
        return entered
