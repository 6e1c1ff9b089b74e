"""What the inbox knows of an update before anybody reads it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.zalo_bot.envelope import envelope, is_event, is_too_deep
from tests.zalo_standin import ZaloUser
from tests.zalo_standin.payloads import (
    I_date_in_seconds,
    I_unsupported_without_message,
    N2_bare_body,
    Place,
    V2_full_envelope,
    V2_sticker_received,
    V2_text_received,
)

SENT_AT = datetime(2026, 10, 19, 1, 30, tzinfo=UTC)
PERSON = ZaloUser("3ab9")
PLACE = Place(PERSON, "3ab9", "m1", SENT_AT)


def test_the_envelope_names_event_chat_sender_and_message() -> None:
    wrapped = envelope(V2_text_received(Place(PERSON, "zgr-1", "m1", SENT_AT), "2"), "78")

    assert wrapped.dedupe_key == "78:message.text.received:zgr-1:3ab9:m1"
    assert (wrapped.chat_key, wrapped.said_at) == ("zgr-1", SENT_AT)


def test_the_vendors_envelope_and_the_bare_body_are_the_same_update() -> None:
    update = V2_text_received(PLACE, "2")
    full, bare = envelope(V2_full_envelope(update), "78"), envelope(N2_bare_body(update), "78")

    assert (full.dedupe_key, full.chat_key, full.said_at) == (bare.dedupe_key, bare.chat_key, bare.said_at)
    assert full.raw == {"ok": True, "result": update}


@pytest.mark.parametrize(
    "other",
    [
        V2_text_received(Place(PERSON, "zgr-1", "m1"), "2"),
        V2_text_received(Place(ZaloUser("4cd0"), "3ab9", "m1"), "2"),
        V2_text_received(Place(PERSON, "3ab9", "m2"), "2"),
        V2_sticker_received(Place(PERSON, "3ab9", "m1")),
    ],
)
def test_the_same_message_id_elsewhere_is_another_update(other: dict[str, Any]) -> None:
    assert envelope(other, "78").dedupe_key != envelope(V2_text_received(PLACE, "2"), "78").dedupe_key


def test_the_same_update_of_another_bot_is_another_update() -> None:
    update = V2_text_received(PLACE, "2")

    assert envelope(update, "78").dedupe_key != envelope(update, "79").dedupe_key


def test_an_update_without_ids_is_told_apart_by_its_content() -> None:
    bare = I_unsupported_without_message()
    first, again = envelope(bare, "78"), envelope(V2_full_envelope(bare), "78")
    other = envelope(bare | {"hint": "x"}, "78")

    assert first.dedupe_key == again.dedupe_key
    assert first.dedupe_key.startswith("78:")
    assert other.dedupe_key != first.dedupe_key
    assert (first.chat_key, first.said_at) == ("", None)


def test_ids_that_would_run_into_each_other_are_told_apart_by_content() -> None:
    one = V2_text_received(Place(ZaloUser("c"), "a:b", "m"), "2")
    two = V2_text_received(Place(ZaloUser("b:c"), "a", "m"), "2")

    assert envelope(one, "78").dedupe_key != envelope(two, "78").dedupe_key


@pytest.mark.parametrize("odd", ["a\0b", "x" * 100_000, "có dấu", " ", "\ud800"])
def test_an_id_no_store_could_keep_never_becomes_a_key(odd: str) -> None:
    wrapped = envelope(V2_text_received(Place(PERSON, odd, odd), "2"), "78")

    assert wrapped.chat_key == ""
    assert len(wrapped.dedupe_key) < 80
    assert wrapped.dedupe_key.isascii()


def test_seconds_are_taken_for_seconds_and_milliseconds_for_milliseconds() -> None:
    assert envelope(I_date_in_seconds(PLACE, "2"), "78").said_at == SENT_AT
    update = V2_text_received(PLACE, "2")
    update["message"]["date"] += 250
    assert envelope(update, "78").said_at == SENT_AT.replace(microsecond=250_000)


@pytest.mark.parametrize("date", [0, -5, 10**18, "hôm qua", None, True, 1.5, []])
def test_a_time_that_is_none_is_left_out(date: object) -> None:
    update = V2_text_received(PLACE, "2")
    update["message"]["date"] = date

    assert envelope(update, "78").said_at is None


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"ok": True}, {"event_name": 7}, {"result": {}}])
def test_what_names_no_event_is_no_event(raw: object) -> None:
    assert not is_event(raw)


def test_what_names_its_event_is_one_even_when_nothing_else_is_known() -> None:
    assert is_event({"event_name": "message.new.received"})
    assert is_event(V2_full_envelope(V2_text_received(PLACE, "2")))


def test_depth_is_measured_without_recursion() -> None:
    deep: Any = "2"
    for _ in range(100_000):
        deep = {"x": [deep]}

    assert is_too_deep(deep)
    assert not is_event({"event_name": "message.text.received", "message": deep})
    assert not is_too_deep(V2_full_envelope(V2_text_received(PLACE, "2")))
    while isinstance(deep, dict):
        # Taken apart by hand, because the interpreter itself would recurse.
        deep = deep.pop("x").pop()
