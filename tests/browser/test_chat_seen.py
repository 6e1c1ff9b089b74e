"""A line counts as displayed when people could see it: on a visible page, in the visible part of the log."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from domain.messages import Outbound
from storage.store import Store
from tests.browser.chats import HIDE, address_of, connected, displayed, lines, quiet, say, told
from tests.browser.chromium import PHONE
from tests.browser.conftest import OpenWindow, Place
from tests.browser.wire import wired

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FRAME = """() => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.src = "/chat?seat=khach";
    frame.style.display = "none";
    frame.onload = done;
    document.body.append(frame);
})"""


@pytest.fixture
async def room(sqlite_store: Store) -> AsyncIterator[Place]:
    async with quiet(sqlite_store) as place:
        yield place


async def comes_to(room: Place, address: str, text: str) -> bool:
    """Whether that line becomes the newest one displayed, within some seconds."""
    for _ in range(250):
        if await displayed(room, address) == text:
            return True
        await asyncio.sleep(0.02)
    return False


async def stays(room: Place, address: str, text: str | None) -> bool:
    """Whether the newest line displayed stays what it is for longer than a page waits before it tells."""
    for _ in range(40):
        if await displayed(room, address) != text:
            return False
        await asyncio.sleep(0.02)
    return True


async def test_a_visible_page_tells_what_it_shows(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address, PHONE)
    await connected(window)
    where = await address_of(room, window)
    assert await displayed(room, where) is None
    await room.show(window, "Tin 1")
    assert await comes_to(room, where, "Tin 1")
    await room.show(window, "Tin 2")
    assert await comes_to(room, where, "Tin 2")
    assert window.complaints == []


async def test_a_hidden_page_shows_nothing_until_it_is_looked_at(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    where = await address_of(room, window)
    await window.page.evaluate(HIDE, True)
    await room.show(window, "Khi trang bị che")
    assert await stays(room, where, None)

    await window.page.evaluate(HIDE, False)
    assert await comes_to(room, where, "Khi trang bị che")


async def test_what_came_in_before_the_page_was_hidden_is_not_shown_afterwards(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    where = await address_of(room, window)
    # The line comes while the page listens, and people look away before it could be told.
    await window.page.evaluate(
        f"""() => new MutationObserver(() => ({HIDE})(true)).observe(
            document.getElementById("lines"), {{ childList: true }})"""
    )
    await room.show(window, "Vừa kịp đến")
    await expect(lines(window)).to_have_count(1)

    assert await stays(room, where, None)


async def test_a_line_below_the_visible_part_is_shown_when_people_come_to_it(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address, PHONE)
    await connected(window)
    where = await address_of(room, window)
    for number in range(30):
        await room.show(window, f"Tin {number}")
    assert await comes_to(room, where, "Tin 29")
    await window.page.locator("#talk").evaluate("(talk) => { talk.scrollTop = 0; }")
    await room.show(window, "Bên dưới")
    await expect(lines(window)).to_have_count(31)
    assert await stays(room, where, "Tin 29")

    await window.page.get_by_role("button", name="Xem tin mới").click()
    assert await comes_to(room, where, "Bên dưới")


async def test_a_frame_that_is_not_displayed_shows_nothing(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    await window.page.evaluate(FRAME)
    frame = window.page.frames[1]
    await frame.locator("#state[data-state=connected]").wait_for(state="attached")
    cookies = {one["name"]: one["value"] for one in await window.page.context.cookies()}
    where = await room.desk.address_of(cookies["dondoc-khach"])
    assert where is not None
    await room.desk.show(Outbound(where, "Trong khung bị ẩn", reference="a"))
    await frame.locator(".line").wait_for(state="attached")
    assert await stays(room, where, None)

    await window.page.evaluate(
        "document.querySelector('iframe').style = 'position: fixed; inset: 0; width: 100%; height: 100%'"
    )
    assert await comes_to(room, where, "Trong khung bị ẩn")


async def test_what_could_not_be_told_is_told_after_the_line_was_mended(
    room: Place, open_window: OpenWindow
) -> None:
    async with wired(room.port) as wire:
        window = await open_window(wire.address)
        await connected(window)
        where = await address_of(room, window)
        await window.page.route("**/chat/seen*", lambda route: route.abort())
        await room.show(window, "Tin 1")
        await expect(told(window)).to_have_text(["Tin 1"])
        assert await stays(room, where, None)

        await window.page.unroute("**/chat/seen*")
        wire.cut()
        assert await comes_to(room, where, "Tin 1")


async def test_ones_own_words_display_nothing(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    await say(window, "chỉ có tôi")
    await expect(told(window)).to_have_text(["chỉ có tôi"])

    assert await stays(room, await address_of(room, window), None)
