"""Outages and exemptions decided in the conversation: shown, decided with one tap, and taken back."""

from collections.abc import AsyncIterator

import pytest

from domain.units import Role
from storage.store import Store
from tests.flows.dialogues.conftest import oct26, october_of
from tests.flows.stage import Player, Stage
from tests.flows.troupes import TROUPES

SENTENCE = "hệ thống lỗi ngày 19 và 20, lùi cho các xã đến 22"
BASIS = "công văn số 12/CV của đơn vị vận hành"


@pytest.fixture
async def stage(sqlite_store: Store) -> AsyncIterator[Stage]:
    """The invented province on Tuesday 20 October 2026 in the web chat."""
    async with TROUPES["webchat"]() as troupe, october_of(sqlite_store, troupe, oct26(20, 14)) as found:
        yield found


@pytest.fixture
async def office(stage: Stage) -> Player:
    """A specialist of the Office."""
    return await stage.joins("VP", Role.COORDINATOR)


async def days(stage: Stage, *codes: str) -> list[str]:
    return [f"{(await stage.duty(code)).current.last_day:%d/%m}" for code in codes]


@pytest.mark.parametrize("words", [SENTENCE, "he thong loi ngay 19 va 20, lui cho cac xa den 22"])
async def test_the_basis_is_asked_and_the_effect_shown_before_anything_moves(
    stage: Stage, office: Player, words: str
) -> None:
    assert "Căn cứ?" in await office.says(words)
    shown = await office.says(BASIS)
    assert "lùi hạn 76 báo cáo (BC10) của 76 đơn vị đến hết thứ Năm 22/10/2026" in shown
    assert f"Căn cứ: {BASIS}. Chưa quyết định. 1. quyết định · 2. hủy" in shown
    assert "và 66 đơn vị khác" in shown
    assert await days(stage, "XTANLAP", "SYT") == ["20/10", "20/10"]


async def test_one_tap_decides_and_a_number_takes_it_back(stage: Stage, office: Player) -> None:
    officer = await stage.joins("XTANLAP", Role.FOCAL_POINT)
    await officer.heard()
    await office.says(f"{SENTENCE}, căn cứ {BASIS}")
    heard = await office.says("1")
    assert "Đã quyết định số 1: 76 báo cáo của 76 đơn vị; đã xếp thông báo tới 1 người." in heard
    assert await days(stage, "XTANLAP", "PTANLAP", "SYT") == ["22/10", "22/10", "20/10"]
    (notice,) = await officer.heard()
    assert BASIS in notice

    assert "Đã thu hồi quyết định số 1: 76 báo cáo trở lại hạn cũ" in await office.says(
        "thu hồi quyết định 1"
    )
    assert await days(stage, "XTANLAP") == ["20/10"]
    assert "đã được thu hồi trước đó" in await office.says("/thuhoi 1")


async def test_a_decision_that_is_given_up_moves_nothing(stage: Stage, office: Player) -> None:
    await office.says(f"{SENTENCE}, căn cứ {BASIS}")
    assert "chưa quyết định gì" in await office.says("hủy")
    assert await days(stage, "XTANLAP") == ["20/10"]


async def test_units_and_days_that_were_not_said_are_asked_for(stage: Stage, office: Player) -> None:
    assert "đến hạn ngày nào?" in await office.says("hệ thống lỗi, lùi cho SYT đến 22")
    assert "Căn cứ?" in await office.says("ngày 20")
    assert "lùi hạn 2 báo cáo (BC10, TK10) của 1 đơn vị" in await office.says(BASIS)
    assert "đơn vị nào?" in await office.says("hệ thống lỗi ngày 20, lùi đến 22")
    assert "Căn cứ?" in await office.says("phường Tân Lập")
    assert "của 1 đơn vị" in await office.says(BASIS)


async def test_an_exemption_of_one_report_of_one_unit(stage: Stage, office: Player) -> None:
    shown = await office.says(f"miễn BC10 cho SYT ngày 20/10, căn cứ {BASIS}")
    assert "Miễn 1 báo cáo (BC10) đến hạn trong ngày 20/10/2026 của 1 đơn vị: Sở Y tế." in shown
    assert "Đã quyết định số 1" in await office.presses("quyết định")
    found = await stage.duties("SYT")
    assert (found["BC10"].assignment.status, found["TK10"].assignment.status) == ("waived", "pending")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("hệ thống lỗi ngày 20, lùi cho Tân Lập đến 22", "Chưa rõ đơn vị: Tân Lập."),
        ("hệ thống lỗi ngày 20, lùi cho SXX đến 22", "Chưa rõ đơn vị: SXX."),
        ("hệ thống lỗi ngày 20, lùi cho SYT đến 24/10", "phải là ngày làm việc"),
        ("hệ thống lỗi ngày 20, lùi cho SYT đến 19/10", "phải là ngày làm việc"),
        ("hệ thống lỗi ngày 12, lùi cho SYT đến 22", "Không có báo cáo nào đến hạn"),
        ("hệ thống lỗi ngày 20, lùi XX10 cho SYT đến 22", "Không có báo cáo mang mã XX10"),
    ],
)
async def test_what_cannot_be_decided_is_said(stage: Stage, office: Player, words: str, told: str) -> None:
    assert told in await office.says(f"{words}, căn cứ {BASIS}")
    assert await stage.events("decision_made") == []


@pytest.mark.parametrize(("unit", "role"), [("XTANLAP", Role.FOCAL_POINT), ("VP", Role.LEADER)])
async def test_only_a_coordinator_decides(stage: Stage, unit: str, role: Role) -> None:
    player = await stage.joins(unit, role)
    for words in ("/suco ngày 20, lùi cho các xã đến 22", "/mien BC10 cho SYT ngày 20", "/thuhoi 1"):
        assert "ngoài phạm vi" in await player.says(words)
    assert "Căn cứ?" not in await player.says(SENTENCE)
    assert await stage.events("decision_made") == []


async def test_commands_without_words_show_how(stage: Stage, office: Player) -> None:
    assert "hệ thống lỗi ngày 19 và 20" in await office.says("sự cố")
    assert "miễn BC10 cho xã Tân Lập" in await office.says("/mien")
    assert "thu hồi quyết định 3" in await office.says("/thuhoi")


async def test_a_decision_nobody_took_is_not_found(stage: Stage, office: Player) -> None:
    assert "hông tìm thấy" in await office.says("thu hồi quyết định 99")
