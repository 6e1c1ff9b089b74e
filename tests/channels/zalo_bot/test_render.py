"""How a message looks in Zalo: how long it is, and which of its lines are red."""

import unicodedata

import pytest

from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.render import MAX_TEXT, parameters, units
from domain.messages import Outbound, SendError, SendState
from tests.channels.zalo_bot.conftest import Build
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.faults import page, refused

CHAT = "3ab9c0ffee"
DIGEST = "Văn phòng đề nghị:\nTK10 quá hạn 2 ngày\nBC10 còn 3 ngày\nBC9 quá hạn 5 ngày"


def note(text: str = DIGEST, *late: int) -> Outbound:
    return Outbound(CHAT, text, late_lines=late)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


async def test_late_lines_are_bold_and_red_and_no_others(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    await channel.send(note(DIGEST, 1, 3))

    assert standin.accepted[0].styled() == ["TK10 quá hạn 2 ngày", "BC9 quá hạn 5 ngày"]
    assert [style["st"] for style in standin.accepted[0].styles] == [["b", "c_db342e"]] * 2


@pytest.mark.parametrize(
    "first", ["Hạn 📅 của 𠀀:", decomposed("Việc của đơn vị ở xã Tân Hòa:"), "ữ" * 5, "", "👩‍👩‍👧 x"]
)
async def test_spans_count_utf16_units_of_the_composed_text(
    channel: ZaloBotChannel, standin: ZaloStandIn, first: str
) -> None:
    late = decomposed("BC10 quá hạn 📌")
    await channel.send(note(f"{first}\n{late}\nhết", 1))

    assert standin.accepted[0].styled() == [unicodedata.normalize("NFC", late)]


@pytest.mark.parametrize("late", [(4,), (99,), (-1,)])
def test_a_line_that_is_not_there_cannot_be_late(late: tuple[int, ...]) -> None:
    assert "text_styles" not in parameters(note(DIGEST, *late), styled=True)


def test_an_empty_line_has_no_colour() -> None:
    assert "text_styles" not in parameters(note("một\n\n  \nhai", 1, 2), styled=True)


def test_a_line_named_twice_is_styled_once() -> None:
    assert len(parameters(note(DIGEST, 1, 1), styled=True)["text_styles"]) == 1


async def test_styles_can_be_switched_off(build: Build, standin: ZaloStandIn) -> None:
    await build(text_styles=False).send(note(DIGEST, 1))

    assert standin.accepted[0].styles == []


async def test_when_styles_are_refused_the_same_text_goes_once_more_without(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    standin.api.whims.takes_styles = False

    result = await channel.send(note(DIGEST, 1))

    assert result.state is SendState.SENT
    assert [(sent.text, sent.styles) for sent in standin.accepted] == [(DIGEST, [])]
    assert len(standin.called("sendMessage")) == 2


async def test_a_text_that_is_refused_plain_too_is_refused(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    standin.fail("sendMessage", refused(400), refused(400), refused(400))

    assert (await channel.send(note(DIGEST, 1))).error is SendError.BAD_REQUEST
    assert len(standin.called("sendMessage")) == 2


@pytest.mark.parametrize("fault", [refused(404), refused(408), refused(429), refused(500), page(502)])
async def test_only_a_bad_request_is_repeated_without_styles(
    channel: ZaloBotChannel, standin: ZaloStandIn, fault: object
) -> None:
    standin.fail("sendMessage", fault)

    assert (await channel.send(note(DIGEST, 1))).state is not SendState.SENT
    assert len(standin.called("sendMessage")) == 1


@pytest.mark.parametrize("letter", ["a", "ữ", decomposed("ữ")])
async def test_two_thousand_characters_pass_and_one_more_is_refused_unsent(
    channel: ZaloBotChannel, standin: ZaloStandIn, letter: str
) -> None:
    passed = await channel.send(note(letter * 2000))
    refused_one = await channel.send(note(letter * 2001))

    assert passed.state is SendState.SENT
    assert (refused_one.state, refused_one.error) == (SendState.REFUSED, SendError.BAD_REQUEST)
    assert "too long" in refused_one.detail
    assert not refused_one.disables_contact
    assert [len(sent.text) for sent in standin.accepted] == [2000]


async def test_composed_and_decomposed_texts_arrive_as_the_same_text(
    channel: ZaloBotChannel, standin: ZaloStandIn
) -> None:
    text = "Đề nghị Sở Tư pháp gửi báo cáo trước ngày 21/11/2026"
    await channel.send(note(text))
    await channel.send(note(decomposed(text)))

    assert [sent.text for sent in standin.accepted] == [text, text]


def test_signs_outside_the_first_plane_count_twice_as_the_capabilities_say() -> None:
    assert units("📅") == 2
    assert units("📅" * 1000) == MAX_TEXT


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_a_text_without_words_is_the_vendors_to_refuse(channel: ZaloBotChannel, text: str) -> None:
    result = await channel.send(note(text))

    assert (result.error, result.disables_contact) == (SendError.BAD_REQUEST, False)


@pytest.mark.parametrize("text", ["nửa \ud83d ký tự", "không \0 byte", "\u202eđảo", "@all mọi người"])
async def test_odd_texts_arrive_without_a_crash(
    channel: ZaloBotChannel, standin: ZaloStandIn, text: str
) -> None:
    result = await channel.send(note(text))

    assert result.state in (SendState.SENT, SendState.REFUSED)
