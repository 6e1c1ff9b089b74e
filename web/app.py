"""The web application: routers put together behind the security layer."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from domain.calendar import VIETNAM
from domain.errors import StoreUnavailable
from locales.catalogue import DEFAULT
from locales.speech import speech
from web import health
from web.errors import ErrorPages
from web.pages import FOLDER, Pages
from web.security import Secured


class SecuredApplication(FastAPI):
    """FastAPI with the security layer outside of everything, so that even its last error page has it."""

    def build_middleware_stack(self) -> ASGIApp:
        """The stack that answers requests."""
        return Secured(super().build_middleware_stack())


def create_app(*, routers: Sequence[APIRouter], checks: health.Checks) -> FastAPI:
    """The application of the given routers; `checks` says whether the process can work."""
    pages = ErrorPages(Pages(speech(DEFAULT, VIETNAM)))
    app = SecuredApplication(
        title="Đôn Đốc",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        exception_handlers={
            HTTPException: pages.refused,
            RequestValidationError: pages.unreadable,
            StoreUnavailable: pages.away,
            Exception: pages.failed,
        },
    )
    for router in (health.build_routes(checks), *routers):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    return app
