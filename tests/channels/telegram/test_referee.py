"""A second, independent library judges what the stand-in serves and what we send."""

import inspect
import json
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Update

from channels.telegram.channel import TelegramChannel
from domain.messages import ChatKind, Document, InboundKind, Option, Outbound
from tests.channels.inbox import Inbox, receiving
from tests.channels.telegram.referee import NEWER_THAN_THE_REFEREE, unknown_to_referee
from tests.telegram_standin import TelegramStandIn, people
from tests.telegram_standin.people import TelegramUser
from tests.telegram_standin.uploads import Upload

CHAT, GROUP = 501, -1009988
PERSON = TelegramUser(CHAT)
OPTIONS = (Option(1, "sent", "Đã gửi", "Tk_sent-01"), Option(2, "doing", "Đang làm", "Tk_doing-2"))


async def every_kind_of_update(standin: TelegramStandIn) -> list[dict[str, Any]]:
    sent = await standin.api.sendMessage(
        {
            "chat_id": str(CHAT),
            "text": "1 đã gửi",
            "reply_markup": {"inline_keyboard": [[{"text": "1. Đã gửi", "callback_data": "Tk_sent-01"}]]},
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
        await standin.user_presses(CHAT, standin.accepted[0], "Tk_sent-01", user=PERSON),
        await standin.blocked(CHAT, user=PERSON),
        await standin.unblocked(CHAT, user=PERSON),
        await standin.blocked(GROUP, user=PERSON),
        await standin.added(GROUP, user=PERSON),
        await standin.added(GROUP, user=PERSON, new="administrator"),
        await standin.changes_place(GROUP, old="restricted-out", new="restricted", user=PERSON),
        *await standin.moved(-77, GROUP, user=PERSON),
        await standin.user_says(CHAT, "2", user=PERSON, **people.forwarded(TelegramUser(777))),
        await standin.user_says(GROUP, "2", user=PERSON, **people.answering(sent)),
        await standin.user_says(GROUP, "2", user=PERSON, **people.in_topic(GROUP, 40, standin.api.me)),
        await standin.user_sends_document(
            CHAT, Upload("a.pdf", "application/pdf", b"PDF"), caption="/viec", user=PERSON
        ),
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
            unblocked = update.my_chat_member and update.my_chat_member.new_chat_member.status == "member"
            assert unblocked or update.message.migrate_from_chat_id
            continue
        assert (inbound.chat, inbound.sender) == (
            str(update.effective_chat.id),
            str(update.effective_user.id),
        )
        assert inbound.sender_name == update.effective_user.full_name
        assert (inbound.chat_kind is ChatKind.PRIVATE) is (update.effective_chat.type == "private")
        assert inbound.is_forwarded is bool(update.message and update.message.forward_origin)
        if inbound.kind is InboundKind.FILE:
            shown = update.message.document or update.message.photo[-1]
            assert (inbound.attachment.key, inbound.attachment.size) == (shown.file_id, shown.file_size)
        if update.callback_query:
            assert (inbound.choice, inbound.callback_id) == (
                update.callback_query.data,
                update.callback_query.id,
            )


async def test_every_call_of_ours_has_the_names_and_shapes_the_referee_expects(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(Outbound(str(CHAT), "1 đã gửi, 2 đang làm", OPTIONS))
    press = await standin.user_presses(CHAT, standin.accepted[0], "Tk_sent-01", user=PERSON)
    await channel.acknowledge(await channel.parse(press))
    standin.api.chats.topics[GROUP] = {40: True}
    table = Document("a.txt", "text/plain", b"x")
    for text in ("BC10 quá hạn", "đ" * 1025):
        await channel.send(Outbound(str(GROUP), text, document=table, thread="40", late_lines=(0,)))
    file = await standin.user_sends_document(CHAT, Upload("a.txt", "text/plain", b"x"), user=PERSON)
    await channel.fetch((await channel.parse(file)).attachment, limit=10)
    async with receiving(channel, Inbox(cursor=1)):
        await standin.until(lambda: standin.called("getUpdates"))

    methods = {
        "sendMessage": Bot.send_message,
        "sendDocument": Bot.send_document,
        "answerCallbackQuery": Bot.answer_callback_query,
        "editMessageReplyMarkup": Bot.edit_message_reply_markup,
        "getFile": Bot.get_file,
        "getMe": Bot.get_me,
        "getUpdates": Bot.get_updates,
    }
    assert {call.method for call in standin.calls} == set(methods)
    for call in standin.calls:
        # Beside its parameters a call brings the parts they point at.
        parts = {name for name, value in call.params.items() if isinstance(value, Upload)}
        known = inspect.signature(methods[call.method]).parameters
        assert set(call.params) - parts - set(known) <= NEWER_THAN_THE_REFEREE


async def test_our_keyboard_and_options_are_the_referees_own(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(Outbound(str(CHAT), "1 đã gửi, 2 đang làm", OPTIONS))
    call = standin.called("sendMessage")[0]

    keyboard = InlineKeyboardMarkup.de_json(json.loads(call["reply_markup"]), None)
    preview = LinkPreviewOptions.de_json(json.loads(call["link_preview_options"]), None)

    assert [[button.callback_data for button in row] for row in keyboard.inline_keyboard] == [
        ["Tk_sent-01"],
        ["Tk_doing-2"],
    ]
    assert preview.is_disabled
    assert set(unknown_to_referee([keyboard, preview])) <= NEWER_THAN_THE_REFEREE


async def test_the_kinds_we_ask_for_are_kinds_of_update(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    async with receiving(channel, Inbox()):
        await standin.until(lambda: standin.api.queue.allowed)

    assert set(standin.api.queue.allowed) <= set(Update.ALL_TYPES)
