"""Nothing is lost and nothing doubled: cut lines, lost answers, restarts, reloads, no network, haste."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Route, expect

from channels.webchat.routes import build_routes
from storage.store import Store
from tests.browser.chats import (
    address_of,
    button,
    complaints,
    connected,
    lines,
    lost,
    quiet,
    say,
    taken,
    told,
    transcript,
    waiting,
)
from tests.browser.chromium import PHONE, Window
from tests.browser.conftest import OpenWindow, Place, tokens
from tests.browser.wire import Wire, wired
from tests.channels.webchat.conftest import Stored
from tests.pages import application, served, unmarked

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
POSTS = "**/chat/messages*"
SLOW = 20_000


@pytest.fixture
async def room(sqlite_store: Store) -> AsyncIterator[Place]:
    async with quiet(sqlite_store) as place:
        yield place


@pytest.fixture
async def wire(room: Place) -> AsyncIterator[Wire]:
    async with wired(room.port) as wire:
        yield wire


async def refuse(route: Route) -> None:
    await route.abort()


async def told_as_kept(room: Place, window: Window, count: int) -> list[str]:
    """The page's lines, once all have come: they are the server's, in its order, each once."""
    await expect(waiting(window)).to_have_count(0, timeout=SLOW)
    await expect(told(window)).to_have_count(count, timeout=SLOW)
    found = await told(window).all_text_contents()
    assert found == await transcript(room, window)
    assert len(set(found)) == count
    return found


async def test_three_cut_lines_lose_and_double_nothing_while_both_sides_write(
    room: Place, wire: Wire, open_window: OpenWindow
) -> None:
    window = await open_window(wire.address)
    await connected(window)

    async def house() -> None:
        for number in range(36):
            await room.show(window, f"Nhà {number}")
            await asyncio.sleep(0.03)

    writing = asyncio.ensure_future(house())
    for first in (0, 5, 10):
        for number in range(first, first + 3):
            await say(window, f"Người {number}")
        assert wire.cut() > 0
        await lost(window)
        for number in range(first + 3, first + 5):
            await say(window, f"Người {number}")
        await connected(window, within_ms=SLOW)
    await writing

    found = await told_as_kept(room, window, 51)
    assert [text for text in found if text.startswith("Nhà")] == [f"Nhà {number}" for number in range(36)]
    assert await taken(room) == [f"Người {number}" for number in range(15)]
    assert complaints(window) == []


async def test_a_message_whose_answer_was_lost_is_said_once(
    room: Place, wire: Wire, open_window: OpenWindow
) -> None:
    window = await open_window(wire.address)
    await connected(window)
    wire.swallows_answers = True
    await say(window, "đã gửi số 12")
    await expect(waiting(window)).to_have_text(["đã gửi số 12"])
    await expect(window.page.locator("#notice")).to_contain_text("nội dung vẫn được giữ")
    wire.swallows_answers = False

    assert await told_as_kept(room, window, 1) == ["đã gửi số 12"]
    await expect(window.page.locator("#notice")).to_be_hidden()
    assert await taken(room) == ["đã gửi số 12"]


async def test_what_is_said_while_the_server_is_away_waits_in_order_and_goes_by_itself(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    await room.stop()
    await lost(window)
    for text in ("một", "hai", "ba"):
        await say(window, text)
    await expect(waiting(window)).to_have_text(["một", "hai", "ba"])
    await expect(window.page.locator("#waiting small")).to_have_text(["đang gửi"] * 3)
    await expect(window.page.locator("#text")).to_have_value("")
    await room.show(window, "Trong lúc mất")

    await room.start()
    found = await told_as_kept(room, window, 4)
    assert [text for text in found if text != "Trong lúc mất"] == ["một", "hai", "ba"]
    assert complaints(window) == []


async def test_without_a_network_messages_wait_for_it(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address, PHONE)
    await connected(window)
    await window.page.context.set_offline(True)
    await lost(window)
    await say(window, "khi mất mạng")
    await room.show(window, "Nhà nói khi mất mạng")
    await expect(waiting(window)).to_have_text(["khi mất mạng"])

    await window.page.context.set_offline(False)
    assert set(await told_as_kept(room, window, 2)) == {"khi mất mạng", "Nhà nói khi mất mạng"}


async def test_a_message_on_its_way_survives_a_reload(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    await window.page.route(POSTS, refuse)
    await say(window, "chưa kịp gửi")
    await window.page.reload()
    await connected(window)
    await expect(waiting(window)).to_have_text(["chưa kịp gửi"])
    assert await taken(room) == []

    await window.page.unroute(POSTS)
    assert await told_as_kept(room, window, 1) == ["chưa kịp gửi"]
    await window.page.reload()
    await expect(told(window)).to_have_text(["chưa kịp gửi"])
    await expect(waiting(window)).to_have_count(0)
    assert await taken(room) == ["chưa kịp gửi"]


async def test_a_press_on_its_way_survives_a_reload_and_cannot_be_pressed_again(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    await room.show(window, "Đúng không?", button(1, "đúng"), button(2, "không"))
    await window.page.route(POSTS, refuse)
    await window.page.get_by_role("button", name="1. đúng").click()
    await expect(window.page.locator("#choices")).to_be_hidden()
    await window.page.reload()
    await expect(waiting(window)).to_have_text(["đúng"])
    await expect(told(window)).to_have_count(1)
    await expect(window.page.locator("#choices")).to_be_hidden()

    await window.page.unroute(POSTS)
    assert await told_as_kept(room, window, 2) == ["Đúng không?", "đúng"]


async def test_nobody_says_what_an_earlier_session_left_unsaid(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    before = await tokens(window)
    await window.page.route(POSTS, refuse)
    await say(window, "của người trước")
    await Stored(room.store).end_sessions()
    await window.page.reload()
    await connected(window)
    assert await tokens(window) != before
    await expect(lines(window)).to_have_count(0)

    await window.page.unroute(POSTS)
    await say(window, "của người sau")
    assert await told_as_kept(room, window, 1) == ["của người sau"]
    assert await taken(room) == ["của người sau"]


async def test_a_page_left_open_over_the_end_of_its_session_never_speaks_in_the_next(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    await Stored(room.store).end_sessions()
    other = await window.page.context.new_page()
    await other.goto(room.address)
    await expect(other.locator("#state")).to_have_text("Đã kết nối")

    await say(window, "từ trang cũ")
    await expect(window.page.locator("#notice")).to_have_text(
        "Phiên làm việc đã kết thúc. Xin tải lại trang."
    )
    await expect(window.page.locator("#waiting small")).to_have_text("chưa gửi")
    assert await taken(room) == []


async def test_a_line_that_dies_without_a_word_is_noticed(
    room: Place, wire: Wire, open_window: OpenWindow
) -> None:
    window = await open_window("about:blank")
    await window.page.clock.install()
    await window.page.goto(wire.address)
    await connected(window)
    await room.show(window, "Trước")
    await expect(told(window)).to_have_text(["Trước"])
    wire.freeze()
    await room.show(window, "Sau")
    await window.page.clock.fast_forward(39_000)
    await expect(told(window)).to_have_text(["Trước"])

    await window.page.clock.fast_forward(2_000)
    await expect(told(window)).to_have_text(["Trước", "Sau"])


async def test_haste_is_slowed_down_and_costs_no_message(
    sqlite_store: Store, open_window: OpenWindow
) -> None:
    seconds = [0.0]
    async with quiet(sqlite_store) as room:
        routes = build_routes(room.desk, secure=False, marks=unmarked, now=lambda: seconds[0])
        closing = asyncio.Event()
        async with served(application(routes), closing) as base:
            window = await open_window("about:blank")
            await window.page.clock.install()
            await window.page.goto(f"{base}/chat")
            await connected(window)
            for number in range(22):
                await say(window, f"Tin {number}")
            await expect(told(window)).to_have_count(20)
            await expect(waiting(window)).to_have_text(["Tin 20", "Tin 21"])
            await expect(window.page.locator("#notice")).to_contain_text("nhiều tin liên tiếp")

            seconds[0] += 10
            await window.page.clock.fast_forward(10_000)
            found = await told_as_kept(room, window, 22)
            assert found == [f"Tin {number}" for number in range(22)]
            await expect(window.page.locator("#notice")).to_be_hidden()


async def test_words_that_are_refused_come_back_to_be_changed(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)

    async def unfit(route: Route) -> None:
        await route.fulfill(status=422, json={"error": "Tin nhắn phải có từ 1 đến 2.000 ký tự."})

    await window.page.route(POSTS, unfit)
    await say(window, "không hợp lệ")
    await expect(window.page.locator("#notice")).to_have_text("Tin nhắn phải có từ 1 đến 2.000 ký tự.")
    await expect(window.page.locator("#text")).to_have_value("không hợp lệ")
    await expect(lines(window)).to_have_count(0)

    await window.page.unroute(POSTS)
    await say(window, "hợp lệ")
    assert await told_as_kept(room, window, 1) == ["hợp lệ"]


async def test_two_pages_of_one_chat_show_the_same_lines(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    other = Window(await window.page.context.new_page())
    await other.page.goto(room.address)
    await connected(other)
    await say(window, "từ trang một")
    await say(other, "từ trang hai")

    assert await told_as_kept(room, window, 2) == await told_as_kept(room, other, 2)
    assert await room.desk.lines(await address_of(room, window), 0)
