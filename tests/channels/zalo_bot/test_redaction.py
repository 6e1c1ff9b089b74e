"""The token is a password; no log, error or result may hold it."""

import logging
import traceback

import pytest

from channels.zalo_bot.admin import delete_webhook, inspect, set_webhook
from channels.zalo_bot.polling import Pace
from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import InvalidSetting
from domain.messages import Outbound
from tests.channels.inbox import Inbox
from tests.channels.zalo_bot.conftest import Build
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.faults import (
    Answer,
    Fault,
    accept_then_reset,
    hang,
    page,
    refused,
    reset_before_reading,
    sent_elsewhere,
    unauthorized,
)

SECRET = "canary-secret_of.the-zalo-stand-in"
HOOK_SECRET = "hook-canary" * 4
FAULTS: list[Fault] = [
    reset_before_reading(),
    accept_then_reset(),
    hang(),
    page(502),
    Answer(500, f"<html>{SECRET} {HOOK_SECRET}</html>"),
    refused(400, f"/bot7878:{SECRET}/sendMessage {HOOK_SECRET}"),
    refused(404, f"no {SECRET}"),
    refused(429, SECRET),
    sent_elsewhere(f"http://127.0.0.1:1/bot7878:{SECRET}/getMe"),
    unauthorized(),
]
HASTE = Pace(long_poll=0, after_nothing=0.001, fault=(0.001, 0.01))
SHORT = [fault for fault in FAULTS if fault != hang()]


def settings_at(standin: ZaloStandIn) -> ZaloBotSettings:
    return ZaloBotSettings(token=standin.token, api_base=standin.base, webhook_secret=HOOK_SECRET)


def is_secret_in(text: str) -> bool:
    return SECRET in text or HOOK_SECRET in text


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_fault_brings_a_secret_into_a_result_or_the_log(
    build: Build, standin: ZaloStandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.fail("sendMessage", fault)

    result = await build(answer_within=0.2, webhook_secret=HOOK_SECRET).send(Outbound("3ab9", "chào"))

    assert not is_secret_in(repr(result))
    assert not is_secret_in(caplog.text)


async def test_the_librarys_own_log_is_not_silenced_and_shows_the_method_alone(
    build: Build, standin: ZaloStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    await build().send(Outbound("3ab9", "chào"))

    assert f"{standin.base}/bot/sendMessage" in caplog.text
    assert SECRET not in caplog.text
    assert len(standin.accepted) == 1


@pytest.mark.parametrize("fault", SHORT)
async def test_no_fault_brings_a_secret_into_what_the_operator_reads(
    standin: ZaloStandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = settings_at(standin)
    for method in ("getMe", "setWebhook", "deleteWebhook"):
        standin.fail(method, fault)

    shown = repr(await inspect(settings))
    for refusing in (set_webhook(settings, "https://dondoc.example/hooks"), delete_webhook(settings)):
        try:
            await refusing
        except InvalidSetting as error:
            shown += "".join(traceback.format_exception(error))

    assert not is_secret_in(shown)
    assert not is_secret_in(caplog.text)


@pytest.mark.parametrize("fault", SHORT)
async def test_polling_writes_no_secret(
    build: Build, standin: ZaloStandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    for method in ("getMe", "getWebhookInfo"):
        standin.fail(method, fault)
    standin.fail("getUpdates", fault, unauthorized())

    with pytest.raises(InvalidSetting) as end:
        await build(pace=HASTE, webhook_secret=HOOK_SECRET).receive(Inbox())

    assert not is_secret_in("".join(traceback.format_exception(end.value)))
    assert not is_secret_in(caplog.text)


async def test_a_closed_port_writes_no_secret(build: Build, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    result = await build(api_base="http://127.0.0.1:1").send(Outbound("3ab9", "chào"))

    assert not is_secret_in(repr(result) + caplog.text)
