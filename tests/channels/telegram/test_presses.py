"""Presses: answered at the vendor, their buttons taken away once they counted."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.telegram.channel import TelegramChannel
from domain.messages import ChatKind, Inbound, InboundKind, Option, Outbound
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Fault,
    bad_request,
    forbidden,
    gateway_page,
    rate_limited,
    reset_before_reading,
    server_error,
)
from tests.telegram_standin.people import TelegramUser

CHAT, GROUP = 501, -1009988
ANSWERS = (Option(1, "sent", "Đã gửi", "Tk_sent-01"), Option(2, "doing", "Đang làm", "Tk_doing-2"))
RECORDED = "Việc này đã được ghi nhận trước đó."


async def pressed(channel: TelegramChannel, standin: TelegramStandIn, chat: int = CHAT) -> Inbound:
    await channel.send(Outbound(str(chat), "1 đã gửi, 2 đang làm", ANSWERS))
    update = await standin.user_presses(chat, standin.accepted[-1], "Tk_sent-01", user=TelegramUser(CHAT))
    return await channel.parse(update)


def buttons(standin: TelegramStandIn, chat: int = CHAT) -> list[str]:
    shown = standin.api.messages[chat, standin.accepted[-1].message_id]
    rows = shown.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
    return [button["callback_data"] for row in rows for button in row]


@pytest.mark.parametrize("chat", [CHAT, GROUP])
async def test_a_press_that_counted_is_answered_and_its_buttons_go(
    channel: TelegramChannel, standin: TelegramStandIn, chat: int
) -> None:
    await channel.acknowledge(await pressed(channel, standin, chat))

    (answer,) = standin.api.presses.values()
    assert answer is not None
    assert "text" not in answer
    assert buttons(standin, chat) == []
    assert standin.api.messages[chat, standin.accepted[-1].message_id]["text"] == "1 đã gửi, 2 đang làm"


async def test_an_alert_is_shown_to_who_pressed_and_the_buttons_stay_for_others(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.acknowledge(await pressed(channel, standin), alert=RECORDED)

    (answer,) = standin.api.presses.values()
    assert (answer["text"], answer["show_alert"].lower()) == (RECORDED, "true")
    assert buttons(standin) == ["Tk_sent-01", "Tk_doing-2"]
    assert standin.called("editMessageReplyMarkup") == []


@pytest.mark.parametrize("alert", ["đ" * 200, "đ" * 201, "𝟙" * 150, "e\u0323\u0302" * 500])
async def test_an_alert_of_any_length_fits_the_vendors_200_characters(
    channel: TelegramChannel, standin: TelegramStandIn, alert: str
) -> None:
    await channel.acknowledge(await pressed(channel, standin), alert=alert)

    (answer,) = standin.api.presses.values()
    assert 0 < len(answer["text"].encode("utf-16-le")) // 2 <= 200
    assert answer["text"].endswith("…") is (alert != "đ" * 200)


async def test_a_press_of_foreign_data_is_answered_and_takes_no_buttons_away(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(Outbound(str(CHAT), "1 đã gửi, 2 đang làm", ANSWERS))
    foreign = await channel.parse(await standin.user_presses(CHAT, standin.accepted[0], "drop table"))

    await channel.acknowledge(foreign)

    assert list(standin.api.presses.values()) != [None]
    assert buttons(standin) == ["Tk_sent-01", "Tk_doing-2"]


async def test_a_second_press_of_the_same_message_is_no_fault(
    channel: TelegramChannel, standin: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    first = await pressed(channel, standin)
    second = replace(first, callback_id="10099")
    standin.api.presses["10099"] = None

    await channel.acknowledge(first)
    await channel.acknowledge(second)

    assert None not in standin.api.presses.values()
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


FAULTS = [
    bad_request("query is too old and response timeout expired or query ID is invalid"),
    bad_request("message is not modified"),
    bad_request("message to edit not found"),
    bad_request("message can't be edited"),
    forbidden(),
    rate_limited(3),
    server_error(),
    gateway_page(502),
    reset_before_reading(),
]


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageReplyMarkup"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_press_that_cannot_be_acknowledged_raises_nothing(
    channel: TelegramChannel, standin: TelegramStandIn, method: str, fault: Fault
) -> None:
    inbound = await pressed(channel, standin)
    standin.fail(method, fault)

    await channel.acknowledge(inbound)

    # Each is tried although the other failed.
    assert None not in standin.api.presses.values() or buttons(standin) == []


async def test_nothing_is_acknowledged_where_nothing_was_pressed(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.acknowledge(Inbound(InboundKind.TEXT, ChatKind.PRIVATE, str(CHAT), str(CHAT), text="1"))

    assert standin.calls == []


@pytest.mark.parametrize("message_id", [None, "", "hai"])
async def test_a_press_that_names_no_message_is_answered_alone(
    channel: TelegramChannel, standin: TelegramStandIn, message_id: str | None
) -> None:
    inbound = replace(await pressed(channel, standin), message_id=message_id)

    await channel.acknowledge(inbound)

    assert list(standin.api.presses.values()) != [None]
    assert standin.called("editMessageReplyMarkup") == []


def looks_like_a_token(data: str) -> bool:
    allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    return 8 <= len(data) <= 64 and set(data) <= set(allowed)


@given(
    data=st.text(max_size=80)
    | st.text("AZaz09_-", max_size=80)
    | st.from_regex(r"[A-Za-z0-9_-]{7,65}\n?", fullmatch=True)
    | st.binary(max_size=64).map(lambda raw: raw.decode("latin-1"))
)
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_whatever_a_button_sends_is_a_token_or_no_choice_at_all(
    channel: TelegramChannel, data: str
) -> None:
    chat = {"id": CHAT, "type": "private", "first_name": "Thử"}
    person = TelegramUser(CHAT).as_dict()
    below = {"message_id": 7, "date": 1, "chat": chat, "text": "1 đã gửi"}
    press = {"id": "1", "from": person, "chat_instance": "7", "data": data, "message": below}

    inbound = await channel.parse({"update_id": 1, "callback_query": press})

    if looks_like_a_token(data):
        assert (inbound.kind, inbound.choice) == (InboundKind.CHOICE, data)
    else:
        assert (inbound.kind, inbound.choice) == (InboundKind.UNSUPPORTED, None)
    assert (inbound.text, inbound.callback_id, inbound.message_id) == ("", "1", "7")
