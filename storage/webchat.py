"""The web chat's own memory: browser sessions and the lines of each chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.messages import Option
from storage import dialects
from storage.queries import Queries
from storage.queues import WebLineRow, WebSessionRow
from storage.tables import table_of

session = table_of(WebSessionRow)
line = table_of(WebLineRow)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as shown; ids grow in the order in which lines were said."""

    id: int
    who: str
    body: str
    options: tuple[Option, ...]
    prompt_id: int | None
    at: datetime


class WebChat(Queries):
    """Named queries of the web chat."""

    async def add_session(self, token_hash: str, address: str, machine_now: datetime) -> None:
        """Open a browser session."""
        values = {"token_hash": token_hash, "address": address}
        await self._insert(session, values | {"created_at": machine_now, "seen_at": machine_now})

    async def address_of(self, token_hash: str, *, since: datetime) -> str | None:
        """The chat address of a live session opened after `since` (machine time)."""
        found = select(session.c.address).where(
            session.c.token_hash == token_hash, session.c.ended_at.is_(None), session.c.created_at > since
        )
        row = await self._one(found)
        return row.address if row is not None else None

    async def is_open(self, address: str, *, since: datetime) -> bool:
        """Whether a browser can still open the chat: a live session younger than `since`."""
        found = select(session.c.id).where(
            session.c.address == address, session.c.ended_at.is_(None), session.c.created_at > since
        )
        return await self._one(found) is not None

    async def add_line(self, address: str, who: str, body: str, *, reference: str, at: datetime) -> bool:
        """Append a line once per reference; False when it is there already."""
        # Lines of one chat are committed in the order of their ids, so that no stream skips one.
        await dialects.in_turn(self._dialect, self._connection, [f"chat:{address}"])
        values = {"address": address, "who": who, "body": body, "reference": reference, "at": at}
        statement = dialects.insert_new(self._dialect, line).values(**values, options=[], prompt_id=None)
        return await self._changed(statement) == 1

    async def add_choices(self, reference: str, options: Sequence[Option], prompt_id: int | None) -> None:
        """Hang the numbered choices of a question on its line."""
        written = [[option.n, option.key, option.label] for option in options]
        statement = line.update().where(line.c.reference == reference)
        await self._connection.execute(statement.values(options=written, prompt_id=prompt_id))

    async def lines(self, address: str, *, after: int, limit: int = 200) -> list[Line]:
        """The newest lines of a chat after a line, oldest first."""
        statement = (
            select(line)
            .where(line.c.address == address, line.c.id > after)
            .order_by(line.c.id.desc())
            .limit(limit)
        )
        return [
            Line(row.id, row.who, row.body, tuple(Option(*o) for o in row.options), row.prompt_id, row.at)
            for row in reversed(await self._all(statement))
        ]
