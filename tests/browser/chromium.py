"""The system's Chromium, driven like a person would, with everything it complains about kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from tests.databases import required

EXECUTABLE = Path("/usr/bin/chromium")
# Nothing but our own pages is fetched, and no sandbox is needed for them.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
NARROW = {"width": 360, "height": 640}


def require_chromium() -> None:
    """Skip where Chromium is missing, or fail where it is required."""
    if EXECUTABLE.exists():
        return
    missing = f"Chromium is missing: there is no {EXECUTABLE}"
    if required("chromium"):
        pytest.fail(missing)
    pytest.skip(missing)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A fresh browser."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=EXECUTABLE, args=QUIET, headless=True)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Window:
    """One page in a profile of its own; `complaints` are errors of the console and of scripts."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, browser: Browser, viewport: dict[str, int], **options: Any) -> "Window":
        """An empty window of that size."""
        context = await browser.new_context(viewport=viewport, locale="vi-VN", **options)
        window = cls(await context.new_page())
        window.page.on("console", window._hear)
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        return window

    async def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return wide

    async def too_small(self) -> list[str]:
        """Buttons, fields and links to the chat that a thumb would miss: lower than 44 pixels."""
        found: list[str] = await self.page.evaluate(
            """[...document.querySelectorAll("button, textarea, select, a.button")]
               .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44)
               .map((one) => one.outerHTML)"""
        )
        return found

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)
