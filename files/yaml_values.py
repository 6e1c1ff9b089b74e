"""What a scalar of a shipped or imported YAML file may be; each parser raises ValueError in plain words."""

import math
import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)

_CODE = re.compile(r"[0-9A-Za-zĐđ&.-]+")
_STEM = re.compile(r"[A-Z]{2,6}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{2}:\d{2}")


def words(written: str) -> str:
    """Text that is not empty, with single blanks."""
    cleaned = " ".join(written.split())
    if not cleaned:
        raise ValueError("must not be empty")
    return cleaned


def unit_code(written: str) -> str:
    """A document abbreviation: no blanks, commas, colons or slashes, which separate codes in commands."""
    return _matching(_CODE, written, "a unit code of letters, digits, & . -")


def stem(written: str) -> str:
    """What people type for a duty; letters only, because the period's digits follow (`BC10`)."""
    return _matching(_STEM, written, "a stem of 2 to 6 capital letters A-Z")


def slug(written: str) -> str:
    """A key: small letters, digits and single hyphens."""
    return _matching(_SLUG, written, "a key of small letters, digits and hyphens")


def day(written: str) -> date:
    """A date of the calendar, written 2023-10-20."""
    try:
        return date.fromisoformat(_matching(_DAY, written, "a date written 2023-10-20"))
    except ValueError:
        raise ValueError(f"{written!r} is not a date of the calendar written 2023-10-20") from None


def clock_time(written: str) -> time:
    """An hour, written 16:30."""
    try:
        return time.fromisoformat(_matching(_CLOCK, written, "an hour written 16:30"))
    except ValueError:
        raise ValueError(f"{written!r} is not an hour written 16:30") from None


def number(written: str) -> float:
    """A finite number with a decimal point."""
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{written!r} is not a number")
    return value


def flag(written: str) -> bool:
    """Exactly `true` or `false`."""
    if written not in {"true", "false"}:
        raise ValueError(f"{written!r} is neither true nor false")
    return written == "true"


def whole(low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers from `low` to `high`, both included."""

    def parse(written: str) -> int:
        if not (written.isascii() and written.isdigit() and low <= int(written) <= high):
            raise ValueError(f"{written!r} is not a whole number from {low} to {high}")
        return int(written)

    return parse


def whole_but_zero(low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers that count from one end or, below zero, from the other."""

    def parse(written: str) -> int:
        digits = written.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and int(digits) and low <= int(written) <= high):
            raise ValueError(f"{written!r} is not a whole number from {low} to {high} other than 0")
        return int(written)

    return parse


def one_of(*options: str) -> Callable[[str], str]:
    """A parser of fixed words."""

    def parse(written: str) -> str:
        if written not in options:
            raise ValueError(f"{written!r} is none of {', '.join(options)}")
        return written

    return parse


def choice(kind: type[E]) -> Callable[[str], E]:
    """A parser of the members of an enumeration, by value."""
    known = one_of(*kind)
    return lambda written: kind(known(written))


def _matching(pattern: re.Pattern[str], written: str, what: str) -> str:
    if not pattern.fullmatch(written):
        raise ValueError(f"{written!r} is not {what}")
    return written
