"""What the web chat needs from the house; the assembled application hands it in."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from domain.messages import Option, Outbound


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
    def prompt_id(self) -> int | None:
        """The question the choices belong to."""
        ...

    @property
    def at(self) -> datetime:
        """Business time, aware UTC."""
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
        """Lines of a chat after a line id."""
        ...

    def listening(self) -> AbstractAsyncContextManager[Ear]:
        """An ear for news."""
        ...
