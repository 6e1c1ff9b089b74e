"""Taking back the last message: all of it or nothing, once, in ten minutes, by who may still speak."""

from datetime import date, timedelta

import pytest

from domain.errors import Conflict, NotAllowedNow, NotFound
from domain.statuses import Status, Verb
from domain.units import Actor, Membership, Role
from services import consolidation, replies
from services.changes import Said
from services.replies import Statement
from storage.store import UnitOfWork
from tests import factories
from tests.factories import MINUTE, NOW
from tests.services.town import Town, october

COUNTED = ("status", "document_number", "reason", "promised", "percent", "nil", "disputed", "next_step_at")


@pytest.mark.parametrize(
    "statement",
    [
        Statement(Verb.SEND, document_number="216/BC-STP", sent_on=date(2023, 10, 17)),
        Statement(Verb.PROGRESS, percent=80),
        Statement(Verb.BLOCK, reason="mất điện"),
        Statement(Verb.SEND, nil=True),
        Statement(disputed=True),
        Statement(document_date=date(2023, 10, 16)),
    ],
)
async def test_the_duty_is_as_it_was_before(town: Town, statement: Statement) -> None:
    unit = await town.joins("STP")
    said = Statement(Verb.BLOCK, reason="máy hỏng", promised=date(2023, 10, 19), percent=40)
    before = await town.tells(unit, "STP", said)
    await town.tells(unit, "STP", statement)
    (after,) = await town.takes_back(unit)
    assert {name: getattr(after, name) for name in COUNTED} == {n: getattr(before, n) for n in COUNTED}
    assert (after.version, after.told_at) == (before.version + 2, before.told_at)


async def test_all_duties_of_the_message_come_back_and_those_of_others_stay(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    await everywhere.tells(office, "TANYEN", Verb.RECEIVE, message=100)
    for unit in ("STP", "SNV"):
        await everywhere.tells(office, unit, Verb.RECEIVE, message=101)
    restored = await everywhere.takes_back(office)
    assert {item.unit_id for item in restored} == {everywhere.units["STP"], everywhere.units["SNV"]}
    assert [duty.assignment.status.value for duty in await everywhere.duties()] == [
        "pending",
        "pending",
        "accepted",
    ]


async def test_when_one_of_them_was_changed_since_nothing_comes_back(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    other = await everywhere.joins("VP", Role.COORDINATOR, "người thứ hai")
    for unit in ("STP", "SNV"):
        await everywhere.tells(office, unit, Verb.RECEIVE, message=100)
    await everywhere.tells(other, "STP", Verb.RETURN)
    with pytest.raises(Conflict):
        await everywhere.takes_back(office)
    assert (await everywhere.duty("STP")).assignment.status is Status.RETURNED
    assert (await everywhere.duty("SNV")).assignment.status is Status.ACCEPTED
    assert await everywhere.events("undone") == []


async def test_a_line_that_named_a_hundred_units_comes_back_whole(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    codes = [f"XA{number}" for number in range(100)]

    async def grow(uow: UnitOfWork) -> None:
        more = await factories.units(uow, town.id, *codes)
        await factories.assignments(uow, town.report, town.id, more.values())

    async def receive(uow: UnitOfWork) -> None:
        for duty in await town.duties():
            await replies.record(uow, office, duty, Statement(Verb.RECEIVE), said=Said(NOW, NOW, 500))

    await town.store.transact(grow)
    await town.store.transact(receive)
    assert len(await town.takes_back(office)) == 103
    assert {duty.assignment.status for duty in await town.duties()} == {Status.PENDING}


@pytest.mark.parametrize(
    ("passed", "works"), [(timedelta(minutes=10), True), (timedelta(minutes=10, seconds=1), False)]
)
async def test_it_is_possible_for_ten_minutes(town: Town, passed: timedelta, works: bool) -> None:
    unit = await town.joins("STP")
    await town.tells(unit, "STP", Verb.SEND)
    if works:
        assert len(await town.takes_back(unit, at=NOW + passed)) == 1
    else:
        with pytest.raises(NotAllowedNow):
            await town.takes_back(unit, at=NOW + passed)


async def test_nobody_takes_back_what_somebody_else_said(town: Town) -> None:
    unit, colleague = await town.joins("STP"), await town.joins("STP", name="đồng nghiệp")
    await town.tells(unit, "STP", Verb.SEND)
    with pytest.raises(NotFound):
        await town.takes_back(colleague)
    assert (await town.duty("STP")).assignment.status is Status.SUBMITTED


async def test_who_lost_the_role_takes_nothing_back(town: Town) -> None:
    unit = await town.joins("STP")
    await town.tells(unit, "STP", Verb.SEND)
    assert unit.person is not None
    elsewhere = Membership(unit.person.id, town.units["SNV"], town.id, Role.FOCAL_POINT)
    for moved in (Actor(unit.person), Actor(unit.person, (elsewhere,))):
        with pytest.raises(NotFound):
            await town.takes_back(moved)
    assert (await town.duty("STP")).assignment.status is Status.SUBMITTED


async def test_what_was_taken_back_can_be_said_and_taken_back_again(town: Town) -> None:
    unit = await town.joins("STP")
    for turn in range(3):
        assert (await town.tells(unit, "STP", Verb.SEND)).status is Status.SUBMITTED
        (after,) = await town.takes_back(unit, at=NOW + MINUTE * turn)
        assert after.status is Status.PENDING
    assert len(await town.events("changed", "undone")) == 6


async def test_reminders_go_on_where_they_stood(town: Town) -> None:
    unit = await town.joins("STP")
    await town.plans(october(17))
    waiting = (await town.duty("STP")).assignment.next_step_at
    assert waiting == october(19)
    await town.tells(unit, "STP", Verb.SEND, at=october(17, 9))
    assert (await town.plans(october(19))).queued == 0
    (after,) = await town.takes_back(unit, at=october(17, 9, 5))
    assert after.next_step_at == waiting
    assert (await town.plans(october(19))).queued == 1


async def test_the_past_still_knows_what_was_said(town: Town) -> None:
    unit = await town.joins("STP")
    await town.tells(unit, "STP", Verb.SEND, at=october(17, 9))
    await town.takes_back(unit, at=october(17, 9, 40))
    leader = await town.joins("VP", Role.LEADER)
    claimed = []
    for moment in (october(17, 8, 59), october(17, 9), october(17, 9, 39), october(17, 9, 40)):
        async with town.store.reading() as uow:
            (found,) = await consolidation.standings(uow, leader, now=october(18), as_of=moment)
        claimed.append(found.tally.claimed)
    assert claimed == [0, 1, 1, 0]


async def test_who_said_nothing_has_nothing_to_take_back(town: Town) -> None:
    with pytest.raises(NotFound):
        await town.takes_back(await town.joins("STP"))
