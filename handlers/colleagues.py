"""Several people of one unit: the answer of one counts for all, and nobody is overruled unasked."""

from collections.abc import Sequence

from domain.messages import Reply
from domain.obligations import Assignment
from domain.statuses import Status
from handlers import echo
from handlers.answers import Answer, Details, kept
from handlers.turn import Turn
from locales.speech import Speech
from services import notices, replies
from services.wording import Duty, together

CONTRADICTS = "contradicts"


async def tell(turn: Turn, duties: Sequence[Duty], after: Sequence[Assignment]) -> None:
    """Tell the others who were reminded of these duties, once, that the unit says it has sent them."""
    sent = [
        (duty, item)
        for duty, item in zip(duties, after, strict=True)
        if duty.assignment.status.is_owed and item.status is Status.SUBMITTED
    ]
    me = turn.actor.person
    if not sent or me is None or me.id is None:
        return
    reminded = await turn.uow.reminders.emitted(item.id for _, item in sent)
    members = await turn.uow.organisation.memberships(unit_ids=[duty.unit.id for duty, _ in sent])
    others = {key[3] for key in reminded} & {member.person_id for member in members} - {me.id}
    number = sent[0][1].document_number
    codes = [duty.code for duty, _ in sent]

    def write(_: int, tr: Speech) -> str:
        words = tr("colleague.number", number=number) if number else ""
        return tr("colleague.sent", name=me.name, codes=together(tr, codes), number=words)

    key = f"colleague:{turn.received.inbox_id}"
    await notices.tell_people(turn.uow, others, key=key, write=write, moment=(turn.now, turn.calendar))


async def question(turn: Turn, choice: Answer, duties: Sequence[Duty], details: Details) -> Reply | None:
    """What a colleague has said to be sent is not taken back by another's "đang làm" without asking."""
    for duty in duties:
        if duty.assignment.status is not Status.SUBMITTED:
            continue
        if await replies.last_speaker(turn.uow, duty.assignment) == turn.actor.label:
            continue
        text = turn.tr(
            "colleague.contradicts",
            states=_states(turn, duties),
            answer=turn.tr(f"answer.{int(choice)}"),
        )
        choices = (("keep", turn.tr("choice.keep")), ("change", turn.tr("choice.not_sent")))
        return turn.ask(text, CONTRADICTS, choices=choices, data=kept(choice, duties, details))
    return None


def left_as_it_stands(turn: Turn, duties: Sequence[Duty]) -> Reply:
    """Nothing was changed; what stands is said once more."""
    return turn.say("colleague.kept", states=_states(turn, duties))


def _states(turn: Turn, duties: Sequence[Duty]) -> str:
    return turn.tr.listing(f"{duty.code} {echo.state(turn, duty.assignment)}" for duty in duties)
