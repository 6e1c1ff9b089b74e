"""Importing tables into the town, as the commands do."""

from datetime import datetime

from domain.imports import ImportReport
from files.people_tables import read_people
from files.receipt_tables import read_receipts
from files.unit_tables import read_units
from services import people_imports, provinces, receipt_imports, unit_imports
from services.table_imports import Run
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, Town, october

UNITS_HEAD = "code,name,kind,order_no,parent,aliases,former_names,valid_from,valid_to,successor"
PEOPLE_HEAD = "unit,name,role,phone,email"
# The planner has not looked yet; the day after the report was due.
BEFORE, AFTER = october(17), october(23)
RECEIPTS_HEAD = "received_on,unit,document_number,document_date,sent_on,subject,code"


def text(head: str, *rows: str) -> bytes:
    """A CSV file; rows may leave out the cells at their end."""
    columns = head.count(",")
    return "\n".join([head, *(row + "," * (columns - row.count(",")) for row in rows)]).encode()


async def run_in(uow: UnitOfWork, now: datetime, *, dry_run: bool) -> Run:
    """An import into the only province."""
    return Run(await provinces.find(uow, None, CALENDAR.day_of(now)), now, CALENDAR, dry_run)


async def units(
    town: Town, *rows: str, head: str = UNITS_HEAD, dry_run: bool = False, now: datetime = BEFORE
) -> ImportReport:
    """Import units."""
    lines = read_units(text(head, *rows), "don-vi.csv")

    async def work(uow: UnitOfWork) -> ImportReport:
        return await unit_imports.import_units(uow, lines, await run_in(uow, now, dry_run=dry_run))

    return await town.store.transact(work)


async def people(
    town: Town, *rows: str, head: str = PEOPLE_HEAD, dry_run: bool = False, now: datetime = BEFORE
) -> ImportReport:
    """Import people."""
    lines = read_people(text(head, *rows), "can-bo.csv")

    async def work(uow: UnitOfWork) -> ImportReport:
        return await people_imports.import_people(uow, lines, await run_in(uow, now, dry_run=dry_run))

    return await town.store.transact(work)


async def receipts(
    town: Town, *rows: str, code: str | None = None, dry_run: bool = False, now: datetime = AFTER
) -> ImportReport:
    """Import a register of incoming documents."""
    lines = read_receipts(text(RECEIPTS_HEAD, *rows), "so-den.csv")

    async def work(uow: UnitOfWork) -> ImportReport:
        run = await run_in(uow, now, dry_run=dry_run)
        return await receipt_imports.import_receipts(uow, lines, run, code=code)

    return await town.store.transact(work)


def reasons(report: ImportReport) -> list[tuple[int, str | None]]:
    """Rows and columns that were rejected."""
    return [(item.row, item.column) for item in report.rejected]
