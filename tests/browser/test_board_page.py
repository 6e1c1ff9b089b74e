"""The board and the pages of errors in a window: readable on a phone, silent in the console."""

import asyncio

import pytest
from playwright.async_api import expect
from starlette.requests import Request

from domain.clocks import FixedClock
from domain.units import OPERATOR, Actor
from files.calendar_overrides import CalendarOverrides
from services.calendar import Calendars
from storage.store import Store
from tests import factories
from tests.browser.chromium import DESKTOP, NARROW, PHONE
from tests.browser.conftest import OpenWindow
from tests.factories import NOW
from tests.pages import application, marked, served
from web.board import build_routes

CALENDARS = Calendars(CalendarOverrides(), first_year=2023, last_year=2023)
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


async def operator(request: Request) -> Actor | None:
    """Somebody who sees everything."""
    return OPERATOR


async def stranger(request: Request) -> Actor | None:
    """Somebody who sees nothing."""
    return None


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
async def test_the_board_fits_its_window(
    sqlite_store: Store, open_window: OpenWindow, viewport: dict[str, int]
) -> None:
    await sqlite_store.transact(lambda uow: factories.owed(uow, ("STP", "SVHTTDL", "x" * 60)))
    routes = build_routes(sqlite_store, FixedClock(NOW), CALENDARS, viewer=operator, marks=marked)
    closing = asyncio.Event()
    async with served(application(routes), closing) as base:
        window = await open_window(base, viewport)

        await expect(window.page.locator(".unit")).to_have_count(3)
        assert await window.overflow() <= 0
        assert await window.too_small() == []
        assert window.complaints == []


@pytest.mark.parametrize("path", ["/", "/none"])
async def test_a_refusal_is_a_page_with_the_way_to_the_chat(
    sqlite_store: Store, open_window: OpenWindow, path: str
) -> None:
    routes = build_routes(sqlite_store, FixedClock(NOW), CALENDARS, viewer=stranger, marks=marked)
    closing = asyncio.Event()
    async with served(application(routes), closing) as base:
        window = await open_window(base + path, PHONE)

        await expect(window.page.get_by_role("link", name="Mở trang trao đổi")).to_be_visible()
        await expect(window.page.locator(".product")).to_have_css("color", "rgb(140, 28, 32)")
        assert await window.overflow() <= 0
        # The browser notes the status; nothing of ours was refused by the policy.
        assert not [text for text in window.complaints if "status of 40" not in text]
