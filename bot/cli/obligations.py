"""Duties: what is open about them, new versions, replacements, files of duties."""

import asyncio
from datetime import date
from typing import Annotated, Any

import typer

from bot.cli import output
from bot.cli.organisation import Json, Now

ProvinceCode = Annotated[str | None, typer.Option("--province", help="needed where several are in use")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only show what would change")]
Key = Annotated[str, typer.Argument(help="key or typed code of the duty, see `dondoc obligation list`")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    duties = typer.Typer(help="duties and their versions", no_args_is_help=True)
    duties.command("list")(listing)
    duties.command("revise")(revise)
    duties.command("supersede")(supersede)
    app.add_typer(duties, name="obligation")


@output.command
def listing(
    province: ProvinceCode = None,
    pending: Annotated[
        bool, typer.Option("--pending", help="only those a person must still decide about")
    ] = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Duties, and what is still open: the day, the event, the addressees, a replacement."""
    from bot import obligations

    rows = asyncio.run(obligations.listing(province, pending=pending, now=output.moment(now)))
    if json:
        output.as_json(rows)
        return
    headings = ("cli.obligation_key", "cli.code", "cli.obligation", "cli.clause", "cli.frequency")
    keys = ("key", "stem", "title", "clause", "frequency_words", "phrase", "owing", "state", "open")
    output.table((*headings, "cli.phrase", "cli.owing", "cli.state", "cli.open"), rows, keys)


@output.command
def revise(
    key: Key,
    relation: Annotated[str | None, typer.Option("--relation", help="before, by, on or within")] = None,
    phrase: Annotated[str | None, typer.Option("--phrase", help="the words that set the day")] = None,
    on: Annotated[str | None, typer.Option("--on", help="fixed date, ISO")] = None,
    day: Annotated[str | None, typer.Option("--day", help="day of the month")] = None,
    working_day: Annotated[
        str | None, typer.Option("--working-day", help="n-th working day, -1 the last")
    ] = None,
    weekday: Annotated[str | None, typer.Option("--weekday", help="mon … sun, of a weekly duty")] = None,
    month_of_period: Annotated[
        str | None, typer.Option("--month-of-period", help="first, same, last or next")
    ] = None,
    month: Annotated[str | None, typer.Option("--month", help="month of a yearly duty")] = None,
    at: Annotated[str | None, typer.Option("--at", help="hour of the day, 16:30")] = None,
    since: Annotated[str | None, typer.Option("--since", help="day of the event that starts a count")] = None,
    groups: Annotated[str | None, typer.Option("--groups", help="departments,agencies,communes …")] = None,
    units: Annotated[str | None, typer.Option("--units", help="codes of units named")] = None,
    exceptions: Annotated[str | None, typer.Option("--except", help="codes of units left out")] = None,
    ladder: Annotated[str | None, typer.Option("--ladder", help="such as open,-3,-1,0,0@14:30,+1")] = None,
    title: Annotated[str | None, typer.Option("--title", help="our own short words")] = None,
    valid_until: Annotated[str | None, typer.Option("--valid-until", help="last day in force, ISO")] = None,
    province: ProvinceCode = None,
    dry_run: DryRun = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Give a duty another day, ladder, addressees or end; only what is still open is re-planned."""
    from bot import obligations
    from domain.ladder import read_steps

    written = {"relation": relation, "phrase": phrase, "on": on, "day": day, "working_day": working_day,
               "weekday": weekday, "month_of_period": month_of_period, "month": month, "at": at}  # fmt: skip
    wish = obligations.Wish(
        due=_due({name: value for name, value in written.items() if value is not None}),
        selector=_selector({"groups": groups, "units": units, "exceptions": exceptions}),
        ladder=_parsed(ladder, read_steps, "--ladder"),
        since=_parsed(since, date.fromisoformat, "--since"),
        title=title,
        valid_until=_parsed(valid_until, date.fromisoformat, "--valid-until"),
    )
    done = asyncio.run(
        obligations.revise(key, wish, province=province, dry_run=dry_run, now=output.moment(now))
    )
    _show(done, json)


@output.command
def supersede(
    old: Key,
    by: Annotated[str, typer.Option("--by", help="key of the duty that takes its place")],
    first: Annotated[str, typer.Option("--from", help="first period of the new one, such as 2026-08")],
    province: ProvinceCode = None,
    dry_run: DryRun = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """End a series from a period on because another duty replaces it; past periods stay as they were."""
    from bot import obligations

    done = asyncio.run(
        obligations.supersede((old, by, first), province=province, dry_run=dry_run, now=output.moment(now))
    )
    _show(done, json)


def _show(done: dict[str, Any], json: bool) -> None:
    if json:
        output.as_json(done)
        return
    for field, (old, new) in done["fields"].items():
        output.say(f"{field}: {old} → {new}")
    counts = {"moved": len(done["moved"]), "released": len(done["released"])}
    key = "cli.revision_foreseen" if done["dry_run"] else "cli.revised"
    output.say(output.tr(key, key=done["key"], version=done["version"], added=done["added"],
                         cancelled=done["cancelled"], **counts))  # fmt: skip


def _due(written: dict[str, str]) -> dict[str, Any]:
    """The fields of a due rule as the domain keeps them; wrong words are wrong usage."""
    from domain.due_rules import MonthOfPeriod, Relation, Weekday
    from files import yaml_values as values

    readers: dict[str, Any] = {
        "relation": values.choice(Relation),
        "weekday": values.choice(Weekday),
        "month_of_period": values.choice(MonthOfPeriod),
        "on": values.day,
        "at": values.clock_time,
        "phrase": values.words,
        "day": values.whole(1, 31),
        "month": values.whole(1, 12),
        "working_day": values.whole_but_zero(-23, 23),
    }
    return {
        name: _parsed(value, readers[name], f"--{name.replace('_', '-')}") for name, value in written.items()
    }


def _selector(written: dict[str, str | None]) -> dict[str, tuple[Any, ...]]:
    from domain.units import Group

    found: dict[str, tuple[Any, ...]] = {}
    for name, text in written.items():
        if text is not None:
            words = tuple(word.strip() for word in text.split(",") if word.strip())
            found[name] = (
                tuple(_parsed(word, Group, "--groups") for word in words) if name == "groups" else words
            )
    return found


def _parsed(text: str | None, parse: Any, flag: str) -> Any:
    if text is None:
        return None
    try:
        return parse(text)
    except ValueError as error:
        raise typer.BadParameter(f"{flag}: {error}") from None
