"""How commands print: results to stdout, problems to stderr in one line, exit codes as in the contract."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec

import typer

from domain.errors import DondocError, InvalidPeriod, InvalidSetting

P = ParamSpec("P")
FAILURE, USAGE = 1, 2
_PIPE_WIDTH = 240


def command(work: Callable[P, None]) -> Callable[P, None]:
    """Turn our errors into one line on stderr: 2 when the call was wrong, 1 when the work failed."""

    @wraps(work)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            work(*args, **kwargs)
        except DondocError as error:
            complain(error.text)
            wrong_call = isinstance(error, InvalidSetting | InvalidPeriod)
            raise typer.Exit(USAGE if wrong_call else FAILURE) from None

    return guarded


def complain(text: str) -> None:
    """One line on stderr."""
    typer.echo(f"dondoc: {' '.join(text.split())}", err=True)


def tr(key: str, /, **values: object) -> str:
    """A message of the catalogue in the operator's language."""
    from bot.settings import read_settings
    from locales.speech import speech

    settings = read_settings()
    return speech(settings.locale, settings.zone)(key, **values)


def say(text: str) -> None:
    """A line of result."""
    typer.echo(text)


def as_json(value: Any) -> None:
    """A result as JSON: dates in ISO form, text in UTF-8."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def table(headings: Sequence[str], rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    """A table for people; nothing but a dash when it is empty."""
    if not rows:
        typer.echo("–")
        return
    from rich.console import Console
    from rich.table import Table

    drawn = Table(*(tr(heading) for heading in headings), box=None, pad_edge=False)
    for row in rows:
        drawn.add_row(*(_shown(row[key]) for key in keys))
    # A pipe has no width of its own; rows stay on one line there.
    Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH).print(drawn)


def moment(text: str | None) -> datetime | None:
    """An ISO moment with its offset; a bare date or time is wrong usage, since it would be guessed."""
    if text is None:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not an ISO moment such as 2023-10-19T08:29+07:00") from None
    if value.tzinfo is None:
        raise typer.BadParameter(f"{text!r} needs an offset, such as {text}+07:00")
    return value


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "–" if value is None else str(value)
