"""Updates of every shape, as the conversation sees them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.envelope import envelope
from domain.messages import ChatKind, Inbound, InboundKind
from tests.telegram_standin import TelegramStandIn, people
from tests.telegram_standin.people import TelegramUser

PERSON = TelegramUser(501, "Cán bộ", "Thử")
GROUP = -1009988
SENT_AT = datetime(2026, 10, 19, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("đã gửi số 215/BC-STP hôm qua", "đã gửi số 215/BC-STP hôm qua"),
        ("2", "2"),
        ("/viec", "/viec"),
        ("/start", "/start"),
        ("/start K7M2Q9XA", "K7M2Q9XA"),
        ("/start@dondoc_thu_bot K7M2Q9XA", "K7M2Q9XA"),
        ("/START  k7m2q9xa ", "k7m2q9xa"),
        ("/tiendo@dondoc_thu_bot 2026-10", "/tiendo 2026-10"),
        ("/starting K7M2Q9XA", "/starting K7M2Q9XA"),
        ("gửi /start K7M2Q9XA", "gửi /start K7M2Q9XA"),
        ("hỏi a@robot nhé", "hỏi a@robot nhé"),
        ("@dondoc_thu_bot 2", "@dondoc_thu_bot 2"),
    ],
)
async def test_a_private_message_is_read_without_telegrams_ways_of_addressing(
    channel: TelegramChannel, standin: TelegramStandIn, written: str, read: str
) -> None:
    update = await standin.user_says(501, written, user=PERSON)

    assert await channel.parse(update) == Inbound(
        kind=InboundKind.TEXT,
        chat_kind=ChatKind.PRIVATE,
        chat="501",
        sender="501",
        sender_name="Cán bộ Thử",
        text=read,
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("@dondoc_thu_bot BC10 2", "BC10 2"),
        ("BC10 2 @DonDoc_thu_Bot", "BC10 2"),
        ("@dondoc_thu_bot, còn ai chưa nộp?", "còn ai chưa nộp?"),
        ("@dondoc_thu_bot", ""),
        ("/quahan@dondoc_thu_bot", "/quahan"),
        ("nhờ @chi_hoa xem", "nhờ @chi_hoa xem"),
        ("thư gửi a@b.robot", "thư gửi a@b.robot"),
    ],
)
async def test_a_group_message_loses_the_mention_of_the_bot_and_no_other(
    channel: TelegramChannel, standin: TelegramStandIn, written: str, read: str
) -> None:
    inbound = await channel.parse(await standin.user_says(GROUP, written, user=PERSON))

    assert (inbound.chat_kind, inbound.chat, inbound.sender) == (ChatKind.GROUP, str(GROUP), "501")
    assert inbound.text == read


async def test_a_small_group_is_a_group_too(channel: TelegramChannel, standin: TelegramStandIn) -> None:
    inbound = await channel.parse(await standin.user_says(-77, "2", user=PERSON))

    assert inbound.chat_kind is ChatKind.GROUP


async def pressed(standin: TelegramStandIn, data: str) -> dict[str, Any]:
    sent = await standin.api.sendMessage({"chat_id": "501", "text": "1 đã gửi"})
    assert sent["chat"]["id"] == 501
    return await standin.user_presses(501, standin.accepted[-1], data, user=PERSON)


@pytest.mark.parametrize("token", ["Tk_sent-", "0" * 64, "-_-_-_-_", "kY3vQ9x_Zb7-Lm2"])
async def test_a_press_is_a_choice_with_the_ids_to_acknowledge(
    channel: TelegramChannel, standin: TelegramStandIn, token: str
) -> None:
    update = await pressed(standin, token)

    inbound = await channel.parse(update)

    assert (inbound.kind, inbound.choice, inbound.sender, inbound.chat) == (
        InboundKind.CHOICE,
        token,
        "501",
        "501",
    )
    assert inbound.callback_id == update["callback_query"]["id"]
    assert inbound.message_id == str(update["callback_query"]["message"]["message_id"])
    assert (inbound.text, inbound.is_addressed) == ("", True)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "Tk_sent",
        "A" * 65,
        "p:77:2",
        "t:BC10 2",
        "Tk_sent-01;drop",
        "Tk_sent-01 ",
        "Tk_sent-01\n",
        "Tk.sent.01",
        "٧٧٧٧٧٧٧٧",
        "đã-gửi-rồi",
        "/quahan-2026",
    ],
)
async def test_a_press_with_foreign_data_is_no_choice_but_can_be_acknowledged(
    channel: TelegramChannel, standin: TelegramStandIn, data: str
) -> None:
    inbound = await channel.parse(await pressed(standin, data))

    assert (inbound.kind, inbound.choice, inbound.text) == (InboundKind.UNSUPPORTED, None, "")
    assert inbound.callback_id


async def test_a_press_below_a_message_too_old_to_show_still_counts(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    update = await pressed(standin, "Tk_sent-01")
    update["callback_query"]["message"] = {"chat": people.chat(501), "message_id": 1, "date": 0}

    assert (await channel.parse(update)).choice == "Tk_sent-01"


async def test_an_edit_is_a_new_word_said_when_it_was_edited(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    first = await standin.user_says(501, "đã gửi số 215", user=PERSON, at=datetime(2026, 10, 1, tzinfo=UTC))
    edit = await standin.user_edits(first, "đã gửi số 216", at=SENT_AT)

    assert (await channel.parse(edit)).text == "đã gửi số 216"
    assert envelope(edit, "4242").said_at == SENT_AT


async def test_an_edit_of_telegrams_own_making_is_none_of_our_business(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    first = await standin.user_says(501, "đã gửi số 215", user=PERSON)

    assert await channel.parse({"update_id": 9, "edited_message": first["message"]}) is None


VIDEO = {
    "video": {"file_id": "v", "file_unique_id": "u", "duration": 2, "width": 9, "height": 9},
}
CONTENTS = [
    (people.photo(None), InboundKind.FILE, ""),
    (people.photo("đã gửi số 215"), InboundKind.FILE, "đã gửi số 215"),
    ({**VIDEO, "caption": "đã gửi số 215"}, InboundKind.TEXT, "đã gửi số 215"),
    (VIDEO, InboundKind.UNSUPPORTED, ""),
    ({"voice": {"file_id": "v", "file_unique_id": "u", "duration": 2}}, InboundKind.UNSUPPORTED, ""),
    ({"location": {"latitude": 21.2, "longitude": 106.2}}, InboundKind.UNSUPPORTED, ""),
]


@pytest.mark.parametrize(("content", "kind", "text"), CONTENTS)
async def test_what_holds_no_words_is_unsupported_and_a_caption_is_words(
    channel: TelegramChannel, standin: TelegramStandIn, content: dict[str, Any], kind: InboundKind, text: str
) -> None:
    inbound = await channel.parse(await standin.user_sends(501, content, user=PERSON))

    assert (inbound.kind, inbound.text) == (kind, text)


@pytest.mark.parametrize(
    "notice",
    [
        {"new_chat_members": [PERSON.as_dict()]},
        {"left_chat_member": PERSON.as_dict()},
        {"new_chat_title": "Nhóm mới"},
        {"migrate_from_chat_id": -100777},
        {"forum_topic_closed": {}},
        {"something_of_next_year": {"a": 1}},
    ],
)
async def test_a_service_notice_is_none_of_our_business(
    channel: TelegramChannel, standin: TelegramStandIn, notice: dict[str, Any]
) -> None:
    assert await channel.parse(await standin.user_sends(GROUP, notice, user=PERSON)) is None


async def test_other_bots_and_anonymous_senders_are_not_people(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    update = await standin.user_says(GROUP, "2", user=PERSON)
    by_bot = {**update["message"], "from": {**PERSON.as_dict(), "is_bot": True}}
    by_nobody = {name: value for name, value in update["message"].items() if name != "from"}

    assert await channel.parse({"update_id": 1, "message": by_bot}) is None
    assert await channel.parse({"update_id": 2, "message": by_nobody}) is None


@pytest.mark.parametrize(("chat", "chat_kind"), [(501, ChatKind.PRIVATE), (GROUP, ChatKind.GROUP)])
async def test_a_bot_that_is_blocked_or_thrown_out_hears_of_it(
    channel: TelegramChannel, standin: TelegramStandIn, chat: int, chat_kind: ChatKind
) -> None:
    inbound = await channel.parse(await standin.blocked(chat, user=PERSON))

    assert (inbound.kind, inbound.chat_kind, inbound.chat) == (InboundKind.BLOCKED, chat_kind, str(chat))


async def test_a_person_who_lets_the_bot_in_again_waits_to_be_spoken_to(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    assert await channel.parse(await standin.unblocked(501, user=PERSON)) is None


@pytest.mark.parametrize(
    "event",
    [
        {
            "channel_post": {
                "message_id": 1,
                "date": 1,
                "chat": {"id": -1001, "type": "channel"},
                "text": "tin",
            }
        },
        {"message": {"message_id": 1, "date": 1, "chat": {"id": -1001, "type": "channel"}, "text": "tin"}},
        {"callback_query": {"id": "1", "from": PERSON.as_dict(), "chat_instance": "7", "data": "Tk_sent-01"}},
        {"poll_answer": {"poll_id": "1", "option_ids": [0]}},
        {"kind_of_next_year": {"a": 1}},
        {},
    ],
)
async def test_channels_polls_and_kinds_not_yet_invented_are_none_of_our_business(
    channel: TelegramChannel, event: dict[str, Any]
) -> None:
    assert await channel.parse({"update_id": 1, **event}) is None
