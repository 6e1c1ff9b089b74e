"""The tests' own rules: nothing leaves this machine, and no setting of the person's shell comes in."""

import asyncio
import os
import socket

import pytest

from tests.conftest import is_near, is_ours_or_a_proxy
from tests.databases import required


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", "", None, b"localhost", "0.0.0.0"]
)
def test_this_machine_is_near(host: object) -> None:
    assert is_near(host)


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "2001:db8::1", "example.org", b"example.org", "localhost.example.org"]
)
def test_everything_else_is_far(host: object) -> None:
    assert not is_near(host)


def test_a_connection_to_another_machine_is_refused_and_not_as_an_ordinary_failure() -> None:
    with socket.socket() as sock:
        for connect in (sock.connect, sock.connect_ex):
            with pytest.raises(RuntimeError, match="only the loopback"):
                connect(("192.0.2.1", 80))


async def test_names_of_other_machines_are_not_even_asked_for() -> None:
    with pytest.raises(RuntimeError, match="only the loopback"):
        await asyncio.open_connection("example.org", 80)


async def test_a_connection_to_the_loopback_is_made() -> None:
    arrived = asyncio.Event()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection("localhost", server.sockets[0].getsockname()[1])
        await asyncio.wait_for(arrived.wait(), 5)
        writer.close()
        await writer.wait_closed()


def test_our_settings_and_proxies_are_gone_but_what_steers_the_tests_stays() -> None:
    assert not [name for name in os.environ if is_ours_or_a_proxy(name)]
    assert is_ours_or_a_proxy("DONDOC_NOW")
    assert is_ours_or_a_proxy("https_proxy")
    assert not is_ours_or_a_proxy("DONDOC_TEST_REQUIRE")
    assert not is_ours_or_a_proxy("HOME")


def test_what_is_required_is_read_from_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_TEST_REQUIRE", "postgres,chromium")
    assert required("postgres")
    assert not required("libreoffice")
    monkeypatch.delenv("DONDOC_TEST_REQUIRE")
    assert not required("postgres")
