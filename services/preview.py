"""A dry run of one day: who would be reminded of what, and who would not and why."""

from dataclasses import dataclass
from datetime import date, datetime

from domain import ladder
from domain.calendar import Calendar
from domain.permissions import Scope
from domain.statuses import Status
from locales.speech import Speech
from services import digests, obligations, reminders
from services.wording import Duty, due, short_due
from storage.store import UnitOfWork

_EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One step of one duty on that day; `blocked_by` is None when it would go out."""

    duty: Duty
    step: str
    at: datetime
    recipients: tuple[str, ...]
    blocked_by: str | None


async def of_day(uow: UnitOfWork, *, calendar: Calendar, day: date) -> list[Foreseen]:
    """Every step that falls on the day, in order of time and protocol.

    On a day off the last day's own step appears as blocked by `day_off`: it is told on the target day.
    """
    ended = {item.id for item in await uow.organisation.provinces() if item.is_history(day)}
    found = [one for one in await uow.duties.assignments(_EVERYTHING) if one.province_id not in ended]
    duties = [duty for duty in await obligations.duties(uow, found) if not duty.obligation.history]
    people = await digests.reachable(uow, {duty.unit.id for duty in duties})
    names = await uow.organisation.people({person for ids in people.values() for person in ids})
    foreseen = []
    for duty in duties:
        recipients = tuple(names[person].name for person in people[duty.unit.id])
        for rung in _on(duty, day, calendar):
            blocked = _blocked(duty, rung.at, calendar, reachable=bool(recipients))
            foreseen.append(Foreseen(duty, rung.step.key, rung.at, recipients, blocked))
    return sorted(foreseen, key=lambda item: (item.at, item.duty.unit.order_no, item.duty.assignment.id))


def why(tr: Speech, item: Foreseen) -> str:
    """In words: why it goes out then, or what holds it back; a moved deadline shows the first one too."""
    if item.blocked_by is not None:
        return tr(f"preview.{item.blocked_by}", reason=item.duty.assignment.reason or "–")
    deadline, original = item.duty.assignment.current, item.duty.assignment.original
    words = [tr("preview.step", step=item.step, due=due(tr, deadline))]
    if original.last_moment != deadline.last_moment:
        words.append(tr("preview.moved", original=short_due(tr, original)))
    return " ".join(words)


def _on(duty: Duty, day: date, calendar: Calendar) -> list[ladder.Rung]:
    deadline = duty.assignment.current
    found = [rung for rung in reminders.rungs_of(duty, calendar) if calendar.day_of(rung.at) == day]
    if deadline.last_day == day != deadline.target_day:
        found.append(ladder.Rung(ladder.LAST_MORNING, calendar.at(day, ladder.MORNING)))
    return found


def _blocked(duty: Duty, at: datetime, calendar: Calendar, *, reachable: bool) -> str | None:
    """The reason it would not go out; `day_off` first, `no_contact` last."""
    if not calendar.is_working(calendar.day_of(at)):
        return "day_off"
    if not duty.assignment.status.is_owed:
        return Status(duty.assignment.status).value
    if duty.assignment.disputed:
        return "disputed"
    return None if reachable else "no_contact"
