"""The board: everything for a leader, the own unit for a focal point, nothing for a stranger."""

import dataclasses
from collections.abc import Awaitable, Callable

import httpx
import pytest
from starlette.requests import Request

from domain.calendar import Calendar
from domain.clocks import FixedClock
from domain.units import Actor, Role
from files.calendar_overrides import CalendarOverrides
from services.calendar import Calendars
from storage.store import Store, UnitOfWork
from tests import factories
from tests.pages import MARK, application, browser, marked, unmarked
from tests.web.conftest import Province
from web.board import build_routes

Look = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def look(sqlite_store: Store, clock: FixedClock) -> Look:
    """Opens the board as somebody."""
    calendars = Calendars(CalendarOverrides(), first_year=2023, last_year=2023)

    async def looking(actor: Actor | None, *, invented: bool = False) -> httpx.Response:
        async def viewer(request: Request) -> Actor | None:
            return actor

        marks = marked if invented else unmarked
        routes = build_routes(sqlite_store, clock, calendars, viewer=viewer, marks=marks)
        async with browser(application(routes)) as client:
            return await client.get("/", headers={"Accept": "text/html"})

    return looking


async def test_a_stranger_is_told_how_to_get_access_and_nothing_else(look: Look, province: Province) -> None:
    answer = await look(None)

    assert answer.status_code == 403
    assert "mã liên kết do Văn phòng cấp" in answer.text
    assert 'href="/chat"' in answer.text
    assert not [word for word in ("STP", "Đơn vị", "BC10", "Báo cáo tháng") if word in answer.text]


async def test_a_leader_sees_every_unit_in_words_and_colours(look: Look, province: Province) -> None:
    page = (await look(province.actor(Role.LEADER))).text

    assert "Tính đến 08:30 thứ Ba 17/10/2023" in page
    assert "trước ngày 21/10/2023, tức hết thứ Sáu 20/10/2023" in page
    assert "<strong>3</strong> chưa nhận" in page
    assert page.count('class="unit missing"') == 3
    assert page.count('<span class="word">chưa nhận</span>') == 3


async def test_departments_stand_before_and_apart_from_districts(look: Look, province: Province) -> None:
    page = (await look(province.actor(Role.LEADER))).text

    places = [page.index(text) for text in ("Sở, ban, ngành (2)", "STP", "SNV", "UBND cấp huyện", "TANYEN")]
    assert places == sorted(places)


async def test_after_the_last_day_the_silent_are_late(
    look: Look, province: Province, clock: FixedClock, calendar: Calendar
) -> None:
    clock.move_to(calendar.at(factories.deadline().named_day, factories.NOW.time()))
    page = (await look(province.actor(Role.LEADER))).text

    assert page.count('<span class="word">muộn</span>') == 3


async def test_a_focal_point_sees_the_own_unit_only(look: Look, province: Province) -> None:
    page = (await look(province.actor(Role.FOCAL_POINT, "STP"))).text

    assert "Đơn vị STP" in page
    assert "SNV" not in page
    assert "TANYEN" not in page


async def test_another_province_is_not_seen(look: Look, sqlite_store: Store, province: Province) -> None:
    async def work(uow: UnitOfWork) -> Province:
        other = await factories.province(uow, "tinh-khac")
        units = await factories.units(uow, other, "VPK")
        return Province(other, units)

    neighbour = await sqlite_store.transact(work)
    page = (await look(neighbour.actor(Role.LEADER, "VPK"))).text

    assert "Hiện không có báo cáo nào" in page
    assert "STP" not in page


async def test_somebody_without_a_role_sees_no_report(look: Look, province: Province) -> None:
    actor = dataclasses.replace(province.actor(Role.LEADER), memberships=())

    assert "STP" not in (await look(actor)).text


async def test_a_name_is_shown_as_text_and_never_run(
    look: Look, sqlite_store: Store, province: Province
) -> None:
    async def work(uow: UnitOfWork) -> None:
        nasty = await factories.units(uow, province.id, "<img src=x onerror=alert(1)>")
        obligation = (await uow.duties.obligations(province_id=province.id))[0]
        await factories.assignments(uow, obligation.id, province.id, nasty.values())

    await sqlite_store.transact(work)
    page = (await look(province.actor(Role.LEADER))).text

    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page


async def test_invented_figures_look_invented_and_real_ones_do_not(look: Look, province: Province) -> None:
    assert MARK in (await look(province.actor(Role.LEADER), invented=True)).text
    assert MARK not in (await look(province.actor(Role.LEADER))).text
