"""The stand-in's groups, files and limits, judged by the second library and by hand."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, ChatMigrated, InvalidToken
from telegram.request import HTTPXRequest

from tests.channels.telegram.referee import NEWER_THAN_THE_REFEREE, unknown_to_referee
from tests.telegram_standin import TelegramStandIn, people
from tests.telegram_standin.load import Load, most_within
from tests.telegram_standin.people import TelegramUser
from tests.telegram_standin.uploads import Upload

CHAT, GROUP, TOPIC = 501, -1009988, 40
PERSON = TelegramUser(CHAT)


@pytest.fixture
async def referee(standin: TelegramStandIn) -> AsyncIterator[Bot]:
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    bot = Bot(
        standin.token,
        base_url=f"{standin.base}/bot",
        base_file_url=f"{standin.base}/file/bot",
        request=request,
        get_updates_request=request,
    )
    async with bot:
        yield bot


async def heard(referee: Bot) -> list[str]:
    return [update.message.text for update in await referee.get_updates() if update.message]


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("2", False),
        ("nhờ @chi_hoa xem", False),
        ("/viec", True),
        ("/viec@dondoc_thu_bot", True),
        ("/viec@khac_bot", False),
        ("BC10 2 @DonDoc_thu_bot", True),
        ("@dondoc_thu_bots", False),
    ],
)
async def test_privacy_mode_keeps_a_groups_words_from_the_bot_unless_they_are_for_it(
    referee: Bot, standin: TelegramStandIn, text: str, reaches: bool
) -> None:
    before = standin.api.queue.last_id
    update = await standin.user_says(GROUP, text, user=PERSON)

    assert await heard(referee) == ([text] if reaches else [])
    assert (update["update_id"] == before + 1) is reaches


async def test_answers_to_the_bot_and_notices_pass_privacy_mode_and_photos_do_not(
    referee: Bot, standin: TelegramStandIn
) -> None:
    sent = await standin.api.sendMessage({"chat_id": str(GROUP), "text": "1 đã gửi"})
    place = people.in_topic(GROUP, TOPIC, standin.api.me)
    await standin.user_says(GROUP, "trả lời", user=PERSON, **people.answering(sent))
    await standin.user_says(GROUP, "trong chủ đề", user=PERSON, **place)
    await standin.user_sends(GROUP, people.photo(None), user=PERSON)
    await standin.user_sends(GROUP, {"new_chat_title": "Nhóm mới"}, user=PERSON)

    assert await heard(referee) == ["trả lời", None]


async def test_without_privacy_mode_a_group_is_an_open_book() -> None:
    async with TelegramStandIn(privacy=False) as open_book:
        update = await open_book.user_says(GROUP, "2", user=PERSON)

        assert open_book.api.queue.pending == [update]
        assert (await open_book.api.getMe({}))["can_read_all_group_messages"]


async def test_private_words_always_reach_the_bot(referee: Bot, standin: TelegramStandIn) -> None:
    await standin.user_says(CHAT, "2", user=PERSON)

    assert await heard(referee) == ["2"]


async def test_topics_take_messages_while_they_are_open(referee: Bot, standin: TelegramStandIn) -> None:
    standin.api.chats.topics[GROUP] = {TOPIC: True, 41: False}

    sent = await referee.send_message(GROUP, "chào", message_thread_id=TOPIC)

    assert (sent.message_thread_id, sent.is_topic_message) == (TOPIC, True)
    assert set(unknown_to_referee(sent)) <= NEWER_THAN_THE_REFEREE
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await referee.send_message(GROUP, "chào", message_thread_id=41)
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await referee.send_message(GROUP, "chào", message_thread_id=42)
    assert (await referee.send_message(GROUP, "chào")).message_thread_id is None


async def test_files_go_out_and_come_back_byte_for_byte(referee: Bot, standin: TelegramStandIn) -> None:
    content = bytes(range(256)) * 400
    sent = await referee.send_document(CHAT, content, caption="Tổng hợp", filename="tổng hợp.xlsx")

    assert (sent.document.file_name, sent.document.file_size) == ("tổng hợp.xlsx", len(content))
    assert set(unknown_to_referee(sent)) <= NEWER_THAN_THE_REFEREE
    file = await referee.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content
    assert standin.accepted[0].document.content == content


async def test_files_of_people_can_be_fetched_until_they_are_forgotten(
    referee: Bot, standin: TelegramStandIn
) -> None:
    await standin.user_sends_document(CHAT, Upload("a.pdf", "application/pdf", b"PDF"), caption="đây")
    (update,) = await referee.get_updates()
    key = update.message.document.file_id
    file = await referee.get_file(key)

    assert bytes(await file.download_as_bytearray()) == b"PDF"
    standin.api.files.forget(key)
    with pytest.raises(BadRequest, match=r"(?i)temporarily unavailable"):
        await referee.get_file(key)
    with pytest.raises(InvalidToken):
        await file.download_as_bytearray()


async def test_the_stand_in_refuses_files_the_vendor_refuses(referee: Bot, standin: TelegramStandIn) -> None:
    large = standin.api.files.keep(Upload("a.bin", "application/octet-stream", bytes(20 * 1024 * 1024 + 1)))

    with pytest.raises(BadRequest, match=r"(?i)too big"):
        await referee.get_file(large["file_id"])
    with pytest.raises(BadRequest, match=r"(?i)non-empty"):
        await referee.send_document(CHAT, b"", filename="a.txt")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await referee.send_document(CHAT, b"x", filename="a.txt", caption="đ" * 1025)
    assert standin.accepted == []


@pytest.mark.parametrize(("offset", "length"), [(-1, 2), (0, 0), (4, 5), (9, 1)])
async def test_entities_outside_of_the_text_are_refused(
    referee: Bot, standin: TelegramStandIn, offset: int, length: int
) -> None:
    bold = [MessageEntity(MessageEntity.BOLD, offset, length)]

    with pytest.raises(BadRequest, match=r"(?i)entity"):
        await referee.send_message(CHAT, "BC10 𝟙", entities=bold)
    assert standin.accepted == []


async def test_bold_is_read_in_utf_16_units(referee: Bot, standin: TelegramStandIn) -> None:
    await referee.send_message(CHAT, "𝟙 BC10", entities=[MessageEntity(MessageEntity.BOLD, 3, 4)])

    assert standin.accepted[0].bold == ["BC10"]


async def test_buttons_can_be_taken_away_once(referee: Bot, standin: TelegramStandIn) -> None:
    keyboard = InlineKeyboardMarkup.from_button({"text": "1. Đã gửi", "callback_data": "Tk_sent-01"})
    sent = await referee.send_message(CHAT, "1 đã gửi", reply_markup=keyboard)

    edited = await referee.edit_message_reply_markup(CHAT, sent.message_id)

    assert (edited.text, edited.reply_markup) == ("1 đã gửi", None)
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        await referee.edit_message_reply_markup(CHAT, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)not found"):
        await referee.edit_message_reply_markup(CHAT, 999)


async def test_a_move_is_told_in_both_chats_and_to_who_writes_to_the_old_one(
    referee: Bot, standin: TelegramStandIn
) -> None:
    await standin.moved(-77, GROUP, user=PERSON)

    old, new = await referee.get_updates()
    assert (old.message.chat.id, old.message.migrate_to_chat_id) == (-77, GROUP)
    assert (new.message.chat.id, new.message.migrate_from_chat_id) == (GROUP, -77)
    with pytest.raises(ChatMigrated):
        await referee.send_message(-77, "chào")


async def test_who_is_added_again_may_write_again(referee: Bot, standin: TelegramStandIn) -> None:
    await standin.blocked(GROUP, user=PERSON)
    await standin.added(GROUP, user=PERSON)

    assert (await referee.send_message(GROUP, "chào")).text == "chào"
    out, back = await referee.get_updates()
    assert out.my_chat_member.new_chat_member.status == "left"
    assert back.my_chat_member.new_chat_member.status == "member"


async def test_updates_can_come_newest_first_and_twice(referee: Bot, standin: TelegramStandIn) -> None:
    standin.api.queue.copies, standin.api.queue.is_reversed = 2, True
    for text in ("một", "hai"):
        await standin.user_says(CHAT, text)

    assert await heard(referee) == ["hai", "hai", "một", "một"]


async def test_requests_are_counted_with_edits_and_answers_and_by_chat(
    referee: Bot, standin: TelegramStandIn
) -> None:
    sent = await referee.send_message(GROUP, "1 đã gửi")
    await referee.edit_message_text("đã ghi nhận", GROUP, sent.message_id)
    press = await standin.user_presses(GROUP, standin.accepted[0], "Tk_sent-01", user=PERSON)
    await referee.answer_callback_query(press["callback_query"]["id"])
    await referee.get_updates()

    assert [(each.method, each.chat) for each in standin.load.asked] == [
        ("sendmessage", GROUP),
        ("editmessagetext", GROUP),
        ("answercallbackquery", GROUP),
    ]
    assert (standin.load.busiest_second, standin.load.busiest_minute_of_a_group) == (3, 3)
    assert standin.load.busiest_second_of_a_chat == 1


def load(*requests: tuple[str, int | None, float]) -> Load:
    counted = Load()
    for method, chat, at in requests:
        counted.note(method, chat, at)
    return counted


@pytest.mark.parametrize(
    ("times", "most"),
    [([], 0), ([1.0], 1), ([1.0, 1.999], 2), ([1.0, 2.0], 1), ([0.5, 1.0, 1.4, 1.6, 3.0], 3)],
)
def test_a_window_counts_what_began_less_than_its_length_ago(times: list[float], most: int) -> None:
    assert most_within(1.0, times) == most


def test_thirty_in_a_second_are_within_both_readings_and_the_next_is_over() -> None:
    at_once = [("sendMessage", n, 1.0) for n in range(30)]

    assert (load(*at_once).busiest_second, load(*at_once).overruns) == (30, 0)
    over = load(*at_once, ("sendMessage", 99, 1.0))
    assert (over.busiest_second, over.overruns) == (31, 1)


def test_a_bucket_forgives_what_the_strict_window_counts() -> None:
    burst = [("sendMessage", n, 1.0) for n in range(30)]
    trickle = [("sendMessage", 100 + n, 1.04 + n / 29) for n in range(20)]

    counted = load(*burst, *trickle)

    assert counted.overruns == 0
    assert counted.busiest_second == 50


def test_only_messages_count_in_a_chat_and_only_groups_by_the_minute() -> None:
    counted = load(
        ("sendMessage", 1, 0.0),
        ("editMessageText", 1, 0.1),
        ("sendMessage", -5, 0.2),
        ("answerCallbackQuery", -5, 30.0),
        ("sendDocument", -5, 60.1),
        ("getUpdates", None, 60.2),
    )

    assert counted.busiest_second_of_a_chat == 1
    assert counted.busiest_minute_of_a_group == 3
    assert len(counted.asked) == 5
