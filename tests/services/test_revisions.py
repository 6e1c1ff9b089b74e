"""A new version of a duty re-plans exactly what it must, and nothing that is past."""

from dataclasses import replace
from datetime import date

import pytest

from domain.calendar import Calendar
from domain.delivery import OutboxState
from domain.due_rules import DueRule, MonthOfPeriod, Relation
from domain.errors import Conflict, Forbidden, InvalidInput
from domain.ladder import LAST_MORNING, MORNING, Step
from domain.obligations import Obligation, ObligationState, Schedule, Supersession
from domain.periods import Frequency, Period
from domain.statuses import Status, Verb
from domain.units import OPERATOR, Actor, Group, Role, Selector
from services import planning, revisions
from services.revisions import Revision
from storage.store import UnitOfWork
from tests import factories
from tests.services.town import CALENDAR, Town, october

BEFORE_THE_19TH = DueRule(Relation.BEFORE, "trước ngày 19 hằng tháng", day=19)
OPEN_DAY = Schedule(Frequency.MONTHLY, None, phrase="hằng tháng")


async def report(town: Town, obligation_id: int | None = None) -> Obligation:
    """The monthly report, or another duty, as it is stored."""
    async with town.store.reading() as uow:
        return (await uow.duties.obligations(ids=[obligation_id or town.report]))[0]


async def revised(
    town: Town, *, day: int = 11, actor: Actor = OPERATOR, duty: int | None = None, **changes: object
) -> Revision:
    """Store a changed version of a duty on a day of October 2023."""
    before = await report(town, duty)
    pair = (before, replace(before, **changes))  # type: ignore[arg-type] # the tests name real fields
    return await town.store.transact(
        lambda uow: revisions.revise(uow, actor, pair, calendar=CALENDAR, now=october(day))
    )


async def another(town: Town, **values: object) -> int:
    """One more duty of the province."""
    return await town.store.transact(
        lambda uow: factories.obligation(uow, town.id, town.units["VP"], key="viec-khac", stem="VK", **values)
    )


async def test_a_new_day_moves_open_deadlines_and_keeps_the_first_one(everywhere: Town) -> None:
    found = await revised(everywhere, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    assert len(found.moved) == 3
    assert found.after.version == 2
    for duty in await everywhere.duties():
        if duty.assignment.period.key == "2023-10":
            assert duty.assignment.current.last_day == date(2023, 10, 18)
            assert duty.assignment.original.last_day == date(2023, 10, 20)


async def test_the_same_version_again_changes_nothing(town: Town) -> None:
    await revised(town, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    before = await town.duties()
    found = await revised(town, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    assert (found.moved, found.after.version) == ((), 2)
    assert await town.duties() == before


async def test_what_was_sent_or_has_fallen_due_keeps_its_deadline(town: Town) -> None:
    who = await town.joins("STP")
    await town.tells(who, "STP", Verb.SEND, at=october(11))
    await revised(town, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    assert (await town.duty("STP")).assignment.current.last_day == date(2023, 10, 20)
    late = await revised(town, day=25, schedule=Schedule(Frequency.MONTHLY, factories.BEFORE_THE_21ST))
    assert {item.duty.assignment.period.key for item in late.moved} <= {"2023-11"}
    assert (await town.duty("SNV")).assignment.current.last_day == date(2023, 10, 18)


async def test_queued_reminders_of_the_old_version_are_cancelled_in_the_same_transaction(
    everywhere: Town,
) -> None:
    await everywhere.joins("STP")
    await everywhere.plans(october(17))
    found = await revised(everywhere, day=17, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    assert found.cancelled == 1
    states = {message.idem_key: message.state for message in await everywhere.messages()}
    assert list(states.values()) == [OutboxState.CANCELLED]


async def test_a_digest_that_speaks_of_other_duties_too_is_not_cancelled(town: Town) -> None:
    await town.joins("STP")
    other = await another(town)

    async def also(uow: UnitOfWork) -> None:
        await factories.assignments(uow, other, town.id, [town.units["STP"]], next_step_at=october(1))

    await town.store.transact(also)
    await town.plans(october(17))
    found = await revised(town, day=17, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    assert found.cancelled == 0
    assert [message.state for message in await town.messages()] == [OutboxState.QUEUED]


async def test_units_that_were_told_hear_of_the_new_day_once(town: Town) -> None:
    await town.joins("STP")
    await town.plans(october(17))
    await revised(town, day=17, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    assert (await town.plans(october(17, 8, 31))).queued == 0
    # The slot's own digest went to the bin with the old plan, so the new day is told as a catch-up.
    assert (await town.plans(october(17, 8, 50))).queued == 1
    assert (await town.plans(october(17, 8, 51))).queued == 0


async def test_a_later_day_that_nobody_was_told_of_yet_waits_for_its_first_step(town: Town) -> None:
    await town.joins("STP")
    await town.sets("STP", next_step_at=october(11))
    day = DueRule(Relation.BEFORE, "trước ngày 28", day=28)
    await revised(town, day=9, schedule=Schedule(Frequency.MONTHLY, day))
    assert (await town.duty("STP")).assignment.next_step_at == october(10)
    assert (await town.plans(october(9, 9))).queued == 0


async def test_another_ladder_alone_tells_no_step_twice(town: Town) -> None:
    await town.joins("STP")
    await town.plans(october(17))
    steps = (Step("-3", -3), LAST_MORNING, Step("+2", 2, MORNING))
    found = await revised(town, day=17, ladder=steps)
    assert len(found.moved) == 3
    duty = await town.duty("STP")
    assert (duty.assignment.plan_version, duty.assignment.next_step_at) == (1, october(20))


async def test_a_narrower_selector_releases_who_is_not_named_and_says_why(town: Town) -> None:
    found = await revised(town, selector=Selector(units=("STP", "SNV")))
    assert [duty.unit.code for duty in found.released] == ["TANYEN"]
    released = (await town.duty("TANYEN")).assignment
    assert (released.status, released.next_step_at) == (Status.WAIVED, None)
    assert released.reason == "revised:bao-cao-thang:2"
    assert (await town.duty("STP")).assignment.status is Status.PENDING


async def test_a_wider_selector_adds_who_is_named_now(town: Town) -> None:
    found = await revised(town, selector=Selector(groups=(Group.DEPARTMENTS, Group.DISTRICTS), units=("VP",)))
    assert found.added >= 1
    assert (await town.duty("VP")).assignment.current.last_day == date(2023, 10, 20)


async def test_a_unit_that_is_named_after_the_deadline_owes_the_next_period_first(town: Town) -> None:
    await revised(town, day=25, selector=Selector(groups=(Group.DEPARTMENTS, Group.DISTRICTS), units=("VP",)))
    codes = {duty.code for duty in await town.duties() if duty.unit.code == "VP"}
    assert codes == {"BC11"}


async def test_a_day_bound_late_in_the_month_asks_for_the_next_one_first(town: Town) -> None:
    duty = await another(town, schedule=OPEN_DAY)
    found = await revised(
        town, day=21, duty=duty, schedule=Schedule(Frequency.MONTHLY, factories.BEFORE_THE_21ST)
    )
    assert found.after.in_use_from == date(2023, 11, 1)
    assert not {code for code in (item.code for item in await town.duties()) if code == "VK10"}


async def test_a_day_bound_in_time_asks_for_this_month(town: Town) -> None:
    duty = await another(town, schedule=OPEN_DAY)
    await revised(town, day=16, duty=duty, schedule=Schedule(Frequency.MONTHLY, factories.BEFORE_THE_21ST))
    assert "VK10" in {item.code for item in await town.duties()}


async def test_a_one_off_cannot_be_bound_to_a_day_that_has_passed(town: Town) -> None:
    duty = await another(town, schedule=Schedule(Frequency.ONCE, None, phrase="đầu tháng 10"))
    past = Schedule(Frequency.ONCE, DueRule(Relation.BY, "đến ngày 05/10/2023", on=date(2023, 10, 5)))
    with pytest.raises(InvalidInput, match="has passed"):
        await revised(town, day=10, duty=duty, schedule=past)


async def test_somebody_who_was_faster_wins(town: Town) -> None:
    before = await report(town)
    await revised(town, title="Báo cáo tháng, mẫu mới")
    pair = (before, replace(before, title="Tên khác"))
    with pytest.raises(Conflict):
        await town.store.transact(
            lambda uow: revisions.revise(uow, OPERATOR, pair, calendar=CALENDAR, now=october(11))
        )


async def test_a_focal_point_revises_nothing(town: Town) -> None:
    who = await town.joins("STP")
    with pytest.raises(Forbidden):
        await revised(town, actor=who, title="Không phải nộp")


async def test_a_coordinator_may_and_the_history_says_what_differs(town: Town) -> None:
    who = await town.joins("VP", Role.COORDINATOR)
    await revised(town, actor=who, title="Báo cáo tháng, mẫu mới")
    (event,) = await town.events(revisions.REVISED)
    assert event.data == {"version": 2, "fields": {"title": ["Báo cáo tháng", "Báo cáo tháng, mẫu mới"]}}


async def test_a_day_off_moves_the_target_only_and_nobody_is_told_a_step_again(town: Town) -> None:
    await town.joins("STP")
    await town.plans(october(17))
    off = Calendar(off=frozenset({date(2023, 10, 20)}))

    async def work(uow: UnitOfWork) -> planning.Applied:
        moved = await planning.foreseen(uow, calendar=off, now=october(17, 9), was=CALENDAR)
        cause = planning.Cause("replanned", october(17, 9), {"reason": "calendar"})
        return await planning.apply(uow, OPERATOR, moved, calendar=off, cause=cause)

    assert (await town.store.transact(work)).changed == 3
    deadline = (await town.duty("STP")).assignment.current
    assert (deadline.last_day, deadline.target_day) == (date(2023, 10, 20), date(2023, 10, 19))
    assert (await town.store.transact(work)).changed == 0


async def test_a_series_ends_before_the_period_that_the_new_one_begins_with(everywhere: Town) -> None:
    await everywhere.joins("STP")
    await everywhere.plans(october(17))
    new = await another(everywhere, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    pair = (await report(everywhere), await report(everywhere, new), Period.parse("2023-10"))

    async def work(uow: UnitOfWork) -> Revision:
        return await revisions.supersede(uow, OPERATOR, pair, calendar=CALENDAR, now=october(17))

    found = await everywhere.store.transact(work)
    assert (len(found.released), found.cancelled) == (3, 1)
    assert (found.after.state, found.after.last_period) == (
        ObligationState.SUPERSEDED,
        Period.parse("2023-09"),
    )
    assert {duty.assignment.status for duty in await everywhere.duties()} == {Status.WAIVED}
    notices = [item for item in await everywhere.messages() if item.state is OutboxState.QUEUED]
    assert len(notices) == 1
    assert "trước ngày 19" in notices[0].body


async def test_past_periods_of_a_replaced_series_stay_as_they_were(town: Town) -> None:
    new = await another(town, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))
    pair = (await report(town), await report(town, new), Period.parse("2023-11"))
    await town.store.transact(
        lambda uow: revisions.supersede(uow, OPERATOR, pair, calendar=CALENDAR, now=october(25))
    )
    assert {duty.assignment.status for duty in await town.duties() if duty.code == "BC10"} == {Status.PENDING}


async def test_a_series_is_not_replaced_twice_nor_from_a_period_of_another_kind(town: Town) -> None:
    new = await another(town, schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH))

    async def replaced(period: str) -> Revision:
        pair = (await report(town), await report(town, new), Period.parse(period))
        return await town.store.transact(
            lambda uow: revisions.supersede(uow, OPERATOR, pair, calendar=CALENDAR, now=october(17))
        )

    with pytest.raises(InvalidInput, match="no period of it"):
        await replaced("2023-Q4")
    await replaced("2023-10")
    with pytest.raises(InvalidInput, match="superseded already"):
        await replaced("2023-10")


@pytest.mark.parametrize("cited", ["3995/UBND", "3995/UBND-NC", "Số 3995 / UBND – NC"])
async def test_a_cited_letter_is_found_however_its_number_is_written(town: Town, cited: str) -> None:
    async def work(uow: UnitOfWork) -> list[tuple[Obligation, Obligation]]:
        replaced = Supersession(cited, None, "trước ngày 19 hằng tháng")
        await factories.obligation(
            uow, town.id, town.units["VP"], key="moi", stem="BM", supersedes=(replaced,)
        )
        await factories.obligation(
            uow, town.id, town.units["VP"], key="cu", stem="BK", number="3995",
            schedule=Schedule(Frequency.MONTHLY, BEFORE_THE_19TH),
        )  # fmt: skip
        return await revisions.replaceable(uow, town.id)

    assert [(old.key, new.key) for old, new in await town.store.transact(work)] == [("cu", "moi")]


async def test_another_rule_of_the_cited_letter_lives_on(town: Town) -> None:
    async def work(uow: UnitOfWork) -> list[tuple[Obligation, Obligation]]:
        replaced = Supersession("3995/UBND", None, "vào ngày 15 hằng tháng")
        await factories.obligation(
            uow, town.id, town.units["VP"], key="moi", stem="BM", supersedes=(replaced,)
        )
        await factories.obligation(uow, town.id, town.units["VP"], key="cu", stem="BK", number="3995")
        return await revisions.replaceable(uow, town.id)

    assert await town.store.transact(work) == []


async def test_a_reminder_that_had_not_left_yet_is_told_anew_under_the_new_plan(town: Town) -> None:
    await town.joins("STP")
    await town.plans(october(17))
    off = Calendar(off=frozenset({date(2023, 10, 20)}))

    async def work(uow: UnitOfWork) -> planning.Applied:
        moved = await planning.foreseen(uow, calendar=off, now=october(17, 9), was=CALENDAR)
        cause = planning.Cause("replanned", october(17, 9), {"reason": "calendar"})
        return await planning.apply(uow, OPERATOR, moved, calendar=off, cause=cause)

    assert (await town.store.transact(work)).cancelled == 1
    assert (await town.duty("STP")).assignment.next_step_at == october(17, 9)


def test_a_difference_reads_as_words_and_names_only_what_is_set() -> None:
    schedule = Schedule(Frequency.MONTHLY, BEFORE_THE_19TH)
    words = "frequency monthly; due relation before; phrase trước ngày 19 hằng tháng; day 19"
    assert revisions.spelled(schedule) == words
    assert (
        revisions.spelled(Selector((Group.DEPARTMENTS,), ("VP", "STP")))
        == "groups departments; units VP, STP"
    )
    assert revisions.spelled(None) == revisions.spelled(()) == "–"
    assert revisions.spelled(Period.parse("2026-10")) == "2026-10"


async def test_a_duty_that_recurs_differently_makes_nothing_late_at_once(town: Town) -> None:
    day = DueRule(Relation.BEFORE, "trước ngày 15/12", day=15, month=12)
    duty = await another(town, schedule=Schedule(Frequency.ANNUAL, day), selector=Selector(units=("STP",)))
    await revised(town, day=11, duty=duty, title="Báo cáo năm")
    await revised(town, day=27, duty=duty, schedule=Schedule(Frequency.MONTHLY, factories.BEFORE_THE_21ST))
    found = [one for one in await town.duties() if one.obligation.id == duty]
    late = [one.code for one in found if one.assignment.is_overdue(october(27))]
    assert late == []
    yearly = next(one for one in found if one.assignment.period.frequency is Frequency.ANNUAL)
    assert yearly.assignment.status is Status.WAIVED
    assert yearly.assignment.current == yearly.assignment.original


async def test_a_revision_of_something_else_releases_nobody_the_selector_does_not_name(town: Town) -> None:
    found = await revised(town, title="Báo cáo tháng, mẫu mới")
    assert found.released == ()
    # The district owes although the town's class words do not name it, as after a merger.
    assert (await town.duty("TANYEN")).assignment.status is Status.PENDING


async def test_a_unit_named_while_an_earlier_period_is_open_owes_that_one_too(town: Town) -> None:
    after = DueRule(Relation.BEFORE, "trước ngày 05 tháng sau", day=5, month_of_period=MonthOfPeriod.NEXT)
    schedule, stp = Schedule(Frequency.MONTHLY, after), Selector(units=("STP",))
    duty = await another(town, schedule=schedule, selector=stp)
    await revised(town, day=27, duty=duty, title="Thống kê")
    await revised(town, day=27, duty=duty, selector=Selector(units=("STP", "SNV")))
    owed = {one.code for one in await town.duties() if (one.obligation.id, one.unit.code) == (duty, "SNV")}
    assert owed == {"VK10", "VK11"}
