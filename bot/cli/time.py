"""One pass of time, and a look at what a day would bring."""

import asyncio
from typing import Annotated

import typer

from bot.cli import output
from bot.cli.organisation import Json, Now


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("tick")(tick)
    app.command("preview")(preview)


@output.command
def tick(now: Now = None, json: Json = False) -> None:
    """One pass of plan and deliver."""
    from bot import commands

    counts = asyncio.run(commands.tick(output.moment(now)))
    if json:
        output.as_json(counts)
    else:
        output.say(", ".join(f"{name} {count}" for name, count in counts.items()))


@output.command
def preview(
    on: Annotated[str | None, typer.Option("--on", help="day, ISO; today when absent")] = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Who would be reminded of what that day, and who would not and why."""
    from datetime import date

    from bot import commands

    try:
        day = date.fromisoformat(on) if on else None
    except ValueError:
        raise typer.BadParameter(f"{on!r} is not a date such as 2023-10-20") from None
    rows = asyncio.run(commands.preview(day, output.moment(now)))
    if json:
        output.as_json(rows)
    else:
        headings = ("cli.at", "cli.unit", "cli.obligation", "cli.step", "cli.recipients", "cli.blocked_by")
        keys = ("at", "unit_code", "obligation", "step", "recipients", "blocked_by", "why")
        output.table((*headings, "cli.why"), rows, keys)
