"""`dondoc invite-all` and `dondoc people`: codes on paper alone, spread over our accounts; who is missing."""

import json
import re
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.zalo_standin import ZaloStandIn

CODE = re.compile(r"\b[A-Z2-7]{13}\b")


def accounts_file(shell: Shell, **quotas: tuple[ZaloStandIn, int]) -> None:
    """Zalo bots with so many places each."""
    stored = {
        name: {"token": bot.token, "api_base": bot.base, "mode": "polling", "quota_people": places}
        for name, (bot, places) in quotas.items()
    }
    path = shell.folder / "accounts.json"
    path.write_text(json.dumps({"zalo_bot": stored}), "utf-8")
    path.chmod(0o600)


async def test_every_unit_gets_a_code_that_stands_on_the_sheet_alone(loaded: Shell, tmp_path: Path) -> None:
    sheet = tmp_path / "phieu.html"
    done = await loaded.run("invite-all", "--unit-kind", "district", "--sheet", str(sheet), "--json")
    assert done.code == 0
    assert done.json["invited"] == 10
    text = sheet.read_text("utf-8")
    codes = set(CODE.findall(text))
    assert len(codes) == 10
    assert text.count("SỐ LIỆU GIẢ ĐỊNH") == 10
    assert not CODE.search(done.out + done.err)
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert "10/10" in done.err
    assert not (tmp_path / ".phieu.html.new").exists()


async def test_a_second_round_leaves_open_codes_alone_and_again_replaces_them(
    loaded: Shell, tmp_path: Path
) -> None:
    sheet, other = tmp_path / "a.html", tmp_path / "b.html"
    await loaded.run("invite-all", "--unit-kind", "board", "--unit-kind", "district", "--sheet", str(sheet))
    more = await loaded.run("invite-all", "--unit-kind", "district", "--sheet", str(other))
    assert (more.code, other.exists()) == (1, False)
    assert "--again" in more.err
    again = await loaded.run(
        "invite-all", "--unit-kind", "district", "--again", "--sheet", str(other), "--json"
    )
    assert (again.json["invited"], again.json["withdrawn"]) == (10, 10)


async def test_people_are_spread_over_the_bots_and_who_finds_no_place_is_said(
    loaded: Shell, tmp_path: Path
) -> None:
    async with ZaloStandIn(name="Bot Một") as one, ZaloStandIn(name="Bot Hai") as two:
        accounts_file(loaded, mot=(one, 5), hai=(two, 3))
        sheet = tmp_path / "phieu.html"
        done = await loaded.run("invite-all", "--unit-kind", "district", "--sheet", str(sheet), "--json")
    assert done.json["without_place"] == {"zalo_bot": 2}
    assert "no room for 2" in done.err
    used = [account for item in done.json["invitations"] for account in item["accounts"]]
    assert (used.count("zalo_bot/mot"), used.count("zalo_bot/hai")) == (5, 3)
    text = sheet.read_text("utf-8")
    assert (text.count("Bot Một"), text.count("Bot Hai")) == (5, 3)
    assert one.token not in text + done.out + done.err


async def test_a_platform_that_does_not_answer_spoils_no_sheet(loaded: Shell, tmp_path: Path) -> None:
    async with ZaloStandIn() as bot:
        accounts_file(loaded, mot=(bot, 50))
    done = await loaded.run(
        "invite", "--unit", "STP", "--role", "focal_point", "--sheet", str(tmp_path / "a.html")
    )
    assert done.code == 0
    assert "tên do nơi cấp mã thông báo" in (tmp_path / "a.html").read_text("utf-8")


@pytest.mark.parametrize("role", ["coordinator", "leader", "admin"])
async def test_a_role_over_a_whole_province_is_not_given_by_the_dozen(
    loaded: Shell, tmp_path: Path, role: str
) -> None:
    done = await loaded.run("invite-all", "--role", role, "--sheet", str(tmp_path / "a.html"))
    assert done.code == 2
    assert not (tmp_path / "a.html").exists()


async def test_no_code_is_minted_for_a_sheet_that_cannot_be_written(loaded: Shell, tmp_path: Path) -> None:
    gone = await loaded.run(
        "invite-all", "--unit-kind", "district", "--sheet", str(tmp_path / "x" / "a.html")
    )
    assert gone.code == 1
    assert "cannot be written" in gone.err
    sheet = tmp_path / "a.html"
    done = await loaded.run("invite-all", "--unit-kind", "district", "--sheet", str(sheet), "--json")
    assert done.json["invited"] == 10


async def test_people_are_listed_one_list_at_a_time(loaded: Shell) -> None:
    rows = (await loaded.run("people", "--unlinked", "--json")).json
    assert {"STP", "SNV"} <= {row["unit_code"] for row in rows}
    assert set(rows[0]) == {
        "unit_code", "unit", "person", "role", "phone", "email", "linked", "contacts",
    }  # fmt: skip
    assert (await loaded.run("people", "--never-answered", "--json")).json == []
    assert (await loaded.run("people", "--unreachable", "--json")).json == []
    assert (await loaded.run("people", "--unlinked", "--unreachable")).code == 2
    assert (await loaded.run("people")).code == 0
