"""Assignments change once per version; the planner finds what is due; thousands of rows keep their order."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.errors import Conflict
from domain.obligations import Assignment, Filing, ObligationState, Supersession
from domain.permissions import Scope
from domain.statuses import OWED, Status
from storage.store import Store, UnitOfWork
from tests.factories import NOW, assignments, deadline, obligation, owed, province, units

EVERYTHING = Scope(everything=True)


async def one(store: Store, key: int) -> Assignment:
    async with store.reading() as uow:
        found = await uow.duties.assignment(key)
    assert found is not None
    return found


async def test_an_assignment_comes_back_as_it_was_written(store: Store) -> None:
    keys = await store.transact(owed)
    found = await one(store, keys[0])
    assert (found.status, found.version, found.period.key) == (Status.PENDING, 1, "2023-10")
    assert found.original == found.current == deadline()
    assert found.current.last_day == date(2023, 10, 20)
    async with store.reading() as uow:
        assert await uow.duties.assignment(max(keys) + 1) is None


async def test_a_change_counts_the_version_and_keeps_its_facts(store: Store) -> None:
    before = await one(store, (await store.transact(owed))[0])
    values = {"status": Status.SUBMITTED.value, "sent_on": date(2023, 10, 19), "filed": (Filing.DOCUMENT,)}
    after = await store.transact(lambda uow: uow.duties.change(before, {**values, "told_at": NOW}))
    assert (after.version, after.status, after.sent_on) == (2, Status.SUBMITTED, date(2023, 10, 19))
    assert (after.filed, after.told_at, after.plan_version) == ((Filing.DOCUMENT,), NOW, 1)
    assert await one(store, before.id) == after


async def test_a_change_of_what_somebody_changed_first_is_a_conflict_and_changes_nothing(
    store: Store,
) -> None:
    before = await one(store, (await store.transact(owed))[0])
    first = await store.transact(lambda uow: uow.duties.change(before, {"percent": 50}))
    with pytest.raises(Conflict):
        await store.transact(lambda uow: uow.duties.change(before, {"percent": 90}))
    assert await one(store, before.id) == first


async def test_of_many_changes_at_once_exactly_one_wins(store: Store) -> None:
    before = await one(store, (await store.transact(owed))[0])

    async def attempt(percent: int) -> int | None:
        try:
            return (await store.transact(lambda uow: uow.duties.change(before, {"percent": percent}))).percent
        except Conflict:
            return None

    import asyncio

    ends = await asyncio.gather(*(attempt(percent) for percent in range(1, 9)))
    (winner,) = [end for end in ends if end is not None]
    assert (await one(store, before.id)).percent == winner
    assert (await one(store, before.id)).version == 2


async def test_a_unit_owes_an_obligation_once_per_period(store: Store) -> None:
    async def twice(uow: UnitOfWork) -> None:
        province_id = await province(uow)
        known = await units(uow, province_id, "STP")
        duty = await obligation(uow, province_id, known["STP"])
        await assignments(uow, duty, province_id, known.values(), period="2023-09")
        await assignments(uow, duty, province_id, known.values())
        assert await uow.duties.assigned(duty) == {"2023-09": {known["STP"]}, "2023-10": {known["STP"]}}
        await assignments(uow, duty, province_id, known.values())

    with pytest.raises(IntegrityError):
        await store.transact(twice)


async def test_two_thousand_rows_keep_their_order(store: Store) -> None:
    codes = [f"U{number:04}" for number in range(2000)]

    async def work(uow: UnitOfWork) -> tuple[dict[str, int], list[int]]:
        province_id = await province(uow)
        known = await units(uow, province_id, *reversed(codes))
        duty = await obligation(uow, province_id, known["U0000"])
        return known, await assignments(uow, duty, province_id, known.values())

    known, keys = await store.transact(work)
    assert keys == sorted(keys)
    async with store.reading() as uow:
        stored = await uow.duties.assignments(EVERYTHING, ids=keys)
        named = {unit.id: unit.code for unit in await uow.organisation.units()}
    assert [row.id for row in stored] == keys
    assert [named[row.unit_id] for row in stored] == list(reversed(codes))
    assert {code: key for key, code in named.items()} == known


async def test_only_steps_that_have_come_are_due_the_oldest_first(store: Store) -> None:
    keys = await store.transact(lambda uow: owed(uow, ("A", "B", "C", "D", "E")))
    steps = {keys[0]: NOW, keys[1]: NOW - timedelta(hours=2), keys[2]: NOW + timedelta(milliseconds=1)}

    async def plan(uow: UnitOfWork) -> None:
        for key, at in steps.items():
            await uow.duties.set_next_step([key], at)
        await uow.duties.set_next_step([keys[3]], NOW)
        await uow.duties.set_next_step([keys[3]], None)

    await store.transact(plan)
    async with store.reading() as uow:
        assert [row.id for row in await uow.duties.with_step_due(NOW, 10)] == [keys[1], keys[0]]
        assert [row.id for row in await uow.duties.with_step_due(NOW, 1)] == [keys[1]]
        assert await uow.duties.next_step_after(NOW) == NOW + timedelta(milliseconds=1)
        assert await uow.duties.next_step_after(NOW + timedelta(days=1)) is None


async def test_arming_a_unit_touches_only_what_it_still_owes(store: Store) -> None:
    keys = await store.transact(lambda uow: owed(uow, ("A", "B")))
    first = await one(store, keys[0])
    await store.transact(lambda uow: uow.duties.change(first, {"status": Status.ACCEPTED.value}))
    everyone = [first.unit_id, (await one(store, keys[1])).unit_id]
    await store.transact(lambda uow: uow.duties.arm(everyone, NOW))
    async with store.reading() as uow:
        assert [row.id for row in await uow.duties.with_step_due(NOW, 10)] == [keys[1]]


@pytest.mark.parametrize("status", Status)
async def test_what_is_owed_is_told_by_the_status(sqlite_store: Store, status: Status) -> None:
    await sqlite_store.transact(lambda uow: owed(uow, status=status.value))
    async with sqlite_store.reading() as uow:
        assert bool(await uow.duties.assignments(EVERYTHING, owed=True)) == (status in OWED)


async def test_a_word_that_is_no_status_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        await store.transact(lambda uow: owed(uow, status="late"))


async def test_an_obligation_comes_back_as_it_was_written(store: Store) -> None:
    replaced = Supersession("Công văn mẫu", date(2022, 1, 5), "trước ngày 15")

    async def work(uow: UnitOfWork) -> None:
        province_id = await province(uow)
        known = await units(uow, province_id, "VP")
        first = await obligation(uow, province_id, known["VP"], "a", supersedes=(replaced,))
        second = await obligation(uow, province_id, known["VP"], "b", state=ObligationState.DRAFT.value)
        await uow.duties.link(second, consolidates=first)

    await store.transact(work)
    async with store.reading() as uow:
        first, second = await uow.duties.obligations()
        assert await uow.duties.obligations(active=True) == [first]
        assert set(await uow.duties.directives()) == {first.directive_id, second.directive_id}
        assert set(await uow.duties.directives([first.directive_id])) == {first.directive_id}
    assert first.supersedes == (replaced,)
    assert first.schedule.due is not None
    assert (first.filings, first.schedule.due.day) == ((Filing.DOCUMENT,), 21)
    assert second.consolidates_id == first.id
