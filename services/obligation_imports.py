"""Storing duties an office hands in: new ones are added, changed ones revised, nothing is deleted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.calendar import Calendar
from domain.deadlines import compute
from domain.imports import Difference, ImportReport
from domain.obligations import Obligation, ObligationState
from domain.packs import Drafts, PackDirective, PackObligation
from domain.periods import ONCE
from domain.units import OPERATOR, Actor
from files.obligation_files import read_obligations
from services import history, obligations, revisions
from storage import wakes
from storage.organisation import Province
from storage.store import UnitOfWork

# What a file says of a duty; everything else of a stored duty is kept.
_SAID = (
    "clause", "title", "kind", "schedule", "selector", "recipient", "via", "nil_rule", "filings",
    "supersedes", "supporting", "sources", "also_in", "remarks", "continues",
)  # fmt: skip


async def import_file(
    uow: UnitOfWork, file: tuple[bytes, str], province: Province, *, moment: tuple[datetime, Calendar]
) -> ImportReport:
    """Store a file (content, name) of duties, all of it or nothing; rows that are wrong are in the report."""
    content, name = file
    units = frozenset(unit.code for unit in await uow.organisation.units(province.id))
    duties = {item.key: item.kind for item in await uow.duties.obligations(province_id=province.id)}
    drafts, rejected = read_obligations(content, name=name, units=units, duties=duties)
    if rejected:
        return ImportReport("obligations", rejected=rejected)
    return await import_obligations(uow, OPERATOR, drafts, province, moment=moment)


async def import_obligations(
    uow: UnitOfWork, actor: Actor, drafts: Drafts, province: Province, *, moment: tuple[datetime, Calendar]
) -> ImportReport:
    """Store the directives and duties of a file; importing it again changes nothing.

    A changed duty is revised: its open deadlines move, its queued reminders are cancelled.
    """
    now, calendar = moment
    stored = {item.key: item for item in await uow.duties.obligations(province_id=province.id)}
    added = await add_all(uow, drafts, province, calendar)
    units = {unit.code: unit.id for unit in await uow.organisation.units(province.id)}
    changed = []
    for item in drafts.obligations:
        known = stored.get(item.key)
        wanted = _wanted(known, item, units) if known is not None else None
        if known is None or wanted is None or not (fields := revisions.differences(known, wanted)):
            continue
        await revisions.restate(uow, actor, (known, wanted), calendar=calendar, now=now)
        changed.append(Difference(item.key, fields))
    await obligations.ensure_assignments(uow, calendar=calendar, now=now)
    unchanged = len(drafts.obligations) - len(added) - len(changed)
    report = ImportReport("obligations", tuple(added), tuple(changed), unchanged)
    fact = history.Fact("obligations_imported", f"province:{province.id}", province.id, data=report.counts)
    await history.record(uow, actor, fact, now=now)
    uow.wake(wakes.PLAN)
    return report


async def add_all(uow: UnitOfWork, drafts: Drafts, province: Province, calendar: Calendar) -> list[str]:
    """Store the directives, duties and targets that are not stored yet; the keys of the new duties."""
    units = {unit.code: unit.id for unit in await uow.organisation.units(province.id)}
    directives = await _directives(uow, drafts, province, units)
    keys = {item.key: item.id for item in await uow.duties.obligations(province_id=province.id)}
    new = [item for item in drafts.obligations if item.key not in keys]
    for item in new:
        values = _obligation(item, drafts.terms(item), province, calendar)
        keys[item.key] = await uow.duties.add_obligation(
            directive_id=directives[item.directive], coordinator_unit_id=units[item.coordinator], **values
        )
    for item in drafts.obligations:
        if item.consolidates is not None:
            await uow.duties.link(keys[item.key], consolidates=keys[item.consolidates])
    await _indicators(uow, drafts, directives, keys)
    return [item.key for item in new]


async def _directives(
    uow: UnitOfWork, drafts: Drafts, province: Province, units: Mapping[str, int]
) -> dict[str, int]:
    """Keys of the province's directives, those that are new in the file stored now."""
    stored = (await uow.duties.directives()).values()
    known = {item.key: item.id for item in stored if item.province_id == province.id}
    for item in drafts.directives:
        if item.key not in known:
            known[item.key] = await uow.duties.add_directive(
                province_id=province.id,
                key=item.key,
                issuer=item.issuer,
                doc_type=item.doc_type,
                subject=item.subject,
                number=item.number,
                symbol=item.symbol,
                date_text=item.date_text,
                year=item.year,
                coordinator_unit_id=units[item.coordinator],
                basis=item.basis,
                remarks=item.remarks,
            )
    return known


def _obligation(
    item: PackObligation, terms: PackDirective, province: Province, calendar: Calendar
) -> dict[str, Any]:
    return {
        "province_id": province.id,
        "key": item.key,
        "clause": item.clause,
        "stem": item.stem,
        "title": item.title,
        "kind": item.kind.value,
        "schedule": item.schedule,
        "selector": item.selector,
        "state": ObligationState.ACTIVE.value,
        "in_use_from": terms.in_use_from or province.in_use_from,
        "recipient": item.recipient,
        "via": item.via,
        "nil_rule": item.nil_rule.value,
        "filings": [filing.value for filing in item.filings],
        "supersedes": item.supersedes,
        "supporting": list(item.supporting),
        "sources": list(item.sources),
        "history": _is_history(item, terms, province, calendar),
        "also_in": item.also_in,
        "remarks": item.remarks,
        "continues": item.continues,
        "valid_until": terms.valid_until,
    }


def _is_history(item: PackObligation, terms: PackDirective, province: Province, calendar: Calendar) -> bool:
    """A one-off that fell due before its directive came into use is listed, never reminded, never overdue."""
    due = item.schedule.due
    if due is None or due.on is None:
        return False
    return compute(due, ONCE, calendar).last_day < (terms.in_use_from or province.in_use_from)


def _wanted(known: Obligation, item: PackObligation, units: Mapping[str, int]) -> Obligation:
    said = {name: getattr(item, name) for name in _SAID}
    return replace(known, **said, coordinator_unit_id=units[item.coordinator])


async def _indicators(
    uow: UnitOfWork, drafts: Drafts, directives: Mapping[str, int], keys: Mapping[str, int]
) -> None:
    known = {(one.directive_id, one.clause, one.name) for one in await uow.duties.indicators()}
    for item in drafts.indicators:
        directive_id = directives[item.directive]
        if (directive_id, item.clause, item.name) in known:
            continue
        await uow.duties.add_indicator(
            directive_id=directive_id,
            obligation_id=keys[item.obligation] if item.obligation is not None else None,
            clause=item.clause,
            name=item.name,
            unit=item.unit,
            operator=item.operator,
            target=item.target,
            year=item.year,
            selector=drafts.measured(item),
            evaluator=item.evaluator,
            sources=item.sources,
        )
