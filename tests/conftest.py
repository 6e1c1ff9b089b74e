"""What all tests share: clean surroundings, no network but the loopback, and a store on either database."""

import ipaddress
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from functools import wraps
from typing import Any

import pytest
from hypothesis import settings

from storage.store import Store
from tests.databases import ENGINES, PostgresServer, SqliteFiles, folder_in_memory

_KEPT = {"DONDOC_TEST_REQUIRE", "DONDOC_CORPUS"}
_PROXIES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "FTP_PROXY", "NO_PROXY"}

OpenStore = Callable[[str], Store]


def pytest_configure(config: pytest.Config) -> None:
    """Start from clean surroundings; hypothesis repeats itself and judges no speed."""
    for name in [name for name in os.environ if is_ours_or_a_proxy(name)]:
        del os.environ[name]
    settings.register_profile("dondoc", deadline=None, derandomize=True, max_examples=100)
    settings.load_profile("dondoc")


def is_ours_or_a_proxy(name: str) -> bool:
    """Whether a variable of the person's shell would change what tests see."""
    return name.upper() in _PROXIES or (name.startswith("DONDOC_") and name not in _KEPT)


def is_near(host: Any) -> bool:
    """Whether a host is this machine: an address of the loopback, its name, a socket file, or any address."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _near_only(function: Callable[..., Any], host_of: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def guarded(*given: Any, **named: Any) -> Any:
        host = host_of(*given)
        if not is_near(host):
            # No OSError: the product takes those for an ordinary failure of the network.
            raise RuntimeError(f"a test tried to reach {host}; only the loopback is allowed")
        return function(*given, **named)

    return guarded


def _host_of_peer(sock: socket.socket, address: Any) -> Any:
    return address[0] if sock.family in (socket.AF_INET, socket.AF_INET6) else None


@pytest.fixture(scope="session", autouse=True)
def _only_the_loopback() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _near_only(getattr(socket.socket, name), _host_of_peer))
        patch.setattr(socket, "getaddrinfo", _near_only(socket.getaddrinfo, lambda host, *_: host))
        yield


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteFiles]:
    """Where this session's SQLite databases lie."""
    with folder_in_memory(tmp_path_factory.mktemp("sqlite")) as folder:
        yield SqliteFiles(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """This session's PostgreSQL; skipped where it is missing, unless it is required."""
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(params=[ENGINES[0], pytest.param(ENGINES[1], marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the database that a test runs on: every test runs on both."""
    return str(request.param)


@pytest.fixture
def databases(engine: str, request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    """The databases of the test's engine; PostgreSQL is started only when a test wants it."""
    found: SqliteFiles | PostgresServer = request.getfixturevalue(
        "sqlite_files" if engine == ENGINES[0] else "postgres"
    )
    return found


@pytest.fixture
async def open_store() -> AsyncIterator[OpenStore]:
    """Opens stores at addresses, as further processes would; all are closed at the end."""
    async with AsyncExitStack() as stack:

        def opened(url: str) -> Store:
            store = Store(url)
            stack.push_async_callback(store.close)
            return store

        yield opened


@pytest.fixture
async def database_url(databases: SqliteFiles | PostgresServer) -> AsyncIterator[str]:
    """The address of a fresh migrated database."""
    async with databases.database(migrated=True) as url:
        yield url


@pytest.fixture
async def empty_url(databases: SqliteFiles | PostgresServer) -> AsyncIterator[str]:
    """The address of a database without any table."""
    async with databases.database(migrated=False) as url:
        yield url


@pytest.fixture
def store(database_url: str, open_store: OpenStore) -> Store:
    """A migrated store, on SQLite and on PostgreSQL."""
    return open_store(database_url)


@pytest.fixture
async def sqlite_store(sqlite_files: SqliteFiles, open_store: OpenStore) -> AsyncIterator[Store]:
    """A migrated store on SQLite, where the database does not matter."""
    async with sqlite_files.database(migrated=True) as url:
        yield open_store(url)
