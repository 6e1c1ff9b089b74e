"""The operator's instrument against the stand-in."""

import subprocess
import sys

import pytest

from channels.telegram.admin import TelegramReport, delete_webhook, inspect, set_menus, set_webhook
from channels.telegram.settings import TelegramSettings
from domain.errors import InvalidSetting
from domain.messages import Menu
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
        await set_menus(TelegramSettings(), [Menu({"viec": "Việc"})])
    with pytest.raises(InvalidSetting, match="TOKEN"):
        await delete_webhook(TelegramSettings())


def the_menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": WORDS[name]} for name in names]


WORDS = {
    "start": "Bắt đầu",
    "huongdan": "Hướng dẫn",
    "viec": "Việc của đơn vị",
    "quahan": "Danh sách quá hạn",
}


async def test_each_menu_is_set_for_its_scope_and_language(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    stranger = {name: WORDS[name] for name in ("start", "huongdan")}

    unknown = await set_menus(
        account,
        [
            Menu(stranger),
            Menu(stranger, "vi"),
            Menu({"viec": WORDS["viec"]}, None, "all_private_chats"),
            Menu(WORDS, "vi", "501"),
            Menu({"huongdan": WORDS["huongdan"]}, None, "-1009988"),
        ],
    )

    assert unknown == ()
    assert standin.api.menus.set == {
        ("default", ""): the_menu("start", "huongdan"),
        ("default", "vi"): the_menu("start", "huongdan"),
        ("all_private_chats", ""): the_menu("viec"),
        ("chat:501", "vi"): the_menu("start", "huongdan", "viec", "quahan"),
        ("chat:-1009988", ""): the_menu("huongdan"),
    }


async def test_a_menu_without_commands_is_taken_away_and_the_others_stay(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    await set_menus(account, [Menu(WORDS), Menu(WORDS, None, "501"), Menu({}, None, "501")])

    assert list(standin.api.menus.set) == [("default", "")]


async def test_a_chat_that_is_gone_is_named_and_the_others_get_their_menu(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    standin.api.chats.unknown.add(502)

    assert await set_menus(account, [Menu(WORDS, None, "502"), Menu(WORDS, None, "501")]) == ("502",)
    assert list(standin.api.menus.set) == [("chat:501", "")]


@pytest.mark.parametrize(
    ("menu", "reason"),
    [
        (Menu({"Việc": "Việc của đơn vị"}), "command"),
        (Menu({"": "Việc của đơn vị"}), "command"),
        (Menu({"v" * 33: "Việc của đơn vị"}), "command"),
        (Menu({"viec": ""}), "description"),
        (Menu({"viec": "  "}), "description"),
        (Menu({"viec": "v" * 257}), "description"),
        (Menu({f"viec{n}": "Việc" for n in range(101)}), "at most 100"),
        (Menu(WORDS, "vie"), "language"),
        (Menu(WORDS, None, "phòng một"), "chat"),
        (Menu(WORDS, None, ""), "chat"),
    ],
)
async def test_a_menu_that_cannot_be_right_is_refused_before_anything_is_set(
    account: TelegramSettings, standin: TelegramStandIn, menu: Menu, reason: str
) -> None:
    with pytest.raises(InvalidSetting, match=reason):
        await set_menus(account, [Menu(WORDS), menu])

    assert standin.calls == []


async def test_the_longest_menu_the_vendor_takes_is_set(
    account: TelegramSettings, standin: TelegramStandIn
) -> None:
    longest = {f"{n:032}": "v" * 256 for n in range(100)}

    await set_menus(account, [Menu(longest)])

    assert len(standin.api.menus.set["default", ""]) == 100


@pytest.mark.parametrize(
    "fault", [bad_request("BOT_COMMAND_DESCRIPTION_INVALID"), rate_limited(5), gateway_page(502)]
)
async def test_a_menu_the_vendor_refuses_is_an_error_that_says_why(
    account: TelegramSettings, standin: TelegramStandIn, fault: Fault
) -> None:
    standin.fail("setMyCommands", fault)

    with pytest.raises(InvalidSetting, match="the command menu was not set: "):
        await set_menus(account, [Menu(WORDS)])


@pytest.fixture
def hooked(account: TelegramSettings) -> TelegramSettings:
    chosen = {"mode": "webhook", "webhook_secret": "s" * 40}
    return TelegramSettings(token=account.token, api_base=account.api_base, **chosen)


async def test_a_webhook_is_set_with_its_secret_and_the_kinds_that_are_read(
    hooked: TelegramSettings, standin: TelegramStandIn
) -> None:
    await set_webhook(hooked, HOOK)

    assert (standin.api.webhook["url"], standin.api.webhook["secret_token"]) == (HOOK, "s" * 40)
    assert standin.api.queue.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert 1 <= int(standin.api.webhook["max_connections"]) <= 100
    report = await inspect(hooked)
    assert (report.webhook_url, report.problem) == (HOOK, None)


async def test_setting_and_deleting_a_webhook_keeps_what_is_waiting(
    hooked: TelegramSettings, standin: TelegramStandIn
) -> None:
    await standin.user_says(501, "2")

    await set_webhook(hooked, HOOK)
    assert (await inspect(hooked)).pending_updates == 1
    await delete_webhook(hooked)

    assert standin.api.webhook == {}
    assert (await inspect(hooked)).pending_updates == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://dondoc.example/hooks/telegram/default",
        "https://dondoc.example:8080/hooks",
        "https://dondoc.example:port/hooks",
        "https://",
        "dondoc.example",
    ],
)
async def test_an_address_the_vendor_cannot_push_to_is_refused_before_it_is_asked(
    hooked: TelegramSettings, standin: TelegramStandIn, url: str
) -> None:
    with pytest.raises(InvalidSetting, match="https"):
        await set_webhook(hooked, url)

    assert standin.calls == []


@pytest.mark.parametrize("port", [443, 80, 88, 8443])
async def test_the_vendors_own_ports_are_taken(hooked: TelegramSettings, port: int) -> None:
    await set_webhook(hooked, f"https://dondoc.example:{port}/hooks/telegram/default")


async def test_while_polling_no_webhook_is_set(account: TelegramSettings, standin: TelegramStandIn) -> None:
    with pytest.raises(InvalidSetting, match="MODE=webhook"):
        await set_webhook(account, HOOK)

    assert standin.calls == []


async def test_a_webhook_the_vendor_refuses_is_an_error_that_says_why(
    hooked: TelegramSettings, standin: TelegramStandIn
) -> None:
    standin.fail("setWebhook", bad_request("bad webhook: IP address 10.0.0.7 is reserved"))
    standin.fail("deleteWebhook", rate_limited(5))

    with pytest.raises(InvalidSetting, match="is reserved"):
        await set_webhook(hooked, HOOK)
    with pytest.raises(InvalidSetting, match="not deleted"):
        await delete_webhook(hooked)


async def test_menus_and_webhooks_go_through_the_proxy_that_is_set(standin: TelegramStandIn) -> None:
    elsewhere = TelegramSettings(token=standin.token, api_base="http://telegram.invalid", proxy=standin.base)

    await set_menus(elsewhere, [Menu(WORDS)])
    await delete_webhook(elsewhere)

    assert [call.method for call in standin.calls] == ["getMe", "setMyCommands", "getMe", "deleteWebhook"]


def test_the_instrument_does_not_load_the_library_that_carries_the_messages() -> None:
    probe = (
        "import sys, channels.telegram.admin; sys.exit('aiogram' in sys.modules or 'aiohttp' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_the_channel_does_not_load_the_operators_instrument() -> None:
    probe = "import sys, channels.telegram.channel; sys.exit('telegram' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
