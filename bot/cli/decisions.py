"""Outages and exemptions: look first, decide, list, take back."""

import asyncio
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import output
from bot.cli.organisation import Json, Now

if TYPE_CHECKING:
    from bot.decisions import Wish

First = Annotated[str, typer.Option("--from", help="first day, ISO")]
Last = Annotated[str, typer.Option("--to", help="last day, ISO; it is covered too")]
Basis = Annotated[str, typer.Option("--basis", help="what the decision rests on; units read it")]
Units = Annotated[str, typer.Option("--units", help="codes, such as STP,SNV; everybody when absent")]
Groups = Annotated[str, typer.Option("--groups", help="classes of units, such as departments,communes")]
Except = Annotated[str, typer.Option("--except", help="codes of units left out of the groups")]
ProvinceCode = Annotated[str | None, typer.Option("--province", help="needed where several are in use")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only show what would change")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    decisions = typer.Typer(help="outages and exemptions", no_args_is_help=True)
    decisions.command("outage")(outage)
    decisions.command("exempt")(exempt)
    decisions.command("list")(listing)
    decisions.command("undo")(undo)
    app.add_typer(decisions, name="decision")


@output.command
def outage(
    first: First,
    last: Last,
    basis: Basis,
    units: Units = "",
    groups: Groups = "",
    exceptions: Except = "",
    moved_to: Annotated[
        str | None, typer.Option("--moved-to", help="new last day; the next working day when absent")
    ] = None,
    province: ProvinceCode = None,
    dry_run: DryRun = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Systems were down: what fell due in those days is due on a later working day and is not late."""
    from domain.decisions import DecisionKind

    wish = _wish(
        DecisionKind.OUTAGE,
        (first, last, basis),
        (units, groups, exceptions),
        moved_to=_day(moved_to),
        province=province,
    )
    _decide(wish, dry_run=dry_run, json=json, now=output.moment(now))


@output.command
def exempt(
    first: First,
    last: Last,
    basis: Basis,
    units: Units = "",
    groups: Groups = "",
    exceptions: Except = "",
    obligation: Annotated[
        str | None, typer.Option("--obligation", help="only this duty, by key or short code")
    ] = None,
    province: ProvinceCode = None,
    dry_run: DryRun = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Nothing is owed by these units for these days; what was sent already stays."""
    from domain.decisions import DecisionKind

    wish = _wish(
        DecisionKind.EXEMPTION,
        (first, last, basis),
        (units, groups, exceptions),
        obligation=obligation,
        province=province,
    )
    _decide(wish, dry_run=dry_run, json=json, now=output.moment(now))


@output.command
def listing(json: Json = False, now: Now = None) -> None:
    """Decisions, also those taken back."""
    from bot import decisions

    rows = asyncio.run(decisions.listing(output.moment(now)))
    if json:
        output.as_json(rows)
    else:
        headings = ("cli.number", "cli.kind", "cli.first_day", "cli.until_day", "cli.moved_to")
        keys = ("id", "kind", "first_day", "last_day", "moved_to", "affected", "basis", "undone_at")
        output.table((*headings, "cli.affected", "cli.basis", "cli.undone_at"), rows, keys)


@output.command
def undo(
    decision: Annotated[int, typer.Argument(help="number of the decision, see `dondoc decision list`")],
    json: Json = False,
    now: Now = None,
) -> None:
    """Take a decision back; what was changed after it is left as it is and named."""
    from bot import decisions

    done = asyncio.run(decisions.undo(decision, output.moment(now)))
    if json:
        output.as_json(done)
        return
    counts = {"cancelled": done["cancelled"], "told": done["told"], "restored": len(done["restored"])}
    output.say(output.tr("cli.decision_undone", number=decision, **counts))
    if done["left"]:
        names = ", ".join(f"{row['code']} ({row['unit_code']})" for row in done["left"])
        output.say(output.tr("cli.decision_left", names=names))


def _decide(wish: "Wish", *, dry_run: bool, json: bool, now: datetime | None) -> None:
    from bot import decisions

    done = asyncio.run(decisions.decide(wish, dry_run=dry_run, now=now))
    if json:
        output.as_json(done)
        return
    headings = ("cli.unit", "cli.code", "cli.obligation", "cli.status", "cli.last_day", "cli.new_last_day")
    keys = ("unit_code", "code", "obligation", "status", "last_day", "new_last_day")
    output.table(headings, done["affected"], keys)
    counts = {"changed": len(done["affected"]), "cancelled": done["cancelled"], "told": done["told"]}
    if dry_run:
        output.say(output.tr("cli.decision_foreseen", **counts))
    else:
        output.say(output.tr("cli.decision_made", number=done["decision"], **counts))


def _wish(kind: Any, what: tuple[str, str, str], whom: tuple[str, str, str], **rest: Any) -> "Wish":
    from bot.decisions import Wish
    from domain.units import Group

    (first, last, basis), (units, groups, exceptions) = what, whom
    unknown = [word for word in _words(groups) if word not in set(Group)]
    if unknown:
        raise typer.BadParameter(f"no group {', '.join(unknown)}; there are {', '.join(Group)}")
    if exceptions and not (units or groups):
        raise typer.BadParameter("--except leaves units out of --groups or --units; name those too")
    return Wish(
        kind=kind,
        first_day=_some_day(first),
        last_day=_some_day(last),
        basis=basis,
        units=_words(units),
        groups=tuple(Group(word) for word in _words(groups)),
        exceptions=_words(exceptions),
        **rest,
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _day(text: str | None) -> date | None:
    return _some_day(text) if text is not None else None


def _some_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date such as 2023-10-20") from None
