"""A house at work behind a real port, and windows that look at it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser

from bot import wiring
from bot.settings import Settings
from domain.clocks import FixedClock
from domain.messages import Option, Outbound
from domain.units import Role
from schedules import loops
from services import accounts
from services.webchat import Desk
from storage.store import Store, UnitOfWork
from tests import factories
from tests.browser.chromium import DESKTOP, Window, chromium, require_chromium
from tests.factories import NOW
from tests.pages import chat_application, served

OpenWindow = Callable[..., Awaitable[Window]]


@dataclass
class Place:
    """A web chat at work; its server can be stopped and started again at the same port."""

    store: Store
    desk: Desk
    port: int = 0
    _running: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where the chat is."""
        return f"http://127.0.0.1:{self.port}/chat"

    async def start(self) -> None:
        """Serve, at the same port as before."""
        ready = asyncio.Event()
        self._running = asyncio.ensure_future(self._serve(ready))
        await ready.wait()

    async def stop(self) -> None:
        """Stop serving in order."""
        assert self._running is not None, "it was started"
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running

    async def show(self, window: Window, text: str, *options: Option) -> None:
        """The house says something to that browser."""
        (address,) = [await self.desk.address_of(token) for token in await tokens(window)]
        assert address is not None
        await self.desk.show(Outbound(address, text, options, reference=f"test:{text[:40]}"))

    async def invite(self) -> str:
        """A code for the focal point of a department that owes one report."""

        async def work(uow: UnitOfWork) -> str:
            await factories.owed(uow)
            unit = await accounts.find_unit(uow, "STP")
            place = (unit, Role.FOCAL_POINT)
            return (await accounts.invite(uow, "Lê <b>Đầu</b> Mối", place, sheet=False, now=NOW)).code

        return await self.store.transact(work)

    async def _serve(self, ready: asyncio.Event) -> None:
        closing = asyncio.Event()
        async with served(chat_application(self.desk, closing=closing), closing, port=self.port) as base:
            self.port = int(base.rpartition(":")[2])
            ready.set()
            await asyncio.Event().wait()


async def tokens(window: Window) -> list[str]:
    """The sessions of a window's profile."""
    cookies = await window.page.context.cookies()
    return [cookie["value"] for cookie in cookies if cookie["name"].startswith("dondoc-")]


@asynccontextmanager
async def at_work(store: Store) -> AsyncIterator[Desk]:
    """A house whose inbox worker and sender run by themselves."""
    house = wiring.assemble(Settings.model_validate({}), store, FixedClock(NOW))
    tasks = [
        asyncio.ensure_future(house.worker.run(lambda _: None)),
        asyncio.ensure_future(loops.sending(house.ticks, store, beat=lambda _: None, speed=1.0)),
    ]
    try:
        yield house.desk
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def place(sqlite_store: Store) -> AsyncIterator[Place]:
    """A web chat at work."""
    async with at_work(sqlite_store) as desk:
        found = Place(sqlite_store, desk)
        await found.start()
        yield found
        await found.stop()


@pytest.fixture
async def chrome() -> AsyncIterator[Browser]:
    """A fresh browser."""
    require_chromium()
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def open_window(chrome: Browser) -> OpenWindow:
    """Opens windows, at a desk unless another size is asked for."""

    async def opened(address: str, viewport: dict[str, int] = DESKTOP) -> Window:
        window = await Window.open(chrome, viewport)
        await window.page.goto(address)
        return window

    return opened
