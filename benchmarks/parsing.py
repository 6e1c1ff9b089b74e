"""Reading a Telegram update: our channel against python-telegram-bot's `Update.de_json`."""

import asyncio
import time

from telegram import Update

from benchmarks.rows import Row
from channels.telegram.channel import TelegramChannel
from channels.telegram.settings import TelegramSettings

UPDATES = 2_000
RAW = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 1_697_700_000,
        "chat": {"id": 5, "type": "private", "first_name": "A"},
        "from": {"id": 5, "is_bot": False, "first_name": "A"},
        "text": "BC10 2",
    },
}


async def ours() -> float:
    channel = TelegramChannel(TelegramSettings.model_validate({"token": "1:" + "x" * 35}))
    try:
        started = time.perf_counter()
        for number in range(UPDATES):
            await channel.parse(RAW | {"update_id": number})
        return UPDATES / (time.perf_counter() - started)
    finally:
        await channel.close()


def peer() -> float:
    started = time.perf_counter()
    for number in range(UPDATES):
        Update.de_json(RAW | {"update_id": number}, None)
    return UPDATES / (time.perf_counter() - started)


def measure() -> list[Row]:
    """Updates a second."""
    return [
        Row("parse update / python-telegram-bot Update.de_json", asyncio.run(ours()), peer(), "updates/s")
    ]
