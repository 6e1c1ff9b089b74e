"""What the commands about duties do, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot import commands
from bot.wiring import House
from domain.due_rules import Counted, DueRule
from domain.errors import InvalidInput, NotFound
from domain.ladder import Step
from domain.obligations import Obligation, Schedule
from domain.periods import Period
from domain.units import OPERATOR, Selector
from files.pack_schedules import due_contradictions
from locales.speech import speech
from services import provinces, revisions
from services.revisions import Revision
from services.wording import frequency_words
from storage.organisation import Province
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Wish:
    """A change of a duty as it is typed; what is None stays. `due` names the fields of a due rule."""

    due: Mapping[str, Any]
    selector: Mapping[str, tuple[Any, ...]]
    ladder: tuple[Step, ...] | None = None
    since: date | None = None
    title: str | None = None
    valid_until: date | None = None


async def listing(province: str | None, *, pending: bool, now: datetime | None) -> list[dict[str, Any]]:
    """Duties with what a person must still decide about them; with `pending` only those."""
    async with commands.house(now) as opened, opened.store.reading() as uow:
        day = opened.calendar.day_of(opened.clock.now())
        rows = []
        for item in await uow.organisation.provinces():
            if province in (None, item.code):
                rows += await _rows(uow, item, opened, day)
    return [row for row in rows if row["open"] or not pending]


async def _rows(uow: UnitOfWork, province: Province, opened: House, day: date) -> list[dict[str, Any]]:
    units = await uow.organisation.units(province.id)
    directives = await uow.duties.directives()
    known = await uow.duties.obligations(province_id=province.id)
    replaced = await revisions.replaceable(uow, province.id)
    tr = speech(opened.settings.locale, opened.calendar.zone)
    rows = []
    for item in known:
        directive = directives[item.directive_id]
        due, phrase = item.schedule.due, item.schedule.phrase
        open_points = list(_open_points(item, province, day))
        if not item.history and not province.is_history(day) and not item.selector.expand(units, day):
            open_points.append("needs_target")
        open_points += [f"replaced_by:{new.key}" for old, new in replaced if old.id == item.id]
        rows.append(
            {
                "province": province.code,
                "key": item.key,
                "stem": item.stem,
                "title": item.title,
                "clause": item.clause,
                "directive": directive.document or f"{directive.symbol} ({directive.date_text})",
                "frequency": item.schedule.frequency.value,
                "frequency_words": frequency_words(tr, item.schedule.frequency),
                "phrase": due.phrase if due is not None else phrase,
                "state": "history" if item.history or province.is_history(day) else item.state.value,
                "version": item.version,
                "owing": len(item.selector.expand(units, day)),
                "also_in": [f"{other.directive} {other.clause}" for other in item.also_in],
                "superseded_by": item.superseded_by,
                "last_period": item.last_period.key if item.last_period else None,
                "valid_until": item.valid_until,
                "remarks": list(item.remarks),
                "open": open_points,
            }
        )
    return rows


def _open_points(item: Obligation, province: Province, day: date) -> list[str]:
    """What a person must still say before the duty can run; history waits for nobody."""
    if item.history or province.is_history(day) or not item.needs_a_day:
        return []
    return ["needs_event" if item.schedule.due is not None else "needs_day"]


async def revise(
    key: str, wish: Wish, *, province: str | None, dry_run: bool, now: datetime | None
) -> dict[str, Any]:
    """Store a new version of a duty and re-plan, or do it all and roll it back."""
    async with commands.house(now) as opened:
        moment, calendar = opened.clock.now(), opened.calendar

        async def work(uow: UnitOfWork) -> Revision:
            place = await provinces.find(uow, province, calendar.day_of(moment))
            before = await _duty(uow, place, key)
            after = _wished(before, wish)
            return await revisions.revise(uow, OPERATOR, (before, after), calendar=calendar, now=moment)

        done = await (commands.rehearse(opened, work) if dry_run else opened.store.transact(work))
    return _revision_row(done, dry_run)


async def supersede(
    replaced: tuple[str, str, str], *, province: str | None, dry_run: bool, now: datetime | None
) -> dict[str, Any]:
    """End a series because another duty takes its place: (old, new, first period of the new one)."""
    old, by, first = replaced
    period = Period.parse(first)
    async with commands.house(now) as opened:
        moment, calendar = opened.clock.now(), opened.calendar

        async def work(uow: UnitOfWork) -> Revision:
            place = await provinces.find(uow, province, calendar.day_of(moment))
            duties = (await _duty(uow, place, old), await _duty(uow, place, by), period)
            return await revisions.supersede(uow, OPERATOR, duties, calendar=calendar, now=moment)

        done = await (commands.rehearse(opened, work) if dry_run else opened.store.transact(work))
    return _revision_row(done, dry_run)


async def _duty(uow: UnitOfWork, province: Province, key: str) -> Obligation:
    known = await uow.duties.obligations(province_id=province.id)
    found = [item for item in known if key in (item.key, item.stem)]
    if len(found) != 1:
        raise NotFound(f"no duty {key!r} in {province.code}; `dondoc obligation list` shows them")
    return found[0]


def _wished(before: Obligation, wish: Wish) -> Obligation:
    schedule = _schedule(before, wish)
    selector = Selector(
        groups=wish.selector.get("groups", before.selector.groups),
        units=wish.selector.get("units", before.selector.units),
        exceptions=wish.selector.get("exceptions", before.selector.exceptions),
    )
    return replace(
        before,
        schedule=schedule,
        selector=selector,
        ladder=wish.ladder if wish.ladder is not None else before.ladder,
        title=wish.title or before.title,
        valid_until=wish.valid_until or before.valid_until,
    )


def _schedule(before: Obligation, wish: Wish) -> Schedule:
    due = before.schedule.due
    if wish.since is not None:
        if due is None or due.counted is None:
            raise InvalidInput(f"{before.key} counts from no event; name its day instead")
        counted: Counted = replace(due.counted, since=wish.since)
        return replace(before.schedule, due=replace(due, counted=counted))
    if not wish.due:
        return before.schedule
    phrase = wish.due.get("phrase") or (due.phrase if due is not None else before.schedule.phrase)
    if "relation" not in wish.due or not phrase:
        raise InvalidInput("a new day needs --relation and the words that set it, --phrase")
    after = DueRule(**{**wish.due, "phrase": phrase})
    for contradiction in due_contradictions(before.schedule.frequency, after):
        raise InvalidInput(f"{before.key}: {contradiction}")
    return replace(before.schedule, due=after)


def _revision_row(done: Revision, dry_run: bool) -> dict[str, Any]:
    return {
        "key": done.after.key,
        "version": done.after.version,
        "dry_run": dry_run,
        "fields": {name: list(pair) for name, pair in revisions.differences(done.before, done.after).items()},
        "moved": [
            {
                "unit_code": item.duty.unit.code,
                "period": item.duty.assignment.period.key,
                "last_day": [item.before.last_day, item.after.last_day],
                "target_day": [item.before.target_day, item.after.target_day],
            }
            for item in done.moved
        ],
        "released": [f"{duty.unit.code} {duty.assignment.period.key}" for duty in done.released],
        "added": done.added,
        "cancelled": done.cancelled,
    }
