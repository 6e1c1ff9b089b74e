"""A step is told once to each person; telling it again, even at the same time, adds nothing."""

from datetime import timedelta
from typing import Any

from domain.delivery import OutboxState
from storage.store import Store, UnitOfWork
from tests.databases import at_once
from tests.factories import NOW, message, owed

BEFORE_ALL = NOW - timedelta(days=1)


async def prepared(uow: UnitOfWork) -> tuple[int, list[int], int]:
    """An assignment, two persons and a message."""
    (key, *_) = await owed(uow)
    people = [(await uow.organisation.add_person(f"Cán bộ {name}", "vi")).id for name in "AB"]
    return key, people, await message(uow, "digest:1") or 0


def row(
    ids: tuple[int, list[int], int], person: int = 0, version: int = 1, step: str = "-3"
) -> dict[str, Any]:
    key, people, outbox_id = ids
    return {
        "assignment_id": key, "version": version, "step": step, "person_id": people[person],
        "outbox_id": outbox_id, "due_at": NOW, "emitted_at": NOW,
    }  # fmt: skip


async def test_a_step_is_told_once_to_each_person_and_anew_after_a_new_plan(store: Store) -> None:
    ids = await store.transact(prepared)

    async def add(*rows: dict[str, Any]) -> int:
        return await store.transact(lambda uow: uow.reminders.add(rows))

    assert await add(row(ids)) == 1
    assert await add(row(ids)) == 0
    assert await add(row(ids), row(ids, person=1), row(ids, step="-1"), row(ids, version=2)) == 3
    assert await add() == 0
    async with store.reading() as uow:
        emitted = await uow.reminders.emitted([ids[0]])
        assert await uow.reminders.emitted([]) == set()
    first, second = ids[1]
    told = {(1, "-3", first), (1, "-3", second), (1, "-1", first), (2, "-3", first)}
    assert emitted == {(ids[0], *one) for one in told}


async def test_planners_at_once_tell_a_step_once(store: Store) -> None:
    ids = await store.transact(prepared)
    rows = [row(ids), row(ids, person=1)]
    ends = await at_once(*(store.transact(lambda uow: uow.reminders.add(rows)) for _ in range(5)))
    assert sorted(ends) == [0, 0, 0, 0, 2]


async def test_a_message_knows_its_reminders_and_several_people_count_as_one_step(store: Store) -> None:
    ids = await store.transact(prepared)
    rows = [row(ids), row(ids, person=1), row(ids, step="-1")]
    await store.transact(lambda uow: uow.reminders.add(rows))
    async with store.reading() as uow:
        assert len(await uow.reminders.of_message(ids[2])) == 3
        assert await uow.reminders.of_message(ids[2] + 1) == []
        assert await uow.reminders.sent_counts([ids[0]]) == {}, "what still waits does not count"
    await store.transact(lambda uow: goes_out(uow, ids[2]))
    async with store.reading() as uow:
        assert await uow.reminders.sent_counts([ids[0]]) == {ids[0]: 2}
        assert await uow.reminders.sent_counts([ids[0]], until=BEFORE_ALL) == {}
        assert await uow.reminders.sent_counts([]) == {}


async def goes_out(uow: UnitOfWork, outbox_id: int) -> None:
    for state in (OutboxState.LEASED, OutboxState.SENDING, OutboxState.SENT):
        await uow.outbox.set_state([outbox_id], state)
