"""Packs, units and invitations."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import output

if TYPE_CHECKING:
    from domain.units import Role

_CODES_A_LINE = 20
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Now = Annotated[str | None, typer.Option("--now", help="business time for this command, ISO with offset")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    packs = typer.Typer(help="shipped organisations and obligations", no_args_is_help=True)
    packs.command("list")(pack_list)
    packs.command("load")(pack_load)
    app.add_typer(packs, name="pack")
    units = typer.Typer(help="units of the organisation", no_args_is_help=True)
    units.command("list")(unit_list)
    units.command("merge")(unit_merge)
    app.add_typer(units, name="unit")
    app.command("invite")(invite)
    app.command("invite-all")(invite_all)
    app.command("people")(people)


@output.command
def pack_list(json: Json = False) -> None:
    """Packs that are shipped."""
    from files.packs import read_shipped, shipped_packs

    packs = [read_shipped(name) for name in shipped_packs()]
    rows = [
        {
            "name": pack.name,
            "province": pack.province_name,
            "in_use_from": pack.in_use_from,
            "units": len(pack.units),
            "obligations": len(pack.obligations),
            "fictitious": pack.fictitious,
        }
        for pack in packs
    ]
    if json:
        output.as_json(rows)
    else:
        headings = ("cli.pack", "cli.province", "cli.in_use_from", "cli.units", "cli.obligations")
        output.table(headings, rows, ("name", "province", "in_use_from", "units", "obligations"))


@output.command
def pack_load(
    name: Annotated[str, typer.Argument(help="name of a shipped pack")], now: Now = None, json: Json = False
) -> None:
    """Load a pack; loading it again changes nothing."""
    from bot import commands

    result = asyncio.run(commands.load_pack(name, output.moment(now)))
    if json:
        output.as_json(result)
    elif result["unchanged"]:
        output.say(output.tr("cli.pack_unchanged", name=name))
    else:
        counts = {"units": result["units"], "obligations": result["obligations"]}
        output.say(output.tr("cli.pack_added", name=name, **counts))


@output.command
def unit_list(json: Json = False, now: Now = None) -> None:
    """Units with their codes, in protocol order."""
    from bot import commands

    rows = asyncio.run(commands.list_units(output.moment(now)))
    if json:
        output.as_json(rows)
    else:
        output.table(
            ("cli.code", "cli.kind", "cli.name", "cli.province"), rows, ("code", "kind", "name", "province")
        )


@output.command
def unit_merge(
    old: Annotated[list[str], typer.Argument(help="codes of the units that end, such as SKHDT")],
    into: Annotated[str, typer.Option("--into", help="code of the unit that succeeds them")],
    on: Annotated[str, typer.Option("--on", help="first day without the old units, ISO")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would happen")] = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Merge units: duties and chats go to the successor, history stays."""
    from datetime import date

    from bot import organisation

    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise typer.BadParameter(f"{on!r} is not a date such as 2025-07-01") from None
    rows = asyncio.run(organisation.merge(old, into, day, dry_run=dry_run, now=output.moment(now)))
    if json:
        output.as_json(rows)
        return
    headings = ("cli.unit", "cli.into", "cli.moved", "cli.waived", "cli.kept", "cli.cancelled")
    output.table(headings, rows, ("unit_code", "into", "moved", "waived", "kept", "cancelled"))
    output.say(output.tr("cli.merge_foreseen" if dry_run else "cli.merged", count=len(rows)))


@output.command
def invite(
    unit: Annotated[str, typer.Option("--unit", help="unit code, such as STP or bac-giang/STP")],
    role: Annotated[str, typer.Option("--role", help="focal_point, unit_head, coordinator, leader or admin")],
    person: Annotated[str, typer.Option("--person", help="name shown when the code is confirmed")] = "",
    sheet: Annotated[Path | None, typer.Option("--sheet", help="write a printable sheet (14 days)")] = None,
    json: Json = False,
    now: Now = None,
) -> None:
    """Mint a one-time code that links a person to a unit and role."""
    from bot import invitations

    minted = asyncio.run(
        invitations.invite(unit, _role(role), person=person, sheet=sheet, now=output.moment(now))
    )
    if json:
        output.as_json(minted)
    elif sheet is not None:
        output.say(output.tr("cli.sheet_written", path=sheet))
    else:
        until = f"{minted['expires_at']:%H:%M %d/%m/%Y}"
        output.say(f"{minted['code']}  ({minted['unit_code']}, {minted['role']}, → {until})")


@output.command
def invite_all(
    sheet: Annotated[Path, typer.Option("--sheet", help="the printable file, readable by its owner only")],
    unit_kind: Annotated[
        list[str] | None, typer.Option("--unit-kind", help="only units of this kind; may be repeated")
    ] = None,
    role: Annotated[str, typer.Option("--role", help="the role people are invited to")] = "focal_point",
    province: Annotated[
        str | None, typer.Option("--province", help="needed where several are stored")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="replace codes that were not used yet")] = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Invite everybody who is not linked: one code for each unit or person, on one sheet (14 days)."""
    from bot import invitations
    from domain.units import UnitKind

    kinds = unit_kind or []
    for kind in kinds:
        if kind not in set(UnitKind):
            raise typer.BadParameter(f"no kind {kind}; there are {', '.join(UnitKind)}")
    wanted = invitations.Round(sheet, _role(role), frozenset(map(UnitKind, kinds)), province, again)
    sent = asyncio.run(invitations.invite_all(wanted, _minted, output.moment(now)))
    for messenger, count in sent["without_place"].items():
        output.complain(
            f"{messenger} has no room for {count} of them: add an account with `dondoc channel add`"
        )
    if json:
        output.as_json(sent)
    else:
        counts = {name: sent[name] for name in ("sheet", "invited", "linked", "waiting", "withdrawn")}
        output.say(output.tr("cli.invited", **counts))


def _role(name: str) -> "Role":
    from domain.units import Role

    if name not in set(Role):
        raise typer.BadParameter(f"no role {name}; there are {', '.join(Role)}")
    return Role(name)


def _minted(done: int, total: int) -> None:
    if done % _CODES_A_LINE == 0 or done == total:
        typer.echo(output.tr("cli.invite_progress", done=done, total=total), err=True)


@output.command
def people(
    unlinked: Annotated[bool, typer.Option("--unlinked", help="units where nobody ever linked")] = False,
    never_answered: Annotated[
        bool, typer.Option("--never-answered", help="people who were reminded and never answered")
    ] = False,
    unreachable: Annotated[
        bool, typer.Option("--unreachable", help="people of units that owe something and get no message")
    ] = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """People with their units and channels, or one of the lists somebody has to see to."""
    from bot import people as listed
    from services.enrolment import Roll

    asked = (
        (unlinked, Roll.UNLINKED),
        (never_answered, Roll.NEVER_ANSWERED),
        (unreachable, Roll.UNREACHABLE),
    )
    chosen = [roll for is_asked, roll in asked if is_asked]
    if len(chosen) > 1:
        raise typer.BadParameter("one list at a time")
    rows = asyncio.run(listed.listing(chosen[0] if chosen else None, output.moment(now)))
    if json:
        output.as_json(rows)
        return
    headings = ("cli.code", "cli.unit", "cli.person", "cli.role", "cli.phone", "cli.contacts")
    shown = [row | {"channels": [_channel(one) for one in row["contacts"]]} for row in rows]
    output.table(headings, shown, ("unit_code", "unit", "person", "role", "phone", "channels"))


def _channel(contact: dict[str, str | None]) -> str:
    name = f"{contact['channel']}/{contact['account']}"
    return f"{name} ({contact['reason']})" if contact["reason"] else name
