"""Lists in pages: short enough to read, numbered on, nothing twice, and the late lines known."""

from collections.abc import Sequence
from dataclasses import replace

from domain.delivery import Received
from domain.messages import ChatKind, Inbound, InboundKind, Reply
from domain.units import Actor
from handlers import paging
from handlers.paging import MOST_CHARACTERS, Line, Listing
from handlers.turn import Turn
from locales.speech import speech
from tests.flows.stage import Stage

AGAIN = ("made_up", {"n": 1})


def lines(count: int, *, length: int = 20) -> list[Line]:
    return [Line(str(n), f"đơn vị {n} ".ljust(length, "x")) for n in range(1, count + 1)]


async def turned(stage: Stage, listing: Listing, pages: int = 1) -> list[Reply]:
    """Page after page of a list that stays as it is."""
    found = list[Reply]()
    async with stage.store.reading() as uow:
        inbound = Inbound(InboundKind.TEXT, ChatKind.PRIVATE, "a", "a")
        now, calendar = stage.clock.now(), stage.house.calendar
        tr = speech("vi", calendar.zone)
        received = Received(inbound, "webchat", "default", now, 1)
        turn = Turn(uow, received, Actor(None), tr, now, calendar, None, "")
        found.append(await paging.page(turn, listing, AGAIN))
        while len(found) < pages:
            shown = shown_in(found[-1])
            found.append(paging._page(turn, listing, AGAIN, shown))
    return found


def shown_in(reply: Reply) -> Sequence[str]:
    assert reply.prompt is not None
    shown: Sequence[str] = reply.prompt.data["shown"]
    return shown


async def test_a_short_list_is_one_message_without_a_question(stage: Stage) -> None:
    (reply,) = await turned(stage, Listing("Danh sách:", lines(10), "SỐ LIỆU GIẢ ĐỊNH"))
    assert reply.prompt is None
    assert reply.text.startswith("Danh sách:\n1. đơn vị 1 ")
    assert reply.text.endswith("SỐ LIỆU GIẢ ĐỊNH")


async def test_a_long_list_says_how_many_are_left_and_goes_on_with_its_numbers(stage: Stage) -> None:
    first, second, third = await turned(stage, Listing("Danh sách:", lines(25)), 3)
    assert first.text.endswith("Còn 15 đơn vị: 1. xem tiếp")
    assert "\n11. đơn vị 11 " in second.text
    assert "\n10. " not in second.text
    assert "25. đơn vị 25" in third.text
    assert third.prompt is None


async def test_long_lines_make_shorter_pages(stage: Stage) -> None:
    pages = await turned(stage, Listing("Danh sách:", lines(12, length=400)), 3)
    assert all(len(page.text) <= MOST_CHARACTERS + 60 for page in pages)
    assert "Còn 9 đơn vị" in pages[0].text


async def test_one_line_longer_than_a_page_is_shown_all_the_same(stage: Stage) -> None:
    first, _ = await turned(stage, Listing("Danh sách:", lines(2, length=3000)), 2)
    assert "1. đơn vị 1 " in first.text
    assert "Còn 1 đơn vị" in first.text


async def test_sections_are_headed_once_a_page_and_late_lines_are_numbered(stage: Stage) -> None:
    first = [replace(line, section="Sở:", late=line.key == "2") for line in lines(3)]
    rest = [replace(line, key=f"x{line.key}", section="Xã:", late=True) for line in lines(2)]
    (reply,) = await turned(stage, Listing("Đầu 1\nĐầu 2", [*first, *rest]))
    texts = reply.text.split("\n")
    assert [text for text in texts if text in ("Sở:", "Xã:")] == ["Sở:", "Xã:"]
    assert [texts[n].partition(".")[0] for n in reply.late_lines] == ["2", "4", "5"]


async def test_further_choices_stand_below_every_page(stage: Stage) -> None:
    also, then = (("nudge", "nhắc"),), ("missing", {"period": "2026-10"})
    first, last = await turned(stage, Listing("D:", lines(12), also=also, then=then), 2)
    assert first.text.endswith("Còn 2 đơn vị: 1. xem tiếp · 2. nhắc")
    assert last.text.endswith("Hết danh sách. 1. nhắc")
    assert last.prompt is not None
    assert last.prompt.data["then"] == ["missing", {"period": "2026-10"}]
