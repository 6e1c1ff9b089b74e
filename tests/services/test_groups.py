"""Linking groups: only by people of the unit, one unit at a time, and written down."""

from typing import Any

import pytest

from domain.delivery import MessageClass
from domain.errors import Conflict, Forbidden
from domain.units import Actor, Role
from services import groups
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, Town, october

PLACE = ("telegram", "default", "-7")


async def links(town: Town, actor: Actor, unit: str) -> Any:
    now = october(17)
    return await town.store.transact(lambda uow: groups.link(uow, actor, PLACE, town.units[unit], now=now))


async def lets_go(town: Town, actor: Actor) -> None:
    await town.store.transact(lambda uow: groups.unlink(uow, actor, PLACE, now=october(17)))


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD, Role.COORDINATOR])
async def test_people_of_a_unit_link_and_let_go_and_both_are_written_down(
    everywhere: Town, role: Role
) -> None:
    actor = await everywhere.joins("STP", role)
    group = await links(everywhere, actor, "STP")
    assert group.unit_id == everywhere.units["STP"]
    assert groups.may_hear_counts(group, actor)
    await lets_go(everywhere, actor)
    told = await everywhere.events("group_linked", "group_unlinked")
    assert [event.verb for event in told] == ["group_linked", "group_unlinked"]


@pytest.mark.parametrize(
    ("unit", "role"), [("SNV", Role.FOCAL_POINT), ("STP", Role.ADMIN), ("VP", Role.LEADER)]
)
async def test_nobody_else_links_a_units_group(town: Town, unit: str, role: Role) -> None:
    actor = await town.joins(unit, role)
    with pytest.raises(Forbidden):
        await links(town, actor, "STP")
    assert await town.events("group_linked") == []


async def test_another_units_group_is_neither_taken_nor_let_go(town: Town) -> None:
    group = await links(town, await town.joins("STP"), "STP")
    other = await town.joins("SNV")
    with pytest.raises(Conflict):
        await links(town, other, "SNV")
    with pytest.raises(Forbidden):
        await lets_go(town, other)
    assert not groups.may_hear_counts(group, other)
    assert groups.may_hear_counts(None, other)


async def test_a_notice_goes_to_the_units_own_groups_as_nobodys_message(town: Town) -> None:
    await links(town, await town.joins("STP"), "STP")

    async def work(uow: UnitOfWork) -> tuple[int, int]:
        moment = (october(17), CALENDAR)
        own = await groups.notice(uow, town.units["STP"], "1/3", key="k", moment=moment)
        return own, await groups.notice(uow, town.units["SNV"], "1/3", key="k", moment=moment)

    assert await town.store.transact(work) == (1, 0)
    (message,) = await town.messages()
    assert (message.address, message.person_id, message.message_class) == ("-7", None, MessageClass.NOTICE)
