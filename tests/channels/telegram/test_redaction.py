"""The token is a password; no log, error or result may hold it."""

import logging
import traceback

import pytest
from pydantic import ValidationError

from channels.telegram.admin import delete_webhook, inspect, set_menus, set_webhook
from channels.telegram.settings import TelegramSettings
from domain.errors import InvalidSetting
from domain.messages import ChatKind, Document, Inbound, InboundKind, Menu, Outbound
from tests.channels.inbox import Inbox
from tests.channels.telegram.conftest import Build
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Answer,
    Fault,
    bad_request,
    forbidden,
    gateway_page,
    hang,
    rate_limited,
    refused,
    reset_before_reading,
    server_error,
    unauthorized,
)

HOOK_SECRET = "canary-of-the-webhook-0123456789-abc"
SECRET = "AAHcanary-token_of-the-stand-in"
FAULTS: list[Fault] = [
    reset_before_reading(),
    hang(),
    gateway_page(502),
    Answer(500, f"<html>{SECRET}</html>"),
    rate_limited(1),
    forbidden(f"not you, {SECRET}"),
    bad_request(f"/bot4242:{SECRET}/sendMessage"),
    refused(404, f"no {SECRET}"),
    server_error(),
    unauthorized(),
]


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_fault_brings_the_token_into_a_result_or_the_log(
    build: Build, standin: TelegramStandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = build(answer_within=0.2)
    for method in ("sendMessage", "sendDocument", "answerCallbackQuery", "editMessageReplyMarkup"):
        standin.fail(method, fault)

    results = [
        await channel.send(Outbound("501", "chào")),
        await channel.send(Outbound("501", "chào", document=Document("a.txt", "text/plain", b"x"))),
        await channel.acknowledge(
            Inbound(InboundKind.CHOICE, ChatKind.PRIVATE, "501", "501", callback_id="1", message_id="2")
        ),
    ]

    assert SECRET not in repr(results)
    assert SECRET not in caplog.text


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != hang()])
async def test_no_fault_brings_the_token_into_what_the_operator_reads(
    standin: TelegramStandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = TelegramSettings(token=standin.token, api_base=standin.base)
    hooked = TelegramSettings(
        token=standin.token, api_base=standin.base, mode="webhook", webhook_secret=HOOK_SECRET
    )
    standin.fail("getMe", *[fault] * 4)

    shown = repr(await inspect(settings))
    for change in (
        set_menus(settings, [Menu({"viec": "Việc của đơn vị"})]),
        set_webhook(hooked, "https://dondoc.example/hooks/telegram/default"),
        delete_webhook(settings),
    ):
        with pytest.raises(InvalidSetting) as refusal:
            await change
        shown += "".join(traceback.format_exception(refusal.value))

    for secret in (SECRET, HOOK_SECRET):
        assert secret not in shown
        assert secret not in caplog.text


async def test_a_webhook_is_set_without_its_secret_in_the_log(
    standin: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hooked = TelegramSettings(
        token=standin.token, api_base=standin.base, mode="webhook", webhook_secret=HOOK_SECRET
    )

    await set_webhook(hooked, "https://dondoc.example/hooks/telegram/default")

    assert standin.api.webhook["secret_token"] == HOOK_SECRET
    assert HOOK_SECRET not in caplog.text


async def test_the_log_of_the_second_library_is_veiled_and_not_silenced(
    standin: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "httpx")

    await inspect(TelegramSettings(token=standin.token, api_base=standin.base))

    assert "/bot4242:***/getMe" in caplog.text


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != hang()])
async def test_polling_writes_no_token(
    build: Build, standin: TelegramStandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.fail("getUpdates", fault, unauthorized())

    with pytest.raises(InvalidSetting) as end:
        await build().receive(Inbox())

    assert SECRET not in "".join(traceback.format_exception(end.value))
    assert SECRET not in caplog.text


async def test_a_closed_port_writes_no_token(build: Build, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = {"api_base": "http://127.0.0.1:1"}

    result = await build(**settings).send(Outbound("501", "chào"))
    report = await inspect(TelegramSettings(token=f"4242:{SECRET}", **settings))

    assert SECRET not in repr(result) + repr(report) + caplog.text


def test_wrong_settings_are_refused_without_showing_the_token() -> None:
    with pytest.raises(ValidationError) as refusal:
        TelegramSettings(token=f"4242:{SECRET}", mode="webhook")

    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("token", [f"4242{SECRET}", f"x:{SECRET}", f"4242:{SECRET}/getMe"])
def test_a_token_of_the_wrong_shape_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ValidationError, match="colon") as refusal:
        TelegramSettings(token=token)

    assert SECRET not in str(refusal.value)


def test_the_settings_do_not_show_their_secrets() -> None:
    settings = TelegramSettings(token=f"4242:{SECRET}", proxy="http://me:pass@proxy:8080")

    assert SECRET not in repr(settings)
    assert "pass" not in repr(settings)
    assert settings.redact(f"{SECRET} via http://me:pass@proxy:8080") == "*** via ***"
