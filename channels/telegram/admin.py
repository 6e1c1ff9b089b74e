"""The operator's instrument: a second library looks at Telegram, so that a fault of ours shows as ours."""

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    WebhookInfo,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from channels.telegram.envelope import HANDLED
from channels.telegram.settings import TelegramSettings
from domain.errors import InvalidSetting
from domain.messages import Menu

_CONNECT_WITHIN = 5.0
_ANSWER_WITHIN = 20.0
# Vendor rules for a webhook and for command menus.
_HOOK_PORTS = (443, 80, 88, 8443)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_CHAT = re.compile(r"-?\d{1,18}", re.ASCII)
_MOST_COMMANDS = 100
_LONGEST_DESCRIPTION = 256
# Few calls at once keep the order of what people say; the inbox takes hundreds a second on each.
_HOOK_CONNECTIONS = 8
_SCOPES: Mapping[str | None, BotCommandScope] = {
    None: BotCommandScopeDefault(),
    "all_private_chats": BotCommandScopeAllPrivateChats(),
    "all_group_chats": BotCommandScopeAllGroupChats(),
}

# Only Telegram itself refuses in these ways; anything else may be the work of the network between.
_ANSWERED = (BadRequest, Forbidden, InvalidToken, RetryAfter)
# Logs in which addresses or answers are quoted.
_TALKATIVE = ("httpx", "telegram.Bot", "telegram.request.BaseRequest")


@dataclass(frozen=True, slots=True)
class TelegramReport:
    """What Telegram says about the account; `problem` is the first thing to mend, in words."""

    reachable: bool
    bot_username: str | None = None
    can_join_groups: bool | None = None
    webhook_url: str | None = None
    pending_updates: int | None = None
    last_error: str | None = None
    problem: str | None = None


async def inspect(settings: TelegramSettings) -> TelegramReport:
    """Ask Telegram about the bot; faults of the network and refusals are part of the report."""
    if settings.token is None:
        return TelegramReport(reachable=False, problem="no token is set")
    try:
        async with _connected(settings) as bot:
            hook = await bot.get_webhook_info()
            return TelegramReport(
                reachable=True,
                bot_username=bot.bot.username,
                can_join_groups=bot.bot.can_join_groups,
                webhook_url=hook.url,
                pending_updates=hook.pending_update_count,
                last_error=hook.last_error_message,
                problem=_problem(settings, hook),
            )
    except TelegramError as error:
        return TelegramReport(reachable=isinstance(error, _ANSWERED), problem=_describe(settings, error))


async def set_webhook(settings: TelegramSettings, url: str) -> None:
    """Let Telegram push to that address; what is waiting is kept. InvalidSetting when it cannot be set."""
    if settings.mode != "webhook" or settings.webhook_secret is None:
        raise InvalidSetting("set DONDOC_TELEGRAM__MODE=webhook and DONDOC_TELEGRAM__WEBHOOK_SECRET first")
    if not _can_be_pushed_to(url):
        raise InvalidSetting("the webhook address begins with https:// and uses port 443, 80, 88 or 8443")
    secret = settings.webhook_secret.get_secret_value()

    async def call(bot: Bot) -> None:
        await bot.set_webhook(
            url, secret_token=secret, allowed_updates=HANDLED, max_connections=_HOOK_CONNECTIONS
        )

    await _change(settings, call, "the webhook was not set")


def _can_be_pushed_to(url: str) -> bool:
    parts = urlsplit(url)
    try:
        port = parts.port or 443
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and port in _HOOK_PORTS


async def delete_webhook(settings: TelegramSettings) -> None:
    """Stop Telegram from pushing, so that the bot can be polled; what is waiting is kept."""

    async def call(bot: Bot) -> None:
        await bot.delete_webhook(drop_pending_updates=False)

    await _change(settings, call, "the webhook was not deleted")


async def set_menus(settings: TelegramSettings, menus: Sequence[Menu]) -> tuple[str, ...]:
    """Set all menus, in order; returns the chats that Telegram does not know any more.

    InvalidSetting when a menu cannot be right, before anything is set, and when Telegram refuses one.
    """
    for menu in menus:
        _check(menu)
    unknown: list[str] = []

    async def call(bot: Bot) -> None:
        unknown.extend([str(menu.chat) for menu in menus if not await _set(bot, menu)])

    await _change(settings, call, "the command menu was not set")
    return tuple(unknown)


async def _set(bot: Bot, menu: Menu) -> bool:
    """Set one menu; False when its chat is gone, which is no reason to leave the others without theirs."""
    scope = _SCOPES.get(menu.chat) or BotCommandScopeChat(str(menu.chat))
    commands = [BotCommand(name, description) for name, description in menu.commands.items()]
    try:
        if commands:
            await bot.set_my_commands(commands, scope=scope, language_code=menu.language)
        else:
            await bot.delete_my_commands(scope=scope, language_code=menu.language)
    except BadRequest as error:
        if isinstance(scope, BotCommandScopeChat) and "chat not found" in error.message.lower():
            return False
        raise
    return True


def _check(menu: Menu) -> None:
    """The vendor's rules for a menu, so that a wrong one is refused by its name."""
    if len(menu.commands) > _MOST_COMMANDS:
        raise InvalidSetting(f"a command menu has at most {_MOST_COMMANDS} commands")
    if menu.language is not None and not _LANGUAGE.fullmatch(menu.language):
        raise InvalidSetting("the language of a command menu is two small letters")
    if menu.chat not in _SCOPES and not _CHAT.fullmatch(str(menu.chat)):
        raise InvalidSetting("the chat of a command menu is the number of a chat or a kind of chats")
    for name, description in menu.commands.items():
        if not _COMMAND.fullmatch(name):
            raise InvalidSetting(f"the command {name!r} is not 1 to 32 small letters, digits or underscores")
        if not 1 <= len(description.strip()) <= _LONGEST_DESCRIPTION:
            raise InvalidSetting(f"the description of /{name} has 1 to {_LONGEST_DESCRIPTION} characters")


async def _change(settings: TelegramSettings, call: Callable[[Bot], Awaitable[None]], failure: str) -> None:
    try:
        async with _connected(settings) as bot:
            await call(bot)
    except TelegramError as error:
        fault = _describe(settings, error)
    else:
        return
    # Outside the handler, so that no traceback carries an address with the token.
    raise InvalidSetting(f"{failure}: {fault}")


@asynccontextmanager
async def _connected(settings: TelegramSettings) -> AsyncIterator[Bot]:
    """A bot that has introduced itself; its connections are closed again."""
    if settings.token is None:
        raise InvalidSetting("Telegram needs DONDOC_TELEGRAM__TOKEN")
    address = settings.api_base
    request = _request(settings)
    with _veiled(settings):
        bot = Bot(
            settings.token.get_secret_value(),
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=request,
            get_updates_request=request,
        )
        async with bot:
            yield bot


def _request(settings: TelegramSettings) -> HTTPXRequest:
    """Proxies named in the environment are left aside: the service does not use them either."""
    return HTTPXRequest(
        connect_timeout=_CONNECT_WITHIN,
        read_timeout=_ANSWER_WITHIN,
        proxy=settings.proxy.get_secret_value() if settings.proxy else None,
        httpx_kwargs={"trust_env": False},
    )


@contextmanager
def _veiled(settings: TelegramSettings) -> Iterator[None]:
    """Take the token out of what the libraries log: an address of the Bot API holds it."""

    def veil(record: logging.LogRecord) -> bool:
        record.msg, record.args = settings.redact(record.getMessage()), ()
        return True

    logs = [logging.getLogger(name) for name in _TALKATIVE]
    for log in logs:
        log.addFilter(veil)
    try:
        yield
    finally:
        for log in logs:
            log.removeFilter(veil)


def _problem(settings: TelegramSettings, hook: WebhookInfo) -> str | None:
    if settings.mode == "polling" and hook.url:
        return "a webhook is registered, so polling is refused"
    if settings.mode == "webhook" and not hook.url:
        return "no webhook is registered, so nothing arrives"
    return hook.last_error_message


def _describe(settings: TelegramSettings, error: TelegramError) -> str:
    return settings.redact(f"{type(error).__name__}: {error.message}")
