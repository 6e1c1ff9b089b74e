"""Whether the process lives and whether it can work, for a monitor."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from web.pages import FRESH

# Each check's name and outcome; a check that is false makes the process not ready.
Checks = Callable[[], Awaitable[Mapping[str, Any]]]


def build_routes(checks: Checks) -> APIRouter:
    """`/health/live` always answers; `/health/ready` is 503 while one check is false."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live")
    async def live() -> JSONResponse:
        return JSONResponse({"status": "live"}, headers=FRESH)

    @router.get("/health/ready")
    async def ready() -> JSONResponse:
        found = dict(await checks())
        is_ready = not any(outcome is False for outcome in found.values())
        content = {"status": "ready" if is_ready else "not ready", "checks": found}
        return JSONResponse(content, 200 if is_ready else 503, headers=FRESH)

    return router
