"""Whether the process lives and can work."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.pages import browser
from web.app import create_app


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ({"store": True, "lag_seconds": 0.0}, 200),
        ({}, 200),
        ({"store": True, "loops": False}, 503),
        ({"store": False, "reason": "no database"}, 503),
    ],
)
async def test_ready_is_true_while_no_check_is_false(found: dict[str, Any], status: int) -> None:
    async def checks() -> Mapping[str, Any]:
        return found

    async with browser(create_app(routers=(), checks=checks)) as client:
        ready = await client.get("/health/ready")
        live = await client.get("/health/live")

    assert (ready.status_code, ready.json()["checks"]) == (status, found)
    assert ready.headers["cache-control"] == "no-store"
    assert (live.status_code, live.json()) == (200, {"status": "live"})
