"""Groups: who is spoken to, in which topic, and what becomes of our place there."""

import asyncio

import pytest

from channels.telegram.channel import TelegramChannel
from domain.messages import ChatKind, InboundKind, Outbound, SendError, SendResult, SendState
from tests.channels.inbox import Inbox, receiving
from tests.channels.telegram.conftest import Build
from tests.telegram_standin import TelegramStandIn, people
from tests.telegram_standin.faults import bad_request, gateway_page, unauthorized
from tests.telegram_standin.people import TelegramUser

PERSON = TelegramUser(501, "Cán bộ", "Thử")
GROUP, TOPIC = -1009988, 40


@pytest.fixture
async def named(channel: TelegramChannel, standin: TelegramStandIn) -> TelegramChannel:
    """A channel that knows what it is called, as one that receives does."""
    async with receiving(channel, Inbox()):
        await standin.until(lambda: standin.called("getUpdates"))
    return channel


@pytest.mark.parametrize(
    ("written", "read", "to_us"),
    [
        ("/viec", "/viec", True),
        ("/tiendo@DonDoc_thu_bot 2026-10", "/tiendo 2026-10", True),
        ("/tiendo@khac_bot 2026-10", "/tiendo@khac_bot 2026-10", False),
        ("@dondoc_thu_bot BC10 2", "BC10 2", True),
        ("BC10 2 (@dondoc_thu_bot)", "BC10 2 ()", True),
        ("nhờ @dondoc_thu_bot, cho biết tiến độ", "nhờ cho biết tiến độ", True),
        ("@khac_bot BC10 2", "@khac_bot BC10 2", False),
        ("@dondoc_thu_bot2 BC10 2", "@dondoc_thu_bot2 BC10 2", False),
        ("@khac_bot hỏi @dondoc_thu_bot", "@khac_bot hỏi", True),
        ("gửi thu@dondoc_thu_bot nhé", "gửi thu@dondoc_thu_bot nhé", False),
        ("https://t.me/@dondoc_thu_bot", "https://t.me/@dondoc_thu_bot", False),
        ("nhờ @chi_hoa xem", "nhờ @chi_hoa xem", False),
        ("2", "2", False),
        ("1/2 xã đã nộp", "1/2 xã đã nộp", False),
        ("/2023/BC-STP", "/2023/BC-STP", False),
        ("ngày mai /viec", "ngày mai /viec", False),
    ],
)
async def test_a_group_message_is_for_us_when_it_commands_or_names_us(
    named: TelegramChannel, standin: TelegramStandIn, written: str, read: str, to_us: bool
) -> None:
    inbound = await named.parse(await standin.user_says(GROUP, written, user=PERSON))

    assert (inbound.text, inbound.is_addressed, inbound.chat_kind) == (read, to_us, ChatKind.GROUP)


@pytest.mark.parametrize("written", ["2", "@khac_bot 2", "/tiendo@khac_bot"])
async def test_a_private_message_is_always_for_us(
    named: TelegramChannel, standin: TelegramStandIn, written: str
) -> None:
    inbound = await named.parse(await standin.user_says(501, written, user=PERSON))

    assert (inbound.is_addressed, inbound.text) == (True, written)


async def test_a_caption_names_us_as_a_text_does(named: TelegramChannel, standin: TelegramStandIn) -> None:
    shown = people.photo(None) | people.caption("@dondoc_thu_bot công văn đây")

    inbound = await named.parse(await standin.user_sends(GROUP, shown, user=PERSON))

    assert (inbound.kind, inbound.text, inbound.is_addressed) == (InboundKind.FILE, "công văn đây", True)


@pytest.mark.parametrize(("number", "to_us", "read"), [(4242, True, "𝟙 ơi, BC10 2"), (77, False, None)])
async def test_a_mention_by_number_is_found_at_its_place_in_utf_16_units(
    named: TelegramChannel, standin: TelegramStandIn, number: int, to_us: bool, read: str | None
) -> None:
    user = {"id": number, "is_bot": True, "first_name": "Đôn Đốc"}
    said = {
        "text": "𝟙 Đôn Đốc ơi, BC10 2",
        "entities": [{"type": "text_mention", "offset": 3, "length": 8, "user": user}],
    }

    inbound = await named.parse(await standin.user_sends(GROUP, said, user=PERSON))

    assert (inbound.is_addressed, inbound.text) == (to_us, read or said["text"])


@pytest.mark.parametrize(("offset", "length"), [(-5, 3), (10**6, 5), (0, -4), (3, 10**9), (-9, -9)])
async def test_a_mention_at_an_impossible_place_breaks_nothing(
    named: TelegramChannel, standin: TelegramStandIn, offset: int, length: int
) -> None:
    user = {"id": 4242, "is_bot": True, "first_name": "Đôn Đốc"}
    entity = {"type": "text_mention", "offset": offset, "length": length, "user": user}

    said = {"text": "BC10 2", "entities": [entity]}

    assert (await named.parse(await standin.user_sends(GROUP, said, user=PERSON))).is_addressed


async def test_an_answer_to_a_message_of_ours_is_for_us_and_one_to_a_person_is_not(
    named: TelegramChannel, standin: TelegramStandIn
) -> None:
    ours = await standin.api.sendMessage({"chat_id": str(GROUP), "text": "BC10: 1 đã gửi"})
    theirs = (await standin.user_says(GROUP, "xin chào", user=TelegramUser(502)))["message"]

    to_us = await standin.user_says(GROUP, "1", user=PERSON, **people.answering(ours))
    to_them = await standin.user_says(GROUP, "1", user=PERSON, **people.answering(theirs))

    assert (await named.parse(to_us)).is_addressed
    assert not (await named.parse(to_them)).is_addressed


async def test_a_message_in_a_topic_that_we_opened_is_no_answer_to_us(
    named: TelegramChannel, standin: TelegramStandIn
) -> None:
    place = people.in_topic(GROUP, TOPIC, standin.api.me)
    plain = await named.parse(await standin.user_says(GROUP, "1", user=PERSON, **place))
    named_us = await named.parse(await standin.user_says(GROUP, "@dondoc_thu_bot 1", user=PERSON, **place))

    assert (plain.is_addressed, plain.thread) == (False, str(TOPIC))
    assert (named_us.is_addressed, named_us.thread) == (True, str(TOPIC))


async def test_a_thread_of_answers_outside_of_topics_is_no_topic(
    named: TelegramChannel, standin: TelegramStandIn
) -> None:
    inbound = await named.parse(await standin.user_says(GROUP, "/viec", user=PERSON, message_thread_id=40))

    assert inbound.thread is None


async def test_a_press_in_a_topic_names_the_topic(named: TelegramChannel, standin: TelegramStandIn) -> None:
    standin.api.chats.topics[GROUP] = {TOPIC: True}
    await named.send(Outbound(str(GROUP), "1 đã gửi", thread=str(TOPIC)))
    press = await standin.user_presses(GROUP, standin.accepted[0], "Tk_sent-01", user=PERSON)

    inbound = await named.parse(press)

    assert (inbound.thread, inbound.is_addressed) == (str(TOPIC), True)


@pytest.mark.parametrize("chat", [501, GROUP])
async def test_forwarded_words_are_marked_as_somebody_elses(
    named: TelegramChannel, standin: TelegramStandIn, chat: int
) -> None:
    borrowed = people.forwarded(TelegramUser(777))
    inbound = await named.parse(await standin.user_says(chat, "/viec", user=PERSON, **borrowed))
    own = await named.parse(await standin.user_says(chat, "/viec", user=PERSON))

    assert (inbound.is_forwarded, inbound.sender) == (True, "501")
    assert not own.is_forwarded


async def test_who_writes_in_the_name_of_a_channel_is_nobody(
    named: TelegramChannel, standin: TelegramStandIn
) -> None:
    channel = {"sender_chat": {"id": -1005, "type": "channel", "title": "Bản tin"}}
    update = await standin.user_says(GROUP, "/viec", user=TelegramUser(777000), **channel)

    assert await named.parse(update) is None


async def test_until_our_name_is_known_every_bots_name_may_be_ours(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    ours = await channel.parse(await standin.user_says(GROUP, "@dondoc_thu_bot 2", user=PERSON))
    persons = await channel.parse(await standin.user_says(GROUP, "@chi_hoa 2", user=PERSON))

    assert (ours.text, ours.is_addressed) == ("2", True)
    assert (persons.text, persons.is_addressed) == ("@chi_hoa 2", False)


async def test_a_name_telegram_does_not_tell_at_once_is_asked_for_again(
    build: Build, standin: TelegramStandIn
) -> None:
    standin.fail("getMe", gateway_page(502), gateway_page(502))
    channel = build()

    async with receiving(channel, Inbox()):
        await standin.until(lambda: standin.called("getUpdates"))
        said = await standin.user_says(GROUP, "@khac_bot 2", user=PERSON)
        async with asyncio.timeout(5):
            while True:
                inbound = await channel.parse(said)
                if not inbound.is_addressed:
                    break
                await asyncio.sleep(0.001)

    assert len(standin.called("getMe")) == 3


async def test_in_webhook_mode_the_name_is_asked_for_too_and_then_receiving_ends(
    build: Build, standin: TelegramStandIn
) -> None:
    standin.fail("getMe", gateway_page(502))
    channel = build(mode="webhook", webhook_secret="s" * 32)

    await channel.receive(Inbox())

    assert [call.method for call in standin.calls] == ["getMe", "getMe"]
    inbound = await channel.parse(await standin.user_says(GROUP, "@khac_bot 2", user=PERSON))
    assert not inbound.is_addressed


async def test_a_refused_token_does_not_keep_webhook_mode_asking(
    build: Build, standin: TelegramStandIn
) -> None:
    standin.fail("getMe", unauthorized())

    await build(mode="webhook", webhook_secret="s" * 32).receive(Inbox())

    assert len(standin.calls) == 1


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("left", "member", InboundKind.JOINED),
        ("kicked", "member", InboundKind.JOINED),
        ("left", "administrator", InboundKind.JOINED),
        ("restricted-out", "restricted", InboundKind.JOINED),
        ("member", "administrator", None),
        ("administrator", "member", None),
        ("member", "restricted", None),
        ("member", "left", InboundKind.BLOCKED),
        ("administrator", "kicked", InboundKind.BLOCKED),
        ("restricted", "restricted-out", InboundKind.BLOCKED),
    ],
)
async def test_our_place_in_a_group_says_whether_we_came_or_went(
    channel: TelegramChannel, standin: TelegramStandIn, old: str, new: str, kind: InboundKind | None
) -> None:
    inbound = await channel.parse(await standin.changes_place(GROUP, old=old, new=new, user=PERSON))

    assert (inbound.kind if inbound else None) is kind
    if inbound:
        assert (inbound.chat, inbound.chat_kind, inbound.sender) == (str(GROUP), ChatKind.GROUP, "501")


async def test_an_anonymous_administrator_adds_us_as_well_but_is_nobody(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    update = await standin.added(GROUP, user=PERSON, new="administrator")
    update["my_chat_member"]["from"] |= {"is_bot": True}

    inbound = await channel.parse(update)

    assert (inbound.kind, inbound.sender, inbound.sender_name) == (InboundKind.JOINED, "", "")


async def test_a_right_that_a_server_does_not_know_yet_hides_no_change(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    update = await standin.added(GROUP, user=PERSON, new="administrator")
    del update["my_chat_member"]["new_chat_member"]["can_edit_stories"]
    update["my_chat_member"]["new_chat_member"]["can_do_something_next_year"] = True

    assert (await channel.parse(update)).kind is InboundKind.JOINED


async def test_being_added_to_a_channel_is_none_of_our_business(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    update = await standin.added(GROUP, user=PERSON)
    update["my_chat_member"]["chat"]["type"] = "channel"

    assert await channel.parse(update) is None


@pytest.mark.parametrize("is_bot", [False, True])
async def test_a_group_that_becomes_a_supergroup_names_its_new_chat_once(
    channel: TelegramChannel, standin: TelegramStandIn, is_bot: bool
) -> None:
    old, new = await standin.moved(-77, GROUP, user=PERSON)
    old["message"]["from"]["is_bot"] = is_bot

    inbound = await channel.parse(old)

    assert (inbound.kind, inbound.chat, inbound.new_chat) == (InboundKind.MOVED, "-77", str(GROUP))
    assert inbound.sender == ("" if is_bot else "501")
    assert await channel.parse(new) is None
    refused = await channel.send(Outbound("-77", "chào"))
    assert (refused.error, refused.new_address) == (SendError.CHAT_MOVED, str(GROUP))


async def test_a_message_goes_into_its_topic(channel: TelegramChannel, standin: TelegramStandIn) -> None:
    standin.api.chats.topics[GROUP] = {TOPIC: True}

    result = await channel.send(Outbound(str(GROUP), "chào", thread=str(TOPIC)))

    assert result == SendResult.sent(str(standin.accepted[0].message_id))
    assert [sent.thread for sent in standin.accepted] == [TOPIC]


@pytest.mark.parametrize("topics", [{}, {TOPIC: False}], ids=["gone", "closed"])
async def test_a_message_for_a_topic_out_of_reach_goes_to_the_general_one_and_says_so(
    channel: TelegramChannel, standin: TelegramStandIn, topics: dict[int, bool]
) -> None:
    standin.api.chats.topics[GROUP] = topics

    result = await channel.send(Outbound(str(GROUP), "chào", thread=str(TOPIC)))

    assert result.state is SendState.SENT
    assert "general" in result.detail
    assert [(sent.text, sent.thread) for sent in standin.accepted] == [("chào", None)]


async def test_when_the_general_topic_is_closed_too_the_send_is_refused_and_the_contact_lives(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    standin.api.chats.topics[GROUP] = {1: False, TOPIC: False}

    result = await channel.send(Outbound(str(GROUP), "chào", thread=str(TOPIC)))

    assert (result.state, result.error) == (SendState.REFUSED, SendError.THREAD_CLOSED)
    assert not result.disables_contact
    assert len(standin.called("sendMessage")) == 2


@pytest.mark.parametrize("thread", [None, str(TOPIC)])
async def test_only_a_topic_out_of_reach_leads_to_a_second_try(
    channel: TelegramChannel, standin: TelegramStandIn, thread: str | None
) -> None:
    standin.api.chats.topics[GROUP] = {TOPIC: True}
    reason = "not enough rights to send text messages" if thread else "TOPIC_CLOSED"
    standin.fail("sendMessage", bad_request(reason))

    result = await channel.send(Outbound(str(GROUP), "chào", thread=thread))

    assert result.state is SendState.REFUSED
    assert len(standin.called("sendMessage")) == 1


async def test_a_topic_that_is_no_number_is_the_general_one(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(Outbound(str(GROUP), "chào", thread="chủ đề"))

    assert [sent.thread for sent in standin.accepted] == [None]
