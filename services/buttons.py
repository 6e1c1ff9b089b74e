"""Buttons as a message leaves: one opaque token for each option, stored before anybody can press it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.delivery import Button, OutboxMessage
from domain.messages import Option
from storage.store import UnitOfWork

PROMPT_LIFE = timedelta(hours=24)
ANSWER_LIFE = timedelta(days=7)
# 128 bits: nobody guesses a button that was shown to somebody else.
_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """The one assignment that buttons speak of, and its version as the message leaves."""

    assignment_id: int
    version: int


async def hang(
    uow: UnitOfWork,
    message: OutboxMessage,
    options: tuple[Option, ...],
    *,
    subject: Subject | None,
    now: datetime,
) -> tuple[Option, ...]:
    """Give each option a fresh token; what was shown below an earlier copy of the message still works."""
    is_question = message.prompt_id is not None
    lettered = tuple(replace(option, token=secrets.token_urlsafe(_TOKEN_BYTES)) for option in options)
    about = None if is_question else subject
    await uow.buttons.add(
        [
            Button(
                token=option.token,
                outbox_id=message.id,
                person_id=message.person_id,
                prompt_id=message.prompt_id,
                n=option.n,
                says="" if is_question else option.key,
                assignment_id=about.assignment_id if about is not None else None,
                version=about.version if about is not None else None,
                expires_at=now + (PROMPT_LIFE if is_question else ANSWER_LIFE),
            )
            for option in lettered
        ]
    )
    return lettered
