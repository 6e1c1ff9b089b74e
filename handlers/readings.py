"""What a message says about the sender's duties, as language/ understands it."""

from collections.abc import Sequence

from handlers.answers import Details
from handlers.turn import Turn
from language.replies import Intent, OpenObligation, Understanding, understand
from locales.speech import speech
from services.wording import Duty, title


def read(turn: Turn, duties: Sequence[Duty]) -> Understanding:
    """What the message says, seen from the moment it was said."""
    titles = speech("vi", turn.calendar.zone)
    known = [
        OpenObligation(
            str(duty.assignment.id), title(titles, duty), duty.assignment.current.last_day, duty.code
        )
        for duty in duties
    ]
    local = turn.calendar.local(turn.received.said_at)
    return understand(turn.text, now=local, open_obligations=known)


def details_of(meant: Understanding) -> Details:
    """The slots of a statement as the answers take them."""
    return Details(
        document_number=meant.document_number,
        document_date=meant.document_date,
        percent=int(meant.percent) if meant.percent is not None else None,
        reason=meant.reason,
        until=meant.until,
        negated=meant.negated or meant.intent is Intent.NOT_STARTED,
        begun=meant.intent is Intent.IN_PROGRESS,
    )
