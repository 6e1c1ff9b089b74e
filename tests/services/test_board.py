"""The board: one cell for each unit, blocks kept apart, and as far as the viewer's role reaches."""

from datetime import datetime
from typing import Any

import pytest

from domain.consolidation import Outcome
from domain.statuses import Status
from domain.units import Actor, Role
from services import board
from services.board import Board
from storage.store import UnitOfWork
from tests import factories
from tests.services.town import CALENDAR, Town, gathered, october


async def boards(town: Town, actor: Actor, now: datetime) -> list[Board]:
    async with town.store.reading() as uow:
        return await board.boards(uow, actor, now=now, calendar=CALENDAR)


async def test_blocks_are_kept_apart_in_protocol_order(town: Town) -> None:
    leader = await town.joins("VP", Role.LEADER)
    (found,) = await boards(town, leader, october(17))
    assert [(cell.unit_code, cell.is_territorial) for cell in found.cells] == [
        ("STP", False),
        ("SNV", False),
        ("TANYEN", True),
    ]
    assert (found.code, found.period, found.tally.expected) == ("BC10", "2023-10", 3)


@pytest.mark.parametrize(
    ("now", "days", "outcome"),
    [
        (october(20, 23, 59), 0, Outcome.MISSING),
        (october(21, 9), 0, Outcome.LATE),
        (october(23), 1, Outcome.LATE),
        (october(27), 5, Outcome.LATE),
    ],
)
async def test_the_late_are_shown_with_working_days(
    town: Town, now: datetime, days: int, outcome: Outcome
) -> None:
    leader = await town.joins("VP", Role.LEADER)
    await town.sets("SNV", status=Status.SUBMITTED.value)
    stp, snv, _ = (await boards(town, leader, now))[0].cells
    assert (stp.outcome, stp.days_late) == (outcome, days)
    assert (snv.outcome, snv.days_late) == (Outcome.CLAIMED, 0)


@pytest.mark.parametrize(
    ("values", "detail"),
    [
        ({"status": "submitted", "document_number": "215/BC-STP"}, "215/BC-STP"),
        ({"status": "blocked", "reason": "máy hỏng"}, "máy hỏng"),
        ({"status": "blocked", "reason": "máy hỏng", "document_number": "1/BC"}, "1/BC"),
        ({}, None),
    ],
)
async def test_a_cell_tells_the_number_or_the_reason_as_stated(
    town: Town, values: dict[str, Any], detail: str | None
) -> None:
    leader = await town.joins("VP", Role.LEADER)
    await town.sets("STP", **values)
    assert (await boards(town, leader, october(17)))[0].cells[0].detail == detail


async def test_what_most_units_owe_comes_first_and_only_the_current_period(town: Town) -> None:
    await gathered(town)
    leader = await town.joins("VP", Role.LEADER)

    async def earlier(uow: UnitOfWork) -> None:
        await factories.assignments(uow, town.report, town.id, [town.units["STP"]], period="2023-09")

    await town.store.transact(earlier)
    found = await boards(town, leader, october(17))
    assert [(one.code, len(one.cells)) for one in found] == [("BC10", 3), ("TH10", 1)]


@pytest.mark.parametrize(
    ("role", "unit", "cells"), [(Role.FOCAL_POINT, "STP", ["STP"]), (Role.ADMIN, "VP", [])]
)
async def test_a_viewer_sees_no_further_than_the_role(
    town: Town, role: Role, unit: str, cells: list[str]
) -> None:
    viewer = await town.joins(unit, role)
    found = await boards(town, viewer, october(17))
    assert [cell.unit_code for one in found for cell in one.cells] == cells
