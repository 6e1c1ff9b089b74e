"""Many rows at once, on both databases: more keys than one statement can carry are no matter."""

from datetime import timedelta
from typing import Any

import pytest

from domain.delivery import MessageClass
from domain.messages import Option
from domain.periods import Period
from domain.permissions import Scope
from domain.statuses import Status
from storage.store import Store, UnitOfWork
from tests.factories import (
    ACCOUNT,
    NOW,
    TELEGRAM,
    assignments,
    deadline,
    message,
    obligation,
    owed,
    province,
    units,
)

EVERYTHING = Scope(everything=True)
# More than a statement can carry on either database.
MANY = 40_000


def owing(obligation_id: int, province_id: int, period: str = "2023-10") -> dict[str, Any]:
    due = deadline(period)
    return {
        "obligation_id": obligation_id, "period": period, "province_id": province_id,
        "version": 1, "plan_version": 1, "status": Status.PENDING.value,
        "original": due, "current": due, "nil": False, "filed": [], "disputed": False,
        "next_step_at": NOW,
    }  # fmt: skip


@pytest.fixture
async def town(store: Store) -> tuple[int, int, list[int]]:
    """A province, a duty and three units, the last in protocol order first."""

    async def work(uow: UnitOfWork) -> tuple[int, int, list[int]]:
        province_id = await province(uow)
        known = await units(uow, province_id, "A", "B", "C")
        return await obligation(uow, province_id, known["A"]), province_id, list(known.values())[::-1]

    return await store.transact(work)


async def test_units_get_the_same_in_protocol_order_as_if_written_one_by_one(
    store: Store, town: tuple[int, int, list[int]]
) -> None:
    duty, province_id, unit_ids = town
    row = owing(duty, province_id)
    assert await store.transact(lambda uow: uow.duties.assign(row, unit_ids[:2])) == 2
    await store.transact(lambda uow: uow.duties.add_assignments([{**row, "unit_id": unit_ids[2]}]))
    async with store.reading() as uow:
        copied, also, written = await uow.duties.assignments(EVERYTHING)
    assert [copied.unit_id, also.unit_id] == unit_ids[1::-1]
    for name in copied.__slots__:
        if name not in ("id", "unit_id"):
            assert getattr(copied, name) == getattr(also, name) == getattr(written, name), name
    assert (copied.original, copied.next_step_at) == (deadline(), NOW)


async def test_who_owes_it_already_is_left_out_and_another_period_is_another_matter(
    store: Store, town: tuple[int, int, list[int]]
) -> None:
    duty, province_id, unit_ids = town

    async def assign(period: str, *who: int) -> int:
        row = owing(duty, province_id, period)
        return await store.transact(lambda uow: uow.duties.assign(row, who))

    assert [await assign("2023-09", *unit_ids[:1]), await assign("2023-09", *unit_ids)] == [1, 2]
    assert [await assign("2023-09", *unit_ids), await assign("2023-09")] == [0, 0]
    assert await assign("2023-10", *unit_ids[:1]) == 1
    async with store.reading() as uow:
        assert await uow.duties.newest_periods(province_id) == {duty: Period.parse("2023-10")}
        assert await uow.duties.newest_periods(province_id + 1) == {}


async def test_a_duty_that_nobody_owes_yet_has_no_newest_period(
    store: Store, town: tuple[int, int, list[int]]
) -> None:
    async with store.reading() as uow:
        assert await uow.duties.newest_periods(town[1]) == {}


async def test_steps_that_are_due_are_known_by_unit_and_read_the_oldest_first(store: Store) -> None:
    keys = await store.transact(lambda uow: owed(uow, ("A", "B", "C")))

    async def plan(uow: UnitOfWork) -> None:
        for key, hours in zip(keys, (0, -2, 1), strict=True):
            await uow.duties.set_next_step([key], NOW + timedelta(hours=hours))

    await store.transact(plan)
    async with store.reading() as uow:
        unit_of = {one.id: one.unit_id for one in await uow.duties.assignments(EVERYTHING)}
        assert await uow.duties.steps_due(NOW) == {unit_of[key]: [key] for key in keys[:2]}
        assert await uow.duties.steps_due(NOW - timedelta(days=1)) == {}
        assert [one.id for one in await uow.duties.by_step(keys[:2])] == [keys[1], keys[0]]


async def test_more_keys_than_a_statement_carries_are_still_one_request(store: Store) -> None:
    keys = await store.transact(lambda uow: owed(uow, ("A", "B")))
    many = range(1, MANY)
    await store.transact(lambda uow: uow.duties.set_next_step(many, NOW))
    async with store.reading() as uow:
        assert [one.id for one in await uow.duties.by_step(many)] == keys
        assert {one.next_step_at for one in await uow.duties.by_step(many)} == {NOW}
        assert await uow.reminders.emitted(many) == set()


def queued(key: str) -> dict[str, Any]:
    return {
        "idem_key": key, "message_class": MessageClass.DIGEST, "channel": TELEGRAM, "account": ACCOUNT,
        "address": key, "person_id": None, "body": "", "options": (Option(1, "sent", "Đã gửi"),),
        "not_before": NOW, "created_at": NOW,
    }  # fmt: skip


async def test_of_many_messages_only_the_new_ones_are_queued_and_named(store: Store) -> None:
    await store.transact(lambda uow: message(uow, "m5"))
    rows = [queued(f"m{number}") for number in range(2500)]
    added = await store.transact(lambda uow: uow.outbox.add_all(rows))
    assert set(added) == {f"m{number}" for number in range(2500)} - {"m5"}
    assert await store.transact(lambda uow: uow.outbox.add_all(rows)) == {}
    assert await store.transact(lambda uow: uow.outbox.add_all([])) == {}
    async with store.reading() as uow:
        stored = {one.id: one for one in await uow.outbox.messages()}
    assert all(stored[key].idem_key == name for name, key in added.items())
    first = stored[added["m0"]]
    assert (first.options, first.message_class) == ((Option(1, "sent", "Đã gửi"),), MessageClass.DIGEST)


async def test_many_reminders_are_counted_where_they_are_new(store: Store) -> None:
    async def work(uow: UnitOfWork) -> list[int]:
        province_id = await province(uow)
        known = await units(uow, province_id, *(f"U{number}" for number in range(1200)))
        duty = await obligation(uow, province_id, known["U0"])
        keys = await assignments(uow, duty, province_id, known.values())
        person = (await uow.organisation.add_person("Cán bộ A", "vi")).id
        outbox_id = await message(uow, "digest:1")
        rows = [
            {
                "assignment_id": key, "version": 1, "step": "-3", "person_id": person,
                "outbox_id": outbox_id, "due_at": NOW, "emitted_at": NOW,
            }
            for key in keys
        ]  # fmt: skip
        return [await uow.reminders.add(rows[:100]), await uow.reminders.add(rows)]

    assert await store.transact(work) == [100, 1100]
