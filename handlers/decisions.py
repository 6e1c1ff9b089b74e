"""A coordinator's answers to what units ask: in free words, by command, or picked from the list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import Conflict
from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.requests import RequestKind
from handlers import substitutes
from handlers.answers import ids_of, text_of
from handlers.turn import Turn
from language.commands import Command
from language.orders import Order, OrderKind, read_order, spoken_day, spoken_hour
from services import ask_names, extensions, requests, rulings
from services.requests import Ask
from services.wording import short_due

WHICH_UNIT = "which_ask"
RELEASE = "release"
# Longer lists are worked through by /canxuly or by naming the unit.
MOST_CHOICES = 9
_EITHER = frozenset({RequestKind.EXTENSION, RequestKind.SUBSTITUTE, RequestKind.DISPUTE})
_KINDS: Mapping[OrderKind, frozenset[RequestKind]] = {
    OrderKind.AGREE: _EITHER,
    OrderKind.REFUSE: _EITHER,
    OrderKind.UPHOLD: frozenset({RequestKind.DISPUTE}),
    OrderKind.RELEASE: frozenset({RequestKind.DISPUTE}),
}


async def sentence(turn: Turn) -> Reply | None:
    """A decision in free words; None from anybody else, and while nothing waits that it could mean."""
    if scope_of(turn.actor, Action.DECIDE).is_empty:
        return None
    order = read_order(turn.text, now=_heard_at(turn))
    if order is None:
        return None
    waiting = await _waiting(turn, order)
    return await _obey(turn, order, waiting) if waiting else None


async def _command(turn: Turn, kind: OrderKind, argument: str) -> Reply:
    """/dongy, /tuchoi; without the slash a unit's "đồng ý" is an ordinary word."""
    if scope_of(turn.actor, Action.DECIDE).is_empty:
        from handlers import sentences

        return turn.say("refusal.role") if turn.text.startswith("/") else await sentences.answer(turn)
    # The reason of a command stands behind the names, which are told apart once it is known whom it means.
    order = Order(kind, argument, argument if kind is OrderKind.REFUSE else None)
    if kind is OrderKind.AGREE:
        until, hour = spoken_day(argument, now=_heard_at(turn)), spoken_hour(argument)
        order = replace(order, until=until, hour=hour)
    waiting = await _waiting(turn, order)
    return await _obey(turn, order, waiting) if waiting else turn.say("request.nothing")


async def _waiting(turn: Turn, order: Order) -> list[Ask]:
    asks = await requests.to_decide(turn.uow, turn.actor, now=turn.now)
    kinds = _KINDS[order.kind]
    if order.until is not None or order.hour is not None:
        kinds = frozenset({RequestKind.EXTENSION})
    return [ask for ask in asks if ask.kind in kinds]


async def _obey(turn: Turn, order: Order, waiting: Sequence[Ask]) -> Reply:
    """Do it for the one that is meant, or ask for which; what is named and not asked is not found."""
    units = await turn.uow.organisation.units()
    # Releasing a unit names whose the duty is instead, and is asked once more anyway.
    is_strict = order.kind is not OrderKind.RELEASE
    own = turn.actor.unit_ids()
    found = ask_names.meant(waiting, order.head, units, is_strict=is_strict, own=own)
    if len(found) == 1:
        return await carry_out(turn, order, found[0])
    newest = sorted(found, key=lambda ask: ask.asked_at, reverse=True)[:MOST_CHOICES]
    choices = [(",".join(map(str, ask.ids)), label(turn, ask)) for ask in newest]
    data = {
        "order": order.kind.value,
        "head": order.head,
        "basis": order.basis,
    }
    return turn.ask(turn.tr("request.which"), WHICH_UNIT, choices=choices, data=data)


def label(turn: Turn, ask: Ask) -> str:
    """Unit and codes of one ask, as it stands in a numbered list."""
    return turn.tr.listing([ask.unit.name, *(duty.code for duty in ask.duties)])


async def unit_chosen(turn: Turn, key: str) -> Reply:
    """The answer to "cho đơn vị nào?"."""
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    ask = await requests.of_ids(turn.uow, turn.actor, [int(part) for part in key.split(",")], now=turn.now)
    order = Order(OrderKind(str(data["order"])), str(data["head"]), text_of(data["basis"]))
    return await carry_out(turn, order, ask)


async def carry_out(turn: Turn, order: Order, ask: Ask) -> Reply:
    """Decide on one ask; when somebody was faster nothing changes."""
    try:
        async with turn.uow.savepoint():
            return await _decide(turn, order, ask)
    except Conflict:
        return turn.say("request.conflict")


async def _decide(turn: Turn, order: Order, ask: Ask) -> Reply:
    agrees = order.kind in (OrderKind.AGREE, OrderKind.RELEASE)
    basis = ask_names.without_names(order.basis or "", ask) or None
    if ask.kind is RequestKind.EXTENSION:
        return await _grant(turn, order, ask) if agrees else await _refuse(turn, ask, basis)
    if ask.kind is RequestKind.SUBSTITUTE:
        return await substitutes.decide(turn, ask, agrees=agrees, reason=basis)
    if agrees:
        return confirm_release(turn, ask, order.basis or str(ask.data["words"]))
    await rulings.uphold(turn.uow, turn.actor, ask, basis, moment=(turn.said, turn.calendar))
    return turn.say("request.told", unit=ask.unit.name, words=rulings.upheld_words(turn.tr, ask, basis))


async def _grant(turn: Turn, order: Order, ask: Ask) -> Reply:
    """The day that was asked for, or another day or hour; never one that is over or no later."""
    current = ask.duties[0].assignment.current
    day = spoken_day(order.head, now=_heard_at(turn), due=current.last_day)
    hour = spoken_hour(order.head)
    if day is None and hour is None:
        hour = ask.hour
    deadlines = extensions.foreseen(ask, day or ask.until, hour, turn.calendar)
    codes = turn.tr.listing(duty.code for duty in ask.duties)
    until = extensions.end_words(turn.tr, deadlines[0])
    if min(deadline.last_moment for deadline in deadlines) <= turn.now:
        return turn.say("extension.over", codes=codes, until=until)
    pairs = zip(ask.duties, deadlines, strict=True)
    if any(deadline.last_moment <= duty.assignment.current.last_moment for duty, deadline in pairs):
        return turn.say("extension.no_gain", codes=codes, until=until, due=short_due(turn.tr, current))
    moment = (turn.said, turn.calendar)
    granted = await extensions.grant(turn.uow, turn.actor, ask, deadlines, moment=moment)
    return Reply(extensions.granted_words(turn.tr, granted))


async def _refuse(turn: Turn, ask: Ask, reason: str | None) -> Reply:
    await extensions.refuse(turn.uow, turn.actor, ask, reason, moment=(turn.said, turn.calendar))
    return Reply(extensions.refused_words(turn.tr, ask, reason))


def confirm_release(turn: Turn, ask: Ask, basis: str) -> Reply:
    """Taking a duty off a unit is asked once more."""
    codes = turn.tr.listing(duty.code for duty in ask.duties)
    text = turn.tr("dispute.release", codes=codes, unit=ask.unit.name, basis=basis)
    choices = (("yes", turn.tr("choice.right")), ("no", turn.tr("choice.keep")))
    return turn.ask(text, RELEASE, choices=choices, data={"ids": ask.ids, "basis": basis})


async def release_chosen(turn: Turn, key: str) -> Reply:
    """Take the duty off the unit, or leave the dispute open."""
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    if key != "yes":
        return turn.say("request.left")
    ask = await requests.of_ids(turn.uow, turn.actor, ids_of(data), now=turn.now)
    basis = str(data["basis"])
    try:
        async with turn.uow.savepoint():
            await rulings.release(turn.uow, turn.actor, ask, basis, moment=(turn.said, turn.calendar))
    except Conflict:
        return turn.say("request.conflict")
    return Reply(rulings.released_words(turn.tr, ask, basis))


def _heard_at(turn: Turn) -> datetime:
    return turn.calendar.local(turn.received.said_at)


CHOICES = {WHICH_UNIT: unit_chosen, RELEASE: release_chosen}
COMMANDS = {
    Command.AGREE: lambda turn, argument: _command(turn, OrderKind.AGREE, argument),
    Command.REFUSE: lambda turn, argument: _command(turn, OrderKind.REFUSE, argument),
}
