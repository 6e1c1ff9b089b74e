"""What the network does to a send: never connected is safe to try again, no answer is not."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from channels.zalo_bot.channel import ZaloBotChannel
from domain.messages import Outbound, SendError, SendState
from tests.channels.zalo_bot.conftest import Build
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.faults import (
    Answer,
    Fault,
    accept_then_reset,
    hang,
    page,
    reset_before_reading,
    server_error,
    timed_out,
    timed_out_by_status,
)

CHAT = "3ab9c0ffee"


def note() -> Outbound:
    return Outbound(address=CHAT, text="BC10: hạn trước ngày 21/11/2026")


UNKNOWN_OUTCOMES = [
    (accept_then_reset(), 1),
    (hang(accepted=True), 1),
    (hang(accepted=False), 0),
    (reset_before_reading(), 0),
    (timed_out(), 0),
    (timed_out_by_status(), 0),
    (page(408), 0),
    (page(502), 0),
    (page(504), 0),
    (server_error(502), 0),
    (server_error(504), 0),
    (page(200), 0),
    (Answer(200, None), 0),
    (Answer(200, {}), 0),
    (Answer(200, [1]), 0),
    (Answer(200, "[" * 100_000), 0),
    (Answer(200, {"result": {"message_id": "m"}}), 0),
]


@pytest.mark.parametrize(("fault", "arrived"), UNKNOWN_OUTCOMES)
async def test_an_outcome_that_nobody_can_know_is_uncertain_and_never_a_retry(
    build: Build, standin: ZaloStandIn, fault: Fault, arrived: int
) -> None:
    standin.fail("sendMessage", fault)

    result = await build(answer_within=0.3).send(note())

    assert (result.state, result.error) == (SendState.UNCERTAIN, SendError.NO_ANSWER)
    assert len(standin.accepted) == arrived


async def test_a_closed_port_means_nothing_was_sent(build: Build, unused_port: int) -> None:
    result = await build(api_base=f"http://127.0.0.1:{unused_port}").send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)


async def test_a_failed_tls_handshake_means_nothing_was_sent(standin: ZaloStandIn, build: Build) -> None:
    result = await build(api_base=standin.base.replace("http:", "https:")).send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)
    assert standin.calls == []


async def test_a_host_that_takes_no_connection_means_nothing_was_sent(build: Build, deaf_port: int) -> None:
    deaf = build(api_base=f"http://127.0.0.1:{deaf_port}", connect_within=0.1, answer_within=2.0)

    result = await deaf.send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)


async def test_a_peer_that_never_greets_means_nothing_was_sent(build: Build, silent_port: int) -> None:
    silent = build(api_base=f"https://127.0.0.1:{silent_port}", connect_within=0.1, answer_within=2.0)

    result = await silent.send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)


async def test_a_peer_that_took_the_request_and_says_nothing_may_have_sent_it(
    build: Build, silent_port: int
) -> None:
    silent = build(api_base=f"http://127.0.0.1:{silent_port}", connect_within=0.1, answer_within=0.3)

    assert (await silent.send(note())).state is SendState.UNCERTAIN


async def test_proxies_of_the_environment_are_left_aside(
    build: Build, standin: ZaloStandIn, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port}")

    assert (await build().send(note())).state is SendState.SENT


async def test_a_redirect_is_not_followed(channel: ZaloBotChannel, standin: ZaloStandIn) -> None:
    standin.fail("sendMessage", Answer(307, "<html></html>", f"{standin.base}/bot{standin.token}/getMe"))

    assert (await channel.send(note())).state is SendState.RETRY
    assert [call.method for call in standin.calls] == ["sendMessage"]


async def test_a_cancelled_send_is_cancelled(channel: ZaloBotChannel, standin: ZaloStandIn) -> None:
    standin.fail("sendMessage", hang())
    sending = asyncio.create_task(channel.send(note()))
    await standin.until(lambda: standin.accepted)

    sending.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_after_an_outage_sends_go_on(channel: ZaloBotChannel, standin: ZaloStandIn) -> None:
    await channel.send(note())
    await standin.__aexit__()
    during = await channel.send(note())
    await standin.__aenter__()

    assert during.state in (SendState.RETRY, SendState.UNCERTAIN)
    assert (await channel.send(note())).state is SendState.SENT


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port whose queue of connections is full, so that further ones get no answer at all."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        yield int(listener.getsockname()[1])
        for each in waiting:
            each.close()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield int(listener.getsockname()[1])
