"""Entering days off: versions per year, the effect known before, and only that effect applied."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.delivery import OutboxState
from domain.errors import Conflict
from domain.obligations import Assignment
from domain.statuses import Verb
from domain.units import OPERATOR
from files.calendar_overrides import CalendarOverrides, shipped_overrides
from services import calendar_imports
from services.calendar import Calendars
from services.calendar_imports import Effect
from tests.services.town import Town, october

FRIDAY = date(2023, 10, 20)
# The last day of the monthly report; the day to aim at becomes the Thursday.
FRIDAY_OFF = CalendarOverrides(off=frozenset({FRIDAY}))
# Counted back over this day, the step three working days before is a day earlier.
WEDNESDAY_OFF = CalendarOverrides(off=frozenset({date(2023, 10, 18)}))
SATURDAY_WORKED = CalendarOverrides(working=frozenset({date(2023, 10, 21)}))


def calendars() -> Calendars:
    """What a process starts with."""
    return Calendars(shipped_overrides(), first_year=2023, last_year=2024)


async def foresee(town: Town, overrides: CalendarOverrides, *, now: datetime) -> Effect:
    async with town.store.reading() as uow:
        return await calendar_imports.foresee(
            uow, overrides, source="lich.yaml", calendars=calendars(), now=now
        )


async def enter(
    town: Town, overrides: CalendarOverrides, *, now: datetime, shown: Effect | None = None
) -> Effect:
    agreed = shown or await foresee(town, overrides, now=now)
    return await town.store.transact(
        lambda uow: calendar_imports.enter(uow, OPERATOR, agreed, calendars=calendars(), now=now)
    )


async def assignments(town: Town) -> dict[str, Assignment]:
    return {duty.unit.code: duty.assignment for duty in await town.duties()}


async def present(town: Town) -> Calendars:
    """What a process knows that starts now."""
    found = calendars()
    async with town.store.reading() as uow:
        await found.refresh(uow)
    return found


async def test_a_day_off_moves_the_day_to_aim_at_and_never_the_last_day(everywhere: Town) -> None:
    await everywhere.plans(october(9))
    done = await enter(everywhere, FRIDAY_OFF, now=october(9))
    (year,), (change,) = done.years, done.deadlines
    assert (year.entered.version, year.now_off, year.now_worked) == (1, (FRIDAY,), ())
    assert (change.units, change.before.target_day, change.after.target_day) == (
        3,
        FRIDAY,
        date(2023, 10, 19),
    )
    for one in (await assignments(everywhere)).values():
        assert one.current == change.after
        assert (one.current.last_day, one.original.target_day) == (FRIDAY, FRIDAY)
        assert one.plan_version == 2
    assert len(await everywhere.events("replanned")) == 3


async def test_what_is_only_foreseen_changes_nothing(town: Town) -> None:
    await town.plans(october(9))
    before = await assignments(town)
    shown = await foresee(town, FRIDAY_OFF, now=october(9))
    assert len(shown.deadlines) == 1
    assert await assignments(town) == before
    assert await town.events("replanned", "calendar_entered") == []
    assert (await present(town)).value.is_working(FRIDAY)


async def test_waiting_reminders_of_a_moved_deadline_are_counted_and_cancelled(everywhere: Town) -> None:
    await everywhere.joins("STP")
    await everywhere.joins("SNV")
    await everywhere.plans(october(17))
    shown = await foresee(everywhere, FRIDAY_OFF, now=october(17, 9))
    assert (shown.cancelled, shown.deadlines[0].cancelled) == (2, 2)
    assert {one.state for one in await everywhere.messages()} == {OutboxState.QUEUED}
    await enter(everywhere, FRIDAY_OFF, now=october(17, 9))
    assert {one.state for one in await everywhere.messages()} == {OutboxState.CANCELLED}


async def test_what_has_been_sent_stays_as_it_was(town: Town) -> None:
    await town.plans(october(9))
    await town.tells(OPERATOR, "STP", Verb.RECEIVE, at=october(9))
    before = (await assignments(town))["STP"]
    done = await enter(town, FRIDAY_OFF, now=october(9))
    assert done.deadlines[0].units == 2
    assert (await assignments(town))["STP"] == before


async def test_what_has_fallen_due_stays_as_it_was(town: Town) -> None:
    before = await assignments(town)
    done = await enter(town, FRIDAY_OFF, now=october(21, 0))
    assert (done.deadlines, done.years[0].now_off) == ((), (FRIDAY,))
    assert {code: one.current for code, one in before.items()} == {
        code: one.current for code, one in (await assignments(town)).items()
    }


async def test_a_step_counted_over_the_day_moves_though_the_deadline_stays(everywhere: Town) -> None:
    await everywhere.joins("STP")
    await everywhere.plans(october(11))
    done = await enter(everywhere, WEDNESDAY_OFF, now=october(13))
    assert done.deadlines == ()
    assert [(one.units, one.before, one.after) for one in done.steps] == [(3, october(17), october(16))]
    assert {one.next_step_at for one in (await assignments(everywhere)).values()} == {october(16)}
    assert (await everywhere.plans(october(16), (await present(everywhere)).value)).queued == 1


async def test_a_step_that_lies_in_the_past_by_the_new_calendar_is_told_at_once(town: Town) -> None:
    await town.joins("STP")
    await town.plans(october(11))
    await enter(town, WEDNESDAY_OFF, now=october(16, 9))
    assert {one.next_step_at for one in (await assignments(town)).values()} == {october(16, 9)}


async def test_a_day_that_no_deadline_and_no_step_depends_on_changes_neither(town: Town) -> None:
    await town.plans(october(11))
    before = await assignments(town)
    done = await enter(town, CalendarOverrides(off=frozenset({date(2023, 12, 4)})), now=october(13))
    assert (done.deadlines, done.steps, done.cancelled) == ((), (), 0)
    assert await assignments(town) == before


async def test_the_same_schedule_again_is_unchanged(everywhere: Town) -> None:
    assert not (await enter(everywhere, FRIDAY_OFF, now=october(9))).is_unchanged
    before = await assignments(everywhere)
    again = await enter(everywhere, FRIDAY_OFF, now=october(10))
    assert again.is_unchanged
    assert await assignments(everywhere) == before
    assert len(await everywhere.events("calendar_entered")) == 1


async def test_a_newer_version_replaces_the_whole_older_one(town: Town) -> None:
    await enter(town, FRIDAY_OFF, now=october(9))
    done = await enter(town, SATURDAY_WORKED, now=october(9, 9))
    (year,) = done.years
    assert year.entered.version == 2
    assert year.now_worked == (FRIDAY, date(2023, 10, 21))
    assert {one.current.target_day for one in (await assignments(town)).values()} == {FRIDAY}
    assert [event.data["version"] for event in await town.events("calendar_entered")] == [1, 2]


async def test_only_the_years_of_the_file_get_a_version(town: Town) -> None:
    await enter(town, FRIDAY_OFF, now=october(9))
    later = date(2024, 6, 3)
    done = await enter(town, CalendarOverrides(off=frozenset({FRIDAY, later})), now=october(9))
    assert [one.entered.year for one in done.years] == [2024]
    known = (await present(town)).value
    assert not known.is_working(FRIDAY)
    assert not known.is_working(later)


async def test_history_says_what_was_entered_from_where(town: Town) -> None:
    await enter(town, replace(FRIDAY_OFF, official_years=frozenset({2023})), now=october(9))
    (event,) = await town.events("calendar_entered")
    assert event.subject == "calendar:2023"
    assert (event.data["source"], event.data["official"]) == ("lich.yaml", True)
    assert event.data["now_off"] == ["2023-10-20"]


async def test_an_effect_that_differs_from_what_was_shown_is_not_applied(town: Town) -> None:
    await town.plans(october(9))
    shown = await foresee(town, FRIDAY_OFF, now=october(9))
    await town.tells(OPERATOR, "STP", Verb.RECEIVE, at=october(9))
    with pytest.raises(Conflict, match="run it again"):
        await enter(town, FRIDAY_OFF, now=october(9), shown=shown)
    assert (await present(town)).value.is_working(FRIDAY)
    assert await town.events("replanned", "calendar_entered") == []


async def test_a_running_process_notices_what_another_one_entered(everywhere: Town) -> None:
    running = calendars()
    async with everywhere.store.reading() as uow:
        at_first = await running.refresh(uow)
        assert await running.refresh(uow) is at_first
    await enter(everywhere, FRIDAY_OFF, now=october(9))
    assert running.value.is_working(FRIDAY)
    async with everywhere.store.reading() as uow:
        await running.refresh(uow)
    assert not running.value.is_working(FRIDAY)


async def test_the_shipped_days_stay_below_what_was_entered(town: Town) -> None:
    shipped = date(2023, 9, 4)
    worked = CalendarOverrides(working=frozenset({shipped}))
    assert not calendars().value.is_working(shipped)
    await enter(town, worked, now=october(9))
    known = (await present(town)).value
    assert known.is_working(shipped)
    assert not known.is_working(date(2023, 9, 1))
    assert 2023 in known.official_years
