"""The planner: who is told which step and when, and who is not told any more."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from domain.calendar import Calendar
from domain.delivery import MessageClass
from domain.statuses import Status, Verb
from domain.units import OPERATOR, ContactState, Role
from services.reminders import Planned
from services.replies import Statement
from storage.store import UnitOfWork
from storage.tables import ProvinceRow, table_of
from tests import factories
from tests.services.town import EVERYTHING, Town, october


async def steps(town: Town) -> list[tuple[str, int]]:
    """What was told, as steps with how many persons, in the order of telling."""
    async with town.store.reading() as uow:
        keys = [one.id for one in await uow.duties.assignments(EVERYTHING)]
        told = await uow.reminders.emitted(keys)
    names = sorted({step for _, _, step, _ in told})
    return [(name, sum(step == name for _, _, step, _ in told)) for name in names]


@pytest.mark.parametrize(
    ("now", "step"),
    [
        (october(10), "open"),
        (october(13, 16, 0), "open"),
        (october(17), "-3"),
        (october(18, 14, 0), "-3"),
        (october(19), "-1"),
        (october(20), "0"),
        (october(20, 14, 30), "0-pm"),
        (october(23), "+1"),
        (october(27), "+1"),
    ],
)
async def test_only_the_latest_missed_step_is_told(town: Town, now: datetime, step: str) -> None:
    await town.joins("STP")
    assert (await town.plans(now)).queued == 1
    assert await steps(town) == [(step, 1)]


@pytest.mark.parametrize("now", [october(9), october(10, 8, 29, 59)])
async def test_before_the_first_step_nobody_is_told(town: Town, now: datetime) -> None:
    await town.joins("STP")
    assert (await town.plans(now)).queued == 0
    assert (await town.duty("STP")).assignment.next_step_at == october(10)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (october(17, 7, 59), october(17, 8, 0)),
        (october(17, 11, 0), october(17, 14, 0)),
        (october(17, 16, 30), october(18, 8, 0)),
        (october(20, 16, 30), october(23, 8, 0)),
        (october(21, 9, 0), october(23, 8, 0)),
    ],
)
async def test_out_of_hours_everything_waits_for_the_next_opening(
    town: Town, now: datetime, opens: datetime
) -> None:
    await town.joins("STP")
    assert (await town.plans(now)).queued == 0
    assert (await town.duty("STP")).assignment.next_step_at == opens
    assert await town.messages() == []


async def test_a_holiday_is_no_day_for_reminders(town: Town) -> None:
    await town.joins("STP")
    off = Calendar(off=frozenset({date(2023, 10, 18)}))
    assert (await town.plans(october(18), off)).queued == 0
    assert (await town.plans(october(19), off)).queued == 1


async def test_a_late_step_is_left_out_when_the_next_one_comes_the_same_day(town: Town) -> None:
    await town.joins("STP")
    assert (await town.plans(october(20, 8, 45))).queued == 1
    late = await town.joins("SNV")
    await town.sets("SNV", next_step_at=october(20, 8, 46))
    assert (await town.plans(october(20, 8, 46))).queued == 0
    assert (await town.plans(october(20, 14, 30))).queued == 2
    assert late.person is not None
    assert await steps(town) == [("0", 1), ("0-pm", 2)]


@pytest.mark.parametrize(("day", "told"), [(date(2023, 11, 2), 1), (date(2023, 11, 3), 0)])
async def test_a_ladder_that_ended_ten_days_ago_stays_silent(town: Town, day: date, told: int) -> None:
    await town.joins("STP")
    moment = datetime.combine(day, october(1).timetz())
    assert (await town.plans(moment - timedelta(minutes=1))).queued == told
    assert (await town.duty("STP")).assignment.next_step_at is None


@pytest.mark.parametrize(
    ("ends", "told"), [(date(2023, 10, 31), 1), (date(2023, 10, 23), 1), (date(2023, 10, 22), 0)]
)
async def test_after_the_last_day_in_use_nothing_is_told(town: Town, ends: date, told: int) -> None:
    await town.joins("STP")

    async def end(uow: UnitOfWork) -> None:
        await uow._connection.execute(update(table_of(ProvinceRow)).values(in_use_until=ends))

    await town.store.transact(end)
    assert (await town.plans(october(23))).queued == told
    assert (await town.duty("STP")).assignment.next_step_at is None


async def test_planning_again_adds_nothing_also_when_everything_is_looked_at_again(everywhere: Town) -> None:
    for unit in ("STP", "SNV"):
        await everywhere.joins(unit)
    assert await everywhere.plans(october(17)) == Planned(0, 3, 0, 2, 1)
    assert await everywhere.plans(october(17)) == Planned()
    await everywhere.store.transact(lambda uow: uow.duties.arm(everywhere.units.values(), october(17)))
    assert (await everywhere.plans(october(17, 9, 0))).queued == 0
    assert len(await everywhere.messages()) == 2


async def test_somebody_who_joins_later_is_told_what_the_others_know(town: Town) -> None:
    await town.joins("STP")
    await town.plans(october(17))
    newcomer = await town.joins("STP", name="người mới")
    await town.store.transact(lambda uow: uow.duties.arm([town.units["STP"]], october(17, 14, 0)))
    planned = await town.plans(october(17, 14, 0))
    assert (planned.queued, planned.coalesced) == (1, 1)
    newest = (await town.messages())[-1]
    assert newcomer.person is not None
    assert newest.person_id == newcomer.person.id


@pytest.mark.parametrize("status", [status for status in Status if not status.is_owed])
async def test_who_owes_nothing_is_not_told(town: Town, status: Status) -> None:
    await town.joins("STP")
    await town.sets("STP", status=status.value)
    assert (await town.plans(october(17))).queued == 0


@pytest.mark.parametrize("status", [status for status in Status if status.is_owed])
async def test_working_on_it_does_not_silence_a_duty(town: Town, status: Status) -> None:
    await town.joins("STP")
    await town.sets("STP", status=status.value)
    assert (await town.plans(october(17))).queued == 1


async def test_a_dispute_is_not_reminded_and_a_returned_report_is_at_once(town: Town) -> None:
    unit, office = await town.joins("STP"), await town.joins("VP", Role.COORDINATOR)
    await town.tells(unit, "STP", Statement(disputed=True), at=october(16))
    assert (await town.plans(october(17))).queued == 0
    await town.tells(unit, "STP", Statement(disputed=False), at=october(17, 9))
    await town.tells(unit, "STP", Verb.SEND, at=october(17, 9))
    assert (await town.plans(october(17, 9))).queued == 0
    await town.tells(office, "STP", Verb.RETURN, at=october(17, 10))
    assert (await town.plans(october(17, 10))).queued == 1


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.LEADER, Role.ADMIN])
async def test_heads_and_leaders_are_never_reminded_by_the_ladder(town: Town, role: Role) -> None:
    await town.joins("STP", role)
    planned = await town.plans(october(17))
    assert (planned.queued, planned.unreachable) == (0, 3)


async def test_somebody_for_two_units_gets_one_message_with_two_reminders(everywhere: Town) -> None:
    actor = await everywhere.joins("STP")
    assert actor.person is not None
    person = actor.person.id

    async def also(uow: UnitOfWork) -> None:
        await uow.organisation.add_membership(person, everywhere.units["SNV"], Role.FOCAL_POINT)

    await everywhere.store.transact(also)
    assert (await everywhere.plans(october(17))).queued == 1
    (message,) = await everywhere.messages()
    async with everywhere.store.reading() as uow:
        assert len(await uow.reminders.of_message(message.id)) == 2
    assert (message.options, message.message_class) == ((), MessageClass.DIGEST)


async def test_a_duty_that_appears_within_the_slot_is_told_a_little_later(town: Town) -> None:
    actor = await town.joins("STP")
    assert actor.person is not None
    await town.plans(october(17))

    async def one_more(uow: UnitOfWork) -> None:
        other = await factories.obligation(uow, town.id, town.units["VP"], key="khac", stem="KH")
        at = october(17, 8, 31)
        await factories.assignments(uow, other, town.id, [town.units["STP"]], next_step_at=at)

    await town.store.transact(one_more)
    assert (await town.plans(october(17, 8, 31))).queued == 0
    assert (await town.plans(october(17, 8, 46))).queued == 1
    assert len(await town.messages()) == 2


async def test_a_closed_address_is_not_used_but_the_persons_next_one_is(town: Town) -> None:
    actor = await town.joins("STP")
    assert actor.person is not None
    person = actor.person

    async def move(uow: UnitOfWork) -> None:
        first = (factories.TELEGRAM, factories.ACCOUNT, person.name)
        await uow.organisation.set_contact(first, ContactState.DISABLED)

    async def another(uow: UnitOfWork) -> None:
        await uow.organisation.add_contact(person.id, ("webchat", "default", "w"), october(17))

    await town.store.transact(move)
    assert (await town.plans(october(17))).unreachable == 3
    await town.store.transact(another)
    await town.plans(october(19))
    assert [(one.channel, one.address) for one in await town.messages()] == [("webchat", "w")]


async def test_what_is_history_is_never_told(town: Town) -> None:
    await town.joins("STP")

    async def old(uow: UnitOfWork) -> None:
        other = await factories.obligation(uow, town.id, town.units["VP"], key="cu", stem="CU", history=True)
        await factories.assignments(uow, other, town.id, [town.units["STP"]], next_step_at=october(1))

    await town.store.transact(old)
    await town.tells(OPERATOR, "STP", Verb.SEND)
    assert (await town.plans(october(17))).queued == 0
    assert (await town.duty("STP", "CU10")).assignment.next_step_at is None
