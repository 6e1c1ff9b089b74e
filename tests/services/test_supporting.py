"""Supporting units hear of a duty once, owe nothing, and are followed to their successors."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from domain.delivery import MessageClass, OutboxMessage
from domain.permissions import Scope
from domain.statuses import Status
from domain.units import OPERATOR, Role, UnitKind
from services import consolidation, supporting
from storage.store import UnitOfWork
from tests import factories
from tests.services.town import CALENDAR, EVERYTHING, Town, october

FIRST_STEP = october(17)


async def supported(town: Town, *codes: str, kind: UnitKind = UnitKind.DEPARTMENT, **facts: Any) -> int:
    """A report that STP owes and these new units support."""

    async def work(uow: UnitOfWork) -> int:
        town.units |= await factories.units(uow, town.id, *codes, kind=kind)
        changes = {"key": "phoi-hop", "stem": "PH", "supporting": list(codes)} | facts
        duty = await factories.obligation(uow, town.id, town.units["VP"], **changes)
        await factories.assignments(uow, duty, town.id, [town.units["STP"]], next_step_at=october(1))
        return duty

    return await town.store.transact(work)


async def informs(town: Town, now: datetime = FIRST_STEP) -> int:
    """The planner has these duties before it."""

    async def work(uow: UnitOfWork) -> int:
        reminded = await uow.duties.assignments(EVERYTHING)
        return await supporting.inform(uow, reminded, calendar=CALENDAR, now=now)

    return await town.store.transact(work)


def addresses(messages: Sequence[OutboxMessage]) -> list[str]:
    return [message.address for message in messages]


async def test_a_supporting_unit_is_told_who_leads_and_until_when(everywhere: Town) -> None:
    await supported(everywhere, "SKHCN")
    await everywhere.joins("SKHCN")
    assert await informs(everywhere) == 1
    (message,) = await everywhere.messages()
    assert message.message_class is MessageClass.NOTICE
    assert message.body.startswith("Kính gửi Đơn vị SKHCN để biết, phối hợp: Báo cáo tháng")
    assert "Đơn vị chủ trì: Đơn vị STP." in message.body
    assert "hết thứ Sáu 20/10/2023" in message.body
    assert "không phải gửi báo cáo" in message.body


async def test_it_is_told_once_and_not_at_the_next_steps(town: Town) -> None:
    await supported(town, "SKHCN")
    await town.joins("SKHCN")
    counts = [await informs(town, october(day)) for day in (17, 19, 20)]
    assert counts == [1, 0, 0]


async def test_every_focal_point_hears_of_it_and_no_other_role(town: Town) -> None:
    await supported(town, "SKHCN")
    await town.joins("SKHCN", name="Đầu mối 1")
    await town.joins("SKHCN", name="Đầu mối 2")
    await town.joins("SKHCN", Role.UNIT_HEAD)
    assert await informs(town) == 2
    assert addresses(await town.messages()) == ["Đầu mối 1", "Đầu mối 2"]


async def test_a_vertical_body_is_asked_for_its_support(town: Town) -> None:
    await supported(town, "THUE", kind=UnitKind.VERTICAL)
    await town.joins("THUE")
    await informs(town)
    (message,) = await town.messages()
    assert message.body.startswith("Đơn vị VP đề nghị Đơn vị THUE phối hợp:")


async def test_a_successor_is_told_in_the_ended_units_place(town: Town) -> None:
    await supported(town, "STTTT")
    ended = {"valid_to": date(2023, 10, 1), "successor_id": town.units["SNV"]}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["STTTT"], ended))
    await town.joins("SNV")
    assert await informs(town) == 1
    (message,) = await town.messages()
    assert "Đơn vị SNV" in message.body


async def test_a_unit_that_has_ended_without_a_successor_is_not_told(town: Town) -> None:
    await supported(town, "STTTT")
    ended = {"valid_to": date(2023, 10, 1)}
    await town.store.transact(lambda uow: uow.organisation.change_unit(town.units["STTTT"], ended))
    await town.joins("STTTT")
    assert await informs(town) == 0


@pytest.mark.parametrize(
    "now",
    [october(17, 7, 59), october(17, 12), october(17, 17), october(15)],
    ids=["early", "noon", "evening", "sunday"],
)
async def test_nobody_is_told_outside_the_sending_hours(town: Town, now: datetime) -> None:
    await supported(town, "SKHCN")
    await town.joins("SKHCN")
    assert await informs(town, now) == 0


async def test_nobody_is_told_before_the_first_step(town: Town) -> None:
    await supported(town, "SKHCN")
    await town.joins("SKHCN")
    assert await informs(town, october(9)) == 0


async def test_what_is_sent_already_needs_no_support(town: Town) -> None:
    await supported(town, "SKHCN")
    await town.joins("SKHCN")
    duty = await town.duty("STP", "PH10")
    await town.store.transact(
        lambda uow: uow.duties.change(duty.assignment, {"status": Status.SUBMITTED.value})
    )
    assert await informs(town) == 0


async def test_a_unit_that_owes_the_duty_itself_is_not_told_twice(town: Town) -> None:
    await supported(town, "SKHCN", supporting=["STP"])
    await town.joins("STP")
    assert await informs(town) == 0


async def test_many_leading_units_are_counted(town: Town) -> None:
    duty = await supported(town, "SKHCN")
    leading = [town.units[code] for code in ("VP", "SNV", "TANYEN")]
    await town.store.transact(lambda uow: factories.assignments(uow, duty, town.id, leading))
    await town.joins("SKHCN")
    await informs(town)
    (message,) = await town.messages()
    assert "Đơn vị chủ trì: 4 đơn vị." in message.body


async def test_a_supporting_unit_is_in_no_list_and_no_count(town: Town) -> None:
    await supported(town, "SKHCN")
    await town.joins("SKHCN")
    await informs(town)
    async with town.store.reading() as uow:
        late = await consolidation.overdue(uow, OPERATOR, calendar=CALENDAR, now=october(23))
        standings = await consolidation.standings(uow, OPERATOR, now=october(23))
        owed = await uow.duties.assignments(Scope(units=frozenset({town.units["SKHCN"]})))
    assert "SKHCN" not in {item.duty.unit.code for item in late}
    assert "SKHCN" not in {duty.unit.code for standing in standings for duty in standing.duties}
    assert owed == []
