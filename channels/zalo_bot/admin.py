"""The operator's instrument: what Zalo says of the bot, and its webhook set or taken away."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from channels.zalo_bot.client import Accepted, Outcome, Refused, ZaloBotClient, described
from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import InvalidSetting

_NONE_REGISTERED = 404


@dataclass(frozen=True, slots=True)
class ZaloReport:
    """What Zalo says about the account; `problem` is the first thing to mend, in words."""

    reachable: bool
    bot_name: str | None = None
    account_type: str | None = None
    can_join_groups: bool | None = None
    webhook_url: str | None = None
    problem: str | None = None


async def inspect(settings: ZaloBotSettings) -> ZaloReport:
    """Ask Zalo about the bot; faults of the network and refusals are part of the report."""
    if settings.token is None:
        return ZaloReport(reachable=False, problem="no token is set")
    async with _connected(settings) as client:
        me = await client.call("getMe")
        if not isinstance(me, Accepted):
            return ZaloReport(reachable=_was_reached(me), problem=described(me))
        hook = await client.call("getWebhookInfo")
    if not (isinstance(hook, Accepted) or _is_none_registered(hook)):
        return ZaloReport(reachable=_was_reached(hook), problem=described(hook))
    bot, url = _fields(me), _text(_fields(hook).get("url")) or ""
    groups = bot.get("can_join_groups")
    return ZaloReport(
        reachable=True,
        bot_name=_text(bot.get("display_name")) or _text(bot.get("account_name")),
        account_type=_text(bot.get("account_type")),
        can_join_groups=groups if isinstance(groups, bool) else None,
        webhook_url=url,
        problem=_problem(settings, url),
    )


async def set_webhook(settings: ZaloBotSettings, url: str) -> str | None:
    """Register the webhook with its secret; returns what the vendor's own trial of it found wrong.

    InvalidSetting when it is not registered; the vendor refuses addresses that are not public.
    """
    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        raise InvalidSetting("the address of a Zalo webhook begins with https:// and names a host")
    if settings.webhook_secret is None:
        raise InvalidSetting("a Zalo webhook needs DONDOC_ZALO_BOT__WEBHOOK_SECRET")
    wanted = {"url": url, "secret_token": settings.webhook_secret.get_secret_value()}
    async with _connected(settings) as client:
        answer = await client.call("setWebhook", wanted)
    if not isinstance(answer, Accepted):
        raise InvalidSetting(f"the webhook was not set: {described(answer)}")
    trial = _fields(answer).get("verification")
    if not isinstance(trial, Mapping) or trial.get("ok") is not False:
        return None
    return _text(trial.get("hint")) or _text(trial.get("outcome")) or "the trial call failed"


async def delete_webhook(settings: ZaloBotSettings) -> None:
    """Take the webhook away, so that the bot can be polled; InvalidSetting when that fails."""
    async with _connected(settings) as client:
        answer = await client.call("deleteWebhook")
    if not (isinstance(answer, Accepted) or _is_none_registered(answer)):
        raise InvalidSetting(f"the webhook was not deleted: {described(answer)}")


@asynccontextmanager
async def _connected(settings: ZaloBotSettings) -> AsyncIterator[ZaloBotClient]:
    client = ZaloBotClient(settings)
    try:
        yield client
    finally:
        await client.close()


def _is_none_registered(answer: Outcome) -> bool:
    """Vendor fact: a bot that never had a webhook is answered with 404."""
    return isinstance(answer, Refused) and answer.by_vendor and answer.code == _NONE_REGISTERED


def _was_reached(answer: Outcome) -> bool:
    """Only an answer in the vendor's own words proves that it was the vendor."""
    return isinstance(answer, Accepted) or (isinstance(answer, Refused) and answer.by_vendor)


def _problem(settings: ZaloBotSettings, url: str) -> str | None:
    if settings.mode == "polling" and url:
        return "a webhook is registered, so polling is refused"
    if settings.mode == "webhook" and not url:
        return "no webhook is registered, so nothing arrives"
    return None


def _fields(answer: Outcome) -> Mapping[str, Any]:
    return answer.result if isinstance(answer, Accepted) and isinstance(answer.result, Mapping) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
