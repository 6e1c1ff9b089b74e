"""The stand-in is judged too: by plain requests, without the product's client."""

from collections.abc import AsyncIterator
from typing import Any
from unicodedata import normalize

import httpx
import pytest

from tests.zalo_standin import ZaloStandIn, ZaloUser
from tests.zalo_standin.faults import (
    accept_then_reset,
    hang,
    page,
    quota_spent,
    refused,
    reset_before_reading,
    server_error,
    timed_out,
    timed_out_by_status,
)
from tests.zalo_standin.meter import Meter
from tests.zalo_standin.payloads import N2_bare_body, Place, V2_text_received

CHAT, GROUP = "3ab9", "zgr-77"
PERSON = ZaloUser(CHAT)
HOOK = {"url": "https://dondoc.example/hooks/zalo-bot/default", "secret_token": "s" * 32}


class Plain:
    """Calls the Bot API as any program would."""

    def __init__(self, http: httpx.AsyncClient, standin: ZaloStandIn) -> None:
        self._http, self._standin = http, standin

    async def answer(self, method: str, token: str | None = None, **params: Any) -> httpx.Response:
        address = f"{self._standin.base}/bot{token or self._standin.token}/{method}"
        return await self._http.post(address, json=params)

    async def __call__(self, method: str, **params: Any) -> Any:
        return (await self.answer(method, **params)).json()


@pytest.fixture
async def plain(standin: ZaloStandIn) -> AsyncIterator[Plain]:
    async with httpx.AsyncClient(trust_env=False, timeout=0.3) as http:
        yield Plain(http, standin)


async def test_a_conversation_goes_to_and_fro(plain: Plain, standin: ZaloStandIn) -> None:
    assert (await plain("getMe"))["result"]["display_name"] == "Bot Đôn Đốc"
    await standin.user_says(CHAT, "BC10 2")

    update = (await plain("getUpdates", timeout="1"))["result"]
    sent = await plain("sendMessage", chat_id=update["message"]["chat"]["id"], text="Đã ghi nhận")

    assert (update["event_name"], update["message"]["text"]) == ("message.text.received", "BC10 2")
    assert sent["result"]["message_id"] == standin.accepted[0].message_id
    assert (standin.accepted[0].chat, standin.accepted[0].text) == (CHAT, "Đã ghi nhận")
    assert len(str(sent["result"]["date"])) == 13


async def test_a_foreign_token_is_refused_with_http_200(plain: Plain, standin: ZaloStandIn) -> None:
    answer = await plain.answer("getMe", token="7878:another")

    assert (answer.status_code, answer.json()["ok"], answer.json()["error_code"]) == (200, False, 401)


async def test_a_method_is_known_by_its_exact_name_alone(plain: Plain) -> None:
    assert (await plain("getme"))["error_code"] == 404
    assert (await plain("sendDocument", chat_id=CHAT))["error_code"] == 404


async def test_one_update_a_call_and_gone_once_handed_out(plain: Plain, standin: ZaloStandIn) -> None:
    for text in ("một", "hai"):
        await standin.user_says(CHAT, text)

    got = [(await plain("getUpdates", timeout=0)) for _ in range(3)]

    assert [answer["result"]["message"]["text"] for answer in got[:2]] == ["một", "hai"]
    assert got[2] == {"ok": False, "error_code": 408, "description": "Request timeout"}


@pytest.mark.parametrize(
    ("whim", "status", "body"),
    [
        ("408 in the body", 200, {"ok": False, "error_code": 408, "description": "Request timeout"}),
        ("408 as the status", 408, {"ok": False, "error_code": 408, "description": "Request timeout"}),
        ("an empty object", 200, {"ok": True, "result": {}}),
        ("null", 200, {"ok": True, "result": None}),
        ("absent", 200, {"ok": True}),
    ],
)
async def test_an_empty_poll_is_answered_in_each_way_that_was_seen(
    plain: Plain, standin: ZaloStandIn, whim: str, status: int, body: dict[str, Any]
) -> None:
    standin.api.whims.empty = whim

    answer = await plain.answer("getUpdates", timeout="0")

    assert (answer.status_code, answer.json()) == (status, body)


async def test_copies_and_disorder_are_delivered_as_asked(plain: Plain, standin: ZaloStandIn) -> None:
    standin.api.queue.copies = 2
    standin.api.queue.newest_first = True
    for text in ("một", "hai"):
        await standin.user_says(CHAT, text)

    got = [(await plain("getUpdates", timeout=0))["result"]["message"]["text"] for _ in range(4)]

    assert got == ["hai", "hai", "một", "một"]


async def test_a_webhook_and_polling_exclude_each_other(plain: Plain, standin: ZaloStandIn) -> None:
    never = await plain.answer("getWebhookInfo")
    await plain("setWebhook", **HOOK)
    under_webhook = await plain("getUpdates", timeout=0)
    registered = await plain("getWebhookInfo")
    await plain("deleteWebhook")

    assert (never.status_code, never.json()["ok"]) == (404, False)
    assert under_webhook["error_code"] == 400
    assert registered["result"]["url"] == HOOK["url"]
    assert (await plain("getWebhookInfo"))["result"]["url"] == ""
    assert (await plain("getUpdates", timeout=0))["error_code"] == 408


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://dondoc.example/"},
        {"url": "https://localhost/"},
        {"url": "https://192.168.1.4/"},
        {"secret_token": "short"},
        {"secret_token": "x" * 257},
        {"secret_token": None},
    ],
)
async def test_a_webhook_the_vendor_would_refuse_is_refused(plain: Plain, wrong: dict[str, Any]) -> None:
    assert (await plain("setWebhook", **(HOOK | wrong)))["error_code"] == 400


@pytest.mark.parametrize(
    ("params", "ok"),
    [
        ({"text": "đ" * 2000}, True),
        ({"text": normalize("NFD", "ữ") * 2000}, True),
        ({"text": "📅" * 2000}, True),
        ({"text": "đ" * 2001}, False),
        ({"text": ""}, False),
        ({"text": "  "}, False),
        ({}, False),
        ({"text": "x", "chat_id": ""}, False),
        ({"text": "x", "chat_id": 7}, False),
        ({"text": "ab", "text_styles": [{"start": 0, "len": 2, "st": ["b"]}]}, True),
        ({"text": "📅", "text_styles": [{"start": 0, "len": 2, "st": ["b", "new_1"]}]}, True),
        ({"text": "ab", "text_styles": [{"start": 1, "len": 2, "st": ["b"]}]}, False),
        ({"text": "ab", "text_styles": [{"start": 0, "len": 0, "st": ["b"]}]}, False),
        ({"text": "ab", "text_styles": [{"start": 0, "len": 1, "st": "b"}]}, False),
        ({"text": "ab", "text_styles": {"start": 0}}, False),
    ],
)
async def test_only_what_the_vendor_takes_is_taken(
    plain: Plain, standin: ZaloStandIn, params: dict[str, Any], ok: bool
) -> None:
    answer = await plain("sendMessage", **({"chat_id": CHAT} | params))

    assert answer["ok"] is ok
    assert len(standin.accepted) == ok


async def test_a_parse_mode_wins_over_styles(plain: Plain, standin: ZaloStandIn) -> None:
    style = [{"start": 0, "len": 2, "st": ["b"]}]
    await plain("sendMessage", chat_id=CHAT, text="ab", text_styles=style, parse_mode="markdown")

    assert standin.accepted[0].styles == []


async def test_pictures_go_by_address_and_typing_has_no_result(plain: Plain, standin: ZaloStandIn) -> None:
    sent = await plain("sendPhoto", chat_id=CHAT, photo="https://dondoc.example/p.png", caption="Biểu 1")
    wrong = await plain("sendPhoto", chat_id=CHAT, photo="p.png")

    assert sent["ok"]
    assert (standin.accepted[0].photo, standin.accepted[0].text) == ("https://dondoc.example/p.png", "Biểu 1")
    assert wrong["error_code"] == 400
    assert await plain("sendChatAction", chat_id=CHAT, action="typing") == {"ok": True}
    assert (await plain("sendChatAction", chat_id=CHAT, action="dancing"))["error_code"] == 400


async def test_in_a_group_only_mentions_and_replies_are_heard(standin: ZaloStandIn) -> None:
    heard = [
        await standin.user_says_in_group(GROUP, "2", user=PERSON),
        await standin.user_says_in_group(GROUP, "2", user=PERSON, mentions=True),
        await standin.user_says_in_group(GROUP, "2", user=PERSON, replies=True),
        await standin.user_says(GROUP, "BC10 2", user=PERSON),
        await standin.user_says(GROUP, "@bot đôn đốc BC10 2", user=PERSON),
    ]

    assert [update is not None for update in heard] == [False, True, True, False, True]
    assert [update["message"]["text"] for update in standin.api.queue.pending] == [
        "@Bot Đôn Đốc 2",
        "2",
        "@bot đôn đốc BC10 2",
    ]
    assert {update["message"]["chat"]["chat_type"] for update in standin.api.queue.pending} == {"GROUP"}


async def test_in_private_everything_is_heard(standin: ZaloStandIn) -> None:
    update = await standin.user_says(CHAT, "2")

    assert update["message"]["chat"] == {"id": CHAT, "chat_type": "PRIVATE"}
    assert update["message"]["from"]["id"] == CHAT


async def test_a_chat_that_is_gone_answers_as_scripted_and_the_others_do_not(
    plain: Plain, standin: ZaloStandIn
) -> None:
    standin.api.whims.gone = {CHAT: 404}

    assert (await plain("sendMessage", chat_id=CHAT, text="x"))["error_code"] == 404
    assert (await plain("sendMessage", chat_id=GROUP, text="x"))["ok"]


async def test_after_the_quota_every_send_is_refused_until_it_is_raised(
    plain: Plain, standin: ZaloStandIn
) -> None:
    standin.api.whims.quota = 2
    codes = [(await plain("sendMessage", chat_id=CHAT, text="x")).get("error_code") for _ in range(4)]
    standin.api.whims.quota = None

    assert codes == [None, None, 429, 429]
    assert (await plain("sendMessage", chat_id=CHAT, text="x"))["ok"]


SCRIPTED = [
    (refused(404), 200),
    (refused(404, status=404), 404),
    (timed_out(), 200),
    (timed_out_by_status(), 408),
    (quota_spent(), 200),
    (server_error(503), 503),
    (page(502), 502),
]


@pytest.mark.parametrize(("fault", "status"), SCRIPTED)
async def test_a_scripted_answer_is_given_once_and_nothing_is_taken(
    plain: Plain, standin: ZaloStandIn, fault: Any, status: int
) -> None:
    standin.fail("sendMessage", fault)

    first = await plain.answer("sendMessage", chat_id=CHAT, text="x")

    assert (first.status_code, standin.accepted) == (status, [])
    assert (await plain("sendMessage", chat_id=CHAT, text="x"))["ok"]


@pytest.mark.parametrize(
    ("fault", "taken"),
    [
        (hang(accepted=True), 1),
        (hang(accepted=False), 0),
        (accept_then_reset(), 1),
        (reset_before_reading(), 0),
    ],
)
async def test_silence_may_or_may_not_hide_a_message_that_was_taken(
    plain: Plain, standin: ZaloStandIn, fault: Any, taken: int
) -> None:
    standin.fail("sendMessage", fault)

    with pytest.raises(httpx.TransportError):
        await plain("sendMessage", chat_id=CHAT, text="x")
    assert len(standin.accepted) == taken


def test_the_busiest_second_is_found_for_the_bot_and_for_each_chat() -> None:
    meter = Meter()
    for moment, chat in ((0.0, "a"), (0.4, "b"), (0.9, "a"), (1.0, "a"), (1.35, "c"), (5.0, "b")):
        meter.note(chat, moment)

    assert meter.busiest() == 4
    assert (meter.busiest("a"), meter.busiest("b"), meter.busiest("nobody")) == (2, 1, 0)
    assert meter.per_chat() == {"a": 2, "b": 1, "c": 1}
    assert meter.busiest(window=10.0) == 6


async def test_sends_are_metered_also_when_they_are_refused(plain: Plain, standin: ZaloStandIn) -> None:
    standin.fail("sendMessage", refused(400))
    for _ in range(3):
        await plain("sendMessage", chat_id=CHAT, text="x")
    await plain("getMe")

    assert standin.api.meter.per_chat(window=60.0) == {CHAT: 3}


async def test_an_outage_keeps_the_address_and_the_memory(plain: Plain, standin: ZaloStandIn) -> None:
    await plain("sendMessage", chat_id=CHAT, text="x")
    before = standin.base
    await standin.__aexit__()
    with pytest.raises(httpx.TransportError):
        await plain("getMe")
    await standin.__aenter__()

    assert standin.base == before
    assert (await plain("getMe"))["ok"]
    assert len(standin.accepted) == 1


async def test_the_poster_brings_the_secret_and_tries_three_times(standin: ZaloStandIn) -> None:
    seen: list[tuple[str | None, bytes]] = []

    def away(request: httpx.Request) -> httpx.Response:
        seen.append((request.headers.get("X-Bot-Api-Secret-Token"), request.content))
        return httpx.Response(503)

    async with httpx.AsyncClient(transport=httpx.MockTransport(away)) as http:
        poster = standin.post_to(http, "http://127.0.0.1/hook", "s" * 32)
        await standin.push(V2_text_received(Place(PERSON, CHAT, "m1"), "2"))
        poster.body = N2_bare_body
        await standin.push(V2_text_received(Place(PERSON, CHAT, "m2"), "2"))

    assert [secret for secret, _ in seen] == ["s" * 32] * 6
    assert seen[0][1].startswith(b'{"ok":true,"result":{"event_name"')
    assert seen[3][1].startswith(b'{"event_name"')
    assert standin.api.queue.pending == []
