"""Buttons below messages: opaque tokens, used once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.delivery import Button
from storage.queries import Queries
from storage.tables import table_of
from storage.talk import ButtonRow

button = table_of(ButtonRow)


class Buttons(Queries):
    """Named queries on buttons."""

    async def add(self, buttons: Sequence[Button]) -> None:
        """Store the buttons of one message."""
        if not buttons:
            return
        names = Button.__dataclass_fields__
        await self._connection.execute(
            button.insert(), [{name: getattr(item, name) for name in names} for item in buttons]
        )

    async def get(self, token: str) -> Button | None:
        """The button of a token, used or not."""
        row = await self._one(select(button).where(button.c.token == token))
        return Button(**row._mapping) if row is not None else None

    async def use(self, pressed: Button, at: datetime) -> bool:
        """Use up every button of the message; False when one of them was pressed before."""
        together = button.update().where(button.c.outbox_id == pressed.outbox_id, button.c.used_at.is_(None))
        used = {"used_at": at}
        statement: Any = together.values(**used).returning(button.c.token)
        return pressed.token in {row.token for row in await self._all(statement)}
