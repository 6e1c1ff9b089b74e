"""/canxuly: what waits for a coordinator, numbered; each item is shown with its possible answers."""

from collections.abc import Callable

from domain.delivery import Prompt
from domain.errors import Conflict
from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.requests import RequestKind
from handlers import confirmations, decisions
from handlers.answers import ids_of
from handlers.turn import Turn
from language.commands import Command
from language.orders import Order, OrderKind, read_order
from services import extensions, requests, rulings
from services.requests import Ask

LIST = "worklist"
ITEM = "worklist_item"
WORDS = "worklist_words"
# A screen of a telephone; the rest follows once these are done.
MOST_LINES = 12
_RECEIPTS = "receipts"
_ANSWERS: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.EXTENSION: ("agree", "refuse"),
    RequestKind.DISPUTE: ("uphold", "release"),
    RequestKind.OBSTACLE: ("settled", "words"),
    RequestKind.SUBSTITUTE: ("agree", "refuse"),
    RequestKind.CALL_BACK: ("called", "words"),
}


async def answer(turn: Turn, _: str = "") -> Reply:
    """Receipts to confirm first, then what units ask, the oldest first."""
    if scope_of(turn.actor, Action.DECIDE).is_empty:
        return turn.say("refusal.role")
    asks = await requests.to_decide(turn.uow, turn.actor, now=turn.now)
    said = await confirmations.said_sent(turn)
    choices = [(",".join(map(str, ask.ids)), line(turn, ask)) for ask in asks[:MOST_LINES]]
    if said:
        choices.insert(0, (_RECEIPTS, turn.tr("worklist.receipts", count=len(said))))
    if not choices:
        return turn.say("worklist.empty")
    head = turn.tr("worklist.head", moment=turn.tr.moment(turn.now), count=len(asks) + len(said))
    if len(asks) > MOST_LINES:
        head += " " + turn.tr("worklist.more", count=len(asks) - MOST_LINES)
    return turn.ask(head + "\n", LIST, choices=choices)


async def picked(turn: Turn, key: str) -> Reply:
    """One item with its answers, or the receipts to confirm."""
    if key == _RECEIPTS:
        return await confirmations.which_code(turn)
    ids = [int(part) for part in key.split(",")]
    return _shown(turn, await requests.of_ids(turn.uow, turn.actor, ids, now=turn.now))


def _shown(turn: Turn, ask: Ask) -> Reply:
    text = f"{line(turn, ask)}. {turn.tr('worklist.asked_at', moment=turn.tr.moment(ask.asked_at))}"
    if ask.duties:
        due = extensions.last_words(turn.tr, ask.duties[0].assignment.current)
        text += " " + turn.tr("worklist.due", due=due)
    choices = [(key, turn.tr(f"choice.ask_{key}")) for key in _ANSWERS[ask.kind]]
    return turn.ask(text, ITEM, choices=choices, data={"ids": ask.ids})


async def answered(turn: Turn, key: str) -> Reply:
    """Carry out the answer that was picked."""
    ask = await _open_one(turn)
    if key in set(OrderKind):
        return await decisions.carry_out(turn, Order(OrderKind(key), ""), ask)
    if key == "words":
        return turn.ask(turn.tr("worklist.words"), WORDS, data={"ids": ask.ids})
    return await _settle(turn, ask, None)


async def free_words(turn: Turn, prompt: Prompt) -> Reply | None:
    """A decision typed while the item is open belongs to the item: "đồng ý đến thứ 4"."""
    order = read_order(turn.text, now=turn.calendar.local(turn.received.said_at))
    if order is None:
        return None
    ask = await _open_one(turn)
    if ask.kind in (RequestKind.OBSTACLE, RequestKind.CALL_BACK):
        return None
    await turn.uow.prompts.close(prompt.owner, turn.now)
    return await decisions.carry_out(turn, order, ask)


async def pass_on(turn: Turn, prompt: Prompt) -> Reply | None:
    """The coordinator's words go to the unit as they are."""
    return await _settle(turn, await _open_one(turn), turn.text)


async def _open_one(turn: Turn) -> Ask:
    assert turn.prompt is not None, "only an open question is answered"
    return await requests.of_ids(turn.uow, turn.actor, ids_of(turn.prompt.data), now=turn.now)


async def _settle(turn: Turn, ask: Ask, words: str | None) -> Reply:
    try:
        async with turn.uow.savepoint():
            await rulings.settle(turn.uow, turn.actor, ask, words, moment=(turn.said, turn.calendar))
    except Conflict:
        return turn.say("request.conflict")
    return turn.say("request.passed_on" if words else "request.settled", unit=ask.unit.name)


def line(turn: Turn, ask: Ask) -> str:
    """One item in one line."""
    return _LINES[ask.kind](turn, ask)


def _extension(turn: Turn, ask: Ask) -> str:
    wanted = extensions.foreseen(ask, ask.until, ask.hour, turn.calendar)[0]
    reason = ask.data.get("reason") or turn.tr("extension.no_reason")
    until = extensions.end_words(turn.tr, wanted)
    return turn.tr("worklist.extension", until=until, reason=reason, **_whose(turn, ask))


def _dispute(turn: Turn, ask: Ask) -> str:
    return turn.tr("worklist.dispute", words=ask.data["words"], **_whose(turn, ask))


def _obstacle(turn: Turn, ask: Ask) -> str:
    # The reason may have been added after the obstacle was told.
    reason = ask.duties[0].assignment.reason or ask.data["words"] or turn.tr("extension.no_reason")
    return turn.tr("worklist.obstacle", reason=reason, **_whose(turn, ask))


def _substitute(turn: Turn, ask: Ask) -> str:
    name = ask.data.get("name") or turn.tr("substitute.no_name")
    return turn.tr("worklist.substitute", unit=ask.unit.name, name=name)


def _call_back(turn: Turn, ask: Ask) -> str:
    phone = ask.data.get("phone") or turn.tr("call_back.no_phone")
    return turn.tr("worklist.call_back", unit=ask.unit.name, phone=phone)


def _whose(turn: Turn, ask: Ask) -> dict[str, str]:
    return {"unit": ask.unit.name, "codes": turn.tr.listing(duty.code for duty in ask.duties)}


_LINES: dict[RequestKind, Callable[[Turn, Ask], str]] = {
    RequestKind.EXTENSION: _extension,
    RequestKind.DISPUTE: _dispute,
    RequestKind.OBSTACLE: _obstacle,
    RequestKind.SUBSTITUTE: _substitute,
    RequestKind.CALL_BACK: _call_back,
}
CHOICES = {LIST: picked, ITEM: answered}
TEXTS = {ITEM: free_words, WORDS: pass_on}
COMMANDS = {Command.WORKLIST: answer}
