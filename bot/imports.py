"""What the import commands do: read a file, store it in one transaction, give plain data back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.commands import house, rehearse
from bot.settings import read_settings
from domain.errors import InvalidInput
from domain.imports import ImportReport
from files import obligation_tables, people_tables, receipt_tables, templates, unit_tables
from files.tables import MOST_BYTES, Column
from files.typed_rows import Lines
from locales.speech import speech
from services import (
    obligation_imports,
    obligations,
    people_imports,
    provinces,
    receipt_imports,
    unit_imports,
)
from services.table_imports import Run, Step
from storage.store import UnitOfWork

_ONE_MORE = 1024 * 1024


class Kind(StrEnum):
    """What a table may hold."""

    UNITS = "units"
    PEOPLE = "people"
    RECEIPTS = "receipts"
    OBLIGATIONS = "obligations"


_COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.UNITS: unit_tables.COLUMNS,
    Kind.PEOPLE: people_tables.COLUMNS,
    Kind.RECEIPTS: receipt_tables.COLUMNS,
    Kind.OBLIGATIONS: obligation_tables.COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Order:
    """One call of an import command; `code` is the duty of receipts whose rows name none."""

    kind: Kind
    file: Path
    province: str | None = None
    code: str | None = None
    dry_run: bool = False
    now: datetime | None = field(default=None)


async def import_table(order: Order, step: Step) -> ImportReport:
    """Import a file, all of it or nothing."""
    content = _content(order)
    if order.kind is Kind.OBLIGATIONS:
        return await _import_obligations(order, content)
    lines = _read(order, content)
    async with house(order.now) as opened:

        async def work(uow: UnitOfWork) -> ImportReport:
            today = opened.calendar.day_of(opened.clock.now())
            province = await provinces.find(uow, order.province, today)
            run = Run(province, opened.clock.now(), opened.calendar, order.dry_run, step)
            return await _import(uow, order, lines, run=run)

        return await opened.store.transact(work)


async def _import(uow: UnitOfWork, order: Order, lines: Lines[Any], *, run: Run) -> ImportReport:
    if order.kind is Kind.RECEIPTS:
        return await receipt_imports.import_receipts(uow, lines, run, code=order.code)
    if order.kind is Kind.PEOPLE:
        return await people_imports.import_people(uow, lines, run)
    report = await unit_imports.import_units(uow, lines, run)
    if report.says_something and not report.is_refused and not run.dry_run:
        # Units that are new owe what is open already.
        await obligations.ensure_assignments(uow, calendar=run.calendar, now=run.now)
    return report


async def _import_obligations(order: Order, content: bytes) -> ImportReport:
    """Duties are judged against what is stored, so the file is read inside the transaction."""
    async with house(order.now) as opened:
        moment = (opened.clock.now(), opened.calendar)

        async def work(uow: UnitOfWork) -> ImportReport:
            province = await provinces.find(uow, order.province, opened.calendar.day_of(moment[0]))
            file = (content, order.file.name)
            return await obligation_imports.import_file(uow, file, province, moment=moment)

        return await (rehearse(opened, work) if order.dry_run else opened.store.transact(work))


def _content(order: Order) -> bytes:
    try:
        with order.file.open("rb") as opened:
            # No more than it takes to see that the file is too large.
            return opened.read(MOST_BYTES + _ONE_MORE)
    except OSError as error:
        raise InvalidInput(f"{order.file}: cannot be read ({error.strerror})") from error


def _read(order: Order, content: bytes) -> Lines[Any]:
    if order.kind is Kind.RECEIPTS:
        return receipt_tables.read_receipts(content, order.file.name)
    if order.kind is Kind.PEOPLE:
        return people_tables.read_people(content, order.file.name)
    return unit_tables.read_units(content, order.file.name)


def as_document(report: ImportReport, order: Order) -> dict[str, Any]:
    """The report as the contract names it."""
    return {
        "kind": report.kind,
        "file": order.file.name,
        "dry_run": order.dry_run,
        "added": list(report.added),
        "changed": [
            {
                "key": item.key,
                "fields": {name: [_plain(old), _plain(new)] for name, (old, new) in item.fields.items()},
            }
            for item in report.changed
        ],
        "unchanged": report.unchanged,
        "rejected": [
            {"row": item.row, "column": item.column, "reason": item.reason} for item in report.rejected
        ],
    }


def differences(report: ImportReport) -> list[dict[str, Any]]:
    """Every changed value with the heading of its column."""
    headings = {column.key: column.heading for column in _COLUMNS[Kind(report.kind)]}
    return [
        {"key": item.key, "column": headings.get(name, name), "old": _plain(old), "new": _plain(new)}
        for item in report.changed
        for name, (old, new) in item.fields.items()
    ]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def write_template(kind: str, target: Path | None) -> Path:
    """Write the workbook of a kind to a file; without a name it is called after the kind."""
    settings = read_settings()
    content = templates.write_template(kind, speech(settings.locale, settings.zone))
    path = target or Path(f"{kind}.xlsx")
    if target is None and path.exists():
        raise InvalidInput(f"{path} exists already; name another file with -o")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be written ({error.strerror})") from error
    return path
