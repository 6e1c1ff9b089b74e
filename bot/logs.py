"""Structured logs to stderr: UTC, JSON lines, no message bodies, secrets masked."""

import logging
import re
import sys
from typing import Any

import structlog

# A Telegram token (`123456:AA…`) and whatever follows `/bot` in an address.
_SECRETS = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}|(?<=/bot)[^/\s]+")


def mask(text: str) -> str:
    """The text without anything that looks like a token."""
    return _SECRETS.sub("***", text)


def configure(level: str) -> None:
    """Set up logging of the process; libraries that print addresses or statements are kept to warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Masking("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for talkative in (
        "httpx",
        "httpcore",
        "aiogram",
        "aiosqlite",
        "apscheduler",
        "uvicorn.access",
        "alembic",
    ):
        library = logging.getLogger(talkative)
        library.setLevel(logging.WARNING)
        # A library that set itself up before (the web server does) would otherwise keep its own way out.
        library.handlers.clear()
        library.propagate, library.disabled = True, False
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
            _masked,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


class _Masking(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def _masked(_logger: Any, _method: str, line: Any) -> str:
    # The finished line is masked, so that nothing hides inside a list.
    return mask(line)
