"""The demo in a browser: one process, a fresh database, three people, a clock that can be moved."""

import asyncio
import functools
import os
import tempfile
import webbrowser
from pathlib import Path

import typer

from bot import app, logs, pages
from bot.app import Running
from bot.demo.control import StageControl
from bot.demo.theatre import Theatre
from bot.supervisor import Heartbeats
from channels.webchat import cookies
from channels.webchat.origin import is_own_page
from domain.messages import Outbound
from files.story import shipped_story
from web import demo

_ROLES = frozenset({app.WORKER, app.CLOCK})


async def serve(port: int) -> int:
    """Serve the demo until interrupted; 0 afterwards."""
    logs.configure("WARNING")
    with tempfile.TemporaryDirectory(prefix="dondoc-demo-") as folder:
        theatre = await Theatre.open(shipped_story(), Path(folder) / "demo.db", speed=1.0, heard=_unheard)
        try:
            await theatre.cast(seats_play=False)
            control = StageControl(theatre)
            await control.seat_everybody()
            await theatre.begin()
            await _run(theatre, control, port)
        finally:
            await theatre.close()
    return 0


async def _run(theatre: Theatre, control: StageControl, port: int) -> None:
    house = theatre.house
    running = Running(house, Heartbeats(), _ROLES, 1.0)
    give = functools.partial(cookies.give, secure=False)
    router = demo.build_routes(control, seat_cookie=give, is_own_page=is_own_page)
    stopping = asyncio.Event()
    page = functools.partial(pages.serve, running, extra=[router], port=port, announce=_open)
    await app.serve(running, stopping=stopping, also={"web": page})


def _unheard(message: Outbound) -> None:
    """Messages to the units nobody plays are delivered and need not be shown."""
    del message


def _open(address: str) -> None:
    """Say where the page is; open it only where there is a display."""
    typer.echo(f"{address}/demo")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(f"{address}/demo")
