"""Updates that are none: refused in words, never a crash."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.envelope import envelope, is_event
from channels.zalo_bot.updates import read, unaddressed
from domain.errors import InvalidInput
from domain.messages import Inbound
from tests.zalo_standin import ZaloUser
from tests.zalo_standin.payloads import Place, V2_text_received

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
event_names = st.sampled_from(
    [
        *(f"message.{kind}.received" for kind in ("text", "image", "sticker", "voice", "unsupported")),
        "message.text",
    ]
)
parts = st.dictionaries(st.sampled_from(["id", "chat_type", "is_bot", "display_name", "name"]), anything)
messages = st.dictionaries(
    st.sampled_from(["message_id", "from", "chat", "date", "text", "caption", "photo"]), anything | parts
)
updates = st.fixed_dictionaries(
    {},
    optional={"event_name": event_names | anything, "message": messages | anything, "result": anything},
)


def broken(*path: str, value: object) -> dict[str, Any]:
    """A sound update with one thing in it replaced, or taken out when the value is Ellipsis."""
    update = V2_text_received(Place(ZaloUser("3ab9"), "3ab9", "m1"), "2")
    *way, last = path
    holder: Any = update
    for step in way:
        holder = holder[step]
    if value is ...:
        del holder[last]
    else:
        holder[last] = value
    return update


MALFORMED = [
    {},
    {"event_name": 7},
    {"ok": True, "result": {}},
    {"ok": True, "result": None},
    *(broken("message", value=value) for value in (..., None, 7, [], "x")),
    *(broken("message", "from", value=value) for value in (..., None, 7, [])),
    *(broken("message", "chat", value=value) for value in (..., None, "3ab9")),
    *(broken("message", "text", value=value) for value in (..., None, 7, ["lời riêng"])),
    *(broken("message", "chat", "chat_type", value=value) for value in (..., None, 7)),
    *(broken("message", "from", "id", value=value) for value in (..., None, "", True, 1.5, "a\0b", "a b")),
    *(broken("message", "chat", "id", value=value) for value in (..., None, "", [], "x" * 201)),
]


@pytest.mark.parametrize("raw", MALFORMED)
async def test_a_malformed_update_is_invalid_input(channel: ZaloBotChannel, raw: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        await channel.parse(raw)


@pytest.mark.parametrize("raw", MALFORMED)
def test_a_malformed_update_can_be_kept_all_the_same(raw: dict[str, Any]) -> None:
    assert envelope(raw, "78").dedupe_key.startswith("78:")


async def test_the_complaint_does_not_quote_what_people_wrote(channel: ZaloBotChannel) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await channel.parse(broken("message", "text", value=["lời riêng"]))

    assert "lời riêng" not in refusal.value.text


@given(raw=updates | st.fixed_dictionaries({"ok": st.booleans(), "result": updates}))
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_shape_of_update_crashes_the_reader(raw: dict[str, Any]) -> None:
    try:
        inbound = read(raw, ("Bot Đôn Đốc",))
    except InvalidInput:
        return
    assert inbound is None or isinstance(inbound, Inbound)


@given(raw=updates | st.dictionaries(st.text(max_size=5), anything))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_shape_of_update_crashes_the_envelope(raw: dict[str, Any]) -> None:
    wrapped = envelope(raw, "78")

    assert wrapped.dedupe_key == envelope(raw, "78").dedupe_key
    assert wrapped.said_at is None or wrapped.said_at.tzinfo is not None
    assert is_event(raw) in (True, False)


@given(update=updates, cut=st.integers(0, 400), patch=st.binary(max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_bytes_are_either_no_json_or_read_without_a_crash(
    update: dict[str, Any], cut: int, patch: bytes
) -> None:
    sound = json.dumps(update).encode()
    try:
        raw = json.loads(sound[:cut] + patch + sound[cut + len(patch) :])
    except ValueError:
        return
    if is_event(raw):
        assert envelope(raw, "78").dedupe_key


@given(text=st.text(max_size=60), names=st.lists(st.text(max_size=10), max_size=3))
@settings(max_examples=200, deadline=None)
def test_taking_a_mention_off_only_ever_takes_something_off(text: str, names: list[str]) -> None:
    left = unaddressed(text, names)

    assert len(left) <= len(text)
    assert set(left) <= set(text)
