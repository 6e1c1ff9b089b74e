"""/danhan BC10: STP, SNV — what reached the Office, previewed before it is recorded."""

from domain.messages import Reply
from domain.permissions import Action, scope_of
from handlers import status
from handlers.turn import Turn
from services import receipts

CONFIRM = "receipts"


async def answer(turn: Turn, argument: str) -> Reply:
    """Read the line and show what would be recorded."""
    if scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("refusal.role")
    code, _, listed = argument.partition(":")
    names = [name.strip() for name in listed.replace(";", ",").split(",") if name.strip()]
    if not code.strip() or not names:
        return turn.say("receipts.how")
    seen = await receipts.preview(turn.uow, turn.actor, code.strip(), names, said=turn.said)
    lines = []
    if seen.already:
        lines.append(turn.tr("receipts.already", names=turn.tr.listing(d.unit.name for d in seen.already)))
    if seen.unknown:
        lines.append(turn.tr("receipts.unknown", names=turn.tr.listing(seen.unknown)))
    if seen.unclear:
        lines.append(turn.tr("receipts.unclear", names=turn.tr.listing(seen.unclear)))
    if not seen.matched:
        return Reply("\n".join([*lines, turn.tr("receipts.nothing")]))
    units = turn.tr.listing(duty.unit.name for duty in seen.matched)
    text = turn.tr("receipts.confirm", code=seen.matched[0].code, count=len(seen.matched), names=units)
    choices = (("yes", turn.tr("choice.record_all")), ("no", turn.tr("choice.cancel")))
    data = {"ids": [duty.assignment.id for duty in seen.matched]}
    return turn.ask("\n".join([*lines, text]), CONFIRM, choices=choices, data=data)


async def chosen(turn: Turn, key: str) -> Reply:
    """Record the receipts, or leave everything as it was."""
    assert turn.prompt is not None, "only an open question is answered"
    if key != "yes":
        return turn.say("receipts.cancelled")
    ids = [int(str(item)) for item in status.items_of(turn.prompt.data["ids"])]
    duties = await turn.duties_to_confirm(ids)
    await receipts.receive(turn.uow, turn.actor, duties, day=turn.today, said=turn.said)
    return turn.say("receipts.done", count=len(duties), code=duties[0].code)
