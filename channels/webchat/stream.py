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
_BROWSER = "me"


def shown(line: ChatLine, zone: ZoneInfo) -> dict[str, Any]:
    """A line ready to be shown: the wall clock's time, and for each button what a press says.

    A line of the browser also bears the name under which the page sent it.
    """
    at = line.at.astimezone(zone)
    return {
        "id": line.id,
        "who": line.who,
        "text": line.body,
        "late": list(line.late_lines),
        "time": f"{at:%H:%M %d/%m}",
        "at": at.isoformat(timespec="seconds"),
        "choices": [_choice(option) for option in line.options if option.token],
        "file": None if line.file_id is None else {"id": line.file_id, "name": line.file_name},
        "client_id": line.reference.rpartition(":")[2] if line.who == _BROWSER else None,
    }


def _choice(option: Option) -> dict[str, Any]:
    """A button: what stands on it, the line that a press shows, and the token that it sends."""
    return {"label": f"{option.n}. {option.label}", "text": option.label, "choice": option.token}


async def events(
    desk: ChatDesk, token: str, after: int, *, zone: ZoneInfo, closing: asyncio.Event
) -> AsyncIterator[str]:
    """Lines after `after` as they are said, until the session ends or the server closes.

    The ear is open before the first look, so that no line falls between looking and listening. After that
    look comes the event `ready`: from there on lines are news. The event `beat` says that nothing is new.
    """
    yield f"retry: {_RETRY_MS}\n\n"
    is_ready = False
    async with desk.listening() as ear:
        while not closing.is_set():
            address = await desk.address_of(token)
            if address is None:
                return
            async for line in _rest(desk, address, after):
                after = line.id
                yield f"id: {line.id}\ndata: {json.dumps(shown(line, zone), ensure_ascii=False)}\n\n"
            if not is_ready:
                is_ready = True
                yield "event: ready\ndata: {}\n\n"
            if not await _news(ear, closing):
                yield "event: beat\ndata: {}\n\n"


async def _rest(desk: ChatDesk, address: str, after: int) -> AsyncIterator[ChatLine]:
    """Everything after a line: the desk tells it page by page."""
    while found := await desk.lines(address, after):
        for line in found:
            yield line
        after = found[-1].id


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
