"""What the commands about invitations do: mint codes, spread people over our accounts, write the sheet."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.accounts_file import accounts as configured
from bot.books import Books, books
from bot.settings import Settings
from channels import registry
from channels.registry import Account
from domain.accounts import AccountState
from domain.errors import InvalidInput, InvalidSetting
from domain.units import Role, UnitKind
from files import invitation_sheets as files
from services import accounts, invitation_sheets, onboarding, provinces
from services.accounts import Minted
from services.onboarding import Guest, Slip, Step, Way
from services.webchat import ACCOUNT, KIND
from storage.store import Store, UnitOfWork

_OWNER_ONLY = 0o600
# The other roles see a whole province: each is given by hand.
_OF_UNITS = (Role.FOCAL_POINT, Role.UNIT_HEAD)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of invitations: whom, in which role, and where the sheet is written."""

    sheet: Path
    role: Role = Role.FOCAL_POINT
    kinds: frozenset[UnitKind] = frozenset()
    province: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a round came to."""

    slips: Sequence[Slip]
    linked: int = 0
    waiting: int = 0
    withdrawn: int = 0


async def invite(
    code: str, role: Role, *, person: str, sheet: Path | None, now: datetime | None
) -> dict[str, Any]:
    """Mint one code; with `sheet` it is written to that file only and not shown."""
    async with books(now) as opened:
        if sheet is None:
            minted = await opened.store.transact(partial(_mint, code, role, person, opened.now))
            return _one(minted, opened)
        ways = await _ways(opened.settings, opened.store)

        async def work(uow: UnitOfWork) -> list[Slip]:
            unit = await accounts.find_unit(uow, code)
            free = await onboarding.places(uow, ways)
            guest = Guest(unit, person or unit.name)
            return [await onboarding.invite_one(uow, guest, role, free, now=opened.now)]

        async with _fresh(sheet) as file:
            slips = await opened.store.transact(work)
            file.write_text(await _written(opened, slips), encoding="utf-8")
        return _one(slips[0].minted, opened)


async def _mint(code: str, role: Role, person: str, now: datetime, uow: UnitOfWork) -> Minted:
    unit = await accounts.find_unit(uow, code)
    return await accounts.invite(uow, person or unit.name, (unit, role), sheet=False, now=now)


def _one(minted: Minted, opened: Books) -> dict[str, Any]:
    return {
        "code": minted.code,
        "unit_code": minted.unit.code,
        "role": minted.role.value,
        "expires_at": minted.expires_at.astimezone(opened.settings.zone),
    }


async def invite_all(wanted: Round, step: Step, now: datetime | None) -> dict[str, Any]:
    """A code for everybody who is not linked, on one sheet; the codes stand nowhere else.

    Who has an open code keeps it, unless the round is held `again`: then the new one takes its place.
    """
    if wanted.role not in _OF_UNITS:
        raise InvalidSetting(f"a whole province is invited as {' or '.join(_OF_UNITS)}; others one by one")
    async with books(now) as opened:
        ways = await _ways(opened.settings, opened.store)
        async with _fresh(wanted.sheet) as file:
            sent = await opened.store.transact(partial(_round, wanted, ways, (opened.now, step), opened))
            if not sent.slips:
                raise InvalidInput(
                    f"nobody is left to invite: {sent.linked} linked, {sent.waiting} with an open code; "
                    "use --again to replace open codes"
                )
            file.write_text(await _written(opened, sent.slips), encoding="utf-8")
    return _as_document(wanted, sent, ways, opened)


async def _round(
    wanted: Round, ways: Sequence[Way], told: tuple[datetime, Step], opened: Books, uow: UnitOfWork
) -> _Sent:
    now, today = told[0], told[0].astimezone(opened.settings.zone).date()
    province = await provinces.find(uow, wanted.province, today)
    found = await onboarding.guests(uow, province.id, wanted.role, kinds=wanted.kinds, on=today)
    chosen, withdrawn = list(found.guests), 0
    if wanted.again:
        withdrawn = await onboarding.withdraw(uow, found.waiting, now=now)
    else:
        have = {(item.unit_id, item.person_name) for item in found.waiting}
        chosen = [guest for guest in chosen if (guest.unit.id, guest.person_name) not in have]
    free = await onboarding.places(uow, ways)
    slips = await onboarding.invite(uow, chosen, wanted.role, free, told=told)
    return _Sent(slips, found.linked, len(found.guests) - len(chosen), withdrawn)


def _as_document(wanted: Round, sent: _Sent, ways: Sequence[Way], opened: Books) -> dict[str, Any]:
    """What was done, without a single code."""
    kinds = dict.fromkeys(way.kind for way in ways)
    full = {kind: sum(kind not in {way.kind for way in slip.ways} for slip in sent.slips) for kind in kinds}
    return {
        "sheet": str(wanted.sheet),
        "role": wanted.role.value,
        "invited": len(sent.slips),
        "linked": sent.linked,
        "waiting": sent.waiting,
        "withdrawn": sent.withdrawn,
        "without_place": {kind: count for kind, count in full.items() if count},
        "invitations": [
            {
                "unit_code": slip.minted.unit.code,
                "unit": slip.minted.unit.name,
                "person": slip.minted.person_name,
                "expires_at": slip.minted.expires_at.astimezone(opened.settings.zone),
                "accounts": [f"{way.kind}/{way.account}" for way in slip.ways],
            }
            for slip in sent.slips
        ],
    }


async def _ways(settings: Settings, store: Store) -> list[Way]:
    """Our accounts at which a code is taken, by what their platforms call them; limited ones first."""
    async with store.reading() as uow:
        paused = {
            (item.channel, item.account)
            for item in await uow.accounts.all()
            if item.state is AccountState.PAUSED
        }
    open_ones = [item for item in configured(settings) if (item.kind, item.name) not in paused]
    usable = [item for item in open_ones if registry.limits(item).takes_codes]
    seen = await asyncio.gather(*(registry.inspect(item) for item in usable))
    ways = [_way(item, found.name) for item, found in zip(usable, seen, strict=True)]
    return [*sorted(ways, key=lambda way: way.places is None), *_chat(settings)]


def _way(account: Account, name: str | None) -> Way:
    link = partial(registry.link_for, account, name=name)
    return Way(account.kind, account.name, name, registry.limits(account).people, link)


def _chat(settings: Settings) -> Iterable[Way]:
    """The web chat, when the address people open is known."""
    web = settings.web
    base = web.public_url or (f"http://{web.host}:{web.port}" if web.port else None)
    return [Way(KIND, ACCOUNT, f"{base.rstrip('/')}/chat")] if base else []


async def _written(opened: Books, slips: Sequence[Slip]) -> str:
    unit = slips[0].minted.unit
    async with opened.store.reading() as uow:
        (province,) = [item for item in await uow.organisation.provinces() if item.id == unit.province_id]
        asked = await onboarding.responsible(uow, unit)
    about = invitation_sheets.About(province.name, province.fictitious, opened.tr.listing(asked))
    return files.write(invitation_sheets.compose(opened.tr, slips, about))


@asynccontextmanager
async def _fresh(path: Path) -> AsyncIterator[Path]:
    """A file that only its owner may read and that takes its place when all went well.

    It is made first: a code on a sheet that cannot be written would be lost.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY))
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be written ({error.strerror})") from error
    try:
        yield new
        new.replace(path)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
