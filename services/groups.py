"""Group chats: linked to one unit by a person of it, told neutral lines and nothing else."""

from collections.abc import Iterable
from datetime import datetime

from domain import ladder
from domain.calendar import Calendar
from domain.delivery import MessageClass
from domain.errors import Conflict, Forbidden
from domain.groups import GroupChat, GroupState
from domain.units import Actor, Role
from services import history
from storage import wakes
from storage.store import UnitOfWork

GroupAddress = tuple[str, str, str]
# Whose word links a group to the unit they act for.
_MAY_LINK = (Role.FOCAL_POINT, Role.UNIT_HEAD, Role.COORDINATOR)


async def greet(uow: UnitOfWork, address: GroupAddress, *, now: datetime) -> bool:
    """Whether the group has yet to hear its one line; from now on it has."""
    return await uow.groups.meet(address, greeted_at=now) or bool(
        await uow.groups.rejoin(address, greeted_at=now)
    )


def units_to_link(actor: Actor) -> frozenset[int]:
    """Units a group may be linked to by the actor."""
    return actor.unit_ids(*_MAY_LINK)


async def link(
    uow: UnitOfWork, actor: Actor, address: GroupAddress, unit_id: int, *, now: datetime
) -> GroupChat:
    """Make this the unit's group.

    Forbidden for a unit the actor does not act for; Conflict when the group is another unit's.
    """
    person = actor.person
    if person is None or unit_id not in units_to_link(actor):
        raise Forbidden("a group is linked by a person of the unit")
    await greet(uow, address, now=now)
    if not await uow.groups.link(address, unit_id, person.id):
        raise Conflict("the group is linked to another unit")
    group = await uow.groups.at(address)
    assert group is not None, "a group that was just linked is known"
    await _record(uow, actor, "group_linked", group, now=now)
    return group


async def unlink(uow: UnitOfWork, actor: Actor, address: GroupAddress, *, now: datetime) -> None:
    """Let the group be nobody's again; Forbidden unless the actor acts for its unit."""
    group = await uow.groups.at(address)
    if group is None or group.unit_id is None or group.unit_id not in units_to_link(actor):
        raise Forbidden("a group is let go by a person of its unit")
    await uow.groups.unlink(group.id)
    await _record(uow, actor, "group_unlinked", group, now=now)


async def linked(uow: UnitOfWork, unit_ids: Iterable[int]) -> set[int]:
    """Which of these units have a group of their own."""
    return await uow.groups.units_with_group(unit_ids)


async def notice(
    uow: UnitOfWork, unit_id: int, text: str, *, key: str, moment: tuple[datetime, Calendar]
) -> int:
    """Queue a neutral line to the groups of a unit for the next sending hour, once for each key; how many.

    The text must count and name nobody: who reads along in a group is not known.
    """
    now, calendar = moment
    queued = 0
    for group in await uow.groups.of_unit(unit_id):
        added = await uow.outbox.add(
            idem_key=f"group:{key}:{group.id}",
            message_class=MessageClass.NOTICE,
            channel=group.channel,
            account=group.account,
            address=group.address,
            thread=group.thread,
            person_id=None,
            body=text,
            not_before=ladder.next_sending_time(now, calendar),
            created_at=now,
        )
        queued += int(added is not None)
    if queued:
        uow.wake(wakes.OUTBOX)
    return queued


def may_hear_counts(group: GroupChat | None, actor: Actor) -> bool:
    """Whether a group hears how many reports came in: its own unit's people ask, or it is nobody's group."""
    if group is None or group.state is not GroupState.LINKED:
        return True
    return group.unit_id in actor.unit_ids()


async def _record(uow: UnitOfWork, actor: Actor, verb: str, group: GroupChat, *, now: datetime) -> None:
    """Write down whose group it became, or no longer is."""
    unit_id = group.unit_id or 0
    units = await uow.organisation.units_by_id([unit_id])
    fact = history.Fact(verb, f"group:{group.id}", units[unit_id].province_id, unit_id)
    await history.record(uow, actor, fact, now=now)
