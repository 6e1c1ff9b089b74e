"""The webhook of one account: a secret, raw bytes, a commit, and only then 200."""

import hmac
import json
from typing import Any, NoReturn

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from channels.zalo_bot.envelope import envelope, is_event
from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import StoreUnavailable
from domain.ports import Intake

# Vendor fact: the secret set with the webhook comes back in this header of every call.
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_BODY = 1024 * 1024


def build_routes(settings: ZaloBotSettings, intake: Intake, *, account: str = "default") -> APIRouter:
    """The route `/hooks/zalo-bot/<account>`; no call without the secret reaches the store."""
    router = APIRouter(include_in_schema=False)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""

    @router.post(f"/hooks/zalo-bot/{account}", response_model=None)
    async def hook(request: Request) -> Response:
        if not _knows(request, secret):
            return JSONResponse({"ok": False}, 403)
        if not _brings_json(request):
            return JSONResponse({"ok": False}, 415)
        update = await _update(request)
        if update is None:
            return JSONResponse({"ok": False}, 400)
        try:
            await intake.accept([envelope(update, settings.bot_id)])
        except StoreUnavailable:
            return JSONResponse({"ok": False}, 503)
        return JSONResponse({"ok": True})

    return router


def _knows(request: Request, secret: str) -> bool:
    given = request.headers.get(SECRET_HEADER, "")
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def _brings_json(request: Request) -> bool:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower() == "application/json"


async def _update(request: Request) -> dict[str, Any] | None:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LONGEST_BODY:
            return None
    try:
        update = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return update if is_event(update) else None


def _no_number(constant: str) -> NoReturn:
    """Python alone reads NaN and Infinity; in JSON they are none, and a store may choke on them."""
    raise ValueError(constant)
