"""What the registry says of an account without building its channel."""

import subprocess
import sys

import pytest

from channels import registry
from channels.email.settings import EmailSettings
from channels.registry import Account, AccountSettings, Limits
from channels.telegram.settings import TelegramSettings
from channels.zalo_bot.settings import ZaloBotSettings

ZALO = ZaloBotSettings(quota_month=100, quota_people=0, quota_groups=2)


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        (ZALO, Limits(100, None, 2)),
        (TelegramSettings(), Limits()),
        (EmailSettings(), Limits(takes_codes=False)),
    ],
)
def test_limits_are_those_of_the_settings(settings: AccountSettings, limits: Limits) -> None:
    assert registry.limits(Account("kind", "name", settings)) == limits


@pytest.mark.parametrize(
    ("settings", "name", "link"),
    [
        (TelegramSettings(), "nhacviec_bot", "https://t.me/nhacviec_bot?start=ABCD2345"),
        (TelegramSettings(), None, None),
        (ZALO, "Bot Nhắc việc", None),
    ],
)
def test_a_link_brings_the_code_where_the_messenger_has_such_links(
    settings: AccountSettings, name: str | None, link: str | None
) -> None:
    assert registry.link_for(Account("kind", "name", settings), "ABCD2345", name) == link


@pytest.mark.parametrize(
    ("kind", "path"),
    [("zalo_bot", "/hooks/zalo-bot/khoi_xa"), ("telegram", "/hooks/telegram/khoi_xa")],
)
def test_the_webhook_stands_where_the_contract_says(kind: str, path: str) -> None:
    assert registry.hook_path(Account(kind, "khoi_xa", ZALO)) == path


@pytest.mark.parametrize(
    "module", ["bot.invitations", "bot.channel_accounts", "bot.people", "bot.channel_checks"]
)
def test_commands_about_accounts_never_load_what_carries_messages(module: str) -> None:
    code = f"import sys, {module}; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
