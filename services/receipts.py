"""Receipts: the coordinator records what reached the Office, so that nobody is chased for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.statuses import Verb
from domain.units import Actor
from services import replies
from services.changes import Said
from services.receipt_lists import Line
from services.replies import Statement
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Receipt:
    """One report as received; `sent` and `document` are None where only the unit's own word is known."""

    duty: Duty
    received: date
    sent: date | None = None
    document: str | None = None

    @property
    def sent_before(self) -> date | None:
        """The other day of sending that the unit had stated."""
        stated = self.duty.assignment.sent_on
        return stated if self.sent is not None and stated != self.sent else None


def of_lines(lines: Sequence[Line], day: date) -> list[Receipt]:
    """The receipts that lines stand for; `day` is the day of arrival where a line names none."""
    return [
        Receipt(duty, line.received or day, line.sent, line.document)
        for line in lines
        for duty in line.duties
    ]


async def receive(uow: UnitOfWork, actor: Actor, receipts: Sequence[Receipt], *, said: Said) -> None:
    """Confirm receipts; a day or number the coordinator does not name stays as the unit stated it."""
    for receipt in receipts:
        statement = Statement(
            Verb.RECEIVE,
            document_number=receipt.document,
            sent_on=receipt.sent,
            received_on=receipt.received,
        )
        await replies.record(uow, actor, receipt.duty, statement, said=said)
