"""Accounts on messengers: added only when the platform knows them, paused, resumed, pointed at us."""

import json
import stat

import pytest

from tests.cli.conftest import Shell
from tests.telegram_standin import TelegramStandIn
from tests.zalo_standin import ZaloStandIn

PUBLIC = "https://dondoc.example"


async def events(shell: Shell, *verbs: str) -> list[str]:
    """Verbs in the history of that database."""
    import sqlite3

    with sqlite3.connect(shell.folder / "dondoc.db") as database:
        return [row[0] for row in database.execute("SELECT verb FROM event ORDER BY id") if row[0] in verbs]


async def listed(shell: Shell) -> dict[str, dict[str, object]]:
    rows = (await shell.run("channel", "list", "--json")).json
    return {f"{row['kind']}/{row['account']}": row for row in rows}


async def test_an_account_is_added_from_standard_input_and_kept_for_its_owner_alone(loaded: Shell) -> None:
    async with ZaloStandIn(name="Bot Khối Xã") as bot:
        added = await loaded.run(
            "channel", "add", "zalo-bot", "khoi_xa", "--api-base", bot.base, stdin=bot.token + "\n"
        )
    assert added.code == 0
    assert "Bot Khối Xã" in added.out
    assert bot.token not in added.out + added.err
    path = loaded.folder / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    row = (await listed(loaded))["zalo_bot/khoi_xa"]
    assert (row["state"], row["mode"], row["people"], row["quota_people"]) == ("active", "polling", 0, 50)
    assert (row["sent"], row["quota_month"], row["warning"]) == (0, 3000, False)
    assert await events(loaded, "account_added") == ["account_added"]


async def test_a_token_the_platform_does_not_know_adds_nothing(loaded: Shell) -> None:
    async with ZaloStandIn() as bot:
        refused = await loaded.run(
            "channel", "add", "zalo_bot", "khac", "--api-base", bot.base, stdin="1:sai-ma-truy-cap"
        )
    assert refused.code == 2
    assert "sai-ma-truy-cap" not in refused.out + refused.err
    assert not (loaded.folder / "accounts.json").exists()


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("zalo_bot", "khoi_xa"), ""),
        (("fax", "khoi_xa"), "1:x"),
        (("email", "hai"), "1:x"),
        (("zalo_bot", "default"), "1:x"),
        (("zalo_bot", "khoi_xa"), "khong phai ma"),
        (("zalo_bot", "khoi_xa", "--webhook"), "1:x"),
    ],
)
async def test_what_cannot_be_an_account_is_refused_before_anybody_is_asked(
    loaded: Shell, arguments: tuple[str, ...], stdin: str
) -> None:
    refused = await loaded.run("channel", "add", *arguments, stdin=stdin)
    assert refused.code == 2
    assert not (loaded.folder / "accounts.json").exists()


async def test_with_webhook_a_secret_is_made_and_the_platform_is_pointed_at_us(loaded: Shell) -> None:
    loaded.set(WEB__PUBLIC_URL=PUBLIC)
    async with TelegramStandIn() as bot:
        added = await loaded.run(
            "channel",
            "add",
            "telegram",
            "hai",
            "--webhook",
            "--api-base",
            bot.base,
            "--json",
            stdin=bot.token,
        )
        (hook,) = bot.called("setWebhook")
        gone = await loaded.run("channel", "webhook", "telegram/hai", "--delete")
        assert len(bot.called("deleteWebhook")) == 1
        again = await loaded.run("channel", "webhook", "telegram/hai")
    secret = json.loads((loaded.folder / "accounts.json").read_text())["telegram"]["hai"]["webhook_secret"]
    assert added.json["webhook"] == hook["url"] == f"{PUBLIC}/hooks/telegram/hai"
    assert hook["secret_token"] == secret
    assert len(secret) >= 32
    assert secret not in added.out + added.err + gone.out + again.out
    assert (gone.code, again.code) == (0, 0)
    assert await events(loaded, "webhook_set", "webhook_removed") == [
        "webhook_set", "webhook_removed", "webhook_set",
    ]  # fmt: skip


async def test_a_paused_account_is_shown_with_its_reason_until_it_is_resumed(loaded: Shell) -> None:
    paused = await loaded.run("channel", "pause", "webchat/default", "--reason", "bảo trì máy chủ")
    assert paused.code == 0
    row = (await listed(loaded))["webchat/default"]
    assert (row["state"], row["reason"]) == ("paused", "bảo trì máy chủ")
    assert "gửi tin trở lại" in (await loaded.run("channel", "resume", "webchat/default")).out
    assert "không tạm dừng" in (await loaded.run("channel", "resume", "webchat/default")).out
    assert (await listed(loaded))["webchat/default"]["state"] == "active"
    assert await events(loaded, "account_paused", "account_resumed") == ["account_paused", "account_resumed"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("pause", "zalo_bot/khong_co", "--reason", "x"),
        ("resume", "telegram/default"),
        ("webhook", "telegram/default"),
        ("menu", "telegram/default"),
        ("pause", "webchat/default", "--reason", "  "),
        ("webhook", "webchat/default"),
    ],
)
async def test_an_account_that_is_not_on_is_refused_in_words(
    loaded: Shell, arguments: tuple[str, ...]
) -> None:
    refused = await loaded.run("channel", *arguments)
    assert refused.code != 0
    assert refused.err.count("dondoc:") + refused.err.count("Usage") >= 1
    assert "Traceback" not in refused.err


async def test_menus_are_set_in_both_languages_for_strangers(loaded: Shell) -> None:
    async with TelegramStandIn() as bot:
        loaded.set(TELEGRAM__TOKEN=bot.token, TELEGRAM__API_BASE=bot.base)
        done = await loaded.run("channel", "menu", "telegram")
        menus = bot.called("setMyCommands")
    assert done.code == 0
    assert [menu.get("language_code", "") or "" for menu in menus] == ["", "en"]
    assert all("huongdan" in str(menu["commands"]) and "viec" not in str(menu["commands"]) for menu in menus)


async def test_a_spent_quota_is_warned_of_from_eighty_percent(loaded: Shell) -> None:
    async with ZaloStandIn() as bot:
        loaded.set(
            ZALO_BOT__TOKEN=bot.token,
            ZALO_BOT__API_BASE=bot.base,
            ZALO_BOT__MODE="polling",
            ZALO_BOT__QUOTA_MONTH="10",
        )
        await loaded.run("channel", "list")
        _sent(loaded, 8)
        rows = await listed(loaded)
        shown = await loaded.run("channel", "list")
        checks = {item["name"]: item for item in (await loaded.run("doctor", "--json")).json["checks"]}
    assert (rows["zalo_bot/default"]["sent_percent"], rows["zalo_bot/default"]["warning"]) == (80, True)
    assert "80 %" in shown.err
    assert checks["zalo_bot"]["state"] == "yellow"
    assert "8/10 sent" in checks["zalo_bot"]["text"]


def _sent(shell: Shell, count: int) -> None:
    """So many messages have gone out this month."""
    import sqlite3
    from datetime import datetime
    from zoneinfo import ZoneInfo

    month = f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')):%Y-%m}"
    with sqlite3.connect(shell.folder / "dondoc.db") as database:
        values = ("zalo_bot", "default", month, count)
        database.execute("INSERT INTO send_count (channel, account, month, sent) VALUES (?, ?, ?, ?)", values)


async def test_the_outbox_says_why_in_words_and_keeps_its_keys(loaded: Shell) -> None:
    assert (await loaded.run("outbox", "--json")).json == []
    assert (await loaded.run("outbox", "--state", "lost")).code == 2
    _queued(loaded, "cancelled", detail="quota_spent")
    _queued(loaded, "failed", error="blocked", series_id=2, part_no=1)
    _queued(loaded, "queued", series_id=2, part_no=2)
    cancelled, failed, queued = (await loaded.run("outbox", "--json")).json
    assert cancelled["reason"] == "kênh đã hết hạn mức gửi trong tháng"
    assert failed["reason"] == "người nhận đã chặn"
    assert queued["reason"] is None
    assert [(row["part"], row["parts"]) for row in (cancelled, failed, queued)] == [(1, 1), (1, 2), (2, 2)]
    assert {"id", "key", "class", "error", "stands_for", "displayed_at"} <= queued.keys()
    assert "body" not in queued
    shown = await loaded.run("outbox", "--state", "failed")
    assert "người nhận đã chặn" in shown.out
    assert "1/1" not in shown.out


def _queued(shell: Shell, state: str, **values: object) -> None:
    """A message that stands so."""
    import sqlite3

    row = {
        "idem_key": f"{state}-{values}", "message_class": "notice", "priority": 1, "channel": "webchat",
        "account": "default", "address": "x", "body": "x", "options": "[]", "state": state, "attempts": 0,
        "not_before": 0, "created_at": 0, "lease_epoch": 0, "detail": "", "late_lines": "[]", "turn": 0,
        "part_no": 1, **values,
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    with sqlite3.connect(shell.folder / "dondoc.db") as database:
        for name in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name[0]}"')
        database.execute(f"INSERT INTO outbox ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
