"""What the inbox knows of an update before anybody reads it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.telegram.envelope import envelope
from channels.telegram.settings import TelegramSettings
from domain.errors import InvalidInput
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.people import TelegramUser

PERSON = TelegramUser(501, "Cán bộ", "Thử")
GROUP = -1009988
SENT_AT = datetime(2026, 10, 19, 1, 30, tzinfo=UTC)


async def pressed(standin: TelegramStandIn, data: str) -> dict[str, Any]:
    sent = await standin.api.sendMessage({"chat_id": "501", "text": "1 đã gửi"})
    assert sent["chat"]["id"] == 501
    return await standin.user_presses(501, standin.accepted[-1], data, user=PERSON)


async def test_the_envelope_names_bot_chat_and_the_vendors_time(standin: TelegramStandIn) -> None:
    update = await standin.user_says(GROUP, "2", user=PERSON, at=SENT_AT)

    wrapped = envelope(update, TelegramSettings(token=standin.token).bot_id)

    assert (wrapped.dedupe_key, wrapped.chat_key) == (f"4242:{update['update_id']}", str(GROUP))
    assert wrapped.said_at == SENT_AT
    assert wrapped.raw == update


async def test_a_press_belongs_to_its_chat_and_has_no_time_of_its_own(standin: TelegramStandIn) -> None:
    wrapped = envelope(await pressed(standin, "Tk_sent-01"), "4242")

    assert (wrapped.chat_key, wrapped.said_at) == ("501", None)


def test_an_update_without_a_chat_is_ordered_by_its_person() -> None:
    raw = {"update_id": 5, "inline_query": {"id": "1", "from": PERSON.as_dict(), "query": ""}}

    assert envelope(raw, "4242").chat_key == "501"
    assert envelope({"update_id": 6, "poll": {"id": "1"}}, "4242").chat_key == ""


@pytest.mark.parametrize("seconds", [0, -5, 253_402_300_800, 10**18, "hôm qua", None])
def test_a_time_that_is_none_is_left_out(seconds: object) -> None:
    raw = {"update_id": 5, "message": {"chat": {"id": 1}, "date": seconds}}

    assert envelope(raw, "4242").said_at is None


@pytest.mark.parametrize("number", ["5", None, 5.0, True, -1, 2**63])
def test_an_update_without_a_number_is_invalid_input(number: object) -> None:
    with pytest.raises(InvalidInput):
        envelope({"update_id": number}, "4242")
