"""Mergers: what is due from the day on goes to the successor, what fell due before stays, chats are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.delivery import OutboxState
from domain.errors import Forbidden, InvalidInput
from domain.permissions import Action, scope_of
from domain.statuses import Status, Verb
from domain.units import OPERATOR, Actor, Role, Selector, Unit, UnitKind
from services import consolidation, digests, merges, obligations
from services.merges import Effect, Merger
from services.replies import Statement
from storage.store import Store, UnitOfWork
from tests import factories
from tests.factories import NOW
from tests.services.town import CALENDAR, Town, founded, october

# The report of October is due by the end of the 20th.
BEFORE, AFTER = date(2023, 10, 18), date(2023, 10, 21)


async def unit_of(town: Town, code: str) -> Unit:
    async with town.store.reading() as uow:
        return (await uow.organisation.units_by_id([town.units[code]]))[town.units[code]]


async def merges_into(
    town: Town, new: str, *old: str, on: date = BEFORE, by: Actor = OPERATOR
) -> list[Effect]:
    """Units of the town become one."""
    merger = Merger(tuple([await unit_of(town, code) for code in old]), await unit_of(town, new), on)
    return await town.store.transact(lambda uow: merges.merge(uow, by, merger, now=NOW))


async def founds(town: Town, code: str, **facts: Any) -> None:
    """A further department that owes nothing yet."""

    async def work(uow: UnitOfWork) -> None:
        town.units |= await factories.units(uow, town.id, code)
        await uow.organisation.change_unit(town.units[code], facts or {"order_no": 50})

    await town.store.transact(work)


async def actor_again(town: Town, actor: Actor) -> Actor:
    """The actor with rights read anew."""
    assert actor.person is not None
    async with town.store.reading() as uow:
        held = await uow.organisation.memberships(person_ids=[actor.person.id])
    return replace(actor, memberships=tuple(held))


def codes(effects: Sequence[Effect], kind: str) -> list[str]:
    return [duty.code for effect in effects for duty in getattr(effect, kind)]


async def test_the_old_unit_ends_the_day_before_and_names_its_successor(town: Town) -> None:
    await merges_into(town, "SNV", "STP")
    old = await unit_of(town, "STP")
    assert (old.valid_to, old.successor_id) == (BEFORE - timedelta(days=1), town.units["SNV"])
    assert (await unit_of(town, "SNV")).valid_to is None


async def test_what_the_new_unit_owes_itself_is_owed_once(everywhere: Town) -> None:
    effects = await merges_into(everywhere, "SNV", "STP")
    assert (codes(effects, "waived"), codes(effects, "moved")) == (["BC10"], [])
    old = (await everywhere.duty("STP")).assignment
    assert old.status is Status.WAIVED
    assert old.next_step_at is None
    assert old.reason == "nhập vào Đơn vị SNV từ ngày 18/10/2023"
    assert (await everywhere.duty("SNV")).assignment.status is Status.PENDING


async def test_what_it_does_not_owe_goes_to_it_with_deadline_and_words(everywhere: Town) -> None:
    await founds(everywhere, "SNN")
    told = Statement(Verb.PROGRESS, percent=60, promised=date(2023, 10, 19))
    await everywhere.tells(OPERATOR, "STP", told)
    before = (await everywhere.duty("STP")).assignment
    effects = await merges_into(everywhere, "SNN", "STP")
    assert codes(effects, "moved") == ["BC10"]
    after = (await everywhere.duty("SNN")).assignment
    assert (after.status, after.percent, after.promised) == (Status.IN_PROGRESS, 60, date(2023, 10, 19))
    assert (after.original, after.current, after.told_at) == (before.original, before.current, before.told_at)
    assert after.next_step_at == before.next_step_at
    assert (await everywhere.duty("STP")).assignment.status is Status.WAIVED


async def test_what_fell_due_before_stays_with_the_old_unit(town: Town) -> None:
    await founds(town, "SNN")
    effects = await merges_into(town, "SNN", "STP", on=AFTER)
    assert (codes(effects, "kept"), codes(effects, "moved")) == (["BC10"], [])
    assert (await town.duty("STP")).assignment.status is Status.PENDING
    assert "SNN" not in {duty.unit.code for duty in await town.duties()}


async def test_a_duty_due_on_the_very_day_moves(town: Town) -> None:
    await founds(town, "SNN")
    assert codes(await merges_into(town, "SNN", "STP", on=date(2023, 10, 20)), "moved") == ["BC10"]


async def test_what_was_sent_stays_the_old_units_report(town: Town) -> None:
    await founds(town, "SNN")
    await town.tells(OPERATOR, "STP", Statement(Verb.SEND, sent_on=date(2023, 10, 16)))
    effects = await merges_into(town, "SNN", "STP")
    assert [len(effect.moved + effect.waived) for effect in effects] == [0]
    assert (await town.duty("STP")).assignment.status is Status.SUBMITTED


async def test_of_two_old_units_the_new_one_owes_one_report(town: Town) -> None:
    await founds(town, "SNN")
    effects = await merges_into(town, "SNN", "STP", "SNV")
    assert (codes(effects, "moved"), codes(effects, "waived")) == (["BC10"], ["BC10"])
    owing = [duty.unit.code for duty in await town.duties() if duty.assignment.status.is_owed]
    assert sorted(owing) == ["SNN", "TANYEN"]


async def test_a_look_back_before_the_merger_counts_the_duty_once(town: Town) -> None:
    await founds(town, "SNN")
    await merges_into(town, "SNN", "STP")
    async with town.store.reading() as uow:
        times = {"calendar": CALENDAR, "now": october(25)}
        now = await consolidation.overdue(uow, OPERATOR, **times)
        # The merger is recorded on the 17th; the day before, in business time, only the old unit stood there.
        then = await consolidation.standings(uow, OPERATOR, now=october(25), as_of=october(16))
    assert sorted(item.duty.unit.code for item in now) == ["SNN", "SNV", "TANYEN"]
    standing = {duty.unit.code: duty.assignment.status for duty in then[0].duties}
    assert (standing["STP"], standing["SNN"]) == (Status.PENDING, Status.WAIVED)


async def test_the_old_units_people_act_for_the_new_one_and_keep_what_is_left(town: Town) -> None:
    await founds(town, "SNN")
    left = await town.joins("STP")
    await merges_into(town, "SNN", "STP")
    again = await actor_again(town, left)
    assert again.unit_ids(Role.FOCAL_POINT) == {town.units["STP"], town.units["SNN"]}
    await town.tells(again, "SNN", Verb.SEND)
    assert (await town.duty("SNN")).assignment.status is Status.SUBMITTED


async def test_the_new_units_people_see_what_the_old_one_left_overdue(town: Town) -> None:
    await founds(town, "SNN")
    heir = await town.joins("SNN")
    other = await town.joins("SNV")
    await merges_into(town, "SNN", "STP", on=AFTER)

    async def seen(actor: Actor) -> list[str]:
        again = await actor_again(town, actor)
        async with town.store.reading() as uow:
            late = await consolidation.overdue(uow, again, calendar=CALENDAR, now=october(23))
        return [item.duty.unit.code for item in late]

    assert await seen(heir) == ["STP"]
    assert await seen(other) == ["SNV"]


async def test_who_is_linked_to_the_old_unit_later_acts_for_the_new_one_too(town: Town) -> None:
    await merges_into(town, "SNV", "STP")
    late = await town.joins("STP", name="Cán bộ đến sau")
    assert (await actor_again(town, late)).unit_ids() == {town.units["STP"], town.units["SNV"]}


async def test_people_of_other_units_gain_nothing(town: Town) -> None:
    other = await town.joins("TANYEN")
    await merges_into(town, "SNV", "STP")
    assert (await actor_again(town, other)).unit_ids() == {town.units["TANYEN"]}


async def test_a_waiting_digest_dies_and_the_new_unit_is_told_instead(town: Town) -> None:
    await founds(town, "SNN")
    await town.joins("STP")
    await town.plans(NOW)
    effects = await merges_into(town, "SNN", "STP")
    assert [effect.cancelled for effect in effects] == [1]
    assert (await town.duty("SNN")).assignment.next_step_at == NOW
    # The slot's digest has its key already, so the same slot comes again as a catch-up.
    await town.plans(NOW + timedelta(minutes=1))
    await town.plans(NOW + timedelta(minutes=17))
    states = [message.state for message in await town.messages()]
    assert states == [OutboxState.CANCELLED, OutboxState.QUEUED]


async def test_who_was_told_already_is_not_told_again_for_the_new_unit(town: Town) -> None:
    await founds(town, "SNN")
    await town.joins("STP")
    await town.plans(NOW)
    (message,) = await town.messages()

    async def leaves(uow: UnitOfWork) -> None:
        for state in (OutboxState.LEASED, OutboxState.SENDING, OutboxState.SENT):
            await uow.outbox.set_state([message.id], state)

    await town.store.transact(leaves)
    await merges_into(town, "SNN", "STP")
    for minutes in (1, 17):
        await town.plans(NOW + timedelta(minutes=minutes))
    assert len(await town.messages()) == 1


async def test_one_event_for_each_old_unit(town: Town) -> None:
    await founds(town, "SNN")
    await merges_into(town, "SNN", "STP", "SNV")
    events = await town.events("merged")
    assert [event.subject for event in events] == [f"unit:{town.units[code]}" for code in ("STP", "SNV")]
    assert {event.data["on"] for event in events} == {"2023-10-18"}
    assert {event.data["into"] for event in events} == {town.units["SNN"]}


async def test_merging_again_changes_nothing(town: Town) -> None:
    await founds(town, "SNN")
    await merges_into(town, "SNN", "STP")
    before = await town.duties()
    (again,) = await merges_into(town, "SNN", "STP")
    assert (again.is_new, again.moved, again.waived) == (False, (), ())
    assert await town.duties() == before
    assert len(await town.events("merged")) == 1


async def test_mergers_follow_each_other(town: Town) -> None:
    await founds(town, "SNN")
    left = await town.joins("STP")
    await merges_into(town, "SNV", "STP", on=BEFORE)
    await merges_into(town, "SNN", "SNV", on=date(2023, 10, 19))
    owing = [duty.unit.code for duty in await town.duties() if duty.assignment.status.is_owed]
    assert sorted(owing) == ["SNN", "TANYEN"]
    assert town.units["SNN"] in (await actor_again(town, left)).unit_ids()


async def test_a_circle_is_refused_and_so_is_a_merger_with_itself(town: Town) -> None:
    with pytest.raises(InvalidInput, match="circle"):
        await merges_into(town, "STP", "STP")
    await merges_into(town, "SNV", "STP", on=AFTER)
    await town.store.transact(
        lambda uow: uow.organisation.change_unit(town.units["STP"], {"valid_to": date(2023, 12, 31)})
    )
    with pytest.raises(InvalidInput, match="circle"):
        await merges_into(town, "STP", "SNV", on=AFTER)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"valid_from": date(2023, 10, 19)}, "does not exist"),
        ({"valid_to": date(2023, 10, 17)}, "does not exist"),
    ],
)
async def test_the_new_unit_must_exist_on_the_day(town: Town, facts: dict[str, date], words: str) -> None:
    await founds(town, "SNN", **facts)
    with pytest.raises(InvalidInput, match=words):
        await merges_into(town, "SNN", "STP")


async def test_a_new_unit_that_begins_on_the_day_will_do(town: Town) -> None:
    await founds(town, "SNN", valid_from=BEFORE)
    assert codes(await merges_into(town, "SNN", "STP"), "moved") == ["BC10"]


async def test_a_unit_ends_once_and_has_one_successor(town: Town) -> None:
    await founds(town, "SNN")
    await merges_into(town, "SNV", "STP")
    with pytest.raises(InvalidInput, match="already"):
        await merges_into(town, "SNN", "STP")
    with pytest.raises(InvalidInput, match="ended on 2023-10-17"):
        await merges_into(town, "SNV", "STP", on=AFTER)


async def test_an_abolished_unit_without_a_successor_may_be_given_one(town: Town) -> None:
    await founds(town, "SNN", valid_to=BEFORE - timedelta(days=1))
    await merges_into(town, "SNV", "SNN")
    assert (await unit_of(town, "SNN")).successor_id == town.units["SNV"]


async def test_only_the_operator_merges(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    with pytest.raises(Forbidden):
        await merges_into(town, "SNV", "STP", by=office)


async def test_what_the_old_unit_coordinated_the_new_one_coordinates(town: Town) -> None:
    await founds(town, "VPM")
    await merges_into(town, "VPM", "VP")
    assert {duty.coordinator.code for duty in await town.duties()} == {"VPM"}


async def test_the_next_periods_are_owed_by_the_new_unit_alone(town: Town) -> None:
    await merges_into(town, "SNV", "STP")

    async def november(uow: UnitOfWork) -> None:
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(31))

    await town.store.transact(november)
    owing = [duty.unit.code for duty in await town.duties() if duty.assignment.period.key == "2023-11"]
    assert owing == ["SNV"]


@pytest.fixture
async def provinces(sqlite_store: Store) -> tuple[Town, Town]:
    """Two provinces with a report of the same name; the second one's units are called the same."""
    first = await founded(sqlite_store)

    async def work(uow: UnitOfWork) -> Town:
        other = await factories.province(uow, "tinh-moi")
        units = await factories.units(uow, other, "VP", kind=UnitKind.OFFICE)
        units |= await factories.units(uow, other, "STP", "SNV", "SNN")
        report = await factories.obligation(uow, other, units["VP"])
        await factories.assignments(uow, report, other, [units["SNV"]])
        own = await factories.obligation(
            uow, first.id, first.units["VP"], key="rieng", stem="RG", selector=Selector(units=("STP",))
        )
        await factories.assignments(uow, own, first.id, [first.units["STP"]])
        return Town(sqlite_store, other, units, report)

    return first, await sqlite_store.transact(work)


async def whole_province(first: Town, second: Town) -> list[Effect]:
    """Every unit of the first province gets its successor in the second."""
    effects = []
    for code, heir in (("VP", "VP"), ("STP", "STP"), ("SNV", "SNV"), ("TANYEN", "SNN")):
        merger = Merger((await unit_of(first, code),), await unit_of(second, heir), BEFORE)

        async def work(uow: UnitOfWork, merger: Merger = merger) -> list[Effect]:
            return await merges.merge(uow, OPERATOR, merger, now=NOW)

        effects += await first.store.transact(work)
    return effects


async def test_a_whole_province_goes_into_another(provinces: tuple[Town, Town]) -> None:
    first, second = provinces
    effects = await whole_province(first, second)
    assert codes(effects, "moved") == ["BC10", "BC10"]
    assert codes(effects, "waived") == ["BC10"]
    assert codes(effects, "kept") == ["RG10"]
    owing = sorted(
        (duty.assignment.province_id == second.id, duty.unit.code, duty.obligation.id == second.report)
        for duty in await first.duties()
        if duty.assignment.status.is_owed
    )
    assert owing == [(False, "STP", False), (True, "SNN", True), (True, "SNV", True), (True, "STP", True)]


async def test_a_province_that_ended_owes_nothing_new(provinces: tuple[Town, Town]) -> None:
    first, second = provinces
    await whole_province(first, second)

    async def later(uow: UnitOfWork) -> None:
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(31))

    await first.store.transact(later)
    november = {
        d.assignment.province_id for d in await first.duties() if d.assignment.period.key == "2023-11"
    }
    assert november == {second.id}


async def test_what_stayed_is_seen_and_told_by_the_successors_people(provinces: tuple[Town, Town]) -> None:
    first, second = provinces
    heir = await second.joins("STP", name="Cán bộ STP mới")
    office = await second.joins("VP", Role.COORDINATOR, name="Văn phòng mới")
    stranger = await second.joins("SNN", name="Cán bộ SNN mới")
    await whole_province(first, second)

    async def seen(actor: Actor) -> list[tuple[str, str]]:
        again = await actor_again(first, actor)
        async with first.store.reading() as uow:
            late = await consolidation.overdue(uow, again, calendar=Calendar(), now=october(23))
        return [(item.duty.unit.code, item.duty.code) for item in late]

    assert ("STP", "RG10") in await seen(heir)
    assert ("STP", "RG10") in await seen(office)
    assert ("STP", "RG10") not in await seen(stranger)
    async with first.store.reading() as uow:
        people = await digests.reachable(uow, {first.units["STP"]})
    assert heir.person is not None
    assert people[first.units["STP"]] == [heir.person.id]


async def test_a_merged_department_opens_no_other_province(provinces: tuple[Town, Town]) -> None:
    first, second = provinces
    coordinator = await second.joins("STP", Role.COORDINATOR, name="Đầu mối theo dõi")
    merger = Merger((await unit_of(first, "STP"),), await unit_of(second, "STP"), BEFORE)
    await first.store.transact(lambda uow: merges.merge(uow, OPERATOR, merger, now=NOW))
    scope = scope_of(await actor_again(first, coordinator), Action.VIEW_TASKS)
    assert scope.provinces == {second.id}
    assert scope.covers(first.id, first.units["STP"])
    assert not scope.covers(first.id, first.units["SNV"])
