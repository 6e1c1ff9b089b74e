"""Late lines are bold by entities; offsets count UTF-16 units and no text can format itself."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.telegram.channel import TelegramChannel
from channels.telegram.render import calls
from domain.messages import Outbound, SendState
from tests.telegram_standin import TelegramStandIn

CHAT = 501


@pytest.mark.parametrize(
    ("text", "late", "bold"),
    [
        ("BC10 còn hạn\nBC11 quá hạn 3 ngày\nBC12 còn hạn", (1,), ["BC11 quá hạn 3 ngày"]),
        ("BC10 quá hạn\nBC11 quá hạn", (0, 1), ["BC10 quá hạn", "BC11 quá hạn"]),
        ("𝟙𝟚 chữ số\nBC11 quá hạn", (1,), ["BC11 quá hạn"]),
        ("𝟙𝟚 quá hạn\nBC11", (0,), ["𝟙𝟚 quá hạn"]),
        ("Vie\u0323\u0302c cu\u0309a ddo\u031bn vi\u0323\nBC11 qua\u0301 ha\u0323n", (1,), ["BC11 quá hạn"]),
        ("\n\n  BC10\nBC11 quá hạn", (3,), ["BC11 quá hạn"]),
        ("  BC10 quá hạn  \nBC11", (0,), ["BC10 quá hạn"]),
        ("BC10\n\nBC11", (1,), []),
        ("BC10\n   \nBC11", (1,), []),
        ("BC10\r\nBC11 quá hạn\r\nBC12", (1,), ["BC11 quá hạn"]),
        ("BC10", (), []),
        ("BC10", (1, 7, -1), []),
        ("<b>BC10</b> *x*\n_BC11_ `quá hạn`", (1,), ["_BC11_ `quá hạn`"]),
    ],
)
async def test_exactly_the_late_lines_are_bold(
    channel: TelegramChannel, standin: TelegramStandIn, text: str, late: tuple[int, ...], bold: list[str]
) -> None:
    result = await channel.send(Outbound(str(CHAT), text, late_lines=late))

    assert result.state is SendState.SENT
    assert standin.accepted[0].bold == bold
    assert standin.accepted[0].text == unicodedata.normalize("NFC", text).strip()
    assert "parse_mode" not in standin.called("sendMessage")[0]


async def test_without_late_lines_no_entities_are_sent(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    await channel.send(Outbound(str(CHAT), "<b>BC10</b> @tất_cả"))

    assert "entities" not in standin.called("sendMessage")[0]


async def test_more_late_lines_than_the_vendor_allows_leave_the_rest_plain(
    channel: TelegramChannel, standin: TelegramStandIn
) -> None:
    text = "\n".join(f"BC{n} quá hạn" for n in range(120))

    result = await channel.send(Outbound(str(CHAT), text, late_lines=range(120)))

    assert result.state is SendState.SENT
    assert len(standin.accepted[0].bold) == 100


lines = st.text(
    st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(["", " ", "BC10 𝟙", "\u00a0x"])


@given(written=st.lists(lines, min_size=1, max_size=6), late=st.sets(st.integers(-1, 7)))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_each_bold_stretch_is_one_line_without_its_margins(
    written: list[str], late: set[int]
) -> None:
    (call,) = calls(Outbound(str(CHAT), "\n".join(written), late_lines=tuple(sorted(late))))

    units = call.text.encode("utf-16-le")
    bold = [
        units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le")
        for each in call.entities or []
    ]

    normal = [unicodedata.normalize("NFC", line).strip() for line in written]
    assert bold == [line for number, line in enumerate(normal) if number in late and line]
