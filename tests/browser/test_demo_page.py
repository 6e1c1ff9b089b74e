"""The real demo, played in a real browser: what a visitor sees in the first five minutes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.chromium import DESKTOP, NARROW, PHONE, Window, require_chromium
from tests.browser.conftest import OpenWindow
from tests.browser.demo import DemoPage, demo
from tests.pages import MARK

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CODES = 28


@pytest.fixture(scope="module")
def resting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo that nobody moves."""
    require_chromium()
    with demo(tmp_path_factory.mktemp("demo")) as found:
        yield found


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A demo of the test's own."""
    require_chromium()
    with demo(tmp_path) as found:
        yield found


async def opened(open_window: OpenWindow, address: str, viewport: dict[str, int]) -> tuple[Window, DemoPage]:
    window = await open_window(address, viewport)
    page = DemoPage(window.page)
    await page.ready()
    return window, page


async def test_the_story_is_played_from_the_reminder_to_the_list_of_the_late(
    address: str, open_window: OpenWindow
) -> None:
    window, page = await opened(open_window, address, DESKTOP)
    onlooker = await open_window(address, PHONE)
    clock, step = window.page.locator("#clock"), window.page.locator("#steps [aria-current=step]")
    await expect(clock).to_have_text(re.compile(r"Thứ Năm 19/10/2023, 08:(29|30)"))
    await expect(step).to_contain_text("Trước hạn")
    await expect(window.page.locator(".tile")).to_have_count(CODES)
    await expect(window.page.locator(".legend")).to_have_text(re.compile(rf"{CODES}\s*chưa nhận"))

    # The reminder comes before the last day, in words that name it.
    await page.move("Đến nhắc việc kế tiếp")
    focal = page.seat("daumoi")
    await expect(focal.locator(".line.bot").last).to_contain_text("trước ngày 21/10/2023")

    # One sentence answers it, and the board follows.
    await page.say("daumoi", "da gui so 215/BC-STP hom qua")
    await expect(focal.locator(".line.bot").last).to_contain_text("đã ghi nhận")
    await expect(page.tile("STP")).to_contain_text("báo đã gửi")

    # After the last day the silent units are late, and the leader is told who.
    await page.to_day("2023-10-21")
    await expect(step).to_contain_text("Sau hạn")
    for one in (window, onlooker):
        await expect(one.page.locator("#clock")).to_have_text(
            re.compile("^Thứ Bảy 21/10/2023, "), timeout=15_000
        )
    await expect(window.page.locator(".tile.late").first).to_contain_text("muộn")
    await page.say("lanhdao", "đơn vị nào chưa nộp?")
    answer = page.seat("lanhdao").locator(".line.bot").last
    await expect(answer).to_contain_text("Báo cáo đồng chí")
    await expect(answer).to_contain_text(MARK)
    await expect(answer).not_to_contain_text("Sở Tư pháp,")
    assert window.complaints + onlooker.complaints == []


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
async def test_the_page_fits_its_window(
    resting: str, open_window: OpenWindow, viewport: dict[str, int]
) -> None:
    window, _ = await opened(open_window, resting, viewport)

    assert await window.overflow() <= 0
    assert await window.too_small() == []
    await expect(window.page.locator(".top .mark")).to_have_text(MARK)
    await expect(window.page.locator("#clock")).to_be_in_viewport(ratio=1)
    assert window.complaints == []


async def test_at_a_desk_everything_is_seen_at_once(resting: str, open_window: OpenWindow) -> None:
    window, page = await opened(open_window, resting, DESKTOP)

    for seat in ("daumoi", "vanphong", "lanhdao"):
        await expect(page.seat(seat).locator("#send")).to_be_in_viewport(ratio=1)
    await expect(window.page.locator(".others li").last).to_be_in_viewport(ratio=1)
    await expect(window.page.locator("#tabs")).to_be_hidden()


async def test_on_a_phone_people_are_tabs_and_news_is_marked(address: str, open_window: OpenWindow) -> None:
    window, page = await opened(open_window, address, PHONE)
    tabs = window.page.get_by_role("tab")
    await expect(tabs).to_have_count(3)
    await expect(window.page.locator(".seat:visible")).to_have_count(1)

    await tabs.nth(2).click()
    await expect(page.seat("lanhdao").locator("#text")).to_be_visible()
    await expect(page.seat("daumoi").locator("#text")).to_be_hidden()

    await page.move("Đến nhắc việc kế tiếp")
    await expect(tabs.nth(0)).to_have_class("unread")
    await tabs.nth(2).press("ArrowRight")
    await expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")
    await expect(tabs.nth(0)).not_to_have_class("unread")
    assert window.complaints == []
