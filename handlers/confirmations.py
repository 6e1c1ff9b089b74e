"""/duyet and /tralai: what units said they sent is confirmed, or sent back with a reason."""

from collections.abc import Sequence

from domain.delivery import Prompt
from domain.errors import Conflict, NotAllowedNow, NotFound
from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.statuses import Status
from handlers.answers import ids_of
from handlers.turn import Turn
from language.commands import Command
from language.normalise import fold
from services import confirmations
from services.wording import Duty

CODE = "confirm_code"
CONFIRM = "confirm"
RETURN_UNIT = "return_unit"
RETURN_REASON = "return_reason"
# So many names fit on a telephone's screen.
MOST_NAMES = 20
MOST_CHOICES = 9
_ALL = frozenset({"", "tat ca", "het", "ca", "all"})


async def said_sent(turn: Turn) -> list[Duty]:
    """What units of this coordinator's duties said they sent, the nearest deadline first."""
    return await confirmations.waiting(turn.uow, turn.actor, Status.SUBMITTED)


async def which_code(turn: Turn) -> Reply:
    """The receipts to confirm, by code; with one code alone its units at once."""
    found = await said_sent(turn)
    codes = list(dict.fromkeys(duty.code for duty in found))
    if len(codes) == 1:
        return _preview(turn, found)
    if not codes:
        return turn.say("confirm.nothing")
    counts = {code: sum(duty.code == code for duty in found) for code in codes}
    choices = [(code, turn.tr("confirm.of_code", code=code, count=counts[code])) for code in codes]
    return turn.ask(turn.tr("confirm.which"), CODE, choices=choices[:MOST_CHOICES])


async def code_chosen(turn: Turn, key: str) -> Reply:
    """The units that said they sent that report."""
    found = [duty for duty in await said_sent(turn) if duty.code == key]
    return _preview(turn, found) if found else turn.say("confirm.nothing")


async def confirm(turn: Turn, argument: str) -> Reply:
    """/duyet BC10, or with units: shown first, recorded by one answer."""
    if scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("refusal.role")
    code, rest = _code_and_rest(argument)
    if not code:
        return await which_code(turn)
    found = [duty for duty in await said_sent(turn) if fold(duty.code) == fold(code)]
    if fold(rest) in _ALL:
        return _preview(turn, found) if found else turn.say("confirm.nothing")
    named, unknown = await confirmations.pick(turn.uow, found, _names(rest), turn.today)
    lines = [turn.tr("confirm.not_said", names=turn.tr.listing(unknown))] if unknown else []
    if not named:
        return Reply("\n".join([*lines, turn.tr("receipts.nothing")]))
    return _preview(turn, named, lines)


def _preview(turn: Turn, duties: Sequence[Duty], lines: Sequence[str] = ()) -> Reply:
    shown = turn.tr.listing(duty.unit.name for duty in duties[:MOST_NAMES])
    if len(duties) > MOST_NAMES:
        shown = turn.tr("confirm.and_more", names=shown, more=len(duties) - MOST_NAMES)
    text = turn.tr("confirm.preview", code=duties[0].code, count=len(duties), names=shown)
    choices = (("yes", turn.tr("choice.confirm")), ("no", turn.tr("choice.cancel")))
    ids = [duty.assignment.id for duty in duties]
    return turn.ask("\n".join([*lines, text]), CONFIRM, choices=choices, data={"ids": ids})


async def confirmed(turn: Turn, key: str) -> Reply:
    """Confirm what still stands as it was shown, and thank the units once."""
    assert turn.prompt is not None, "only an open question is answered"
    if key != "yes":
        return turn.say("receipts.cancelled")
    wanted = set(ids_of(turn.prompt.data))
    duties = [duty for duty in await said_sent(turn) if duty.assignment.id in wanted]
    if not duties:
        return turn.say("confirm.nothing")
    await confirmations.accept(turn.uow, turn.actor, duties, moment=(turn.said, turn.calendar))
    return turn.say("confirm.done", count=len(duties), code=duties[0].code)


async def send_back(turn: Turn, argument: str) -> Reply:
    """/tralai BC10 SYT: thiếu phụ lục; what is missing is asked for."""
    if scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("refusal.role")
    code, rest = _code_and_rest(argument)
    if not code:
        return turn.say("return.how")
    sent = await confirmations.waiting(turn.uow, turn.actor, Status.SUBMITTED, Status.ACCEPTED)
    found = [duty for duty in sent if fold(duty.code) == fold(code)]
    if not found:
        raise NotFound
    named, reason, unknown = await confirmations.parted(turn.uow, found, rest, turn.today)
    if unknown:
        return turn.say("return.unknown", names=turn.tr.listing(unknown), code=found[0].code)
    if named or len(found) == 1:
        return await _returned(turn, named or found, reason)
    if len(found) > MOST_CHOICES:
        return turn.say("return.how")
    choices = [(str(duty.assignment.id), duty.unit.name) for duty in found]
    text = turn.tr("return.which", code=found[0].code)
    return turn.ask(text, RETURN_UNIT, choices=choices, data={"reason": reason})


async def unit_chosen(turn: Turn, key: str) -> Reply:
    """The answer to "của đơn vị nào?"."""
    assert turn.prompt is not None, "only an open question is answered"
    reason = turn.prompt.data["reason"]
    return await _returned(turn, await _own(turn, [int(key)]), str(reason) if reason else None)


async def reason_given(turn: Turn, prompt: Prompt) -> Reply | None:
    """The answer to "lý do?"."""
    return await _returned(turn, await _own(turn, ids_of(prompt.data)), turn.text)


async def _own(turn: Turn, ids: Sequence[int]) -> list[Duty]:
    sent = await confirmations.waiting(turn.uow, turn.actor, Status.SUBMITTED, Status.ACCEPTED)
    found = [duty for duty in sent if duty.assignment.id in set(ids)]
    if not found:
        raise NotFound
    return found


async def _returned(turn: Turn, duties: Sequence[Duty], reason: str | None) -> Reply:
    units = turn.tr.listing(duty.unit.name for duty in duties)
    code = duties[0].code
    if not reason:
        ids = [duty.assignment.id for duty in duties]
        return turn.ask(turn.tr("return.reason", code=code, units=units), RETURN_REASON, data={"ids": ids})
    try:
        async with turn.uow.savepoint():
            moment = (turn.said, turn.calendar)
            await confirmations.send_back(turn.uow, turn.actor, duties, reason, moment=moment)
    except (Conflict, NotAllowedNow):
        return turn.say("request.conflict")
    return turn.say("return.done", code=code, units=units, reason=reason)


def _code_and_rest(argument: str) -> tuple[str, str]:
    code, _, rest = argument.strip().partition(" ")
    return code.rstrip(":,"), rest.strip(" :")


def _names(listed: str) -> list[str]:
    parts = listed.replace(";", ",").replace(" và ", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


CHOICES = {CODE: code_chosen, CONFIRM: confirmed, RETURN_UNIT: unit_chosen}
TEXTS = {RETURN_REASON: reason_given}
COMMANDS = {Command.CONFIRM: confirm, Command.RETURN: send_back}
