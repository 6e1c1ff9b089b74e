"""What the web chat needs from the house; the assembled application hands it in."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from domain.messages import Document, Option, Outbound


class ChatLine(Protocol):
    """One line of a chat, in the order in which it was said."""

    @property
    def id(self) -> int:
        """Grows with every line."""
        ...

    @property
    def who(self) -> str:
        """`me` or `bot`."""
        ...

    @property
    def body(self) -> str:
        """The text."""
        ...

    @property
    def options(self) -> tuple[Option, ...]:
        """Numbered choices offered with the line."""
        ...

    @property
    def at(self) -> datetime:
        """Business time, aware UTC."""
        ...

    @property
    def reference(self) -> str:
        """What makes the line single; in a line of a browser the client id stands behind the colon."""
        ...

    @property
    def late_lines(self) -> tuple[int, ...]:
        """Which lines of the text speak of something late, from 0."""
        ...

    @property
    def file_id(self) -> int | None:
        """The file that goes with the line."""
        ...

    @property
    def file_name(self) -> str | None:
        """Its name."""
        ...


class Ear(Protocol):
    """Waits for news of any chat."""

    async def wait(self, seconds: float) -> bool:
        """Whether news came within so many seconds."""
        ...


class ChatDesk(Protocol):
    """Sessions, transcript and news of the web chat."""

    async def open_session(self) -> tuple[str, str]:
        """A new browser: secret token and chat address."""
        ...

    async def address_of(self, token: str) -> str | None:
        """The chat address of a live session."""
        ...

    async def say(self, address: str, text: str, *, client_id: str, choice: str | None = None) -> None:
        """Take one message of a browser, once per client id."""
        ...

    async def show(self, message: Outbound) -> bool:
        """Append a message of ours, once per reference; False when the chat is closed for good."""
        ...

    async def lines(self, address: str, after: int) -> Sequence[ChatLine]:
        """The next lines of a chat after a line id; its newest ones after 0."""
        ...

    async def seen(self, address: str, line: int) -> bool:
        """A visible page has shown its chat up to a line; False when the chat has no such line."""
        ...

    async def document(self, address: str, file_id: int) -> Document | None:
        """A file that a line of this chat carries."""
        ...

    def listening(self) -> AbstractAsyncContextManager[Ear]:
        """An ear for news."""
        ...
