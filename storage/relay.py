"""Passing on wake-up calls of other processes: LISTEN on PostgreSQL; one SQLite process needs none."""

import asyncio
from typing import Any

from storage import dialects
from storage.store import Store

_ALIVE_SECONDS = 30.0


async def relay(store: Store) -> None:
    """Fire the topics that other processes notify, until cancelled or the connection is lost."""
    if store.engines.name != dialects.POSTGRESQL:
        return
    async with store.engines.read.connect() as connection:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        await driver.add_listener("dondoc", lambda *call: store.wakes.fire([call[-1]]))
        while True:
            await asyncio.sleep(_ALIVE_SECONDS)
            await driver.execute("SELECT 1")
