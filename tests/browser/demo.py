"""The real demo in a process of its own, as `make demo` starts it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import FrameLocator, Page, expect

ROOT = Path(__file__).parents[2]
# A move plays everything that happens until then.
MOVE_MS = 60_000


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The page's address; the process is ended in order."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        # The line comes when everybody is linked; a demo that cannot start ends and leaves it empty.
        address = process.stdout.readline().strip()
        assert address, "the demo did not start: its own words stand above"
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=30)


class DemoPage:
    """What a visitor does on the demo page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def seat(self, key: str) -> FrameLocator:
        """The chat of one of the three people."""
        return self.page.frame_locator(f"#seat-{key} iframe")

    async def ready(self) -> None:
        """Wait until all three chats are connected."""
        for key in ("daumoi", "vanphong", "lanhdao"):
            await expect(self.seat(key).locator("#state")).to_have_attribute("data-state", "connected")

    async def say(self, key: str, text: str) -> None:
        """Type as one of the three, and wait until an answer has come."""
        frame = self.seat(key)
        before = await frame.locator(".line.bot").count()
        await frame.locator("#text").fill(text)
        await frame.locator("#text").press("Enter")
        await expect(frame.locator(".line.bot")).not_to_have_count(before)

    async def move(self, name: str) -> None:
        """Press a button of the stage and wait until time has moved."""
        await self.page.get_by_role("button", name=name, exact=True).click()
        await self._moved()

    async def to_day(self, value: str) -> None:
        """Choose a day, `2023-10-21`, and go there."""
        await self.page.locator("#date").select_option(value)
        await self.move("Đến ngày")

    def tile(self, code: str) -> Any:
        """A unit on the small board."""
        return self.page.locator(".tile", has=self.page.get_by_text(code, exact=True))

    async def _moved(self) -> None:
        await expect(self.page.locator("#progress")).to_be_hidden(timeout=MOVE_MS)
