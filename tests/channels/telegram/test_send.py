"""Every way a send can end."""

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import Pace
from domain.errors import InvalidSetting
from domain.messages import Option, Outbound, SendError, SendResult, SendState
from domain.ports import Channel
from tests.channels.telegram.conftest import Build
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Answer,
    Fault,
    bad_request,
    forbidden,
    gateway_page,
    moved_to,
    rate_limited,
    refused,
    sent_elsewhere,
    server_error,
    unauthorized,
)

CHAT = 501
ANSWERS = (Option(1, "sent", "Đã gửi", "Tk_sent-01"), Option(2, "doing", "Đang làm", "Tk_doing-2"))


def note(text: str = "BC10: hạn trước ngày 21/11/2026", **rest: object) -> Outbound:
    return Outbound(address=str(CHAT), text=text, **rest)


async def test_a_message_arrives_as_written_and_its_number_comes_back(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    result = await channel.send(note("Kính gửi <b>Sở</b> *Tư pháp* _1_"))

    assert result == SendResult.sent(str(standin.accepted[0].message_id))
    assert [(sent.chat, sent.text) for sent in standin.accepted] == [
        (CHAT, "Kính gửi <b>Sở</b> *Tư pháp* _1_")
    ]


async def test_no_parse_mode_is_sent_and_link_previews_are_off(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(note("https://example.org"))

    call = standin.called("sendMessage")[0]
    assert "parse_mode" not in call
    assert call["link_preview_options"] == '{"is_disabled": true}'


async def test_options_become_buttons_that_carry_their_tokens(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(note("1 đã gửi, 2 đang làm", options=ANSWERS))

    assert standin.accepted[0].text == "1 đã gửi, 2 đang làm"
    assert [(button["text"], button["callback_data"]) for button in standin.accepted[0].buttons] == [
        ("1. Đã gửi", "Tk_sent-01"),
        ("2. Đang làm", "Tk_doing-2"),
    ]


async def test_without_options_there_are_no_buttons(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(note())

    assert "reply_markup" not in standin.called("sendMessage")[0]


async def test_an_option_without_a_token_the_vendor_takes_gets_no_button(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    options = (
        Option(1, "sent", "đã gửi"),
        Option(2, "long", "quá dài", "x" * 65),
        Option(3, "odd", "lạ", "đã-gửi-rồi"),
        Option(4, "good", "được", "x" * 64),
    )
    result = await channel.send(note(options=options))

    assert result.state is SendState.SENT
    assert [button["callback_data"] for button in standin.accepted[0].buttons] == ["x" * 64]


async def test_options_that_all_lack_a_token_leave_a_message_without_a_keyboard(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(note(options=(Option(1, "sent", "đã gửi"), Option(2, "doing", "đang làm"))))

    assert "reply_markup" not in standin.called("sendMessage")[0]


async def test_more_options_than_the_vendor_allows_leave_the_rest_as_numbers(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    many = [Option(n, str(n), f"Mục {n}", f"{n:064}") for n in range(1, 121)]

    result = await channel.send(note(options=many))

    assert result.state is SendState.SENT
    assert len(standin.accepted[0].buttons) == 100


REFUSALS = [
    (rate_limited(7), SendState.RETRY, SendError.RATE_LIMITED, False),
    (server_error(500), SendState.RETRY, SendError.SERVER_ERROR, False),
    (Answer(500, {"ok": False}), SendState.RETRY, SendError.SERVER_ERROR, False),
    (gateway_page(403), SendState.RETRY, SendError.SERVER_ERROR, False),
    (sent_elsewhere("http://127.0.0.1:1/"), SendState.RETRY, SendError.SERVER_ERROR, False),
    (forbidden(), SendState.REFUSED, SendError.BLOCKED, True),
    (forbidden("bot was kicked from the group chat"), SendState.REFUSED, SendError.BLOCKED, True),
    (forbidden("user is deactivated"), SendState.REFUSED, SendError.BLOCKED, True),
    (bad_request("chat not found"), SendState.REFUSED, SendError.CHAT_NOT_FOUND, True),
    (moved_to(-100777), SendState.REFUSED, SendError.CHAT_MOVED, False),
    (bad_request("not enough rights to send text messages"), SendState.REFUSED, SendError.BAD_REQUEST, False),
    (refused(413, "Request Entity Too Large"), SendState.REFUSED, SendError.TOO_LARGE, False),
    (unauthorized(), SendState.REFUSED, SendError.UNAUTHORIZED, False),
    (refused(404, "Not Found"), SendState.REFUSED, SendError.UNAUTHORIZED, False),
]


@pytest.mark.parametrize(("fault", "state", "error", "disables"), REFUSALS)
async def test_a_refusal_says_whether_to_try_again_and_whether_the_address_is_dead(
    channel: TelegramChannel,
    standin: TelegramStandIn,
    fault: Fault,
    state: SendState,
    error: SendError,
    disables: bool,
) -> None:
    standin.fail("sendMessage", fault)

    result = await channel.send(note())

    assert (result.state, result.error, result.disables_contact) == (state, error, disables)
    assert result.pauses_account is (error is SendError.UNAUTHORIZED)
    assert standin.accepted == []


async def test_a_flood_answer_carries_the_vendors_pause(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    standin.fail("sendMessage", rate_limited(7))

    assert (await channel.send(note())).retry_after == 7.0
    assert (await channel.send(note())).state is SendState.SENT


async def test_an_upgraded_group_names_its_new_address_and_the_contact_lives(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    standin.api.chats.moved[CHAT] = -100777

    result = await channel.send(note())

    assert (result.new_address, result.disables_contact) == ("-100777", False)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", SendError.BAD_REQUEST),
        ("   ", SendError.BAD_REQUEST),
        ("đ" * 4097, SendError.TOO_LARGE),
        ("𝟙" * 2049, SendError.TOO_LARGE),
    ],
)
async def test_a_text_the_vendor_refuses_is_our_fault_and_keeps_the_contact(
    channel: TelegramChannel, standin: TelegramStandIn, text: str, error: SendError
) -> None:
    result = await channel.send(note(text))

    assert (result.state, result.error) == (SendState.REFUSED, error)
    assert not result.disables_contact
    assert standin.accepted == []


@pytest.mark.parametrize("letter", ["đ", "ệ", "e\u0323\u0302"])
async def test_a_text_of_the_stated_size_passes_however_its_letters_are_composed(
    channel: TelegramChannel, standin: TelegramStandIn, letter: str
) -> None:
    assert (await channel.send(note(letter * channel.capabilities.max_text))).state is SendState.SENT
    assert len(standin.accepted[0].text) == 4096


async def test_half_a_letter_is_replaced_and_does_not_stop_the_message(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    assert (await channel.send(note("số \ud835 215"))).state is SendState.SENT
    assert standin.accepted[0].text == "số \ufffd 215"


async def test_an_address_that_is_no_number_is_refused_and_does_not_raise(channel: TelegramChannel) -> None:
    result = await channel.send(Outbound(address="phòng một", text="chào"))

    assert result.error is SendError.CHAT_NOT_FOUND


def test_the_channel_is_one_of_the_house_and_states_the_vendors_limits(channel: TelegramChannel) -> None:
    peer: Channel = channel

    assert (peer.kind, peer.account) == ("telegram", "default")
    assert (peer.capabilities.max_text, peer.capabilities.buttons, peer.capabilities.edits) == (
        4096,
        True,
        True,
    )
    assert (peer.capabilities.late_lines, peer.capabilities.groups) == (True, True)
    assert (peer.capabilities.documents_out, peer.capabilities.max_document) == (True, 50 * 1024 * 1024)
    assert not peer.capabilities.groups_need_mention
    assert (
        peer.capabilities.per_second,
        peer.capabilities.per_chat_per_second,
        peer.capabilities.per_group_per_minute,
    ) == (29.7, 1.0, 18.0)


def test_without_a_token_there_is_no_channel(build: Build) -> None:
    with pytest.raises(InvalidSetting, match="TELEGRAM__TOKEN"):
        build(token=None)


def test_the_default_patience_is_the_vendors_long_poll_and_ten_minutes_of_conflict() -> None:
    assert (Pace().fault, Pace().conflict, Pace().conflict_limit) == ((1.0, 30.0), (1.0, 60.0), 600.0)
