"""A decision also reaches what is opened after it was taken, and nothing that a person changed."""

from datetime import date
from typing import Any

import pytest

from domain.decisions import DecisionKind
from domain.statuses import Status, Verb
from domain.units import OPERATOR
from services import standing_decisions
from services.changes import DECIDED
from services.standing_decisions import Place
from storage.organisation import Province
from storage.store import UnitOfWork
from storage.tables import ObligationRow, table_of
from tests.services.deciding import (
    AT,
    BASIS,
    EXEMPTION,
    FRIDAY,
    STP,
    TUESDAY,
    decide,
    opens,
    stored,
    undo,
)
from tests.services.town import CALENDAR, Town, october

# November's report is due on Monday 20; its period opens in the last week of October.
DUE = date(2023, 11, 20)
NOVEMBER: dict[str, Any] = {"first_day": DUE, "last_day": DUE}
OPENING = october(27)


async def test_what_is_opened_later_is_moved_too_and_first_told_of_at_its_first_step(
    everywhere: Town,
) -> None:
    decided = await decide(everywhere, **NOVEMBER)
    assert decided.effects == ()
    await opens(everywhere, OPENING)
    duty = (await everywhere.duty("STP", "BC11")).assignment
    assert (duty.original.last_day, duty.current.last_day) == (DUE, date(2023, 11, 21))
    assert duty.next_step_at is not None
    assert CALENDAR.day_of(duty.next_step_at) == date(2023, 11, 10)
    (found,) = await stored(everywhere)
    assert duty.id in found.affected


async def test_what_is_opened_later_is_waived_too(everywhere: Town) -> None:
    await decide(everywhere, EXEMPTION, selector=STP, **NOVEMBER)
    await opens(everywhere, OPENING)
    waived = (await everywhere.duty("STP", "BC11")).assignment
    assert (waived.status, waived.reason, waived.next_step_at) == (Status.WAIVED, BASIS, None)
    assert (await everywhere.duty("SNV", "BC11")).assignment.status is Status.PENDING


@pytest.mark.parametrize("kind", DecisionKind)
async def test_looking_again_changes_nothing(everywhere: Town, kind: DecisionKind) -> None:
    await decide(everywhere, kind, **NOVEMBER)
    await opens(everywhere, OPENING)
    before, decision = await everywhere.duties(), await stored(everywhere)
    await opens(everywhere, OPENING)
    assert await everywhere.duties() == before
    assert await stored(everywhere) == decision


@pytest.mark.parametrize("kind", DecisionKind)
async def test_a_decision_taken_back_reaches_nothing_any_more(town: Town, kind: DecisionKind) -> None:
    await undo(town, await decide(town, kind, **NOVEMBER))
    await opens(town, OPENING)
    duty = (await town.duty("STP", "BC11")).assignment
    assert (duty.status, duty.current, duty.version) == (Status.PENDING, duty.original, 1)


@pytest.mark.parametrize("kind", DecisionKind)
async def test_taking_it_back_restores_what_was_opened_later(everywhere: Town, kind: DecisionKind) -> None:
    decided = await decide(everywhere, kind, **NOVEMBER)
    await opens(everywhere, OPENING)
    undone = await undo(everywhere, decided, at=OPENING)
    assert {duty.unit.code for duty in undone.restored} == {"STP", "SNV"}
    await opens(everywhere, OPENING)
    duty = (await everywhere.duty("STP", "BC11")).assignment
    assert (duty.status, duty.current) == (Status.PENDING, duty.original)


async def test_what_was_reopened_by_a_person_stays_open(town: Town) -> None:
    await decide(town, EXEMPTION)
    await town.tells(OPERATOR, "STP", Verb.REOPEN)
    await opens(town, AT)
    assert (await town.duty("STP")).assignment.status is Status.PENDING


async def test_two_outages_reach_it_one_after_the_other(town: Town) -> None:
    await decide(town, **NOVEMBER)
    await decide(town, first_day=date(2023, 11, 21), last_day=date(2023, 11, 21))
    await opens(town, OPENING)
    assert (await town.duty("STP", "BC11")).assignment.current.last_day == date(2023, 11, 22)
    assert [len(item.affected) for item in await stored(town)] == [2, 2]


async def test_what_is_opened_later_and_due_on_another_day_stays(town: Town) -> None:
    await decide(town, first_day=date(2023, 11, 21), last_day=date(2023, 11, 22))
    await opens(town, OPENING)
    duty = (await town.duty("STP", "BC11")).assignment
    assert (duty.current, duty.version) == (duty.original, 1)
    assert await town.events(DECIDED) == []


async def test_the_grace_of_the_province_counts_from_the_new_day(town: Town) -> None:
    decided = await decide(town, moved_to=TUESDAY)
    duty = decided.effects[0].duty
    patient = Place(Province(town.id, "x", "x", True, 2, FRIDAY, None), CALENDAR)
    values = standing_decisions.values_of(decided.decision, duty.assignment, duty.obligation, patient)
    assert values["current"].late_from == CALENDAR.start_of(date(2023, 10, 27))


async def test_a_figure_asked_for_by_an_hour_is_not_moved_with_the_reports(town: Town) -> None:
    async def ask_for_a_figure(uow: UnitOfWork) -> None:
        obligation = table_of(ObligationRow)
        await uow._connection.execute(
            obligation.update().where(obligation.c.id == town.report).values(answer="figure")
        )

    before = await decide(town)
    await undo(town, before)
    await town.store.transact(ask_for_a_figure)

    general, named = await decide(town), await decide(town, obligation_id=town.report)

    assert town.report in {effect.duty.obligation.id for effect in before.effects}
    assert town.report not in {effect.duty.obligation.id for effect in general.effects}
    assert {effect.duty.obligation.id for effect in named.effects} == {town.report}
