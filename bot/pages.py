"""The web role: pages, web chat and health, put together and served."""

import asyncio
import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer
from fastapi import APIRouter
from starlette.requests import Request

from bot import health
from channels import registry
from channels.webchat import cookies
from channels.webchat.routes import DEFAULT_SEAT
from channels.webchat.routes import build_routes as chat_routes
from domain.errors import InvalidSetting
from domain.units import Actor
from locales.speech import speech
from services.accounts import Address, actor_at
from services.intake import StoreIntake
from services.webchat import ACCOUNT, KIND
from storage.store import UnitOfWork
from web import board, server
from web.app import create_app

if TYPE_CHECKING:
    from bot.app import Running
    from bot.wiring import House


async def serve(
    running: "Running",
    *,
    extra: Sequence[APIRouter] = (),
    port: int | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve until cancelled; the address is announced, so that port 0 can be used.

    InvalidSetting when the port is taken.
    """
    house, web = running.house, running.house.settings.web
    wanted = web.port if port is None else port
    try:
        bound = server.listen(web.host, wanted)
    except OSError as error:
        taken = f"cannot listen on {web.host}:{wanted} ({error.strerror}): choose another DONDOC_WEB__PORT"
        raise InvalidSetting(taken) from error
    closing = asyncio.Event()
    secure = (web.public_url or "").startswith("https://")
    marks = functools.partial(mark, house)
    routers = [
        chat_routes(house.desk, secure=secure, marks=marks, closing=closing),
        board.build_routes(
            house.store,
            house.clock,
            house.calendars,
            viewer=functools.partial(viewer, house, secure=secure),
            marks=marks,
        ),
        *_hooks(running),
        *extra,
    ]
    app = create_app(routers=routers, checks=functools.partial(health.checks, running))
    address = web.public_url or f"http://{web.host}:{bound.getsockname()[1]}"
    (announce or functools.partial(_print, house))(address)
    await server.serve(app, bound, closing)


def _hooks(running: "Running") -> list[APIRouter]:
    """The webhooks of the messengers that push to us."""
    house = running.house
    found = [
        registry.routes(
            account,
            StoreIntake(house.store, house.clock, channel=account.kind, account=account.name),
        )
        for account in house.accounts
    ]
    return [router for router in found if router is not None]


def _print(house: "House", address: str) -> None:
    tr = speech(house.settings.locale, house.calendar.zone)
    typer.echo(tr("cli.listening", address=address))


async def viewer(house: "House", request: Request, *, secure: bool) -> Actor | None:
    """Who looks at a page: the linked person of the browser's chat."""
    token = cookies.token_of(request, DEFAULT_SEAT, secure=secure)
    address = await house.desk.address_of(token) if token else None
    if address is None:
        return None

    async def work(uow: UnitOfWork) -> Actor | None:
        return await actor_at(uow, Address(KIND, ACCOUNT, address))

    return await house.store.transact(work)


async def mark(house: "House") -> str | None:
    """The line that says figures are invented, where a province's are."""
    async with house.store.reading() as uow:
        provinces = await uow.organisation.provinces()
    tr = speech("vi", house.calendar.zone)
    return tr("mark.fictitious") if any(province.fictitious for province in provinces) else None
