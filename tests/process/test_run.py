"""The service as an operator meets it: it starts, says where, stops in order, and loses nothing."""

import asyncio
import json
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import httpx
import pytest

from domain.clocks import SystemClock
from services.webchat import Desk
from storage.store import Store
from tests.process.service import Service, running

_KILLS = 5


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """What the database holds, read without the service."""
    with closing(sqlite3.connect(folder / "dondoc.db")) as connection:
        return connection.execute(statement).fetchall()


async def session(folder: Path) -> str:
    """A browser's secret, opened beside the service."""
    store = Store(f"sqlite+aiosqlite:///{folder / 'dondoc.db'}")
    try:
        return (await Desk(store, SystemClock()).open_session())[0]
    finally:
        await store.close()


async def send(client: httpx.AsyncClient, address: str, name: str) -> bool:
    """Whether one message was acknowledged as committed."""
    headers = {"Origin": address, "X-Dondoc": "1"}
    body = {"text": f"xin chào {name}", "client_id": name, "choice": None}
    answer = await client.post(f"{address}/chat/messages", json=body, headers=headers)
    assert answer.status_code == 202, answer.text
    return True


async def talk(service: Service, token: str, names: Iterator[int], acknowledged: list[str]) -> None:
    """Write as fast as the service takes it, until it is gone."""
    cookies = {"dondoc-chinh": token}
    async with httpx.AsyncClient(cookies=cookies, trust_env=False, timeout=10) as client:
        with suppress(httpx.TransportError):
            for _ in range(2000):
                name = f"client-{next(names):05}"
                if await send(client, service.address, name):
                    acknowledged.append(name)


async def test_it_is_ready_and_stops_in_order_with_zero(tmp_path: Path) -> None:
    async with running(tmp_path) as service:
        address = await service.is_ready()
        async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
            assert (await client.get("/chat")).status_code == 200
        assert await service.stops() == 0
    events = [json.loads(line)["event"] for line in service.log.splitlines() if line.startswith("{")]
    assert events == ["started", "stopped"]
    assert "Traceback" not in service.log


async def test_an_open_stream_does_not_hold_the_end_up(tmp_path: Path) -> None:
    async with running(tmp_path, "--roles", "web") as service:
        address = await service.is_ready()
        cookies = {"dondoc-chinh": await session(tmp_path)}
        async with (
            httpx.AsyncClient(base_url=address, cookies=cookies, trust_env=False, timeout=20) as client,
            client.stream("GET", "/chat/stream") as stream,
        ):
            assert stream.status_code == 200
            assert await service.stops(signal.SIGINT) == 0


async def test_a_second_one_on_the_same_port_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    async with running(tmp_path) as first:
        port = (await first.is_ready()).rpartition(":")[2]
        async with running(tmp_path / "second", port=int(port)) as second:
            assert await second.ends() == 2
        said = [line for line in second.log.splitlines() if not line.startswith("{")]
        assert len(said) == 1
        assert said[0].startswith(f"dondoc: cannot listen on 127.0.0.1:{port}")
        assert "DONDOC_WEB__PORT" in said[0]
        assert await first.stops() == 0


@pytest.mark.parametrize("roles", ["", "web,cook"])
async def test_unknown_roles_are_wrong_usage(tmp_path: Path, roles: str) -> None:
    async with running(tmp_path, "--roles", roles) as service:
        assert await service.ends() == 2
    assert "web, worker, clock" in " ".join(service.log.split())
    assert not (tmp_path / "dondoc.db").exists()


async def test_what_was_acknowledged_survives_being_killed(tmp_path: Path) -> None:
    names, acknowledged, token = count(), list[str](), ""
    for turn in range(_KILLS + 1):
        async with running(tmp_path, "--roles", "web,worker,clock") as service:
            await service.is_ready()
            token = token or await session(tmp_path)
            known = len(acknowledged)
            talking = asyncio.ensure_future(talk(service, token, names, acknowledged))
            async with asyncio.timeout(20):
                while len(acknowledged) < known + 5 + turn:  # noqa: ASYNC110 - counts what has come back
                    await asyncio.sleep(0.005)
            if turn < _KILLS:
                assert await service.stops(signal.SIGKILL) == -signal.SIGKILL
            else:
                assert await service.stops() == 0
            await talking
    stored = {str(key).partition(":")[2] for (key,) in rows(tmp_path, "SELECT dedupe_key FROM inbox")}
    assert set(acknowledged) <= stored
    lines = [str(name) for (name,) in rows(tmp_path, "SELECT reference FROM web_line WHERE who = 'me'")]
    assert {line.partition(":")[2] for line in lines} == stored
    assert len(lines) == len(stored)
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
