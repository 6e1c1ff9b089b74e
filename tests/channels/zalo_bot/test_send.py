"""Every way a send can end."""

import pytest

from channels.zalo_bot.channel import ZaloBotChannel
from domain.errors import InvalidInput
from domain.messages import (
    Attachment,
    ChatKind,
    Document,
    Inbound,
    InboundKind,
    Option,
    Outbound,
    SendError,
    SendResult,
    SendState,
)
from domain.ports import Channel
from tests.channels.zalo_bot.conftest import Build
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.faults import (
    Answer,
    Fault,
    page,
    quota_spent,
    refused,
    refused_in_camel_case,
    sent_elsewhere,
    server_error,
    unauthorized,
)

CHAT = "3ab9c0ffee"


def note(text: str = "BC10: hạn trước ngày 21/11/2026", **rest: object) -> Outbound:
    return Outbound(address=CHAT, text=text, **rest)


async def test_a_message_arrives_as_written_and_its_id_comes_back(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    result = await channel.send(note("Kính gửi <b>Sở</b> **Tư pháp** _1_"))

    assert result == SendResult.sent(standin.accepted[0].message_id)
    assert [(sent.chat, sent.text) for sent in standin.accepted] == [
        (CHAT, "Kính gửi <b>Sở</b> **Tư pháp** _1_")
    ]


async def test_neither_a_parse_mode_nor_a_style_is_sent_with_plain_text(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    await channel.send(note())

    assert set(standin.called("sendMessage")[0]) == {"chat_id", "text"}


async def test_choices_and_documents_are_left_to_the_text(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    document = Document("bieu.xlsx", "application/octet-stream", b"x")
    await channel.send(note("1 đã gửi, 2 đang làm", options=[Option(1, "sent", "Đã gửi")], document=document))

    assert set(standin.called("sendMessage")[0]) == {"chat_id", "text"}
    assert not channel.capabilities.documents_out


REFUSALS = [
    (refused(400), SendState.REFUSED, SendError.BAD_REQUEST, False, False),
    (refused(404), SendState.REFUSED, SendError.CHAT_NOT_FOUND, True, False),
    (refused(404, status=404), SendState.REFUSED, SendError.CHAT_NOT_FOUND, True, False),
    (refused_in_camel_case(404), SendState.REFUSED, SendError.CHAT_NOT_FOUND, True, False),
    (unauthorized(), SendState.REFUSED, SendError.UNAUTHORIZED, False, True),
    (refused(401, status=401), SendState.REFUSED, SendError.UNAUTHORIZED, False, True),
    (refused(403), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (quota_spent(), SendState.RETRY, SendError.RATE_LIMITED, False, False),
    (page(429), SendState.RETRY, SendError.RATE_LIMITED, False, False),
    (server_error(500), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (server_error(503), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (refused(500), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (Answer(200, {"ok": False}), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (page(400), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (page(403), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (page(404), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (page(503), SendState.RETRY, SendError.SERVER_ERROR, False, False),
    (sent_elsewhere("http://127.0.0.1:1/"), SendState.RETRY, SendError.SERVER_ERROR, False, False),
]


@pytest.mark.parametrize(("fault", "state", "error", "disables", "pauses"), REFUSALS)
async def test_a_refusal_says_whether_to_try_again_and_what_else_it_stops(
    channel: ZaloBotChannel,
    standin: ZaloStandIn,
    fault: Fault,
    state: SendState,
    error: SendError,
    disables: bool,
    pauses: bool,
) -> None:
    standin.fail("sendMessage", fault)

    result = await channel.send(note())

    assert (result.state, result.error) == (state, error)
    assert (result.disables_contact, result.pauses_account) == (disables, pauses)
    assert standin.accepted == []
    assert len(standin.called("sendMessage")) == 1


@pytest.mark.parametrize("code", [400, 401, 403, 404, 429, 500])
async def test_a_refusal_with_http_200_is_never_taken_for_a_sent_message(
    channel: ZaloBotChannel, standin: ZaloStandIn, code: int
) -> None:
    standin.fail("sendMessage", refused(code, "no", status=200))

    result = await channel.send(note())

    assert result.state is not SendState.SENT
    assert result.detail == f"{code} no"


async def test_the_body_decides_also_against_the_status(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    accepted = {"ok": True, "result": {"message_id": "m1", "date": 1}}
    standin.fail("sendMessage", Answer(500, accepted), refused(404, status=500))

    assert await channel.send(note()) == SendResult.sent("m1")
    assert (await channel.send(note())).error is SendError.CHAT_NOT_FOUND


@pytest.mark.parametrize("result", [None, {}, {"message_id": None}, {"message_id": True}, "odd"])
async def test_an_accepted_message_is_sent_even_without_an_id(
    channel: ZaloBotChannel, standin: ZaloStandIn, result: object
) -> None:
    standin.fail("sendMessage", Answer(200, {"ok": True, "result": result}))

    assert await channel.send(note()) == SendResult.sent()


async def test_an_error_code_written_as_words_is_read_and_nonsense_is_not(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    for code in ("404", "9" * 5000, "four", None, [404], True):
        standin.fail("sendMessage", Answer(200, {"ok": False, "error_code": code}))

    errors = [(await channel.send(note())).error for _ in range(6)]

    assert errors == [SendError.CHAT_NOT_FOUND] + [SendError.SERVER_ERROR] * 5


async def test_a_refusal_for_too_many_messages_asks_for_a_minute(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    standin.fail("sendMessage", quota_spent())

    assert (await channel.send(note())).retry_after == 60.0
    assert (await channel.send(note())).retry_after is None


async def test_when_the_month_is_spent_every_further_send_is_turned_away(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    standin.api.whims.quota = 2

    states = [(await channel.send(note())).state for _ in range(4)]

    assert states == [SendState.SENT, SendState.SENT, SendState.RETRY, SendState.RETRY]
    assert len(standin.accepted) == 2


async def test_a_wrong_token_pauses_the_account(build: Build, standin: ZaloStandIn) -> None:
    result = await build(token="7878:another").send(note())

    assert (result.error, result.pauses_account) == (SendError.UNAUTHORIZED, True)
    assert standin.accepted == []


async def test_a_long_description_is_cut_and_kept_on_one_line(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    standin.fail("sendMessage", refused(400, "dòng một\ndòng hai " + "x" * 100_000))

    detail = (await channel.send(note())).detail

    assert detail.startswith("400 dòng một dòng hai xxx")
    assert len(detail) < 250


async def test_nothing_is_acknowledged_and_nothing_is_asked_for_it(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    press = Inbound(InboundKind.TEXT, ChatKind.PRIVATE, CHAT, CHAT, text="2")

    await channel.acknowledge(press, alert="Đã ghi nhận")

    assert standin.calls == []


async def test_no_file_can_be_fetched(channel: ZaloBotChannel) -> None:
    with pytest.raises(InvalidInput, match="no files"):
        await channel.fetch(Attachment("k"), limit=10)


def test_the_channel_is_one_of_the_house_and_states_the_vendors_limits(channel: ZaloBotChannel) -> None:
    peer: Channel = channel
    can = peer.capabilities

    assert (peer.kind, peer.account) == ("zalo_bot", "default")
    assert (can.max_text, can.buttons, can.edits, can.receipts) == (2000, False, False, False)
    assert (can.late_lines, can.groups, can.groups_need_mention, can.answers) == (True, True, True, True)
    assert (can.quota_month, can.quota_people, can.quota_groups) == (3000, 50, 3)
    assert (can.per_second, can.per_chat_per_second) == (10.0, 1.0)


def test_rates_and_quotas_are_the_operators(build: Build) -> None:
    can = build(
        quota_month=0, quota_people=500, quota_groups=0, per_second=2, per_chat_per_second=0.5
    ).capabilities

    assert (can.quota_month, can.quota_people, can.quota_groups) == (None, 500, None)
    assert (can.per_second, can.per_chat_per_second) == (2.0, 0.5)
