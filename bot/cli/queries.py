"""What leaders and operators ask: overdue, progress, outbox, the chain of history."""

import asyncio
from typing import Annotated, Any

import typer

from bot.cli import output
from bot.cli.organisation import Json, Now

AsOf = Annotated[str | None, typer.Option("--as-of", help="replay history up to this moment, ISO")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("overdue")(overdue)
    app.command("progress")(progress)
    app.command("outbox")(outbox)
    audit = typer.Typer(help="the sealed history", no_args_is_help=True)
    audit.callback()(lambda: None)
    audit.command("verify")(audit_verify)
    app.add_typer(audit, name="audit")


@output.command
def overdue(
    unit: Annotated[str | None, typer.Option("--unit", help="only this unit")] = None,
    as_of: AsOf = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Duties past their deadline and still owed."""
    from bot import commands

    rows = asyncio.run(commands.overdue(unit, output.moment(as_of), output.moment(now)))
    if json:
        output.as_json(rows)
    else:
        headings = ("cli.code", "cli.unit", "cli.obligation", "cli.period", "cli.last_day", "cli.days_late")
        keys = ("unit_code", "unit", "obligation", "period", "last_day", "working_days_late")
        output.table((*headings, "cli.reminders"), rows, (*keys, "reminders_sent"))


@output.command
def progress(
    period: Annotated[str, typer.Option("--period", help="2026-10, 2026-Q4, 2026-H1, 2026-9M, 2026 or once")],
    as_of: AsOf = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Counts and rates per obligation and per unit group."""
    from bot import commands

    rows = asyncio.run(commands.progress(period, output.moment(as_of), output.moment(now)))
    if json:
        output.as_json(rows)
    else:
        headings = (
            "cli.obligation",
            "cli.period",
            "cli.group",
            "cli.expected",
            "cli.received",
            "cli.claimed",
        )
        keys = ("obligation", "period", "group", "expected", "received", "claimed", "outstanding", "late")
        output.table((*headings, "cli.outstanding", "cli.late"), rows, keys)


@output.command
def outbox(
    state: Annotated[str | None, typer.Option("--state", help="queued, sent, uncertain, failed …")] = None,
    json: Json = False,
) -> None:
    """Messages queued, sent, uncertain or failed, and why."""
    from bot import commands
    from domain.delivery import OutboxState

    if state is not None and state not in set(OutboxState):
        raise typer.BadParameter(f"no state {state}; there are {', '.join(OutboxState)}")
    rows = asyncio.run(commands.outbox(state))
    if json:
        output.as_json(rows)
    else:
        headings = ("cli.number", "cli.class", "cli.account", "cli.state", "cli.attempts", "cli.parts")
        keys = ("id", "class", "where", "state", "attempts", "piece", "stands_for", "displayed_at", "reason")
        shown = [row | {"where": f"{row['channel']}/{row['account']}", "piece": _piece(row)} for row in rows]
        output.table((*headings, "cli.stands_for", "cli.displayed_at", "cli.reason"), shown, keys)


def _piece(row: dict[str, Any]) -> str | None:
    """Which part of how many a message is; nothing for a text that went in one."""
    return f"{row['part']}/{row['parts']}" if row["parts"] > 1 else None


@output.command
def audit_verify(json: Json = False) -> None:
    """Check the chain of history; names the first broken position and shows the unsealed tail."""
    from bot import commands

    found = asyncio.run(commands.verify_history())
    if json:
        output.as_json(found)
    elif found["broken_at"] is None:
        counts = {"sealed": found["sealed"], "unsealed": found["unsealed"]}
        output.say(output.tr("cli.history_whole", **counts))
    if found["broken_at"] is not None:
        output.complain(f"history is broken at position {found['broken_at']}: restore a backup and compare")
        raise typer.Exit(output.FAILURE)
