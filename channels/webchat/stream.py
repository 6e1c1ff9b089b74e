"""Lines of a chat as a browser gets them: as JSON, and as a stream of events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from zoneinfo import ZoneInfo

from channels.webchat.desk import ChatDesk, ChatLine, Ear
from domain.messages import Option

# Proxies cut connections that are silent for a minute; seconds.
HEARTBEAT = 15.0
_RETRY_MS = 1000


def shown(line: ChatLine, zone: ZoneInfo) -> dict[str, Any]:
    """A line ready to be shown: the wall clock's time, and for each choice what a press says."""
    at = line.at.astimezone(zone)
    return {
        "id": line.id,
        "who": line.who,
        "text": line.body,
        "time": f"{at:%H:%M %d/%m}",
        "at": at.isoformat(timespec="seconds"),
        "choices": [_choice(option, line.prompt_id) for option in line.options],
    }


def _choice(option: Option, prompt_id: int | None) -> dict[str, Any]:
    """A press on a stored question answers that question; without one it types the option's key."""
    label = f"{option.n}. {option.label}"
    if prompt_id is None:
        return {"label": label, "text": option.key, "choice": None}
    return {"label": label, "text": option.label, "choice": f"p:{prompt_id}:{option.n}"}


async def events(
    desk: ChatDesk, token: str, after: int, *, zone: ZoneInfo, closing: asyncio.Event
) -> AsyncIterator[str]:
    """Lines after `after` as they are said, until the session ends or the server closes.

    The ear is open before the first look, so that no line falls between looking and listening. After that
    look comes the event `ready`: from there on lines are news.
    """
    yield f"retry: {_RETRY_MS}\n\n"
    is_ready = False
    async with desk.listening() as ear:
        while not closing.is_set():
            address = await desk.address_of(token)
            if address is None:
                return
            for line in await desk.lines(address, after):
                after = line.id
                yield f"id: {line.id}\ndata: {json.dumps(shown(line, zone), ensure_ascii=False)}\n\n"
            if not is_ready:
                is_ready = True
                yield "event: ready\ndata: {}\n\n"
            if not await _news(ear, closing):
                yield ": still here\n\n"


async def _news(ear: Ear, closing: asyncio.Event) -> bool:
    """Wait for news or the end, at most one heartbeat; whether there was news."""
    heard = asyncio.ensure_future(ear.wait(HEARTBEAT))
    closed = asyncio.ensure_future(closing.wait())
    try:
        await asyncio.wait({heard, closed}, return_when=asyncio.FIRST_COMPLETED)
        return heard.done() and heard.result()
    finally:
        heard.cancel()
        closed.cancel()
