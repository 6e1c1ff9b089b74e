"""What units said they sent: confirmed in bulk, or sent back with a reason; the units hear of it once."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from domain.calendar import Calendar
from domain.obligations import Assignment
from domain.permissions import Action, scope_of
from domain.statuses import Status, Verb
from domain.units import Actor, Role
from locales.speech import Speech
from services import changes, digests, notices, obligations, replies, unit_names
from services.changes import Said
from services.replies import Statement
from services.wording import Duty, short_due
from storage.store import UnitOfWork

# Changes of a coordinator that the unit was told of.
_TOLD = {
    (Status.SUBMITTED, Status.ACCEPTED),
    (Status.SUBMITTED, Status.RETURNED),
    (Status.ACCEPTED, Status.RETURNED),
}


async def waiting(uow: UnitOfWork, actor: Actor, *statuses: Status) -> list[Duty]:
    """Duties with these statuses that the actor's own body coordinates, the nearest deadline first."""
    own = {item.unit_id for item in actor.memberships if item.role is Role.COORDINATOR}
    found = await uow.duties.assignments(scope_of(actor, Action.CONFIRM))
    duties = await obligations.duties(uow, [item for item in found if item.status in statuses])
    mine = [duty for duty in duties if duty.coordinator.id in own and not duty.obligation.history]
    return sorted(mine, key=obligations.by_deadline)


async def pick(
    uow: UnitOfWork, duties: Sequence[Duty], names: Sequence[str], on: date
) -> tuple[list[Duty], list[str]]:
    """The duties of the named units, and the names that fit none of them."""
    units = await uow.organisation.units()
    provinces = {duty.unit.province_id for duty in duties}
    picked: list[Duty] = []
    unknown = []
    for name in names:
        found = unit_names.find_among(units, name, provinces, on)
        # A name that two bodies carry means the one of them that has sent something.
        meant = {unit.id for unit in (found.unit, found.instead_of, *found.candidates) if unit is not None}
        hits = [duty for duty in duties if duty.unit.id in meant]
        is_one = len({duty.unit.id for duty in hits}) == 1
        if is_one:
            picked += [duty for duty in hits if duty not in picked]
        else:
            unknown.append(name)
    return picked, unknown


async def parted(
    uow: UnitOfWork, duties: Sequence[Duty], rest: str, on: date
) -> tuple[list[Duty], str | None, list[str]]:
    """Units and reason of "SYT, SNV: thiếu phụ lục", "SYT thiếu phụ lục" or the reason alone."""
    listed, colon, reason = rest.partition(":")
    if colon:
        names = [name.strip() for name in listed.replace(";", ",").split(",") if name.strip()]
        picked, unknown = await pick(uow, duties, names, on)
        return picked, reason.strip() or None, unknown
    words = rest.split()
    # The longest head that names a unit is the unit; names have few words.
    for length in range(min(len(words), 6), 0, -1):
        picked, unknown = await pick(uow, duties, [" ".join(words[:length])], on)
        if picked:
            return picked, " ".join(words[length:]).strip(" ,") or None, []
    return [], rest or None, []


async def accept(
    uow: UnitOfWork, actor: Actor, duties: Sequence[Duty], *, moment: tuple[Said, Calendar]
) -> None:
    """Confirm receipt today; the day of sending stays as the unit stated it."""
    said, calendar = moment
    people = await digests.reachable(uow, {duty.unit.id for duty in duties})
    statement = Statement(Verb.RECEIVE, received_on=calendar.day_of(said.now))
    for duty in duties:
        after = await replies.record(uow, actor, duty, statement, said=said)
        write = partial(_accepted, duty, after)
        # Thanks are no news: they keep to the sending hours.
        await notices.tell_people(
            uow, people[duty.unit.id], key=_key(after), write=write, moment=(said.now, calendar)
        )


async def send_back(
    uow: UnitOfWork, actor: Actor, duties: Sequence[Duty], reason: str, *, moment: tuple[Said, Calendar]
) -> None:
    """Owed again, with the reason; the units are told at once and reminders go on."""
    said, calendar = moment
    people = await digests.reachable(uow, {duty.unit.id for duty in duties})
    for duty in duties:
        after = await replies.record(uow, actor, duty, Statement(Verb.RETURN, reason=reason), said=said)
        write = partial(_sent_back, duty, after)
        await notices.answer_people(
            uow, people[duty.unit.id], key=_key(after), write=write, moment=(said.now, calendar)
        )


async def taken_back(uow: UnitOfWork, restored: Sequence[Duty], *, moment: tuple[datetime, Calendar]) -> None:
    """A confirmation or a return was taken back: the units that were told of it hear how they stand."""
    subjects = {f"assignment:{duty.assignment.id}": duty for duty in restored}
    undone = await uow.history.of_verbs(subjects, (changes.CHANGED,))
    people = await digests.reachable(uow, {duty.unit.id for duty in restored})
    for event in undone:
        duty = subjects[event.subject]
        before, after = event.data["before"]["status"], event.data["after"]["status"]
        is_last = event.data["version"] == duty.assignment.version - 1
        if is_last and (Status(before), Status(after)) in _TOLD:
            write = partial(_taken_back, duty, after)
            key = f"taken_back:{duty.assignment.id}:{duty.assignment.version}"
            await notices.answer_people(uow, people[duty.unit.id], key=key, write=write, moment=moment)


def _taken_back(duty: Duty, after: str, _: int, tr: Speech) -> str:
    values = {"coordinator": duty.coordinator.called, "code": duty.code, "unit": duty.unit.name}
    return tr(f"undo.told_{after}", **values)


def _key(after: Assignment) -> str:
    """A state of an assignment is told once."""
    return f"{after.status}:{after.id}:{after.version}"


def _accepted(duty: Duty, after: Assignment, _: int, tr: Speech) -> str:
    values = {"coordinator": duty.coordinator.called, "code": duty.code, "unit": duty.unit.name}
    number = tr("confirm.number", number=after.document_number) if after.document_number else ""
    return tr("confirm.told", number=number, **values)


def _sent_back(duty: Duty, after: Assignment, _: int, tr: Speech) -> str:
    values = {"coordinator": duty.coordinator.called, "code": duty.code, "unit": duty.unit.name}
    return tr("return.told", reason=after.reason, due=short_due(tr, after.current), **values)
