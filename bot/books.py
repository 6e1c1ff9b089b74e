"""The store alone, for commands that need no messenger: they are short and load no messenger's library."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot import clock as clocks
from bot.settings import Settings, read_settings
from bot.wiring import open_store
from domain.ports import Clock
from locales.speech import Speech, speech
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Books:
    """Settings, the open store and the clock of one command."""

    settings: Settings
    store: Store
    clock: Clock

    @property
    def now(self) -> datetime:
        """The business moment."""
        return self.clock.now()

    @property
    def tr(self) -> Speech:
        """The operator's language."""
        return speech(self.settings.locale, self.settings.zone)


@asynccontextmanager
async def books(now: datetime | None = None) -> AsyncIterator[Books]:
    """The store for one command, closed again whatever happens."""
    settings = read_settings()
    store = await open_store(settings)
    try:
        yield Books(settings, store, await clocks.for_command(settings, store, now))
    finally:
        await store.close()
