"""Files that come in: announced with the message, fetched later and never beyond a limit."""

import asyncio
import traceback

import pytest

from channels.telegram.channel import TelegramChannel
from domain.errors import InvalidInput
from domain.messages import Attachment, Document, InboundKind, Outbound, SendState
from tests.channels.telegram.conftest import Build
from tests.telegram_standin import TelegramStandIn, people
from tests.telegram_standin.faults import (
    Answer,
    Endless,
    Fault,
    bad_request,
    gateway_page,
    rate_limited,
    refused,
    reset_before_reading,
    sent_elsewhere,
    server_error,
)
from tests.telegram_standin.people import TelegramUser
from tests.telegram_standin.uploads import Upload

CHAT, GROUP = 501, -1009988
PERSON = TelegramUser(CHAT)


def upload(content: bytes = b"PDF", name: str = "215-BC-STP.pdf") -> Upload:
    return Upload(name, "application/pdf", content)


async def test_a_document_is_announced_with_what_telegram_says_of_it(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    inbound = await channel.parse(
        await standin.user_sends_document(CHAT, upload(), caption="BC10 đã gửi", user=PERSON)
    )

    assert (inbound.kind, inbound.text, inbound.sender) == (InboundKind.FILE, "BC10 đã gửi", "501")
    assert inbound.attachment == Attachment(inbound.attachment.key, "215-BC-STP.pdf", "application/pdf", 3)
    assert inbound.attachment.key


async def test_a_document_of_which_telegram_says_nothing_is_announced_all_the_same(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    bare = {"document": {"file_id": "BQAC", "file_unique_id": "AgAD"}}

    inbound = await channel.parse(await standin.user_sends(CHAT, bare, user=PERSON))

    assert (inbound.attachment, inbound.text) == (Attachment("BQAC"), "")


async def test_of_a_photo_the_largest_size_is_announced(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    sizes = [
        {
            "file_id": f"AgAC{width}",
            "file_unique_id": f"u{width}",
            "width": width,
            "height": 60,
            "file_size": 9,
        }
        for width in (90, 1280, 320)
    ]

    inbound = await channel.parse(await standin.user_sends(CHAT, {"photo": sizes}, user=PERSON))

    assert (inbound.kind, inbound.attachment) == (
        InboundKind.FILE,
        Attachment("AgAC1280", "", "image/jpeg", 9),
    )


async def test_a_moving_picture_is_no_document_though_telegram_shows_one(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    shown = {"file_id": "CgAC", "file_unique_id": "g", "width": 9, "height": 9, "duration": 1}
    both = {"animation": shown, "document": {"file_id": "CgAC", "file_unique_id": "g"}}

    inbound = await channel.parse(await standin.user_sends(CHAT, both, user=PERSON))

    assert (inbound.kind, inbound.attachment) == (InboundKind.UNSUPPORTED, None)


async def test_words_bring_no_attachment(channel: TelegramChannel, standin: TelegramStandIn) -> None:
    assert (await channel.parse(await standin.user_says(CHAT, "2", user=PERSON))).attachment is None


async def test_a_document_in_a_group_is_for_us_only_when_its_caption_says_so(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    plain = await channel.parse(await standin.user_sends_document(GROUP, upload(), user=PERSON))
    to_us = await channel.parse(
        await standin.user_sends_document(GROUP, upload(), caption="@dondoc_thu_bot đây", user=PERSON)
    )

    assert (plain.is_addressed, to_us.is_addressed, to_us.text) == (False, True, "đây")


async def received(channel: TelegramChannel, standin: TelegramStandIn, content: bytes) -> Attachment:
    update = await standin.user_sends_document(CHAT, upload(content), user=PERSON)
    return (await channel.parse(update)).attachment


@pytest.mark.parametrize("size", [1, 65_536, 300_000])
async def test_a_file_is_fetched_whole_up_to_the_limit(
    channel: TelegramChannel, standin: TelegramStandIn, size: int
) -> None:
    content = bytes(n % 251 for n in range(size))

    assert await channel.fetch(await received(channel, standin, content), limit=size) == content


async def test_a_file_announced_larger_than_the_limit_is_not_even_asked_for(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    attachment = await received(channel, standin, bytes(1001))

    with pytest.raises(InvalidInput, match="larger than 1000 bytes"):
        await channel.fetch(attachment, limit=1000)
    assert standin.calls == []


async def test_a_file_that_telegram_finds_larger_is_not_downloaded(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    attachment = await received(channel, standin, bytes(1001))

    with pytest.raises(InvalidInput, match="larger than 1000 bytes"):
        await channel.fetch(Attachment(attachment.key), limit=1000)
    assert [call.method for call in standin.calls] == ["getFile"]


async def test_a_file_that_turns_out_larger_is_not_read_to_its_end(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    attachment = await received(channel, standin, bytes(1000))
    standin.fail("download", Endless())

    with pytest.raises(InvalidInput, match="larger than 1000 bytes"):
        await asyncio.wait_for(channel.fetch(attachment, limit=1000), timeout=5)


async def test_the_vendors_20_mb_bind_whoever_allows_more(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    announced = Attachment("BQAC", size=20 * 1024 * 1024 + 1)

    with pytest.raises(InvalidInput, match="larger than 20971520 bytes"):
        await channel.fetch(announced, limit=10**9)
    assert standin.calls == []


async def test_a_file_that_is_gone_is_invalid_input(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    attachment = await received(channel, standin, b"PDF")
    standin.api.files.forget(attachment.key)

    with pytest.raises(InvalidInput, match="does not hand out the file"):
        await channel.fetch(attachment, limit=1000)
    with pytest.raises(InvalidInput, match="does not hand out the file"):
        await channel.fetch(Attachment("của-ai-khác"), limit=1000)


FETCH_FAULTS = [
    ("getFile", Answer(200, {"ok": True, "result": {"file_id": "a", "file_unique_id": "b"}})),
    ("getFile", bad_request("file is too big")),
    ("getFile", gateway_page(502)),
    ("getFile", rate_limited(3)),
    ("getFile", server_error()),
    ("getFile", reset_before_reading()),
    ("getFile", bad_request("no AAHcanary-token_of-the-stand-in")),
    ("download", refused(404, "Not Found")),
    ("download", gateway_page(502)),
    ("download", reset_before_reading()),
    ("download", sent_elsewhere("http://127.0.0.1:1/")),
]


@pytest.mark.parametrize(("method", "fault"), FETCH_FAULTS)
async def test_a_file_that_cannot_be_fetched_is_invalid_input_without_the_token(
    channel: TelegramChannel,
    standin: TelegramStandIn,
    caplog: pytest.LogCaptureFixture,
    method: str,
    fault: Fault,
) -> None:
    caplog.set_level("DEBUG")
    attachment = await received(channel, standin, b"PDF")
    # The client itself asks once more after a reset, which is safe for a question.
    standin.fail(method, fault, fault)

    with pytest.raises(InvalidInput) as refusal:
        await channel.fetch(attachment, limit=1000)

    shown = "".join(traceback.format_exception(refusal.value))
    assert "AAHcanary" not in shown + caplog.text
    assert "file" in refusal.value.text


async def test_files_go_through_the_proxy_that_is_set(build: Build, standin: TelegramStandIn) -> None:
    through = build(api_base="http://telegram.invalid", proxy=standin.base)
    attachment = await received(through, standin, b"PDF")

    assert await through.fetch(attachment, limit=10) == b"PDF"
    assert (
        await through.send(Outbound(str(CHAT), "chào", document=Document("a.txt", "text/plain", b"x")))
    ).state is SendState.SENT


async def test_an_edited_caption_is_said_anew_with_its_file(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    first = await standin.user_sends_document(CHAT, upload(), caption="BC10", user=PERSON)
    edited = {**first["message"], **people.caption("BC11"), "edit_date": people.seconds()}

    inbound = await channel.parse(await standin.push({"edited_message": edited}))

    assert (inbound.kind, inbound.text) == (InboundKind.FILE, "BC11")
