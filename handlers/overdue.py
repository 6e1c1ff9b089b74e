"""/quahan: who has not reported. Leaders and coordinators see the province, a unit sees itself."""

from collections.abc import Sequence

from domain.consolidation import Outcome
from domain.messages import ChatKind, Reply
from domain.permissions import Action, scope_of
from domain.units import Role
from handlers import tasks
from handlers.turn import Turn
from services import consolidation, notices
from services.consolidation import Standing
from services.wording import Duty, period_words, short_due, source

MISSING = "missing"
NUDGE = "nudge"
# Longer lists are counted first and named on request.
MOST_NAMES = 30
_WAITING = (Outcome.MISSING, Outcome.LATE)


async def answer(turn: Turn) -> Reply:
    """Figures first, then the names by group; what can be done about it as numbered choices."""
    if turn.received.inbound.chat_kind is not ChatKind.PRIVATE:
        return turn.say("group.privately")
    if not scope_of(turn.actor, Action.VIEW_OVERDUE).provinces:
        return await tasks.answer(turn)
    standing = await _standing(turn)
    if standing is None:
        return turn.say("overdue.nothing")
    missing = standing.with_outcome(*_WAITING)
    lines = [_head(turn, standing), *_names(turn, missing)]
    text = "\n".join([*lines, *await mark(turn)])
    if not missing:
        return Reply(text)
    data = {"obligation": standing.obligation.id, "period": standing.period.key}
    choices = [("list", turn.tr("choice.details"))]
    if scope_of(turn.actor, Action.NUDGE).provinces:
        decides = turn.actor.has(Role.COORDINATOR)
        choices.append(("ask", turn.tr("choice.nudge")) if decides else ("nudge", turn.tr("choice.forward")))
    return turn.ask(text + "\n", MISSING, choices=choices, data=data)


async def chosen(turn: Turn, key: str) -> Reply:
    """The list in detail, or a nudge: sent by a coordinator, forwarded for a leader."""
    standing = await _asked(turn)
    missing = standing.with_outcome(*_WAITING) if standing else []
    if standing is None or not missing:
        return turn.say("overdue.nothing")
    if key == "list":
        return await _details(turn, standing, missing)
    if key == "ask":
        return _confirm(turn, standing, missing)
    return await nudge(turn, standing, missing)


async def start_nudge(turn: Turn) -> Reply:
    """/nhac: the same step for coordinators and leaders; others may not."""
    if not scope_of(turn.actor, Action.NUDGE).provinces:
        return turn.say("refusal.role")
    standing = await _standing(turn)
    missing = standing.with_outcome(*_WAITING) if standing else []
    if standing is None or not missing:
        return turn.say("overdue.nothing")
    if not turn.actor.has(Role.COORDINATOR):
        return await nudge(turn, standing, missing)
    return _confirm(turn, standing, missing)


def _confirm(turn: Turn, standing: Standing, missing: Sequence[Duty]) -> Reply:
    """Writing to units is asked once more: a bare number may have been meant for a reminder."""
    text = turn.tr("nudge.confirm", count=len(missing), name=_name(turn, standing))
    choices = (("nudge", turn.tr("choice.send_now")), ("list", turn.tr("choice.details")))
    data = {"obligation": standing.obligation.id, "period": standing.period.key}
    return turn.ask(text, MISSING, choices=choices, data=data)


async def nudge(turn: Turn, standing: Standing, missing: Sequence[Duty]) -> Reply:
    """A coordinator's decision sends; a leader's goes to the coordinator with the list ready."""
    if turn.actor.has(Role.COORDINATOR):
        queued, silent = await notices.nudge(
            turn.uow, turn.actor, missing, now=turn.now, calendar=turn.calendar
        )
        names = turn.tr.listing(duty.unit.name for duty in silent) or turn.tr("nudge.none")
        return turn.say("nudge.queued", count=queued, silent=len(silent), names=names)
    coordinator = missing[0].coordinator
    tr = await notices.coordinator_speech(turn.uow, coordinator.id, turn.calendar)
    codes = tr.listing(duty.unit.code for duty in missing)
    text = tr("nudge.forward", name=_name(turn, standing), count=len(missing), codes=codes)
    key = f"nudge:{turn.received.inbox_id}"
    told = await notices.tell_coordinators(turn.uow, coordinator.id, key=key, text=text, now=turn.now)
    done = "nudge.forwarded" if told else "nudge.no_coordinator"
    return turn.say(done, coordinator=coordinator.name, count=len(missing))


async def mark(turn: Turn) -> list[str]:
    """The line that says the figures are invented, where they are."""
    provinces = await turn.uow.organisation.provinces()
    seen = {membership.province_id for membership in turn.actor.memberships}
    return [turn.tr("mark.fictitious")] if any(p.fictitious for p in provinces if p.id in seen) else []


async def _standing(turn: Turn) -> Standing | None:
    """The obligation people mean by "báo cáo": the one that most units owe in the current period."""
    found = await consolidation.standings(turn.uow, turn.actor, now=turn.now)
    current = consolidation.current(found, turn.today)
    return current[0] if current else None


async def _asked(turn: Turn) -> Standing | None:
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    found = await consolidation.standings(turn.uow, turn.actor, now=turn.now)
    return next(
        (
            item
            for item in found
            if item.obligation.id == data["obligation"] and item.period.key == data["period"]
        ),
        None,
    )


def _name(turn: Turn, standing: Standing) -> str:
    return f"{standing.obligation.title} {period_words(turn.tr, standing.period)}".strip()


def _head(turn: Turn, standing: Standing) -> str:
    counted = standing.tally
    values = {
        "moment": turn.tr.moment(turn.now),
        "name": _name(turn, standing),
        "expected": counted.owing,
        "received": counted.received,
        "claimed": counted.claimed,
        "missing": counted.counts[Outcome.MISSING] + counted.counts[Outcome.LATE],
        "due": short_due(turn.tr, standing.duties[0].assignment.original),
    }
    late, disputed = counted.counts[Outcome.LATE], counted.counts[Outcome.DISPUTED]
    ending = turn.tr("overdue.late", late=late) if late else turn.tr("overdue.in_time")
    key = "overdue.head_leader" if turn.actor.has(Role.LEADER) else "overdue.head"
    sentences = [turn.tr(key, **values), ending]
    if disputed:
        sentences.insert(1, turn.tr("overdue.disputed", disputed=disputed))
    return " ".join(sentences)


def _names(turn: Turn, missing: Sequence[Duty]) -> list[str]:
    if not missing or len(missing) > MOST_NAMES:
        return []
    bodies = [duty.unit.name for duty in missing if not duty.unit.is_territorial]
    places = [duty.unit.name for duty in missing if duty.unit.is_territorial]
    lines = []
    if bodies:
        lines.append(turn.tr("overdue.bodies", count=len(bodies), names=turn.tr.listing(bodies)))
    if places:
        lines.append(turn.tr("overdue.places", count=len(places), names=turn.tr.listing(places)))
    return lines


async def _details(turn: Turn, standing: Standing, missing: Sequence[Duty]) -> Reply:
    counts = await turn.uow.reminders.sent_counts(duty.assignment.id for duty in missing)
    lines = [turn.tr("overdue.list_head", name=_name(turn, standing), source=source(turn.tr, missing[0]))]
    for number, duty in enumerate(missing, start=1):
        lines.append(_detail(turn, duty, number=number, reminders=counts.get(duty.assignment.id, 0)))
    return Reply("\n".join([*lines, *await mark(turn)]))


def _detail(turn: Turn, duty: Duty, *, number: int, reminders: int) -> str:
    assignment = duty.assignment
    days = turn.calendar.working_days_between(assignment.current.last_day, turn.today)
    last = turn.tr.moment(assignment.told_at) if assignment.told_at else turn.tr("overdue.never")
    return turn.tr(
        "overdue.list_line",
        number=number,
        unit=duty.unit.name,
        status=turn.tr(f"status.{assignment.status}"),
        days=days if assignment.is_overdue(turn.now) else 0,
        reminders=reminders,
        last=last,
    )
