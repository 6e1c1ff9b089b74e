"""/suco and /mien: one decision over days and units, shown before it is taken; /thuhoi takes one back."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from domain.decisions import DecisionKind
from domain.delivery import Prompt
from domain.errors import NotAllowedNow
from domain.messages import Reply
from domain.permissions import Action, scope_of
from domain.units import Role
from handlers.answers import day_of, text_of
from handlers.turn import Turn
from language.commands import Command
from language.numbers import integer
from language.outages import Wish, decision_sentence, read_days, read_decision
from language.unit_lists import read_list
from services import decision_notices, decision_units, decisions, receipt_lists
from services.decision_drafts import LONGEST_BASIS, Draft
from services.decisions import Decided
from services.wording import short_due, units_of

MISSING = "decision_missing"
CONFIRM = "decision"
_MOST_NAMES = 10


async def sentence(turn: Turn) -> Reply | None:
    """A coordinator's decision in a sentence; None for everybody else and for other sentences."""
    if not scope_of(turn.actor, Action.DECIDE).provinces:
        return None
    wish = decision_sentence(turn.text, today=turn.today)
    return await _consider(turn, wish) if wish is not None else None


async def _command(turn: Turn, kind: DecisionKind, argument: str) -> Reply:
    if not scope_of(turn.actor, Action.DECIDE).provinces:
        return turn.say("refusal.role")
    if not argument:
        return turn.say(f"outages.how_{kind}")
    return await _consider(turn, read_decision(f"{_VERBS[kind]} {argument}", kind, today=turn.today))


async def completed(turn: Turn, prompt: Prompt) -> Reply | None:
    """The part that was missing; None when the message is no answer to it."""
    data = prompt.data
    wish = _taken_up(data)
    if data["asked"] == "days":
        days = read_days(turn.text, today=turn.today)
        return await _consider(turn, replace(wish, first_day=days[0], last_day=days[1])) if days else None
    if data["asked"] == "units":
        return await _consider(turn, replace(wish, units=turn.text))
    return await _consider(turn, replace(wish, basis=turn.text))


async def chosen(turn: Turn, key: str) -> Reply:
    """Take the decision, or leave everything as it is."""
    assert turn.prompt is not None, "only an open question is answered"
    if key != "yes":
        return turn.say("outages.cancelled")
    draft = await _draft(turn, _taken_up(turn.prompt.data))
    if isinstance(draft, Reply):
        return draft
    done = await decisions.decide(turn.uow, turn.actor, draft, calendar=turn.calendar, now=turn.now)
    values = {
        "id": done.decision.id,
        "count": len(done.effects),
        "units": len(_names(done)),
        "told": done.told,
    }
    return turn.say("outages.done", **values)


async def revoke(turn: Turn, argument: str) -> Reply:
    """Take a decision back by its number."""
    if not scope_of(turn.actor, Action.DECIDE).provinces:
        return turn.say("refusal.role")
    number = integer(argument.casefold().removeprefix("số").removeprefix("so"))
    if number is None:
        return turn.say("outages.revoke_how")
    try:
        undone = await decisions.undo(turn.uow, turn.actor, number, calendar=turn.calendar, now=turn.now)
    except NotAllowedNow:
        return turn.say("outages.revoked_before", id=number)
    values = {"id": number, "count": len(undone.restored), "told": undone.told}
    text = turn.tr("outages.revoked", **values)
    if undone.left:
        names = turn.tr.listing(units_of(undone.left))
        text = f"{text} {turn.tr('outages.revoked_left', count=len(undone.left), names=names)}"
    return Reply(text)


async def _consider(turn: Turn, wish: Wish) -> Reply:
    """Ask for what is missing, then show what the decision would change."""
    for asked, value in (("days", wish.first_day), ("units", wish.units), ("basis", wish.basis)):
        if value is None:
            return turn.ask(turn.tr(f"outages.ask_{asked}"), MISSING, data={**_kept(wish), "asked": asked})
    draft = await _draft(turn, wish)
    if isinstance(draft, Reply):
        return draft
    seen = await decisions.foreseen(turn.uow, turn.actor, draft, calendar=turn.calendar, now=turn.now)
    if not seen.effects:
        return turn.say("outages.nothing", days=decision_notices.days(turn.tr, seen.decision))
    choices = (("yes", turn.tr("choice.decide")), ("no", turn.tr("choice.cancel")))
    return turn.ask(_foreseen(turn, seen), CONFIRM, choices=choices, data=_kept(wish))


async def _draft(turn: Turn, wish: Wish) -> Draft | Reply:
    """The wish as a draft that can be decided, or what is wrong with it."""
    assert wish.first_day is not None, "what is missing was asked for"
    assert wish.last_day is not None, "days have an end"
    assert wish.units, "what is missing was asked for"
    assert wish.basis, "what is missing was asked for"
    if len(wish.basis) > LONGEST_BASIS:
        return turn.say("outages.long_basis", most=LONGEST_BASIS)
    day = wish.moved_to
    if day is not None and (day <= wish.last_day or not turn.calendar.is_working(day)):
        return turn.say("outages.bad_day", day=turn.tr.weekday(day))
    province_id = next(m.province_id for m in turn.actor.memberships if m.role is Role.COORDINATOR)
    pieces = read_list(wish.units, today=turn.today)
    meant = await decision_units.choose(turn.uow, province_id, pieces, on=wish.first_day)
    doubtful = (*meant.unknown, *meant.unclear)
    if doubtful or not pieces:
        text = turn.tr("outages.unclear", names=turn.tr.listing(doubtful or [wish.units]))
        return turn.ask(text, MISSING, data={**_kept(wish), "asked": "units"})
    obligation_id = None
    if wish.code is not None:
        awaited = await receipt_lists.expected(turn.uow, turn.actor, wish.code, now=turn.now)
        if awaited is None:
            return turn.say("outages.no_report", code=wish.code)
        obligation_id = awaited.duties[0].obligation.id
    return Draft(
        province_id, wish.kind, wish.first_day, wish.last_day, wish.basis, meant.selector, day, obligation_id
    )


def _foreseen(turn: Turn, seen: Decided) -> str:
    """What would change: how many reports of whom, and to which day."""
    names, decision = _names(seen), seen.decision
    shown = turn.tr.listing(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown = turn.tr("outages.and_more", names=shown, count=len(names) - _MOST_NAMES)
    first = seen.effects[0]
    values = {
        "days": decision_notices.days(turn.tr, decision),
        "count": len(seen.effects),
        "units": len(names),
        "names": shown,
        "basis": decision.basis,
        "codes": turn.tr.listing(dict.fromkeys(effect.duty.code for effect in seen.effects)),
        "until": short_due(turn.tr, first.values["current"]) if first.last_day is not None else "",
    }
    return turn.tr(f"outages.foreseen_{decision.kind}", **values)


def _names(decided: Decided) -> list[str]:
    return units_of([effect.duty for effect in decided.effects])


def _kept(wish: Wish) -> dict[str, Any]:
    days = ("first_day", "last_day", "moved_to")
    values = asdict(wish) | {"kind": wish.kind.value}
    return values | {name: values[name].isoformat() if values[name] else None for name in days}


def _taken_up(data: Mapping[str, Any]) -> Wish:
    return Wish(
        DecisionKind(data["kind"]),
        day_of(data["first_day"]),
        day_of(data["last_day"]),
        day_of(data["moved_to"]),
        text_of(data["units"]),
        text_of(data["basis"]),
        text_of(data["code"]),
    )


# A command leaves out the verb that its sentence would have.
_VERBS = {DecisionKind.OUTAGE: "", DecisionKind.EXEMPTION: "miễn"}
CHOICES = {CONFIRM: chosen}
TEXTS = {MISSING: completed}
COMMANDS = {
    Command.OUTAGE: lambda turn, argument: _command(turn, DecisionKind.OUTAGE, argument),
    Command.EXEMPT: lambda turn, argument: _command(turn, DecisionKind.EXEMPTION, argument),
    Command.REVOKE: revoke,
}
