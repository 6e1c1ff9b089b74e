"""The chat page as a person meets it: typing, pressing, losing the connection, by keyboard, on a phone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from playwright.async_api import expect
from starlette.responses import HTMLResponse

from domain.messages import Document, Option, Outbound
from storage import wakes
from storage.store import Store
from tests.browser.chats import HIDE, address_of, button, connected, lines, quiet, say
from tests.browser.chromium import DESKTOP, NARROW, PHONE
from tests.browser.conftest import OpenWindow, Place, tokens
from tests.channels.webchat.conftest import Stored
from tests.pages import MARK, application, eventually, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LONG = "số:" + "1234567890" * 30


@pytest.fixture
async def room(sqlite_store: Store) -> AsyncIterator[Place]:
    """A web chat whose house keeps silent."""
    async with quiet(sqlite_store) as place:
        yield place


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


async def test_options_without_a_token_are_answered_by_typing_their_number(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    await room.show(window, "Trả lời bằng số", Option(1, "1", "đã gửi"), button(2, "đang làm"))

    await expect(window.page.locator("#choices button")).to_have_text(["2. đang làm"])
    await say(window, "1")
    await expect(window.page.locator("#lines .me p")).to_have_text(["1"])


async def test_a_press_shows_its_label_as_the_persons_line(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    await room.show(window, "Trả lời", button(1, "đã gửi"), button(2, "đang làm"))
    await window.page.get_by_role("button", name="2. đang làm").click()

    await expect(window.page.locator("#lines .me p")).to_have_text(["đang làm"])
    await expect(window.page.locator("#choices")).to_be_hidden()
    assert [one["choice"] for one in await Stored(room.store).raw()] == ["token-0002"]


async def test_the_newest_question_has_the_buttons_until_somebody_speaks(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    await room.show(window, "Câu hỏi cũ", button(1, "cũ"))
    await room.show(window, "Câu hỏi mới", button(1, "mới"))
    await room.show(window, "Thông báo")
    await expect(lines(window)).to_have_count(3)
    await expect(window.page.locator("#choices button")).to_have_text(["1. mới"])

    await say(window, "để sau")
    await expect(window.page.locator("#choices")).to_be_hidden()


async def test_enter_sends_and_shift_enter_begins_a_line(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    text = window.page.locator("#text")
    await text.press_sequentially("dòng một")
    await text.press("Shift+Enter")
    await text.press_sequentially("dòng hai")
    await expect(lines(window)).to_have_count(0)
    await text.press("Enter")

    assert await window.page.locator(".line.me p").text_content() == "dòng một\ndòng hai"


async def test_an_empty_message_is_not_sent(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    await say(window, "   ")
    await window.page.get_by_role("button", name="Gửi").click()
    await say(window, "có chữ")

    await expect(window.page.locator(".line.me p")).to_have_text(["có chữ"])
    assert window.complaints == []


async def test_markup_is_shown_as_the_text_it_is(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    nasty = "<img src=x onerror=\"document.title='hỏng'\">"
    await room.show(window, nasty, button(1, "<script>alert(1)</script>"))
    await say(window, nasty)

    await expect(lines(window).first).to_have_text(nasty)
    await expect(window.page.locator("img, .line b, #choices script")).to_have_count(0)
    assert "hỏng" not in await window.page.title()
    assert window.complaints == []


async def test_late_lines_are_marked_and_their_markup_is_text(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address, PHONE)
    await connected(window)
    text = "Việc phải làm:\nBC10 muộn 2 ngày <b>rất</b>\nBC11 còn hạn"
    where = await address_of(room, window)
    await room.desk.show(Outbound(where, text, reference="a", late_lines=(1,)))
    await room.desk.show(Outbound(where, "Không có việc muộn", reference="b"))

    await expect(lines(window)).to_have_count(2)
    assert await lines(window).first.text_content() == text
    late = window.page.locator(".line .late")
    await expect(late).to_have_text(["BC10 muộn 2 ngày <b>rất</b>"])
    await expect(late).to_have_css("font-weight", "600")
    await expect(window.page.locator(".line b")).to_have_count(0)


async def test_a_file_is_saved_under_its_name(room: Place, open_window: OpenWindow, tmp_path: Path) -> None:
    window = await open_window(room.address, PHONE)
    await connected(window)
    document = Document("Danh sách <b>chưa gửi</b>.csv", "text/csv", "STP;muộn\n".encode())
    where = await address_of(room, window)
    await room.desk.show(Outbound(where, "Danh sách", reference="a", document=document))
    link = window.page.locator("a.file")
    await expect(link).to_have_text("Tải tệp: Danh sách <b>chưa gửi</b>.csv")
    assert (await link.bounding_box() or {})["height"] >= 44

    async with window.page.expect_download() as saving:
        await link.click()
    await (await saving.value).save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == document.content
    await expect(lines(window)).to_have_count(1)
    assert window.complaints == []


async def test_a_page_opened_anew_shows_the_same_lines_once(room: Place, open_window: OpenWindow) -> None:
    window = await open_window(room.address)
    await connected(window)
    for number in range(5):
        await room.show(window, f"Tin {number}")
    await expect(lines(window)).to_have_count(5)

    await window.page.reload()
    await expect(lines(window)).to_have_text([f"Tin {number}" for number in range(5)])


async def test_an_ended_session_is_told_and_a_new_one_can_be_opened(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    before = await tokens(window)
    await Stored(room.store).end_sessions()

    await say(window, "còn không")
    await expect(window.page.locator("#notice")).to_have_text(
        "Phiên làm việc đã kết thúc. Xin tải lại trang."
    )
    await window.page.get_by_role("button", name="Tải lại trang").click()
    await connected(window)
    assert await tokens(window) != before


async def test_a_hidden_page_gives_its_connection_back_and_catches_up(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    listeners = room.store.wakes._listeners[wakes.LINES]
    assert len(listeners) == 1
    await window.page.evaluate(HIDE, True)
    assert await eventually(lambda: not listeners)
    await room.show(window, "Khi trang bị che")

    await window.page.evaluate(HIDE, False)
    await expect(lines(window)).to_have_text(["Khi trang bị che"])


async def test_a_link_on_another_site_leads_into_the_same_chat(room: Place, open_window: OpenWindow) -> None:
    router = APIRouter()

    @router.get("/letter")
    async def letter() -> HTMLResponse:
        return HTMLResponse(f'<a href="{room.address}">Mở trang trao đổi</a>')

    window = await open_window(room.address)
    await connected(window)
    before = await tokens(window)
    await room.show(window, "Đã có từ trước")
    closing = asyncio.Event()
    async with served(application(router), closing) as base:
        # Another name of the same machine is another site to a browser.
        await window.page.goto(f"{base.replace('127.0.0.1', 'localhost')}/letter")
        await window.page.get_by_role("link").click()
        await expect(lines(window)).to_have_text(["Đã có từ trước"])

    assert await tokens(window) == before


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
async def test_nothing_is_wider_than_the_window_or_too_small_for_a_thumb(
    room: Place, open_window: OpenWindow, viewport: dict[str, int]
) -> None:
    window = await open_window(room.address, viewport)
    await connected(window)
    for number in range(8):
        await room.show(window, f"Tin {number} {LONG}")
    options = [button(number, f"lựa chọn {LONG[: 40 * number]}") for number in range(1, 6)]
    await room.show(window, f"Câu hỏi {LONG}", *options)
    await expect(lines(window)).to_have_count(9)

    assert await window.overflow() <= 0
    assert await window.too_small() == []
    await expect(window.page.locator("#send")).to_be_in_viewport(ratio=1)
    await expect(lines(window).last).to_be_in_viewport()
    await expect(window.page.get_by_text(MARK)).to_be_in_viewport(ratio=1)
    assert window.complaints == []


async def test_who_is_at_the_end_stays_there_when_room_is_lost_and_who_reads_above_stays_too(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address, PHONE)
    await connected(window)
    for number in range(20):
        await room.show(window, f"Tin {number}")
    await expect(lines(window).last).to_be_in_viewport()
    # What a keyboard leaves of a telephone's window.
    await window.page.set_viewport_size({"width": 390, "height": 400})
    await expect(lines(window).last).to_be_in_viewport(ratio=1)
    await expect(window.page.locator("#send")).to_be_in_viewport(ratio=1)

    await window.page.locator("#talk").evaluate("(talk) => { talk.scrollTop = 0; }")
    await expect(lines(window).first).to_be_in_viewport(ratio=1)
    await window.page.set_viewport_size(PHONE)
    await window.page.evaluate("() => new Promise(requestAnimationFrame)")
    await expect(lines(window).first).to_be_in_viewport(ratio=1)
    await expect(lines(window).last).not_to_be_in_viewport()


async def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    room: Place, open_window: OpenWindow
) -> None:
    window = await open_window(room.address)
    await connected(window)
    await room.show(window, "Hỏi", button(1, "đã gửi"))
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
