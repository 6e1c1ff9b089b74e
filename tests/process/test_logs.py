"""Logs: no token in any form, through either library, and no words of people."""

import json
import logging
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
import structlog

from bot import logs
from domain.clocks import SystemClock
from domain.messages import RawUpdate
from services.intake import StoreIntake
from storage.store import Store
from tests.factories import message

CANARY = "987654:" + "Canary_-7" * 4
ADDRESS = f"https://api.telegram.example/bot{CANARY}/getUpdates"
ODD = "http://127.0.0.1:8081/bot" + "short-token/sendMessage"


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    """Logging as the process sets it up; afterwards as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def heard(capsys: pytest.CaptureFixture[str]) -> str:
    """What went to stderr; stdout stays for results."""
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


class Failed(Exception):
    """An error that carries an address."""


@pytest.mark.parametrize(
    "values",
    [
        {"url": ADDRESS},
        {"token": CANARY},
        {"nested": {"deep": [ADDRESS, {"again": CANARY}]}},
        {"pair": (CANARY, ADDRESS)},
        {"error": Failed(ADDRESS)},
        {"raw": CANARY.encode()},
        {CANARY: "as a name"},
    ],
)
def test_no_value_of_an_event_shows_a_token(
    capsys: pytest.CaptureFixture[str], values: dict[str, Any]
) -> None:
    logs.configure("INFO")
    structlog.get_logger("x").warning(f"at {ADDRESS}", **values)
    line = heard(capsys)
    assert "Canary" not in line
    assert "***" in line
    assert json.loads(line)["level"] == "warning"


def fail(address: str) -> NoReturn:
    """An error within an error, both with the address."""
    raise ValueError(f"while asking {address}") from Failed(address)


@pytest.mark.parametrize("address", [ADDRESS, ODD])
def test_no_exception_shows_a_token(capsys: pytest.CaptureFixture[str], address: str) -> None:
    logs.configure("INFO")
    for log in (structlog.get_logger("x"), logging.getLogger("x")):
        try:
            fail(address)
        except ValueError:
            log.exception("failed")
    said = heard(capsys)
    assert "Canary" not in said
    assert "short-token" not in said
    assert said.count("Failed") >= 2


@pytest.mark.parametrize("arguments", [(ADDRESS,), (CANARY,), (Failed(CANARY),), ({"a": ADDRESS},)])
def test_no_library_that_logs_the_usual_way_shows_a_token(
    capsys: pytest.CaptureFixture[str], arguments: tuple[Any, ...]
) -> None:
    logs.configure("DEBUG")
    logging.getLogger("somebody.else").info("requested %s", arguments)
    said = heard(capsys)
    assert "requested" in said
    assert "Canary" not in said


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11", "aiogram.event", "uvicorn.access"])
def test_libraries_that_print_addresses_are_quiet(capsys: pytest.CaptureFixture[str], name: str) -> None:
    logs.configure("DEBUG")
    logging.getLogger(name).info("HTTP Request: POST somewhere")
    assert heard(capsys) == ""
    logging.getLogger(name).warning("something is wrong")
    assert "something is wrong" in heard(capsys)


@pytest.mark.parametrize("text", ["lúc 08:30 ngày 20/10", "215/BC-STP", "12345:ngắn", "/chat/robot/x"])
def test_what_is_no_token_is_left_alone(text: str) -> None:
    assert logs.mask(text) == text


@pytest.mark.parametrize(("level", "shown"), [("INFO", False), ("DEBUG", True)])
def test_the_level_holds_for_both_libraries(
    capsys: pytest.CaptureFixture[str], level: str, shown: bool
) -> None:
    logs.configure(level)
    structlog.get_logger("x").debug("detail one")
    logging.getLogger("x").debug("detail two")
    said = heard(capsys)
    assert ("detail one" in said, "detail two" in said) == (shown, shown)


def test_vietnamese_is_readable_and_time_is_utc(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    structlog.get_logger("x").info("đã gửi")
    line = heard(capsys)
    assert "đã gửi" in line
    assert json.loads(line)["timestamp"].endswith("Z")


async def test_what_people_write_and_are_told_is_never_logged(
    sqlite_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("DEBUG")
    intake = StoreIntake(sqlite_store, SystemClock(), channel="telegram", account="bot")
    await intake.accept([RawUpdate("u1", "c", {"text": "chuyện riêng của đơn vị"})])
    await sqlite_store.transact(lambda uow: message(uow, "m", body="chuyện riêng của đơn vị"))
    assert "chuyện riêng" not in heard(capsys)
