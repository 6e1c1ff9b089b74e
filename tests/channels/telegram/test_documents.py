"""Files that go out: below a caption, or after a text too long for one."""

import pytest

from channels.telegram.channel import TelegramChannel
from channels.telegram.render import MAX_DOCUMENT
from domain.messages import (
    Document,
    Option,
    Outbound,
    SendError,
    SendResult,
    SendState,
)
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Fault,
    accept_then_reset,
    bad_request,
    forbidden,
    gateway_page,
    moved_to,
    rate_limited,
    refused,
    server_error,
)
from tests.telegram_standin.people import TelegramUser

CHAT, GROUP = 501, -1009988
PERSON = TelegramUser(CHAT)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = Document("Tổng hợp 10-2026.xlsx", XLSX, b"PK\x03\x04" + bytes(range(256)) * 40)
LONG = "\n".join(f"{n}. Sở thứ {n}: chưa nộp báo cáo" for n in range(1, 60))
OPTIONS = (Option(1, "sent", "Đã gửi", "Tk_sent-01"),)


def letter(text: str, **rest: object) -> Outbound:
    return Outbound(str(CHAT), text, **{"document": TABLE, "reference": "tong-hop:1", **rest})


async def test_a_document_arrives_whole_with_its_name_and_its_caption(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    result = await channel.send(letter("Tổng hợp tháng 10/2026", options=OPTIONS))

    (sent,) = standin.accepted
    assert result == SendResult.sent(str(sent.message_id))
    assert (sent.document.name, sent.document.content) == (TABLE.name, TABLE.content)
    assert (sent.text, [button["callback_data"] for button in sent.buttons]) == (
        "Tổng hợp tháng 10/2026",
        ["Tk_sent-01"],
    )


async def test_a_document_without_words_arrives_without_a_caption(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    assert (await channel.send(letter("  "))).state is SendState.SENT
    assert [(sent.text, sent.document.name) for sent in standin.accepted] == [("", TABLE.name)]


async def test_the_longest_caption_stays_with_its_document(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(letter("𝟙" * 512))

    assert [len(sent.text) for sent in standin.accepted] == [512]


@pytest.mark.parametrize("text", ["đ" * 1025, "𝟙" * 512 + "đ", LONG])
async def test_a_text_too_long_for_a_caption_goes_before_its_document(
    channel: TelegramChannel, standin: TelegramStandIn, text: str
) -> None:
    result = await channel.send(letter(text, options=OPTIONS))

    first, second = standin.accepted
    assert (first.text, first.document, second.text) == (text, None, "")
    assert second.document.content == TABLE.content
    assert (len(first.buttons), len(second.buttons)) == (1, 0)
    assert result == SendResult.sent(str(second.message_id))


async def test_late_lines_are_bold_in_a_caption_too(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(letter("BC10 còn hạn\nBC11 quá hạn", late_lines=(1,)))

    assert standin.accepted[0].bold == ["BC11 quá hạn"]


async def test_a_text_the_vendor_refuses_keeps_its_document_back(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    result = await channel.send(letter("đ" * 4097))

    assert (result.state, result.error) == (SendState.REFUSED, SendError.TOO_LARGE)
    assert standin.called("sendDocument") == []


@pytest.mark.parametrize("fault", [rate_limited(2), server_error()])
async def test_a_text_that_must_wait_keeps_its_document_back_and_both_go_later(
    channel: TelegramChannel, standin: TelegramStandIn, fault: Fault
) -> None:
    standin.fail("sendMessage", fault)

    assert (await channel.send(letter(LONG))).state is SendState.RETRY
    assert standin.accepted == []
    assert (await channel.send(letter(LONG))).state is SendState.SENT
    assert [bool(sent.document) for sent in standin.accepted] == [False, True]


async def test_a_text_whose_fate_nobody_knows_keeps_its_document_back(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    standin.fail("sendMessage", accept_then_reset())

    assert (await channel.send(letter(LONG))).state is SendState.UNCERTAIN
    assert standin.called("sendDocument") == []


@pytest.mark.parametrize("fault", [rate_limited(2), server_error(), gateway_page(403)])
async def test_a_document_that_must_wait_comes_later_without_its_text_again(
    channel: TelegramChannel, standin: TelegramStandIn, fault: Fault
) -> None:
    standin.fail("sendDocument", fault)

    first = await channel.send(letter(LONG))
    second = await channel.send(letter(LONG))

    assert (first.state, second.state) == (SendState.RETRY, SendState.SENT)
    assert "the document not yet" in first.detail
    assert first.retry_after == (2.0 if fault == rate_limited(2) else None)
    assert [(bool(sent.text), bool(sent.document)) for sent in standin.accepted] == [
        (True, False),
        (False, True),
    ]


async def test_another_message_is_not_taken_for_the_one_that_waits(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    standin.fail("sendDocument", rate_limited(2))
    await channel.send(letter(LONG))

    await channel.send(letter(LONG, reference="tong-hop:2"))
    await channel.send(letter(LONG))
    await channel.send(letter(LONG))

    assert [bool(sent.document) for sent in standin.accepted] == [False, False, True, True, False, True]


@pytest.mark.parametrize(
    ("fault", "state", "error"),
    [
        (accept_then_reset(), SendState.UNCERTAIN, SendError.NO_ANSWER),
        (gateway_page(502), SendState.UNCERTAIN, SendError.NO_ANSWER),
        (bad_request("file must be non-empty"), SendState.REFUSED, SendError.BAD_REQUEST),
        (refused(413, "Request Entity Too Large"), SendState.REFUSED, SendError.TOO_LARGE),
        (forbidden(), SendState.REFUSED, SendError.BLOCKED),
        (moved_to(-100777), SendState.REFUSED, SendError.CHAT_MOVED),
    ],
)
async def test_of_two_parts_the_documents_fate_is_told_and_that_the_text_has_arrived(
    channel: TelegramChannel, standin: TelegramStandIn, fault: Fault, state: SendState, error: SendError
) -> None:
    standin.fail("sendDocument", fault)

    result = await channel.send(letter(LONG))

    assert (result.state, result.error) == (state, error)
    assert result.detail.startswith("the text has arrived, the document has not")
    assert standin.accepted[0].text == LONG


async def test_a_document_larger_than_the_vendor_takes_is_refused_before_anything_is_sent(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    huge = Document("anh.bin", "application/octet-stream", bytes(MAX_DOCUMENT + 1))

    result = await channel.send(letter(LONG, document=huge))

    assert (result.state, result.error) == (SendState.REFUSED, SendError.TOO_LARGE)
    assert standin.calls == []


async def test_an_empty_document_is_refused_by_the_vendor_and_keeps_the_contact(
    channel: TelegramChannel,
) -> None:
    result = await channel.send(letter("chào", document=Document("rỗng.txt", "text/plain", b"")))

    assert (result.state, result.error, result.disables_contact) == (
        SendState.REFUSED,
        SendError.BAD_REQUEST,
        False,
    )


@pytest.mark.parametrize("topics", [{}, {40: False}])
async def test_a_document_for_a_topic_out_of_reach_goes_to_the_general_one(
    channel: TelegramChannel, standin: TelegramStandIn, topics: dict[int, bool]
) -> None:
    standin.api.chats.topics[GROUP] = topics

    result = await channel.send(Outbound(str(GROUP), "chào", document=TABLE, thread="40"))

    assert (result.state, "general" in result.detail) == (SendState.SENT, True)
    assert [(sent.thread, sent.document.content) for sent in standin.accepted] == [(None, TABLE.content)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Báo cáo tháng 10.docx", "Báo cáo tháng 10.docx"),
        ('a";filename="b.exe', "a_;filename=_b.exe"),
        ("a\r\nX-Evil: 1\r\n\r\nb.txt", "a_X-Evil: 1_b.txt"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a\\b.txt", "a_b.txt"),
    ],
)
async def test_no_name_of_a_file_breaks_out_of_its_place(
    channel: TelegramChannel, standin: TelegramStandIn, name: str, shown: str
) -> None:
    await channel.send(letter("chào", document=Document(name, "text/plain", b"x")))

    (sent,) = standin.accepted
    assert (sent.document.name, sent.document.content, sent.text) == (shown, b"x", "chào")
