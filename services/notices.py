"""Messages to people who did not ask: forwards to a coordinator and nudges a person has decided on."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from domain import ladder
from domain.calendar import Calendar
from domain.delivery import MessageClass
from domain.obligations import Obligation
from domain.units import Actor, Contact, Role
from locales.speech import Speech, speech
from services import digests, history, policy
from services.wording import Duty
from storage import wakes
from storage.store import UnitOfWork

# A nudge and a step of the ladder that are no further apart would be two messages for one thing.
_SOON = timedelta(hours=1)


async def tell_coordinators(uow: UnitOfWork, unit_id: int, *, key: str, text: str, now: datetime) -> int:
    """Queue a notice to every reachable coordinator of a unit; returns to how many."""
    members = await uow.organisation.memberships(unit_ids=[unit_id], roles=[Role.COORDINATOR])
    return await tell(uow, [member.person_id for member in members], key=key, text=text, now=now)


async def tell(uow: UnitOfWork, person_ids: Iterable[int], *, key: str, text: str, now: datetime) -> int:
    """Queue a notice to each reachable person at once, once for each key; returns to how many."""
    contacts = await policy.first_contacts(uow, person_ids, MessageClass.NOTICE)
    texts = [(contact, text) for _, contact in sorted(contacts.items())]
    return await _queue_all(uow, texts, key=key, times=(now, now))


async def coordinator_speech(uow: UnitOfWork, unit_id: int, calendar: Calendar) -> Speech:
    """The language of a unit's first coordinator; notices are written in it."""
    members = await uow.organisation.memberships(unit_ids=[unit_id], roles=[Role.COORDINATOR])
    people = await uow.organisation.people(member.person_id for member in members)
    locales = [people[member.person_id].locale for member in members]
    return speech(locales[0] if locales else "vi", calendar.zone)


async def nudge(
    uow: UnitOfWork, actor: Actor, duties: Sequence[Duty], *, now: datetime, calendar: Calendar
) -> tuple[int, list[Duty]]:
    """Queue one digest per focal point of the named duties; returns how many and who cannot be reached.

    Out of the sending hours the messages wait for the next opening; who has sent by then is left out. Where a
    step of the ladder follows within the hour it is not asked twice; those people count as told.
    """
    people = await digests.reachable(uow, {duty.unit.id for duty in duties})
    step = f"nudge-{now:%Y%m%dT%H%M}"
    leaves = ladder.next_sending_time(now, calendar)
    told: dict[int, list[digests.Told]] = {}
    awaited: set[int] = set()
    for duty in duties:
        if leaves > now and _is_asked_anyway(duty, leaves, calendar):
            awaited.update(people[duty.unit.id])
            continue
        for person_id in people[duty.unit.id]:
            told.setdefault(person_id, []).append(digests.Told(duty, step, now))
    recipients = await digests.recipients(uow, list(told))
    moment = digests.Moment(now, calendar, leaves)
    queued = len(awaited - set(told))
    for person_id, items in sorted(told.items()):
        key = f"{step}:{person_id}"
        queued += await digests.queue(uow, recipients[person_id], items, key=key, moment=moment)
    data = {"duties": [duty.assignment.id for duty in duties], "queued": queued}
    fact = history.Fact("nudged", f"obligation:{duties[0].obligation.id}", data=data)
    await history.record(uow, actor, fact, now=now)
    return queued, [duty for duty in duties if not people[duty.unit.id]]


def _is_asked_anyway(duty: Duty, leaves: datetime, calendar: Calendar) -> bool:
    """Whether a step of the ladder asks within the hour of an opening: it stands for the nudge."""
    assignment = duty.assignment
    rungs = ladder.rungs(
        duty.obligation.steps, deadline=assignment.current, period=assignment.period, calendar=calendar
    )
    return any(leaves <= rung.at <= leaves + _SOON for rung in rungs)


async def tell_people(
    uow: UnitOfWork,
    person_ids: Iterable[int],
    *,
    key: str,
    write: Callable[[int, Speech], str],
    moment: tuple[datetime, Calendar],
) -> int:
    """Queue one notice to each reachable person, once for each key, for the next sending hour; how many.

    `write` words it for a person in their language.
    """
    now, calendar = moment
    texts = await _written(uow, person_ids, write, calendar)
    return await _queue_all(uow, texts, key=key, times=(now, ladder.next_sending_time(now, calendar)))


async def answer_people(
    uow: UnitOfWork,
    person_ids: Iterable[int],
    *,
    key: str,
    write: Callable[[int, Speech], str],
    moment: tuple[datetime, Calendar],
) -> int:
    """As `tell_people`, but at once: who has asked something waits for the answer at any hour."""
    now, calendar = moment
    texts = await _written(uow, person_ids, write, calendar)
    return await _queue_all(uow, texts, key=key, times=(now, now))


async def tell_replaced(
    uow: UnitOfWork, owed: Sequence[Duty], by: Obligation, *, now: datetime, calendar: Calendar
) -> int:
    """Tell the focal points of these duties once that another duty takes their place."""
    people = await digests.reachable(uow, {duty.unit.id for duty in owed})
    duties = {person: duty for duty in owed for person in people[duty.unit.id]}
    due = by.schedule.due
    phrase = (due.phrase if due is not None else by.schedule.phrase) or ""

    def write(person_id: int, tr: Speech) -> str:
        duty = duties[person_id]
        return tr(
            "notice.replaced", coordinator=duty.coordinator.called, title=duty.obligation.title, phrase=phrase
        )

    key = f"superseded:{owed[0].obligation.id}" if owed else ""
    return await tell_people(uow, duties, key=key, write=write, moment=(now, calendar))


async def _written(
    uow: UnitOfWork, person_ids: Iterable[int], write: Callable[[int, Speech], str], calendar: Calendar
) -> list[tuple[Contact, str]]:
    """What each reachable person is told, in their language."""
    recipients = await digests.recipients(uow, sorted(set(person_ids)))
    return [
        (recipient.contact, write(person_id, speech(recipient.person.locale, calendar.zone)))
        for person_id, recipient in sorted(recipients.items())
    ]


async def _queue_all(
    uow: UnitOfWork, texts: Iterable[tuple[Contact, str]], *, key: str, times: tuple[datetime, datetime]
) -> int:
    """Queue one notice for each contact; how many are new."""
    queued = 0
    for contact, text in texts:
        own_key = f"notice:{key}:{contact.person_id}"
        queued += await _queue(uow, contact, key=own_key, text=text, times=times)
    return queued


async def _queue(
    uow: UnitOfWork, contact: Contact, *, key: str, text: str, times: tuple[datetime, datetime]
) -> int:
    now, not_before = times
    queued = await uow.outbox.add(
        idem_key=key,
        message_class=MessageClass.NOTICE,
        channel=contact.channel,
        account=contact.account,
        address=contact.address,
        person_id=contact.person_id,
        body=text,
        not_before=not_before,
        created_at=now,
    )
    uow.wake(wakes.OUTBOX)
    return int(queued is not None)
