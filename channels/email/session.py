"""One conversation with the mail server, step by step, so that a broken one tells what had left."""

import asyncio
import re
import socket
from contextlib import suppress
from dataclasses import dataclass

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPServerDisconnected

from channels.email.errors import Phase, describe, outcome
from channels.email.letter import Letter
from channels.email.settings import EmailSettings
from domain.messages import SendError, SendResult

# Everything a server or the network can do to us.
FAULTS = (SMTPException, OSError)

_START_INPUT = 354
_ACCEPTED = range(200, 300)
_LINE_BEGINS_WITH_DOT = re.compile(rb"(?m)^\.")
_NAME_OF_A_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until the letter must have left, then until the server must have answered, and said goodbye."""

    ready_within: float = 15.0
    answer_within: float = 25.0
    farewell_within: float = 2.0


def connection(settings: EmailSettings, patience: Patience) -> SMTP:
    """A connection to the account's server, not yet opened; certificates are always checked."""
    return SMTP(
        hostname=settings.host,
        port=settings.reached_at,
        use_tls=settings.tls == "implicit",
        start_tls=settings.tls == "starttls",
        timeout=patience.ready_within,
        local_hostname=_own_name(),
    )


async def log_in(client: SMTP, settings: EmailSettings) -> None:
    """Log in when the account has a user."""
    if settings.user is not None and settings.password is not None:
        await client.login(settings.user, settings.password.get_secret_value())


async def deliver(settings: EmailSettings, letter: Letter, patience: Patience) -> SendResult:
    """Try once to hand the letter over; the answer says whether trying again is safe."""
    client = connection(settings, patience)
    try:
        result = await _attempt(client, settings, letter, patience)
        if result.error not in (SendError.NOT_CONNECTED, SendError.NO_ANSWER):
            with suppress(*FAULTS):
                await client.quit(timeout=patience.farewell_within)
        return result
    finally:
        client.close()


async def _attempt(client: SMTP, settings: EmailSettings, letter: Letter, patience: Patience) -> SendResult:
    handover = _Handover(client, settings)
    try:
        async with asyncio.timeout(patience.ready_within):
            await handover.begin(letter)
        await handover.finish(patience.answer_within)
    except FAULTS as error:
        return outcome(handover.phase, error, settings.redact(describe(error)))
    return SendResult.sent(letter.message_id)


class _Handover:
    """A letter on its way to the server; `phase` is how far it came."""

    def __init__(self, client: SMTP, settings: EmailSettings) -> None:
        self.phase = Phase.CONNECT
        self._client, self._settings = client, settings

    async def begin(self, letter: Letter) -> None:
        """Everything up to the last byte of the letter."""
        client = self._client
        await client.connect()
        await client.ehlo()
        self.phase = Phase.LOGIN
        await log_in(client, self._settings)
        content = _LINE_BEGINS_WITH_DOT.sub(b"..", letter.content)
        self.phase = Phase.SENDER
        announced = [f"SIZE={len(content)}"] if client.supports_extension("size") else []
        await client.mail(letter.sender, options=announced)
        self.phase = Phase.RECIPIENT
        await client.rcpt(letter.recipient)
        self.phase = Phase.CONTENT
        start = await client.execute_command(b"DATA")
        if start.code != _START_INPUT:
            raise SMTPDataError(start.code, start.message)
        self._write(content)

    def _write(self, content: bytes) -> None:
        """Send the content. The library's own DATA would not tell whether it had begun to."""
        if self._client.protocol is None:
            raise SMTPServerDisconnected("the server left before the letter was written")
        self._client.protocol.write(content + b".\r\n")
        self.phase = Phase.ANSWER

    async def finish(self, within: float) -> None:
        """Wait until the server takes responsibility for the letter, or refuses it."""
        if self._client.protocol is None:
            raise SMTPServerDisconnected("the server left before it answered")
        answer = await self._client.protocol.read_response(timeout=within)
        if answer.code not in _ACCEPTED:
            raise SMTPDataError(answer.code, answer.message)


def _own_name() -> str:
    """How we introduce ourselves: a full name, or an address as RFC 5321 wants it where there is none."""
    name = socket.gethostname()
    return name if _NAME_OF_A_HOST.fullmatch(name) else "[127.0.0.1]"
