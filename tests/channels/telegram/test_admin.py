"""The operator's instrument against the stand-in."""

import subprocess
import sys

import pytest

from channels.telegram.admin import TelegramReport, inspect, set_commands
from channels.telegram.settings import TelegramSettings
from domain.errors import InvalidSetting
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Fault,
    bad_request,
    gateway_page,
    rate_limited,
    refused,
    reset_before_reading,
    server_error,
    unauthorized,
)

HOOK = "https://dondoc.example/hooks/telegram/default"


@pytest.fixture
def account(standin: TelegramStandIn) -> TelegramSettings:
    return TelegramSettings(token=standin.token, api_base=standin.base)


async def test_a_healthy_bot_is_described_without_a_problem(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    await standin.user_says(501, "2")

    assert await inspect(account) == TelegramReport(
        reachable=True,
        bot_username="dondoc_thu_bot",
        can_join_groups=True,
        webhook_url="",
        pending_updates=1,
    )


async def test_looking_changes_nothing_and_takes_no_updates(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    await inspect(account)

    assert {call.method for call in standin.calls} == {"getMe", "getWebhookInfo"}


async def test_a_webhook_beside_polling_is_a_problem(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    await standin.api.setWebhook({"url": HOOK})

    report = await inspect(account)

    assert (report.webhook_url, report.reachable) == (HOOK, True)
    assert "polling" in report.problem


async def test_webhook_mode_without_a_webhook_is_a_problem(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    hooked = account.model_copy(update={"mode": "webhook"})

    assert "no webhook" in (await inspect(hooked)).problem
    await standin.api.setWebhook({"url": HOOK})
    assert (await inspect(hooked)).problem is None


async def test_the_last_delivery_error_is_passed_on(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    await standin.api.setWebhook({"url": HOOK})
    standin.api.webhook_error = (1_790_000_000, "Connection refused")

    report = await inspect(account.model_copy(update={"mode": "webhook"}))

    assert (report.last_error, report.problem) == ("Connection refused", "Connection refused")


@pytest.mark.parametrize("fault", [unauthorized(), refused(404, "Not Found"), rate_limited(5)])
async def test_a_refusal_comes_from_a_telegram_that_was_reached(
    account: TelegramSettings, standin: TelegramStandIn, fault: Fault
) -> None:
    standin.fail("getMe", fault)

    report = await inspect(account)

    assert (report.reachable, report.bot_username) == (True, None)
    assert report.problem


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo"])
@pytest.mark.parametrize(
    "fault", [reset_before_reading(), gateway_page(502), server_error(), gateway_page(200)]
)
async def test_a_fault_of_the_network_is_a_report_and_no_exception(
    account: TelegramSettings, standin: TelegramStandIn, method: str, fault: Fault
) -> None:
    standin.fail(method, fault)

    report = await inspect(account)

    assert not report.reachable
    assert report.problem


async def test_a_closed_port_is_a_report_and_no_exception() -> None:
    report = await inspect(TelegramSettings(token="4242:abc", api_base="http://127.0.0.1:1"))

    assert not report.reachable
    assert report.problem.startswith("NetworkError")


async def test_a_proxy_that_is_away_is_a_report_and_no_exception(account: TelegramSettings) -> None:
    report = await inspect(TelegramSettings(token="4242:abc", proxy="http://127.0.0.1:1"))

    assert not report.reachable


async def test_the_proxy_that_is_set_is_used(standin: TelegramStandIn, account: TelegramSettings) -> None:
    elsewhere = TelegramSettings(token=standin.token, api_base="http://telegram.invalid", proxy=standin.base)

    assert (await inspect(elsewhere)).bot_username == "dondoc_thu_bot"


async def test_a_proxy_of_the_environment_is_left_aside(
    account: TelegramSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    assert (await inspect(account)).reachable


async def test_without_a_token_nothing_is_asked() -> None:
    assert await inspect(TelegramSettings()) == TelegramReport(reachable=False, problem="no token is set")
    with pytest.raises(InvalidSetting, match="TOKEN"):
        await set_commands(TelegramSettings(), {"viec": "Việc"})


async def test_the_command_menu_is_set_for_one_language(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    await set_commands(account, {"viec": "Việc của đơn vị", "quahan": "Danh sách quá hạn"}, "vi")

    assert standin.api.commands == {
        "vi": [
            {"command": "viec", "description": "Việc của đơn vị"},
            {"command": "quahan", "description": "Danh sách quá hạn"},
        ]
    }


async def test_a_menu_the_vendor_refuses_is_an_error_that_says_why(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    with pytest.raises(InvalidSetting, match=r"(?i)bot_command_invalid"):
        await set_commands(account, {"Việc": "Việc của đơn vị"})
    standin.fail("setMyCommands", bad_request("BOT_COMMAND_DESCRIPTION_INVALID"))
    with pytest.raises(InvalidSetting, match=r"(?i)description"):
        await set_commands(account, {"viec": "Việc của đơn vị"})


def test_the_instrument_does_not_load_the_library_that_carries_the_messages() -> None:
    probe = (
        "import sys, channels.telegram.admin; sys.exit('aiogram' in sys.modules or 'aiohttp' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_the_channel_does_not_load_the_operators_instrument() -> None:
    probe = "import sys, channels.telegram.channel; sys.exit('telegram' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
