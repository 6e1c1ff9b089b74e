"""What the network does to a send: never connected is safe to try again, no answer is not."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from channels.telegram.channel import TelegramChannel
from domain.messages import Outbound, SendError, SendState
from tests.channels.telegram.conftest import Build
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    Answer,
    Fault,
    accept_then_reset,
    gateway_page,
    hang,
    refused,
    reset_before_reading,
)

CHAT = 501


def note() -> Outbound:
    return Outbound(address=str(CHAT), text="BC10: hạn trước ngày 21/11/2026")


UNKNOWN_OUTCOMES = [
    (accept_then_reset(), 1),
    (hang(accepted=True), 1),
    (hang(accepted=False), 0),
    (reset_before_reading(), 0),
    (gateway_page(502), 0),
    (gateway_page(504), 0),
    (refused(502, "Bad Gateway"), 0),
    (Answer(200, "<html>who knows</html>"), 0),
    (Answer(200, {"ok": True, "result": {}}), 0),
]


@pytest.mark.parametrize(("fault", "arrived"), UNKNOWN_OUTCOMES)
async def test_an_outcome_that_nobody_can_know_is_uncertain_and_never_a_retry(
    build: Build, standin: TelegramStandIn, fault: Fault, arrived: int
) -> None:
    standin.fail("sendMessage", fault)

    result = await build(answer_within=0.3).send(note())

    assert (result.state, result.error) == (SendState.UNCERTAIN, SendError.NO_ANSWER)
    assert len(standin.accepted) == arrived


async def test_a_closed_port_means_nothing_was_sent(
    standin: TelegramStandIn, build: Build, unused_port: int
) -> None:
    result = await build(api_base=f"http://127.0.0.1:{unused_port}").send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)


async def test_a_failed_tls_handshake_means_nothing_was_sent(standin: TelegramStandIn, build: Build) -> None:
    result = await build(api_base=standin.base.replace("http:", "https:")).send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)
    assert standin.calls == []


async def test_a_host_that_takes_no_connection_means_nothing_was_sent(build: Build, deaf_port: int) -> None:
    silent = build(api_base=f"http://127.0.0.1:{deaf_port}", connect_within=0.1, answer_within=2.0)

    result = await silent.send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)


async def test_a_proxy_that_refuses_the_tunnel_means_nothing_was_sent(
    standin: TelegramStandIn, build: Build
) -> None:
    tunnelled = build(api_base="https://telegram.invalid", proxy=standin.base)

    result = await tunnelled.send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)


@pytest.mark.parametrize("role", ["host", "proxy"])
async def test_a_peer_that_never_greets_means_nothing_was_sent(
    build: Build, silent_port: int, role: str
) -> None:
    address = f"127.0.0.1:{silent_port}"
    where = (
        {"api_base": f"https://{address}"}
        if role == "host"
        else {"api_base": "https://telegram.invalid", "proxy": f"http://{address}"}
    )

    result = await build(connect_within=0.1, answer_within=2.0, **where).send(note())

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)


async def test_a_proxy_unset_is_not_used_and_a_dead_one_stops_the_send(
    channel: TelegramChannel, build: Build, unused_port: int
) -> None:
    through_dead_proxy = build(proxy=f"http://127.0.0.1:{unused_port}")

    assert (await channel.send(note())).state is SendState.SENT
    assert (await through_dead_proxy.send(note())).error is SendError.NOT_CONNECTED


async def test_a_cancelled_send_is_cancelled(channel: TelegramChannel, standin: TelegramStandIn) -> None:
    standin.fail("sendMessage", hang())
    sending = asyncio.create_task(channel.send(note()))
    await standin.until(lambda: standin.accepted)

    sending.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sending


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
