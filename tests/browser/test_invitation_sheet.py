"""The printed sheet as a browser lays it out: no block is torn, nothing runs off the paper."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser

from domain.units import Role, Unit, UnitKind
from files import invitation_sheets as files
from locales.speech import speech
from services import invitation_sheets
from services.accounts import Minted
from services.invitation_sheets import About
from services.onboarding import Slip, Way

# A4 less the margins, at 96 dots to the inch.
WIDTH, HEIGHT = 688, 1016
WAYS = (
    Way("zalo_bot", "mot", "Bot Nhắc báo cáo của Văn phòng Ủy ban nhân dân tỉnh số 12", 50),
    Way(
        "telegram",
        "default",
        "nhacbaocao_bot",
        None,
        lambda code: f"https://t.me/nhacbaocao_bot?start={code}",
    ),
    Way("webchat", "default", "https://nhac-bao-cao.van-phong.tinh-mau.example/chat"),
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    name = "Ban Quản lý các khu công nghiệp và khu kinh tế tỉnh thuộc vùng đồng bằng "
    slips = [
        Slip(
            Minted(
                "ABCDEFGH234JK",
                Unit(number, 1, None, UnitKind.BOARD, f"B{number}", f"{name}{number}", number),
                Role.FOCAL_POINT,
                datetime(2026, 10, 19, 2, tzinfo=UTC),
                number,
                "Nguyễn Thị Mẫu",
            ),
            WAYS,
        )
        for number in range(5)
    ]
    about = About("Tỉnh Mẫu", True, "Văn phòng UBND tỉnh")
    tr = speech("vi", ZoneInfo("Asia/Ho_Chi_Minh"))
    path = tmp_path / "sheet.html"
    path.write_text(files.write(invitation_sheets.compose(tr, slips, about)), "utf-8")
    return path


async def test_blocks_are_whole_and_fit_the_paper(chrome: Browser, sheet: Path) -> None:
    page = await chrome.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    await page.emulate_media(media="print")
    await page.goto(sheet.as_uri())
    blocks = page.locator(".slip")
    assert await blocks.count() == 5
    for number in range(5):
        box = await blocks.nth(number).bounding_box()
        assert box is not None
        assert box["height"] < HEIGHT / 2
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= WIDTH
        assert await blocks.nth(number).evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH


async def test_five_blocks_take_three_pages(chrome: Browser, sheet: Path) -> None:
    page = await chrome.new_page()
    await page.goto(sheet.as_uri())
    printed = await page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 3
