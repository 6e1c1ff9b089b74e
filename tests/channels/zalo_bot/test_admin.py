"""The operator's instrument against the stand-in."""

import pytest

from channels.zalo_bot.admin import ZaloReport, delete_webhook, inspect, set_webhook
from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import InvalidSetting
from tests.channels.zalo_bot.conftest import SECRET
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.faults import (
    Fault,
    page,
    quota_spent,
    refused,
    reset_before_reading,
    server_error,
    unauthorized,
)

HOOK = "https://dondoc.example/hooks/zalo-bot/default"


@pytest.fixture
def account(standin: ZaloStandIn) -> ZaloBotSettings:
    return ZaloBotSettings(token=standin.token, api_base=standin.base, webhook_secret=SECRET)


@pytest.fixture
def polled(account: ZaloBotSettings) -> ZaloBotSettings:
    return account.model_copy(update={"mode": "polling"})


async def test_a_healthy_bot_is_described_without_a_problem(polled: ZaloBotSettings) -> None:
    assert await inspect(polled) == ZaloReport(
        reachable=True,
        bot_name="Bot Đôn Đốc",
        account_type="BASIC",
        can_join_groups=False,
        webhook_url="",
    )


async def test_looking_changes_nothing_and_takes_no_updates(
    account: ZaloBotSettings, standin: ZaloStandIn
) -> None:
    await standin.user_says("3ab9", "2")

    await inspect(account)

    assert [call.method for call in standin.calls] == ["getMe", "getWebhookInfo"]
    assert len(standin.api.queue.pending) == 1


async def test_a_webhook_that_is_missing_or_in_the_way_is_the_problem(
    account: ZaloBotSettings, polled: ZaloBotSettings
) -> None:
    assert "no webhook is registered" in (await inspect(account)).problem
    await set_webhook(account, HOOK)
    assert "polling is refused" in (await inspect(polled)).problem
    assert (await inspect(account)).problem is None


@pytest.mark.parametrize("fault", [unauthorized(), quota_spent(), refused(403), server_error()])
@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo"])
async def test_a_refusal_comes_from_a_zalo_that_was_reached(
    account: ZaloBotSettings, standin: ZaloStandIn, method: str, fault: Fault
) -> None:
    standin.fail(method, fault)

    report = await inspect(account)

    assert (report.reachable, report.bot_name) == (True, None)
    assert report.problem


@pytest.mark.parametrize("fault", [reset_before_reading(), page(502), page(404), page(200)])
@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo"])
async def test_a_fault_of_the_network_is_a_report_and_no_exception(
    account: ZaloBotSettings, standin: ZaloStandIn, method: str, fault: Fault
) -> None:
    standin.fail(method, fault)

    report = await inspect(account)

    assert not report.reachable
    assert report.problem


async def test_a_closed_port_is_a_report_and_no_exception(account: ZaloBotSettings) -> None:
    report = await inspect(account.model_copy(update={"api_base": "http://127.0.0.1:1"}))

    assert (report.reachable, report.problem) == (False, "no connection: ConnectError")


async def test_without_a_token_nothing_is_asked() -> None:
    assert await inspect(ZaloBotSettings()) == ZaloReport(reachable=False, problem="no token is set")
    with pytest.raises(InvalidSetting, match="TOKEN"):
        await set_webhook(ZaloBotSettings(webhook_secret=SECRET), HOOK)
    with pytest.raises(InvalidSetting, match="TOKEN"):
        await delete_webhook(ZaloBotSettings())


async def test_the_webhook_is_set_with_its_secret_and_taken_away_again(
    account: ZaloBotSettings, standin: ZaloStandIn
) -> None:
    assert await set_webhook(account, HOOK) is None
    assert standin.api.webhook == {"url": HOOK, "secret_token": SECRET}

    await delete_webhook(account)
    assert standin.api.webhook is None


@pytest.mark.parametrize(
    ("trial", "found"),
    [
        ({"ok": True, "outcome": "webhook.ok"}, None),
        ({"ok": False, "outcome": "webhook.err.tls", "hint": "certificate expired"}, "certificate expired"),
        ({"ok": False, "outcome": "webhook.http.403"}, "webhook.http.403"),
        ({"ok": False}, "the trial call failed"),
    ],
)
async def test_what_the_vendors_trial_found_is_passed_on(
    account: ZaloBotSettings, standin: ZaloStandIn, trial: dict[str, object], found: str | None
) -> None:
    standin.api.whims.verification = trial

    assert await set_webhook(account, HOOK) == found
    assert standin.api.webhook["url"] == HOOK


@pytest.mark.parametrize("url", ["http://dondoc.example/hooks", "dondoc.example", "https://", ""])
async def test_an_address_without_https_is_refused_before_the_vendor_is_asked(
    account: ZaloBotSettings, standin: ZaloStandIn, url: str
) -> None:
    with pytest.raises(InvalidSetting, match="https://"):
        await set_webhook(account, url)
    assert standin.calls == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8443", "10.0.0.7", "192.168.1.4", "may-chu.local"])
async def test_an_address_that_is_not_public_is_refused_in_the_vendors_words(
    account: ZaloBotSettings, standin: ZaloStandIn, host: str
) -> None:
    with pytest.raises(InvalidSetting, match="private addresses are refused"):
        await set_webhook(account, f"https://{host}/hooks/zalo-bot/default")
    assert standin.api.webhook is None


async def test_a_webhook_without_a_secret_is_refused(account: ZaloBotSettings, standin: ZaloStandIn) -> None:
    with pytest.raises(InvalidSetting, match="WEBHOOK_SECRET"):
        await set_webhook(account.model_copy(update={"webhook_secret": None}), HOOK)
    assert standin.calls == []


async def test_a_webhook_that_was_never_there_is_deleted_without_complaint(
    account: ZaloBotSettings, standin: ZaloStandIn
) -> None:
    standin.fail("deleteWebhook", refused(404))

    await delete_webhook(account)


@pytest.mark.parametrize("fault", [unauthorized(), page(404), page(502), reset_before_reading()])
async def test_a_webhook_that_cannot_be_set_or_deleted_is_an_error_that_says_why(
    account: ZaloBotSettings, standin: ZaloStandIn, fault: Fault
) -> None:
    standin.fail("setWebhook", fault)
    standin.fail("deleteWebhook", fault)

    with pytest.raises(InvalidSetting, match=r"was not set: \w+"):
        await set_webhook(account, HOOK)
    with pytest.raises(InvalidSetting, match=r"was not deleted: \w+"):
        await delete_webhook(account)
