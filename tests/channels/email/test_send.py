"""Every way a send can end."""

import asyncio

import pytest

from channels.email.channel import EmailChannel
from channels.email.session import Patience
from channels.email.settings import EmailSettings
from domain.errors import InvalidInput, InvalidSetting
from domain.messages import (
    Attachment,
    ChatKind,
    Document,
    Inbound,
    InboundKind,
    Outbound,
    SendError,
    SendResult,
    SendState,
)
from domain.ports import Channel
from tests.channels.email.conftest import Build
from tests.channels.email.mailserver import DROP, HANG, MailServer

ADDRESS = "van.thu@sotp.example.test"
NOTE = Outbound(ADDRESS, "BC10: hạn trước ngày 21/11/2026", reference="digest:7")
SWIFT = Patience(ready_within=0.05)
SWIFT_AT_THE_END = Patience(answer_within=0.05, farewell_within=0.02)

RETRY, REFUSED, UNCERTAIN = SendState.RETRY, SendState.REFUSED, SendState.UNCERTAIN

DELAYS = [
    ("GREETING", "421 mail.example.test too many connections", SendError.NOT_CONNECTED, None),
    ("GREETING", "450 later", SendError.NOT_CONNECTED, None),
    ("GREETING", "554 no service here", SendError.NOT_CONNECTED, None),
    ("EHLO", "421 closing", SendError.NOT_CONNECTED, None),
    ("EHLO", "550 who are you", SendError.NOT_CONNECTED, None),
    ("MAIL", "421 4.7.0 slow down", SendError.RATE_LIMITED, 60.0),
    ("MAIL", "451 4.3.0 aborted", SendError.SERVER_ERROR, 300.0),
    ("MAIL", "452 4.3.1 no storage", SendError.SERVER_ERROR, 300.0),
    ("RCPT", "421 4.7.0 slow down", SendError.RATE_LIMITED, 60.0),
    ("RCPT", "450 4.2.0 greylisted", SendError.SERVER_ERROR, 300.0),
    ("RCPT", "451 4.7.1 try later", SendError.SERVER_ERROR, 300.0),
    ("RCPT", "452 4.2.2 mailbox full", SendError.SERVER_ERROR, 300.0),
    ("DATA", "421 4.7.0 slow down", SendError.RATE_LIMITED, 60.0),
    ("DATA", "451 4.3.0 aborted", SendError.SERVER_ERROR, 300.0),
    ("CONTENT", "421 4.7.0 slow down", SendError.RATE_LIMITED, 60.0),
    ("CONTENT", "452 4.3.1 no storage", SendError.SERVER_ERROR, 300.0),
]
REFUSALS = [
    ("RCPT", "550 no such user", SendError.CHAT_NOT_FOUND, True),
    ("RCPT", "550 5.1.1 no such user", SendError.CHAT_NOT_FOUND, True),
    ("RCPT", "550 5.1.10 domain takes no mail", SendError.CHAT_NOT_FOUND, True),
    ("RCPT", "550 5.2.1 mailbox disabled", SendError.CHAT_NOT_FOUND, True),
    ("RCPT", "551 5.1.6 user has moved", SendError.CHAT_NOT_FOUND, True),
    ("RCPT", "553 mailbox name not allowed", SendError.CHAT_NOT_FOUND, True),
    ("RCPT", "550 5.7.1 relaying denied", SendError.BAD_REQUEST, False),
    ("RCPT", "550 5.1.8 sender's domain not found", SendError.BAD_REQUEST, False),
    ("RCPT", "553 5.7.1 sender not owned by user", SendError.BAD_REQUEST, False),
    ("RCPT", "552 5.2.2 mailbox full", SendError.BAD_REQUEST, False),
    ("RCPT", "554 5.7.1 access denied", SendError.BAD_REQUEST, False),
    ("MAIL", "501 syntax", SendError.BAD_REQUEST, False),
    ("MAIL", "552 5.3.4 too big", SendError.TOO_LARGE, False),
    ("DATA", "503 bad sequence", SendError.BAD_REQUEST, False),
    ("DATA", "554 no valid recipients", SendError.BAD_REQUEST, False),
    ("CONTENT", "550 5.7.1 looks like spam", SendError.BAD_REQUEST, False),
    ("CONTENT", "552 5.3.4 too big", SendError.TOO_LARGE, False),
    ("CONTENT", "554 transaction failed", SendError.BAD_REQUEST, False),
]
NOT_ADMITTED = [
    ("MAIL", "530 5.7.0 authentication required"),
    ("RCPT", "530 5.7.0 must issue STARTTLS first"),
    ("MAIL", "538 5.7.11 encryption required"),
    ("MAIL", "550 5.7.60 client may not send as this sender"),
    ("MAIL", "553 5.7.1 sender not owned by user"),
]


async def test_a_letter_the_server_keeps_is_sent_and_named(channel: EmailChannel, server: MailServer) -> None:
    result = await channel.send(NOTE)

    (found,) = server.accepted
    assert result == SendResult.sent(str(found.letter["Message-ID"]).strip("<>"))
    assert server.commands == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.parametrize(("step", "reply", "error", "after"), DELAYS)
async def test_what_may_pass_is_tried_again(
    channel: EmailChannel,
    server: MailServer,
    step: str,
    reply: str,
    error: SendError,
    after: float | None,
) -> None:
    server.script[step] = reply

    result = await channel.send(NOTE)

    assert (result.state, result.error, result.retry_after) == (RETRY, error, after)
    assert not result.disables_contact
    assert not result.pauses_account
    assert reply in result.detail


@pytest.mark.parametrize(("step", "reply", "error", "disables"), REFUSALS)
async def test_what_is_final_is_refused_and_only_a_gone_mailbox_closes_the_contact(
    channel: EmailChannel, server: MailServer, step: str, reply: str, error: SendError, disables: bool
) -> None:
    server.script[step] = reply

    result = await channel.send(NOTE)

    assert result == SendResult(REFUSED, error=error, detail=reply, disables_contact=disables)


@pytest.mark.parametrize(("step", "reply"), NOT_ADMITTED)
async def test_what_would_refuse_every_letter_pauses_the_account(
    channel: EmailChannel, server: MailServer, step: str, reply: str
) -> None:
    server.script[step] = reply

    result = await channel.send(NOTE)

    assert result == SendResult(REFUSED, error=SendError.UNAUTHORIZED, detail=reply, pauses_account=True)


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", [DROP, HANG])
async def test_a_connection_that_breaks_before_the_letter_left_may_be_tried_again(
    build: Build, server: MailServer, step: str, fault: str
) -> None:
    server.script[step] = fault

    result = await build(patience=SWIFT).send(NOTE)

    assert (result.state, result.error) == (RETRY, SendError.NOT_CONNECTED)


@pytest.mark.parametrize("fault", [DROP, HANG, "nonsense", "354 go on"])
async def test_a_letter_that_left_without_a_clear_answer_is_uncertain(
    build: Build, server: MailServer, fault: str
) -> None:
    server.script["CONTENT"] = fault

    result = await build(patience=SWIFT_AT_THE_END).send(NOTE)

    assert (result.state, result.error) == (UNCERTAIN, SendError.NO_ANSWER)
    assert not result.disables_contact


@pytest.mark.parametrize("fault", [DROP, HANG, "554 you stay"])
async def test_a_bad_farewell_does_not_undo_a_letter(build: Build, server: MailServer, fault: str) -> None:
    server.script["QUIT"] = fault

    result = await build(patience=SWIFT_AT_THE_END).send(NOTE)

    assert result.state is SendState.SENT


async def test_a_closed_port_may_be_tried_again(build: Build, unused_tcp_port: int) -> None:
    result = await build(port=unused_tcp_port).send(NOTE)

    assert (result.state, result.error) == (RETRY, SendError.NOT_CONNECTED)


async def test_a_reply_that_is_no_text_does_not_break_the_detail(
    channel: EmailChannel, server: MailServer
) -> None:
    server.script["RCPT"] = b"550 \xff\xfe\x00" + b"x" * 500

    result = await channel.send(NOTE)

    assert result.error is SendError.CHAT_NOT_FOUND
    assert result.detail.encode()
    assert "\0" not in result.detail
    assert len(result.detail) == 300


async def test_a_login_that_is_right_is_used(build: Build, server: MailServer) -> None:
    server.login = ("dondoc", "mật khẩu")

    result = await build(user="dondoc", password="mật khẩu").send(NOTE)

    assert result.state is SendState.SENT
    assert server.logins == [("dondoc", "mật khẩu")]


async def test_without_a_user_nobody_logs_in(channel: EmailChannel, server: MailServer) -> None:
    await channel.send(NOTE)

    assert "AUTH" not in server.commands


async def test_a_login_that_is_refused_pauses_the_account(build: Build, server: MailServer) -> None:
    server.login = ("dondoc", "another")

    result = await build(user="dondoc", password="s3cret").send(NOTE)

    assert (result.state, result.error) == (REFUSED, SendError.UNAUTHORIZED)
    assert result.pauses_account
    assert not result.disables_contact
    assert "MAIL" not in server.commands


@pytest.mark.parametrize("reply", ["500 what", "535 5.7.8 wrong", "554 5.7.0 too many failures"])
async def test_every_final_answer_to_a_login_pauses_the_account(
    build: Build, server: MailServer, reply: str
) -> None:
    server.script["AUTH"] = reply

    result = await build(user="dondoc", password="s3cret").send(NOTE)

    assert result == SendResult(REFUSED, error=SendError.UNAUTHORIZED, detail=reply, pauses_account=True)


async def test_a_login_that_cannot_be_checked_now_may_be_tried_again(
    build: Build, server: MailServer
) -> None:
    server.script["AUTH"] = "454 4.7.0 temporary authentication failure"

    result = await build(user="dondoc", password="s3cret").send(NOTE)

    assert (result.state, result.error) == (RETRY, SendError.NOT_CONNECTED)
    assert not result.pauses_account


@pytest.mark.parametrize(
    "address", ["", "501", "a b@example.test", "x@example.test\r\nRCPT TO:<y@example.test>", "ô@example.test"]
)
async def test_what_is_no_address_is_refused_without_a_connection(
    channel: EmailChannel, server: MailServer, address: str
) -> None:
    result = await channel.send(Outbound(address, "chào"))

    assert result == SendResult(REFUSED, error=SendError.CHAT_NOT_FOUND, disables_contact=True)
    assert not server.conversations


async def test_a_file_above_the_limit_is_refused_without_a_connection(
    channel: EmailChannel, server: MailServer
) -> None:
    content = bytes(channel.capabilities.max_document + 1)

    result = await channel.send(
        Outbound(ADDRESS, "chào", document=Document("a.bin", "application/x", content))
    )

    assert result == SendResult(REFUSED, error=SendError.TOO_LARGE)
    assert not server.conversations


async def test_letters_may_leave_side_by_side(channel: EmailChannel, server: MailServer) -> None:
    notes = [Outbound(f"so{n}@example.test", f"việc {n}") for n in range(5)]

    results = await asyncio.gather(*map(channel.send, notes))

    assert {result.state for result in results} == {SendState.SENT}
    assert {found.recipients for found in server.accepted} == {(note.address,) for note in notes}


async def test_a_cancelled_send_leaves_no_connection(build: Build, server: MailServer) -> None:
    server.script["MAIL"] = HANG
    sending = asyncio.create_task(build().send(NOTE))
    await asyncio.wait_for(server.hanging.wait(), 2)

    sending.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sending
    assert await server.conversations[0].is_over()


async def test_what_the_channel_can_do(build: Build) -> None:
    can = build(per_second=2).capabilities

    assert (can.max_text, can.documents_out, can.max_document) == (100_000, True, 10 * 1024 * 1024)
    assert not any((can.answers, can.buttons, can.edits, can.groups, can.receipts))
    assert can.per_second == 2


async def test_nothing_is_received(channel: EmailChannel) -> None:
    port: Channel = channel
    press = Inbound(InboundKind.CHOICE, ChatKind.PRIVATE, ADDRESS, ADDRESS, callback_id="1")

    assert (port.kind, port.account) == ("email", "default")
    assert await port.parse({"text": "chào"}) is None
    await port.acknowledge(press, alert="đã ghi")
    await port.receive(lambda update: pytest.fail("nothing can arrive"))
    await port.close()


async def test_nonsense_and_files_are_refused(channel: EmailChannel) -> None:
    with pytest.raises(InvalidInput):
        await channel.parse("chào")
    with pytest.raises(InvalidInput):
        await channel.fetch(Attachment("1"), limit=10)


@pytest.mark.parametrize("missing", ["host", "sender"])
def test_a_channel_without_a_host_or_a_sender_is_not_built(missing: str) -> None:
    full = {"host": "127.0.0.1", "sender": "dondoc@example.test"}

    with pytest.raises(InvalidSetting, match="DONDOC_SMTP__HOST"):
        EmailChannel(EmailSettings(**{**full, missing: ""}))
