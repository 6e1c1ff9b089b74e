"""What the commands about accounts on messengers do. No channel is built here: the store and the platform."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot import accounts_file
from bot.books import Books, books
from bot.settings import Settings
from bot.wiring import calendars_for
from channels import registry
from channels.registry import Account, Limits
from domain.accounts import AccountStanding, AccountState
from domain.errors import InvalidSetting, NotFound
from domain.messages import Menu, SendError
from domain.policy import WARNED_AT, Reason, month_of, reaches
from domain.units import OPERATOR, Actor, Role
from handlers import help as help_
from language.commands import Command
from locales.catalogue import DEFAULT, LOCALES
from locales.speech import Speech, speech
from services import history, policy
from services.policy import Situation
from services.webchat import ACCOUNT, KIND
from storage.store import UnitOfWork

OFF, ALWAYS = "off", "–"
_SECRET_BYTES = 32


async def listing(now: datetime | None = None) -> list[dict[str, Any]]:
    """Every account that is on, and those that are off but still have people."""
    async with books(now) as opened:
        configured = {(item.kind, item.name): item for item in accounts_file.accounts(opened.settings)}
        async with opened.store.reading() as uow:
            people = await uow.accounts.people()
            standings = {(item.channel, item.account): item for item in await uow.accounts.all()}
            named = [(KIND, ACCOUNT), *configured]
            others = sorted((people.keys() | standings.keys()) - set(named))
            return [
                await _row(uow, opened, where, configured.get(where), people.get(where, 0))
                for where in (*named, *others)
            ]


async def _row(
    uow: UnitOfWork, opened: Books, where: tuple[str, str], account: Account | None, people: int
) -> dict[str, Any]:
    standing = await uow.accounts.standing(*where)
    machine_now = await uow.machine_now()
    if standing.until is not None and standing.until <= machine_now:
        # A pause or a sparing that has run out holds nothing back.
        standing = AccountStanding(*where, AccountState.ACTIVE)
    month = month_of(machine_now, opened.settings.zone)
    sent = await uow.accounts.sent(*where, month)
    limits = registry.limits(account) if account is not None else Limits()
    is_off = account is None and where != (KIND, ACCOUNT)
    return {
        "kind": where[0],
        "account": where[1],
        "state": OFF if is_off else standing.state.value,
        "reason": why(opened.tr, standing),
        "since": _local(standing.since, opened.settings),
        "until": _local(standing.until, opened.settings),
        "mode": registry.mode(account) if account is not None else ALWAYS,
        "people": people,
        "quota_people": limits.people,
        "month": month,
        "sent": sent,
        "quota_month": limits.month,
        "sent_percent": sent * 100 // limits.month if limits.month else None,
        "warning": limits.month is not None and reaches(sent, limits.month, WARNED_AT),
        "groups": await uow.groups.count(*where),
        "quota_groups": limits.groups,
    }


def _local(moment: datetime | None, settings: Settings) -> datetime | None:
    return moment.astimezone(settings.zone) if moment is not None else None


def why(tr: Speech, standing: AccountStanding) -> str | None:
    """Why an account is paused or spares its quota: a known reason in words, or what a person wrote."""
    if standing.reason in set(SendError):
        return tr(f"send_error.{standing.reason}")
    if standing.reason in set(Reason):
        return tr(f"cancelled.{standing.reason}")
    return standing.reason


async def add(kind: str, name: str, token: str, extra: Mapping[str, str], *, webhook: bool) -> dict[str, Any]:
    """Store a further account that the platform knows; with `webhook` messages are pushed to us.

    InvalidSetting when the platform does not know the token; then nothing is stored.
    """
    async with books() as opened:
        values = {**extra, "token": token, "mode": "webhook" if webhook else "polling"}
        if webhook:
            _public_url(opened.settings)
            values["webhook_secret"] = secrets.token_urlsafe(_SECRET_BYTES)
        account = accounts_file.checked(opened.settings, kind, name, values)
        seen = await registry.inspect(account)
        if seen.name is None:
            raise InvalidSetting(f"{kind}/{name} was not added: {seen.problem}")
        accounts_file.add(opened.settings, kind, name, values)
        await _record(opened, "account_added", account, {"mode": values["mode"], "name": seen.name})
        url = await _set_webhook(opened, account) if webhook else None
    return {"kind": kind, "account": name, "name": seen.name, "mode": values["mode"], "webhook": url}


async def pause(named: str, reason: str, now: datetime | None) -> None:
    """Stop an account until a person resumes it."""
    async with books(now) as opened:
        where = _where(opened.settings, named)
        calendar = calendars_for(opened.settings, opened.now).value

        async def work(uow: UnitOfWork) -> None:
            situation = Situation(opened.now, await uow.machine_now(), calendar, {})
            await policy.pause(uow, OPERATOR, where, reason, situation)

        await opened.store.transact(work)


async def resume(named: str, now: datetime | None) -> bool:
    """Let an account send again; False when it was not paused."""
    async with books(now) as opened:
        where = _where(opened.settings, named)
        return await opened.store.transact(lambda uow: policy.resume(uow, OPERATOR, where, now=opened.now))


async def webhook(named: str, *, delete: bool) -> str | None:
    """Set the webhook of an account to our public address, or take it away; the address."""
    async with books() as opened:
        account = _account(opened.settings, named)
        if not delete:
            return await _set_webhook(opened, account)
        await registry.set_webhook(account, None)
        await _record(opened, "webhook_removed", account, {})
        return None


async def menu(named: str) -> int:
    """Set the command menus of an account: one for strangers, one for each linked person; how many."""
    async with books() as opened:
        account = _account(opened.settings, named)
        async with opened.store.reading() as uow:
            menus = [*_for_strangers(opened.settings), *await _for_people(uow, opened.settings, account)]
        await registry.set_menus(account, menus)
        await _record(opened, "menus_set", account, {"count": len(menus)})
        return len(menus)


def _for_strangers(settings: Settings) -> list[Menu]:
    """The default is in the province's language; the others are shown by the language of the telephone."""
    menus = []
    for locale in LOCALES:
        tr = speech(locale, settings.zone)
        commands = {
            Command.START.value: tr("menu.start"),
            Command.HELP.value: tr("menu.huongdan"),
        }
        menus.append(Menu(commands, None if locale == DEFAULT else locale))
    return menus


async def _for_people(uow: UnitOfWork, settings: Settings, account: Account) -> list[Menu]:
    """Each person's menu shows what their roles may use, in their language."""
    contacts = await uow.people.contacts_at(account.kind, account.name)
    people = await uow.people.by_id(item.person_id for item in contacts)
    roles: dict[int, set[Role]] = {}
    for member in await uow.organisation.memberships():
        roles.setdefault(member.person_id, set()).add(member.role)
    return [
        Menu(
            help_.menu(
                speech(people[item.person_id].locale, settings.zone),
                help_.entries(roles.get(item.person_id, ())),
            ),
            chat=item.address,
        )
        for item in contacts
        if roles.get(item.person_id)
    ]


async def _set_webhook(opened: Books, account: Account) -> str:
    url = f"{_public_url(opened.settings)}{registry.hook_path(account)}"
    await registry.set_webhook(account, url)
    await _record(opened, "webhook_set", account, {"url": url})
    return url


def _public_url(settings: Settings) -> str:
    if not settings.web.public_url:
        raise InvalidSetting(
            "a webhook needs DONDOC_WEB__PUBLIC_URL, the https:// address the platform reaches"
        )
    return settings.web.public_url.rstrip("/")


async def _record(opened: Books, verb: str, account: Account, data: Mapping[str, Any]) -> None:
    fact = history.Fact(verb, f"account:{account.kind}/{account.name}", data=data)
    actor: Actor = OPERATOR
    await opened.store.transact(lambda uow: history.record(uow, actor, fact, now=opened.now))


def _where(settings: Settings, named: str) -> tuple[str, str]:
    """An account by `KIND/NAME`, the web chat included."""
    kind, name = _parted(named)
    if (kind, name) == (KIND, ACCOUNT):
        return kind, name
    account = _account(settings, named)
    return account.kind, account.name


def _account(settings: Settings, named: str) -> Account:
    kind, name = _parted(named)
    known: Sequence[Account] = accounts_file.accounts(settings)
    for account in known:
        if (account.kind, account.name) == (kind, name):
            return account
    listed = ", ".join(f"{item.kind}/{item.name}" for item in known) or "none"
    raise NotFound(f"no account {kind}/{name} is on; there are {listed}")


def _parted(named: str) -> tuple[str, str]:
    kind, _, name = named.partition("/")
    return kind.replace("-", "_"), name or "default"
