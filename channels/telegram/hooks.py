"""The webhook of one account: a secret, raw bytes, a commit, and only then 200."""

import hmac
import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from channels.telegram.envelope import envelope
from channels.telegram.settings import TelegramSettings
from domain.errors import InvalidInput, StoreUnavailable
from domain.ports import Intake

# Vendor fact: the secret set with the webhook comes back in this header of every call.
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_BODY = 1024 * 1024
# Far deeper than any update; what is deeper could not be written into the store again.
DEEPEST = 64


def build_routes(settings: TelegramSettings, intake: Intake, *, account: str = "default") -> APIRouter:
    """The route `/hooks/telegram/<account>`; no call without the secret reaches the store."""
    router = APIRouter(include_in_schema=False)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""

    @router.post(f"/hooks/telegram/{account}", response_model=None)
    async def hook(request: Request) -> Response:
        if not _knows(request, secret):
            return JSONResponse({"ok": False}, 401)
        update = await _update(request)
        if update is None:
            return JSONResponse({"ok": False}, 400)
        try:
            await intake.accept([envelope(update, settings.bot_id)])
        except InvalidInput:
            return JSONResponse({"ok": False}, 400)
        except StoreUnavailable:
            # Telegram keeps what is not answered with 2xx and brings it again.
            return JSONResponse({"ok": False}, 503)
        return JSONResponse({"ok": True})

    return router


def _knows(request: Request, secret: str) -> bool:
    given = request.headers.get(SECRET_HEADER, "")
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


async def _update(request: Request) -> dict[str, Any] | None:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LONGEST_BODY:
            return None
    try:
        update = json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and _is_shallow(update, DEEPEST) else None


def _refuse(constant: str) -> None:
    """NaN and the infinities are no JSON, though Python reads them."""
    raise ValueError(f"{constant} is no JSON")


def _is_shallow(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return levels > 0 and all(_is_shallow(each, levels - 1) for each in value)
