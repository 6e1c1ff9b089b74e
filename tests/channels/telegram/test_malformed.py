"""Updates that are none: refused in words, never a crash."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.telegram.channel import TelegramChannel
from channels.telegram.envelope import envelope
from channels.telegram.updates import HANDLED
from domain.errors import InvalidInput
from domain.messages import Inbound

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(
    [
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "text",
        "caption",
        "id",
        "data",
        "message",
        "new_chat_member",
    ]
)
parts = st.dictionaries(st.sampled_from(["id", "type", "is_bot", "first_name", "status"]), anything)
events = st.dictionaries(fields, anything | parts)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": "x"},
        {"update_id": 1, "message": 7},
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": {"message_id": 1, "date": "?", "chat": {}}},
        {"update_id": 1, "callback_query": {"id": "1", "data": "Tk_sent-01"}},
    ],
)
async def test_a_malformed_update_is_invalid_input(channel: TelegramChannel, raw: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        await channel.parse(raw)


async def test_the_complaint_about_a_malformed_update_does_not_quote_it(channel: TelegramChannel) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await channel.parse({"update_id": 1, "message": {"text": ["lời riêng"]}})

    assert "lời riêng" not in refusal.value.text
    assert refusal.value.__context__ is None


async def test_an_update_nested_without_end_is_invalid_input(channel: TelegramChannel) -> None:
    message: dict[str, Any] = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}
    for _ in range(3000):
        message = {**message, "reply_to_message": message}

    with pytest.raises(InvalidInput):
        await channel.parse({"update_id": 1, "message": message})


@given(
    raw=st.fixed_dictionaries(
        {}, optional={"update_id": st.integers() | anything, **dict.fromkeys(HANDLED, events | anything)}
    )
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_no_shape_of_update_crashes_the_reader(channel: TelegramChannel, raw: dict[str, Any]) -> None:
    try:
        read = await channel.parse(raw)
    except InvalidInput:
        return
    assert read is None or isinstance(read, Inbound)


@given(raw=st.dictionaries(st.sampled_from(["update_id", *HANDLED]), events | anything))
@settings(max_examples=150, deadline=None)
def test_no_shape_of_update_crashes_the_envelope(raw: dict[str, Any]) -> None:
    try:
        wrapped = envelope(raw, "4242")
    except InvalidInput:
        return
    assert wrapped.said_at is None or wrapped.said_at.tzinfo is not None
