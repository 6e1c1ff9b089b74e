"""/hoantac and "sửa": taking back what was recorded last."""

from domain.errors import Conflict, NotAllowedNow, NotFound
from domain.messages import Reply
from handlers import echo
from handlers.turn import Turn
from language.commands import Command
from services import confirmations, last_acts, obligations, replies, requests, rulings
from services.wording import Duty, called, together
from storage.history import Event

EARLIER = "undo_earlier"
_MINUTES = int(replies.UNDO_WINDOW.total_seconds() // 60)
# So many codes are still read in one line.
_MOST_NAMED = 12


async def answer(turn: Turn) -> Reply:
    """Undo what the actor did last; what cannot be taken back is never passed over for something older."""
    last = await last_acts.newest(turn.uow, turn.actor, now=turn.now)
    if last is None:
        return await _changes(turn)
    if last.verb == requests.OPENED:
        return await _withdraw(turn, last)
    text = turn.tr(f"undo.{last_acts.name_of(last)}", number=last.subject.partition(":")[2])
    if not await last_acts.is_changed_before(turn.uow, turn.actor, now=turn.now):
        return Reply(text)
    choices = (("earlier", turn.tr("choice.undo_earlier")), ("keep", turn.tr("choice.keep")))
    return turn.ask(text, EARLIER, choices=choices)


async def earlier(turn: Turn, key: str) -> Reply:
    """Undo the change of a report that came before the last deed, or leave it."""
    return await _changes(turn) if key == "earlier" else turn.say("group.unchanged")


async def _withdraw(turn: Turn, last: Event) -> Reply:
    try:
        async with turn.uow.savepoint():
            moment = (turn.said, turn.calendar)
            ask = await last_acts.withdraw(turn.uow, turn.actor, last, moment=moment)
    except Conflict:
        return turn.say("undo.decided")
    codes = turn.tr.listing(called(ask.duties))
    return turn.say(f"undo.withdrawn_{ask.kind}", coordinator=ask.coordinator.called, codes=codes)


async def _changes(turn: Turn) -> Reply:
    """Undo the actor's last change; both versions stay in the history."""
    try:
        restored = await replies.undo(turn.uow, turn.actor, said=turn.said)
    except NotFound:
        return turn.say("undo.nothing")
    except NotAllowedNow:
        return turn.say("undo.too_late", minutes=_MINUTES)
    except Conflict:
        return turn.say("undo.conflict")
    await rulings.taken_back(turn.uow, restored, moment=(turn.now, turn.calendar))
    duties = sorted(await obligations.duties(turn.uow, restored), key=obligations.by_deadline)
    await confirmations.taken_back(turn.uow, duties, moment=(turn.now, turn.calendar))
    # Duties that were answered together may have stood apart before.
    stood: dict[str, list[Duty]] = {}
    for duty in duties:
        stood.setdefault(echo.standing(turn, duty), []).append(duty)
    several = len({duty.unit.id for duty in duties}) > 1
    return Reply("\n".join(_restored(turn, state, found, several) for state, found in stood.items()))


def _restored(turn: Turn, state: str, duties: list[Duty], several: bool) -> str:
    codes = list(dict.fromkeys(duty.code for duty in duties))
    if len(duties) > _MOST_NAMED:
        named = turn.tr("undo.many", codes=turn.tr.listing(codes), count=len({d.unit.id for d in duties}))
    else:
        names = [f"{duty.code} ({duty.unit.code})" if several else duty.code for duty in duties]
        named = together(turn.tr, names)
    return turn.tr("undo.done", codes=named, state=state)


CHOICES = {EARLIER: earlier}
COMMANDS = {Command.UNDO: lambda turn, _: answer(turn)}
