"""Remakes the pictures of the documentation from the real demo: `python -m tests.browser.pictures`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.chromium import DESKTOP, PHONE, Window, chromium
from tests.browser.demo import ROOT, DemoPage, demo

FOLDER = ROOT / "docs" / "images"


async def play(browser: Browser, address: str) -> Window:
    """The morning after the last day: answers are in, the silent are late, the leader asks."""
    window = await Window.open(browser, DESKTOP)
    await window.page.goto(address)
    page = DemoPage(window.page)
    await page.ready()
    await page.move("Đến nhắc việc kế tiếp")
    await page.say("daumoi", "da gui so 215/BC-STP hom qua")
    await page.say("vanphong", "CSDL 1")
    await page.say("vanphong", "bỏ qua")
    await page.to_day("2023-10-20")
    await page.say("vanphong", "đã nhận BC10: STP, SNV, SGDĐT, Tân Yên, Hiệp Hòa")
    await page.say("vanphong", "1")
    await page.to_day("2023-10-21")
    await page.say("lanhdao", "đơn vị nào chưa nộp?")
    await expect(window.page.locator(".tile.late").first).to_be_visible()
    return window


async def take(window: Window, name: str) -> None:
    """One picture, with nothing pointed at."""
    await window.page.mouse.move(0, 0)
    await window.page.screenshot(path=FOLDER / name, caret="hide", animations="disabled")


async def main() -> None:
    """Both pictures of one story."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as address:
        async with chromium() as browser:
            window = await play(browser, address)
            await take(window, "demo-desktop.png")
            phone = await Window.open(browser, PHONE)
            await phone.page.goto(address)
            await DemoPage(phone.page).ready()
            await phone.page.get_by_role("tab").nth(2).click()
            await take(phone, "demo-phone.png")


if __name__ == "__main__":
    asyncio.run(main())
