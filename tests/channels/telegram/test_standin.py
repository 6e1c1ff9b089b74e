"""The second library alone plays against the stand-in, so that the stand-in is judged too."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Bot, BotCommandScopeChat, InlineKeyboardMarkup, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.request import HTTPXRequest

from tests.channels.telegram.referee import NEWER_THAN_THE_REFEREE, unknown_to_referee
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    accept_then_reset,
    conflict,
    gateway_page,
    rate_limited,
    reset_before_reading,
    server_error,
)
from tests.telegram_standin.people import TelegramUser

CHAT, GROUP = 501, -1009988
PERSON = TelegramUser(CHAT)


@pytest.fixture
async def referee(standin: TelegramStandIn) -> AsyncIterator[Bot]:
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    bot = Bot(standin.token, base_url=f"{standin.base}/bot", request=request, get_updates_request=request)
    async with bot:
        yield bot


async def test_the_referee_alone_holds_a_conversation(referee: Bot, standin: TelegramStandIn) -> None:
    assert referee.bot.username == "dondoc_thu_bot"
    await standin.user_says(CHAT, "/viec", at=datetime(2026, 10, 19, 1, 30, tzinfo=UTC))

    (update,) = await referee.get_updates(timeout=1)
    assert (update.message.text, update.message.date) == ("/viec", datetime(2026, 10, 19, 1, 30, tzinfo=UTC))
    assert update.message.parse_entities() == {update.message.entities[0]: "/viec"}

    keyboard = InlineKeyboardMarkup.from_button({"text": "1. Đã gửi", "callback_data": "Tk_sent-01"})
    sent = await referee.send_message(CHAT, "1 đã gửi", reply_markup=keyboard)
    assert isinstance(sent, Message)
    assert set(unknown_to_referee(sent)) <= NEWER_THAN_THE_REFEREE

    await standin.user_presses(CHAT, standin.accepted[0], "Tk_sent-01", user=PERSON)
    (pressed,) = await referee.get_updates(offset=update.update_id + 1, timeout=1)
    assert await referee.answer_callback_query(pressed.callback_query.id)
    edited = await referee.edit_message_text("đã ghi nhận", CHAT, sent.message_id)
    assert (edited.text, edited.reply_markup) == ("đã ghi nhận", None)


async def test_for_the_referee_updates_stay_until_a_higher_offset_confirms_them(
    referee: Bot, standin: TelegramStandIn
) -> None:
    for n in range(3):
        await standin.user_says(CHAT, str(n))

    first = await referee.get_updates(limit=2)
    again = await referee.get_updates(limit=2)
    rest = await referee.get_updates(offset=first[-1].update_id + 1)

    assert [update.update_id for update in first] == [update.update_id for update in again] == [1000, 1001]
    assert [update.update_id for update in rest] == [1002]
    assert [update.update_id for update in await referee.get_updates(offset=-1)] == [1002]
    assert await referee.get_updates(offset=1003) == ()


async def test_the_referee_understands_every_scripted_refusal(referee: Bot, standin: TelegramStandIn) -> None:
    standin.fail("sendMessage", rate_limited(7), server_error(), gateway_page(), reset_before_reading())
    with pytest.raises(RetryAfter) as flood:
        await referee.send_message(CHAT, "chào")
    for _ in range(3):
        with pytest.raises(NetworkError):
            await referee.send_message(CHAT, "chào")

    assert flood.value.retry_after.total_seconds() == 7
    assert standin.accepted == []


async def test_for_the_referee_too_a_reset_may_hide_an_accepted_message(
    referee: Bot, standin: TelegramStandIn
) -> None:
    standin.fail("sendMessage", accept_then_reset())
    with pytest.raises(NetworkError):
        await referee.send_message(CHAT, "chào")

    assert len(standin.accepted) == 1


async def test_the_referee_understands_chats_that_are_gone_or_moved(
    referee: Bot, standin: TelegramStandIn
) -> None:
    await standin.blocked(CHAT, user=PERSON)
    standin.api.chats.unknown.add(502)
    standin.api.chats.moved[-77] = GROUP

    with pytest.raises(Forbidden, match="blocked by the user"):
        await referee.send_message(CHAT, "chào")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await referee.send_message(502, "chào")
    with pytest.raises(ChatMigrated) as moved:
        await referee.send_message(-77, "chào")
    assert moved.value.new_chat_id == GROUP


@pytest.mark.parametrize(
    ("text", "data", "reason"),
    [
        (" ", "Tk_sent-01", "text is empty"),
        ("x" * 4097, "Tk_sent-01", "too long"),
        ("x", "", "(?i)button_data_invalid"),
        ("x", "x" * 65, "(?i)button_data_invalid"),
    ],
)
async def test_the_stand_in_refuses_what_the_vendor_refuses(
    referee: Bot, standin: TelegramStandIn, text: str, data: str, reason: str
) -> None:
    markup = {"inline_keyboard": [[{"text": "1", "callback_data": data}]]}

    with pytest.raises(BadRequest, match=reason):
        await referee.send_message(CHAT, text, reply_markup=markup)
    assert standin.accepted == []


async def test_the_stand_in_knows_the_rules_around_the_messages(
    referee: Bot, standin: TelegramStandIn
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await referee.answer_callback_query("77")
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await referee.edit_message_text("x", CHAT, 999)
    sent = await referee.send_message(CHAT, "x")
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await referee.edit_message_text("x", CHAT, sent.message_id)
    with pytest.raises(EndPointNotFound):
        await referee.do_api_request("fly")


async def test_a_webhook_and_polling_exclude_each_other_for_the_referee(
    referee: Bot, standin: TelegramStandIn
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)https"):
        await referee.set_webhook("http://dondoc.example/hooks/telegram/default")
    with pytest.raises(BadRequest, match=r"(?i)port"):
        await referee.set_webhook("https://dondoc.example:8080/hooks")
    with pytest.raises(BadRequest, match=r"(?i)secret token"):
        await referee.set_webhook("https://dondoc.example/hooks", secret_token="có dấu")
    await referee.set_webhook("https://dondoc.example/hooks/telegram/default", secret_token="s3cret")
    with pytest.raises(Conflict, match="webhook is active"):
        await referee.get_updates()
    info = await referee.get_webhook_info()
    assert info.url == "https://dondoc.example/hooks/telegram/default"
    assert set(unknown_to_referee(info)) <= NEWER_THAN_THE_REFEREE

    await referee.delete_webhook()
    standin.fail("getUpdates", conflict())
    with pytest.raises(Conflict, match="other getUpdates"):
        await referee.get_updates()
    assert await referee.get_updates() == ()


async def test_command_menus_are_kept_by_scope_and_language(referee: Bot) -> None:
    mine = BotCommandScopeChat(CHAT)
    await referee.set_my_commands([("viec", "Việc của đơn vị")], language_code="vi")
    await referee.set_my_commands([("quahan", "Quá hạn")], scope=mine)

    assert [command.command for command in await referee.get_my_commands(language_code="vi")] == ["viec"]
    assert [command.command for command in await referee.get_my_commands(scope=mine)] == ["quahan"]
    assert await referee.get_my_commands() == ()
    await referee.delete_my_commands(scope=mine)
    assert await referee.get_my_commands(scope=mine) == ()


@pytest.mark.parametrize("name", ["Việc", "v" * 33])
async def test_the_stand_in_refuses_menus_the_vendor_refuses(
    referee: Bot, standin: TelegramStandIn, name: str
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)command_invalid"):
        await referee.set_my_commands([(name, "Việc của đơn vị")])
    standin.api.chats.unknown.add(502)
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await referee.set_my_commands([("viec", "Việc")], scope=BotCommandScopeChat(502))
    with pytest.raises(BadRequest, match=r"(?i)too_much"):
        await referee.set_my_commands([(f"viec{n}", "Việc") for n in range(101)])


async def test_a_foreign_token_is_refused(standin: TelegramStandIn) -> None:
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    stranger = Bot(
        "4242:another", base_url=f"{standin.base}/bot", request=request, get_updates_request=request
    )

    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
