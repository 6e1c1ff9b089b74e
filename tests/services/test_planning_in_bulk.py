"""A whole province at once: in batches that part nobody's duties, and worded only as messages leave."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from domain.due_rules import DueRule, Relation
from domain.obligations import Schedule
from domain.periods import Frequency
from domain.statuses import Verb
from domain.units import OPERATOR, Role
from files.calendar_overrides import CalendarOverrides
from services import obligations, reminders
from services.calendar import Calendars
from services.delivery import Sender
from storage.store import Store, UnitOfWork
from tests import factories
from tests.services.town import CALENDAR, Town, october

HALF = reminders.BATCH // 2


def owing(*counts: int) -> dict[int, list[int]]:
    """Units 1, 2, 3 ... with so many assignments each."""
    return {unit: [unit * 100_000 + n for n in range(count)] for unit, count in enumerate(counts, 1)}


def batches(waiting: dict[int, list[int]], people: dict[int, list[int]]) -> list[set[int]]:
    """The units of each batch."""
    return [{key // 100_000 for key in ids} for ids in reminders.batches(waiting, people)]


def test_units_that_share_nobody_come_in_small_batches() -> None:
    waiting = owing(HALF, HALF, HALF, HALF, 1)
    people = {unit: [unit] for unit in waiting}
    assert batches(waiting, people) == [{1, 2}, {3, 4}, {5}]


def test_the_duties_of_one_person_stay_together_also_through_others() -> None:
    waiting = owing(HALF, HALF, HALF, HALF, 1)
    people = {1: [7], 2: [2], 3: [3, 8], 4: [7, 8], 5: []}
    assert batches(waiting, people) == [{1, 3, 4}, {2, 5}]


@pytest.mark.parametrize("people", [[], [1]])
def test_every_assignment_is_in_exactly_one_batch(people: list[int]) -> None:
    waiting = owing(*(700 for _ in range(50)))
    found = list(reminders.batches(waiting, dict.fromkeys(waiting, people)))
    keys = [key for batch in found for key in batch]
    assert sorted(keys) == sorted(key for ids in waiting.values() for key in ids)
    assert len(keys) == len(set(keys))
    assert len(found) == (1 if people else 17)


async def province_of(uow: UnitOfWork, count: int) -> None:
    """That many departments with one reachable person each; none is assigned anything yet."""
    province_id = await factories.province(uow)
    units = await factories.units(uow, province_id, *(f"S{n:03}" for n in range(count)))
    await factories.obligation(uow, province_id, units["S000"])
    for code, unit in units.items():
        await factories.person(uow, code, unit, address=code)


async def statements(store: Store, work: Callable[[UnitOfWork], Awaitable[Any]]) -> tuple[int, Any]:
    """How many statements a piece of work sends, and what it gives back."""
    sent: list[str] = []

    def remember(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = store.engines.write.sync_engine
    event.listen(engine, "before_cursor_execute", remember)
    try:
        result = await store.transact(work)
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    return len(sent), result


async def test_more_units_cost_no_more_statements(sqlite_files: Any, open_store: Any) -> None:
    counted = []
    for count in (3, 60):
        async with sqlite_files.database(migrated=True) as url:
            store = open_store(url)
            await store.transact(lambda uow, count=count: province_of(uow, count))
            assigning = await statements(
                store, lambda uow: obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(2))
            )
            telling = await statements(
                store, lambda uow: reminders.plan(uow, calendar=CALENDAR, now=october(10))
            )
        assert (assigning[1], telling[1].queued) == (count, count)
        counted.append((assigning[0], telling[0]))
    assert counted[0] == counted[1]


async def test_a_duty_that_recurs_differently_goes_on_from_where_it_has_got_to(town: Town) -> None:
    """What was owed by the month before is not asked for again by the quarter."""
    by_quarter = Schedule(Frequency.QUARTERLY, DueRule(Relation.BEFORE, "trước ngày 5", day=5))

    async def work(uow: UnitOfWork) -> dict[str, int]:
        other = await factories.obligation(
            uow, town.id, town.units["VP"], key="quy", schedule=by_quarter, in_use_from=date(2023, 1, 1)
        )
        await factories.assignments(uow, other, town.id, [town.units["STP"]])
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(17))
        return {period: len(units) for period, units in (await uow.duties.assigned(other)).items()}

    assert await town.store.transact(work) == {"2023-10": 1, "2023-Q4": 2}


async def test_a_unit_that_comes_after_the_deadline_begins_with_the_next_period(town: Town) -> None:
    async def ensure(day: int) -> int:
        return await town.store.transact(
            lambda uow: obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(day))
        )

    await ensure(2)
    await town.store.transact(lambda uow: factories.units(uow, town.id, "SXD"))
    assert await ensure(20) == 1
    await town.store.transact(lambda uow: factories.units(uow, town.id, "SYT"))
    assert await ensure(21) == 0


async def leaves(town: Town, day: int) -> list[str]:
    """The texts of what goes out at that day's slot; no channel is on, so nothing reaches anybody."""
    calendars = Calendars(CalendarOverrides(), first_year=2023, last_year=2023)
    await Sender(town.store, {}, owner="sender", calendars=calendars).step(october(day))
    return [message.body for message in await town.messages()]


async def test_a_waiting_digest_has_rows_and_no_text_and_is_worded_as_it_leaves(everywhere: Town) -> None:
    await everywhere.joins("STP")
    await everywhere.plans(october(17))
    (waiting,) = await everywhere.messages()
    async with everywhere.store.reading() as uow:
        assert len(await uow.reminders.of_message(waiting.id)) == 1
    assert waiting.body == ""
    (text,) = await leaves(everywhere, 17)
    assert "BC10" in text


async def test_a_digest_that_is_no_longer_wanted_never_gets_a_text(everywhere: Town) -> None:
    await everywhere.joins("STP")
    await everywhere.plans(october(17))
    await everywhere.tells(OPERATOR, "STP", Verb.SEND, at=october(17) + timedelta(minutes=1))
    assert await leaves(everywhere, 17) == [""]


async def test_somebody_for_many_units_gets_one_digest_however_many_batches_there_are(town: Town) -> None:
    """Two units share a person, others stand between them."""
    actor = await town.joins("STP", Role.FOCAL_POINT)
    assert actor.person is not None
    person = actor.person.id

    async def many(uow: UnitOfWork) -> None:
        codes = [f"U{number:04}" for number in range(reminders.BATCH + 50)]
        units = await factories.units(uow, town.id, *codes)
        await uow.organisation.add_membership(person, units[codes[-1]], Role.FOCAL_POINT)
        await factories.assignments(uow, town.report, town.id, units.values(), next_step_at=october(1))

    await town.store.transact(many)
    planned = await town.plans(october(17))
    assert (planned.queued, planned.steps) == (1, reminders.BATCH + 53)
    (message,) = await town.messages()
    async with town.store.reading() as uow:
        assert len(await uow.reminders.of_message(message.id)) == 2
