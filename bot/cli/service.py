"""Running: the demo, the service, the schema, the doctor."""

import asyncio
from typing import Annotated

import typer

from bot.cli import output
from bot.cli.organisation import Json, Now

ROLES = ("web", "worker", "clock")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("demo")(demo)
    app.command("run")(run)
    app.command("console")(console)
    app.command("migrate")(migrate)
    app.command("doctor")(doctor)


@output.command
def demo(
    headless: Annotated[bool, typer.Option("--headless", help="play it in the terminal, day by day")] = False,
    port: Annotated[int, typer.Option("--port", help="port of the page; 0 takes any free one")] = 8080,
) -> None:
    """Bắc Giang's October 2023 with invented figures, on a fresh database of its own."""
    if headless:
        from bot.demo.headless import play

        if not asyncio.run(play(output.say)):
            output.complain("the demo did not reach its end: run `dondoc doctor` and report the output above")
            raise typer.Exit(output.FAILURE)
        return
    from bot.demo.page import serve

    raise typer.Exit(asyncio.run(serve(port)))


@output.command
def run(
    roles: Annotated[str, typer.Option("--roles", help="any of web,worker,clock")] = ",".join(ROLES),
    clock: Annotated[str | None, typer.Option("--clock", help="simulated business time to start at")] = None,
    clock_speed: Annotated[float, typer.Option("--clock-speed", help="simulated seconds per second")] = 1.0,
) -> None:
    """The service: pages and web chat, messengers and answers, reminders."""
    from bot import app

    wanted = frozenset(part.strip() for part in roles.split(",") if part.strip())
    if not wanted or wanted - set(ROLES):
        raise typer.BadParameter(f"roles are any of {', '.join(ROLES)}")
    start = output.moment(clock)
    raise typer.Exit(asyncio.run(app.run(wanted, start=start, speed=clock_speed)))


@output.command
def console(now: Now = None) -> None:
    """Talk to the bot in this terminal; begin with a code from `dondoc invite`."""
    from bot.console import talk

    asyncio.run(talk(output.moment(now)))


@output.command
def migrate() -> None:
    """Bring the database's schema up to date."""
    from bot import maintenance

    before, after = asyncio.run(maintenance.migrate())
    if before == after:
        output.say(output.tr("cli.migrated_already", after=after))
    else:
        output.say(output.tr("cli.migrated", before=before or output.tr("cli.new"), after=after))


@output.command
def doctor(
    json: Json = False,
    strict: Annotated[bool, typer.Option("--strict", help="exit 1 when something is red")] = False,
) -> None:
    """Settings, database, calendar, channels and clock, in plain lines."""
    from bot import maintenance

    found = asyncio.run(maintenance.examine())
    if json:
        output.as_json(found)
    else:
        for check in found["checks"]:
            output.say(f"[{check['state']}] {check['name']}: {check['text']}")
    if strict and any(check["state"] == "red" for check in found["checks"]):
        raise typer.Exit(output.FAILURE)
