"""Building the house from settings: the only place where everybody meets."""

import os
import secrets
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import clock as clocks
from bot.accounts_file import accounts
from bot.settings import Settings
from bot.worker import Worker
from channels import registry
from channels.registry import Account, Surroundings
from domain.calendar import Calendar
from domain.ports import Channel, Clock
from schedules.ticks import Ticks
from services.calendar import Calendars, load_overrides
from services.delivery import Sender
from services.pacing import Paces
from services.webchat import Desk
from storage import schema
from storage.store import Store

# The calendar reaches far enough back for shipped history and forward for next year's plans.
_FIRST_YEAR, _YEARS_AHEAD = 2023, 2


@dataclass(slots=True)
class House:
    """Everything a process needs, built once."""

    settings: Settings
    store: Store
    clock: Clock
    calendars: Calendars
    accounts: tuple[Account, ...]
    channels: Mapping[tuple[str, str], Channel]
    desk: Desk
    ticks: Ticks
    worker: Worker
    owner: str

    @property
    def calendar(self) -> Calendar:
        """The present calendar, as last read."""
        return self.calendars.value

    async def close(self) -> None:
        """Release everything."""
        for channel in self.channels.values():
            await channel.close()
        await self.store.close()


def calendars_for(settings: Settings, now: datetime) -> Calendars:
    """The working calendar around a moment, before anything that was entered is read."""
    last_year = now.year + _YEARS_AHEAD
    first_year = min(_FIRST_YEAR, now.year - 1)
    base = load_overrides(settings.calendar)
    return Calendars(base, first_year=first_year, last_year=last_year, zone=settings.zone)


async def open_store(settings: Settings, *, migrate: bool = False) -> Store:
    """The store, migrated first when asked; StoreUnavailable when it cannot be used."""
    store = Store(settings.database_url)
    try:
        if migrate:
            await schema.upgrade(store)
        await schema.require_current(store)
    except BaseException:
        await store.close()
        raise
    return store


def assemble(settings: Settings, store: Store, clock: Clock, *, extra: Iterable[Channel] = ()) -> House:
    """A house on an open store; messengers are on when their settings are given, `extra` are added."""
    calendars = calendars_for(settings, clock.now())
    desk = Desk(store, clock)
    around = Surroundings(desk, settings.web.public_url)
    found = accounts(settings)
    built = [registry.webchat(around), *(registry.build(account, around) for account in found), *extra]
    channels = {(channel.kind, channel.account): channel for channel in built}
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
    paces = Paces(channels)
    sender = Sender(store, channels, owner=owner, calendars=calendars, paces=paces)
    ticks = Ticks(store, clock, calendars, sender, owner)
    worker = Worker(store, channels, clock=clock, calendars=calendars, paces=paces)
    return House(settings, store, clock, calendars, found, channels, desk, ticks, worker, owner)


async def open_house(settings: Settings, *, now: datetime | None = None, migrate: bool = False) -> House:
    """The house for one command."""
    store = await open_store(settings, migrate=migrate)
    try:
        house = assemble(settings, store, await clocks.for_command(settings, store, now))
        async with store.reading() as uow:
            await house.calendars.refresh(uow)
    except BaseException:
        await store.close()
        raise
    return house
