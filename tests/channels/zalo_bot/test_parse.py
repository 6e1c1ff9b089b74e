"""Updates of every shape, as the conversation sees them."""

import unicodedata
from typing import Any

import pytest

from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.updates import read, unaddressed
from domain.messages import ChatKind, Inbound, InboundKind
from tests.channels.zalo_bot.conftest import Build
from tests.zalo_standin import ZaloStandIn, ZaloUser
from tests.zalo_standin.payloads import (
    I_unsupported_without_message,
    N2_name_instead_of_display_name,
    N3_image_with_photo_url,
    N4_voice_received,
    Place,
    U_unknown_event,
    V2_full_envelope,
    V2_image_with_photo,
    V2_sticker_received,
    V2_text_received,
    V2_unsupported_without_content,
)

PERSON = ZaloUser("3ab9", "Cán bộ Thử")
GROUP = "zgr-77"
PRIVATE = Place(PERSON, "3ab9", "m1")
NAMES = ("Bot Đôn Đốc", "bot.dondocthu")


async def test_a_private_message_is_read_as_written(channel: ZaloBotChannel) -> None:
    assert await channel.parse(V2_text_received(PRIVATE, " BC10 2 ")) == Inbound(
        kind=InboundKind.TEXT,
        chat_kind=ChatKind.PRIVATE,
        chat="3ab9",
        sender="3ab9",
        sender_name="Cán bộ Thử",
        text="BC10 2",
        message_id="m1",
    )


async def test_the_full_envelope_and_the_bare_body_read_the_same(channel: ZaloBotChannel) -> None:
    update = V2_text_received(PRIVATE, "2")

    assert await channel.parse(V2_full_envelope(update)) == await channel.parse(update)


async def test_composed_and_decomposed_words_read_the_same(channel: ZaloBotChannel) -> None:
    words = "xã em đã gửi số 215/BC-UBND hôm qua"
    split = V2_text_received(PRIVATE, unicodedata.normalize("NFD", words))

    assert (await channel.parse(split)).text == words


async def test_the_other_spelling_of_the_name_is_read_too(channel: ZaloBotChannel) -> None:
    inbound = await channel.parse(N2_name_instead_of_display_name(PRIVATE, "2"))

    assert inbound.sender_name == "Cán bộ Thử"


@pytest.mark.parametrize("image", [V2_image_with_photo, N3_image_with_photo_url])
async def test_a_picture_speaks_by_its_caption(channel: ZaloBotChannel, image: Any) -> None:
    worded, silent = (
        await channel.parse(image(PRIVATE, "đã gửi 215")),
        await channel.parse(image(PRIVATE)),
    )

    assert (worded.kind, worded.text) == (InboundKind.TEXT, "đã gửi 215")
    assert (silent.kind, silent.text, silent.attachment) == (InboundKind.UNSUPPORTED, "", None)


@pytest.mark.parametrize("event", [V2_sticker_received, N4_voice_received, V2_unsupported_without_content])
async def test_what_has_no_words_is_unsupported_and_its_sender_known(
    channel: ZaloBotChannel, event: Any
) -> None:
    inbound = await channel.parse(event(PRIVATE))

    assert (inbound.kind, inbound.sender, inbound.chat) == (InboundKind.UNSUPPORTED, "3ab9", "3ab9")


async def test_events_nobody_can_be_answered_for_are_none_of_our_business(channel: ZaloBotChannel) -> None:
    assert await channel.parse(I_unsupported_without_message()) is None
    assert await channel.parse(I_unsupported_without_message() | {"message": {}}) is None
    assert await channel.parse(U_unknown_event(PRIVATE)) is None
    assert await channel.parse({"event_name": "bot.added", "anything": [1]}) is None


async def test_what_bots_say_is_not_answered(channel: ZaloBotChannel) -> None:
    robot = Place(ZaloUser("9", "Bot khác", is_bot=True), "9", "m1")

    assert await channel.parse(V2_text_received(robot, "2")) is None


async def test_a_chat_of_an_unknown_kind_is_left_alone(channel: ZaloBotChannel) -> None:
    update = V2_text_received(PRIVATE, "2")
    update["message"]["chat"]["chat_type"] = "COMMUNITY"

    assert await channel.parse(update) is None


async def test_fields_nobody_knows_are_ignored(channel: ZaloBotChannel) -> None:
    update = V2_text_received(PRIVATE, "2") | {"new": {"x": 1}}
    update["message"]["quote"] = {"message_id": "z"}

    assert (await channel.parse(update)).text == "2"


async def test_ids_written_as_numbers_are_ids(channel: ZaloBotChannel) -> None:
    update = V2_text_received(PRIVATE, "2")
    update["message"]["from"]["id"] = update["message"]["chat"]["id"] = 77
    update["message"]["message_id"] = 12

    inbound = await channel.parse(update)

    assert (inbound.sender, inbound.chat, inbound.message_id) == ("77", "77", "12")


async def test_a_zero_byte_does_not_reach_the_conversation(channel: ZaloBotChannel) -> None:
    update = V2_text_received(Place(ZaloUser("3ab9", "Cán\0 bộ"), "3ab9", "m"), "BC10\0 2")

    inbound = await channel.parse(update)

    assert (inbound.text, inbound.sender_name) == ("BC10 2", "Cán bộ")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("@Bot Đôn Đốc BC10 2", "BC10 2"),
        ("@bot đôn đốc: BC10 2", "BC10 2"),
        ("@BOT ĐÔN ĐỐC, còn ai chưa nộp?", "còn ai chưa nộp?"),
        (unicodedata.normalize("NFD", "@Bot Đôn Đốc BC10 2"), "BC10 2"),
        ("@Bot  Đôn\u00a0Đốc 2", "2"),
        ("  @Bot Đôn Đốc   2", "2"),
        ("@bot.dondocthu 2", "2"),
        ("BC10 2 @Bot Đôn Đốc", "BC10 2"),
        ("nhờ @Bot Đôn Đốc, BC10 2", "nhờ BC10 2"),
        ("@Bot còn xã nào chưa nộp?", "còn xã nào chưa nộp?"),
        ("@Bot Đôn Đốc", ""),
        ("2", "2"),
    ],
)
def test_in_a_group_the_mention_of_the_bot_is_taken_off(written: str, heard: str) -> None:
    inbound = read(V2_text_received(Place(PERSON, GROUP, "m1"), written), NAMES)

    assert (inbound.chat_kind, inbound.chat, inbound.sender) == (ChatKind.GROUP, GROUP, "3ab9")
    assert inbound.is_addressed
    assert inbound.text == heard


@pytest.mark.parametrize(
    "written",
    [
        "nhờ @Chị Hoa xem",
        "@Botany là gì",
        "gửi a@bot.dondocthu nhé",
        "Bot Đôn Đốc ơi, BC10 2",
        "nhờ @Bot khác xem",
        "@Bottle 2",
    ],
)
def test_no_other_mention_is_touched(written: str) -> None:
    assert unaddressed(written, NAMES) == written


def test_in_private_nothing_is_taken_off() -> None:
    assert read(V2_text_received(PRIVATE, "@Bot Đôn Đốc 2"), NAMES).text == "@Bot Đôn Đốc 2"


@pytest.mark.parametrize("name", ["Bot (thử) [a+b]", "Bot *", "Bot \\d"])
def test_a_name_with_signs_is_taken_literally(name: str) -> None:
    assert unaddressed(f"@{name} BC10 2", [name]) == "BC10 2"
    assert unaddressed("nhờ @Bot 5 xem", [name]) == "nhờ @Bot 5 xem"


def test_an_empty_name_takes_nothing_off() -> None:
    assert unaddressed("@Lan xem", ["", "  "]) == "@Lan xem"


async def test_the_caption_of_a_picture_in_a_group_loses_the_mention_too() -> None:
    picture = V2_image_with_photo(Place(PERSON, GROUP, "m1"), "@Bot Đôn Đốc đã gửi 215")

    assert read(picture, NAMES).text == "đã gửi 215"


async def test_reading_asks_the_vendor_nothing(build: Build, standin: ZaloStandIn) -> None:
    inbound = await build().parse(V2_text_received(Place(PERSON, GROUP, "m1"), "@Bot Đôn Đốc 2"))

    assert inbound.text == "Đôn Đốc 2"
    assert standin.calls == []


async def test_the_operators_names_are_known_from_the_start(build: Build, standin: ZaloStandIn) -> None:
    named = build(mention_names="Bot Khác, Bot Đôn Đốc")

    inbound = await named.parse(V2_text_received(Place(PERSON, GROUP, "m1"), "@Bot Đôn Đốc 2"))

    assert inbound.text == "2"
