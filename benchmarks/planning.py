"""Planning a month: creating what is owed against a bare executemany, and a slot's reminders at two sizes."""

import asyncio
import multiprocessing
import resource
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks.rows import Row
from domain.calendar import VIETNAM
from domain.due_rules import DueRule, Relation
from domain.obligations import ObligationKind, Schedule
from domain.packs import Pack, PackDirective, PackObligation, PackUnit
from domain.periods import Frequency
from domain.units import Group, Role, Selector, UnitKind
from files.packs import read_shipped
from services import imports, obligations, reminders
from services.calendar import load_calendar
from storage import schema
from storage.store import Store, UnitOfWork

SHIPPED = "tinh-mau-2026"
UNITS, DUTIES = 3_400, 30
BEST_OF = 2
# September is made before anything is measured; October's notices open on Monday the 12th.
SEPTEMBER = datetime(2026, 9, 20, 9, 0, tzinfo=VIETNAM)
OCTOBER = datetime(2026, 10, 1, 9, 0, tzinfo=VIETNAM)
EVE = datetime(2026, 10, 9, 16, 0, tzinfo=VIETNAM)
OPENING = datetime(2026, 10, 12, 8, 30, tzinfo=VIETNAM)
Work = Callable[[UnitOfWork], Awaitable[Any]]
CALENDAR = load_calendar(None, first_year=2026, last_year=2027)


@dataclass(frozen=True)
class Measured:
    """One size: rows and reminders, seconds, and by how many MB each pass raised the peak of its process."""

    rows: int
    assign: float
    bare: float
    assign_peak: float
    told: int
    emit: float
    emit_peak: float


def invented(units: int) -> Pack:
    """A province of that many communes, each of which owes thirty monthly reports."""
    office = PackUnit("VP", "Văn phòng", UnitKind.OFFICE, 1)
    communes = [PackUnit(f"X{n:05}", f"Xã {n}", UnitKind.COMMUNE, n + 10) for n in range(units)]
    directive = PackDirective("cv", "UBND", "Công văn", "báo cáo", None, "UBND", "năm 2026", 2026, "VP")
    return Pack(
        name="invented",
        province_code="invented",
        province_name="Tỉnh thử",
        fictitious=True,
        in_use_from=date(2026, 10, 1),
        in_use_until=None,
        units=(office, *communes),
        directives=(directive,),
        obligations=tuple(_duty(n) for n in range(DUTIES)),
        indicators=(),
    )


def _duty(number: int) -> PackObligation:
    day = 20 + number % 6
    return PackObligation(
        key=f"bao-cao-{number}",
        directive="cv",
        clause="1",
        stem=f"B{number}",
        title=f"Báo cáo {number}",
        kind=ObligationKind.PERIODIC_REPORT,
        schedule=Schedule(Frequency.MONTHLY, DueRule(Relation.BEFORE, f"trước ngày {day}", day=day)),
        selector=Selector(groups=(Group.COMMUNES,)),
        coordinator="VP",
    )


async def _found(path: Path, pack: Pack) -> None:
    """The province with one person in each unit, and everything that was owed before October."""

    async def work(uow: UnitOfWork) -> None:
        await imports.load_pack(uow, pack, now=SEPTEMBER, calendar=CALENDAR)
        for unit in await uow.organisation.units():
            person = await uow.organisation.add_person(f"Cán bộ {unit.code}", "vi")
            await uow.organisation.add_membership(person.id, unit.id, Role.FOCAL_POINT)
            await uow.organisation.add_contact(person.id, ("console", "off", unit.code), SEPTEMBER)
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=SEPTEMBER)

    await _timed(path, work)


class _Rehearsed(Exception):
    """Rolls back a first run, after which statements are compiled as they are in a running service."""


async def _rehearse(store: Store, work: Work) -> None:
    async def rolled_back(uow: UnitOfWork) -> None:
        await work(uow)
        raise _Rehearsed

    with suppress(_Rehearsed):
        await store.transact(rolled_back)


async def _timed(path: Path, work: Work, *, rehearsed: bool = False) -> tuple[float, Any]:
    store = Store(f"sqlite+aiosqlite:///{path}")
    try:
        await schema.upgrade(store)
        if rehearsed:
            await _rehearse(store, work)
        started = time.perf_counter()
        result = await store.transact(work)
        return time.perf_counter() - started, result
    finally:
        await store.close()


async def _assign(uow: UnitOfWork) -> int:
    return await obligations.ensure_assignments(uow, calendar=CALENDAR, now=OCTOBER)


async def _emit(uow: UnitOfWork) -> reminders.Planned:
    return await reminders.plan(uow, calendar=CALENDAR, now=OPENING)


async def _clear(uow: UnitOfWork) -> None:
    """What waits from the months before is told on the eve, so that the slot is one month's alone."""
    await reminders.plan(uow, calendar=CALENDAR, now=EVE)


def _bare(base: Path, filled: Path, folder: Path) -> float:
    """Seconds in which the very same rows go into a copy of the same database by one bare executemany."""
    with sqlite3.connect(base) as source:
        known = source.execute("SELECT coalesce(max(id), 0) FROM assignment").fetchone()[0]
    with sqlite3.connect(filled) as source:
        rows = source.execute("SELECT * FROM assignment WHERE id > ? ORDER BY id", (known,)).fetchall()
    target = sqlite3.connect(_copy(base, folder / "bare.db"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        target.execute(f"PRAGMA {pragma}")
    marks = ", ".join("?" * len(rows[0]))
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    target.executemany(f"INSERT INTO assignment VALUES ({marks})", rows)
    target.execute("COMMIT")
    seconds = time.perf_counter() - started
    target.close()
    return seconds


def _copy(path: Path, to: Path) -> Path:
    for suffix in ("-wal", "-shm"):
        to.with_name(to.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(path, to)
    return to


def _peak() -> float:
    """The most memory this process has held so far, in MB (Linux counts in KB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _measured(folder: Path, units: int | None) -> Measured:
    base, copy = folder / "base.db", folder / "copy.db"
    await _found(base, invented(units) if units else read_shipped(SHIPPED))
    assign, bare, peaks = [], [], [_peak()]
    rows = 0
    for _ in range(BEST_OF):
        seconds, rows = await _timed(_copy(base, copy), _assign, rehearsed=True)
        assign.append(seconds)
        peaks.append(_peak())
    await _timed(copy, _clear)
    start = _peak()
    emit = []
    for _ in range(BEST_OF):
        seconds, planned = await _timed(_copy(copy, folder / "slot.db"), _emit, rehearsed=True)
        emit.append(seconds)
    emit_peak = _peak() - start
    bare = [_bare(base, copy, folder) for _ in range(BEST_OF)]
    return Measured(rows, min(assign), min(bare), peaks[1] - peaks[0], planned.steps, min(emit), emit_peak)


def one(units: int | None) -> Measured:
    """Measure one size: the invented province with so many units, or the shipped pack."""
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        return asyncio.run(_measured(Path(folder), units))


def _alone(units: int | None) -> Measured:
    """The same in a process of its own, so that its peak of memory is nobody else's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(one, units).result()


def measure() -> list[Row]:
    """Seconds and MB; the whole to the half is 2 where the cost is linear, 1 where it is fixed."""
    pack, half, whole = (_alone(units) for units in (None, UNITS // 2, UNITS))
    return [
        Row(f"assign {SHIPPED}: {pack.rows:,} / bare executemany", pack.assign, pack.bare, "s"),
        Row(f"assign {whole.rows:,} / bare executemany", whole.assign, whole.bare, "s"),
        Row(f"assign {whole.rows:,} / {half.rows:,}", whole.assign, half.assign, "s"),
        Row(f"emit {whole.told:,} / {half.told:,} steps", whole.emit, half.emit, "s"),
        Row("memory to assign, whole / half", whole.assign_peak, half.assign_peak, "MB"),
        Row("memory to emit, whole / half", whole.emit_peak, half.emit_peak, "MB"),
        Row(f"emit {SHIPPED}: {pack.told:,} steps / its assigning", pack.emit, pack.assign, "s"),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.name:<52} {row.ours:>12.3f} {row.peer:>12.3f} {row.ratio:>8.2f}  {row.unit}")
