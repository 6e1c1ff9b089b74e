"""Sending through the durable outbox against bare sends of python-telegram-bot, to one stand-in."""

import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import telegram

from benchmarks.rows import Row
from channels.telegram.channel import TelegramChannel
from channels.telegram.settings import TelegramSettings
from domain.delivery import MessageClass
from files.calendar_overrides import CalendarOverrides
from services.calendar import Calendars
from services.delivery import Sender
from storage import schema
from storage.store import Store, UnitOfWork
from tests.telegram_standin import TelegramStandIn

MESSAGES = 200


class Unpaced(TelegramChannel):
    """Without the pacing that protects a real account, so that the machinery itself is measured."""

    capabilities = replace(TelegramChannel.capabilities, per_second=1e9, per_chat_per_second=1e9)


async def ours(standin: TelegramStandIn, database: Path) -> float:
    store = Store(f"sqlite+aiosqlite:///{database}")
    await schema.upgrade(store)
    settings = TelegramSettings.model_validate({"token": standin.token, "api_base": standin.base})
    channel = Unpaced(settings)
    now = datetime.now(UTC)

    async def fill(uow: UnitOfWork) -> None:
        for number in range(MESSAGES):
            await uow.outbox.add(
                idem_key=f"bench:{number}",
                message_class=MessageClass.REPLY,
                channel="telegram",
                account="default",
                address=str(1000 + number),
                person_id=None,
                body="BC10",
                not_before=now,
                created_at=now,
            )

    try:
        await store.transact(fill)
        calendars = Calendars(CalendarOverrides(), first_year=now.year, last_year=now.year)
        sender = Sender(store, {("telegram", "default"): channel}, owner="bench", calendars=calendars)
        started = time.perf_counter()
        sent = 0
        while (step := await sender.step(now)).total:
            sent += step.sent
        assert sent == MESSAGES, f"{sent} of {MESSAGES} sent"
        return MESSAGES / (time.perf_counter() - started)
    finally:
        await channel.close()
        await store.close()


async def peer(standin: TelegramStandIn) -> float:
    bot = telegram.Bot(standin.token, base_url=f"{standin.base}/bot")
    async with bot:
        started = time.perf_counter()
        for number in range(MESSAGES):
            await bot.send_message(1000 + number, "BC10")
        return MESSAGES / (time.perf_counter() - started)


async def measure() -> list[Row]:
    """Messages a second; ours commits three times a message with fsync, the peer remembers nothing."""
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        async with TelegramStandIn() as standin:
            return [
                Row(
                    "durable send / bare send of python-telegram-bot",
                    await ours(standin, Path(folder) / "bench.db"),
                    await peer(standin),
                    "messages/s",
                )
            ]
