"""The chat page as a person meets it: typing, pressing, losing the connection, by keyboard, on a phone."""

import asyncio

import pytest
from fastapi import APIRouter
from playwright.async_api import Locator, expect
from starlette.responses import HTMLResponse

from domain.messages import Option
from storage import wakes
from tests.browser.chromium import DESKTOP, NARROW, PHONE, Window
from tests.browser.conftest import OpenWindow, Place, tokens
from tests.channels.webchat.conftest import Stored
from tests.pages import MARK, application, eventually, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LONG = "số:" + "1234567890" * 30
# What the browser itself says while the server is away.
AWAY = ("net::ERR_CONNECTION_REFUSED", "net::ERR_INCOMPLETE_CHUNKED_ENCODING", "net::ERR_CONNECTION_RESET")


def lines(window: Window) -> Locator:
    """The texts of the conversation."""
    return window.page.locator(".line p")


async def say(window: Window, text: str) -> None:
    """Type and press Enter."""
    await window.page.locator("#text").fill(text)
    await window.page.locator("#text").press("Enter")


async def connected(window: Window) -> None:
    await expect(window.page.locator("#state")).to_have_text("Đã kết nối")


async def test_somebody_links_by_code_and_presses_the_answer(place: Place, open_window: OpenWindow) -> None:
    window = await open_window(place.address)
    code = await place.invite()
    await expect(window.page.locator("#empty")).to_contain_text("xin nhập mã liên kết do Văn phòng cấp")

    await say(window, code)
    await expect(window.page.locator("#choices button")).to_have_text(["1. đúng", "2. không"])
    await window.page.get_by_role("button", name="1. đúng").click()

    await expect(lines(window).last).to_contain_text("đã liên kết")
    await expect(lines(window)).to_have_count(4)
    await expect(lines(window).nth(2)).to_have_text("đúng")
    await expect(window.page.locator("#choices")).to_be_hidden()
    await expect(window.page.locator("#text")).to_have_value("")
    assert window.complaints == []


async def test_a_question_is_answered_in_the_chat(place: Place, open_window: OpenWindow) -> None:
    window = await open_window(place.address)
    await say(window, await place.invite())
    await window.page.get_by_role("button", name="1. đúng").click()
    await expect(lines(window).last).to_contain_text("đã liên kết")

    await say(window, "việc")
    await expect(lines(window).last).to_contain_text("BC10")
    await expect(window.page.locator(".line.me time").last).to_have_text("08:30 17/10")


async def test_choices_without_a_question_type_their_number(place: Place, open_window: OpenWindow) -> None:
    window = await open_window(place.address)
    await connected(window)
    await place.show(window, "Trả lời bằng số", Option(1, "1", "đã gửi"), Option(2, "2", "đang làm"))

    await window.page.get_by_role("button", name="2. đang làm").click()
    await expect(window.page.locator(".line.me p")).to_have_text("2")


async def test_the_newest_question_has_the_buttons_until_somebody_speaks(
    place: Place, open_window: OpenWindow
) -> None:
    window = await open_window(place.address)
    await connected(window)
    await place.show(window, "Câu hỏi cũ", Option(1, "1", "cũ"))
    await place.show(window, "Câu hỏi mới", Option(1, "1", "mới"))
    await place.show(window, "Thông báo")
    await expect(lines(window)).to_have_count(3)
    await expect(window.page.locator("#choices button")).to_have_text(["1. mới"])

    await say(window, "để sau")
    await expect(window.page.locator("#choices")).to_be_hidden()


async def test_enter_sends_and_shift_enter_begins_a_line(place: Place, open_window: OpenWindow) -> None:
    window = await open_window(place.address)
    text = window.page.locator("#text")
    await text.press_sequentially("dòng một")
    await text.press("Shift+Enter")
    await text.press_sequentially("dòng hai")
    await expect(lines(window)).to_have_count(0)
    await text.press("Enter")

    assert await window.page.locator(".line.me p").text_content() == "dòng một\ndòng hai"


async def test_an_empty_message_is_not_sent(place: Place, open_window: OpenWindow) -> None:
    window = await open_window(place.address)
    await connected(window)
    await say(window, "   ")
    await window.page.get_by_role("button", name="Gửi").click()
    await say(window, "có chữ")

    await expect(window.page.locator(".line.me p")).to_have_text(["có chữ"])
    assert window.complaints == []


async def test_markup_is_shown_as_the_text_it_is(place: Place, open_window: OpenWindow) -> None:
    window = await open_window(place.address)
    await connected(window)
    nasty = "<img src=x onerror=\"document.title='hỏng'\">"
    await place.show(window, nasty, Option(1, "1", "<script>alert(1)</script>"))
    await say(window, nasty)

    await expect(lines(window).first).to_have_text(nasty)
    await expect(window.page.locator("img, .line b, #choices script")).to_have_count(0)
    assert "hỏng" not in await window.page.title()
    assert window.complaints == []


async def test_a_server_that_comes_back_costs_no_line_and_doubles_none(
    place: Place, open_window: OpenWindow
) -> None:
    window = await open_window(place.address)
    await connected(window)
    await place.show(window, "Trước")
    await expect(lines(window)).to_have_count(1)

    await place.stop()
    await expect(window.page.locator("#state")).to_have_text("Mất kết nối, đang thử lại")
    await place.show(window, "Trong lúc mất")
    await window.page.locator("#text").fill("Vẫn còn đây")
    await window.page.get_by_role("button", name="Gửi").click()
    await expect(window.page.locator("#notice")).to_contain_text("nội dung vẫn được giữ")
    await expect(window.page.locator("#text")).to_have_value("Vẫn còn đây")

    await place.start()
    await expect(window.page.locator("#state")).to_have_text("Đã kết nối", timeout=15_000)
    await window.page.get_by_role("button", name="Gửi").click()
    await expect(window.page.locator(".line.me p")).to_have_text(["Vẫn còn đây"])
    # The fourth is the house's answer to what was said.
    await expect(lines(window)).to_have_count(4)
    assert (await lines(window).all_text_contents())[:3] == ["Trước", "Trong lúc mất", "Vẫn còn đây"]
    assert [text for text in window.complaints if not any(away in text for away in AWAY)] == []


async def test_a_page_opened_anew_shows_the_same_lines_once(place: Place, open_window: OpenWindow) -> None:
    window = await open_window(place.address)
    await connected(window)
    for number in range(5):
        await place.show(window, f"Tin {number}")
    await expect(lines(window)).to_have_count(5)

    await window.page.reload()
    await expect(lines(window)).to_have_text([f"Tin {number}" for number in range(5)])


async def test_an_ended_session_is_told_and_a_new_one_can_be_opened(
    place: Place, open_window: OpenWindow
) -> None:
    window = await open_window(place.address)
    await connected(window)
    before = await tokens(window)
    await Stored(place.store).end_sessions()

    await say(window, "còn không")
    await expect(window.page.locator("#notice")).to_have_text(
        "Phiên làm việc đã kết thúc. Xin tải lại trang."
    )
    await window.page.get_by_role("button", name="Tải lại trang").click()
    await connected(window)
    assert await tokens(window) != before


async def test_a_hidden_page_gives_its_connection_back_and_catches_up(
    place: Place, open_window: OpenWindow
) -> None:
    window = await open_window(place.address)
    await connected(window)
    hide = """(is) => {
        Object.defineProperty(document, "hidden", { value: is, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    listeners = place.store.wakes._listeners[wakes.LINES]
    assert len(listeners) == 1
    await window.page.evaluate(hide, True)
    assert await eventually(lambda: not listeners)
    await place.show(window, "Khi trang bị che")

    await window.page.evaluate(hide, False)
    await expect(lines(window)).to_have_text(["Khi trang bị che"])


async def test_a_link_on_another_site_leads_into_the_same_chat(place: Place, open_window: OpenWindow) -> None:
    router = APIRouter()

    @router.get("/letter")
    async def letter() -> HTMLResponse:
        return HTMLResponse(f'<a href="{place.address}">Mở trang trao đổi</a>')

    window = await open_window(place.address)
    await connected(window)
    before = await tokens(window)
    await place.show(window, "Đã có từ trước")
    closing = asyncio.Event()
    async with served(application(router), closing) as base:
        # Another name of the same machine is another site to a browser.
        await window.page.goto(f"{base.replace('127.0.0.1', 'localhost')}/letter")
        await window.page.get_by_role("link").click()
        await expect(lines(window)).to_have_text(["Đã có từ trước"])

    assert await tokens(window) == before


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
async def test_nothing_is_wider_than_the_window_or_too_small_for_a_thumb(
    place: Place, open_window: OpenWindow, viewport: dict[str, int]
) -> None:
    window = await open_window(place.address, viewport)
    await connected(window)
    for number in range(8):
        await place.show(window, f"Tin {number} {LONG}")
    options = [Option(number, str(number), f"lựa chọn {LONG[: 40 * number]}") for number in range(1, 6)]
    await place.show(window, f"Câu hỏi {LONG}", *options)
    await expect(lines(window)).to_have_count(9)

    assert await window.overflow() <= 0
    assert await window.too_small() == []
    await expect(window.page.locator("#send")).to_be_in_viewport(ratio=1)
    await expect(lines(window).last).to_be_in_viewport()
    await expect(window.page.get_by_text(MARK)).to_be_in_viewport(ratio=1)
    assert window.complaints == []


async def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    place: Place, open_window: OpenWindow
) -> None:
    window = await open_window(place.address)
    await connected(window)
    await place.show(window, "Hỏi", Option(1, "1", "đã gửi"))
    await expect(window.page.locator("#choices button")).to_have_count(1)
    reached = []
    for _ in range(4):
        await window.page.keyboard.press("Tab")
        reached.append(
            await window.page.evaluate(
                "[document.activeElement.id || document.activeElement.textContent,"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )

    assert reached == [["talk", "solid"], ["1. đã gửi", "solid"], ["text", "solid"], ["send", "solid"]]
