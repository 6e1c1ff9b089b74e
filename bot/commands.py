"""What the commands do: open the house, call one service in one unit of work, give plain data back."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from bot import wiring
from bot.books import books
from bot.settings import read_settings
from bot.wiring import House
from domain.consolidation import Outcome, tally
from domain.delivery import OutboxMessage, OutboxState
from domain.periods import Period
from domain.units import OPERATOR
from files.packs import read_shipped
from locales.speech import Speech, speech
from services import accounts, audit, consolidation, delivery, imports, obligations
from services import preview as previews
from services.consolidation import Standing
from services.wording import Duty
from storage.store import UnitOfWork

T = TypeVar("T")


@asynccontextmanager
async def house(now: datetime | None = None) -> AsyncIterator[House]:
    """The house for one command, closed again whatever happens."""
    opened = await wiring.open_house(read_settings(), now=now)
    try:
        yield opened
    finally:
        await opened.close()


class _Rehearsed(Exception):
    """Not an error: it carries a result out of a transaction that is rolled back."""

    def __init__(self, result: Any) -> None:
        self.result = result


async def load_pack(name: str, now: datetime | None) -> dict[str, Any]:
    """Load a shipped pack into a database, which is brought up to date first."""
    pack = read_shipped(name)
    opened = await wiring.open_house(read_settings(), now=now, migrate=True)
    try:
        moment, calendar = opened.clock.now(), opened.calendar

        async def work(uow: UnitOfWork) -> imports.Imported:
            loaded = await imports.load_pack(uow, pack, now=moment, calendar=calendar)
            await obligations.ensure_assignments(uow, calendar=calendar, now=moment)
            return loaded

        result = await opened.store.transact(work)
    finally:
        await opened.close()
    return {
        "name": result.name,
        "units": result.units,
        "obligations": result.obligations,
        "unchanged": result.unchanged,
    }


async def list_units(now: datetime | None) -> list[dict[str, Any]]:
    """Units of all provinces."""
    async with house(now) as opened, opened.store.reading() as uow:
        provinces = {item.id: item.code for item in await uow.organisation.provinces()}
        units = await uow.organisation.units()
    codes = {unit.id: unit.code for unit in units}
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind.value,
            "province": provinces[unit.province_id],
            "parent": codes.get(unit.parent_id or 0),
            "order_no": unit.order_no,
            "aliases": list(unit.aliases),
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "successor": codes.get(unit.successor_id or 0),
        }
        for unit in units
    ]


async def tick(now: datetime | None) -> dict[str, int]:
    """One pass of plan and deliver."""
    async with house(now) as opened:
        await opened.ticks.repair()
        planned = await opened.ticks.plan(ensure=True)
        delivered = await opened.ticks.deliver()
        await opened.ticks.seal()
    return {
        "planned": planned.steps,
        "coalesced": planned.coalesced,
        "queued": planned.queued,
        "sent": delivered.sent,
        "uncertain": delivered.uncertain,
        "failed": delivered.failed,
        "deferred": delivered.deferred,
    }


async def preview(day: date | None, now: datetime | None) -> list[dict[str, Any]]:
    """The steps of a day; periods that open until then are made in a transaction that is rolled back."""
    async with house(now) as opened:
        calendar, moment = opened.calendar, opened.clock.now()
        wanted = day or calendar.day_of(moment)

        async def work(uow: UnitOfWork) -> list[previews.Foreseen]:
            end = max(moment, calendar.start_of(wanted))
            await obligations.ensure_assignments(uow, calendar=calendar, now=end)
            return await previews.of_day(uow, calendar=calendar, day=wanted)

        found = await rehearse(opened, work)
    tr = speech(opened.settings.locale, calendar.zone)
    return [
        {
            "unit_code": item.duty.unit.code,
            "obligation_id": item.duty.obligation.id,
            "obligation": item.duty.obligation.title,
            "period": item.duty.assignment.period.key,
            "step": item.step,
            "at": calendar.local(item.at),
            "target_day": item.duty.assignment.current.target_day,
            "recipients": list(item.recipients),
            "blocked_by": item.blocked_by,
            "why": previews.why(tr, item),
        }
        for item in found
    ]


async def rehearse(opened: House, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """Do the work and roll it back: a look at what would happen."""

    async def rolled_back(uow: UnitOfWork) -> None:
        raise _Rehearsed(await work(uow))

    try:
        await opened.store.transact(rolled_back)
    except _Rehearsed as rehearsed:
        result: T = rehearsed.result
        return result
    raise AssertionError("unreachable: the rehearsal always raises")


async def overdue(unit: str | None, as_of: datetime | None, now: datetime | None) -> list[dict[str, Any]]:
    """The overdue list."""
    async with house(now) as opened:
        calendar, moment = opened.calendar, opened.clock.now()

        async def work(uow: UnitOfWork) -> list[consolidation.Overdue]:
            only = await accounts.find_unit(uow, unit) if unit else None
            body = await uow.organisation.merged_with(only.id) if only else None
            end = max(moment, as_of) if as_of else moment
            await obligations.ensure_assignments(uow, calendar=calendar, now=end)
            found = await consolidation.overdue(uow, OPERATOR, calendar=calendar, now=moment, as_of=as_of)
            return [item for item in found if body is None or item.duty.unit.id in body]

        found = await rehearse(opened, work)
        return [_overdue_row(item, opened) for item in found]


def _overdue_row(item: consolidation.Overdue, opened: House) -> dict[str, Any]:
    duty, assignment = item.duty, item.duty.assignment
    local = opened.calendar.local
    directive = duty.directive
    return {
        "unit_code": duty.unit.code,
        "unit": duty.unit.name,
        "kind": duty.unit.kind.value,
        "obligation_id": duty.obligation.id,
        "obligation": duty.obligation.title,
        "clause": duty.obligation.clause,
        "directive": directive.document or f"{directive.symbol} ({directive.issuer}, {directive.date_text})",
        "period": assignment.period.key,
        "phrase": assignment.current.phrase,
        "last_day": assignment.current.last_day,
        "late_from": local(assignment.current.late_from),
        "working_days_late": item.working_days_late,
        "status": assignment.status.value,
        "reminders_sent": item.reminders_sent,
        "last_reply": local(item.last_reply) if item.last_reply else None,
        "promised": assignment.promised,
    }


async def progress(period: str, as_of: datetime | None, now: datetime | None) -> list[dict[str, Any]]:
    """Counts and rates per obligation, whole and by group of units."""
    wanted = Period.parse(period)
    async with house(now) as opened:
        moment = opened.clock.now()

        async def work(uow: UnitOfWork) -> list[Standing]:
            end = max(moment, as_of) if as_of else moment
            await obligations.ensure_assignments(uow, calendar=opened.calendar, now=end)
            return await consolidation.standings(uow, OPERATOR, now=moment, period=wanted, as_of=as_of)

        found = await rehearse(opened, work)
    return [row for standing in found for row in _progress_rows(standing)]


def _progress_rows(standing: Standing) -> list[dict[str, Any]]:
    groups: dict[str, list[Duty]] = {"all": list(standing.duties)}
    for duty in standing.duties:
        groups.setdefault(duty.unit.kind.value, []).append(duty)
    return [_progress_row(standing, group, duties) for group, duties in groups.items()]


def _progress_row(standing: Standing, group: str, duties: list[Duty]) -> dict[str, Any]:
    counted = tally([duty.assignment for duty in duties], standing.moment)
    on_time = counted.counts[Outcome.RECEIVED_ON_TIME]
    return {
        "obligation_id": standing.obligation.id,
        "obligation": standing.obligation.title,
        "clause": standing.obligation.clause,
        "period": standing.period.key,
        "group": group,
        "expected": counted.expected,
        "received": counted.received,
        "received_on_time": on_time,
        "received_late": counted.counts[Outcome.RECEIVED_LATE],
        "claimed": counted.claimed,
        "extended": counted.extended,
        "disputed": counted.disputed,
        "waived": counted.counts[Outcome.WAIVED],
        "outstanding": counted.outstanding,
        "late": counted.late,
        "received_rate": counted.received / counted.owing if counted.owing else None,
        "on_time_rate": on_time / counted.owing if counted.owing else None,
    }


async def outbox(state: str | None) -> list[dict[str, Any]]:
    """Queued messages, without their texts."""
    states = [OutboxState(state)] if state else list(OutboxState)
    async with books() as opened, opened.store.reading() as uow:
        found = await uow.outbox.messages(states=states)
    parts = Counter(item.series_id or item.id for item in found)
    return [_message_row(item, opened.tr, parts[item.series_id or item.id]) for item in found]


def _message_row(item: OutboxMessage, tr: Speech, parts: int) -> dict[str, Any]:
    return {
        "id": item.id,
        "key": item.idem_key,
        "class": item.message_class.value,
        "channel": item.channel,
        "account": item.account,
        "person_id": item.person_id,
        "state": item.state.value,
        "attempts": item.attempts,
        "not_before": item.not_before,
        "created_at": item.created_at,
        "finished_at": item.finished_at,
        "error": item.error,
        "reason": delivery.reason(tr, item),
        "part": item.part_no,
        "parts": parts,
        "stands_for": item.stands_for,
        "displayed_at": item.displayed_at,
    }


async def verify_history() -> dict[str, Any]:
    """Check the chain."""
    async with house() as opened, opened.store.reading() as uow:
        found = await audit.verify(uow)
    return {"sealed": found.sealed, "unsealed": found.unsealed, "broken_at": found.broken_at}
