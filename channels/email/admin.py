"""The operator's look at the mail account: everything but a letter."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from aiosmtplib import SMTPResponseException

from channels.email.errors import describe
from channels.email.session import FAULTS, Patience, connection, log_in
from channels.email.settings import EmailSettings

_LOOK = Patience(ready_within=10.0)


@dataclass(frozen=True, slots=True)
class EmailReport:
    """Whether a mail server answered; `problem` is the first thing to mend, in words."""

    reachable: bool
    problem: str | None = None


async def inspect(settings: EmailSettings, *, patience: Patience = _LOOK) -> EmailReport:
    """Connect, log in and leave again; faults of the network and refusals are part of the report."""
    if not settings.is_on:
        return EmailReport(reachable=False, problem="no mail server and sender are set")
    client = connection(settings, patience)
    is_connected = False
    try:
        async with asyncio.timeout(patience.ready_within):
            await client.connect()
            is_connected = True
            await client.ehlo()
            await log_in(client, settings)
            await client.noop()
        with suppress(*FAULTS):
            await client.quit(timeout=patience.farewell_within)
    except FAULTS as error:
        answered = is_connected or isinstance(error, SMTPResponseException)
        return EmailReport(reachable=answered, problem=settings.redact(describe(error)))
    finally:
        client.close()
    return EmailReport(reachable=True)
