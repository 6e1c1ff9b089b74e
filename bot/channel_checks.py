"""What the doctor says of accounts on messengers and of the people behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import channel_accounts
from bot import clock as clocks
from bot.accounts_file import accounts
from bot.settings import Settings
from channels import registry
from channels.registry import Account
from domain.accounts import AccountState
from domain.errors import DondocError
from domain.units import OPERATOR
from services import enrolment
from services.enrolment import Roll
from storage import schema
from storage.store import Store, UnitOfWork

GREEN, YELLOW, RED = "green", "yellow", "red"
_OTHERS = 0o077
# A secret of fewer different characters was not made by a generator.
_FEWEST_CHARACTERS = 10
# So many of a hundred units out of reach are no accident of single telephones.
_MANY_PERCENT = 10

Check = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Use:
    """What the store knows of an account: its row in the list, and the error it met last."""

    row: Mapping[str, Any]
    last_error: str | None


def check(name: str, state: str, text: str) -> Check:
    """One line of the doctor."""
    return {"name": name, "state": state, "text": text}


async def look(settings: Settings, now: datetime) -> list[Check]:
    """Each account as the platform and the store see it, its secrets, and who is out of reach."""
    found = [check("webchat", GREEN, "on")]
    try:
        configured = accounts(settings)
    except DondocError as error:
        return [*found, check("accounts", RED, error.text)]
    named = {account.kind for account in configured}
    found += [check(kind, GREEN, "off (not configured)") for kind in registry.KINDS if kind not in named]
    uses = await _uses(settings)
    for account in configured:
        found += [await _account(account, uses.get((account.kind, account.name))), *_secret(account)]
    return [*found, *accounts_file(settings), *await people(settings, now)]


async def _account(account: Account, use: _Use | None) -> Check:
    seen = await registry.inspect(account)
    state, texts = GREEN if seen.problem is None else RED, [seen.problem or seen.text]
    if use is not None:
        row = use.row
        texts += [f"{row['people']}{_of(row['quota_people'])} people", f"{row['groups']} groups"]
        percent = f", {row['sent_percent']} %" if row["sent_percent"] is not None else ""
        texts.append(f"{row['sent']}{_of(row['quota_month'])} sent in {row['month']}{percent}")
        if row["state"] == AccountState.PAUSED.value:
            texts.append(f"paused: {row['reason']}; `dondoc channel resume` lets it send")
        if use.last_error:
            texts.append(f"last error: {use.last_error}")
        is_strained = row["warning"] or row["state"] == AccountState.PAUSED.value
        state = YELLOW if state == GREEN and is_strained else state
    return check(_called(account), state, "; ".join(texts))


def _of(quota: int | None) -> str:
    return f"/{quota}" if quota is not None else ""


def _called(account: Account) -> str:
    return account.kind if account.name == "default" else f"{account.kind}/{account.name}"


def _secret(account: Account) -> Iterable[Check]:
    """A webhook secret that was typed by hand: its length alone says little."""
    secret = getattr(account.settings, "webhook_secret", None)
    if secret is None or registry.mode(account) != "webhook":
        return
    if len(set(secret.get_secret_value())) < _FEWEST_CHARACTERS:
        text = "the webhook secret repeats few characters and can be guessed: generate a new one"
        yield check(f"{_called(account)} secret", RED, text)


def accounts_file(settings: Settings) -> list[Check]:
    """The file with the tokens of further accounts is its owner's alone."""
    path = settings.accounts_file
    if not path.exists():
        return []
    if path.stat().st_mode & _OTHERS:
        return [check("accounts file", RED, f"others may read {path}: `chmod 600` it and renew its tokens")]
    return [check("accounts file", GREEN, f"{path} is its owner's alone")]


async def people(settings: Settings, now: datetime) -> list[Check]:
    """How many units nobody has linked for, and how many are out of reach; nothing without a database."""
    try:
        store = Store(settings.database_url)
    except DondocError:
        return []
    try:
        await schema.require_current(store)
        simulated = await clocks.stored(store)
        async with store.reading() as uow:
            return await _people(uow, simulated.now() if simulated is not None else now)
    except DondocError:
        return []
    finally:
        await store.close()


async def _people(uow: UnitOfWork, now: datetime) -> list[Check]:
    unlinked = await enrolment.of(uow, OPERATOR, Roll.UNLINKED, now=now)
    silent = {item.unit.id for item in await enrolment.of(uow, OPERATOR, Roll.UNREACHABLE, now=now)}
    total = len({item.unit.id for item in await enrolment.everybody(uow, OPERATOR, now=now)})
    alone = len({item.unit.id for item in unlinked})
    found = []
    if alone:
        text = f"nobody has linked for {alone} units that owe reports: `dondoc people --unlinked`"
        found.append(check("not linked", YELLOW, text))
    if silent:
        state = RED if len(silent) * 100 >= total * _MANY_PERCENT else YELLOW
        text = f"no message reaches {len(silent)} units that owe something: `dondoc people --unreachable`"
        found.append(check("unreachable", state, text))
    return found or [check("people", GREEN, "every unit that owes reports can be reached")] * bool(total)


async def _uses(settings: Settings) -> dict[tuple[str, str], _Use]:
    """What the store knows of the accounts; nothing when it cannot be read, which is a finding of its own."""
    try:
        rows = await channel_accounts.listing()
        store = Store(settings.database_url)
    except DondocError:
        return {}
    try:
        async with store.reading() as uow:
            errors = await uow.accounts.last_errors()
    except DondocError:
        return {}
    finally:
        await store.close()
    places = {(row["kind"], row["account"]): row for row in rows}
    return {where: _Use(row, errors.get(where)) for where, row in places.items()}
