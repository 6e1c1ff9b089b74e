"""What a letter holds, read back from what the server received."""

import unicodedata
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest

from channels.email.channel import EmailChannel
from domain.messages import Document, Option, Outbound
from tests.channels.email.conftest import SENDER, SENT_AT, Build
from tests.channels.email.mailserver import Accepted, MailServer

ADDRESS = "van.thu@sotp.example.test"
NOTE = Outbound(
    ADDRESS, "BC10: hạn trước ngày 21/11/2026\n\nKính đề nghị Sở gửi đúng hạn.", reference="digest:7"
)


async def received(channel: EmailChannel, server: MailServer, message: Outbound = NOTE) -> Accepted:
    await channel.send(message)
    return server.accepted[-1]


async def test_the_envelope_and_the_headers_name_sender_and_recipient(
    channel: EmailChannel, server: MailServer
) -> None:
    found = await received(channel, server)

    assert (found.mail_from, found.recipients) == (SENDER, (ADDRESS,))
    (sender,) = found.letter["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Đôn Đốc", SENDER)
    assert found.letter["To"] == ADDRESS


async def test_the_letter_is_dated_by_the_clock(channel: EmailChannel, server: MailServer) -> None:
    found = await received(channel, server)

    assert parsedate_to_datetime(found.letter["Date"]) == SENT_AT


async def test_answering_machines_are_kept_quiet(channel: EmailChannel, server: MailServer) -> None:
    letter = (await received(channel, server)).letter

    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"


async def test_vietnamese_arrives_as_written_in_subject_and_text(
    channel: EmailChannel, server: MailServer
) -> None:
    found = await received(channel, server)

    assert found.letter["Subject"] == "Đôn Đốc: BC10: hạn trước ngày 21/11/2026"
    assert found.text.startswith(NOTE.text + "\n")
    assert found.letter.get_body().get_content_type() == "text/plain"
    assert found.letter.get_body().get_content_charset() == "utf-8"


async def test_decomposed_letters_are_composed(channel: EmailChannel, server: MailServer) -> None:
    found = await received(channel, server, Outbound(ADDRESS, unicodedata.normalize("NFD", NOTE.text)))

    assert found.letter["Subject"] == "Đôn Đốc: BC10: hạn trước ngày 21/11/2026"
    assert found.text.startswith(NOTE.text)


@pytest.mark.parametrize("text", ["Đề nghị " * 500, "Đề nghị Sở\nBáo cáo", "report " * 500])
async def test_every_line_on_the_wire_is_short_and_in_seven_bits(
    channel: EmailChannel, server: MailServer, text: str
) -> None:
    found = await received(channel, server, replace(NOTE, text=text))

    assert found.content.isascii()
    assert max(map(len, found.content.split(b"\r\n"))) <= 78
    assert found.text.startswith(text.rstrip() + "\n")


async def test_lines_that_begin_with_a_dot_stay_as_they_are(
    channel: EmailChannel, server: MailServer
) -> None:
    # So much plain text is not coded as a whole, and its dots are on the wire.
    text = "one\n.\n..two\n.three\nMAIL FROM:<x@example.test>\n" + "and so on\n" * 50 + "."

    found = await received(channel, server, Outbound(ADDRESS, text))

    assert b"\r\n..two" in found.content
    assert found.text.startswith(text + "\n")
    assert len(server.accepted) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi\r\nBcc: x@example.test\r\n\r\nthân thư",
        "Kính gửi\rBcc: x@example.test",
        "Kính gửi\nBcc: x@example.test",
        "Kính gửi\x0bBcc: x@example.test",
        "Kính gửi\x85Bcc: x@example.test",
        "Kính gửi\u2028Bcc: x@example.test",
        "\r\nKính gửi\r\nBcc: x@example.test",
    ],
)
async def test_no_text_can_add_a_header(channel: EmailChannel, server: MailServer, text: str) -> None:
    found = await received(channel, server, Outbound(ADDRESS, text))

    assert found.letter["Bcc"] is None
    assert found.letter["Subject"] == "Đôn Đốc: Kính gửi"
    assert found.recipients == (ADDRESS,)


async def test_control_characters_leave_the_subject(channel: EmailChannel, server: MailServer) -> None:
    found = await received(channel, server, Outbound(ADDRESS, "Kính\tgửi\x00\x07 Sở\x1b[0m"))

    assert found.letter["Subject"] == "Đôn Đốc: Kính gửi Sở [0m"


async def test_a_long_first_line_is_cut_at_a_word(channel: EmailChannel, server: MailServer) -> None:
    found = await received(channel, server, Outbound(ADDRESS, "Báo cáo kết quả, " * 20))

    subject = str(found.letter["Subject"])
    assert len(subject) <= len("Đôn Đốc: ") + 71
    assert subject.endswith(("kết quả…", "Báo cáo…", "Báo…", "cáo…", "kết…"))
    assert "\n" not in subject


async def test_a_first_line_that_just_fits_is_left_whole(channel: EmailChannel, server: MailServer) -> None:
    found = await received(channel, server, Outbound(ADDRESS, "ạ" * 70))

    assert found.letter["Subject"] == "Đôn Đốc: " + "ạ" * 70


@pytest.mark.parametrize("text", ["", " \n\t\n"])
async def test_a_text_that_says_nothing_still_has_a_subject(
    channel: EmailChannel, server: MailServer, text: str
) -> None:
    found = await received(channel, server, Outbound(ADDRESS, text))

    assert found.letter["Subject"] == "Đôn Đốc: thông báo"


@pytest.mark.parametrize("address", ["https://dondoc.example.vn", "https://dondoc.example.vn/"])
async def test_the_letter_says_where_to_answer(build: Build, server: MailServer, address: str) -> None:
    found = await received(build(public_url=address), server)

    assert "Mời anh/chị trả lời tại trang trò chuyện: https://dondoc.example.vn/chat\n" in found.text
    assert found.text.rstrip().endswith("thư trả lời về địa chỉ này không được đọc.")


async def test_without_a_public_address_no_link_is_invented(
    channel: EmailChannel, server: MailServer
) -> None:
    found = await received(channel, server)

    assert "/chat" not in found.text
    assert found.text.rstrip().endswith("thư trả lời về địa chỉ này không được đọc.")


async def test_options_are_not_written_a_second_time(channel: EmailChannel, server: MailServer) -> None:
    text = "1 đã gửi, 2 đang làm"
    options = (Option(1, "sent", "đã gửi"), Option(2, "doing", "đang làm"))

    found = await received(channel, server, Outbound(ADDRESS, text, options=options))

    assert found.text.count("đã gửi") == 1


async def test_every_try_of_one_message_has_the_same_name(channel: EmailChannel, server: MailServer) -> None:
    first, second = (await received(channel, server)).letter, (await received(channel, server)).letter

    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@vanphong.example.test>")
    assert "digest" not in first["Message-ID"]


@pytest.mark.parametrize(
    "other", [replace(NOTE, reference="digest:8"), replace(NOTE, address="khac@sotp.example.test")]
)
async def test_another_message_has_another_name(
    channel: EmailChannel, server: MailServer, other: Outbound
) -> None:
    first = (await received(channel, server)).letter["Message-ID"]

    assert (await received(channel, server, other)).letter["Message-ID"] != first


async def test_messages_without_a_reference_are_told_apart(channel: EmailChannel, server: MailServer) -> None:
    nameless = replace(NOTE, reference="")

    found = {(await received(channel, server, nameless)).letter["Message-ID"] for _ in range(3)}

    assert len(found) == 3


async def test_a_file_arrives_with_its_name_type_and_bytes(channel: EmailChannel, server: MailServer) -> None:
    content = bytes(range(256)) * 500 + b"\r\n.\r\n"
    document = Document("Biểu tổng hợp tháng 11.xlsx", "application/vnd.ms-excel", content)

    found = await received(channel, server, replace(NOTE, document=document))

    (file,) = found.letter.iter_attachments()
    assert file.get_filename() == "Biểu tổng hợp tháng 11.xlsx"
    assert file.get_content_type() == "application/vnd.ms-excel"
    assert file.get_content_disposition() == "attachment"
    assert file.get_content() == content
    assert found.text.startswith(NOTE.text)


async def test_without_a_file_nothing_is_attached(channel: EmailChannel, server: MailServer) -> None:
    found = await received(channel, server)

    assert not list(found.letter.iter_attachments())


async def test_a_table_in_text_keeps_its_bytes(channel: EmailChannel, server: MailServer) -> None:
    content = "\ufeffđơn vị;số\r\nSở Tư pháp;1\n".encode()

    found = await received(channel, server, replace(NOTE, document=Document("a.csv", "text/csv", content)))

    (file,) = found.letter.iter_attachments()
    assert file.get_content_type() == "text/csv"
    assert file.get_payload(decode=True) == content


@pytest.mark.parametrize(
    "mime", ["", "xlsx", "message/rfc822", "multipart/mixed", "a b/c", "text/\r\nBcc: x"]
)
async def test_a_type_that_is_none_becomes_a_plain_file(
    channel: EmailChannel, server: MailServer, mime: str
) -> None:
    found = await received(channel, server, replace(NOTE, document=Document("a.bin", mime, b"abc")))

    (file,) = found.letter.iter_attachments()
    assert file.get_content_type() == "application/octet-stream"
    assert file.get_content() == b"abc"


async def test_the_name_of_a_file_can_add_no_header(channel: EmailChannel, server: MailServer) -> None:
    document = Document('a"\r\nBcc: x@example.test\r\n.pdf', "application/pdf", b"%PDF")

    found = await received(channel, server, replace(NOTE, document=document))

    (file,) = found.letter.iter_attachments()
    assert found.letter["Bcc"] is None
    assert file["Bcc"] is None
    assert file.get_filename() == 'a" Bcc: x@example.test .pdf'
