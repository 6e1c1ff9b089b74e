"""What a browser says: taken once and kept before it is answered, or refused in words."""

import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.messages import Option, Outbound
from services.webchat import Desk
from tests.channels.webchat.conftest import Stored
from tests.pages import A_NAME, HOST, ORIGIN, OWN, browser, message

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "text": anything | st.text(max_size=30),
        "client_id": anything | st.just(A_NAME),
        "choice": anything | st.just("token-0001"),
    },
)


async def test_a_message_is_kept_before_it_is_answered(
    client: httpx.AsyncClient, desk: Desk, address: str, stored: Stored
) -> None:
    answer = await client.post("/chat/messages", json=message("  đã gửi\nsố 5  "), headers=OWN)

    (line,) = await desk.lines(address, 0)
    assert answer.status_code == 202
    assert (line.who, line.body) == ("me", "đã gửi\nsố 5")
    assert await stored.count() == 1


async def test_a_message_sent_again_under_its_name_is_taken_once(
    client: httpx.AsyncClient, desk: Desk, address: str, stored: Stored
) -> None:
    for _ in range(3):
        assert (await client.post("/chat/messages", json=message(), headers=OWN)).status_code == 202

    assert len(await desk.lines(address, 0)) == 1
    assert await stored.count() == 1


async def test_lines_are_told_with_the_wall_clock_and_what_a_press_says(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    options = (Option(1, "yes", "đúng", "token-0001"), Option(2, "no", "không", "token-0002"))
    await desk.show(Outbound(address, "Đúng không?", options, reference="a"))

    (asked,) = (await client.get("/chat/lines")).json()["lines"]
    assert (asked["time"], asked["at"]) == ("08:30 17/10", "2023-10-17T08:30:00+07:00")
    assert asked["choices"][1] == {"label": "2. không", "text": "không", "choice": "token-0002"}
    assert (asked["late"], asked["file"], asked["client_id"]) == ([], None, None)


async def test_an_option_without_a_token_has_no_button(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    options = (Option(1, "1", "đã gửi"), Option(2, "2", "đang làm", "token-0002"))
    await desk.show(Outbound(address, "Trả lời bằng số", options, reference="b"))

    (line,) = (await client.get("/chat/lines")).json()["lines"]
    assert [choice["label"] for choice in line["choices"]] == ["2. đang làm"]


async def test_a_press_shows_what_stands_on_the_button(
    client: httpx.AsyncClient, desk: Desk, address: str, stored: Stored
) -> None:
    said = message("đúng", choice="token-0001")
    assert (await client.post("/chat/messages", json=said, headers=OWN)).status_code == 202

    (line,) = await desk.lines(address, 0)
    assert line.body == "đúng"
    assert await stored.raw() == [{"text": "đúng", "sender": address, "choice": "token-0001"}]


async def test_late_lines_are_told_by_their_numbers(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    await desk.show(Outbound(address, "Việc phải làm\nBC10 muộn\nBC11", reference="a", late_lines=(1,)))

    (line,) = (await client.get("/chat/lines")).json()["lines"]
    assert line["late"] == [1]


async def test_a_line_of_the_browser_bears_the_name_under_which_it_was_sent(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    await client.post("/chat/messages", json=message(), headers=OWN)
    await desk.show(Outbound(address, "Đã nhận", reference="reply:7"))

    lines = (await client.get("/chat/lines")).json()["lines"]
    assert [line["client_id"] for line in lines] == [A_NAME, None]


async def test_only_lines_after_the_last_seen_are_told(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    for number in range(3):
        await desk.show(Outbound(address, f"Tin {number}", reference=f"r{number}"))
    first = (await client.get("/chat/lines")).json()["lines"][0]["id"]

    later = (await client.get("/chat/lines", params={"after": first})).json()["lines"]
    assert [line["text"] for line in later] == ["Tin 1", "Tin 2"]


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 40, "", "١"])
async def test_a_position_that_is_none_is_refused(client: httpx.AsyncClient, after: str) -> None:
    assert (await client.get("/chat/lines", params={"after": after})).status_code == 422


async def test_one_browser_never_sees_anothers_lines(app: FastAPI, desk: Desk, address: str) -> None:
    await desk.show(Outbound(address, "Riêng", reference="a"))

    async with browser(app) as other:
        await other.get("/chat")
        assert (await other.get("/chat/lines")).json() == {"lines": []}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": ORIGIN},
        {"X-Dondoc": "1"},
        {"X-Dondoc": "1", "Origin": "null"},
        {"X-Dondoc": "1", "Origin": "https://evil.example"},
        {"X-Dondoc": "1", "Origin": f"{ORIGIN}.evil.example"},
        {"X-Dondoc": "1", "Origin": f"{ORIGIN}:8080"},
        {"X-Dondoc": "1", "Origin": f"http://{HOST}@evil.example"},
        {"X-Dondoc": "1", "Origin": HOST},
        {"X-Dondoc": "0", "Origin": ORIGIN},
    ],
)
async def test_what_no_page_of_ours_sent_is_refused_and_not_kept(
    client: httpx.AsyncClient, stored: Stored, headers: dict[str, str]
) -> None:
    answer = await client.post("/chat/messages", json=message(), headers=headers)

    assert answer.status_code == 403
    assert answer.json()["error"].startswith("Yêu cầu không đến từ trang này")
    assert await stored.count() == 0


async def test_without_a_session_nothing_is_taken_or_told(app: FastAPI, stored: Stored) -> None:
    for cookies in ({}, {"dondoc-chinh": "made-up"}):
        async with browser(app, cookies=cookies) as client:
            answers = [
                await client.post("/chat/messages", json=message(), headers=OWN),
                await client.get("/chat/lines"),
                await client.get("/chat/stream"),
            ]
        assert [answer.status_code for answer in answers] == [401, 401, 401]
        assert "Phiên làm việc" in answers[0].json()["error"]
    assert await stored.count() == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": ""}, "1 đến 2.000"),
        ({"text": " \n "}, "1 đến 2.000"),
        ({"text": "a" * 2001}, "1 đến 2.000"),
        ({"text": "a\0b"}, "1 đến 2.000"),
        ({"text": 7}, "1 đến 2.000"),
        ({"client_id": "short"}, "Mã của tin nhắn"),
        ({"client_id": "a" * 65}, "Mã của tin nhắn"),
        ({"client_id": "with space"}, "Mã của tin nhắn"),
        ({"client_id": "newline--\n"}, "Mã của tin nhắn"),
        ({"choice": "1"}, "Lựa chọn"),
        ({"choice": "a" * 65}, "Lựa chọn"),
        ({"choice": "p:123456:1"}, "Lựa chọn"),
        ({"choice": "token-0001\n"}, "Lựa chọn"),
        ({"choice": ["token-0001"]}, "Lựa chọn"),
    ],
)
async def test_a_wrong_field_is_refused_in_words(
    client: httpx.AsyncClient, stored: Stored, changes: dict[str, Any], says: str
) -> None:
    answer = await client.post("/chat/messages", json=message(**changes), headers=OWN)

    assert answer.status_code == 422
    assert says in answer.json()["error"]
    assert await stored.count() == 0


async def test_two_thousand_letters_are_taken(client: httpx.AsyncClient, stored: Stored) -> None:
    answer = await client.post("/chat/messages", json=message("ấ" * 2000), headers=OWN)

    assert answer.status_code == 202
    assert await stored.count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 30_000, 400),
        (b'{"text": "\\ud800", "client_id": "client-0001"}', 400),
        (b'{"text": "' + b"a" * 70_000 + b'"}', 413),
    ],
)
async def test_a_body_that_is_no_message_is_refused(
    client: httpx.AsyncClient, stored: Stored, body: bytes, status: int
) -> None:
    answer = await client.post("/chat/messages", content=body, headers=OWN)

    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert await stored.count() == 0


async def test_a_line_that_breaks_in_the_middle_of_a_message_is_no_fault_of_ours(
    app: FastAPI, client: httpx.AsyncClient, stored: Stored
) -> None:
    async def broken() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    statuses = []

    async def send(event: Any) -> None:
        statuses.append(event.get("status"))

    headers = OWN | {"host": HOST, "cookie": f"dondoc-chinh={client.cookies['dondoc-chinh']}"}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/chat/messages",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, broken, send)

    assert statuses[0] == 400
    assert await stored.count() == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200) | st.builds(json.dumps, anything | fields).map(str.encode))
async def test_whatever_is_sent_the_answer_is_taken_or_refused(
    client: httpx.AsyncClient, body: bytes
) -> None:
    answer = await client.post("/chat/messages", content=body, headers=OWN)

    assert answer.status_code in {202, 400, 422, 429}
    assert ("error" in answer.json()) == (answer.status_code != 202)


async def test_markup_is_told_as_the_text_it_is(client: httpx.AsyncClient, desk: Desk, address: str) -> None:
    nasty = "<script>alert(1)</script>"
    await client.post("/chat/messages", json=message(nasty), headers=OWN)
    await desk.show(Outbound(address, nasty, (Option(1, nasty, nasty, "token-0001"),), reference="a"))

    said, shown = (await client.get("/chat/lines")).json()["lines"]
    assert (said["text"], shown["text"]) == (nasty, nasty)
    assert shown["choices"][0]["label"] == f"1. {nasty}"
    assert nasty not in (await client.get("/chat")).text
