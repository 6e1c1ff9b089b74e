"""The overdue list and progress as of any moment: replayed for the past, foreseen for the future."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import commands
from domain.calendar import VIETNAM
from domain.units import Role
from storage.store import Store
from tests.flows.stage import EVERYTHING, Player, Stage, october, staged
from tests.flows.troupes import TROUPES

NOW = october(25, 9)


@pytest.fixture
async def told(store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Sở Tư pháp began on Thursday and sent on Friday; Sở Xây dựng sent on Monday and took it
    back minutes later."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database_url)
    async with TROUPES["console"]() as troupe, staged(store, troupe, at=october(19, 7, 45)) as stage:
        so_tu_phap, so_xay_dung = [await stage.joins(unit, Role.FOCAL_POINT) for unit in ("STP", "SXD")]
        await said(stage, so_tu_phap, october(19, 9), "2")
        await said(stage, so_tu_phap, october(20, 9), "đã gửi số 215/BC-STP hôm qua")
        await said(stage, so_xay_dung, october(23, 9), "đã gửi số 2950/BC-SXD hôm nay")
        await said(stage, so_xay_dung, october(23, 9, 9), "sửa")
        await stage.goes_to(NOW)
        yield stage


async def said(stage: Stage, player: Player, at: datetime, text: str) -> None:
    await stage.goes_to(at)
    assert await player.says(text)


async def overdue(as_of: datetime | None = None, *, code: str = "Báo cáo cải cách TTHC") -> set[str]:
    rows = await commands.overdue(None, as_of, NOW)
    return {row["unit_code"] for row in rows if row["obligation"] == code}


async def progress(period: str, as_of: datetime | None = None) -> dict[str, Any]:
    rows = await commands.progress(period, as_of, NOW)
    return next(row for row in rows if row["obligation"] == "Báo cáo cải cách TTHC" and row["group"] == "all")


@pytest.mark.usefixtures("told")
async def test_the_list_of_the_past_names_who_was_late_then() -> None:
    assert await overdue(october(20, 23, 59, 59)) == set()
    saturday = await overdue(october(21))
    assert len(saturday) == 27
    assert "STP" not in saturday
    assert saturday - await overdue(october(23, 9)) == {"SXD"}
    assert await overdue(october(23, 8, 59)) == saturday
    assert await overdue(october(23, 9, 9)) == saturday
    assert await overdue() == await overdue(NOW) == saturday


@pytest.mark.usefixtures("told")
async def test_progress_of_the_past_counts_what_was_known_then() -> None:
    counted = [
        (row["claimed"], row["outstanding"], row["late"])
        for row in [
            await progress("2023-10", moment)
            for moment in (october(20, 8), october(20, 10), october(23, 9, 5), None)
        ]
    ]
    assert counted == [(0, 28, 0), (1, 27, 0), (2, 26, 26), (1, 27, 27)]


@pytest.mark.usefixtures("told")
async def test_what_was_said_of_a_duty_is_shown_as_of_then() -> None:
    (row,) = await commands.overdue("SXD", october(22), NOW)
    assert (row["status"], row["last_reply"], row["working_days_late"]) == ("pending", None, 0)
    assert row["late_from"] == october(21)
    assert row["last_day"].isoformat() == "2023-10-20"
    (row,) = await commands.overdue("SXD", None, NOW)
    assert row["working_days_late"] == 3


async def test_the_future_is_foreseen_and_nothing_is_written(told: Stage) -> None:
    before = await told.read(lambda uow: uow.duties.assignments(EVERYTHING))

    november = datetime(2023, 11, 21, tzinfo=VIETNAM)
    rows = await commands.overdue("STP", november, NOW)
    assert [(row["period"], row["late_from"]) for row in rows] == [("2023-11", november)]
    assert await commands.overdue("STP", november.replace(day=20), NOW) == []
    assert (await progress("2023-11", november))["late"] == 28

    assert await told.read(lambda uow: uow.duties.assignments(EVERYTHING)) == before


@pytest.mark.usefixtures("told")
async def test_after_its_last_day_in_use_the_directive_is_history() -> None:
    assert await overdue(datetime(2023, 12, 31, 23, 59, tzinfo=VIETNAM)) != set()
    assert await commands.overdue(None, datetime(2024, 1, 1, tzinfo=VIETNAM), NOW) == []


async def test_what_fell_due_before_the_pack_came_into_use_never_appears(told: Stage) -> None:
    """One clause was due before 15 September 2023; the pack is in use from 1 October."""
    one_off = "Tái cấu trúc quy trình, giảm thông tin phải khai"
    stored = await told.read(lambda uow: uow.duties.obligations())
    assert one_off in {obligation.title for obligation in stored if obligation.history}

    for moment in (datetime(2023, 9, 16, tzinfo=UTC), october(1), NOW, datetime(2023, 12, 30, tzinfo=UTC)):
        assert await overdue(moment, code=one_off) == set()
    assert one_off not in {row["obligation"] for row in await commands.progress("once", None, NOW)}
    assert "CG" not in {row["obligation"] for row in await commands.preview(october(19).date(), NOW)}
    assert not [digest for digest in await told.digests() if one_off in digest.body]
    officer = await told.joins("STC", Role.FOCAL_POINT)
    assert one_off not in await officer.says("việc")


async def test_a_dated_one_off_in_use_does_appear(told: Stage) -> None:
    """The negative twin: due before 20 October, owed by the Office."""
    one_off = "Làm sạch dữ liệu TTHC trên cơ sở dữ liệu quốc gia"
    assert await overdue(october(19, 23, 59, 59), code=one_off) == set()
    assert await overdue(october(20), code=one_off) == {"VP"}


@pytest.mark.parametrize(
    ("grace_days", "late_from", "says_late"), [(0, october(21), True), (2, october(25), False)]
)
async def test_a_grace_applies_only_where_the_province_switched_it_on(
    sqlite_store: Store, grace_days: int, late_from: datetime, says_late: bool
) -> None:
    start = october(19, 7, 45)
    async with (
        TROUPES["console"]() as troupe,
        staged(sqlite_store, troupe, at=start, grace_days=grace_days) as stage,
    ):
        officer, leader = await stage.joins("STP", Role.FOCAL_POINT), await stage.joins("VP", Role.LEADER)
        assert (await stage.duty("STP")).current.late_from == late_from

        await stage.goes_to(october(23, 8, 30))
        chased = (await officer.heard())[-1]

        # The unit reads the directive's day in either case; only the word "muộn" waits for the grace.
        assert "tức hết thứ Sáu 20/10/2023" in chased
        assert "chưa nhận được báo cáo" in chased
        assert ("muộn" in chased) is says_late
        assert ("Quá hạn 28" in await leader.says("quá hạn")) is says_late
        await stage.goes_to(october(25))
        assert "Quá hạn 28" in await leader.says("quá hạn")
