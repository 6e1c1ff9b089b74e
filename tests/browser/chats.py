"""What people do on the chat page, and what its server knows afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, expect
from sqlalchemy import select

from domain.clocks import FixedClock
from domain.messages import Option
from services.webchat import Desk
from storage.queues import InboxRow, WebSessionRow
from storage.store import Store
from storage.tables import table_of
from tests.browser.chromium import Window
from tests.browser.conftest import Place, tokens
from tests.factories import NOW

# What the browser itself says when its requests do not arrive.
_AWAY = "net::ERR_"


@asynccontextmanager
async def quiet(store: Store) -> AsyncIterator[Place]:
    """A web chat whose house keeps silent, so that only what a test says is said."""
    place = Place(store, Desk(store, FixedClock(NOW)))
    await place.start()
    try:
        yield place
    finally:
        await place.stop()


def button(n: int, label: str) -> Option:
    """A choice with a button."""
    return Option(n, str(n), label, f"token-{n:04}")


def lines(window: Window) -> Locator:
    """The texts of the conversation, those on their way included."""
    return window.page.locator(".line p")


def told(window: Window) -> Locator:
    """The texts that the server has told."""
    return window.page.locator("#lines .line p")


def waiting(window: Window) -> Locator:
    """The texts on their way."""
    return window.page.locator("#waiting .line p")


async def say(window: Window, text: str) -> None:
    """Type and press Enter."""
    await window.page.locator("#text").fill(text)
    await window.page.locator("#text").press("Enter")


async def lost(window: Window) -> None:
    """Wait until the page knows that it hears nothing."""
    await expect(window.page.locator("#state")).to_have_text("Mất kết nối, đang thử lại")


async def connected(window: Window, *, within_ms: float = 5_000) -> None:
    """Wait until the page listens."""
    await expect(window.page.locator("#state")).to_have_text("Đã kết nối", timeout=within_ms)


async def address_of(place: Place, window: Window) -> str:
    """The chat of a window's only seat."""
    (token,) = await tokens(window)
    found = await place.desk.address_of(token)
    assert found is not None
    return found


async def transcript(place: Place, window: Window) -> list[str]:
    """What the server has of a window's chat."""
    return [line.body for line in await place.desk.lines(await address_of(place, window), 0)]


async def taken(place: Place) -> list[str]:
    """What waits in the inbox, in the order in which it came."""
    inbox = table_of(InboxRow)
    async with place.store.engines.read.connect() as connection:
        rows = await connection.execute(select(inbox.c.raw).order_by(inbox.c.id))
        return [row.raw["text"] for row in rows]


async def displayed(place: Place, address: str) -> str | None:
    """The newest line that a page of the chat has shown to people."""
    session = table_of(WebSessionRow)
    async with place.store.engines.read.connect() as connection:
        found = select(session.c.displayed_line).where(session.c.address == address)
        reached = (await connection.execute(found)).scalar_one()
    return {line.id: line.body for line in await place.desk.lines(address, 0)}.get(reached)


def complaints(window: Window) -> list[str]:
    """What a window complains about, the absence of its server aside."""
    return [text for text in window.complaints if _AWAY not in text]


HIDE = """(is) => {
    const tells = (name, value) => Object.defineProperty(document, name, { value, configurable: true });
    tells("hidden", is);
    tells("visibilityState", is ? "hidden" : "visible");
    document.dispatchEvent(new Event("visibilitychange"));
}"""
