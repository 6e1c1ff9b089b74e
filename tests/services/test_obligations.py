"""What each unit comes to owe: from which period, until when, which units, and never twice."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.calendar import VIETNAM
from domain.due_rules import DueRule, MonthOfPeriod, Relation
from domain.obligations import ObligationState, Schedule
from domain.periods import Frequency
from domain.units import Group, Selector
from services import obligations, reminders
from storage.store import Store, UnitOfWork
from storage.tables import ProvinceRow, UnitRow, table_of
from tests import factories
from tests.services.town import CALENDAR, EVERYTHING

DUE = DueRule(Relation.BEFORE, "trước ngày 21", day=21, month_of_period=MonthOfPeriod.LAST)


def moment(year: int, month: int, day: int) -> datetime:
    """Nine in the morning."""
    return datetime(year, month, day, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
async def province(sqlite_store: Store) -> dict[str, int]:
    """A province without any duty; its units by code, itself as an empty code."""

    async def work(uow: UnitOfWork) -> dict[str, int]:
        province_id = await factories.province(uow)
        return await factories.units(uow, province_id, "STP", "SNV", "SXD") | {"": province_id}

    return await sqlite_store.transact(work)


async def add(store: Store, province: dict[str, int], **changes: Any) -> int:
    return await store.transact(
        lambda uow: factories.obligation(uow, province[""], province["STP"], **changes)
    )


async def ensure(store: Store, now: datetime) -> int:
    return await store.transact(lambda uow: obligations.ensure_assignments(uow, calendar=CALENDAR, now=now))


async def owed(store: Store) -> dict[str, set[int]]:
    """Units by period."""
    found: dict[str, set[int]] = {}
    async with store.reading() as uow:
        for one in await uow.duties.assignments(EVERYTHING):
            found.setdefault(one.period.key, set()).add(one.unit_id)
    return found


@pytest.mark.parametrize(
    ("frequency", "now", "periods"),
    [
        (Frequency.MONTHLY, moment(2023, 10, 1), {"2023-10"}),
        (Frequency.MONTHLY, moment(2023, 10, 24), {"2023-10"}),
        (Frequency.MONTHLY, moment(2023, 10, 25), {"2023-10", "2023-11"}),
        (Frequency.MONTHLY, moment(2024, 1, 5), {"2023-10", "2023-11", "2023-12", "2024-01"}),
        (Frequency.QUARTERLY, moment(2023, 12, 24), {"2023-Q4"}),
        (Frequency.QUARTERLY, moment(2023, 12, 25), {"2023-Q4", "2024-Q1"}),
        (Frequency.SEMIANNUAL, moment(2023, 10, 2), {"2023-H2"}),
        (Frequency.ANNUAL, moment(2023, 12, 26), {"2023", "2024"}),
        (Frequency.WEEKLY, moment(2023, 10, 3), {"2023-W39", "2023-W40", "2023-W41"}),
        (Frequency.ONCE, moment(2023, 10, 3), {"once"}),
    ],
)
async def test_periods_begin_with_the_one_in_use_and_open_a_week_ahead(
    sqlite_store: Store, province: dict[str, int], frequency: Frequency, now: datetime, periods: set[str]
) -> None:
    due = DueRule(Relation.BY, "ngày 30/11", on=date(2023, 11, 30)) if frequency is Frequency.ONCE else DUE
    if frequency is Frequency.WEEKLY:
        due = DueRule(Relation.BY, "cuối tuần")
    await add(sqlite_store, province, schedule=Schedule(frequency, due))
    assert await ensure(sqlite_store, now) == 3 * len(periods)
    assert set(await owed(sqlite_store)) == periods


async def test_running_again_adds_nothing_and_a_new_unit_owes_from_now_on(
    store: Store,
) -> None:
    async def found(uow: UnitOfWork) -> dict[str, int]:
        province_id = await factories.province(uow)
        return await factories.units(uow, province_id, "STP", "SNV") | {"": province_id}

    province = await store.transact(found)
    await add(store, province)
    assert await ensure(store, moment(2023, 11, 2)) == 4
    assert await ensure(store, moment(2023, 11, 2)) == 0
    await store.transact(lambda uow: factories.units(uow, province[""], "SXD"))
    assert await ensure(store, moment(2023, 11, 2)) == 1
    assert {key: len(units) for key, units in (await owed(store)).items()} == {"2023-10": 2, "2023-11": 3}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": ObligationState.DRAFT.value}, "a draft"),
        ({"state": ObligationState.SUPERSEDED.value, "last_period": "2023-09"}, "replaced"),
        ({"state": ObligationState.EXPIRED.value}, "run out"),
        ({"schedule": Schedule(Frequency.MONTHLY, None)}, "without a day"),
        ({"schedule": Schedule(Frequency.NONE, None)}, "standing"),
        ({"selector": Selector(groups=(Group.COMMUNES,))}, "for nobody here"),
        ({"in_use_from": date(2023, 12, 1)}, "not yet in use"),
    ],
)
async def test_other_duties_are_not_assigned(
    sqlite_store: Store, province: dict[str, int], changes: dict[str, Any], why: str
) -> None:
    await add(sqlite_store, province, **changes)
    assert await ensure(sqlite_store, moment(2023, 10, 17)) == 0, why


@pytest.mark.parametrize(
    ("until", "last"),
    [(date(2023, 11, 30), "2023-11"), (date(2023, 12, 1), "2023-12"), (None, "2024-02")],
)
async def test_no_period_begins_after_the_last_day_in_use(
    sqlite_store: Store, province: dict[str, int], until: date | None, last: str
) -> None:
    await add(sqlite_store, province)
    await sqlite_store.transact(
        lambda uow: uow._connection.execute(update(table_of(ProvinceRow)).values(in_use_until=until))
    )
    await ensure(sqlite_store, moment(2024, 2, 10))
    assert max(await owed(sqlite_store)) == last
    now = moment(2024, 2, 12)
    await sqlite_store.transact(lambda uow: reminders.plan(uow, calendar=CALENDAR, now=now))
    async with sqlite_store.reading() as uow:
        waiting = [one.next_step_at for one in await uow.duties.assignments(EVERYTHING)]
    assert any(waiting) == (until is None)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "owes"),
    [
        (None, date(2023, 10, 20), True),
        (None, date(2023, 10, 19), False),
        (date(2023, 10, 20), None, True),
        (date(2023, 10, 21), None, False),
    ],
)
async def test_a_unit_owes_when_it_exists_on_the_last_day(
    sqlite_store: Store, province: dict[str, int], valid_from: date | None, valid_to: date | None, owes: bool
) -> None:
    await add(sqlite_store, province)
    unit = table_of(UnitRow)
    lives = update(unit).where(unit.c.code == "SXD").values(valid_from=valid_from, valid_to=valid_to)
    await sqlite_store.transact(lambda uow: uow._connection.execute(lives))
    await ensure(sqlite_store, moment(2023, 10, 17))
    assert (province["SXD"] in (await owed(sqlite_store))["2023-10"]) is owes


async def test_exceptions_owe_nothing_and_units_by_name_do(
    sqlite_store: Store, province: dict[str, int]
) -> None:
    await add(sqlite_store, province, selector=Selector(groups=(Group.DEPARTMENTS,), exceptions=("SNV",)))
    await add(sqlite_store, province, key="rieng", selector=Selector(units=("SNV", "NOWHERE")))
    assert await ensure(sqlite_store, moment(2023, 10, 17)) == 3
    assert (await owed(sqlite_store))["2023-10"] == {province["STP"], province["SXD"], province["SNV"]}


async def test_the_deadline_the_first_step_and_one_event_are_written(
    sqlite_store: Store, province: dict[str, int]
) -> None:
    obligation_id = await add(sqlite_store, province)
    await ensure(sqlite_store, moment(2023, 10, 1))
    async with sqlite_store.reading() as uow:
        assignments = await uow.duties.assignments(EVERYTHING)
        (event,) = await uow.history.unsealed(10)
    assert {one.original.last_day for one in assignments} == {date(2023, 10, 20)}
    assert {one.next_step_at for one in assignments} == {datetime(2023, 10, 10, 8, 30, tzinfo=VIETNAM)}
    assert (event.verb, event.subject) == ("assigned", f"obligation:{obligation_id}")
    assert event.data == {"count": 3, "periods": ["2023-10"]}


async def test_history_is_assigned_and_never_waits_for_a_step(
    sqlite_store: Store, province: dict[str, int]
) -> None:
    due = DueRule(Relation.BEFORE, "trước ngày 15/9", on=date(2023, 9, 15))
    await add(sqlite_store, province, history=True, schedule=Schedule(Frequency.ONCE, due))
    assert await ensure(sqlite_store, moment(2023, 10, 17)) == 3
    async with sqlite_store.reading() as uow:
        assert {one.next_step_at for one in await uow.duties.assignments(EVERYTHING)} == {None}


async def test_a_clock_that_jumped_makes_sixty_periods_at_once_and_the_rest_later(
    sqlite_store: Store, province: dict[str, int]
) -> None:
    await add(sqlite_store, province)
    far = moment(2023, 10, 1) + timedelta(days=365 * 6)
    assert await ensure(sqlite_store, far) == 60 * 3
    more = await ensure(sqlite_store, far)
    assert 0 < more < 60 * 3
    assert await ensure(sqlite_store, far) == 0
    assert len(await owed(sqlite_store)) == 60 + more // 3
