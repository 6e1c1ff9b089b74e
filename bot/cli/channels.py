"""Accounts of ours on messengers: list, add, pause, resume, webhook, menu."""

import asyncio
import sys
from typing import Annotated, Any

import typer

from bot.cli import output
from bot.cli.organisation import Json, Now

Named = Annotated[str, typer.Argument(help="KIND/NAME as `dondoc channel list` shows it")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    channels = typer.Typer(help="accounts on messengers", no_args_is_help=True)
    channels.command("list")(channel_list)
    channels.command("add")(channel_add)
    channels.command("pause")(channel_pause)
    channels.command("resume")(channel_resume)
    channels.command("webhook")(channel_webhook)
    channels.command("menu")(channel_menu)
    app.add_typer(channels, name="channel")


@output.command
def channel_list(json: Json = False, now: Now = None) -> None:
    """Accounts with their state, people, groups, and what is spent of the month's quota."""
    from bot import channel_accounts

    rows = asyncio.run(channel_accounts.listing(output.moment(now)))
    if json:
        output.as_json(rows)
        return
    for row in rows:
        if row["warning"]:
            warned = output.tr("cli.quota_warning", percent=row["sent_percent"])
            output.complain(f"{row['kind']}/{row['account']}: {warned}")
    headings = (
        "cli.account",
        "cli.state",
        "cli.reason",
        "cli.mode",
        "cli.people",
        "cli.sent_month",
        "cli.groups",
    )
    keys = ("named", "state", "reason", "mode", "people_of", "sent_of", "groups_of")
    output.table(headings, [row | _shown(row) for row in rows], keys)


@output.command
def channel_add(
    kind: Annotated[str, typer.Argument(help="the messenger, as `dondoc doctor` names it")],
    name: Annotated[str, typer.Argument(help="our name for the account, one word")],
    webhook: Annotated[
        bool, typer.Option("--webhook", help="messages are pushed to DONDOC_WEB__PUBLIC_URL")
    ] = False,
    api_base: Annotated[
        str | None, typer.Option("--api-base", help="another address of the messenger's API")
    ] = None,
    json: Json = False,
) -> None:
    """Add an account; its token comes from standard input or a prompt, never from the command line."""
    from bot import channel_accounts

    extra = {"api_base": api_base} if api_base else {}
    kind = kind.replace("-", "_")
    added = asyncio.run(channel_accounts.add(kind, name, _token(), extra, webhook=webhook))
    if json:
        output.as_json(added)
    else:
        output.say(output.tr("cli.account_added", account=f"{kind}/{name}", name=added["name"]))


@output.command
def channel_pause(
    named: Named,
    reason: Annotated[str, typer.Option("--reason", help="why; shown in the list and kept in the history")],
    now: Now = None,
) -> None:
    """Stop sending through an account until it is resumed; people are reached through their next channel."""
    from bot import channel_accounts

    if not reason.strip():
        raise typer.BadParameter("the reason is empty")
    asyncio.run(channel_accounts.pause(named, reason.strip(), output.moment(now)))
    output.say(output.tr("cli.account_paused", account=named))


@output.command
def channel_resume(named: Named, now: Now = None) -> None:
    """Let an account send again; what waits there goes at once."""
    from bot import channel_accounts

    resumed = asyncio.run(channel_accounts.resume(named, output.moment(now)))
    output.say(output.tr("cli.account_resumed" if resumed else "cli.account_running", account=named))


@output.command
def channel_webhook(
    named: Named,
    delete: Annotated[
        bool, typer.Option("--delete", help="take it away, so that messages are fetched")
    ] = False,
) -> None:
    """Set an account's webhook to our public address, or take it away."""
    from bot import channel_accounts

    url = asyncio.run(channel_accounts.webhook(named, delete=delete))
    if url is None:
        output.say(output.tr("cli.webhook_removed", account=named))
    else:
        output.say(output.tr("cli.webhook_set", account=named, url=url))


@output.command
def channel_menu(named: Named) -> None:
    """Set the command menus: one for strangers, and for each person what their roles may use."""
    from bot import channel_accounts

    output.say(output.tr("cli.menu_set", account=named, count=asyncio.run(channel_accounts.menu(named))))


def _token() -> str:
    """The token from standard input; somebody at a terminal is asked and it is not shown."""
    if sys.stdin.isatty():
        from getpass import getpass

        token = getpass(f"{output.tr('cli.token')}: ")
    else:
        token = sys.stdin.readline()
    if not token.strip():
        raise typer.BadParameter("no token was given: write it to standard input")
    return token.strip()


def _shown(row: dict[str, Any]) -> dict[str, str]:
    percent = f" ({row['sent_percent']} %)" if row["sent_percent"] is not None else ""
    return {
        "named": f"{row['kind']}/{row['account']}",
        "people_of": _of(row["people"], row["quota_people"]),
        "sent_of": _of(row["sent"], row["quota_month"]) + percent,
        "groups_of": _of(row["groups"], row["quota_groups"]),
    }


def _of(count: int, quota: int | None) -> str:
    return str(count) if quota is None else f"{count}/{quota}"
