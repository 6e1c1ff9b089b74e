"""Which messengers there are: an explicit list, read top to bottom. A new one adds its lines here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pydantic import BaseModel, Field

from channels.email.settings import EmailSettings
from channels.telegram.settings import TelegramSettings
from channels.webchat.desk import ChatDesk
from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import InvalidSetting
from domain.messages import Menu
from domain.ports import Channel, Intake

if TYPE_CHECKING:
    from fastapi import APIRouter


class AccountSettings(Protocol):
    """What every messenger's settings can say of themselves."""

    @property
    def is_on(self) -> bool:
        """Whether the account is configured at all."""
        ...

    @property
    def on_loopback(self) -> bool:
        """Whether it talks to this machine only, as a simulated clock demands."""
        ...


class MessengerSettings(BaseModel):
    """The settings of every messenger; what the operator sets is the account `default`."""

    telegram: TelegramSettings = Field(default_factory=TelegramSettings)
    zalo_bot: ZaloBotSettings = Field(default_factory=ZaloBotSettings)
    smtp: EmailSettings = Field(default_factory=EmailSettings)


@dataclass(frozen=True, slots=True)
class Account:
    """One configured account: the messenger's kind, our name for it, and its settings."""

    kind: str
    name: str
    settings: AccountSettings


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an independent look at the platform found: `problem` is the first thing to mend, in words."""

    problem: str | None
    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages a month, people and groups the platform allows an account; None for any number."""

    month: int | None = None
    people: int | None = None
    groups: int | None = None
    takes_codes: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What channels need from the house: the web chat's desk and the address people open in a browser."""

    desk: ChatDesk
    public_url: str | None = None


KINDS = ("telegram", "zalo_bot", "email")
# Further accounts come from the accounts file, by kind and name; the classes read their settings.
FURTHER: Mapping[str, type[BaseModel]] = {"telegram": TelegramSettings, "zalo_bot": ZaloBotSettings}


def accounts(
    settings: MessengerSettings, further: Mapping[str, Mapping[str, AccountSettings]]
) -> Iterator[Account]:
    """The accounts that are on, those of the environment first."""
    named: dict[str, AccountSettings] = {
        "telegram": settings.telegram,
        "zalo_bot": settings.zalo_bot,
        "email": settings.smtp,
    }
    for kind, found in named.items():
        if found.is_on:
            yield Account(kind, "default", found)
        for name, more in further.get(kind, {}).items():
            yield Account(kind, name, more)


def webchat(around: Surroundings) -> Channel:
    """The web chat, which is always on."""
    from channels.webchat.channel import WebChatChannel

    return WebChatChannel(around.desk)


def build(account: Account, around: Surroundings) -> Channel:
    """The channel of an account. Its libraries are imported here alone: aiogram costs seconds and memory."""
    match account.settings:
        case TelegramSettings() as telegram:
            from channels.telegram.channel import TelegramChannel

            return TelegramChannel(telegram, account=account.name)
        case ZaloBotSettings() as zalo:
            from channels.zalo_bot.channel import ZaloBotChannel

            return ZaloBotChannel(zalo, account=account.name)
        case EmailSettings() as email:
            from channels.email.channel import EmailChannel

            return EmailChannel(email, public_url=around.public_url)
        case _:
            raise AssertionError(f"no channel for {account.kind}")


def routes(account: Account, intake: Intake) -> "APIRouter | None":
    """The webhook of an account, at `/hooks/<kind>/<account>`; None when nothing is pushed to us."""
    match account.settings:
        case TelegramSettings(mode="webhook") as telegram:
            from channels.telegram.hooks import build_routes

            return build_routes(telegram, intake, account=account.name)
        case ZaloBotSettings(mode="webhook") as zalo:
            from channels.zalo_bot import hooks

            return hooks.build_routes(zalo, intake, account=account.name)
        case _:
            return None


async def inspect(account: Account) -> Inspection:
    """Ask the platform about an account, in ways of its own: no network fault is raised."""
    match account.settings:
        case TelegramSettings() as telegram:
            from channels.telegram import admin

            seen = await admin.inspect(telegram)
            return Inspection(seen.problem, f"@{seen.bot_username}, {telegram.mode}", seen.bot_username)
        case ZaloBotSettings() as zalo:
            from channels.zalo_bot import admin as zalo_admin

            report = await zalo_admin.inspect(zalo)
            return Inspection(report.problem, f"{report.bot_name}, {zalo.mode}", report.bot_name)
        case EmailSettings() as email:
            from channels.email import admin as email_admin

            found = await email_admin.inspect(email)
            return Inspection(found.problem, f"{email.host}:{email.port}")
        case _:
            raise AssertionError(f"nothing is known of {account.kind}")


def limits(account: Account) -> Limits:
    """What the platform allows the account; nobody can answer where no codes are taken."""
    match account.settings:
        case ZaloBotSettings() as zalo:
            return Limits(zalo.quota_month or None, zalo.quota_people or None, zalo.quota_groups or None)
        case EmailSettings():
            return Limits(takes_codes=False)
        case _:
            return Limits()


def link_for(account: Account, code: str, name: str | None) -> str | None:
    """An address that opens the messenger with the code typed in; None where there is none.

    `name` is what the platform calls the account.
    """
    match account.settings:
        case TelegramSettings() as telegram:
            return telegram.link_for(name, code) if name else None
        case _:
            return None


def hook_path(account: Account) -> str:
    """Where the account's messages are pushed to, below our public address."""
    return f"/hooks/{account.kind.replace('_', '-')}/{account.name}"


def mode(account: Account) -> str:
    """How messages arrive: pushed to us, or fetched."""
    return str(getattr(account.settings, "mode", "–"))


async def set_webhook(account: Account, url: str | None) -> None:
    """Let the platform push to an address, or stop it with None; InvalidSetting says why it refuses."""
    match account.settings:
        case TelegramSettings() as telegram:
            from channels.telegram import admin

            await (admin.set_webhook(telegram, url) if url else admin.delete_webhook(telegram))
        case ZaloBotSettings() as zalo:
            from channels.zalo_bot import admin as zalo_admin

            await (zalo_admin.set_webhook(zalo, url) if url else zalo_admin.delete_webhook(zalo))
        case _:
            raise InvalidSetting(f"nothing is pushed to us by {account.kind}")


async def set_menus(account: Account, menus: Sequence[Menu]) -> None:
    """Set the command menus, where the messenger has them; InvalidSetting otherwise."""
    match account.settings:
        case TelegramSettings() as telegram:
            from channels.telegram import admin

            await admin.set_menus(telegram, menus)
        case _:
            raise InvalidSetting(f"{account.kind} has no command menu")
