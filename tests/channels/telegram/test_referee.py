"""A second, independent library judges what the stand-in serves and what we send."""

import inspect
import json
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Update

from channels.telegram.channel import TelegramChannel
from domain.messages import Option, Outbound
from tests.channels.telegram.inbox import Inbox, receiving
from tests.channels.telegram.referee import NEWER_THAN_THE_REFEREE, unknown_to_referee
from tests.telegram_standin import TelegramStandIn, people
from tests.telegram_standin.people import TelegramUser

CHAT, GROUP = 501, -1009988
PERSON = TelegramUser(CHAT)
OPTIONS = (Option(1, "sent", "Đã gửi"), Option(2, "doing", "Đang làm"))


async def every_kind_of_update(standin: TelegramStandIn) -> list[dict[str, Any]]:
    sent = await standin.api.sendMessage(
        {
            "chat_id": str(CHAT),
            "text": "1 đã gửi",
            "reply_markup": {"inline_keyboard": [[{"text": "1. Đã gửi", "callback_data": "p:1:1"}]]},
        }
    )
    assert sent["reply_markup"]
    first = await standin.user_says(CHAT, "/start K7M2Q9XA", user=PERSON)
    return [
        first,
        await standin.user_says(GROUP, "@dondoc_thu_bot BC10 2", user=PERSON),
        await standin.user_says(-77, "2", user=PERSON),
        await standin.user_edits(first, "/start K7M2Q9XB"),
        await standin.user_sends(CHAT, people.photo(None), user=PERSON),
        await standin.user_sends(CHAT, people.photo("đã gửi"), user=PERSON),
        await standin.user_presses(CHAT, standin.accepted[0], "p:1:1", user=PERSON),
        await standin.blocked(CHAT, user=PERSON),
        await standin.unblocked(CHAT, user=PERSON),
        await standin.blocked(GROUP, user=PERSON),
    ]


async def test_every_update_of_the_stand_in_is_one_the_referee_knows(standin: TelegramStandIn) -> None:
    for raw in await every_kind_of_update(standin):
        update = Update.de_json(raw, None)

        assert update.effective_chat
        assert set(unknown_to_referee(update)) <= NEWER_THAN_THE_REFEREE


async def test_the_referee_notices_a_field_it_does_not_know(standin: TelegramStandIn) -> None:
    raw = await standin.user_says(CHAT, "2", user=PERSON)
    raw["message"]["chat"]["not_of_telegram"] = 1

    assert set(unknown_to_referee(Update.de_json(raw, None))) == {"not_of_telegram"}


async def test_both_libraries_read_the_same_from_every_update(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    for raw in await every_kind_of_update(standin):
        update, inbound = Update.de_json(raw, None), await channel.parse(raw)
        if inbound is None:
            assert update.my_chat_member.new_chat_member.status == "member"
            continue
        assert (inbound.chat, inbound.sender) == (
            str(update.effective_chat.id),
            str(update.effective_user.id),
        )
        assert inbound.sender_name == update.effective_user.full_name
        if update.callback_query:
            assert (inbound.choice, inbound.callback_id) == (
                update.callback_query.data,
                update.callback_query.id,
            )


async def test_every_call_of_ours_has_the_names_and_shapes_the_referee_expects(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(Outbound(str(CHAT), "1 đã gửi, 2 đang làm", OPTIONS, prompt_id=9))
    press = await standin.user_presses(CHAT, standin.accepted[0], "p:9:1", user=PERSON)
    await channel.acknowledge(await channel.parse(press))
    async with receiving(channel, Inbox(cursor=1)):
        await standin.until(lambda: standin.called("getUpdates"))

    methods = {"sendMessage": Bot.send_message, "answerCallbackQuery": Bot.answer_callback_query}
    methods["getUpdates"] = Bot.get_updates
    assert {call.method for call in standin.calls} == set(methods)
    for call in standin.calls:
        assert (
            set(call.params) - set(inspect.signature(methods[call.method]).parameters)
            <= NEWER_THAN_THE_REFEREE
        )


async def test_our_keyboard_and_options_are_the_referees_own(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(Outbound(str(CHAT), "1 đã gửi, 2 đang làm", OPTIONS, prompt_id=9))
    call = standin.called("sendMessage")[0]

    keyboard = InlineKeyboardMarkup.de_json(json.loads(call["reply_markup"]), None)
    preview = LinkPreviewOptions.de_json(json.loads(call["link_preview_options"]), None)

    assert [[button.callback_data for button in row] for row in keyboard.inline_keyboard] == [
        ["p:9:1"],
        ["p:9:2"],
    ]
    assert preview.is_disabled
    assert set(unknown_to_referee([keyboard, preview])) <= NEWER_THAN_THE_REFEREE


async def test_the_kinds_we_ask_for_are_kinds_of_update(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    async with receiving(channel, Inbox()):
        await standin.until(lambda: standin.api.queue.allowed)

    assert set(standin.api.queue.allowed) <= set(Update.ALL_TYPES)
