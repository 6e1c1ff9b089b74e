"""A real SMTP server on the loopback. It keeps what it accepts, and misbehaves where it is told to."""

import asyncio
import ssl
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP, HANG = "drop", "hang"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One letter the server took responsibility for."""

    mail_from: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def letter(self) -> EmailMessage:
        found = message_from_bytes(self.content, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        body = self.letter.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


class MailServer:
    """`script` maps a step to a reply, DROP or HANG: GREETING, EHLO, AUTH, MAIL, RCPT, DATA, CONTENT …"""

    def __init__(
        self, *, starttls: ssl.SSLContext | None = None, implicit: ssl.SSLContext | None = None
    ) -> None:
        self.script: dict[str, str] = {}
        self.accepted: list[Accepted] = []
        self.commands: list[str] = []
        self.logins: list[tuple[str, str]] = []
        self.login: tuple[str, str] | None = None
        self.hanging = asyncio.Event()
        self.starttls = starttls
        self._implicit = implicit
        self.conversations: list[_Conversation] = []

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Conversation(self), "127.0.0.1", 0, ssl=self._implicit
        )
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()
        for conversation in self.conversations:
            await conversation.end()

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        login = (given.login.decode(), given.password.decode())
        self.logins.append(login)
        return AuthResult(success=login == self.login, handled=False)

    async def handle_DATA(self, server: "_Conversation", session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "CONTENT" in self.script:
            return await server.misbehave(self.script["CONTENT"]) or "250 too late"
        assert isinstance(envelope.content, bytes)
        assert envelope.mail_from is not None
        self.accepted.append(Accepted(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return "250 kept"


class _Conversation(SMTP):
    """One connection, which does at each step what the script says."""

    def __init__(self, house: MailServer) -> None:
        self._house = house
        super().__init__(
            house,
            hostname="mail.example.test",
            tls_context=house.starttls,
            authenticator=house.authenticate,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )
        for step, method in self._smtp_methods.items():
            self._smtp_methods[step] = partial(self._follow, step, method)
        house.conversations.append(self)

    async def end(self) -> None:
        if self.transport is not None:
            self.transport.abort()
        assert await self.is_over()

    async def is_over(self) -> bool:
        """Wait for the end of the connection; False when it does not come."""
        if self._handler_coroutine is None:
            return True
        done, _ = await asyncio.wait([self._handler_coroutine], timeout=2)
        return bool(done)

    async def misbehave(self, what: str) -> str | None:
        """The reply to give; None when the connection was dropped."""
        if what == HANG:
            self._house.hanging.set()
            await asyncio.Event().wait()
        if what != DROP:
            return what
        assert self.transport is not None
        self.transport.close()
        return None

    async def push(self, status: Any) -> None:
        if self.transport is not None and not self.transport.is_closing():
            await super().push(status)

    async def _handle_client(self) -> None:
        if "GREETING" not in self._house.script:
            await super()._handle_client()
        elif reply := await self.misbehave(self._house.script["GREETING"]):
            await self.push(reply)

    async def _follow(self, step: str, method: Any, argument: str | None) -> None:
        self._house.commands.append(step)
        if step not in self._house.script:
            await method(argument)
        elif reply := await self.misbehave(self._house.script[step]):
            await self.push(reply)
