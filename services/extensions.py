"""More time: granted or refused by a coordinator, and raised again while nobody answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.calendar import Calendar
from domain.deadlines import Deadline, granted
from domain.ladder import MORNING
from domain.obligations import Assignment
from domain.permissions import Scope
from domain.requests import RequestKind, RequestState
from domain.units import Actor
from locales.speech import Speech
from services import changes, notices, planning, requests
from services.changes import CHANGED, Cause, Said
from services.requests import Ask, answer
from services.standing_decisions import next_step
from services.wording import Duty
from storage import wakes
from storage.store import UnitOfWork

_ONE_DAY = timedelta(days=1)
_EVERYTHING = Scope(everything=True)


def foreseen(ask: Ask, day: date, at: time | None, calendar: Calendar) -> list[Deadline]:
    """The deadlines of the ask's duties as they would be."""
    return [granted(duty.assignment.current, day, at, calendar, asked_at=ask.asked_at) for duty in ask.duties]


async def grant(
    uow: UnitOfWork,
    actor: Actor,
    ask: Ask,
    deadlines: Sequence[Deadline],
    *,
    moment: tuple[Said, Calendar],
) -> list[Duty]:
    """Move the current deadlines, stop reminders of the old plan, tell the unit; the original ones stay.

    Conflict when a duty or the request was changed first.
    """
    said, calendar = moment
    after = []
    for duty, deadline in zip(ask.duties, deadlines, strict=True):
        before = duty.assignment
        values: dict[str, Any] = {"current": deadline, "plan_version": before.plan_version + 1}
        # The unit hears of the new day by itself; what the old plan had told is not told again.
        values["next_step_at"] = next_step(before, duty.obligation, deadline, calendar, told_until=said.now)
        data = {"message": said.message, "requests": ask.ids}
        cause = Cause(CHANGED, said.now, data)
        changed = await changes.change(uow, actor, before, values, cause=cause)
        after.append(replace(duty, assignment=changed))
    await planning.cancel_waiting(uow, [duty.assignment.id for duty in ask.duties], now=said.now)
    uow.wake(wakes.PLAN)
    granted_until = {"granted": deadlines[0].last_day.isoformat()}
    await requests.close(uow, actor, ask, (RequestState.AGREED, granted_until), now=said.now)
    await answer(uow, ask, lambda tr: granted_words(tr, after), moment=(said.now, calendar))
    return after


async def refuse(
    uow: UnitOfWork, actor: Actor, ask: Ask, reason: str | None, *, moment: tuple[Said, Calendar]
) -> None:
    """Leave the deadlines as they are and tell the unit why."""
    said, calendar = moment
    await requests.close(uow, actor, ask, (RequestState.REFUSED, {"answer": reason}), now=said.now)
    await answer(uow, ask, lambda tr: refused_words(tr, ask, reason), moment=(said.now, calendar))


def granted_words(tr: Speech, duties: Sequence[Duty]) -> str:
    """What both sides hear: the new moment, and that the original one is kept."""
    first = duties[0].assignment
    text = tr(
        "extension.granted",
        codes=tr.listing(duty.code for duty in duties),
        until=end_words(tr, first.current),
        original=tr.day(first.original.last_day),
    )
    return f"{text} {tr('extension.still_late')}" if first.current.was_asked_late else text


def refused_words(tr: Speech, ask: Ask, reason: str | None) -> str:
    """What both sides hear of a refusal; the deadline is said again."""
    return tr(
        "extension.refused",
        coordinator=ask.coordinator.called,
        codes=tr.listing(duty.code for duty in ask.duties),
        reason=tr("extension.because", reason=reason) if reason else "",
        due=last_words(tr, ask.duties[0].assignment.current),
    )


def end_words(tr: Speech, deadline: Deadline) -> str:
    """`hết thứ Năm 22/10/2026`, or `12:00 thứ Năm 22/10/2026`."""
    day = tr.weekday(deadline.last_day)
    return f"{deadline.at:%H:%M} {day}" if deadline.at is not None else tr("due.until", last=day)


def last_words(tr: Speech, deadline: Deadline) -> str:
    """The last day alone: `thứ Ba 20/10/2026`, with its hour when it has one."""
    day = tr.weekday(deadline.last_day)
    return f"{deadline.at:%H:%M} {day}" if deadline.at is not None else day


async def gathering(uow: UnitOfWork, duty: Duty) -> Assignment | None:
    """What the coordinator itself owes on the units' reports of that period; None where nothing is."""
    every = await uow.duties.obligations(province_id=duty.assignment.province_id)
    own = [item.id for item in every if item.consolidates_id == duty.obligation.id]
    if not own:
        return None
    found = await uow.duties.assignments(_EVERYTHING, obligation_ids=own, period=duty.assignment.period)
    return min(found, key=lambda item: item.current.last_moment, default=None)


async def raise_again(uow: UnitOfWork, now: datetime, calendar: Calendar) -> int:
    """Put unanswered requests for time before their coordinators once more, and tell the units; how many.

    It is done once, at 08:30 of the last working day before the unit's last day, or of that last day.
    """
    found = await uow.requests.open(_EVERYTHING, kinds=[RequestKind.EXTENSION])
    alive = await requests.living(uow, found, now=now)
    due = []
    for ask in await requests.grouped(uow, alive):
        moment = _raised_at(ask, calendar)
        last_moment = ask.duties[0].assignment.current.last_moment
        if moment is not None and moment <= now < last_moment:
            due.append(ask)
    for ask in due:
        await _raise(uow, ask, now, calendar)
    await uow.requests.raised([key for ask in due for key in ask.ids], now)
    return len(due)


async def next_raise(uow: UnitOfWork, now: datetime, calendar: Calendar) -> datetime | None:
    """The next moment at which `raise_again` has something to do."""
    found = await uow.requests.open(_EVERYTHING, kinds=[RequestKind.EXTENSION])
    moments = [_raised_at(ask, calendar) for ask in await requests.grouped(uow, found)]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _raised_at(ask: Ask, calendar: Calendar) -> datetime | None:
    """When the ask is raised again; None when that was done, or no working morning is left for it."""
    if ask.requests[0].raised_at is not None:
        return None
    target = ask.duties[0].assignment.current.target_day
    mornings = (calendar.at(day, MORNING) for day in (calendar.previous_working(target - _ONE_DAY), target))
    return next((moment for moment in mornings if moment > ask.asked_at), None)


async def _raise(uow: UnitOfWork, ask: Ask, now: datetime, calendar: Calendar) -> None:
    coordinator, due = ask.coordinator, ask.duties[0].assignment.current
    codes = [duty.code for duty in ask.duties]
    tr = await notices.coordinator_speech(uow, coordinator.id, calendar)
    values = {"unit": ask.unit.name, "until": tr.weekday(ask.until), "due": last_words(tr, due)}
    text = tr("extension.raised", codes=tr.listing(codes), **values)
    key = f"raised:{ask.ids[0]}"
    await notices.tell_coordinators(uow, coordinator.id, key=key, text=text, now=now)

    def write(_: int, tr: Speech) -> str:
        values = {"codes": tr.listing(codes), "due": last_words(tr, due)}
        return tr("extension.unanswered", coordinator=coordinator.called, **values)

    people = await requests.people_of(uow, ask)
    await notices.tell_people(uow, people, key=key, write=write, moment=(now, calendar))
