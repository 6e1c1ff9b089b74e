"""The operator's instrument: a second library looks at Telegram, so that a fault of ours shows as ours."""

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from telegram import Bot, BotCommand, WebhookInfo
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from channels.telegram.settings import TelegramSettings
from domain.errors import InvalidSetting

_CONNECT_WITHIN = 5.0
_ANSWER_WITHIN = 20.0

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


async def set_commands(
    settings: TelegramSettings, commands: Mapping[str, str], language: str | None = None
) -> None:
    """Set the command menu, for all languages or one (two letters); InvalidSetting when it cannot be set."""
    try:
        async with _connected(settings) as bot:
            menu = [BotCommand(name, description) for name, description in commands.items()]
            await bot.set_my_commands(menu, language_code=language)
    except TelegramError as error:
        fault = _describe(settings, error)
    else:
        return
    raise InvalidSetting(f"the command menu was not set: {fault}")


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
