"""The web chat's own memory: browser sessions and the lines of each chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from domain.messages import Document, Option
from storage import dialects
from storage.files import stored_file
from storage.queries import Queries
from storage.queues import OutboxRow, WebLineRow, WebSessionRow
from storage.tables import table_of

session = table_of(WebSessionRow)
line = table_of(WebLineRow)
outbox = table_of(OutboxRow)
OURS = "bot"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as shown; ids grow in the order in which lines were said."""

    id: int
    who: str
    body: str
    options: tuple[Option, ...]
    at: datetime
    reference: str
    late_lines: tuple[int, ...] = ()
    file_id: int | None = None
    file_name: str | None = None


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
        await self._in_turn(address)
        values = {"address": address, "who": who, "body": body, "reference": reference, "at": at}
        statement = dialects.insert_new(self._dialect, line).values(**values, options=[], prompt_id=None)
        return await self._changed(statement) == 1

    async def complete(
        self, reference: str, *, options: Sequence[Option], late_lines: Sequence[int], file_id: int | None
    ) -> None:
        """Hang on a line what goes with its text: choices, the numbers of its late lines, a file."""
        written = [[option.n, option.key, option.label, option.token] for option in options]
        statement = line.update().where(line.c.reference == reference)
        await self._connection.execute(
            statement.values(options=written, late_lines=list(late_lines), file_id=file_id)
        )

    async def file_of(self, address: str, file_id: int) -> Document | None:
        """A file that a line of this chat carries; None for any other file."""
        found = (
            select(stored_file.c.name, stored_file.c.mime, stored_file.c.content)
            .join(line, line.c.file_id == stored_file.c.id)
            .where(line.c.address == address, stored_file.c.id == file_id)
        )
        row = await self._one(found)
        return Document(row.name, row.mime, bytes(row.content)) if row is not None else None

    async def displayed(self, address: str, line_id: int, at: datetime) -> bool:
        """A visible page has shown its chat up to a line; never goes back. False without such a line."""
        await self._in_turn(address)
        if await self._one(select(line.c.id).where(line.c.address == address, line.c.id == line_id)) is None:
            return False
        newest = select(func.max(session.c.displayed_line).label("line")).where(session.c.address == address)
        row = await self._one(newest)
        before: int = row.line or 0 if row is not None else 0
        if line_id > before:
            reached = session.update().where(session.c.address == address)
            await self._connection.execute(reached.values(displayed_line=line_id))
            await self._mark_displayed(address, (before, line_id), at)
        return True

    async def _mark_displayed(self, address: str, between: tuple[int, int], at: datetime) -> None:
        """Tell the outbox: the reference of a line of ours is the key of the message it came from."""
        after, until = between
        references = select(line.c.reference).where(
            line.c.address == address, line.c.who == OURS, line.c.id > after, line.c.id <= until
        )
        shown = outbox.update().where(
            outbox.c.idem_key.in_(references), outbox.c.address == address, outbox.c.displayed_at.is_(None)
        )
        await self._connection.execute(shown.values(displayed_at=at))

    async def lines(self, address: str, *, after: int, limit: int = 200) -> list[Line]:
        """Lines of a chat, oldest first: the next ones after a line, or after none the newest ones."""
        found = (
            select(line, stored_file.c.name.label("file_name"))
            .outerjoin(stored_file, line.c.file_id == stored_file.c.id)
            .where(line.c.address == address, line.c.id > after)
            .limit(limit)
        )
        if after:
            # Who comes back after a long while goes on where it stopped, page by page.
            return [_line(row) for row in await self._all(found.order_by(line.c.id))]
        return [_line(row) for row in reversed(await self._all(found.order_by(line.c.id.desc())))]

    async def _in_turn(self, address: str) -> None:
        """Lines of one chat are committed in the order of their ids, so that no stream skips one."""
        await dialects.in_turn(self._dialect, self._connection, [f"chat:{address}"])


def _line(row: Any) -> Line:
    options = tuple(Option(*option) for option in row.options)
    return Line(
        id=row.id,
        who=row.who,
        body=row.body,
        options=options,
        at=row.at,
        reference=row.reference,
        late_lines=tuple(row.late_lines),
        file_id=row.file_id,
        file_name=row.file_name,
    )
