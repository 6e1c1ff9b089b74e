"""Open questions: at most one per person (or per address while nobody is linked)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.delivery import Prompt
from domain.messages import Option
from storage.queries import Queries
from storage.queues import PromptRow
from storage.tables import table_of

prompt = table_of(PromptRow)


class Prompts(Queries):
    """Named queries on open questions."""

    async def open(self, owner: str) -> Prompt | None:
        """The question the owner has not answered yet, expired or not."""
        row = await self._one(select(prompt).where(prompt.c.owner == owner, prompt.c.closed_at.is_(None)))
        return _prompt(row) if row is not None else None

    async def ask(
        self,
        owner: str,
        kind: str,
        *,
        data: Mapping[str, Any],
        options: Sequence[Option],
        times: tuple[datetime, datetime],
    ) -> int:
        """Open a question, closing the one before; `times` are now and the moment of expiry."""
        now, expires_at = times
        await self.close(owner, now)
        return await self._insert(
            prompt,
            {
                "owner": owner,
                "kind": kind,
                "data": dict(data),
                "options": [[option.n, option.key, option.label] for option in options],
                "created_at": now,
                "expires_at": expires_at,
            },
        )

    async def close(self, owner: str, now: datetime) -> None:
        """The question has been answered, replaced or has run out."""
        statement = prompt.update().where(prompt.c.owner == owner, prompt.c.closed_at.is_(None))
        await self._connection.execute(statement.values(closed_at=now))


def _prompt(row: Any) -> Prompt:
    options = tuple(Option(*option) for option in row.options)
    return Prompt(row.id, row.owner, row.kind, row.data, options, row.expires_at, row.created_at)
